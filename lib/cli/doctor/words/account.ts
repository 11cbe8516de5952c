import type { Words } from '../../../hints';
import { ACCOUNT_KIND_WORDS as KINDS } from '../../../model/account-kinds';
import type { AccountKind } from '../../../model/account-kinds';
import { problem, remark } from '../kind';

/** WeChat's response to a call. */
export interface RefusedCheck {
  readonly errcode: number;
  readonly errmsg: string;
  /** What usually helps, in each language. */
  readonly hint: Words | undefined;
}

/** Why a call got no usable response. */
export interface Unreachable {
  readonly reason: string;
  /** The host that was called, or the proxy. */
  readonly where: string;
}

const ALLOW_LIST_EN = '微信开发者平台 → 基础信息 → 开发密钥 → API IP白名单';
const ALLOW_LIST_ZH = '“微信开发者平台 → 基础信息 → 开发密钥 → API IP白名单”';

const RIGHTS = {
  followers: { en: 'reading followers', zh: '获取用户列表' },
  menu: { en: 'menu', zh: '自定义菜单' },
  'customer-service': { en: 'customer service', zh: '客服' },
  templates: { en: 'template messages', zh: '模板消息' },
  tags: { en: 'tags', zh: '用户标签' },
  material: { en: 'permanent material', zh: '永久素材' },
  drafts: { en: 'drafts', zh: '草稿箱' },
  publishing: { en: 'publishing', zh: '发布能力' },
} as const;

export type CheckedRight = keyof typeof RIGHTS;

