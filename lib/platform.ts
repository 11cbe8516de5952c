import type { RequestHandler } from 'express';
import { createAnswers } from './answers/answers';
import { maySend, quotaLeft } from './api/refused-now';
import { createCore } from './component/core';
import { platformApi } from './component/create-platform';
import { createConnect } from './component/pages/connect';
import { createConnected } from './component/pages/connected';
import { createViewSeal } from './component/pages/seal';
import { createAdmit } from './component/receiving/admit';
import { createBackground } from './component/receiving/background';
import type { Platform, PlatformConfig } from './component/types';
import { rememberFacts } from './host-facts';
import { createMiddleware } from './inbound/middleware';
import { introduce } from './inbound/neighbours';
import { readPlatformConfig } from './platform-config';
import type { Context } from './router/context';
import { addRoutes } from './router/router';
import type { Router } from './router/routes';
import { memoryStore } from './store/memory';

const GRACE_MS = 10_000;
/** How much of that notices may take which have been answered already. */
const NOTICES_MS = 5_000;

/**
 * Receives what WeChat sends to a third-party platform (第三方平台), for the platform itself and for all accounts
 * that have authorised it: `app.use('/wechat', platform({ … }))`. Tickets, tokens, authorisations and the
 * release test are seen to; `ctx.appId` and `ctx.api` are those of the account that a message is for.
 *
 * Page of WeChat's: 第三方平台 / 开发指南 / 消息与事件推送
 * (https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/).
 *
 * @example
 * const wx = platform({
 *   componentAppId: env.COMPONENT_APP_ID, componentAppSecret: env.COMPONENT_APP_SECRET,
 *   token: env.COMPONENT_TOKEN, encodingAESKey: env.COMPONENT_AES_KEY,
 *   store: redisStore(new Redis(env.REDIS_URL), { secret: env.STORE_SECRET }),
 * });
 * wx.text('hours', (ctx) => tenants.openingHours(ctx.appId));
 * app.use('/wechat', wx); // in the console: https://example.com/wechat and https://example.com/wechat/$APPID$
 *
 * @throws {ConfigError} A setting is missing, unknown or out of its range.
 */
export function platform(config: PlatformConfig): Platform {
  const { receiving, calling, store, releaseTest } = readPlatformConfig(config);
  const { clock, logger } = receiving;
  const { componentAppId } = calling;
  const dispatch = (ctx: Context) => wx.dispatch(ctx);
  const core = createCore(calling);
  const api = platformApi(core);
  const background = createBackground(clock);
  const { handle, deliveries, account } = createMiddleware(receiving, {
    dispatch,
    getApi: () => core.api,
    maySend,
    answers: createAnswers({ ...receiving, sessions: store.sessions, maySend, quotaLeft }),
    store: store.deliveries,
    own: memoryStore(clock).deliveries,
    admit: createAdmit({
      core,
      componentAppId,
      clock,
      logger,
      background,
      releaseTest,
      dispatch,
    }),
  });
  const pages = { seal: createViewSeal(componentAppId, config.componentAppSecret), clock, logger };

  // A function of its own, not a bound one: routes are added to it.
  const middleware: RequestHandler = (req, res, next) => handle(req, res, next);
  introduce(middleware, account);
  rememberFacts(middleware, { late: receiving.late, isBusy: () => deliveries.isBusy() });
  const own: Omit<Platform, keyof Router | keyof RequestHandler> = {
    ...api,
    connect: (options) => createConnect(options, (page) => api.authorizationUrl(page), pages),
    connected: (handler) =>
      createConnected(handler, {
        ...pages,
        exchange: (code) => core.exchange(code),
        claimView: (id, appId) => core.claimView(id, appId),
      }),
    stats: () => deliveries.stats(),
    async close() {
      const end = clock.monotonic() + GRACE_MS;
      const saved = core.close();
      // Handlers of a notice begin when what it asks for is done; then no new message is taken.
      const unfinished = await background.close(NOTICES_MS);
      if (unfinished > 0)
        logger.warn(
          { event: 'notices-unfinished', count: unfinished },
          'What notices ask for takes longer than a shutdown waits: their handlers do not run in this process. ' +
            'Codes of authorisations that are stored are taken up by another process; sync() finds the rest.',
        );
      await Promise.all([deliveries.close(end - clock.monotonic()), saved]);
      // What the last handlers have changed.
      await core.close();
    },
  };
  const wx: Platform = addRoutes(Object.assign(middleware, own));
  return wx;
}
