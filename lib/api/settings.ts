import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import { systemClock, type Clock } from '../clock';
import { ConfigError } from '../errors';
import { consoleLogger, type Logger } from '../logger';
import { own } from '../own';
import { memoryStore } from '../store/memory';
import type { Store } from '../store/store';
import { breaker } from './breaker';
import { axiosTransport, type Proxy, type Transport } from './transport';

/** Settings of `createApi`. */
export interface ApiOptions {
  readonly appId: string;
  /** Not needed with an `accessToken` function, unless you call endpoints that ask for it. */
  readonly appSecret?: string;
  /** What processes share; `memoryStore()` by default, `redisStore(ioredis)` for several processes. */
  readonly store?: Pick<Store, 'credentials'>;
  /**
   * Where access tokens come from. `'stable'`, the default: everybody who asks gets the same one. `'classic'`: every
   * one asked for ends the former, so that all programs of the account must share the store. A function: from you.
   */
  readonly accessToken?: 'stable' | 'classic' | (() => Promise<string>);
  /**
   * Whether, when WeChat refuses a stable token and insists on it, a new one may be forced. That ends the token of
   * all other programs at once, and WeChat allows it 20 times a day. Default false.
   */
  readonly forceRefresh?: boolean;
  /** Origin of the API; default `https://api.weixin.qq.com`. A host on this machine plays all of WeChat's hosts. */
  readonly host?: string;
  /** Most milliseconds a call takes, with its retries; default 20,000. One try takes half of that at most. */
  readonly timeout?: number;
  /** Most bytes of a downloaded file; default 32 MiB. */
  readonly maxDownload?: number;
  /** A forward proxy. The environment's `HTTP_PROXY` is not read. */
  readonly proxy?: Proxy;
  /** Your own agent, for connections of your own kind. */
  readonly agent?: HttpAgent | HttpsAgent;
  /** What sends requests; axios by default. */
  readonly transport?: Transport;
  readonly logger?: Logger;
  readonly clock?: Clock;
}

/** Settings, checked and complete. */
export interface Settings {
  readonly appId: string;
  readonly appSecret: string | undefined;
  readonly store: Pick<Store, 'credentials'>;
  readonly accessToken: 'stable' | 'classic' | (() => Promise<string>);
  readonly forceRefresh: boolean;
  /** Without a path. */
  readonly origin: string;
  readonly timeout: number;
  readonly maxDownload: number;
  readonly transport: Transport;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Checks the settings once, so that calls need not. Messages name the setting, never its value. */
export function checkSettings(given: ApiOptions): Settings {
  const options = own(given);
  const { accessToken = 'stable', appSecret, clock = systemClock } = options;
  const kinds: readonly unknown[] = ['stable', 'classic'];
  if (!isWord(options.appId)) throw new ConfigError('createApi() needs "appId", without spaces.');
  if (typeof accessToken !== 'function') {
    if (!kinds.includes(accessToken)) {
      throw new ConfigError("createApi(): \"accessToken\" is 'stable', 'classic' or a function.");
    }
    if (appSecret === undefined) throw new ConfigError('createApi() needs "appSecret".');
  }
  if (appSecret !== undefined && !isWord(appSecret)) {
    throw new ConfigError('createApi(): "appSecret" must be text without spaces.');
  }
  return {
    appId: options.appId,
    appSecret,
    store: options.store ?? memoryStore(clock),
    accessToken,
    forceRefresh: options.forceRefresh ?? false,
    origin: originOf(options.host ?? 'https://api.weixin.qq.com'),
    timeout: positive('timeout', options.timeout ?? 20_000),
    maxDownload: positive('maxDownload', options.maxDownload ?? 32 * 1024 * 1024),
    transport: breaker(
      options.transport ?? axiosTransport({ proxy: options.proxy, agent: options.agent }),
      clock,
    ),
    logger: options.logger ?? consoleLogger,
    clock,
  };
}

// JavaScript callers may pass anything.
const isWord = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,128}$/.test(value);

/** A number of milliseconds or bytes; timers know no more than 31 bits. */
export function positive(name: string, value: number): number {
  if (Number.isFinite(value) && value >= 1 && value < 2 ** 31) return value;
  throw new ConfigError(`"${name}" must be a number of 1 or more.`);
}

function originOf(host: string): string {
  const url = URL.canParse(host) ? new URL(host) : undefined;
  const fits = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!fits || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new ConfigError('createApi(): "host" must be an origin, such as https://api.weixin.qq.com.');
  }
  return url.origin;
}
