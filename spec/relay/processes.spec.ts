import express from 'express';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApi, redisStore, relay } from 'offiaccount';
import { axiosTransport, type HttpRequest, type Transport } from '../../lib/api/transport';
import { keptLogger } from '../support/api';
import { fakeWeChat, type FakeWeChat } from '../support/fake-wechat';
import { describeWithRedis, PATIENT, startRedis, type RedisServer } from '../support/redis';
import { RELAY_SECRET } from '../support/relayed';

let redis: RedisServer;
let fake: FakeWeChat;
const ended: (() => unknown)[] = [];

/** One process of production, as far as it shares nothing with others but Redis. */
async function startProcess() {
  const logger = keptLogger();
  const store = redisStore(redis.connect(PATIENT));
  const api = createApi({ appId: 'wx1', appSecret: 'app-secret', host: fake.origin, store, logger });
  const app = express();
  app.use('/relay', relay(api, { secret: RELAY_SECRET, allow: ['*'], store, logger, rate: 1_000_000 }));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ended.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  return { logger, url: `http://127.0.0.1:${port}/relay` };
}

describeWithRedis()('two processes of production that share a Redis', () => {
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  beforeEach(async () => {
    await redis.connect(PATIENT).flushall();
    fake = await fakeWeChat({ appSecret: 'app-secret' });
    fake.always('/cgi-bin/message/custom/send', { json: { errcode: 0, errmsg: 'ok' } });
  });
  afterEach(async () => {
    for (const end of ended.splice(0)) await end();
    await fake.close();
  });

  const follower = (url: string, transport: Transport) =>
    createApi({ appId: 'wx1', relay: { url, secret: RELAY_SECRET, name: 'laptop' }, transport });

  const send = (request: HttpRequest, url: string) =>
    fetch(url, {
      method: 'POST',
      headers: request.headers,
      body: new Uint8Array(request.body ?? Buffer.alloc(0)),
    }).then(({ status }) => status);

  it('take a request once, whichever of them sees it first', async () => {
    const [one, other] = [await startProcess(), await startProcess()];
    const recorded: HttpRequest[] = [];
    const inner = axiosTransport();
    const api = follower(one.url, (request) => {
      recorded.push(request);
      return inner(request);
    });
    for (let i = 0; i < 5; i++) await api.customerMessage.typing(`o${i}`, 'Typing');
    const before = fake.seen.length;
    for (const request of recorded) {
      expect(await send(request, other.url)).toBe(403);
      expect(await send(request, one.url)).toBe(403);
    }
    expect(fake.seen.length).toBe(before);
    expect(other.logger.lines.join('\n')).toContain('replayed');
  });

  it('take one of many copies that come at once to both', async () => {
    const [one, other] = [await startProcess(), await startProcess()];
    const caught: HttpRequest[] = [];
    const api = follower(one.url, (request) => {
      caught.push(request);
      return Promise.reject(new Error('lost'));
    });
    await api.customerMessage
      .send({ touser: 'o1', msgtype: 'text', text: { content: 'once' } })
      .catch(() => undefined);
    const [request] = caught;
    const statuses = await Promise.all(
      Array.from({ length: 40 }, (_, i) => send(request!, i % 2 === 0 ? one.url : other.url)),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(fake.count('/cgi-bin/message/custom/send')).toBe(1);
  });

  it('take nothing while Redis, which knows what has been, is away', async () => {
    const one = await startProcess();
    const api = follower(one.url, axiosTransport());
    await api.tag.getList();
    const before = fake.seen.length;
    await redis.kill();
    try {
      await expect(api.customerMessage.typing('o1', 'Typing')).rejects.toMatchObject({ sent: false });
      expect(fake.seen.length).toBe(before);
      expect(one.logger.lines.join('\n')).toContain('"code":"store"');
    } finally {
      await redis.restart();
    }
  });
});
