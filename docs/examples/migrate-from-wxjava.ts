import express from 'express';
import { createRouter, reply, wechat } from 'offiaccount';
import type { Handler, WeChatConfig } from 'offiaccount';

/** rule().handler(logHandler).next() */
const log: Handler = (ctx, next) => {
  console.log(ctx.message.MsgType, ctx.deliveryId);
  return next();
};

const routes = createRouter()
  .use(log)
  // rule().async(false).msgType(EVENT).event(SUBSCRIBE).handler(subscribeHandler).end()
  .event('subscribe', async ({ api, openid }) => {
    const { subscribe_scene } = await api.user.getInfo(openid);
    return `Thank you for following (${subscribe_scene ?? 'unknown'}).`;
  })
  // rule().async(false).msgType(EVENT).event(CLICK).eventKey("HOURS").handler(menuHandler).end()
  .click('HOURS', () => 'We are open from 9 to 18 o’clock.')
  // rule().async(false).rContent("order \\d+").handler(orderHandler).end()
  .text(/^order (\d+)$/, ({ match }) => `Order ${match[1]} is on its way.`)
  // rule().async(false).handler(msgHandler).end()
  .message(() => reply.transfer());

export function servePortal(accounts: readonly WeChatConfig[]) {
  const app = express();
  for (const account of accounts) app.use(`/wx/portal/${account.appId}`, wechat(account).use(routes));
  return app;
}
