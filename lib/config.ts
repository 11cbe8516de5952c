import type { Api } from './api/client';
import type { CallObserver } from './api/observer';
import { kindFrom, ledgerFrom, originOf } from './api/settings';
import { systemClock } from './clock';
import type { Clock } from './clock';
import type { CloudRunTrust } from './cloud-run';
import { ConfigError } from './errors';
import { consoleLogger, safeLogger } from './logger';
import type { Logger } from './logger';
import { ACCOUNT_KIND_WORDS } from './model/account-kinds';
import { hasRight } from './model/account-rights';
import type { AccountKind } from './model/account-kinds';
import type { Reply } from './model/replies';
import { readTexts } from './model/texts';
import type { Texts } from './model/texts';
import { own } from './own';
import type { Answer, Context } from './router/context';
import type { Store } from './store/store';
import { checkStore } from './store/store-check';
import { checkShape } from './setting-shape';
import { checkNames } from './unknown-name';
import { decodeAesKey } from './wire/envelope';
import type { AesKey } from './wire/envelope';

/**
 * The settings of an account. Those of WeChat's are at developers.weixin.qq.com/platform (微信开发者平台 → 基础信息).
 */
export interface WeChatConfig {
  /** The account's AppID, `wx…`: encrypted pushes for any other are refused. */
  appId: string;
  /**
   * AppID of the third-party platform (第三方平台) that serves the account and passes its pushes on: `token` and
   * `encodingAESKey` are then those of the platform, encrypted pushes must be for the platform, and replies
   * are encrypted for it. `ctx.api` comes from "api".
   */
  componentAppId?: string | undefined;
  /** The Token you chose in the console; several (newest first) while you change it: all are accepted. */
  token: string | readonly string[];
  /** The account's AppSecret, for `ctx.api`. */
  appSecret?: string;
  /** Where `ctx.api` calls, an origin; default `WECHAT_API_HOST` of the environment, else `https://api.weixin.qq.com`. */
  apiHost?: string | undefined;
  /** Your own client for `ctx.api`, instead of one made with `appSecret`; one may serve several of these. */
  api?: Api<AccountKind> | undefined;
  /**
   * What kind of account it is. It narrows what is promised, never what is believed: with a kind that has no
   * customer-service messages, `late` is `'retry-only'`, and calls that such accounts do not have are refused
   * with 48001 without asking WeChat.
   */
  kind?: AccountKind | undefined;
  /**
   * Counts what may still be sent to each user, for the client made with `appSecret`: what `createLedger`
   * gave.
   */
  ledger?: CallObserver | undefined;
  /**
   * What processes share. `memoryStore()` by default: right for one process. `redisStore(ioredis)` for
   * several.
   */
  store?: Store | undefined;
  /**
   * The EncodingAESKey, 43 characters; several (newest first) while you change it. With it only encrypted
   * pushes are believed (安全模式, and the encrypted part of 兼容模式); without it only clear ones (明文模式).
   */
  encodingAESKey?: string | readonly string[];
  /** With a key: believe clear pushes too, for the time of a migration. Default `false`. */
  allowPlaintext?: boolean | undefined;
  /** Largest body accepted, in bytes, from 1,024 to 1,048,576. Default 262,144. */
  bodyLimit?: number | undefined;
  /**
   * Milliseconds a push's timestamp may differ from the clock, either way. Default 300,000; most 600,000, for
   * which what was handled is remembered; 0 = any.
   */
  maxAge?: number | undefined;
  /**
   * What becomes of an answer that takes longer than WeChat waits, which is 5 s for each of three deliveries.
   *
   * - `'retry-then-send'` (default, unless `kind` may not send): all three deliveries wait for it; later, it
   *   is sent once as a customer-service message
   * - `'ack-then-send'`: the first delivery is acknowledged after 4.5 s, then it is sent
   * - `'retry-only'`: never sent, for accounts without the right to; `onLate` gets it
   */
  late?: 'retry-then-send' | 'ack-then-send' | 'retry-only' | undefined;
  /**
   * Milliseconds that handlers may take, with what they do after their answer; from 1,000 to 600,000. Default
   * 60,000. Then `ctx.signal` aborts.
   */
  maxRun?: number | undefined;
  /**
   * Answered at WeChat's last delivery (with `'ack-then-send'` at any) when the handlers are still at work.
   * Default: nothing.
   */
  placeholder?: string | Reply | undefined;
  /**
   * What users read where the package itself says something, such as `{ brokenOff: '(interrupted)' }`: where
   * an answer breaks off, around the mailbox, in forms and limits. Default: Chinese.
   */
  texts?: Partial<Texts> | undefined;
  /** Called with what a handler threw; what it returns is the answer. The error has been logged by then. */
  onError?: ((error: unknown, ctx: Context) => Answer | PromiseLike<Answer>) | undefined;
  /**
   * Called with an answer that was too late for all deliveries and was not sent either (then with the error);
   * it may be asynchronous. Default: a warning in the log.
   */
  onLate?: ((answer: Reply | undefined, ctx: Context, error?: unknown) => unknown) | undefined;
  /** Where warnings and errors go; a pino logger fits. Default: the console. */
  logger?: Logger | undefined;
  /** Where time comes from; for tests. */
  clock?: Clock | undefined;
  trust?: undefined;
  internalOnly?: undefined;
}

