import { SETTINGS } from '../settings';
import type { CliSettings } from '../settings';
import type { NamedSetting } from '../words/settings';

/** The settings that a platform has instead of an account's. */
const OF_PLATFORM = {
  token: 'componentToken',
  aesKey: 'componentAesKey',
  appId: 'componentAppId',
  appSecret: 'componentAppSecret',
} as const;

type PlatformSetting = keyof typeof OF_PLATFORM;

/**
 * Returns a setting of a platform: the command's option, else the platform's variable, else the account's
 * variable.
 */
export const getOfPlatform = (settings: CliSettings, name: PlatformSetting): string | undefined =>
  (settings.isOption(name) ? undefined : settings.get(OF_PLATFORM[name])) ?? settings.get(name);

/**
 * Returns the same, and asks for it if a user can answer.
 *
 * @throws {UsageError} No user can answer.
 */
export const needOfPlatform = async (settings: CliSettings, name: PlatformSetting): Promise<string> =>
  getOfPlatform(settings, name) ?? (await settings.need(name, nameOfPlatform(settings, name)));

/** Names the place from which a setting of a platform comes, or where it belongs if it is missing. */
export function nameOfPlatform(settings: CliSettings, name: PlatformSetting): NamedSetting {
  const own = SETTINGS[OF_PLATFORM[name]];
  const isOfAccount = settings.given(OF_PLATFORM[name]) === undefined && settings.given(name) !== undefined;
  // The commands that push take the options of an account.
  const { option, variable } = SETTINGS[name];
  return { name: own.name, option, variable: isOfAccount ? variable : own.variable };
}
