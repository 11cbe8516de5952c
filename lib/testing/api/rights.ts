import type { AccountKind } from '../../model/account-kinds';
import { hasRight, mayCall as accountMayCall, rightFor } from '../../model/account-rights';
import type { RightName } from '../../model/account-rights';
import { CUSTOM_SEND_PATH, opensWindow as opensAccountWindow } from '../../model/service-deeds';
import type { ServiceDeed } from '../../model/service-deeds';
import { ApiRefusalError } from './api-refusal-error';

/** What can let a platform act for it: a mini program (小程序) as well, and no test account. */
export type PlatformAccountKind = Exclude<AccountKind, 'test'> | 'mini-program';

/** All that is played. */
export type PlayedKind = AccountKind | PlatformAccountKind;

/**
 * What takes a mini program, of the calls that accounts have: customer service, subscriptions, open-platform
 * accounts.
 */
const MINI_PROGRAM =
  /^\/(?:cgi-bin\/(?:message\/custom\/(?:send|typing)|media\/(?:upload|get)|message\/subscribe\/send|open\/\w+)$|wxaapi\/newtmpl\/)/;

/** Whether an account of that kind may call that path. */
export const mayCall = (kind: PlayedKind, path: string): boolean =>
  kind === 'mini-program'
    ? rightFor(path) === 'basics' || MINI_PROGRAM.test(path)
    : accountMayCall(kind, path);

/** Whether an account of that kind has a right that no call tells. */
export const mayDo = (kind: PlayedKind, right: RightName): boolean =>
  kind !== 'mini-program' && hasRight(kind, right);

/** Whether an account of that kind has customer service (客服). */
export const hasService = (kind: PlayedKind): boolean => mayCall(kind, CUSTOM_SEND_PATH);

/** Whether what a user does opens a window for accounts of that kind. */
export const opensWindow = (kind: PlayedKind, deed: ServiceDeed): boolean =>
  kind === 'mini-program' ? deed === 'message' : opensAccountWindow(kind, deed);

/** Calls a day of a test account, where it has fewer than others (page: 接口测试号申请). */
const TEST_PER_DAY: Readonly<Record<string, number>> = {
  '/cgi-bin/token': 200,
  '/cgi-bin/menu/create': 100,
  '/cgi-bin/menu/get': 1000,
  '/cgi-bin/menu/delete': 100,
  '/cgi-bin/media/upload': 500,
  '/cgi-bin/media/get': 1000,
  '/cgi-bin/message/custom/send': 50_000,
  '/cgi-bin/qrcode/create': 10_000,
  '/cgi-bin/user/get': 100,
  '/cgi-bin/user/info': 500_000,
};

/** How often a day an account of that kind may call that path, if others may `perDay` times. */
export const perDayOf = (kind: PlayedKind, path: string, perDay: number): number =>
  kind === 'test' ? Math.min(perDay, TEST_PER_DAY[path] ?? perDay) : perDay;

/** Refuses a call that an account of that kind may not make. */
export function checkRights(kind: PlayedKind, path: string): void {
  if (!mayCall(kind, path)) throw new ApiRefusalError(48001);
}
