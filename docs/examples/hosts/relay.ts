import express from 'express';
import { createApi, createServer, relay } from 'offiaccount';

/** On production, which has the AppSecret and an address that WeChat knows. */
export function serveRelay(appId: string, appSecret: string, secret: string) {
  const api = createApi({ appId, appSecret });
  const app = express();
  app.use('/wechat/relay', relay(api, { secret, allow: ['read-only', 'customerMessage.*'] }));
  return createServer(app);
}

/** On a laptop, in a test environment, in a function: there is no AppSecret. */
export const callThrough = (appId: string, url: string, secret: string) =>
  createApi({ appId, relay: { url, secret, name: 'laptop' } });