/** Findings about the account. */
export const account = {
  'no-credentials': remark<object>('info', {
    en: () => ({
      seen: 'The account itself was not looked at.',
      fix: 'Give its AppID and AppSecret (WECHAT_APP_ID, WECHAT_APP_SECRET) to have token, IP allow-list and rights checked.',
    }),
    zh: () => ({
      seen: '没有检查账号本身。',
      fix: '提供 AppID 和 AppSecret（WECHAT_APP_ID、WECHAT_APP_SECRET）即可检查 access_token、IP 白名单和接口权限。',
    }),
  }),
  'token-ok': remark<{ minutes: number }>('ok', {
    en: ({ minutes }) => ({ seen: `WeChat gives an access token, good for ${minutes} more minutes.` }),
    zh: ({ minutes }) => ({ seen: `可以获取 access_token，剩余有效期 ${minutes} 分钟。` }),
  }),
  'ip-not-allowed': problem<{ address: string }>('error', {
    en: ({ address }) => ({
      seen: `Calls from ${address} are not allowed (40164).`,
      fix: `Add ${address} to the IP allow-list: ${ALLOW_LIST_EN}. The addresses of your servers belong there as well.`,
    }),
    zh: ({ address }) => ({
      seen: `IP 地址 ${address} 不在白名单中（40164）。`,
      fix: `请将 ${address} 加入${ALLOW_LIST_ZH}，服务器的地址也要加入。`,
    }),
  }),
  'token-refused': problem<RefusedCheck>('error', {
    en: ({ errcode, errmsg, hint }) => ({
      seen: `WeChat gives no access token (${errcode}: ${errmsg}).`,
      fix: hint?.en ?? 'Compare AppID and AppSecret with the console.',
    }),
    zh: ({ errcode, errmsg, hint }) => ({
      seen: `无法获取 access_token（${errcode}: ${errmsg}）。`,
      fix: hint?.zh ?? '请核对 AppID 和 AppSecret；错误码含义见微信文档“全局返回码”。',
    }),
  }),
  'api-unreachable': problem<Unreachable>('error', {
    en: ({ reason, where }) => ({
      seen: `WeChat's API gives no usable answer: the call to ${where} failed (${reason}). What depends on it was not checked.`,
      fix: 'This is between this machine and WeChat, not in the bot. May this machine call out? If calls go through another host or a proxy, is it right (WECHAT_API_HOST, WECHAT_API_PROXY)?',
    }),
    zh: ({ reason, where }) => ({
      seen: `微信接口没有返回可用的应答：对 ${where} 的调用失败（${reason}），依赖微信的项目没有检查。`,
      fix: '问题在本机与微信之间，与你的服务无关。请检查本机能否访问外网；若使用其他接口地址或代理，请核对 WECHAT_API_HOST 和 WECHAT_API_PROXY。',
    }),
  }),
  'slow-without-api': remark<Unreachable>('info', {
    en: ({ where }) => ({
      seen: `The push was answered late, or not at all, while this machine cannot reach WeChat (${where}). A bot that calls WeChat in its handlers waits for that.`,
      fix: 'Mend the connection to WeChat first, then run this once more: the answer to the push may be in time.',
    }),
    zh: ({ where }) => ({
      seen: `推送应答太慢或没有应答，而本机此时连不上微信（${where}）：处理消息时调用微信接口的服务会一直等待。`,
      fix: '请先恢复到微信的连接再运行一次，应答可能就不慢了。',
    }),
  }),
  kind: remark<{ kind: AccountKind }>('info', {
    en: ({ kind }) => ({ seen: `By what it may do, this is ${KINDS[kind].en}.` }),
    zh: ({ kind }) => ({ seen: `从接口权限看，这是${KINDS[kind].zh}。` }),
  }),
  'kind-differs': problem<{ kind: AccountKind; given: AccountKind }>('warning', {
    en: ({ kind, given }) => ({
      seen: `The setting "kind" is "${given}", but by what it may do this is ${KINDS[kind].en}.`,
      fix: `Set kind: "${kind}"; or leave it out, and WeChat is asked.`,
    }),
    zh: ({ kind, given }) => ({
      seen: `设置的 kind 是 ${given}，但从接口权限看，这是${KINDS[kind].zh}。`,
      fix: `请改为 kind: '${kind}'，或去掉这项设置，由微信的应答决定。`,
    }),
  }),
  rights: remark<{ rights: readonly CheckedRight[] }>('ok', {
    en: ({ rights }) => ({
      seen: `The account may use: ${rights.map((each) => RIGHTS[each].en).join(', ')}.`,
    }),
    zh: ({ rights }) => ({ seen: `有权限：${rights.map((each) => RIGHTS[each].zh).join('、')}。` }),
  }),
  'right-missing': remark<{ right: CheckedRight; path: string }>('info', {
    en: ({ right, path }) => ({
      seen: `The account may not use: ${RIGHTS[right].en} (${path} answers 48001).`,
      fix: 'If you need it: 微信开发者平台 → 接口管理 → 接口权限与额度 shows which kind of account has it.',
    }),
    zh: ({ right, path }) => ({
      seen: `没有权限：${RIGHTS[right].zh}（${path} 返回 48001）。`,
      fix: '如需使用，请在“微信开发者平台 → 接口管理 → 接口权限与额度”查看所需的账号类型。',
    }),
  }),
  'call-failed': problem<{ path: string } & RefusedCheck>('warning', {
    en: ({ path, errcode, errmsg, hint }) => ({
      seen: `${path} answers ${errcode}: ${errmsg}.`,
      fix: hint?.en ?? "Look the code up in WeChat's table of return codes (全局返回码).",
    }),
    zh: ({ path, errcode, errmsg, hint }) => ({
      seen: `${path} 返回 ${errcode}: ${errmsg}。`,
      fix: hint?.zh ?? '请在微信文档“全局返回码”中查询该错误码。',
    }),
  }),
  'clock-ok': remark<object>('ok', {
    en: () => ({ seen: 'The clocks agree.' }),
    zh: () => ({ seen: '时钟一致。' }),
  }),
  'clock-here': problem<{ seconds: number }>('warning', {
    en: ({ seconds }) => ({
      seen: `The clock of this machine is ${seconds} s away from WeChat's.`,
      fix: 'Switch on the time service of the system (NTP): tokens seem to live longer or shorter than they do.',
    }),
    zh: ({ seconds }) => ({
      seen: `本机时钟与微信相差 ${seconds} 秒。`,
      fix: '请开启系统时间同步（NTP），否则对 access_token 有效期的判断会出错。',
    }),
  }),
  'clock-bot': problem<{ seconds: number }>('error', {
    en: ({ seconds }) => ({
      seen: `The clock of the bot's server is ${seconds} s away.`,
      fix: 'Switch on its time service (NTP): pushes that seem old or from the future are refused.',
    }),
    zh: ({ seconds }) => ({
      seen: `服务所在机器的时钟相差 ${seconds} 秒。`,
      fix: '请在该机器上开启时间同步（NTP），否则推送会因时间戳过期被拒绝。',
    }),
  }),
};
