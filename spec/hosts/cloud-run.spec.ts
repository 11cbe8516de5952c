import express from 'express';
import Fastify from 'fastify';
import Koa from 'koa';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wechat, type CloudRunConfig, type LogFields, type WeChat } from 'offiaccount';
import { fastify, fetchHandler, koa, type KoaMiddleware } from 'offiaccount/hosts';
import { movableClock, simulate, type SimulatedCloudRun, type Simulator } from 'offiaccount/testing';
import { serveFetch } from '../support/serve-fetch';

const appId = 'wx0123456789abcdef';
const clock = movableClock();
const ended: (() => unknown)[] = [];
const lines: { readonly fields: LogFields; readonly message: string }[] = [];
const keep = (fields: LogFields, message: string) => void lines.push({ fields, message });
const logger = { warn: keep, error: keep };
let runs: string[] = [];

beforeEach(() => {
  runs = [];
  lines.length = 0;
});

afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

function bot(over: Partial<CloudRunConfig> = {}): WeChat {
  const wx = wechat({ appId, trust: 'cloudrun', logger, clock, ...over });
  wx.text(async ({ message }) => {
    runs.push(message.Content);
    const seconds = Number(/^after (\d+)/.exec(message.Content)?.[1] ?? 0);
    if (seconds > 0) await clock.sleep(seconds * 1000);
    return `${message.Content} ${'MsgId' in message ? typeof message.MsgId : ''}`;
  });
  wx.event('subscribe', () => {
    runs.push('subscribe');
    return 'Welcome!';
  });
  ended.push(() => wx.close());
  return wx;
}

function play(listener: RequestListener, over: Partial<SimulatedCloudRun> = {}): Simulator {
  const simulator = simulate(listener, { mode: 'cloudrun', appId, path: '/wechat', clock, ...over });
  ended.push(() => simulator.close());
  return simulator;
}

const expressApp = (wx: WeChat): express.Express => {
  const app = express().set('env', 'test');
  app.use('/wechat', wx);
  app.use((req, res) => void res.status(299).end(`passed on: ${req.url}`));
  return app;
};

const koaApp = (middleware: KoaMiddleware): RequestListener => {
  const app = new Koa();
  app.use(middleware);
  app.use((ctx) => {
    ctx.status = 299;
    ctx.body = `passed on: ${ctx.url}`;
  });
  const callback = app.callback();
  return (req, res) => void callback(req, res);
};

const HOSTS: Readonly<Record<string, (wx: WeChat) => RequestListener | Promise<RequestListener>>> = {
  Express: expressApp,
  'Koa, by its path': (wx) => koaApp(koa(wx, { path: '/wechat' })),
  'Koa, by a router': (wx) => {
    const receive = koa(wx);
    return koaApp((ctx, next) => (ctx.path === '/wechat' ? receive(ctx, next) : next()));
  },
  Fastify: async (wx) => {
    const app = Fastify();
    await app.register(fastify(wx), { prefix: '/wechat' });
    await app.ready();
    ended.push(() => app.close());
    return (req, res) => app.routing(req, res);
  },
  fetch: (wx) => serveFetch({ '/wechat': fetchHandler(wx) }),
};

describe.each(Object.keys(HOSTS))('in 微信云托管, on %s', (name) => {
  it.each(['json', 'xml'] as const)('unsigned pushes as %s are answered in their format', async (format) => {
    const listener = await HOSTS[name]!(bot());
    const alice = play(listener, { format }).user('alice');
    const seen = await alice.says('hello');
    // An id that JavaScript's numbers cannot hold is text.
    expect(seen).toMatchObject({ outcome: 'replied', reply: { Content: 'hello string' } });
    expect(seen.deliveries[0]?.body.startsWith(format === 'json' ? '{' : '<xml>')).toBe(true);
    expect(await alice.follows()).toMatchObject({ reply: { Content: 'Welcome!' } });
  });
});

/** Those that say of a path that all of it is the middleware's. */
const MOUNTED = Object.keys(HOSTS).filter((name) => name !== 'Koa, by a router');

