import type { Api } from '../api/client';
import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { ConfigError } from '../errors';
import { consoleLogger } from '../logger';
import type { Logger } from '../logger';
import { own } from '../own';
import { memoryStore } from '../store/memory';
import type { Store } from '../store/store';
import { checkStore } from '../store/store-check';
import { isOwnPath } from './own-path';
import { checkSecrets } from './secrets';
import { accountOf, checkNames, checkOrigin } from './settings';

/** Settings of `chatLogin`. */
export interface ChatLoginOptions {
  /** The API client of the account, of any kind: `wx.api`, or `createApi(…)`. */
  readonly api: Pick<Api, 'request'>;
  /** The store that processes share; use the one of `wechat()`. Default: in memory, for one process. */
  readonly store?: Pick<Store, 'sessions' | 'turns'> | undefined;
  /**
   * The secret that encrypts cookies; use the one of `webAuth()`. 32 characters or more; several, newest
   * first, while you change it.
   */
  readonly secret: string | readonly string[];
  /**
   * How users prove who they are. `'auto'`, the default: by six digits, and by a QR code if the account has
   * the right to create one.
   */
  readonly by?: 'auto' | 'qr' | 'word' | undefined;
  /**
   * The page to which the browser goes after the login, unless `?to=` in the address names another path of
   * this site. Default `'/'`.
   */
  readonly to?: string | undefined;
  /**
   * The address under which browsers see the site. Needed where a proxy forwards plain http and there is no
   * `webAuth({ login })`.
   */
  readonly origin?: string | undefined;
  /**
   * The most QR codes and six-digit words that one process creates in a minute; later users are asked to
   * wait. Default 60: an account may create 100,000 codes a day.
   */
  readonly perMinute?: number | undefined;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger | undefined;
  /** Where time comes from; for tests. */
  readonly clock?: Clock | undefined;
}

const NAMES: Readonly<Record<keyof ChatLoginOptions, true>> = {
  api: true,
  store: true,
  secret: true,
  by: true,
  to: true,
  origin: true,
  perMinute: true,
  logger: true,
  clock: true,
};

/**
 * Reads the settings of `chatLogin`.
 *
 * @throws {ConfigError} A setting is missing, unknown or not possible.
 */
export function readLoginOptions(given: ChatLoginOptions) {
  checkNames(given, NAMES, 'chatLogin()');
  const options = own(given);
  // At run time the client of an account with fewer rights has every call as well; only its type hides some.
  const api = options.api as Api;
  const { by = 'auto', to = '/', perMinute = 60, logger = consoleLogger, clock = systemClock } = options;
  const { appId } = accountOf(api, 'chatLogin()');
  const secrets = checkSecrets(options.secret, 'chatLogin()');
  const store = options.store ?? memoryStore(clock);
  checkStore(store, 'sessions');
  checkStore(store, 'turns');
  if (!['auto', 'qr', 'word'].includes(by))
    throw new ConfigError("chatLogin(): \"by\" is 'auto', 'qr' or 'word'.");
  if (!isOwnPath(to)) throw new ConfigError('chatLogin(): "to" must be a path of this site, such as "/".');
  if (!Number.isInteger(perMinute) || perMinute < 1)
    throw new ConfigError('chatLogin(): "perMinute" must be a whole number of 1 or more.');
  const origin =
    options.origin === undefined ? undefined : checkOrigin(options.origin, 'chatLogin(): "origin"');
  return { api, appId, secrets, store, by, to, perMinute, origin, logger, clock };
}
