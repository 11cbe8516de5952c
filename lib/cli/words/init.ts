import { text } from './text';

/** Texts about a new bot. */
export const init = {
  'init-not-empty': text<{ folder: string; found: readonly string[]; more: number }>({
    en: ({ folder, found, more }) =>
      `${folder} is not empty (${found.join(', ')}${more > 0 ? ` and ${more} more` : ''}), and nothing in it is overwritten. Name a new folder: offiaccount init my-bot`,
    zh: ({ folder, found, more }) =>
      `${folder} 不是空文件夹（${found.join('、')}${more > 0 ? ` 等 ${found.length + more} 项` : ''}），不会覆盖其中的文件。请指定一个新文件夹：offiaccount init my-bot`,
  }),
  'init-written': text<{ folder: string; files: readonly string[]; steps: readonly string[] }>({
    en: ({ folder, files, steps }) =>
      [
        `A bot is in ${folder}: ${files.join(', ')}`,
        '',
        'Next:',
        ...steps.map((step) => `  ${step}`),
        '',
        '"npm start" needs no account: without one it opens an offline WeChat to chat with the bot. The settings of an account go into .env.',
      ].join('\n'),
    zh: ({ folder, files, steps }) =>
      [
        `已在 ${folder} 中生成：${files.join('、')}`,
        '',
        '接下来：',
        ...steps.map((step) => `  ${step}`),
        '',
        '没有公众号也能运行 npm start：它会启动离线的微信，供你和机器人聊天。公众号的配置填在 .env 中。',
      ].join('\n'),
  }),
};
