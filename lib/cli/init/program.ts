import type { Language } from '../../language';
import type { NewBot } from './options';

const WORDS = {
  en: {
    bot: 'The bot: what it answers, and the Express app it is mounted in.',
    welcome: 'Welcome! Say hi.',
    greetings: ['hi', 'hello'],
    hello: 'Hello!',
    echo: 'You said: ',
    mount: 'Before other body parsers.',
    offline: 'Without an account, WeChat is played on this machine: a page to chat, and an API for calls.',
    listens: 'The bot listens at ',
    chat: 'Chat with it at ',
    port: ' is taken: set another PORT in .env.',
    end: 'Messages that are being answered have 10 s.',
    says: 'welcomes a new follower',
    greets: 'greets',
    repeats: 'repeats what it does not know',
    unknown: 'What is new?',
  },
  zh: {
    bot: '公众号服务：如何回复，以及挂载它的 Express 应用。',
    welcome: '欢迎关注！说声“你好”吧。',
    greetings: ['你好', 'hi'],
    hello: '你好！',
    echo: '你说：',
    mount: '要放在其他 body 解析中间件之前。',
    offline: '没有公众号时，在本机模拟微信：一个聊天页面，以及供调用的接口。',
    listens: '服务已启动：',
    chat: '打开页面和它聊天：',
    port: ' 端口已被占用：请在 .env 中设置其他 PORT。',
    end: '正在处理的消息还有 10 秒。',
    says: '欢迎新关注的用户',
    greets: '打招呼',
    repeats: '重复它不认识的话',
    unknown: '有什么新鲜事？',
  },
} as const satisfies Readonly<Record<Language, object>>;

/** Returns the file of the bot. */
export function writeBot({ language, js }: NewBot): string {
  const words = WORDS[language];
  return `import express from 'express';
import { wechat } from 'offiaccount';
${js ? '' : "import type { WeChatConfig } from 'offiaccount';\n"}
/**
 * ${words.bot}${js ? "\n *\n * @param {import('offiaccount').WeChatConfig} account" : ''}
 */
export function createBot(account${js ? '' : ': WeChatConfig'}) {
  const wx = wechat(account);

  wx.event('subscribe', () => '${words.welcome}');
  wx.text([${words.greetings.map((each) => `'${each}'`).join(', ')}], () => '${words.hello}');
  wx.text(({ message }) => \`${words.echo}\${message.Content}\`);

  const app = express();
  // ${words.mount}
  app.use('/wechat', wx);
  return { app, wx };
}
`;
}

/** Returns the file that starts the bot. */
export function writeStart({ language, js }: NewBot): string {
  const words = WORDS[language];
  return `import { createServer } from 'offiaccount';
import { createBot } from './bot.${js ? 'js' : 'ts'}';

const { WECHAT_APP_ID, WECHAT_APP_SECRET, WECHAT_TOKEN, WECHAT_ENCODING_AES_KEY, PORT = '3000' } = process.env;
const token = WECHAT_TOKEN ?? '';
const url = \`http://localhost:\${PORT}/wechat\`;

// ${words.offline}
async function playWeChat() {
  const { startSimulator } = await import('offiaccount/simulator');
  const wechat = await startSimulator({ url, token });
  const account = { appId: 'wx0123456789abcdef', appSecret: 'offline', token, apiHost: wechat.apiUrl };
  return { account, page: wechat.url };
}

const offline = WECHAT_APP_ID ? undefined : await playWeChat();
const { app, wx } = createBot(
  offline?.account ?? {
    appId: WECHAT_APP_ID ?? '',
    token,
    ...(WECHAT_APP_SECRET && { appSecret: WECHAT_APP_SECRET }),
    ...(WECHAT_ENCODING_AES_KEY && { encodingAESKey: WECHAT_ENCODING_AES_KEY }),
  },
);

const server = createServer(app);
server.once('error', (error) => {
  console.error('code' in error && error.code === 'EADDRINUSE' ? \`\${PORT}${words.port}\` : error);
  process.exit(1);
});
server.listen(Number(PORT), () => {
  console.log(\`${words.listens}\${url}\`);
  if (offline) console.log(\`${words.chat}\${offline.page}\`);
});

// ${words.end}
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close();
    void wx.close().then(() => process.exit());
  });
`;
}

/** Returns the spec of the bot. */
export function writeTest({ language, js }: NewBot): string {
  const words = WORDS[language];
  return `import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { simulate } from 'offiaccount/testing';
import { createBot } from './bot.${js ? 'js' : 'ts'}';

const account = { appId: 'wx0123456789abcdef', token: 'testToken' };
const { app, wx } = createBot(account);
const wechat = simulate(app, { ...account, path: '/wechat' });
after(() => Promise.all([wechat.close(), wx.close()]));

test('${words.says}', async () => {
  const { reply } = await wechat.user('alice').follows();
  assert.deepEqual(reply, { MsgType: 'text', Content: '${words.welcome}' });
});

test('${words.greets}', async () => {
  const { reply } = await wechat.user('alice').says('${words.greetings[0]}');
  assert.deepEqual(reply, { MsgType: 'text', Content: '${words.hello}' });
});

test('${words.repeats}', async () => {
  const { reply } = await wechat.user('alice').says('${words.unknown}');
  assert.deepEqual(reply, { MsgType: 'text', Content: '${words.echo}${words.unknown}' });
});
`;
}
