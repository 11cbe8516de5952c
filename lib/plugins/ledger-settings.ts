import type { Clock } from '../clock';
import { ConfigError } from '../errors';
import type { Logger } from '../logger';
import { own } from '../own';
import type { Store } from '../store/store';
import { checkStore } from '../store/store-check';
import { checkNames } from '../unknown-name';

/** Settings of `createLedger()`. */
export interface LedgerOptions {
  /**
   * The store that processes share; use the one of `wechat()`. With `memoryStore()` the last 10,000 users are
   * counted.
   */
  readonly store: Pick<Store, 'sessions'>;
  /**
   * Refuses to send, without a call to WeChat, if the count says that nothing is left. Default false: the
   * count is an estimate, and WeChat decides.
   */
  readonly strict?: boolean | undefined;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger | undefined;
  /** Where time comes from; for tests. */
  readonly clock?: Clock | undefined;
}

const OPTIONS: Readonly<Record<keyof LedgerOptions, true>> = {
  store: true,
  strict: true,
  logger: true,
  clock: true,
};

/**
 * Checks the settings.
 *
 * @throws {ConfigError} One is missing or unknown.
 */
export function readLedger(options: LedgerOptions): LedgerOptions {
  // JavaScript callers may pass any value.
  if (typeof (options as unknown) !== 'object' || !(options as unknown))
    throw new ConfigError('createLedger() needs { store }: redisStore(client), or memoryStore().');
  checkNames('createLedger()', options, OPTIONS);
  const given = own(options);
  if ((given.store as unknown) === undefined)
    throw new ConfigError('createLedger() needs "store": redisStore(client), or memoryStore().');
  checkStore(given.store, 'sessions');
  if (given.strict !== undefined && typeof given.strict !== 'boolean')
    throw new ConfigError('createLedger(): "strict" must be true or false.');
  return given;
}
