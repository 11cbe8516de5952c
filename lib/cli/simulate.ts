import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startPlatformSimulator, startSimulator } from '../simulator';
import type { RunningSimulator, SimulatorOptions } from '../simulator';
import { startLine } from '../simulator/start-line';
import type { Seen } from '../testing';
import { startAtUsualPort } from './api-port';
import { BOT_WAIT, untilUp } from './bot-watch';
import { checkKey, readPushAccount, readUrl } from './connection';
import type { PushOptions } from './connection';
import { EXIT, UsageError } from './exit';
import type { Exit } from './exit';
import { toListenFailure } from './listen';
import { getOfPlatform, nameOfPlatform, needOfPlatform } from './platform/settings';
import type { CommonOptions, CliContext } from './cli-context';

export interface SimulateOptions extends PushOptions, CommonOptions {
  readonly url: readonly string[];
  readonly kind?: NonNullable<SimulatorOptions['kind']>;
  readonly host?: string;
  readonly port?: string;
  readonly apiPort?: string;
  readonly allowedHost?: readonly string[];
  readonly open?: boolean;
  readonly platform?: boolean;
  readonly messagesUrl?: string;
  readonly domain?: string;
}

/** Plays WeChat for a bot, with a page to talk to it, until the user interrupts. */
export function simulate(run: CliContext, options: SimulateOptions): Promise<Exit> {
  if (options.platform === true) return simulatePlatform(run, options);
  for (const [option, value] of Object.entries({
    '--messages-url': options.messagesUrl,
    '--domain': options.domain,
  }))
    if (value !== undefined) throw new UsageError('platform-alone', { option });
  return simulateAccount(run, options);
}

async function simulateAccount(run: CliContext, options: SimulateOptions): Promise<Exit> {
  const { settings } = run;
  const url = options.url.map((each) => readUrl(each).href);
  const { kind, host, allowedHost: allowedHosts, lang: language } = options;
  const port = readPort('--port', options.port);
  const [appId, appSecret, encodingAESKey] = (['appId', 'appSecret', 'aesKey'] as const).map(settings.get);
  if (encodingAESKey !== undefined) checkKey(encodingAESKey);
  const account = {
    ...(await readPushAccount(run, options)),
    url,
    // Given in clear mode too, because the page can change the mode.
    ...(encodingAESKey !== undefined && { encodingAESKey }),
    ...(language !== undefined && { language }),
    ...(appId !== undefined && { appId }),
    ...(appSecret !== undefined && { appSecret }),
    ...(kind !== undefined && { kind }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(allowedHosts !== undefined && { allowedHosts }),
  };
  return play(
    run,
    options,
    (apiPort) => startSimulator({ ...account, apiPort }),
    ({ url: page, apiUrl, remoteApiUrl }) =>
      run.say('simulate-addresses', { page, apiUrl, remoteApiUrl, start: startLine(apiUrl) }),
  );
}

/** Plays WeChat for a third-party platform. */
async function simulatePlatform(run: CliContext, options: SimulateOptions): Promise<Exit> {
  const { settings } = run;
  const { kind, mode, format, url: urls, messagesUrl, domain, host, allowedHost, lang: language } = options;
  for (const [option, value] of Object.entries({ '--kind': kind, '--mode': mode, '--format': format }))
    if (value !== undefined) throw new UsageError('platform-not', { option });
  const [url, ...others] = urls.map((each) => readUrl(each).href);
  if (url === undefined || others.length > 0) throw new UsageError('platform-not', { option: '--url …' });
  const port = readPort('--port', options.port);
  const platform = {
    ...{ url, host, port, domain, language, allowedHosts: allowedHost },
    messagesUrl: messagesUrl === undefined ? undefined : readUrl(messagesUrl).href,
    token: await needOfPlatform(settings, 'token'),
    encodingAESKey: checkKey(await needOfPlatform(settings, 'aesKey'), nameOfPlatform(settings, 'aesKey')),
    componentAppId: await needOfPlatform(settings, 'appId'),
    componentAppSecret: getOfPlatform(settings, 'appSecret'),
  };
  return play(
    run,
    options,
    (apiPort) => startPlatformSimulator({ ...platform, apiPort }),
    ({ url: page, apiUrl, remoteApiUrl }) =>
      run.say('simulate-platform-addresses', { page, apiUrl, remoteApiUrl }),
  );
}

/** The running simulator, of either kind. */
type Running = Omit<RunningSimulator, 'simulator'> & {
  readonly simulator: Pick<RunningSimulator['simulator'], 'verifyUrl'>;
};

/** Starts the simulator, prints its addresses, and stops it when the user interrupts. */
async function play(
  run: CliContext,
  options: SimulateOptions,
  start: (apiPort: number) => Promise<Running>,
  inWords: (running: Running) => string,
): Promise<Exit> {
  const { io } = run;
  const chosen = readPort('--api-port', options.apiPort);
  const starting = chosen === undefined ? startAtUsualPort(start) : start(chosen);
  const running = await starting.catch((error: unknown) => {
    throw toListenFailure(error, { host: options.host ?? '127.0.0.1', apiPort: chosen });
  });
  const stopped = io.signal.aborted ? undefined : once(io.signal, 'abort');
  try {
    const { url: page, apiUrl, remoteApiUrl } = running;
    run.print({ page, apiUrl, remoteApiUrl }, inWords(running));
    if (options.open === true) openBrowser(page, run);
    // A bot that does not answer would otherwise delay the end.
    await Promise.race([stopped, lookAtBot(run, running, options.url[0])]);
    await stopped;
  } finally {
    await running.close();
  }
  return EXIT.fine;
}

/**
 * Prints how the bot answers WeChat's check of its address: now, and once more when a missing bot has
 * started.
 */
async function lookAtBot(run: CliContext, { simulator }: Running, address?: string): Promise<void> {
  const { note, say, io } = run;
  const tell = (text: string): void => {
    if (!io.signal.aborted) note(text);
  };
  const first = await simulator.verifyUrl();
  tell(`${inWords(first, run)}\n${say('simulate-end')}`);
  if (first.problemCode !== 'unreachable' || address === undefined) return;
  const isUp = await untilUp(new URL(address), io.signal, BOT_WAIT);
  tell(
    isUp ? say('simulate-up', { seen: inWords(await simulator.verifyUrl(), run) }) : say('simulate-never-up'),
  );
}

function inWords({ outcome, problemCode, problemText }: Seen, { say, language }: CliContext): string {
  if (outcome === 'replied') return say('simulate-answers');
  const problem = problemText?.[language] ?? '';
  return problemCode === 'unreachable'
    ? say('simulate-not-up', { problem })
    : say('simulate-silent', { outcome, problem });
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

function openBrowser(page: string, { note, say }: CliContext): void {
  const [program, ...before] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...before, page], { stdio: 'ignore', detached: true });
  child.on('error', () => note(say('no-browser', { program })));
  child.unref();
}
