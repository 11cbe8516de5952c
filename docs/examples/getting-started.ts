import express from 'express';
import { wechat } from 'offiaccount';
import type { WeChatConfig } from 'offiaccount';

export function createBot(account: WeChatConfig) {
  const wx = wechat(account);

  wx.event('subscribe', () => 'Welcome! Send "hi".');
  wx.text(['hi', 'hello'], () => 'Hello!');
  wx.text(/^find (.+)$/, ({ match }) => `You are looking for ${match[1]}.`);
  wx.text(({ message }) => `You said: ${message.Content}`);

  const app = express();
  app.use('/wechat', wx); // before express.json() and other body parsers
  return { app, wx };
}
