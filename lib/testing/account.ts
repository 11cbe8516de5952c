import { ConfigError } from '../errors';
import { checkShape } from '../setting-shape';
import { decodeAesKey } from '../wire/envelope';
import type { AesKey } from '../wire/envelope';
import type { FakeApi } from './api/fake-api';
import { ACCOUNT_KINDS_QUOTED, isAccountKind } from '../model/account-kinds';
import type { AccountKind } from '../model/account-kinds';
import type { WindowOverlap } from '../model/service-windows';
import type { PlayedKind } from './api/rights';
import type { PushFormat, PushMode } from './push-types';
import { movableClock } from './movable-clock';
import type { MovableClock } from './movable-clock';
import type { Observed } from './observed';
import type { AccountSnapshot } from './account-snapshot';

/** The account to play, as it is set in the console; the same values as in `wechat()`. */
export interface SimulatedAccount {
  /** The AppID; needed where pushes are encrypted. */
  readonly appId?: string;
  /**
   * The AppID of the third-party platform (第三方平台) that serves the account: pushes are then signed with the
   * platform's token, encrypted with its key, and for it. Default: the account has a server of its own.
   */
  readonly componentAppId?: string | undefined;
  readonly token: string;
  readonly encodingAESKey?: string;
  /** 明文, 兼容 or 安全模式. Default `'safe'` with an `encodingAESKey`, else `'clear'`. */
  readonly mode?: 'clear' | 'compatible' | 'safe';
  /** Data format of the pushes. Default `'xml'`. */
  readonly format?: 'xml' | 'json';
  /** Where `wechat()` is mounted in the app. Default `'/'`. With `{ url }` the url says it. */
  readonly path?: string;
  /** The account's original id, `gh_…`: `ToUserName` of the pushes. */
  readonly originalId?: string;
  /**
   * The AppSecret that the simulator's API asks for. Default: any is taken, as is any AppID without an
   * `appId`.
   */
  readonly appSecret?: string;
  /**
   * What kind of account it is: decides which calls are refused with 48001, and how many a day there may be.
   * Default `'service'`.
   */
  readonly kind?: AccountKind;
  /**
   * How windows of customer-service messages combine when a user has opened several, which WeChat does not
   * say: each allows its own number, or they run down together. Default `'adds-up'`.
   */
  readonly windowOverlap?: WindowOverlap;
  /**
   * Most milliseconds that a message takes to its user, 0 to 60,000, each another: what is sent at once may
   * arrive in another order. Default 0.
   */
  readonly arrivalJitter?: number;
  /**
   * The host of its web pages, as the console has it under 网页授权域名: `shop.example.com`. Pages of it are those
   * of the app; `redirect_uri` must have it exactly. Default: any host is the app's.
   */
  readonly webDomain?: string | undefined;
  /**
   * The hosts of its pages that may use the JS-SDK, as the console has them under JS接口安全域名: at most 5, each
   * with the hosts below it. Default: any.
   */
  readonly jsDomains?: readonly string[] | undefined;
  /**
   * The API of another simulator, which then serves both accounts at one address. Default: one of its own.
   */
  readonly api?: FakeApi;
  /** The port of this machine at which the API is served. Default: a free one. */
  readonly apiPort?: number;
  /**
   * What the account has from the beginning: what another simulator's `snapshot()` gave. Default: nothing.
   */
  readonly snapshot?: AccountSnapshot;
  /** A clock to share with other simulators. Default: one of its own. */
  readonly clock?: MovableClock;
  /**
   * Is told of everything that happens, as it happens. What it throws is a mistake of its own, and ends the
   * process.
   */
  readonly observe?: (event: Observed) => void;
}

/** An account whose pushes 微信云托管 brings by its inner network: with headers instead of a signature. */
export type SimulatedCloudRun = Omit<
  SimulatedAccount,
  'token' | 'encodingAESKey' | 'componentAppId' | 'mode'
> & {
  readonly mode: 'cloudrun';
  readonly token?: undefined;
  readonly encodingAESKey?: undefined;
  readonly componentAppId?: undefined;
};

/** What can be changed in the console while an account is in use. */
export type AccountChange = Partial<
  Pick<
    SimulatedAccount,
    | 'token'
    | 'encodingAESKey'
    | 'mode'
    | 'format'
    | 'kind'
    | 'windowOverlap'
    | 'arrivalJitter'
    | 'webDomain'
    | 'jsDomains'
  >
>;

