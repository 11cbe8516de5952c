import type { CliSettings } from '../settings';

/** What a platform has in place of the settings of an account. */
const OF_PLATFORM = {
  token: 'componentToken',
  aesKey: 'componentAesKey',
  appId: 'componentAppId',
  appSecret: 'componentAppSecret',
} as const;

type PlatformSetting = keyof typeof OF_PLATFORM;

/** A setting of a platform: the option of the command, else the variable of the platform, else that of an account. */
export const getOfPlatform = (settings: CliSettings, name: PlatformSetting): string | undefined =>
  (settings.isOption(name) ? undefined : settings.get(OF_PLATFORM[name])) ?? settings.get(name);

/**
 * The same; asks for it where somebody can answer.
 *
 * @throws {UsageError} Nobody can.
 */
export const needOfPlatform = async (settings: CliSettings, name: PlatformSetting): Promise<string> =>
  getOfPlatform(settings, name) ?? (await settings.need(name));
