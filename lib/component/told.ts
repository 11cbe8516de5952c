import type { Call } from '../api/send-request';
import { component, type AuthorizerInfo, type FuncInfo } from '../api/groups/component';
import type { ApiRequest } from '../api/request';
import type { AuthorizerKind } from '../store/platforms';

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
 */
export async function askInfo(call: Call, appId: string, timeout?: number): Promise<AccountTold> {
  const { authorizer_info, authorization_info } = await ask(
    call,
    component.getAuthorizerInfo(appId),
    timeout,
  );
  return {
    userName: authorizer_info.user_name,
    kind: kindOf(authorizer_info),
    refreshToken: authorization_info.authorizer_refresh_token ?? '',
    permissions: permissionsIn(authorization_info.func_info),
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
    const { list, total_count } = await ask(call, component.getAuthorizerList(offset, PAGE_SIZE), timeout());
    for (const { authorizer_appid, refresh_token = '', auth_time } of list)
      yield { appId: authorizer_appid, refreshToken: refresh_token, authorizedAt: auth_time };
    // Others have moved up into pages that were read already.
    const isShorter = total_count < total && restarts++ < MAX_RESTARTS;
    offset = isShorter ? 0 : offset + list.length;
    total = total_count;
    if (!isShorter && (list.length === 0 || offset >= total_count)) return;
  }
}

/** Ids of the permission sets. */
export const permissionsIn = (sets: readonly FuncInfo[] | undefined): readonly number[] =>
  (sets ?? []).map(({ funcscope_category: { id } }) => id);

/** Of kinds that are no account for messages, such as channels, WeChat may tell less. */
function kindOf({ MiniProgramInfo, service_type_info }: Partial<AuthorizerInfo>): AuthorizerKind {
  if (MiniProgramInfo !== undefined) return 'mini-program';
  return service_type_info?.id === 2 ? 'service' : 'subscription';
}
