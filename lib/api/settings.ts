import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { systemClock, type Clock } from '../clock';
import { ConfigError } from '../errors';
import { consoleLogger, safeLogger, type Logger } from '../logger';
import { ACCOUNT_KINDS_QUOTED, isAccountKind } from '../model/account-kinds';
import type { AccountKind } from '../model/account-kinds';
import { own } from '../own';
import { memoryStore } from '../store/memory';
import type { Store } from '../store/store';
import { checkStore } from '../store/store-check';
import { checkShape } from '../setting-shape';
import { checkNames } from '../unknown-name';
import { circuitBreaker } from './circuit-breaker';
import type { CallObserver } from './observer';
import { readRelay, type RelayAddress, type RelaySettings } from './relay/settings';
import { readProxy, type CheckedProxy, type Proxy } from './proxy';
import { axiosTransport, type Transport } from './transport';

/** Settings of `createApi`. */
export interface ApiOptions {
  readonly appId: string;
  /**
   * Not needed with an `accessToken` function or a `componentAppId`, unless you call endpoints that ask for
   * it.
   */
  readonly appSecret?: string | undefined;
  /**
   * AppID of the third-party platform (第三方平台) that serves the account: signing in on web pages then goes
   * through the platform. In a client of the platform itself it equals `appId`.
   */
  readonly componentAppId?: string | undefined;
  /**
   * Gives the platform's token (component_access_token), for `component.*` and web pages. It is asked for
   * every call: whoever gives it keeps it.
   */
  readonly componentAccessToken?: (() => Promise<string>) | undefined;
  /** What processes share; `memoryStore()` by default, `redisStore(ioredis)` for several processes. */
  readonly store?: Pick<Store, 'credentials'> | undefined;
  /**
   * Where access tokens come from. `'stable'`, the default: everybody who asks gets the same one.
   * `'classic'`: every one asked for ends the former, so that all programs of the account must share the
   * store. A function: from you. `'none'`: calls have none, since the open-interface service (开放接口服务) of
   * 微信云托管 adds one on the way; `host` is then `http://api.weixin.qq.com`.
   */
  readonly accessToken?: 'stable' | 'classic' | 'none' | (() => Promise<string>) | undefined;
  /**
   * Calls go through the relay that production has (`relay()`), which has the AppSecret and an address that
   * WeChat knows. Then without `appSecret`, `accessToken` and `host`; `proxy`, `agent` and `transport` are
   * those to the relay.
   */
  readonly relay?: RelayAddress | undefined;
  /**
   * Whether, when WeChat refuses a stable token and insists on it, a new one may be forced. That ends the
   * token of all other programs at once, and WeChat allows it 20 times a day. Default false.
   */
  readonly forceRefresh?: boolean | undefined;
  /**
   * Origin of the API, `http://` or `https://`; default `WECHAT_API_HOST` of the environment, else
   * `https://api.weixin.qq.com`. A host on this machine plays all of WeChat's hosts.
   */
  readonly host?: string | undefined;
  /** Most milliseconds a call takes, with its retries; default 20,000. One try takes half of that at most. */
  readonly timeout?: number | undefined;
  /** Most bytes of a downloaded file; default 32 MiB. */
  readonly maxDownload?: number | undefined;
  /**
   * An HTTP proxy: `http://user:password@127.0.0.1:8080`, or an object. Default `WECHAT_API_PROXY` of the
   * environment, which is not for a host on this machine. `HTTP_PROXY` is not read. For SOCKS see `agent`.
   */
  readonly proxy?: Proxy | string | URL | undefined;
  /** Your own agent, for connections of your own kind, such as a SOCKS proxy; then without `proxy`. */
  readonly agent?: HttpAgent | HttpsAgent | undefined;
  /** What sends requests; axios by default. */
  readonly transport?: Transport | undefined;
  /**
   * What kind of account it is: calls that such accounts do not have are refused with 48001 at once, without
   * asking WeChat, and the type of the client is without them. Default: WeChat decides.
   */
  readonly kind?: AccountKind | undefined;
  /** Counts what may still be sent to each user: what `createLedger` gave. */
  readonly ledger?: CallObserver | undefined;
  readonly logger?: Logger | undefined;
  readonly clock?: Clock | undefined;
}

/** Settings, checked and complete. */
export interface ApiSettings {
  readonly appId: string;
  readonly appSecret: string | undefined;
  readonly componentAppId: string | undefined;
  readonly componentAccessToken: (() => Promise<string>) | undefined;
  readonly store: Pick<Store, 'credentials'>;
  /**
   * `undefined`: calls with the account's token are not possible, and say so. `'authorizer'`: from the
   * platform that made this client.
   */
  readonly accessToken: 'stable' | 'classic' | 'none' | 'authorizer' | (() => Promise<string>) | undefined;
  readonly forceRefresh: boolean;
  /** All calls go through it. */
  readonly relay: RelaySettings | undefined;
  /** Without a path. */
  readonly origin: string;
  readonly timeout: number;
  readonly maxDownload: number;
  readonly transport: Transport;
  readonly kind: AccountKind | undefined;
  readonly ledger: CallObserver | undefined;
  readonly logger: Logger;
  readonly clock: Clock;
}

