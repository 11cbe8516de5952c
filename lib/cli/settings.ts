import { UsageError } from './exit';
import { isInteractive } from './io';
import type { Io } from './io';
import { ask } from './prompt';

/** Where each setting of an account comes from, in this order: option, environment, question. */
export const SETTINGS = {
  appId: { option: '--app-id', variable: 'WECHAT_APP_ID', name: 'AppID', secret: false },
  appSecret: { option: '--app-secret', variable: 'WECHAT_APP_SECRET', name: 'AppSecret', secret: true },
  token: { option: '--token', variable: 'WECHAT_TOKEN', name: 'Token', secret: true },
  aesKey: { option: '--aes-key', variable: 'WECHAT_ENCODING_AES_KEY', name: 'EncodingAESKey', secret: true },
  apiHost: { option: '--api-host', variable: 'WECHAT_API_HOST', name: 'origin of the API', secret: false },
} as const;

export type SettingName = keyof typeof SETTINGS;

/** Settings as they were given as options. */
export type GivenSettings = Readonly<Partial<Record<SettingName, string>>>;

/** The settings of the account. */
export interface Settings {
  readonly get: (name: SettingName) => string | undefined;
  /**
   * The same; asks for it where somebody can answer.
   *
   * @throws {UsageError} Nobody can.
   */
  need(name: SettingName): Promise<string>;
  /** All secrets known so far, for keeping them out of what is printed. */
  secrets(): readonly string[];
}

/** Reads settings from options and the environment. Warns of secrets among the options. */
export function readSettings(given: GivenSettings, io: Io): Settings {
  const known = new Map<SettingName, string>();
  // The names of the table.
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const { option, variable, secret } = SETTINGS[name];
    const value = given[name] ?? io.env[variable];
    if (value) known.set(name, value);
    if (secret && given[name] !== undefined)
      io.stderr.write(
        `offiaccount: everybody on this machine can read ${option} in the list of processes. ${variable} keeps it from them.\n`,
      );
  }

  return {
    get: (name) => known.get(name),
    async need(name) {
      const { option, variable, name: title, secret } = SETTINGS[name];
      let value = known.get(name);
      if (value === undefined && isInteractive(io)) value = await ask(io, `${title}: `, secret);
      if (!value) throw new UsageError(`The ${title} is missing: set ${variable}, or pass ${option}.`);
      known.set(name, value);
      return value;
    },
    secrets: () => [...known].flatMap(([name, value]) => (SETTINGS[name].secret ? [value] : [])),
  };
}
