import type { AddressInfo } from 'node:net';
import express from 'express';
import { createServer, wechat } from 'offiaccount';
import { bot } from './bot';
import { converse } from './conversation';
import { account, isReal, port } from './settings';

const app = express();
app.use('/wechat', wechat(account).use(bot));
app.get('/', (_req, res) => res.type('text').send('The bot is at /wechat; give WeChat that address.'));

const server = createServer(app);

// Somebody else may have the usual port: the demo is content with any.
server.once('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE' || process.env.PORT !== undefined) throw error;
  console.log(`Port ${port} is taken.`);
  server.listen(0, started);
});
server.listen(port, started);

function started(): void {
  const { port: actual } = server.address() as AddressInfo;
  const url = `http://localhost:${actual}/wechat`;
  console.log(`The bot listens at ${url}`);
  if (isReal) console.log('Enter its public address under 基本配置 / 服务器配置 in the WeChat console.');
  else void converse(url, account).then(() => console.log(`Still listening at ${url}. Ctrl+C ends it.`));
}
