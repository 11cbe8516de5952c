import express from 'express';
import { createServer, inOrder, reply, session, wechat } from 'offiaccount';
import type { WeChatConfig } from 'offiaccount';

declare module 'offiaccount' {
  interface Session {
    asked?: number;
  }
}

export function serveBot(config: WeChatConfig) {
  const wx = wechat(config);
  wx.use(inOrder()).use(session());

  wx.text('help', () => 'Send "news" or "count".');
  wx.text('news', () =>
    reply.news({ title: 'New tea', description: 'Picked this spring', url: 'https://shop.example.com/' }),
  );
  wx.text('count', async (ctx) => {
    const session = await ctx.session;
    session.asked = (session.asked ?? 0) + 1;
    return `You have asked ${session.asked} times.`;
  });
  wx.image(({ message }) => reply.image(message.MediaId));
  wx.event('subscribe', () => 'Welcome!');
  wx.message(() => reply.transfer());

  const app = express();
  app.use('/wechat', wx); // no express.query(), no body parser before it
  return { app, wx, listen: (port: number) => createServer(app).listen(port) };
}
