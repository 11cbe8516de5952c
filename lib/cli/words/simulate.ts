import { startLine } from '../../simulator/start-line';
import { text } from './text';

/** Texts about playing WeChat for a bot. */
export const simulate = {
  'simulate-addresses': text<{
    page: string;
    apiUrl: string;
    remoteApiUrl: string | undefined;
    start: string;
  }>({
    en: ({ page, apiUrl, remoteApiUrl, start }) =>
      [
        `Chat with the bot:  ${page}`,
        `WeChat's API:       ${apiUrl}  (the bot's base URL for calls)`,
        ...(remoteApiUrl === undefined ? [] : [`  from elsewhere:   ${remoteApiUrl}`]),
        `Start the bot with: ${start}`,
      ].join('\n'),
    zh: ({ page, apiUrl, remoteApiUrl, start }) =>
      [
        `聊天页面：  ${page}`,
        `微信接口：  ${apiUrl}  （作为服务调用接口的地址）`,
        ...(remoteApiUrl === undefined ? [] : [`  从其他机器：  ${remoteApiUrl}`]),
        `启动机器人：  ${start}`,
      ].join('\n'),
  }),
  'simulate-platform-addresses': text<{ page: string; apiUrl: string; remoteApiUrl: string | undefined }>({
    en: ({ page, apiUrl, remoteApiUrl }) =>
      [
        `Accounts and users: ${page}`,
        `WeChat's API:       ${apiUrl}  (the platform's base URL for calls: createPlatform({ host }))`,
        ...(remoteApiUrl === undefined ? [] : [`  from elsewhere:   ${remoteApiUrl}`]),
        `Start the app with: ${startLine(apiUrl)}`,
        'What is done on this page cannot be saved as a spec.',
      ].join('\n'),
    zh: ({ page, apiUrl, remoteApiUrl }) =>
      [
        `账号与用户：  ${page}`,
        `微信接口：    ${apiUrl}  （平台调用接口的地址：createPlatform({ host })）`,
        ...(remoteApiUrl === undefined ? [] : [`  从其他机器：  ${remoteApiUrl}`]),
        `启动服务：    ${startLine(apiUrl)}`,
        '这个页面的操作不能保存为测试。',
      ].join('\n'),
  }),
  'platform-alone': text<{ option: string }>({
    en: ({ option }) => `${option} goes with --platform only.`,
    zh: ({ option }) => `${option} 只能与 --platform 一起使用。`,
  }),
  'platform-not': text<{ option: string }>({
    en: ({ option }) =>
      `${option} does not go with --platform: its pushes are always encrypted XML, to one address.`,
    zh: ({ option }) => `${option} 不能与 --platform 一起使用：平台的推送总是加密的 XML，且只有一个地址。`,
  }),
  'simulate-answers': text({
    en: () => 'The bot answers the check of its address.',
    zh: () => '服务通过了地址验证。',
  }),
  'simulate-silent': text<{ outcome: string; problem: string }>({
    en: ({ outcome, problem }) =>
      `The bot does not answer the check of its address (${outcome}): ${problem} "offiaccount doctor" says more.`,
    zh: ({ outcome, problem }) =>
      `服务没有通过地址验证（${outcome}）：${problem}用 "offiaccount doctor" 查看原因。`,
  }),
  'simulate-not-up': text<{ problem: string }>({
    en: ({ problem }) => `The bot is not up yet. ${problem} A line here says when it is up.`,
    zh: ({ problem }) => `服务还没有启动。${problem}启动后，这里会有提示。`,
  }),
  'simulate-up': text<{ seen: string }>({
    en: ({ seen }) => `The bot is up. ${seen}`,
    zh: ({ seen }) => `服务已启动。${seen}`,
  }),
  'simulate-never-up': text({
    en: () => 'The bot is still not up, and is not looked for any more. The page works as soon as it is up.',
    zh: () => '服务一直没有启动，不再等待提示。服务启动后，页面即可使用。',
  }),
  'simulate-end': text({ en: () => 'Ctrl+C ends it.', zh: () => '按 Ctrl+C 结束。' }),
  'port-form': text<{ option: string }>({
    en: ({ option }) => `${option} must be a port: a number from 0 to 65535.`,
    zh: ({ option }) => `${option} 必须是端口号：0 到 65535 的整数。`,
  }),
  'port-taken': text<{ port: number; option: string }>({
    en: ({ port, option }) =>
      `Port ${port} is taken by another program: choose another with ${option} (0 = a free one), or end that program.`,
    zh: ({ port, option }) =>
      `端口 ${port} 已被其他程序占用：请用 ${option} 换一个（0 表示任意空闲端口），或结束那个程序。`,
  }),
  'port-forbidden': text<{ port: number; option: string }>({
    en: ({ port, option }) =>
      `This user may not listen at port ${port}: choose one from 1024 on with ${option}.`,
    zh: ({ port, option }) => `当前用户不能监听端口 ${port}：请用 ${option} 选择 1024 及以上的端口。`,
  }),
  'host-elsewhere': text<{ host: string; code: string }>({
    en: ({ host, code }) =>
      `This machine cannot listen at "${host}" (${code}): --host takes an address of this machine, such as 127.0.0.1 or 0.0.0.0.`,
    zh: ({ host, code }) =>
      `本机不能监听“${host}”（${code}）：--host 必须是本机的地址，例如 127.0.0.1 或 0.0.0.0。`,
  }),
  'no-browser': text<{ program: string }>({
    en: ({ program }) => `No browser could be opened (${program}): the address is above.`,
    zh: ({ program }) => `无法打开浏览器（${program}），请手动打开上面的地址。`,
  }),
};
