import type { Language } from '../language';

/** What kind of failure it is; each has an HTTP status. */
export type FailureCode = 'bad-request' | 'forbidden' | 'not-found' | 'too-large' | 'busy';

/** A kind of failure: what it is for a program, and what it is called in each language. */
interface Kind<V> extends Readonly<Record<Language, (values: V) => string>> {
  readonly is: FailureCode;
}

const kind = <V = object>(
  is: FailureCode,
  en: (values: V) => string,
  zh: (values: V) => string,
): Kind<V> => ({
  is,
  en,
  zh,
});

/** All for which the page's server does not do what it is asked for, by reason. */
export const failures = {
  'no-user': kind<{ openid: string }>(
    'not-found',
    ({ openid }) => `There is no user "${openid}".`,
    ({ openid }) => `没有用户“${openid}”。`,
  ),
  'no-push': kind<{ id: number }>(
    'not-found',
    ({ id }) => `No user's push #P${id} is kept.`,
    ({ id }) => `没有保存用户的推送 #P${id}。`,
  ),
  'no-account': kind<{ appId: string }>(
    'not-found',
    ({ appId }) => `There is no account "${appId}".`,
    ({ appId }) => `没有账号“${appId}”。`,
  ),
  'not-authorized': kind<{ appId: string }>(
    'bad-request',
    ({ appId }) => `The account ${appId} has not authorised the platform.`,
    ({ appId }) => `账号 ${appId} 还没有授权。`,
  ),
  'no-permission': kind(
    'bad-request',
    () => 'Choose at least one permission set.',
    () => '请至少选择一项权限集。',
  ),
  'unknown-permission': kind<{ id: number }>(
    'bad-request',
    ({ id }) => `Accounts of this kind have no permission set ${id}.`,
    ({ id }) => `这类账号没有权限集 ${id}。`,
  ),
  'too-many-accounts': kind<{ most: number }>(
    'busy',
    ({ most }) => `There are ${most} accounts, and no more can be.`,
    ({ most }) => `已经有 ${most} 个账号，不能再添加。`,
  ),
  'authorization-page': kind<{ message: string; chinese: string }>(
    'bad-request',
    ({ message }) => message,
    ({ chinese }) => chinese,
  ),
  'page-unreachable': kind<{ why: string }>(
    'bad-request',
    ({ why }) => `The page cannot be loaded: ${why}.`,
    ({ why }) => `无法打开页面：${why}。`,
  ),
  'user-exists': kind<{ openid: string }>(
    'bad-request',
    ({ openid }) => `There is a user "${openid}" already.`,
    ({ openid }) => `已经有用户“${openid}”。`,
  ),
  'too-many-users': kind<{ most: number }>(
    'busy',
    ({ most }) => `There are ${most} users, and no more can be.`,
    ({ most }) => `已经有 ${most} 个用户，不能再添加。`,
  ),
  'too-many-pushes': kind<{ most: number }>(
    'busy',
    ({ most }) => `${most} pushes are on their way.`,
    ({ most }) => `正在推送的消息已有 ${most} 条，请稍后再试。`,
  ),
  'too-many-pages': kind<{ most: number }>(
    'busy',
    ({ most }) => `${most} pages look on already.`,
    ({ most }) => `已经打开了 ${most} 个页面。`,
  ),
  'no-location-reports': kind(
    'bad-request',
    () => 'Only service accounts are told where their users are.',
    () => '只有服务号能收到用户上报的位置。',
  ),
  'no-file': kind<{ id: string }>(
    'not-found',
    ({ id }) => `There is no file "${id}".`,
    ({ id }) => `没有文件“${id}”。`,
  ),
  'other-file': kind<{ type: string }>(
    'bad-request',
    ({ type }) => `The file is no ${type}.`,
    ({ type }) => `文件类型不是 ${type}。`,
  ),
  'empty-file': kind(
    'bad-request',
    () => 'The file is empty.',
    () => '文件是空的。',
  ),
  'no-upload': kind(
    'bad-request',
    () => 'A file is sent as application/octet-stream, and is not empty.',
    () => '文件要以 application/octet-stream 上传，并且不能为空。',
  ),
  'no-button': kind(
    'not-found',
    () => 'The menu has no such button.',
    () => '菜单里没有这个按钮。',
  ),
  'other-name': kind(
    'forbidden',
    () => 'This page is not served by that name.',
    () => '不能用这个域名访问本页面。',
  ),
  'other-page': kind(
    'forbidden',
    () => 'This comes from another page.',
    () => '请求来自别的页面。',
  ),
  'nothing-done': kind(
    'bad-request',
    () => 'Nobody has done anything yet.',
    () => '还没有任何操作。',
  ),
  'nothing-here': kind(
    'not-found',
    () => 'There is nothing here.',
    () => '这里什么也没有。',
  ),
  'body-too-large': kind(
    'too-large',
    () => 'The body is too large.',
    () => '请求内容太大。',
  ),
  'body-too-deep': kind(
    'bad-request',
    () => 'The body is nested too deep.',
    () => '请求内容嵌套太深。',
  ),
  'body-unreadable': kind(
    'bad-request',
    () => 'The body cannot be read.',
    () => '读不懂请求内容。',
  ),
  'replay-runs': kind(
    'busy',
    () => 'A conversation is being replayed already.',
    () => '已经在重放一个会话。',
  ),
  'cannot-encrypt': kind(
    'bad-request',
    () => 'This mode encrypts, which needs an AppID and an EncodingAESKey.',
    () => '这种模式要加密，需要 AppID 和 EncodingAESKey。',
  ),
  'cannot-restart': kind(
    'bad-request',
    () => 'The bot runs in another process. With startSimulator({ start }) it can be started again.',
    () => '机器人在另一个进程里运行。用 startSimulator({ start }) 启动时才能重启它。',
  ),
  'no-kept-store': kind(
    'bad-request',
    () =>
      'This needs a bot of startSimulator({ start: ({ keeps }) => … }), with the store that it keeps: wechat({ store: keeps(store) }).',
    () =>
      '需要用 startSimulator({ start: ({ keeps }) => … }) 启动机器人，并声明重启后仍在的 store：wechat({ store: keeps(store) })。',
  ),
  'no-command': kind<{ type: string }>(
    'bad-request',
    ({ type }) => `There is no command "${type}".`,
    ({ type }) => `没有命令“${type}”。`,
  ),
  'too-long': kind<{ name: string; most: number }>(
    'bad-request',
    ({ name, most }) => `"${name}" has more than ${most} characters.`,
    ({ name, most }) => `“${name}”超过了 ${most} 个字符。`,
  ),
  'out-of-range': kind<{ name: string; least: number; most: number }>(
    'bad-request',
    ({ name, least, most }) => `"${name}" is a number from ${least} to ${most}.`,
    ({ name, least, most }) => `“${name}”必须是 ${least} 到 ${most} 的数。`,
  ),
  'no-number': kind<{ name: string }>(
    'bad-request',
    ({ name }) => `"${name}" must be a number.`,
    ({ name }) => `“${name}”必须是数字。`,
  ),
  'no-openid': kind<{ name: string }>(
    'bad-request',
    ({ name }) => `"${name}" has 1 to 64 letters, digits, "-" and "_".`,
    ({ name }) => `“${name}”由 1 到 64 个字母、数字、“-”和“_”组成。`,
  ),
  'no-address': kind<{ name: string }>(
    'bad-request',
    ({ name }) => `"${name}" must be an address that begins with http:// or https://.`,
    ({ name }) => `“${name}”必须是以 http:// 或 https:// 开头的地址。`,
  ),
  'wrong-count': kind<{ name: string; most: number }>(
    'bad-request',
    ({ name, most }) => `"${name}" has 1 to ${most} entries.`,
    ({ name, most }) => `“${name}”要有 1 到 ${most} 项。`,
  ),
  'other-version': kind<{ version: number }>(
    'bad-request',
    ({ version }) => `This is a conversation of version ${version}; 1 can be read here.`,
    ({ version }) => `这个会话文件的版本是 ${version}，这里只能读版本 1。`,
  ),
  'too-many-steps': kind<{ users: number; steps: number }>(
    'too-large',
    ({ users, steps }) => `At most ${users} users and ${steps} steps can be replayed.`,
    ({ users, steps }) => `最多能重放 ${users} 个用户、${steps} 步。`,
  ),
  'step-of-nobody': kind<{ index: number }>(
    'bad-request',
    ({ index }) => `steps[${index}] is of a user that "users" does not have.`,
    ({ index }) => `steps[${index}] 的用户不在 users 里。`,
  ),
  'page-refuses': kind<{ text: string; code: number }>(
    'bad-request',
    ({ text, code }) => `WeChat's page says: ${text} (${code}).`,
    ({ text, code }) => `微信的页面提示：${text}（${code}）。`,
  ),
  'not-taken': kind<{ errcode: number; message: string; chinese: string }>(
    'bad-request',
    ({ message }) => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
    ({ errcode, chinese }) => `${NOT_TAKEN.get(errcode) ?? '请求的内容不对'}：${chinese}。`,
  ),
} as const;

/** What the fake API refuses of files and fields. */
const NOT_TAKEN: ReadonlyMap<number, string> = new Map([
  [40004, '不支持这种媒体类型'],
  [40005, '微信不接受这种文件'],
  [40113, '文件内容和扩展名不一致'],
  [45001, '文件太大'],
]);

/** Why something is not done. */
export type FailureReason = keyof typeof failures;

/** The values that the words of a reason are made of. */
export type FailureValues<R extends FailureReason> = (typeof failures)[R] extends Kind<infer V> ? V : never;
