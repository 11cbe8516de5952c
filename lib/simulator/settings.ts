import type { RestartableApp } from '../testing/app-process';
import { ConfigError } from '../errors';
import type { AccountKind, MovableClock, SimulatedAccount, Simulator } from '../testing';
import { readAccount } from '../testing/account';
import type { Format, Mode, Switches } from './protocol';

/** How the page is served. */
export interface ServerOptions {
  /**
   * Where the page listens. Default `'127.0.0.1'`. Anything but loopback puts a random token in front of its
   * path.
   */
  readonly host?: string | undefined;
  /** Port of the page; default 0, a free one. */
  readonly port?: number | undefined;
  /** Port of the API; default 0, a free one. */
  readonly apiPort?: number | undefined;
  /**
   * Names by which the page may be asked for besides `localhost`, `host`, this machine's name and IP
   * addresses.
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Language the page starts with. Default: the browser's. */
  readonly language?: 'zh' | 'en' | undefined;
}

/** The same, checked. */
export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  readonly isLoopback: boolean;
  readonly allowedHosts: readonly string[];
  readonly language: 'zh' | 'en' | undefined;
}

/** Checks how the page is served. */
export function readServer(options: ServerOptions): ServerSettings {
  const { host = '127.0.0.1', port = 0, apiPort = 0, allowedHosts = [], language } = options;
  // Not every caller has a compiler.
  const languages: readonly unknown[] = [undefined, 'zh', 'en'];
  if (!languages.includes(language)) throw new ConfigError('"language" must be "zh" or "en".');
  for (const [name, value] of Object.entries({ port, apiPort }))
    if (!Number.isInteger(value) || value < 0 || value > 65_535)
      throw new ConfigError(`"${name}" must be a whole number from 0 to 65535.`);
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
  return { host, port, isLoopback, allowedHosts, language };
}

/** What tells the texts that wait for a user; such as what `mailbox()` makes. */
export interface WaitingTexts {
  waiting(openid: string, account: string): Promise<readonly string[]>;
}

/** What `startSimulator` takes. */
export interface SimulatorOptions {
  /** The bot's callback, `http://localhost:3000/wechat`; several for several processes of one bot. Needed without `start`. */
  readonly url?: string | readonly string[];
  /**
   * In place of `url`: builds the bot, which then runs in this process. The page can end it and start it
   * anew, and let it die between
   * what its handlers have stored and their answer; for that its store is given through `keeps`.
   */
  readonly start?: RestartableApp['start'];
  /** With `start`: where the bot takes its pushes. Default `'/'`. */
  readonly path?: string;
  /** The token, as the bot has it. */
  readonly token: string;
  /** The AppID; needed where pushes are encrypted. Default: the API takes any. */
  readonly appId?: string;
  /** The AppSecret that the API asks for. Default: any is taken. */
  readonly appSecret?: string;
  readonly encodingAESKey?: string;
  /** Default `'safe'` with an `encodingAESKey`, else `'clear'`. */
  readonly mode?: Mode;
  /** Default `'xml'`. */
  readonly format?: Format;
  /** Default `'service'`. */
  readonly kind?: AccountKind;
  /** How windows of customer-service messages combine. Default `'adds-up'`. */
  readonly windowOverlap?: 'adds-up' | 'strict';
  /** The account's original id, `gh_…`. */
  readonly originalId?: string;
  /**
   * Where the page listens. Default `'127.0.0.1'`. Anything but loopback puts a random token in front of its
   * path.
   */
  readonly host?: string;
  /** Port of the page; default 0, a free one. */
  readonly port?: number;
  /** Port of the API on loopback, to which the bot's base URL is set; default 0, a free one. */
  readonly apiPort?: number;
  /**
   * A clock that the bot has as well, `wechat({ …, clock })`: then the page moves both. Default: the bot goes
   * by real time, and so do the pushes it gets, however far WeChat's own clock is moved.
   */
  readonly clock?: MovableClock;
  /**
   * The mailbox of a bot in the same process, `mailbox({ store })`: the page then shows what waits for each
   * user. Others keep theirs to themselves.
   */
  readonly mailbox?: WaitingTexts;
  /**
   * Names by which the page may be asked for besides `localhost`, `host`, this machine's name and IP
   * addresses.
   */
  readonly allowedHosts?: readonly string[];
  /** Language the page starts with. Default: the browser's. */
  readonly language?: 'zh' | 'en';
}

/** The offline WeChat, running. */
export interface RunningSimulator {
  /** Address of the page, with its path token where there is one; ends with `/`. */
  readonly url: string;
  /** Base URL of the fake API for bots on this machine, in any language: an origin, without a path. */
  readonly apiUrl: string;
  /** The same for bots on other machines, with the path token; absent when the page listens on loopback. */
  readonly remoteApiUrl?: string;
  /**
   * What plays WeChat behind the page. Whoever takes its `clock` shares it with the bot, as by the option
   * `clock`.
   */
  readonly simulator: Simulator;
  /** Ends what is on its way, and both servers. */
  close(): Promise<void>;
}

/** The settings, checked. */
export interface SimulatorSettings extends ServerSettings {
  readonly urls: readonly string[];
  /** Builds the bot, where it runs in this process. */
  readonly start: RestartableApp['start'] | undefined;
  readonly account: SimulatedAccount;
  readonly originalId: string;
  /** How the switches stand at the start. */
  readonly switches: Pick<Switches, 'mode' | 'format' | 'kind' | 'windowOverlap'>;
  readonly canEncrypt: boolean;
  readonly mailbox: WaitingTexts | undefined;
  readonly clock: MovableClock | undefined;
}

/** Checks the settings. The message of an error never holds a secret. */
export function readOptions(options: SimulatorOptions): SimulatorSettings {
  const { url = [], start, clock, mailbox, ...rest } = options;
  const urls = [url].flat();
  if (urls.length === 0 && start === undefined)
    throw new ConfigError('startSimulator() needs the "url" of the bot, or "start", which builds it.');
  if (urls.length > 0 && start !== undefined)
    throw new ConfigError('startSimulator() takes "url" or "start", not both: "start" builds the bot here.');
  for (const each of urls)
    if (!URL.canParse(each) || !/^https?:$/.test(new URL(each).protocol))
      throw new ConfigError('"url" must be a whole address: "http://localhost:3000/wechat".');
  const server = readServer(options);
  // What a caller leaves undefined it has not set.
  const account = Object.fromEntries(
    Object.entries(rest).filter(
      ([name, value]) => !Object.hasOwn(server, name) && (value as unknown) !== undefined,
    ),
  ) as unknown as SimulatedAccount; // The same names; readAccount() checks the values.
  const canEncrypt = (account.appId ?? '') !== '' && account.encodingAESKey !== undefined;
  // A key that is wrong should not wait for the switch.
  if (canEncrypt) readAccount({ ...account, mode: 'safe' });
  const { mode, format, kind, windowOverlap, originalId } = readAccount(account);
  if (mode === 'cloudrun')
    throw new ConfigError(
      'The offline WeChat plays servers: simulate(app, { mode: "cloudrun" }) plays 微信云托管.',
    );
  return {
    urls,
    start,
    account,
    originalId,
    switches: { mode, format, kind, windowOverlap },
    canEncrypt,
    mailbox,
    clock,
    ...server,
  };
}
