import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startSimulator } from '../simulator';
import type { RunningSimulator, SimulatorOptions } from '../simulator';
import { startLine, usualApiPort } from './api-port';
import { checkKey, readPushAccount, readUrl } from './connection';
import type { PushOptions } from './connection';
import { EXIT, UsageError } from './exit';
import type { Exit } from './exit';
import { toListenFailure } from './listen';
import type { CommonOptions, Run } from './run';

export interface SimulateOptions extends PushOptions, CommonOptions {
  readonly url: readonly string[];
  readonly kind?: NonNullable<SimulatorOptions['kind']>;
  readonly host?: string;
  readonly port?: string;
  readonly apiPort?: string;
  readonly allowedHost?: readonly string[];
  readonly open?: boolean;
}

/** Plays WeChat for a bot, with a page to talk to it, until the user has had enough. */
export async function simulate(run: Run, options: SimulateOptions): Promise<Exit> {
  const { io, settings } = run;
  const url = options.url.map((each) => readUrl(each).href);
  const { kind, host, allowedHost: allowedHosts, lang: language } = options;
  const [port, apiPort] = [
    readPort('--port', options.port),
    readPort('--api-port', options.apiPort) ?? (await usualApiPort()),
  ];
  const [appId, appSecret, encodingAESKey] = (['appId', 'appSecret', 'aesKey'] as const).map(settings.get);
  if (encodingAESKey !== undefined) checkKey(encodingAESKey);
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
    apiPort,
    ...(allowedHosts !== undefined && { allowedHosts }),
  }).catch((error: unknown) => {
    throw toListenFailure(error, { host: host ?? '127.0.0.1', apiPort });
  });
  const stopped = io.signal.aborted ? undefined : once(io.signal, 'abort');
  try {
    const { url: page, apiUrl, remoteApiUrl } = running;
    run.print(
      { page, apiUrl, remoteApiUrl },
      run.say('simulate-addresses', { page, apiUrl, remoteApiUrl, start: startLine(apiUrl) }),
    );
    if (options.open === true) openBrowser(page, run);
    // A bot that does not answer takes its time.
    const looked = firstLook(run, running).then((seen) => {
      if (!io.signal.aborted) run.note(`${seen}\n${run.say('simulate-end')}`);
    });
    await Promise.race([stopped, looked]);
    await stopped;
  } finally {
    await running.close();
  }
  return EXIT.fine;
}

/** Says how the bot takes WeChat's check of its address. */
async function firstLook({ say, language }: Run, { simulator }: RunningSimulator): Promise<string> {
  const { outcome, problemText } = await simulator.verifyUrl();
  return outcome === 'replied'
    ? say('simulate-answers')
    : say('simulate-silent', { outcome, problem: problemText?.[language] ?? '' });
}

function readPort(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^\d{1,5}$/.test(given) && Number(given) < 2 ** 16) return Number(given);
  throw new UsageError('port-form', { option });
}

/** The program of each system that opens an address. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

function openBrowser(page: string, { note, say }: Run): void {
  const [program, ...before] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...before, page], { stdio: 'ignore', detached: true });
  child.on('error', () => note(say('no-browser', { program })));
  child.unref();
}
