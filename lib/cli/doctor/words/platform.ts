import { problem, remark } from '../kind';
import type { RefusedCheck } from './account';

const CONSOLE_EN = 'WeChat open platform, 管理中心 → 第三方平台 → 详情';
const CONSOLE_ZH = '微信开放平台“管理中心 → 第三方平台 → 详情”';

/** Findings about a third-party platform and its store. */
export const platform = {
  'platform-ok': remark<object>('ok', {
    en: () => ({
      seen: 'WeChat knows the platform: AppID, AppSecret and the address of this machine are right.',
    }),
    zh: () => ({ seen: '平台的 AppID、AppSecret 和本机 IP 地址均正确。' }),
  }),
  'platform-ip': problem<{ address: string }>('error', {
    en: ({ address }) => ({
      seen: `Calls of the platform from ${address} are not allowed (61004).`,
      fix: `Add ${address} to the list of addresses: ${CONSOLE_EN} → 白名单IP地址列表. Those of all your servers belong there.`,
    }),
    zh: ({ address }) => ({
      seen: `平台不允许从 ${address} 调用接口（61004）。`,
      fix: `请将 ${address} 加入${CONSOLE_ZH} → 白名单IP地址列表，所有服务器的地址都要加入。`,
    }),
  }),
  'platform-refused': problem<RefusedCheck>('error', {
    en: ({ errcode, errmsg, hint }) => ({
      seen: `WeChat does not take AppID and AppSecret of the platform (${errcode}: ${errmsg}).`,
      fix: hint?.en ?? `Compare them with the console: ${CONSOLE_EN}.`,
    }),
    zh: ({ errcode, errmsg, hint }) => ({
      seen: `微信不接受平台的 AppID 和 AppSecret（${errcode}: ${errmsg}）。`,
      fix: hint?.zh ?? `请与${CONSOLE_ZH}核对。`,
    }),
  }),
  'ticket-unseen': remark<object>('info', {
    en: () => ({
      seen: 'The ticket, the accounts and their tokens were not looked at: they are in the store of the platform.',
      fix: 'Set REDIS_URL, and STORE_SECRET if redisStore() has a secret, as for the platform itself.',
    }),
    zh: () => ({
      seen: '没有检查 ticket、账号和 token：它们在平台的存储中。',
      fix: '请像平台程序一样设置 REDIS_URL；redisStore() 使用了 secret 时还要设置 STORE_SECRET。',
    }),
  }),
  'ticket-none': problem<object>('error', {
    en: () => ({
      seen: 'There is no ticket (component_verify_ticket): without one WeChat gives the platform no token.',
      fix: 'The push was started again just now. If no ticket is here in 10 minutes, compare 授权事件接收URL in the console with the address of the platform, and STORE_SECRET with that of the platform.',
    }),
    zh: () => ({
      seen: '没有 component_verify_ticket，无法获取平台的 token。',
      fix: '刚才已重新启动推送。如果 10 分钟后仍没有，请核对后台的“授权事件接收URL”和平台程序的地址，以及 STORE_SECRET 是否与平台程序一致。',
    }),
  }),
  'ticket-ok': remark<{ minutes: number }>('ok', {
    en: ({ minutes }) => ({ seen: `The newest ticket is ${minutes} minutes old.` }),
    zh: ({ minutes }) => ({ seen: `最新的 ticket 是 ${minutes} 分钟前收到的。` }),
  }),
  'ticket-old': problem<{ minutes: number }>('warning', {
    en: ({ minutes }) => ({
      seen: `The newest ticket is ${minutes} minutes old, although WeChat pushes one every 10 minutes. It works for 12 hours.`,
      fix: 'Does 授权事件接收URL lead to the platform, and does it answer "success"? WeChat stops after repeated failures; the push was started again just now.',
    }),
    zh: ({ minutes }) => ({
      seen: `最新的 ticket 是 ${minutes} 分钟前的，而微信每 10 分钟推送一次；它的有效期是 12 小时。`,
      fix: '请检查“授权事件接收URL”是否指向平台程序，以及是否返回 success。多次失败后微信会停止推送；刚才已重新启动。',
    }),
  }),
  'ticket-refused': problem<object>('error', {
    en: () => ({
      seen: 'WeChat takes none of the tickets in the store, so that the platform has no token.',
      fix: 'Are they those of another platform? The push was started again just now: run this once more in 10 minutes.',
    }),
    zh: () => ({
      seen: '存储中的 ticket 都不被微信接受，平台没有可用的 token。',
      fix: '它们是否属于另一个平台？刚才已重新启动推送，请 10 分钟后再次运行。',
    }),
  }),
  'component-token-refused': problem<RefusedCheck>('error', {
    en: ({ errcode, errmsg, hint }) => ({
      seen: `The platform gets no token, or WeChat does not take it (${errcode}: ${errmsg}).`,
      fix:
        hint?.en ??
        'Does another program use this platform with a store of its own? All of them must share one.',
    }),
    zh: ({ errcode, errmsg, hint }) => ({
      seen: `无法获取平台的 token，或微信不接受（${errcode}: ${errmsg}）。`,
      fix: hint?.zh ?? '是否有其他程序用另外的存储使用同一平台？所有程序必须共用一个存储。',
    }),
  }),
  'accounts-none': remark<object>('info', {
    en: () => ({ seen: 'No account has authorised the platform yet.' }),
    zh: () => ({ seen: '还没有账号授权给平台。' }),
  }),
  'accounts-ok': remark<{ count: number }>('ok', {
    en: ({ count }) => ({ seen: `WeChat lists ${count} accounts of the platform, and the store has them.` }),
    zh: ({ count }) => ({ seen: `微信列出了平台的 ${count} 个账号，存储中都有。` }),
  }),
  'accounts-differ': problem<{ listed: number; stored: number }>('warning', {
    en: ({ listed, stored }) => ({
      seen: `WeChat lists ${listed} accounts of the platform, and the store has ${stored}.`,
      fix: 'offiaccount accounts --sync brings the store up to date. (Test accounts of WeChat may be in its list.)',
    }),
    zh: ({ listed, stored }) => ({
      seen: `微信列出了平台的 ${listed} 个账号，存储中有 ${stored} 个。`,
      fix: '请运行 offiaccount accounts --sync 同步。（微信的列表中可能有它的测试账号。）',
    }),
  }),
  'account-token-ok': remark<{ appId: string }>('ok', {
    en: ({ appId }) => ({ seen: `There is a token for an account (${appId}).` }),
    zh: ({ appId }) => ({ seen: `可以获取账号的 token（${appId}）。` }),
  }),
  'account-token-refused': problem<RefusedCheck & { readonly appId: string }>('error', {
    en: ({ appId, errcode, errmsg, hint }) => ({
      seen: `There is no token for the account ${appId} (${errcode}: ${errmsg}).`,
      fix: hint?.en ?? 'Its administrator must authorise the platform again.',
    }),
    zh: ({ appId, errcode, errmsg, hint }) => ({
      seen: `无法获取账号 ${appId} 的 token（${errcode}: ${errmsg}）。`,
      fix: hint?.zh ?? '请账号的管理员重新授权。',
    }),
  }),
};
