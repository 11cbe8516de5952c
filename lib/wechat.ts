import type { RequestHandler } from 'express';
import { readConfig } from './config';
import type { WeChatConfig } from './config';
import { createMiddleware } from './inbound/middleware';
import type { DeliveryStats } from './inbound/delivery';
import { addRoutes } from './router/router';
import type { Router } from './router/router';

/** Express middleware that receives an account's pushes, and the router that answers them. */
export interface WeChat extends Router, RequestHandler {
  /** What is going on right now, and what has been turned away. */
  stats(): DeliveryStats;
  /** Takes no new messages and waits up to 10 s for the running handlers; then their `ctx.signal` aborts. */
  close(): Promise<void>;
}

const GRACE = 10_000;

/**
 * Receives the pushes of one account: `app.use('/wechat', wechat({ … }))`.
 *
 * @throws {ConfigError} A setting is missing, unknown or out of its range.
 */
export function wechat(config: WeChatConfig): WeChat {
  const settings = readConfig(config);
  const { handle, deliveries } = createMiddleware(settings, (ctx) => wx.dispatch(ctx));
  // A function of its own, not a bound one: routes are added to it.
  const middleware: RequestHandler = (req, res, next) => handle(req, res, next);
  const wx: WeChat = addRoutes(
    Object.assign(middleware, {
      stats: () => deliveries.stats(),
      close: () => deliveries.close(GRACE),
    }),
  );
  return wx;
}
