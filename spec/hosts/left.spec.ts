import type * as HonoServer from '@hono/node-server';
import type { RequestHandler } from 'express';
import express from 'express';
import { Hono } from 'hono';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { createApi, reply, wechat, type Handler, type WeChat } from 'offiaccount';
import { fetchHandler } from 'offiaccount/hosts';
import { simulate } from 'offiaccount/testing';
import { keptLogger } from '../support/api';
import { startLeaver } from '../support/leaver';
import { fromNode } from '../support/node-modules';
import { serveFetch } from '../support/serve-fetch';

// Packages of this form are for Node's own loader, and not for that of the specs.
const { getRequestListener } = fromNode('@hono/node-server') as typeof HonoServer;

const account = { appId: 'wx9f1d2c3b4a5e6f70', token: 'any' };
const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

const HTTP2 = 'node:http2';
const HOSTS: Readonly<Record<string, (wx: WeChat) => Server>> = {
  Express: (wx) => createServer(express().use(wx) as RequestListener),
  [HTTP2]: (wx) =>
    createHttp2Server((req, res) => {
      // The same names as those of HTTP/1, which are all that is used.
      const [request, response] = [req, res] as unknown as Parameters<RequestHandler>;
      void wx(request, response, () => void res.writeHead(404).end());
    }),
  Hono: (wx) => {
    const { POST } = fetchHandler(wx);
    const listener = getRequestListener(new Hono().post('/', (c) => POST(c.req.raw)).fetch);
    return createServer((req, res) => void listener(req, res));
  },
  'a route handler of fetch': (wx) => createServer(serveFetch({ '/': fetchHandler(wx) })),
};
const names = Object.keys(HOSTS);

/** A bot on a host, and a client that brings it deliveries of one message and leaves. */
async function served(name: string, handler: (sleep: (ms: number) => Promise<void>) => Handler) {
  const simulator = simulate((_req, res) => void res.end('success'), account);
  // WeChat lets a bot send to those who have written to it.
  await simulator.user('alice').says('hi');
  const { clock, api: fake } = simulator;
  const logger = keptLogger();
  const api = createApi({ ...account, appSecret: 'secret', clock, logger, transport: fake.transport });
  const wx = wechat({ ...account, clock, logger, api });
  let runs = 0;
  const handle = handler((ms) => clock.sleep(ms));
  wx.text((ctx, next) => {
    runs++;
    return handle(ctx, next);
  });
  const server = HOSTS[name]!(wx).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server on a port has an address of this form.
  const leaver = await startLeaver((server.address() as AddressInfo).port, name === HTTP2);
  cleanup.push(async () => {
    await leaver.close();
    const closed = wx.close();
    await clock.advance(30_000);
    await closed;
    await simulator.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const began = Math.floor(clock.now() / 1000);
  const delivery = (age: number) => {
    const timestamp = String(began + age);
    const signature = createHash('sha1')
      .update([account.token, timestamp, 'n'].sort().join(''))
      .digest('hex');
    return {
      path: `/?signature=${signature}&timestamp=${timestamp}&nonce=n`,
      body: `<xml><ToUserName>gh_1</ToUserName><FromUserName>alice</FromUserName><CreateTime>${began}</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>7</MsgId></xml>`,
    };
  };
  const sent = () => fake.calls.filter(({ path }) => path.endsWith('/custom/send'));
  return { wx, clock, leaver, delivery, sent, runs: () => runs };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 60));

describe.each(names)('an answer to a delivery that WeChat has left, on %s', (name) => {
  it('is sent late, once, when that was the last one and was left while it waited', async () => {
    const { wx, clock, leaver, delivery, sent, runs } = await served(name, (sleep) => async () => {
      await sleep(500);
      return 'answer';
    });
    await leaver.send(delivery(10));
    await settled();
    expect(runs()).toBe(1);
    await leaver.leave();
    await settled();
    await clock.advance(20_000);
    await settled();
    expect(sent()).toHaveLength(1);
    expect(wx.stats()).toMatchObject({ answered: 0, acknowledged: 0, sentLate: 1 });
  });

  it('is sent late, once, when that was the last one and was left before it was read', async () => {
    const { wx, clock, leaver, delivery, sent } = await served(name, () => () => 'answer');
    leaver.sendAndLeaveUnread(delivery(10));
    await settled();
    await clock.advance(20_000);
    await settled();
    expect(sent()).toHaveLength(1);
    expect(wx.stats()).toMatchObject({ answered: 0, acknowledged: 0, sentLate: 1 });
  });

  it('is not begun for a second delivery that was left before it was read', async () => {
    const { wx, clock, leaver, delivery, runs } = await served(name, () => () => 'answer');
    leaver.sendAndLeaveUnread(delivery(5));
    await settled();
    await clock.advance(1000);
    expect(runs()).toBe(0);
    expect(wx.stats()).toMatchObject({ answered: 0 });
  });

  it('has nothing after it when its only delivery was left before it was read', async () => {
    const long = ['一', '二', '三'].map((each) => `${each.repeat(600)}。`).join('');
    const { wx, clock, leaver, delivery, sent, runs } = await served(name, () => () => reply.long(long));
    leaver.sendAndLeaveUnread(delivery(0));
    await settled();
    await clock.advance(3000);
    expect(runs()).toBe(1);
    expect(sent()).toHaveLength(0);
    expect(wx.stats()).toMatchObject({ answered: 0 });
  });
});
