import type { Api } from '../api/client';
import { ConfigError } from '../errors';
import type { AuthorizationUrlOptions } from './types';

/**
 * The address of a page on which an administrator authorises the platform, with a code for this one view.
 *
 * @throws {ConfigError} What is given does not fit together.
 */
export async function authorizationUrl(api: Api, page: AuthorizationUrlOptions): Promise<string> {
  const { redirectUri, authType, bizAppId, categories, phone = false } = page;
  // JavaScript callers may pass anything.
  if (typeof (redirectUri as unknown) !== 'string' || !/^https?:\/\/[^\s]+$/.test(redirectUri))
    throw new ConfigError(
      'authorizationUrl() needs "redirectUri", an address of your site with http:// or https://.',
    );
  if (authType !== undefined && bizAppId !== undefined)
    throw new ConfigError(
      'authorizationUrl() takes "authType", the kinds of accounts that are offered, or "bizAppId", the only one: not both.',
    );
  if (categories?.some((id) => !Number.isSafeInteger(id) || id < 1))
    throw new ConfigError(
      'authorizationUrl(): "categories" are ids of permission sets (权限集), such as 1 and 4.',
    );
  const { pre_auth_code } = await api.component.createPreAuthCode();
  const address = phone ? api.component.bindComponentH5Url : api.component.loginPageUrl;
  return address({
    pre_auth_code,
    redirect_uri: redirectUri,
    ...(authType !== undefined && { auth_type: authType }),
    ...(bizAppId !== undefined && { biz_appid: bizAppId }),
    ...(categories !== undefined && { category_id_list: categories.join('|') }),
  });
}
