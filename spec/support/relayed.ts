import express from 'express';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApi, relay, type Api, type ApiOptions, type Clock, type RelayOptions } from 'offiaccount';
import { keptLogger } from './api';
import { fakeWeChat, type FakeWeChat } from './fake-wechat';

export const RELAY_SECRET = 'canary-relay-secret-of-production';

export interface Relayed {
  readonly fake: FakeWeChat;
  readonly production: Api;
  readonly server: Server;
  readonly url: string;
  readonly logger: ReturnType<typeof keptLogger>;
  /** A client elsewhere, without AppSecret. */
  readonly follower: (options?: Partial<ApiOptions>, name?: string) => Api;
  readonly close: () => Promise<void>;
}

/** WeChat, production with a relay, and what calls through it, over real HTTP. */
export async function startRelayed(
  options: Partial<RelayOptions> = {},
  { clock, mount }: { clock?: Clock; mount?: (app: express.Express) => void } = {},
): Promise<Relayed> {
  const fake = await fakeWeChat(clock === undefined ? {} : { now: () => clock.monotonic() });
  const logger = keptLogger();
  const production = createApi({
    appId: 'wx1',
    appSecret: 'canary-app-secret',
    host: fake.origin,
    clock,
    logger,
  });
  const app = express();
  mount?.(app);
  app.use(
    '/wechat/relay',
    relay(production, { secret: RELAY_SECRET, clock, logger, rate: 1_000_000, ...options }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address object.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat/relay`;
  return {
    fake,
    production,
    server,
    url,
    logger,
    follower: (more = {}, name = 'laptop') =>
      createApi({ appId: 'wx1', relay: { url, secret: RELAY_SECRET, name }, clock, logger, ...more }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await fake.close();
    },
  };
}
