import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startSimulator } from '../simulator';
import type { RunningSimulator, SimulatorOptions } from '../simulator';
import { readPushAccount, readUrl } from './connection';
import type { PushOptions } from './connection';
import { EXIT, UsageError } from './exit';
import type { Exit } from './exit';
import type { Language } from '../language';
import type { CommonOptions, Run } from './run';

export interface SimulateOptions extends PushOptions, CommonOptions {
  readonly url: readonly string[];
  readonly kind?: NonNullable<SimulatorOptions['kind']>;
  readonly host?: string;
  readonly port?: string;
  readonly apiPort?: string;
  readonly allowedHost?: readonly string[];
  readonly lang?: Language;
  readonly open?: boolean;
}

/** Plays WeChat for a bot, with a page to talk to it, until the user has had enough. */
export async function simulate(run: Run, options: SimulateOptions): Promise<Exit> {
  const { io, settings, note } = run;
  const url = options.url.map((each) => readUrl(each).href);
  const { kind, host, allowedHost: allowedHosts, lang: language } = options;
  const [port, apiPort] = [readPort('--port', options.port), readPort('--api-port', options.apiPort)];
  const [appId, appSecret, encodingAESKey] = (['appId', 'appSecret', 'aesKey'] as const).map(settings.get);
  const running = await startSimulator({
    ...(await readPushAccount(run, options)),
    url,
    // In clear mode too: the page can switch.
    ...(encodingAESKey !== undefined && { encodingAESKey }),
    ...(language !== undefined && { language }),
    ...(appId !== undefined && { appId }),
    ...(appSecret !== undefined && { appSecret }),
    ...(kind !== undefined && { kind }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(apiPort !== undefined && { apiPort }),
    ...(allowedHosts !== undefined && { allowedHosts }),
  });
  const stopped = io.signal.aborted ? undefined : once(io.signal, 'abort');
  try {
    const { url: page, apiUrl, remoteApiUrl } = running;
    run.print(
      { page, apiUrl, remoteApiUrl },
      [
        `Chat with the bot:  ${page}`,
        `WeChat's API:       ${apiUrl}  (the bot's base URL for calls)`,
        ...(remoteApiUrl === undefined ? [] : [`  from elsewhere:   ${remoteApiUrl}`]),
      ].join('\n'),
    );
    if (options.open === true) openBrowser(page, note);
    // A bot that does not answer takes its time.
    const looked = firstLook(running).then((seen) => {
      if (!io.signal.aborted) note(`${seen}\nCtrl+C ends it.`);
    });
    await Promise.race([stopped, looked]);
    await stopped;
  } finally {
    await running.close();
  }
  return EXIT.fine;
}

/** Says how the bot takes WeChat's check of its address. */
async function firstLook({ simulator }: RunningSimulator): Promise<string> {
  const { outcome, problem } = await simulator.verifyUrl();
  return outcome === 'replied'
    ? 'The bot answers the check of its address.'
    : `The bot does not answer the check of its address (${outcome}): ${problem ?? ''} "offiaccount doctor" says more.`;
}

function readPort(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^\d{1,5}$/.test(given) && Number(given) < 2 ** 16) return Number(given);
  throw new UsageError(`${option} must be a port: a number from 0 to 65535.`);
}

/** The program of each system that opens an address. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

function openBrowser(page: string, note: Run['note']): void {
  const [program, ...before] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...before, page], { stdio: 'ignore', detached: true });
  child.on('error', () => note(`No browser could be opened (${program}): the address is above.`));
  child.unref();
}