describe.each(MOUNTED)('the check of the container, on %s', (name) => {
  it.each(['json', 'xml'] as const)('as %s gets success', async (format) => {
    const seen = await play(await HOSTS[name]!(bot()), { format }).verifyUrl();
    expect(seen).toMatchObject({
      outcome: 'replied',
      deliveries: [{ status: 200, body: 'success', request: { query: '' } }],
    });
    expect(runs).toEqual([]);
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['with x-wx-source', '{"action":"CheckContainerPath"}', { 'x-wx-source': 'wx_unknown' }, 200],
    ['with white space', '{ \n "action": "CheckContainerPath"\n}', {}, 200],
    ['as CDATA', '<xml>\n <action><![CDATA[CheckContainerPath]]></action>\n</xml>', {}, 200],
    ['from a gateway', '{"action":"CheckContainerPath"}', { 'x-forwarded-for': '1.2.3.4' }, 403],
    ['of another action', '{"action":"Other"}', {}, 403],
    ['of another form', '["CheckContainerPath"]', {}, 403],
    ['that is long', JSON.stringify({ action: 'CheckContainerPath', more: 'x'.repeat(300) }), {}, 403],
  ])('%s', async (_, body, headers, status) => {
    const { url } = await listen(await HOSTS[name]!(bot()));
    expect((await post(url, body, headers)).status).toBe(status);
  });
});

describe('the check of the container', () => {
  it('is not for a middleware that may be at any path', async () => {
    const { url } = await listen(await HOSTS['Koa, by a router']!(bot()));
    expect((await post(url, '{"action":"CheckContainerPath"}', {})).status).toBe(299);
  });

  it('is found in what a body parser has made of it', async () => {
    const app = express();
    app.use(express.json());
    app.use('/wechat', bot());
    const { url } = await listen(app);
    expect(await post(url, '{"action":"CheckContainerPath"}', {})).toEqual({ status: 200, text: 'success' });
  });
});

const pushed = (from: string) =>
  JSON.stringify({
    ToUserName: 'gh_1',
    FromUserName: from,
    CreateTime: Math.floor(clock.now() / 1000),
    MsgType: 'text',
    Content: 'forged',
    MsgId: `${Math.floor(Math.random() * 1e9)}`,
  });

const SOURCE = { 'x-wx-source': 'wx_unknown' };