/** What a signature needs, and pushes without one do not have. */
type SigningConfig = 'token' | 'encodingAESKey' | 'allowPlaintext' | 'componentAppId' | 'maxAge';

/** The settings of an account whose pushes come by the inner network of 微信云托管, without a signature. */
export interface CloudRunConfig
  extends
    Omit<WeChatConfig, SigningConfig | 'trust' | 'internalOnly'>,
    Partial<Record<SigningConfig, undefined>> {
  /**
   * Believes pushes that 微信云托管 brings by its inner network, unsigned: those with `x-wx-source` that no public
   * gateway has passed on and no client has sent. Never together with `token` and `encodingAESKey`.
   */
  trust: 'cloudrun';
  /**
   * Says that 公网访问 (public access) is switched off for the service: then headers of gateways, such as
   * `x-forwarded-for`, are no reason to refuse. Default false.
   */
  internalOnly?: boolean | undefined;
}

type Given = WeChatConfig | CloudRunConfig;
type Late = NonNullable<WeChatConfig['late']>;

/** Each setting once: how it is checked, and what it becomes. The order is that of the errors. */
const SETTINGS = {
  internalOnly,
  trust,
  token(given) {
    const tokens = secret(given, 'token');
    if (tokens.length === 0 && given.trust === undefined) throw new ConfigError('wechat() needs "token".');
    return tokens;
  },
  appId(given): string {
    const [appId] = secret(given, 'appId');
    if (appId === undefined) throw new ConfigError('wechat() needs "appId".');
    return appId;
  },
  // Forgotten, it makes the account believe less: only what is for the account itself.
  componentAppId: ({ componentAppId }): string | undefined =>
    componentAppId === undefined ? undefined : secrets('componentAppId', componentAppId, true)[0],
  appSecret: (given): string | undefined => secret(given, 'appSecret')[0],
  // What its type is without, it refuses by itself.
  api: (given) => optional(given, 'api', 'object') as Api | undefined,
  store({ store }) {
    checkStore(store, 'deliveries');
    return store;
  },
  allowPlaintext: (given) => optional(given, 'allowPlaintext', 'boolean') ?? false,
  onError: (given) => optional(given, 'onError', 'function'),
  onLate: (given) => optional(given, 'onLate', 'function'),
  logger: (given) => safeLogger(optional(given, 'logger', 'object') ?? consoleLogger),
  clock: (given) => optional(given, 'clock', 'object') ?? systemClock,
  kind: ({ kind }) => kindFrom(kind, 'wechat()'),
  apiHost,
  ledger,
  encodingAESKey: (given) => secret(given, 'encodingAESKey').map(decodeAesKey),
  bodyLimit: ({ bodyLimit }) => integer('bodyLimit', bodyLimit ?? 262_144, 1024, 1_048_576),
  maxAge: ({ maxAge }) => integer('maxAge', maxAge ?? 300_000, 0, 600_000),
  late,
  maxRun: ({ maxRun }) => integer('maxRun', maxRun ?? 60_000, 1000, 600_000),
  placeholder: ({ placeholder }) => placeholder,
  texts: ({ texts }) => readTexts('wechat()', texts),
} satisfies Record<keyof WeChatConfig | keyof CloudRunConfig, (given: Given) => unknown>;

type Checked = { readonly [Name in keyof typeof SETTINGS]: ReturnType<(typeof SETTINGS)[Name]> };

/** The settings, checked, in the form the stages need. */
export interface Settings extends Omit<Checked, 'token' | 'encodingAESKey' | 'trust' | 'internalOnly'> {
  /** Whom encrypted pushes are for, and replies too: the account, or the platform that serves it. */
  readonly receiveId: string;
  readonly tokens: readonly string[];
  readonly keys: readonly AesKey[];
  /** Pushes are not signed: what brings them is trusted. */
  readonly cloudRun: CloudRunTrust | undefined;
}

/**
 * Checks the settings.
 *
 * @throws {ConfigError} One is missing, unknown or out of its range. The message names it, never its value.
 */
export function readConfig(config: WeChatConfig | CloudRunConfig): Settings {
  // Not every caller has a compiler.
  if (typeof (config as unknown) !== 'object' || !(config as unknown))
    throw new ConfigError('wechat() needs an object of settings.');
  // A misspelt "encodingAESKey" would quietly turn encryption off.
  checkNames('wechat()', config, SETTINGS);
  // Own properties only: something else in the process may have given every object a "token".
  const given: Given = own(config);
  const entries = Object.entries(SETTINGS).map(([name, check]) => [name, check(given)] as const);
  // Each name has what its check gives.
  const checked = Object.fromEntries(entries) as Checked;
  const { token: tokens, encodingAESKey: keys, trust: trusted, internalOnly: isInternal, ...rest } = checked;
  return {
    ...rest,
    receiveId: rest.componentAppId ?? rest.appId,
    tokens,
    keys,
    cloudRun: trusted && { internalOnly: isInternal },
  };
}

