import type { AddressInfo } from 'node:net';
import express from 'express';
import { createApi, createServer, wechat } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import { bot } from './bot';
import { converse } from './conversation';
import { account, isReal, port } from './settings';

const app = express();
const server = createServer(app);

// Somebody else may have the usual port: the demo is content with any.
server.once('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE' || process.env.PORT !== undefined) throw error;
  console.log(`Port ${port} is taken.`);
  server.listen(0, () => void serve());
});
server.listen(port, () => void serve());

async function serve(): Promise<void> {
  const { port: actual } = server.address() as AddressInfo;
  const url = `http://localhost:${actual}/wechat`;
  console.log(`The bot listens at ${url}. Ctrl+C ends it.`);
  if (isReal) serveAccount();
  else await playWeChat(url);
}

/** A real account: calls go to WeChat. */
function serveAccount(): void {
  app.use('/wechat', wechat(account).use(bot));
  console.log('Enter the public address of /wechat under 基本配置 / 服务器配置 in the WeChat console.');
}

/** No account: the simulator plays WeChat, its API included. */
async function playWeChat(url: string): Promise<void> {
  const simulator = simulate({ url }, account);
  const api = createApi({ appId: account.appId, appSecret: 'madeUp', host: await simulator.api.url() });
  app.use('/wechat', wechat({ ...account, api }).use(bot));
  await converse(simulator);
}