describe.each(MOUNTED)('somebody who is not WeChat, on %s', (name) => {
  const listening = async (over?: Partial<CloudRunConfig>) => listen(await HOSTS[name]!(bot(over)));

  // What a forger can send who knows all names, by the public gateway or as a client of the account.
  it.each<[string, Record<string, string>, string]>([
    ['no header at all', {}, 'cloudrun-source'],
    ['another header', { 'x-wx-sources': 'wx_unknown' }, 'cloudrun-source'],
    ['no value', { 'x-wx-source': '' }, 'cloudrun-malformed'],
    ['a list of values', { 'x-wx-source': 'wx_unknown, wx_client' }, 'cloudrun-malformed'],
    ['a value of another form', { 'x-wx-source': 'a b' }, 'cloudrun-malformed'],
    ['x-forwarded-for', { ...SOURCE, 'x-forwarded-for': '1.2.3.4' }, 'cloudrun-public'],
    ['an empty x-forwarded-for', { ...SOURCE, 'x-forwarded-for': '' }, 'cloudrun-public'],
    ['x-forwarded-for of this machine', { ...SOURCE, 'x-forwarded-for': '127.0.0.1' }, 'cloudrun-public'],
    ['X-FORWARDED-FOR', { ...SOURCE, 'X-FORWARDED-FOR': '10.0.0.1' }, 'cloudrun-public'],
    ['x-forwarded-host', { ...SOURCE, 'x-forwarded-host': 'shop.example.com' }, 'cloudrun-public'],
    ['forwarded', { ...SOURCE, forwarded: 'for=1.2.3.4' }, 'cloudrun-public'],
    ['x-real-ip', { ...SOURCE, 'x-real-ip': '1.2.3.4' }, 'cloudrun-public'],
    ['x-client-ip', { ...SOURCE, 'x-client-ip': '1.2.3.4' }, 'cloudrun-public'],
    ['true-client-ip', { ...SOURCE, 'true-client-ip': '1.2.3.4' }, 'cloudrun-public'],
    ['cf-connecting-ip', { ...SOURCE, 'cf-connecting-ip': '1.2.3.4' }, 'cloudrun-public'],
    ['via', { ...SOURCE, via: '1.1 gateway' }, 'cloudrun-public'],
    ['callContainer', { ...SOURCE, 'x-original-forwarded-for': '1.2.3.4' }, 'cloudrun-client'],
    ['another user', { ...SOURCE, 'x-wx-openid': 'mallory' }, 'cloudrun-sender'],
    [
      'another user of a borrowed environment',
      { ...SOURCE, 'x-wx-from-openid': 'mallory' },
      'cloudrun-sender',
    ],
    ['two users', { ...SOURCE, 'x-wx-openid': 'alice, mallory' }, 'cloudrun-malformed'],
    ['another account', { ...SOURCE, 'x-wx-appid': 'wx1' }, 'cloudrun-account'],
    [
      'another account of a borrowed environment',
      { ...SOURCE, 'x-wx-appid': appId, 'x-wx-from-appid': 'wx1' },
      'cloudrun-account',
    ],
  ])('is refused: %s', async (_, headers, code) => {
    const { url } = await listening();
    expect(await post(url, pushed('alice'), headers)).toEqual({ status: 403, text: 'forbidden' });
    expect(runs).toEqual([]);
    expect(lines.map(({ fields }) => fields.code).filter(Boolean)).toEqual([code]);
  });

  it('is refused whatever the query says', async () => {
    const { url } = await listening();
    const query = 'signature=0123456789012345678901234567890123456789&timestamp=1700000000&nonce=1';
    expect((await post(`${url}?${query}`, pushed('alice'), {})).status).toBe(403);
    expect((await fetch(`${url}?${query}&echostr=1`, { headers: SOURCE })).status).toBe(403);
  });

  it('is refused with XML and with a body that is none', async () => {
    const { url } = await listening();
    const headers = { ...SOURCE, 'x-forwarded-for': '1.2.3.4', 'content-type': 'text/xml' };
    for (const body of ['<xml><MsgType>text</MsgType></xml>', 'nothing', '', '\0'.repeat(1000)])
      expect((await post(url, body, headers)).status).toBe(403);
  });

  it('is refused where public access is said to be off, but for what names a gateway', async () => {
    const { url } = await listening({ internalOnly: true });
    const internal = { ...SOURCE, 'x-forwarded-for': '10.0.0.7', via: '1.1 mesh' };
    expect((await post(url, pushed('alice'), internal)).status).toBe(200);
    for (const headers of [
      { 'x-forwarded-for': '10.0.0.7' },
      { ...SOURCE, 'x-original-forwarded-for': '1.2.3.4' },
      { ...SOURCE, 'x-wx-openid': 'mallory' },
    ])
      expect((await post(url, pushed('alice'), headers)).status).toBe(403);
    expect(runs).toEqual(['forged']);
  });
});

describe('what the gateway says of a genuine push', () => {
  it.each<[string, Record<string, string>]>([
    ['nothing more', {}],
    ['the user', { 'x-wx-openid': 'alice' }],
    ['the account', { 'x-wx-appid': appId }],
    ['both, and an empty unionid', { 'x-wx-openid': 'alice', 'x-wx-appid': appId, 'x-wx-unionid': '' }],
    [
      'those of a borrowed environment',
      { 'x-wx-appid': 'wx1', 'x-wx-from-appid': appId, 'x-wx-from-openid': 'alice' },
    ],
  ])('is believed: %s', async (_, headers) => {
    const { url } = await listen(expressApp(bot()));
    expect((await post(url, pushed('alice'), { ...SOURCE, ...headers })).status).toBe(200);
    expect(runs).toEqual(['forged']);
  });

  it('is told at the start', () => {
    bot();
    expect(lines).toMatchObject([
      {
        fields: { event: 'cloudrun', internalOnly: false },
        message: expect.stringContaining('without a signature') as string,
      },
    ]);
  });
});