const OPTIONS: Readonly<Record<keyof ApiOptions, true>> = {
  appId: true,
  appSecret: true,
  componentAppId: true,
  componentAccessToken: true,
  store: true,
  accessToken: true,
  relay: true,
  forceRefresh: true,
  host: true,
  timeout: true,
  maxDownload: true,
  proxy: true,
  agent: true,
  transport: true,
  kind: true,
  ledger: true,
  logger: true,
  clock: true,
};

/** With what a program may have of an account beside that, for `wechat()`. */
const KNOWN = { ...OPTIONS, token: true, encodingAESKey: true };

/** The variables that count where a setting is absent. */
export type Environment = Readonly<Partial<Record<'WECHAT_API_HOST' | 'WECHAT_API_PROXY', string>>>;

/**
 * Checks the settings once, so that calls need not. Messages name the setting, never its value.
 *
 * @throws {ConfigError} One is missing, or cannot be used.
 */
export function checkSettings(given: ApiOptions, env: Environment): ApiSettings {
  checkNames('createApi()', given, KNOWN);
  const options = own(given);
  const { appSecret, clock = systemClock } = options;
  if (!isWord(options.appId)) throw new ConfigError('createApi() needs "appId", without spaces.');
  checkShape('appId', options.appId, { caller: 'createApi()' });
  checkStore(options.store, 'credentials');
  const relay = relayFrom(options);
  const byPlatform = platformFrom(options);
  const accessToken = relay === undefined ? accessTokenFrom(options) : undefined;
  if (appSecret !== undefined && !isWord(appSecret)) {
    throw new ConfigError('createApi(): "appSecret" must be text without spaces.');
  }
  if (appSecret !== undefined) checkShape('appSecret', appSecret, { caller: 'createApi()' });
  const origin = relay?.origin ?? originFrom(options, env);
  if (accessToken === 'none' && !origin.startsWith('http:'))
    throw new ConfigError(
      `createApi(): with accessToken: 'none', "host" is ${CLOUD_RUN_API}: 微信云托管 adds a token to what is sent by http:// alone.`,
    );
  return {
    appId: options.appId,
    appSecret,
    ...byPlatform,
    store: options.store ?? memoryStore(clock),
    accessToken,
    forceRefresh: options.forceRefresh ?? false,
    relay,
    origin,
    timeout: positive('timeout', options.timeout ?? 20_000),
    maxDownload: positive('maxDownload', options.maxDownload ?? 32 * 1024 * 1024),
    transport: circuitBreaker(transportOf(options, origin, relay === undefined ? env : {}), clock),
    kind: kindFrom(options.kind, 'createApi()'),
    ledger: ledgerFrom(options.ledger, 'createApi()'),
    logger: safeLogger(options.logger ?? consoleLogger),
    clock,
  };
}

/**
 * Where the account's tokens come from. An account that a platform serves may be known to us without any: for
 * web pages, the platform's token is enough.
 */
function accessTokenFrom(options: ApiOptions): ApiSettings['accessToken'] {
  const { appId, appSecret, componentAppId, accessToken = 'stable' } = options;
  const kinds: readonly unknown[] = ['stable', 'classic', 'none'];
  if (typeof accessToken === 'function') return accessToken;
  if (!kinds.includes(accessToken))
    throw new ConfigError("createApi(): \"accessToken\" is 'stable', 'classic', 'none' or a function.");
  if (accessToken === 'none') {
    if (componentAppId !== undefined || options.forceRefresh !== undefined)
      throw new ConfigError(
        'createApi(): with accessToken: \'none\', leave "componentAppId" and "forceRefresh" out: 微信云托管 has the token of the account itself.',
      );
    return accessToken;
  }
  if (componentAppId !== undefined) {
    // Apart from the account's own client, whose key it does not share, it would end the tokens of that one.
    if (accessToken === 'classic')
      throw new ConfigError(
        'createApi(): with "componentAppId", "accessToken" is a function that gives the token which the platform has for the account.',
      );
    // A platform has tickets and tokens of another kind (61024).
    if (appSecret === undefined || componentAppId === appId) return undefined;
  } else if (appSecret === undefined)
    throw new ConfigError(
      'createApi() needs "appSecret"; or, for an account that a third-party platform serves, "componentAppId" and "accessToken".',
    );
  return accessToken;
}

/** What production has in its place. */
const NOT_OF_FOLLOWERS = [
  'appSecret',
  'accessToken',
  'componentAppId',
  'componentAccessToken',
  'forceRefresh',
  'host',
] as const;

function relayFrom(options: ApiOptions): RelaySettings | undefined {
  if (options.relay === undefined) return undefined;
  const given = NOT_OF_FOLLOWERS.filter((name) => options[name] !== undefined);
  if (given.length > 0)
    throw new ConfigError(
      `createApi(): with "relay", leave "${given.join('" and "')}" out: calls go through production, which has that.`,
    );
  return readRelay(options.relay, 'createApi(): "relay"');
}

