import { ConfigError, type ApiCredential } from '../errors';
import { own } from '../own';
import { writeJson } from '../wire/json';
import { wellFormed } from '../wire/text';
import { credentialOf } from './credential-kind';
import { secretsIn } from './mask';
import { multipart } from './multipart';
import { NEEDS_COMPONENT_TOKEN, needsSecret } from './platform';
import { Digits, type ApiRequest, type AppSecretFields } from './request';
import { LOCAL, type ApiSettings } from './settings';

/** A request, checked, and ready to be sent once the access token is known. */
export interface BuiltRequest {
  readonly request: ApiRequest;
  /** Whose token belongs into the query. */
  readonly token: TokenOwner | undefined;
  readonly credential: ApiCredential | undefined;
  readonly safe: boolean;
  /** Something in the query works once. */
  readonly worksOnce: boolean;
  /** WeChat drops a second one by itself. */
  readonly guarded: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** What must not appear in an error. */
  readonly secrets: readonly string[];
  readonly url: (token?: string) => string;
}

/**
 * Whose token a call needs: the account's, or that of the third-party platform (component) which serves it.
 */
export type TokenOwner = 'account' | 'component';

/** Checks a request and builds what does not depend on the access token. */
export async function buildRequest(
  given: ApiRequest,
  settings: ApiSettings,
  signal?: AbortSignal,
): Promise<BuiltRequest> {
  const request = own(given);
  const { auth } = request;
  checkPath(request.path);
  const origin = originFor(request.host, settings.origin);
  const credentials =
    typeof auth === 'object'
      ? appCredentials(auth, settings)
      : auth === 'component'
        ? componentCredentials(settings)
        : {};
  const inQuery = typeof auth === 'object' ? auth.in === 'query' : request.method === 'GET';
  const query = queryOf(request, inQuery ? credentials : {});
  const json = inQuery ? request.json : withFields(request.json, credentials);
  const content = request.parts
    ? await multipart(request.parts, signal)
    : json === undefined
      ? undefined
      : { body: Buffer.from(writeJson(json, digitsOf)), contentType: 'application/json' };

  return {
    request,
    token: ownerOf(request, settings),
    credential: credentialOf(request, settings),
    safe: isSafe(request),
    worksOnce: worksOnce(request.query),
    guarded: isGuarded(request.json),
    headers: {
      Accept: 'application/json, */*',
      'User-Agent': 'offiaccount',
      ...(content && { 'Content-Type': content.contentType }),
    },
    ...(content && { body: content.body }),
    secrets: [settings.appSecret ?? '', ...secretsIn(request.query), ...secretsIn(request.json)],
    url: (token) => {
      const search = new URLSearchParams(
        token === undefined ? query : { [tokenName(request)]: token, ...query },
      ).toString();
      return `${origin}${request.path}${search === '' ? '' : `?${search}`}`;
    },
  };
}

// A path that is anything else could take the token to another host, or bring one of its own into logs.
function checkPath(path: unknown): void {
  if (typeof path === 'string' && /^(\/[\w-][\w.-]*)+$/.test(path)) return;
  throw new ConfigError('A request needs a path such as /cgi-bin/tags/get: no host, and its query apart.');
}

const HOST = /^(?:[a-z0-9-]+\.)*weixin\.qq\.com$/;

function originFor(host: string | undefined, origin: string): string {
  if (host === undefined) return origin;
  if (!HOST.test(host)) throw new ConfigError('A request may only name hosts of weixin.qq.com.');
  return LOCAL.test(origin) ? origin : `https://${host}`;
}

function queryOf(request: ApiRequest, credentials: Readonly<Record<string, string>>): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [given, value] of Object.entries(request.query ?? {})) {
    const name = wellFormed(given);
    if (addsToken(request) && /^(?:component_)?access_token$/i.test(name)) {
      throw new ConfigError('The client adds the access token: leave it out of the query.');
    }
    if (typeof value === 'object')
      throw new ConfigError(
        `"${name}" is text or a number. The limits of a call, { timeout, signal }, come after all of its arguments.`,
      );
    if (value !== undefined) query[name] = wellFormed(String(value));
  }
  return { ...query, ...credentials };
}

/**
 * Names of arguments that WeChat takes once: sent again, they are refused although the first time went well.
 */
const ONCE = ['code', 'js_code', 'auth_code', 'authorization_code'];

const worksOnce = (query: ApiRequest['query'] = {}): boolean =>
  ONCE.some((name) => Object.hasOwn(query, name));

/** Whether sending a request twice does no harm. */
export const isSafe = ({ safe, method, query }: ApiRequest): boolean =>
  safe ?? (method === 'GET' && !worksOnce(query));

/** Whose token is added here. */
function ownerOf({ auth }: ApiRequest, { accessToken }: ApiSettings): TokenOwner | undefined {
  if (auth === 'component') return auth;
  return auth === undefined && accessToken !== 'none' ? 'account' : undefined;
}

const addsToken = ({ auth }: ApiRequest): boolean => auth === undefined || auth === 'component';

const tokenName = ({ auth, tokenName = 'component_access_token' }: ApiRequest): string =>
  auth === 'component' ? tokenName : 'access_token';

function appCredentials(fields: AppSecretFields, settings: ApiSettings): Record<string, string> {
  const { appId, appSecret } = settings;
  const missing = needsSecret(fields, settings);
  if (appSecret === undefined || missing !== undefined)
    throw new ConfigError(missing ?? 'This call needs createApi({ appSecret }).');
  return { [fields.appid]: appId, [fields.secret]: appSecret };
}

function componentCredentials({
  componentAppId,
  componentAccessToken,
}: ApiSettings): Readonly<Record<string, string>> {
  if (componentAppId === undefined || componentAccessToken === undefined)
    throw new ConfigError(NEEDS_COMPONENT_TOKEN);
  return { component_appid: componentAppId };
}

const withFields = (json: unknown, fields: Readonly<Record<string, string>>): unknown =>
  typeof json === 'object' && json !== null && Object.keys(fields).length > 0 ? { ...json, ...fields } : json;

const digitsOf = (value: unknown): string | undefined => (value instanceof Digits ? value.value : undefined);

/**
 * WeChat's own guards against doing something twice: mass messages for 24 h, template messages for 10
 * minutes.
 */
function isGuarded(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return ['clientmsgid', 'client_msg_id'].some(
    (name) => Object.hasOwn(json, name) && Boolean((json as Record<string, unknown>)[name]),
  );
}