it('at the root of an app, takes pushes alone', async () => {
  const app = express();
  app.use(bot());
  app.use((_req, res) => void res.status(299).end());
  const { url } = await listen(app, '/');
  expect((await post(url, pushed('alice'), SOURCE)).status).toBe(200);
  expect((await post(url, pushed('alice'), {})).status).toBe(299);
  expect((await fetch(url)).status).toBe(299);
  // A page that calls an address of its own.
  const called = { ...SOURCE, 'x-original-forwarded-for': '1.2.3.4' };
  expect((await post(`${url}api/orders`, '{}', called)).status).toBe(299);
});

it('shares an address with an account whose pushes are signed', async () => {
  const app = express();
  const signed = wechat({ appId: 'wx1', token: 'signed', logger, clock });
  signed.text(() => 'signed');
  ended.push(() => signed.close());
  app.use('/wechat', bot(), signed);
  const other = simulate(app, { token: 'signed', path: '/wechat', clock });
  ended.push(() => other.close());
  expect(await other.verifyUrl()).toMatchObject({ outcome: 'replied' });
  expect(await other.user().says('x')).toMatchObject({ reply: { Content: 'signed' } });
  expect(await play(app).user().says('x')).toMatchObject({ reply: { Content: 'x string' } });
});

describe('settings', () => {
  const key = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
  it.each<[string, object, string]>([
    ['a token', { token: 'canary' }, '"token"'],
    ['a token that somebody forgot', { token: undefined }, '"token"'],
    ['a key', { encodingAESKey: key }, '"encodingAESKey"'],
    ['a key that somebody forgot', { encodingAESKey: undefined }, '"encodingAESKey"'],
    ['both', { token: 'canary', encodingAESKey: key }, '"token" and "encodingAESKey"'],
    ['an age', { maxAge: 1000 }, '"maxAge"'],
    ['clear pushes', { allowPlaintext: true }, '"allowPlaintext"'],
    ['a platform', { componentAppId: 'wxc' }, '"componentAppId"'],
    ['another trust', { trust: 'everybody' }, "'cloudrun'"],
    ['no such value', { internalOnly: 'yes' }, '"internalOnly"'],
    ['no AppID', { appId: undefined }, '"appId"'],
  ])('are refused: %s', (_, over, words) => {
    const make = () => wechat({ appId, trust: 'cloudrun', logger, ...over } as never);
    expect(make).toThrow(words);
    expect(make).toThrow(expect.objectContaining({ code: 'config' }) as Error);
    expect(make).not.toThrow('canary');
  });

  it('of one that signs has no "internalOnly"', () => {
    expect(() => wechat({ appId, token: 'x', internalOnly: true } as never)).toThrow("trust: 'cloudrun'");
  });

  it('of the simulator are without token and key', () => {
    const app = express();
    expect(() => simulate(app, { mode: 'cloudrun', token: 'x' } as never)).toThrow('nothing is signed');
    expect(() => simulate(app, { mode: 'cloudrun', encodingAESKey: key } as never)).toThrow(
      'nothing is signed',
    );
  });

  it('name what the API needs', () => {
    expect(() => bot().api).toThrow("accessToken: 'none'");
  });

  // Compiled, not run: each line that must not compile says so.
  it('are told apart by the compiler', () => {
    const types = () => [
      wechat({ appId, trust: 'cloudrun' }),
      // @ts-expect-error nothing is signed
      wechat({ appId, trust: 'cloudrun', token: 'x' }),
      // @ts-expect-error without trust there is a token
      wechat({ appId }),
      // @ts-expect-error of those that are not signed alone
      wechat({ appId, token: 'x', internalOnly: true }),
    ];
    expect(types).toBeInstanceOf(Function);
  });
});

async function listen(listener: RequestListener, path = '/wechat'): Promise<{ url: string; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ended.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  // A server on a port has an address of this form.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, server };
}

async function post(url: string, body: string, headers: Record<string, string>) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: answer.status, text: await answer.text() };
}
