import express from 'express';
import type { Express, Request } from 'express';
import { platform } from 'offiaccount';
import type { Platform, PlatformConfig } from 'offiaccount';

/** What you keep of the shops that use your platform: a table of your database. */
export interface Shops {
  /** Adds an account, or changes it. The notice does not know the tenant: without one, keep what is there. */
  connected(appId: string, tenant?: string): Promise<void>;
  disconnected(appId: string): Promise<void>;
  openingHours(appId: string): Promise<string>;
}

export function servePlatform(
  config: PlatformConfig,
  shops: Shops,
  origin: string,
  tenantOf: (req: Request) => string,
): { app: Express; wx: Platform } {
  const wx = platform(config);

  // One router for the accounts of all shops; ctx.appId says which it is, and ctx.api calls with its token.
  wx.text(['hours', '营业时间'], (ctx) => shops.openingHours(ctx.appId))
    .event('subscribe', () => 'Welcome! Send "hours" to see when we are open.')
    .notice(['authorized', 'updateauthorized'], (ctx) => shops.connected(ctx.appId))
    .notice('unauthorized', (ctx) => shops.disconnected(ctx.appId));

  const app = express();
  app.use('/wechat', wx);

  // The way on which a shop connects its account. `tenantOf` tells who is signed in at your site.
  const returnTo = `${origin}/connected`;
  app.get('/connect', wx.connect({ returnTo, state: tenantOf }));
  app.get(
    '/connected',
    wx.connected(async ({ account, state }, _req, res) => {
      await shops.connected(account.appId, state);
      res.redirect(`/shops/${account.appId}`);
    }),
  );
  return { app, wx };
}
