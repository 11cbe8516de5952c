import { once } from 'node:events';
import { Redis } from 'ioredis';
import express from 'express';
import { createApi, createRouter, createServer, mailbox, memoryStore, redisStore, wechat } from 'offiaccount';
import type { Mailbox } from 'offiaccount';
import type { MovableClock } from 'offiaccount/testing';
import { createBot } from './bot';
import { memoryKeep, redisKeep } from './keep';
import { logDeliveries } from './log';
import { createLogin } from './login';
import { account, cookieSecret, host, isVerbose, originAt, redisUrl } from './settings';
import { createSite } from './site';

/** A bot that is being served. */
export interface Served {
  /** What waits for its users, where it is served in this process. */
  readonly box?: Mailbox;
  close(): Promise<void>;
}

/** Where to serve the bot, and where WeChat's API is, if not at WeChat. */
export interface Place {
  readonly port: number;
  readonly apiHost: string | undefined;
  /** WeChat's clock, where it is played in this process: the page then moves the bot's time, too. */
  readonly clock?: MovableClock | undefined;
}

/** What this process keeps, or shares with others. */
function openStores() {
  if (redisUrl === undefined)
    return { store: memoryStore(), keep: memoryKeep(), disconnect: () => undefined };
  // The bot never waits for Redis for longer than 200 ms. With these settings the site waits for a second at most.
  const redis = new Redis(redisUrl, { commandTimeout: 1000, connectTimeout: 1000, maxRetriesPerRequest: 1 });
  redis.on('error', (error) => console.error('  redis:', error.message));
  return { store: redisStore(redis), keep: redisKeep(redis), disconnect: () => redis.disconnect() };
}

/** Serves the bot and its site in this process. */
export async function serve({ port, apiHost, clock }: Place): Promise<Served> {
  const { store, keep, disconnect } = openStores();
  const { appId, appSecret } = account;
  const origin = originAt(port);
  const shared = clock === undefined ? {} : { clock };
  const wx = wechat({
    ...account,
    store,
    ...shared,
    ...(apiHost && appSecret && { api: createApi({ appId, appSecret, store, host: apiHost, ...shared }) }),
    // For those who are still waiting at the last delivery.
    placeholder: '还在处理，好了马上告诉您。',
  });
  // Pages need the API. Without an AppSecret there is the bot alone.
  const login =
    appSecret === undefined
      ? undefined
      : createLogin({ api: wx.api, store, keep, origin, secret: cookieSecret, clock });
  const box = mailbox({ store, ...shared });
  wx.use(createBot({ store, box, login: login?.chat ?? createRouter(), origin }));
  if (isVerbose) logDeliveries();

  const app = express().disable('x-powered-by');
  app.use('/wechat', wx);
  if (login !== undefined) app.use(createSite(login));
  const server = createServer(app).listen(port, host);
  await once(server, 'listening');

  return {
    box,
    async close() {
      // First the handlers that are running: deliveries that ask for their answers are still let in.
      await wx.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      disconnect();
    },
  };
}
