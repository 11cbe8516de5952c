import express from 'express';
import { get, wechat } from 'offiaccount';
import type { WeChatConfig } from 'offiaccount';

export function serveBot(config: WeChatConfig) {
  const wx = wechat(config);
  wx.use((ctx, next) => {
    console.log(ctx.message.MsgType);
    return next();
  });
  wx.text(({ message }) => `You said: ${message.Content}`);
  wx.event('subscribe', async ({ api, openid }) => {
    await api.user.updateRemark(openid, 'new'); // a method with types
    const { tagid_list } = await api.request(
      get<{ readonly tagid_list?: readonly number[] }>('/cgi-bin/user/info', { openid }), // or any path
    );
    return `Welcome! You have ${tagid_list?.length ?? 0} tags.`;
  });

  const app = express();
  app.use('/wechat', wx);
  return app;
}