type SecretName = 'token' | 'appId' | 'appSecret' | 'encodingAESKey' | 'componentAppId';

// Set but undefined is a variable that somebody forgot: without its key an account would believe anybody.
const secret = (given: Given, name: Exclude<SecretName, 'componentAppId'>): readonly string[] =>
  name in given ? secrets(name, given[name], given.componentAppId !== undefined) : [];

function optional<K extends keyof WeChatConfig>(
  given: Given,
  name: K,
  type: 'boolean' | 'function' | 'object',
): Given[K] {
  const value = given[name];
  if (value !== undefined && typeof value !== type)
    throw new ConfigError(
      `"${name}" must be ${type === 'boolean' ? 'true or false' : `a${type === 'object' ? 'n' : ''} ${type}`}.`,
    );
  return value;
}

const SIGNING: Readonly<Record<SigningConfig, true>> = {
  token: true,
  encodingAESKey: true,
  allowPlaintext: true,
  componentAppId: true,
  maxAge: true,
};

// Not every caller has a compiler.
interface GivenTrust {
  readonly trust?: unknown;
  readonly internalOnly?: unknown;
}

function internalOnly({ trust, internalOnly }: GivenTrust): boolean {
  if (internalOnly !== undefined && typeof internalOnly !== 'boolean')
    throw new ConfigError('"internalOnly" must be true or false.');
  if (trust === undefined && internalOnly !== undefined)
    throw new ConfigError('"internalOnly" belongs to trust: \'cloudrun\'.');
  return internalOnly ?? false;
}

function trust(settings: GivenTrust): 'cloudrun' | undefined {
  if (settings.trust === undefined) return undefined;
  if (settings.trust !== 'cloudrun')
    throw new ConfigError(
      '"trust" is \'cloudrun\', for 微信云托管. Everywhere else leave it out, and set "token".',
    );
  // Set but undefined is a variable that somebody forgot, and by which pushes were to be proven.
  const given = Object.keys(SIGNING).filter((name) => name in settings);
  if (given.length > 0)
    throw new ConfigError(
      `With trust: 'cloudrun' pushes have no signature: leave "${given.join('" and "')}" out. Where WeChat sends pushes to a server of yours, leave "trust" out.`,
    );
  return 'cloudrun';
}

/** Checks texts. `isPlatform`: a third-party platform serves the account, and these may be its own. */
function secrets(name: SecretName, value: unknown, isPlatform: boolean): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new ConfigError(`"${name}" is an empty list.`);
  return list.map((each) => {
    if (typeof each !== 'string' || each === '')
      throw new ConfigError(
        `"${name}" must be text that is not empty. Is the environment variable set? (What an account does not have is left out.)`,
      );
    if (/\s/.test(each)) throw new ConfigError(`"${name}" has white space in it.`);
    checkShape(name, each, { isPlatform: isPlatform && name !== 'appId' && name !== 'appSecret' });
    return each;
  });
}

function apiHost({ apiHost, api }: Pick<WeChatConfig, 'apiHost' | 'api'>): string | undefined {
  if (apiHost === undefined) return undefined;
  if (api !== undefined)
    throw new ConfigError('"apiHost" is for the client that wechat() makes: "api" has a host of its own.');
  return originOf(apiHost, '"apiHost"');
}

const LATE: Readonly<Record<Late, true>> = {
  'retry-then-send': true,
  'ack-then-send': true,
  'retry-only': true,
};

function ledger({ ledger, api }: Pick<WeChatConfig, 'ledger' | 'api'>): CallObserver | undefined {
  if (ledger !== undefined && api !== undefined)
    throw new ConfigError(
      '"ledger" is for the client that wechat() makes: give it to createApi({ ledger }).',
    );
  return ledgerFrom(ledger, 'wechat()');
}

/** What becomes of late answers, for an account of a kind. */
function late({ late: given, kind }: Pick<WeChatConfig, 'late' | 'kind'>): Late {
  const maySend = kind === undefined || hasRight(kind, 'customer-service');
  const value = given ?? (maySend ? 'retry-then-send' : 'retry-only');
  if (!Object.hasOwn(LATE, value))
    throw new ConfigError('"late" must be "retry-then-send", "ack-then-send" or "retry-only".');
  if (maySend || value === 'retry-only') return value;
  throw new ConfigError(
    `"late" is "${value}", and ${ACCOUNT_KIND_WORDS[kind].en} cannot send (kind: "${kind}"): use late: "retry-only" with mailbox() or "onLate", which get what is too late. If the account may send, change "kind".`,
  );
}

function integer(name: string, value: unknown, least: number, most: number): number {
  // Also refuses NaN, which would turn a limit off.
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
    throw new ConfigError(`"${name}" must be a whole number from ${least} to ${most}.`);
  return value as number;
}
