import { checkPlatformOptions, PLATFORM_OPTIONS } from './component/options';
import type { PlatformSettings as CallingSettings } from './component/options';
import type { PlatformConfig, PlatformOptions } from './component/types';
import { readConfig } from './config';
import type { Settings } from './config';
import { ConfigError } from './errors';
import { readTexts } from './model/texts';
import { memoryStore } from './store/memory';
import type { Store } from './store/store';
import { own } from './own';
import { checkShape } from './setting-shape';
import { checkNames } from './unknown-name';

/** The settings of a platform, checked, in the form its parts need. */
export interface CheckedPlatformConfig {
  /** For what receives: the platform is the account to which everything is encrypted. */
  readonly receiving: Settings;
  /** For what calls. */
  readonly calling: CallingSettings;
  readonly store: Store;
  readonly releaseTest: boolean;
}

const NAMES: Readonly<Record<keyof PlatformConfig, true>> = {
  ...PLATFORM_OPTIONS,
  token: true,
  encodingAESKey: true,
  releaseTest: true,
  bodyLimit: true,
  maxAge: true,
  late: true,
  placeholder: true,
  texts: true,
  onError: true,
  onLate: true,
};

/** What those write who come from `wechat()` and `createApi()`. */
const ADVICE = {
  appId: 'Did you mean "componentAppId", the AppID of the platform? Accounts have no setting.',
  appSecret: 'Did you mean "componentAppSecret", the AppSecret of the platform? Accounts have no setting.',
  apiHost: 'Did you mean "host"?',
  api: 'The API of an account is account(appId).api, which handlers have as ctx.api.',
  allowPlaintext: 'A platform is always in 安全模式: only encrypted pushes are believed.',
};

const REQUIRED = ['componentAppId', 'componentAppSecret', 'token', 'encodingAESKey'] as const;

/**
 * Checks the settings.
 *
 * @throws {ConfigError} One is missing, unknown or out of its range. The message names it, never its value.
 */
export function readPlatformConfig(given: PlatformConfig): CheckedPlatformConfig {
  // Not every caller has a compiler.
  if (typeof (given as unknown) !== 'object' || !(given as unknown))
    throw new ConfigError('platform() needs an object of settings.');
  checkNames('platform()', given, NAMES, ADVICE);
  const config = own(given);
  for (const name of REQUIRED)
    if ((config[name] as unknown) === undefined)
      throw new ConfigError(`platform() needs "${name}". Is the environment variable set?`);
  // Below it is the "appId" of the account to which everything is encrypted.
  checkShape('componentAppId', config.componentAppId, { caller: 'platform()' });
  if (config.releaseTest !== undefined && typeof config.releaseTest !== 'boolean')
    throw new ConfigError('"releaseTest" must be true or false.');
  const { componentAppId, token, encodingAESKey, bodyLimit, maxAge } = config;
  const { late, placeholder, texts, onError, onLate, logger, clock } = config;
  const received = readConfig({
    ...{ appId: componentAppId, componentAppId, token, encodingAESKey, bodyLimit, maxAge },
    ...{ late, placeholder, onError, onLate, logger, clock, store: config.store },
  });
  const receiving = { ...received, texts: readTexts('platform()', texts) };
  const store = config.store ?? memoryStore(receiving.clock);
  const called = Object.entries(config).filter(([name]) => Object.hasOwn(PLATFORM_OPTIONS, name));
  // By their table.
  const options = Object.fromEntries(called) as unknown as PlatformOptions;
  const { logger: log, clock: time } = receiving;
  const calling = checkPlatformOptions({ ...options, store, logger: log, clock: time }, 'platform()');
  return { receiving, calling, store, releaseTest: config.releaseTest ?? true };
}
