import { UsageError } from './exit';
import type { EnvFile } from './env-file';
import { isInteractive } from './io';
import type { Io } from './io';
import { ask } from './prompt';
import { readProxy } from './proxy';
import type { NamedSetting } from './words/settings';
import type { Words } from './words/text';

const same = (name: string): Words => ({ en: name, zh: name });

/** The settings of an account and their sources, in this order: option, environment, `.env`, question. */
export const SETTINGS = {
  appId: { option: '--app-id', variable: 'WECHAT_APP_ID', name: same('AppID'), secret: false },
  appSecret: {
    option: '--app-secret',
    variable: 'WECHAT_APP_SECRET',
    name: same('AppSecret'),
    secret: true,
  },
  token: { option: '--token', variable: 'WECHAT_TOKEN', name: same('Token'), secret: true },
  aesKey: {
    option: '--aes-key',
    variable: 'WECHAT_ENCODING_AES_KEY',
    name: same('EncodingAESKey'),
    secret: true,
  },
  apiHost: {
    option: '--api-host',
    variable: 'WECHAT_API_HOST',
    name: { en: 'origin of the API', zh: '接口地址' },
    secret: false,
  },
  proxy: {
    option: '--proxy',
    variable: 'WECHAT_API_PROXY',
    name: { en: 'proxy for calls to WeChat', zh: '调用微信接口的代理' },
    secret: false,
  },
  relay: {
    option: '--relay',
    variable: 'RELAY_URL',
    name: { en: 'address of the relay of production', zh: '生产环境中继的地址' },
    secret: false,
  },
  relaySecret: {
    option: '--relay-secret',
    variable: 'RELAY_SECRET',
    name: { en: 'secret of the relay', zh: '中继的密钥' },
    secret: true,
  },
  componentAppId: {
    option: '--component-app-id',
    variable: 'COMPONENT_APP_ID',
    name: { en: 'AppID of the third-party platform', zh: '第三方平台 AppID' },
    secret: false,
  },
  componentAppSecret: {
    option: '--component-app-secret',
    variable: 'COMPONENT_APP_SECRET',
    name: { en: 'AppSecret of the third-party platform', zh: '第三方平台 AppSecret' },
    secret: true,
  },
  componentToken: {
    option: '--component-token',
    variable: 'COMPONENT_TOKEN',
    name: { en: 'Token of the third-party platform', zh: '第三方平台消息校验 Token' },
    secret: true,
  },
  componentAesKey: {
    option: '--component-aes-key',
    variable: 'COMPONENT_AES_KEY',
    name: { en: 'EncodingAESKey of the third-party platform', zh: '第三方平台消息加解密 Key' },
    secret: true,
  },
  redisUrl: {
    option: '--redis-url',
    variable: 'REDIS_URL',
    name: { en: 'address of the Redis that the platform uses', zh: '平台所用 Redis 的地址' },
    secret: false,
  },
  storeSecret: {
    option: '--store-secret',
    variable: 'STORE_SECRET',
    name: { en: 'secret of redisStore()', zh: 'redisStore() 的 secret' },
    secret: true,
  },
} as const;

export type SettingName = keyof typeof SETTINGS;

/** The object has exactly these names. */
const NAMES = Object.keys(SETTINGS) as SettingName[];

/** The settings of calls to WeChat. `doctor` reports mistakes in the other ones in detail. */
const IN_CALLS: readonly SettingName[] = [
  'appId',
  'appSecret',
  'apiHost',
  'proxy',
  'componentAppId',
  'componentAppSecret',
];

/** The settings that were given as options. */
export type GivenSettings = Readonly<Partial<Record<SettingName, string>>>;

/** The settings of the account. */
export interface CliSettings {
  /** @throws {UsageError} The value has a wrong form. */
  readonly get: (name: SettingName) => string | undefined;
  /** Returns the same without a check of its form. */
  readonly given: (name: SettingName) => string | undefined;
  /**
   * Returns the same, and asks for it if a user can answer. `called` names the setting in the question and in
   * the error.
   *
   * @throws {UsageError} No user can answer.
   */
  need(name: SettingName, called?: NamedSetting): Promise<string>;
  /** Returns the file from which a setting came; undefined if it came from elsewhere. */
  readonly fileOf: (name: SettingName) => string | undefined;
  /** Tells whether the setting was given as an option. */
  readonly isOption: (name: SettingName) => boolean;
  /** Returns all secrets known so far, so that the output can hide them. */
  secrets(): readonly string[];
}

/** Reads settings from options, the environment and `.env`. */
export function readSettings(given: GivenSettings, io: Io, { file, variables }: EnvFile): CliSettings {
  const known = new Map<SettingName, string>();
  for (const name of NAMES) {
    const { variable } = SETTINGS[name];
    const value = given[name] ?? io.env[variable] ?? variables[variable];
    // An empty value counts as not set.
    if (value) known.set(name, value);
  }

  function get(name: SettingName): string | undefined {
    const value = known.get(name);
    if (value !== undefined && IN_CALLS.includes(name) && /[\s\p{Cc}]/u.test(value))
      throw new UsageError('setting-space', SETTINGS[name]);
    return value;
  }

  return {
    get,
    given: (name) => known.get(name),
    async need(name, called = SETTINGS[name]) {
      let value = get(name);
      if (value === undefined && isInteractive(io))
        value = await ask(io, `${called.name.en}: `, SETTINGS[name].secret);
      // The user gave an empty answer.
      if (!value) throw new UsageError('setting-missing', called);
      known.set(name, value);
      return value;
    },
    fileOf(name) {
      const { variable } = SETTINGS[name];
      return given[name] === undefined && io.env[variable] === undefined && variables[variable]
        ? file
        : undefined;
    },
    isOption: (name) => given[name] !== undefined,
    secrets: () =>
      [...known].flatMap(([name, value]) =>
        name === 'proxy'
          ? passwordIn(value)
          : name === 'redisUrl'
            ? passwordOf(value)
            : SETTINGS[name].secret
              ? [value]
              : [],
      ),
  };
}

/**
 * Returns the secret settings that were given as options. Other users can read options in the list of
 * processes.
 */
export const exposed = (given: GivenSettings): readonly SettingName[] =>
  NAMES.filter((name) => {
    const value = given[name];
    if (value === undefined) return false;
    if (name === 'redisUrl') return passwordOf(value).length > 0;
    return name === 'proxy' ? passwordIn(value).length > 0 : SETTINGS[name].secret;
  });

function passwordOf(url: string): readonly string[] {
  const password = URL.canParse(url) ? new URL(url).password : '';
  return password === '' ? [] : [password, decodeURIComponent(password)];
}

function passwordIn(proxy: string): readonly string[] {
  try {
    const { auth } = readProxy(proxy);
    return auth === undefined ? [] : [auth.password, encodeURIComponent(auth.password)];
  } catch {
    // A value that is not an address is neither used nor printed.
    return [];
  }
}
