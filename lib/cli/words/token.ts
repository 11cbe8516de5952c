import { text } from './text';

/** Texts about the access token. */
export const token = {
  'token-asking': text({ en: () => 'Asking for the access token', zh: () => '正在获取 access_token' }),
  'token-using': text({ en: () => 'Calling with it', zh: () => '正在用它调用接口' }),
  'token-following': text({
    en: () => 'Asking production for its access token',
    zh: () => '正在向生产环境获取 access_token',
  }),
  'token-followed': text({
    en: () => 'Production shares it, and keeps it fresh.',
    zh: () => '由生产环境共享，并由它负责刷新。',
  }),
  'follow-whom': text({
    en: () =>
      'With --follow, say where the relay of production is: --relay https://shop.example.com/wechat/relay, or RELAY_URL.',
    zh: () =>
      '使用 --follow 时，请指明生产环境中继的地址：--relay https://shop.example.com/wechat/relay，或 RELAY_URL。',
  }),
  'relay-unusable': text<{ message: string }>({
    en: ({ message }) => `The relay cannot be used: ${message}`,
    zh: ({ message }) => `中继设置不可用：${message}`,
  }),
  'token-masked': text<{ start: string; length: number }>({
    en: ({ start, length }) => `${start}… (${length} characters)`,
    zh: ({ start, length }) => `${start}…（共 ${length} 个字符）`,
  }),
  'token-lives': text<{ minutes: number; until: string }>({
    en: ({ minutes, until }) => `Good for ${minutes} more minutes, until ${until}.`,
    zh: ({ minutes, until }) => `剩余有效期 ${minutes} 分钟，到 ${until} 为止。`,
  }),
  'token-accepted': text({ en: () => 'WeChat accepts it.', zh: () => '微信接受这个 access_token。' }),
};
