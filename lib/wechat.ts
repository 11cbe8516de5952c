import type { RequestHandler } from 'express';
import { createAnswers } from './answers/answers';
import { createApi } from './api/client';
import type { Api } from './api/client';
import { maySend, quotaLeft } from './api/refused-now';
import { readConfig } from './config';
import type { CloudRunConfig, Settings, WeChatConfig } from './config';
import { ConfigError } from './errors';
import { rememberFacts, freezingHost } from './host-facts';
import { createMiddleware } from './inbound/middleware';
import type { DeliveryStats } from './inbound/delivery';
import { introduce } from './inbound/neighbours';
import { addRoutes } from './router/router';
import type { Router } from './router/routes';
import { isMemoryStore, memoryStore } from './store/memory';
import type { Store } from './store/store';

/** Express middleware that receives an account's pushes, and the router that answers them. */
export interface WeChat extends Router, RequestHandler {
  /**
   * The account's API, the same as `ctx.api`.
   *
   * @throws {ConfigError} The settings have neither "appSecret" nor "api".
   */
  readonly api: Api;
  /** What is going on right now, and what has been turned away. */
  stats(): DeliveryStats;
  /** Takes no new messages and waits up to 10 s for the running handlers; then their `ctx.signal` aborts. */
  close(): Promise<void>;
}

const GRACE_MS = 10_000;

/**
 * Receives the pushes of one account: `app.use('/wechat', wechat({ … }))`. In 微信云托管, where pushes are not
 * signed: `wechat({ appId, trust: 'cloudrun' })`.
 *
 * @example
 * const { WECHAT_TOKEN, WECHAT_APP_SECRET } = process.env;
 * const wx = wechat({ appId: 'wx1', token: WECHAT_TOKEN!, appSecret: WECHAT_APP_SECRET! });
 * wx.text('hours', () => 'We are open from 9 to 18.');
 * app.use('/wechat', wx);
 *
 * @throws {ConfigError} A setting is missing, unknown or out of its range.
 */
export function wechat(config: WeChatConfig | CloudRunConfig): WeChat {
  const settings = readConfig(config);
  const store = settings.store ?? memoryStore(settings.clock);
  const getApi = lazyApi(settings, store);
  const { api, appSecret, late } = settings;
  const canSend = (api !== undefined || appSecret !== undefined) && late !== 'retry-only';
  const answers = createAnswers({
    ...settings,
    sessions: sessionsOf(store),
    maySend: (ctx) => canSend && maySend(ctx),
    quotaLeft,
  });
  const { handle, deliveries, account } = createMiddleware(settings, {
    answers,
    dispatch: (ctx) => wx.dispatch(ctx),
    getApi,
    maySend,
    store: store.deliveries,
    own: memoryStore(settings.clock).deliveries,
  });
  // A function of its own, not a bound one: routes are added to it.
  const middleware: RequestHandler = (req, res, next) => handle(req, res, next);
  introduce(middleware, account);
  rememberFacts(middleware, { late, isBusy: () => deliveries.isBusy() });
  warnOfMemory(settings);
  tellOfTrust(settings);
  const own = {
    get api() {
      return getApi();
    },
    stats: () => deliveries.stats(),
    close: () => deliveries.close(GRACE_MS),
  };
  // Not assigned: that would ask for the API.
  Object.defineProperties(middleware, Object.getOwnPropertyDescriptors(own));
  const wx = addRoutes(middleware as typeof middleware & typeof own);
  return wx;
}

/** A store of somebody's own may have deliveries alone. */
const sessionsOf = ({ sessions }: Partial<Store>) => sessions ?? memoryStore().sessions;

/** The one setting with which anything unsigned is believed is told at each start. */
function tellOfTrust({ cloudRun, logger }: Settings): void {
  if (cloudRun === undefined) return;
  const { internalOnly } = cloudRun;
  logger[logger.info === undefined ? 'warn' : 'info']?.(
    { event: 'cloudrun', internalOnly },
    `Pushes are believed without a signature, as 微信云托管 brings them (trust: 'cloudrun'). ${
      internalOnly ? 'Keep 公网访问 switched off' : 'What a public gateway brings is refused'
    }: \`npx offiaccount doctor <public address> --cloudrun\` looks whether strangers are refused.`,
  );
}

/**
 * In a function, WeChat's three deliveries may meet three processes, which then know nothing of each other.
 */
function warnOfMemory({ store, logger }: Settings): void {
  const host = freezingHost(process.env);
  if (host === undefined || warned || (store !== undefined && !isMemoryStore(store))) return;
  warned = true;
  logger.warn(
    { event: 'memory-store' },
    `On ${host} the deliveries of one message may meet several processes: without a store that these share, handlers run up to three times. Set "store": redisStore(…).`,
  );
}

let warned = false;

/** Gives the account's API; made when first asked for, since many bots only answer. */
function lazyApi(
  { appId, componentAppId, cloudRun, appSecret, apiHost, api, kind, ledger, logger, clock }: Settings,
  store: Store,
): () => Api {
  let made = api;
  return () => {
    if (made !== undefined) return made;
    if (appSecret === undefined)
      throw new ConfigError(
        cloudRun !== undefined
          ? 'The API needs "api" among the settings of wechat(): createApi({ appId, accessToken: \'none\' }), or "appSecret".'
          : componentAppId === undefined
            ? 'The API needs "appSecret" (or "api") among the settings of wechat().'
            : 'The API of an account that a third-party platform serves needs "api" among the settings of wechat(): createApi({ appId, componentAppId, accessToken }).',
      );
    return (made = createApi({
      appId,
      componentAppId,
      appSecret,
      store,
      kind,
      ledger,
      logger,
      clock,
      host: apiHost,
    }));
  };
}
