import { ApiRefusalError } from './api-refusal-error';

/** 个人订阅号 (which cannot be verified), verified 订阅号 and 服务号, and 测试号, which may nearly all at small numbers. */
export type AccountKind = 'personal' | 'subscription' | 'service' | 'test';

/** What can let a platform act for it: a mini program (小程序) as well. */
export type PlatformAccountKind = Exclude<AccountKind, 'test'> | 'mini-program';

/** All that is played. */
export type PlayedKind = AccountKind | PlatformAccountKind;

/** What every account may do (page: 接口权限说明): tokens, tickets, addresses and quotas. */
const EVERYONE =
  /^\/cgi-bin\/(?:token|stable_token|clear_quota|clear_quota\/v2|openapi\/.*|get_api_domain_ip|getcallbackip|callback\/check|ticket\/getticket|get_current_selfmenu_info|get_current_autoreply_info)$/;

/** What takes a service account: QR codes and short links, template messages and subscriptions, codes of things. */
const SERVICE_ONLY =
  /^\/(?:intp\/marketcode\/|cgi-bin\/wxopen\/qrcodejump|cgi-bin\/(?:qrcode|shorturl|shorten|message\/template(?!\/subscribe)|template|message\/subscribe)\/|wxaapi\/newtmpl\/)/;

/** What takes a mini program, of the calls that accounts have: customer service, subscriptions, open-platform accounts. */
const MINI_PROGRAM =
  /^\/(?:cgi-bin\/(?:message\/custom\/(?:send|typing)|media\/(?:upload|get)|message\/subscribe\/send|open\/\w+)$|wxaapi\/newtmpl\/)/;

/** Whether an account of that kind may call that path. */
export const mayCall = (kind: PlayedKind, path: string): boolean =>
  kind === 'service' ||
  kind === 'test' ||
  EVERYONE.test(path) ||
  (kind === 'subscription' && !SERVICE_ONLY.test(path)) ||
  (kind === 'mini-program' && MINI_PROGRAM.test(path));

/** Whether an account of that kind has customer service (客服). */
export const hasService = (kind: PlayedKind): boolean => mayCall(kind, '/cgi-bin/message/custom/send');

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
