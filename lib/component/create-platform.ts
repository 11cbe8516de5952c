import { authorizationUrl } from './authorization-url';
import { createCore, type PlatformCore } from './core';
import { checkPlatformOptions } from './options';
import type { AccountOptions, PlatformApi, PlatformOptions } from './types';

/**
 * Creates the client of a third-party platform (第三方平台), which acts for the accounts that have authorised it.
 * Its tickets come to the processes that receive, by way of the store that they share.
 *
 * @example
 * const wx = createPlatform({
 *   componentAppId: 'wx9b27d3e05c8fa146',
 *   componentAppSecret: process.env.COMPONENT_APP_SECRET!,
 *   store: redisStore(redis, { secret: process.env.STORE_SECRET! }),
 * });
 * await wx.account('wx4f0c2b9d7e61a853').api.tag.create('VIP');
 *
 * @throws {ConfigError} A setting is missing, unknown, or cannot be used.
 */
export const createPlatform = (options: PlatformOptions): PlatformApi =>
  platformApi(createCore(checkPlatformOptions(options)));

/** What users see of a platform. */
export const platformApi = (core: PlatformCore): PlatformApi => ({
  api: core.api,
  // The type of a kind only leaves calls out.
  account: (appId: string, options?: AccountOptions) => core.account(appId, options),
  accounts: () => core.accounts(),
  exchange: (code) => core.exchange(code),
  sync: () => core.sync(),
  authorizationUrl: (page) => authorizationUrl(core.api, page),
  close: () => core.close(),
});
