import { createApiError } from '../api/api-error';
import { TOKEN_REFUSED } from '../api/send-request';
import type { FetchedCredential, SharedCredentialManager } from '../api/credential';
import { createCredentialManager } from '../api/credential-manager';
import { isLasting } from '../api/renewal-lock';
import { component } from '../api/groups/component';
import { FETCH_TIMEOUT_MS, readCredential } from '../api/tokens';
import { ApiError } from '../errors';
import type { AccountRecord } from '../store/platforms';
import { COMPONENT_TOKEN_PATH, MARGIN_MS } from './component-token';
import { isOfPlatform } from './shared-pause';
import { accountTokenKey } from './stored-token';
import { ask, askInfo, askList } from './told';
import { textIn } from './told-fields';
import { ACCOUNT_TOKEN_PATH, isNotAuthorized, NOT_AUTHORIZED, withdrawnError } from './withdrawn';
import { withdraw } from './withdrawal';
import type { World } from './world';

/** WeChat's word for a refresh token that is not the newest. */
const REFRESH_TOKEN_WRONG = 61023;

/** The manager of the token with which the platform acts for an account. */
export function createAccountTokenManager(world: World, appId: string): SharedCredentialManager {
  const { componentAppId, store, clock, logger } = world.settings;
  return createCredentialManager({
    key: accountTokenKey(componentAppId, appId),
    endpoint: ACCOUNT_TOKEN_PATH,
    store: store.credentials,
    margin: MARGIN_MS,
    // Whether a new one ends the former is not known.
    repeatable: false,
    pausesOn: isOfAccount,
    outlastsLock: true,
    clock,
    logger,
    fetch: () => fetchToken(world, appId),
  });
}

/**
 * Whether this account alone should not be asked for, for a while. What was said before has its own pause.
 */
const isOfAccount = (error: ApiError): boolean =>
  isLasting(error) &&
  error.since === undefined &&
  error.endpoint !== COMPONENT_TOKEN_PATH &&
  !isOfPlatform(error) &&
  // In a call about an account, the token is the platform's.
  !TOKEN_REFUSED.has(error.errcode);

async function fetchToken(world: World, appId: string): Promise<FetchedCredential> {
  const { records, pause, settings } = world;
  // While the store is away, WeChat tells.
  const record = await records.read(appId).catch(() => undefined);
  if (record?.status === 'withdrawn' && !world.heard.since(appId, record.changedAt))
    throw withdrawnError(record, settings.clock);
  return pause.around(() => renew(world, appId, record?.refreshToken ?? ''));
}

/**
 * The record after one of the refresh tokens that were `tried` has worked, and `fresh` is good from now on.
 * That of a new authorisation stays. An account that counted as withdrawn is so no more: when it was
 * authorised anew, nobody has told.
 */
export function renewed(record: AccountRecord, fresh: string, tried: ReadonlySet<string>): AccountRecord {
  const { refreshToken, status } = record;
  const isNewer = refreshToken !== '' && !tried.has(refreshToken);
  if (refreshToken === fresh || isNewer) return record;
  return status === 'withdrawn'
    ? { ...record, refreshToken: fresh, status: 'authorized', authorizedAt: 0 }
    : { ...record, refreshToken: fresh };
}

/**
 * Tries the refresh tokens that there are, each once: that of the store, which another process may have
 * changed, then WeChat's.
 */
async function renew(world: World, appId: string, known: string): Promise<FetchedCredential> {
  const { call, records, settings } = world;
  const { clock } = settings;
  const end = clock.monotonic() + FETCH_TIMEOUT_MS;
  const left = () => Math.max(1, end - clock.monotonic());
  const tried = new Set<string>();
  let refused: ApiError | undefined;

  const sources: readonly (() => Promise<string>)[] = [
    () => Promise.resolve(known),
    async () => (await records.read(appId).catch(() => undefined))?.refreshToken ?? '',
    () => fromInfo(),
    () => fromList(),
  ];

  async function fromInfo(): Promise<string> {
    try {
      return (await askInfo(call, appId, left())).refreshToken;
    } catch (error) {
      if (!isNotAuthorized(error)) throw error;
      throw withdrawnError(await withdraw(world, appId), clock);
    }
  }

  async function fromList(): Promise<string> {
    for await (const listed of askList(call, left)) if (listed.appId === appId) return listed.refreshToken;
    return '';
  }

  for (const source of sources) {
    const token = await source();
    if (token === '' || tried.has(token)) continue;
    tried.add(token);
    const request = component.getAuthorizerAccessToken(appId, token);
    try {
      const answer = await ask(call, request, left());
      const fetched = readCredential(request, answer, 'authorizer_access_token');
      // Before the token is used: should this process die, the next one needs it.
      const fresh = textIn(answer, 'authorizer_refresh_token') || token;
      await records.change(appId, (record) => renewed(record, fresh, tried));
      return fetched;
    } catch (error) {
      if (!(error instanceof ApiError) || !REFUSED.has(error.errcode)) throw error;
      refused = error;
    }
  }
  throw refused ?? unknownToken();
}

const REFUSED: ReadonlySet<number> = new Set([NOT_AUTHORIZED, REFRESH_TOKEN_WRONG]);

const unknownToken = (): ApiError =>
  createApiError({
    errcode: REFRESH_TOKEN_WRONG,
    errmsg: 'WeChat tells no refresh token of this account',
    endpoint: ACCOUNT_TOKEN_PATH,
    credential: 'component',
  });
