import { ConfigError } from '../../errors';
import { readAccount } from '../account';
import type { Account } from '../account';
import type { FakeApi } from '../api/fake-api';
import type { PlatformRules } from '../api/platform';
import { movableClock } from '../movable-clock';
import type { MovableClock } from '../movable-clock';
import type { Observed } from '../observed';

/**
 * The third-party platform (第三方平台) to play, as it is set in the console; the same values as in `platform()`.
 */
export interface SimulatedPlatform extends PlatformRules {
  /** The AppID of the platform. */
  readonly componentAppId: string;
  /** The AppSecret that the simulator's API asks for. Default: any is taken. */
  readonly componentAppSecret?: string | undefined;
  readonly token: string;
  readonly encodingAESKey: string;
  /** 授权事件接收 URL: the path of the app that gets tickets and other notices. Default `'/'`. */
  readonly eventsPath?: string | undefined;
  /**
   * 消息与事件接收 URL: the path of the app that gets what users send; `$APPID$` in it becomes the AppID of the
   * account. Default: `eventsPath` and `/$APPID$`.
   */
  readonly messagesPath?: string | undefined;
  /**
   * 授权发起页域名: the domain of the page with the link to WeChat's, and of the page to which WeChat leads back.
   * Default: that of `redirect_uri`.
   */
  readonly domain?: string | undefined;
  /**
   * The API of another simulator, which then serves this platform at the same address. Default: one of its
   * own.
   */
  readonly api?: FakeApi | undefined;
  /** The port of this machine at which the API is served. Default: a free one. */
  readonly apiPort?: number | undefined;
  /** A clock to share with other simulators. Default: one of its own. */
  readonly clock?: MovableClock | undefined;
  /**
   * Is told of everything that happens, as it happens. What it throws is a mistake of its own, and ends the
   * process.
   */
  readonly observe?: ((event: Observed) => void) | undefined;
}

/** What can be changed in the console while a platform is in use. */
export type PlatformChange = Partial<
  Pick<SimulatedPlatform, 'token' | 'encodingAESKey' | 'domain' | 'allow' | 'rotate'>
>;

/** The platform, checked. */
export interface PlayedPlatform {
  /** How notices are written: as pushes of an account, all of them encrypted, in XML. */
  readonly account: Account;
  readonly eventsPath: string;
  readonly messagesPath: string;
  readonly domain: string | undefined;
  readonly rules: PlatformRules;
}

/**
 * Checks the platform.
 *
 * @throws {ConfigError} Something is missing or not possible. The message never holds a secret.
 */
export function readPlatform(platform: SimulatedPlatform): PlayedPlatform {
  const { componentAppId, componentAppSecret, token, encodingAESKey, domain, allow, rotate } = platform;
  const { eventsPath = '/', messagesPath = `${eventsPath.replace(/\/$/, '')}/$APPID$` } = platform;
  // Not every caller has a compiler.
  for (const [name, value] of Object.entries({ componentAppId, token, encodingAESKey }))
    if (typeof (value as unknown) !== 'string' || value === '')
      throw new ConfigError(`simulatePlatform() needs "${name}", the same as platform() has.`);
  for (const [name, path] of Object.entries({ eventsPath, messagesPath }))
    if (!path.startsWith('/'))
      throw new ConfigError(`"${name}" must start with "/": it is a path of the app.`);
  if (domain !== undefined && !/^[\w.-]+(?::\d+)?$/.test(domain))
    throw new ConfigError('"domain" is a name without protocol and path: "example.com".');
  if (allow !== undefined && !Array.isArray(allow))
    throw new ConfigError('"allow" is a list of addresses: ["127.0.0.1"].');
  if (rotate !== undefined && (rotate as unknown) !== 'always')
    throw new ConfigError('"rotate" is "always", or left out.');
  const account = readAccount({
    ...{ appId: componentAppId, componentAppId, token, encodingAESKey, path: eventsPath },
    ...(componentAppSecret !== undefined && { appSecret: componentAppSecret }),
    ...(platform.api !== undefined && { api: platform.api }),
    apiPort: platform.apiPort ?? 0,
    clock: platform.clock ?? movableClock(),
    mode: 'safe',
  });
  return { account, eventsPath, messagesPath, domain, rules: { allow, rotate } };
}
