import { ApiError } from '../errors';
import { get, type ApiRequest, type AppSecretFields } from './request';
import type { ApiSettings } from './settings';

/**
 * The calls that an account makes with its AppSecret, and a platform in its place with its own token, at
 * another path.
 */
const COMPONENT_PATHS: Readonly<Partial<Record<string, string>>> = {
  '/sns/oauth2/access_token': '/sns/oauth2/component/access_token',
  '/sns/oauth2/refresh_token': '/sns/oauth2/component/refresh_token',
  '/sns/jscode2session': '/sns/component/jscode2session',
};

type Names = Pick<ApiSettings, 'appId' | 'componentAppId'>;

/** Whether the client is that of an account which a third-party platform serves. */
export const isServed = ({ appId, componentAppId }: Names): boolean =>
  componentAppId !== undefined && componentAppId !== appId;

/** The request as it must be sent for an account that a platform serves; any other as it is. */
export function viaPlatform<T>(request: ApiRequest<T>, settings: Names): ApiRequest<T> {
  const path = Object.hasOwn(COMPONENT_PATHS, request.path) ? COMPONENT_PATHS[request.path] : undefined;
  if (path === undefined || !isServed(settings)) return request;
  return get<T>(path, { appid: settings.appId, ...request.query }, { auth: 'component' });
}

export const NEEDS_COMPONENT_TOKEN =
  'This call needs the token of the third-party platform (component_access_token): give createApi() "componentAppId" and ' +
  '"componentAccessToken", a function that gives it.';

export const NEEDS_ACCOUNT_TOKEN =
  'This call needs the access token of an account, which the third-party platform has for it (authorizer_access_token): make a ' +
  'client with the "appId" of the account and "accessToken", a function that gives it.';

/** Why the AppID and AppSecret of this client are not those that the fields mean, if so. */
export function needsSecret({ appid }: AppSecretFields, settings: ApiSettings): string | undefined {
  if (!isServed(settings)) return undefined;
  if (appid === 'component_appid')
    return (
      'This call needs the AppSecret of the third-party platform: make it with a client whose "appId" and "componentAppId" are ' +
      'both the AppID of the platform, and whose "appSecret" is that of the platform.'
    );
  return settings.appSecret !== undefined
    ? undefined
    : 'This call needs the AppSecret of the account: createApi({ appSecret }). A third-party platform has none; it resets the ' +
        'quotas of its accounts with component.clearQuotaByAppSecret(appid) of its own client.';
}

/** The same error, of a call with a code: one that has been used is refused in the same words as a token. */
export const codeOrToken = (error: ApiError): ApiError =>
  new ApiError({
    errcode: error.errcode,
    errmsg: error.errmsg,
    endpoint: error.endpoint,
    credential: error.credential,
    retryAfter: error.retryAfter,
    hint: `${error.hint ?? ''} Or the code has been used: it works once.`.trimStart(),
  });
