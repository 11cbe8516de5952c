import { ConfigError, TransportError, WeChatError } from '../errors';
import { property } from '../own';
import type { Call } from './send-request';
import type { Credential, CredentialManager, FetchedCredential } from './credential';
import { createCredentialManager } from './credential-manager';
import { createApiError } from './api-error';
import { isServed, NEEDS_ACCOUNT_TOKEN, NEEDS_COMPONENT_TOKEN } from './platform';
import { get, post, type ApiRequest } from './request';
import { tellRefused } from './relay/follow';
import type { ApiSettings } from './settings';

/** How long WeChat's credentials live at most. What is said beyond that is a mistake. */
const MAX_LIFETIME_S = 7200;
/** Within this a call for a credential ends, before the lock of its manager does. */
export const FETCH_TIMEOUT_MS = 5_000;
const MINUTE_MS = 60_000;

/** The manager of the account's access token, as the settings want it. */
export function createTokenManager(settings: ApiSettings, call: Call): CredentialManager {
  const { accessToken, appId: account, store, clock, logger } = settings;
  if (accessToken === 'none') return createMissingCredential(NO_TOKEN_HERE);
  if (accessToken === undefined || accessToken === 'authorizer')
    return createMissingCredential(NEEDS_ACCOUNT_TOKEN);
  if (typeof accessToken === 'function') return createGivenToken('accessToken()', accessToken, 'function');
  const stable = accessToken === 'stable';
  const common = { store: store.credentials, clock, logger };
  if (stable) {
    return createCredentialManager({
      ...common,
      // `token:<component>` is for what a platform has.
      key: { account, name: isServed(settings) ? keyOf(settings, 'own-token') : 'token' },
      endpoint: '/cgi-bin/stable_token',
      // WeChat makes a new one 5 minutes before the end, not sooner.
      margin: 5 * MINUTE_MS,
      repeatable: true,
      force: settings.forceRefresh,
      fetch: (force) => fetchCredential(call, stableToken(force), 'access_token'),
    });
  }
  return createCredentialManager({
    ...common,
    // Its own key: a token of one kind does not end one of the other.
    key: { account, name: 'token:classic' },
    endpoint: '/cgi-bin/token',
    margin: 10 * MINUTE_MS,
    repeatable: false,
    fetch: () => fetchCredential(call, CLASSIC_TOKEN, 'access_token'),
  });
}

const NO_TOKEN_HERE =
  "This client has no access token (accessToken: 'none'): 微信云托管 adds one to calls on the way, and gives it to nobody.";

/** The manager of the third-party platform's token. */
export const createGivenComponentToken = ({ componentAccessToken }: ApiSettings): CredentialManager =>
  componentAccessToken === undefined
    ? createMissingCredential(NEEDS_COMPONENT_TOKEN)
    : createGivenToken('componentAccessToken()', componentAccessToken, 'component');

/** A name that neither the account's own client nor another platform's has. */
const keyOf = (settings: ApiSettings, name: string): string =>
  settings.componentAppId !== undefined && isServed(settings) ? `${name}:${settings.componentAppId}` : name;

/** The manager of a ticket, which has the same life as a token, and is never refused by the API. */
export function createTicketManager(settings: ApiSettings, call: Call, type: TicketType): CredentialManager {
  const { appId: account, store, clock, logger } = settings;
  return createCredentialManager({
    key: { account, name: keyOf(settings, `ticket:${type}`) },
    endpoint: TICKET_PATH,
    store: store.credentials,
    clock,
    logger,
    margin: 5 * MINUTE_MS,
    repeatable: true,
    fetch: () => fetchCredential(call, get(TICKET_PATH, { type }), 'ticket'),
  });
}

export type TicketType = 'jsapi' | 'wx_card';
export const TICKET_PATH = '/cgi-bin/ticket/getticket';

const CLASSIC_TOKEN = get(
  '/cgi-bin/token',
  { grant_type: 'client_credential' },
  { auth: { in: 'query', appid: 'appid', secret: 'secret' } },
);

const stableToken = (force_refresh: boolean): ApiRequest =>
  post(
    '/cgi-bin/stable_token',
    { grant_type: 'client_credential', ...(force_refresh && { force_refresh }) },
    // Asking twice gives the same token; by force, another one.
    { safe: !force_refresh, auth: { in: 'json', appid: 'appid', secret: 'secret' } },
  );

async function fetchCredential(call: Call, request: ApiRequest, field: string): Promise<FetchedCredential> {
  return readCredential(
    request,
    await call(request, { timeout: FETCH_TIMEOUT_MS, attempt: FETCH_TIMEOUT_MS }),
    field,
  );
}

/**
 * Reads a credential in an answer.
 *
 * @throws {TransportError} There is none that can be used.
 */
export function readCredential(
  { path }: Pick<ApiRequest, 'path'>,
  answer: unknown,
  field: string,
): FetchedCredential {
  const value = property(answer, field);
  const expiresIn = Number(property(answer, 'expires_in'));
  // Only visible ASCII: it goes into addresses.
  if (typeof value === 'string' && /^[\x21-\x7e]{1,2048}$/.test(value) && expiresIn >= 1) {
    return { value, lifetime: Math.min(expiresIn, MAX_LIFETIME_S) * 1000 };
  }
  throw new TransportError(`${path} answered without a usable "${field}" and "expires_in".`, {
    sent: true,
    reason: 'answer',
  });
}

/** For tokens of somebody else: asked for every call, since whoever gives them keeps them. */
function createGivenToken(
  name: string,
  give: () => Promise<string>,
  credential: 'function' | 'component',
): CredentialManager {
  let pending: Promise<Credential> | undefined;
  let refused: string | undefined;

  const ask = async (): Promise<Credential> => {
    // Of a JavaScript caller, or one that answers with a value instead of a promise.
    const value: unknown = await Promise.resolve()
      .then(give)
      .catch((cause: unknown) => {
        throw noToken(`${name} failed${cause instanceof WeChatError ? `: ${cause.message}` : ''}`, cause);
      });
    if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) throw noToken(`${name} gave no token`);
    if (value === refused) {
      const errmsg = `${name} gave the token again that WeChat has just refused`;
      throw createApiError({ errcode: 40001, errmsg, endpoint: name, credential });
    }
    return { value, expiresAt: Infinity };
  };
  return {
    get: () => (pending ??= ask().finally(() => (pending = undefined))),
    invalidate: (value) => {
      tellRefused(give, value);
      refused = value;
      return Promise.resolve();
    },
    markUsed: () => undefined,
  };
}

/** For tokens that this client has no way to. */
export const createMissingCredential = (why: string): CredentialManager => ({
  get: () => Promise.reject(new ConfigError(why)),
  invalidate: () => Promise.resolve(),
  markUsed: () => undefined,
});

const noToken = (what: string, cause?: unknown): TransportError =>
  new TransportError(`the function ${what.replace(/\.$/, '')}.`, { sent: false, reason: 'token' }, { cause });
