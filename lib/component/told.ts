import type { Call } from '../api/send-request';
import { component } from '../api/groups/component';
import type { ApiRequest } from '../api/request';
import { property } from '../own';
import type { AuthorizerKind } from '../store/platforms';
import { kindOf, neededIn, numberIn, permissionsIn, textIn, unusable } from './told-fields';

/** What WeChat tells of an account. */
export interface AccountTold {
  /** Original id, `gh_…`. */
  readonly userName: string;
  readonly kind: AuthorizerKind;
  /** Empty where it tells none. */
  readonly refreshToken: string;
  readonly permissions: readonly number[];
}

/** An account in WeChat's list. */
export interface Listed {
  readonly appId: string;
  /** Empty when the code of the authorisation was never exchanged. */
  readonly refreshToken: string;
  /** Unix seconds. */
  readonly authorizedAt: number;
}

/** WeChat's most. */
const PAGE_SIZE = 500;

/** A call whose request says what its answer is. */
export const ask = async <T>(call: Call, request: ApiRequest<T>, timeout?: number): Promise<T> =>
  (await call(request, timeout === undefined ? {} : { timeout, attempt: timeout })) as T;

/**
 * What WeChat tells of an account, its refresh token included.
 *
 * @throws {ApiError} 61003: it has not authorised the platform, or no longer.
 * @throws {TransportError} With reason `answer`: WeChat tells no name.
 */
export async function askInfo(call: Call, appId: string, timeout?: number): Promise<AccountTold> {
  const request = component.getAuthorizerInfo(appId);
  const answer = await ask(call, request, timeout);
  const authorizer = property(answer, 'authorizer_info');
  const authorization = property(answer, 'authorization_info');
  return {
    userName: neededIn(request, authorizer, 'user_name'),
    kind: kindOf(authorizer),
    refreshToken: textIn(authorization, 'authorizer_refresh_token'),
    permissions: permissionsIn(property(authorization, 'func_info')),
  };
}

/** How often a list is read anew that becomes shorter meanwhile. */
const MAX_RESTARTS = 3;

/** WeChat's whole list, a page at a time; an account may come twice, as others come and go meanwhile. */
export async function* askList(
  call: Call,
  timeout: () => number | undefined = () => undefined,
): AsyncGenerator<Listed, void, undefined> {
  let total = 0;
  let restarts = 0;
  for (let offset = 0; ;) {
    const request = component.getAuthorizerList(offset, PAGE_SIZE);
    const answer = await ask(call, request, timeout());
    const count = numberIn(answer, 'total_count');
    const list = property(answer, 'list') ?? (count === 0 ? [] : undefined);
    if (!Array.isArray(list)) throw unusable(request, 'list');
    for (const entry of list) {
      const appId = textIn(entry, 'authorizer_appid');
      const authorizedAt = numberIn(entry, 'auth_time');
      if (appId !== '')
        yield {
          appId,
          refreshToken: textIn(entry, 'refresh_token'),
          authorizedAt: authorizedAt > 0 ? authorizedAt : 0,
        };
    }
    // Others have moved up into pages that were read already.
    const isShorter = count < total && restarts++ < MAX_RESTARTS;
    offset = isShorter ? 0 : offset + list.length;
    total = count;
    if (!isShorter && (list.length === 0 || offset >= count)) return;
  }
}