/** The account, checked. */
export interface Account<K extends PlayedKind = PlayedKind> {
  readonly appId: string;
  readonly componentAppId: string | undefined;
  /** The AppID that pushes are encrypted for. */
  readonly receiveId: string;
  /** Empty where nothing is signed. */
  readonly token: string;
  /** Present where pushes are encrypted. */
  readonly key: AesKey | undefined;
  readonly mode: PushMode;
  readonly format: PushFormat;
  readonly path: string;
  readonly originalId: string;
  readonly appSecret: string | undefined;
  readonly api: FakeApi | undefined;
  readonly clock: MovableClock;
  readonly kind: K;
  readonly windowOverlap: WindowOverlap;
  readonly arrivalJitter: number;
  readonly webDomain: string | undefined;
  readonly jsDomains: readonly string[] | undefined;
  readonly apiPort: number;
}

const MODES = ['clear', 'compatible', 'safe', 'cloudrun'];
const FORMATS = ['xml', 'json'];
const MAX_JITTER_MS = 60_000;
const MAX_JS_DOMAINS = 5;
const OVERLAPS = ['adds-up', 'strict'];

/**
 * Checks the account.
 *
 * @throws {ConfigError} Something is missing or not possible. The message never holds a secret.
 */
export function readAccount(account: SimulatedAccount | SimulatedCloudRun): Account<AccountKind> {
  const {
    appId = '',
    componentAppId,
    token = '',
    encodingAESKey,
    format = 'xml',
    path = '/',
    kind = 'service',
    windowOverlap = 'adds-up',
    arrivalJitter = 0,
    webDomain,
    jsDomains,
  } = account;
  const { mode = encodingAESKey === undefined ? 'clear' : 'safe' }: { readonly mode?: PushMode } = account;
  if (!MODES.includes(mode))
    throw new ConfigError('"mode" must be "clear", "compatible", "safe" or "cloudrun".');
  const isSigned = mode !== 'cloudrun';
  // Not every caller has a compiler.
  if (isSigned && (typeof token !== 'string' || token === ''))
    throw new ConfigError('simulate() needs the "token" of the account, the same as wechat() has.');
  if (!isSigned && (token !== '' || encodingAESKey !== undefined || componentAppId !== undefined))
    throw new ConfigError(
      'With mode "cloudrun" nothing is signed: leave "token", "encodingAESKey" and "componentAppId" out.',
    );
  // What wechat() would refuse.
  for (const [name, value] of Object.entries({ appId, token, componentAppId: componentAppId ?? '' }))
    if (value !== '') checkShape(name as 'appId' | 'token' | 'componentAppId', value);
  const isEncrypted = mode === 'compatible' || mode === 'safe';
  if (!FORMATS.includes(format)) throw new ConfigError('"format" must be "xml" or "json".');
  if (!isAccountKind(kind)) throw new ConfigError(`"kind" must be ${ACCOUNT_KINDS_QUOTED}.`);
  if (!OVERLAPS.includes(windowOverlap))
    throw new ConfigError('"windowOverlap" must be "adds-up" or "strict".');
  if (!(typeof arrivalJitter === 'number' && arrivalJitter >= 0 && arrivalJitter <= MAX_JITTER_MS))
    throw new ConfigError(`"arrivalJitter" must be milliseconds, 0 to ${MAX_JITTER_MS}.`);
  if (!path.startsWith('/'))
    throw new ConfigError('"path" must start with "/": it is where wechat() is mounted in the app.');
  if (isEncrypted && encodingAESKey === undefined)
    throw new ConfigError(`Mode "${mode}" encrypts: simulate() needs the "encodingAESKey" of the account.`);
  if (webDomain !== undefined && !isHost(webDomain))
    throw new ConfigError(
      '"webDomain" is a host as the console has it, such as "shop.example.com": without scheme, path and port.',
    );
  if (jsDomains !== undefined && !(jsDomains.length <= MAX_JS_DOMAINS && jsDomains.every(isHost)))
    throw new ConfigError(
      `"jsDomains" are at most ${MAX_JS_DOMAINS} hosts as the console has them, such as ["shop.example.com"]: without scheme, path and port.`,
    );
  const receiveId = componentAppId ?? appId;
  if (isEncrypted && receiveId === '')
    throw new ConfigError(`Mode "${mode}" encrypts: simulate() needs the "appId" of the account.`);
  return {
    ...{ appId, componentAppId, receiveId },
    token,
    key: !isEncrypted || encodingAESKey === undefined ? undefined : decodeAesKey(encodingAESKey),
    mode,
    format,
    path,
    originalId: account.originalId ?? 'gh_7d1f0a4c93be',
    appSecret: account.appSecret,
    api: account.api,
    clock: account.clock ?? movableClock(),
    kind,
    windowOverlap,
    arrivalJitter,
    webDomain,
    jsDomains,
    apiPort: account.apiPort ?? 0,
  };
}

const isHost = (name: string): boolean =>
  typeof name === 'string' && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name);
