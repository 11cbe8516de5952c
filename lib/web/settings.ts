import type { Api } from '../api/client';
import { ConfigError } from '../errors';

/** Addresses that only this machine, or its local network, can reach. */
const NEARBY =
  /^(?:localhost|[\w-]+\.localhost|127(?:\.\d+){3}|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|\[::1\])$/;

/** Tells whether a host is on this machine or in its local network. */
export const isNearby = (hostname: string): boolean => NEARBY.test(hostname);

/**
 * Checks the origin of a site: `https://`, or for development `http://` with this machine or a private
 * network.
 *
 * @throws {ConfigError} The value is not such an origin.
 */
export function checkOrigin(given: unknown, whose: string): URL {
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.origin !== given)
    throw new ConfigError(
      `${whose} must be the origin that browsers see, without a path or a slash at the end, such as https://shop.example.com.`,
    );
  if (url.protocol === 'http:' && !NEARBY.test(url.hostname))
    throw new ConfigError(
      `${whose} must begin with https://. For development, http:// is for localhost and private addresses, such as http://localhost:3000.`,
    );
  return url;
}

/** The account to which the pages belong. */
export interface PageAccount {
  readonly appId: string;
  /**
   * A third-party platform calls for the account. WeChat then also adds its AppID when it leads users back.
   */
  readonly isServed: boolean;
}

/**
 * Returns the account of an API client, as its addresses name it.
 *
 * @throws {ConfigError} The value is not an API client.
 */
export function accountOf(api: Pick<Api, 'oauth'>, whose: string): PageAccount {
  // JavaScript callers may pass any value.
  const oauth = (api as Partial<Api> | undefined)?.oauth;
  if (typeof oauth?.authorizeUrl !== 'function')
    throw new ConfigError(`${whose} needs "api": wx.api, or createApi({ appId, appSecret }).`);
  const url = new URL(oauth.authorizeUrl({ redirect_uri: 'https://example.com/', scope: 'snsapi_base' }));
  const query = url.searchParams;
  return { appId: query.get('appid') ?? '', isServed: query.has('component_appid') };
}

/**
 * Rejects an option that does not exist.
 *
 * @throws {ConfigError} An option is unknown.
 */
export function checkNames(given: unknown, known: Readonly<Record<string, true>>, whose: string): void {
  if (typeof given !== 'object' || given === null)
    throw new ConfigError(`${whose} needs an object of settings.`);
  for (const name of Object.keys(given))
    if (!Object.hasOwn(known, name))
      throw new ConfigError(`${whose} knows no setting "${name}", but ${Object.keys(known).join(', ')}.`);
}
