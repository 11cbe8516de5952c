/** A bot as the README has it, in a process of its own: it knows nothing of the simulator but the address of the API. */
import express from 'express';
import { wechat } from 'offiaccount';

const {
  PORT,
  WECHAT_APP_ID = '',
  WECHAT_APP_SECRET = '',
  WECHAT_TOKEN = '',
  WECHAT_ENCODING_AES_KEY,
} = process.env;

const wx = wechat({
  appId: WECHAT_APP_ID,
  appSecret: WECHAT_APP_SECRET,
  token: WECHAT_TOKEN,
  ...(WECHAT_ENCODING_AES_KEY !== undefined && { encodingAESKey: WECHAT_ENCODING_AES_KEY }),
});

wx.text(/^slow (\d+)$/, async ({ match }) => {
  await new Promise((resolve) => setTimeout(resolve, Number(match[1])));
  return `Slow for ${match[1]} ms.`;
})
  .text(/^call/, async ({ api }) => `Tags: ${(await api.tag.getList()).tags.length}`)
  .text(({ message }) => `You said: ${message.Content}`)
  .event('subscribe', () => 'Welcome!');

const server = express()
  .use('/wechat', wx)
  .listen(Number(PORT), '127.0.0.1', () => console.log(`listens ${JSON.stringify(server.address())}`));
