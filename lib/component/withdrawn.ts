import { createApiError } from '../api/api-error';
import type { Clock } from '../clock';
import { ApiError } from '../errors';
import type { AccountRecord } from '../store/platforms';

/** WeChat's word for an account that has not authorised the platform, or no longer. */
export const NOT_AUTHORIZED = 61003;

/** Whether WeChat, or this process in its place, says so. */
export const isNotAuthorized = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.errcode === NOT_AUTHORIZED;

export const ACCOUNT_TOKEN_PATH = '/cgi-bin/component/api_authorizer_token';

/**
 * The error of an account that is known to have withdrawn its authorisation: the same as WeChat's, without
 * asking WeChat.
 */
export function withdrawnError({ changedAt }: Pick<AccountRecord, 'changedAt'>, clock: Clock): ApiError {
  const since = changedAt > 0 ? new Date(changedAt * 1000) : new Date(clock.now());
  return createApiError({
    errcode: NOT_AUTHORIZED,
    errmsg: 'the account has withdrawn its authorisation of this third-party platform',
    endpoint: ACCOUNT_TOKEN_PATH,
    credential: 'authorizer',
    since,
  });
}
