import express from 'express';
import { reply, wechat } from 'offiaccount';
import type { WeChat, WeChatConfig } from 'offiaccount';

/** What `MsgController extends MsgAdapter` did. */
const answers = (wx: WeChat) =>
  wx
    .text('help', () => 'Send a picture.')
    .text(({ message }) => `You said: ${message.Content}`)
    .image(({ message }) => reply.image(message.MediaId))
    .location(({ message }) => `You are at ${message.Label}.`)
    .scan(({ scene }) => `You came by ${scene}.`)
    .event('subscribe', () => 'Welcome!')
    .click(({ message }) => `You tapped ${message.EventKey}.`);

export function serveBots(tea: WeChatConfig, coffee: WeChatConfig) {
  const app = express();
  app.use('/msg/tea', answers(wechat(tea)));
  app.use('/msg/coffee', answers(wechat(coffee)));
  return app;
}
