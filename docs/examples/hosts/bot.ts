import { wechat } from 'offiaccount';

/** One bot for all of these servers. */
export const wx = wechat({ appId: process.env.WECHAT_APP_ID!, token: process.env.WECHAT_TOKEN! });
wx.text((ctx) => `You said: ${ctx.message.Content}`);
