import { checkSettings, isWord, type ApiSettings as ClientSettings } from '../api/settings';
import type { Clock } from '../clock';
import { ConfigError } from '../errors';
import type { Logger } from '../logger';
import { own } from '../own';
import { awayLog } from '../store/away-log';
import { memoryStore } from '../store/memory';
import type { AccountStore } from '../store/platforms';
import type { Store } from '../store/store';
import { checkShape } from '../setting-shape';
import { checkNames } from '../unknown-name';
import type { PlatformOptions } from './types';

/** Settings of a platform, checked and complete. */
export interface PlatformSettings {
  readonly componentAppId: string;
  readonly store: Pick<Store, 'credentials' | 'platforms'>;
  readonly accounts: AccountStore;
  /** Those of the platform's own client; the clients of its accounts share transport and breaker with it. */
  readonly client: ClientSettings;
  readonly timeout: number;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Says that the store is away: once for all parts of the platform, not once for each. */
  readonly away: (error: unknown) => void;
}

/** The names of the settings that have to do with calls. */
export const PLATFORM_OPTIONS: Readonly<Record<keyof PlatformOptions, true>> = {
  componentAppId: true,
  componentAppSecret: true,
  store: true,
  accounts: true,
  host: true,
  timeout: true,
  proxy: true,
  agent: true,
  transport: true,
  ledger: true,
  logger: true,
  clock: true,
};

/**
 * Checks the settings once. Messages name the setting, never its value. `caller` is the function that got
 * them.
 *
 * @throws {ConfigError} One is missing, unknown, or cannot be used.
 */
export function checkPlatformOptions(given: PlatformOptions, caller = 'createPlatform()'): PlatformSettings {
  // Not every caller has a compiler.
  if (typeof (given as unknown) !== 'object' || !(given as unknown))
    throw new ConfigError(`${caller} needs an object of settings.`);
  checkNames(caller, given, PLATFORM_OPTIONS, ADVICE);
  const options = own(given);
  const appId = word('componentAppId', 'the AppID of the third-party platform');
  const appSecret = word('componentAppSecret', 'the AppSecret of the third-party platform');

  function word(name: 'componentAppId' | 'componentAppSecret', what: string): string {
    const value: unknown = options[name];
    if (isWord(value)) {
      checkShape(name, value, { caller });
      return value;
    }
    throw new ConfigError(
      value === undefined
        ? `${caller} needs "${name}": ${what}. Is the environment variable set?`
        : `${caller}: "${name}" must be text without spaces that is not empty.`,
    );
  }

  const { host, timeout, proxy, agent, transport, ledger, logger } = options;
  const client = named(caller, () =>
    checkSettings(
      {
        appId,
        appSecret,
        componentAppId: appId,
        // Its manager takes its place.
        componentAccessToken: () => Promise.reject(new Error('The platform keeps its token.')),
        host,
        timeout,
        proxy,
        agent,
        transport,
        ledger,
        logger,
        clock: options.clock,
      },
      process.env,
    ),
  );
  const store = options.store ?? memoryStore(client.clock);
  checkPort('store', store, 'memoryStore() or redisStore(ioredis)', ['credentials', 'platforms']);
  const accounts = options.accounts ?? store.platforms;
  checkPort('accounts', accounts, 'an object with the methods', ['account', 'appIdOf', 'save', 'list']);

  function checkPort(name: string, value: object, what: string, members: readonly string[]): void {
    const missing = members.find((member) => !(member in Object(value)));
    if (missing !== undefined)
      throw new ConfigError(
        `${caller}: "${name}" is ${what}${name === 'accounts' ? ` ${members.join(', ')}` : ''}, and this one has no "${missing}".`,
      );
  }

  const away = awayLog(client.logger, client.clock);
  return {
    componentAppId: appId,
    store,
    accounts,
    client: { ...client, store },
    timeout: client.timeout,
    logger: client.logger,
    clock: client.clock,
    away: (error) => away(appId, error),
  };
}

/** The same errors, in the name of who was called. */
function named<T>(caller: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message.replace('createApi()', caller));
  }
}

/** What those write who come from `wechat()` and `createApi()`. */
const ADVICE = {
  appId: 'Did you mean "componentAppId"?',
  appSecret: 'Did you mean "componentAppSecret"?',
  apiHost: 'Did you mean "host"?',
};
