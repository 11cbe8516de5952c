import { ApiError } from '../errors';
import { hintWords } from '../hints';
import { mayCall } from '../model/account-rights';
import type { AccountKind } from '../model/account-kinds';
import type { ApiRequest } from './request';

/**
 * Refuses a call that accounts of the kind in the settings do not have. WeChat would answer the same.
 *
 * @throws {ApiError} 48001, with `kind`.
 */
export function checkKind(kind: AccountKind | undefined, { path, auth }: ApiRequest): void {
  // The platform's own calls are not the account's.
  if (kind === undefined || auth === 'component' || mayCall(kind, path)) return;
  const failure = { errcode: 48001, errmsg: 'api unauthorized', endpoint: path, kind };
  throw new ApiError({ ...failure, hint: hintWords(failure)?.en });
}
