import { text } from './text';

/** The access token. */
export const token = {
  'token-asking': text({ en: () => 'Asking for the access token', zh: () => '正在获取 access_token' }),
  'token-using': text({ en: () => 'Calling with it', zh: () => '正在用它调用接口' }),
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
