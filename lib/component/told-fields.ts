import type { ApiRequest } from '../api/request';
import { TransportError } from '../errors';
import { property } from '../own';
import type { AuthorizerKind } from '../store/platforms';

/*
 * What WeChat's answers hold of accounts, which are not as documented for every kind of account.
 */

/** The text of a field; `''` where WeChat tells none. */
export function textIn(answer: unknown, name: string): string {
  const value = property(answer, name);
  return typeof value === 'string' ? value : '';
}

/**
 * The text of a field without which an answer is worth nothing.
 *
 * @throws {TransportError} It is not there: nobody knows what came of the call.
 */
export function neededIn(request: Pick<ApiRequest, 'path'>, answer: unknown, name: string): string {
  const value = textIn(answer, name);
  if (value === '') throw unusable(request, name);
  return value;
}

export const unusable = ({ path }: Pick<ApiRequest, 'path'>, field: string): TransportError =>
  new TransportError(`${path} answered without a usable "${field}".`, { sent: true, reason: 'answer' });

/** The number of a field; `NaN` where WeChat tells none. */
export const numberIn = (answer: unknown, name: string): number => Number(property(answer, name) ?? NaN);

/** Ids of the permission sets in `func_info`. */
export const permissionsIn = (sets: unknown): readonly number[] =>
  (Array.isArray(sets) ? sets : [])
    .map((set) => numberIn(property(set, 'funcscope_category'), 'id'))
    .filter((id) => Number.isSafeInteger(id) && id > 0);

/** What kind of account it is, by its `authorizer_info`. */
export function kindOf(authorizer: unknown): AuthorizerKind {
  // Some servers write what is not there as `null`.
  if ((property(authorizer, 'MiniProgramInfo') ?? undefined) !== undefined) return 'mini-program';
  return numberIn(property(authorizer, 'service_type_info'), 'id') === 2 ? 'service' : 'subscription';
}