function platformFrom({
  componentAppId,
  componentAccessToken,
}: ApiOptions): Pick<ApiSettings, 'componentAppId' | 'componentAccessToken'> {
  if (componentAppId !== undefined && !isWord(componentAppId))
    throw new ConfigError('createApi(): "componentAppId" must be text without spaces.');
  if (componentAppId !== undefined) checkShape('componentAppId', componentAppId, { caller: 'createApi()' });
  if (componentAccessToken === undefined) return { componentAppId, componentAccessToken };
  if (typeof componentAccessToken !== 'function')
    throw new ConfigError(
      'createApi(): "componentAccessToken" must be a function that gives the token of the third-party platform.',
    );
  if (componentAppId === undefined)
    throw new ConfigError(
      'createApi(): "componentAccessToken" needs "componentAppId", the AppID of the third-party platform.',
    );
  return { componentAppId, componentAccessToken };
}

/** Tells whether this may be an AppID or an AppSecret. JavaScript callers may pass anything. */
export const isWord = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,128}$/.test(value);

/**
 * Checks the kind of account. `caller` is the function that got it.
 *
 * @throws {ConfigError} There is no such kind.
 */
export function kindFrom(kind: unknown, caller: string): AccountKind | undefined {
  if (kind === undefined || isAccountKind(kind)) return kind;
  throw new ConfigError(`${caller}: "kind" must be ${ACCOUNT_KINDS_QUOTED}.`);
}

/**
 * Checks the ledger. `caller` is the function that got it.
 *
 * @throws {ConfigError} It is none.
 */
export function ledgerFrom(ledger: CallObserver | undefined, caller: string): CallObserver | undefined {
  // JavaScript callers may pass anything.
  if (ledger === undefined || typeof (ledger as Partial<CallObserver> | null)?.observe === 'function')
    return ledger;
  throw new ConfigError(`${caller}: "ledger" must be what createLedger({ store }) gave.`);
}

/** A number of milliseconds or bytes; timers know no more than 31 bits. */
export function positive(name: string, value: number): number {
  if (Number.isFinite(value) && value >= 1 && value < 2 ** 31) return value;
  throw new ConfigError(`"${name}" must be a number of 1 or more.`);
}

export const WECHAT_API = 'https://api.weixin.qq.com';
const CLOUD_RUN_API = 'http://api.weixin.qq.com';

function originFrom({ host, accessToken }: ApiOptions, env: Environment): string {
  if (host !== undefined) return originOf(host, 'createApi(): "host"');
  const variable = env.WECHAT_API_HOST;
  // Set to nothing is not set.
  if (variable) return originOf(variable, 'WECHAT_API_HOST');
  return accessToken === 'none' ? CLOUD_RUN_API : WECHAT_API;
}

/**
 * Checks the address of an API.
 *
 * @throws {ConfigError} It is no origin.
 */
export function originOf(host: unknown, setting: string): string {
  const url = typeof host === 'string' && URL.canParse(host) ? new URL(host) : undefined;
  const fits = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!fits || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new ConfigError(`${setting} must be an origin, such as ${WECHAT_API}.`);
  }
  return url.origin;
}

/** Origins on this machine: what plays WeChat there plays all of its hosts. */
export const LOCAL = /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/;

function transportOf(options: ApiOptions, origin: string, env: Environment): Transport {
  const { transport, agent } = options;
  const given = (['transport', 'agent', 'proxy'] as const).filter((name) => options[name] !== undefined);
  if (given.length > 1) {
    // One would quietly win.
    throw new ConfigError(
      `createApi() takes one of "${given.join('" and "')}": each decides how calls travel.`,
    );
  }
  if (transport !== undefined) return transport;
  if (agent !== undefined) checkAgent(agent, origin);
  return axiosTransport({ agent, ...(agent === undefined && { proxy: proxyFrom(options, origin, env) }) });
}

function proxyFrom({ proxy }: ApiOptions, origin: string, env: Environment): CheckedProxy | undefined {
  if (proxy !== undefined) return readProxy(proxy, 'createApi(): "proxy"');
  const variable = env.WECHAT_API_PROXY;
  return variable && !LOCAL.test(origin) ? readProxy(variable, 'WECHAT_API_PROXY') : undefined;
}

function checkAgent(agent: unknown, origin: string): void {
  // What Node asks of an agent, whoever made it.
  const isAgent = typeof agent === 'object' && agent !== null && 'addRequest' in agent;
  if (!isAgent) {
    throw new ConfigError(
      'createApi(): "agent" must be an agent of node:https, or one made like it (not a dispatcher of undici).',
    );
  }
  // Those made for both kinds of address are subclasses.
  const made: unknown = Object.getPrototypeOf(agent);
  const kind = made === HttpAgent.prototype ? 'http:' : made === HttpsAgent.prototype ? 'https:' : undefined;
  if (kind !== undefined && !origin.startsWith(`${kind}//`)) {
    throw new ConfigError(`createApi(): "agent" is for ${kind} addresses, and the API is at ${origin}.`);
  }
}
