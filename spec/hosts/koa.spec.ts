import Koa from 'koa';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wechat } from 'offiaccount';
import { koa } from 'offiaccount/hosts';
import { simulate } from 'offiaccount/testing';
import { drain, tellStories, type HostUnderTest } from '../support/stories';

const host: HostUnderTest = {
  name: 'Koa',
  start: async (accounts, { drained }) => {
    const app = new Koa();
    app.silent = true;
    if (drained)
      app.use(async (ctx, next) => {
        await drain(ctx.req);
        await next();
      });
    for (const [path, wx] of Object.entries(accounts)) app.use(koa(wx, { path }));
    return Promise.resolve({ listener: app.callback() });
  },
};

tellStories(host);
tellStories(host, 'cloudrun');

describe('koa()', () => {
  const ended: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ended.splice(0)) await end();
  });
  const logger = { warn: () => undefined, error: () => undefined };
  const bot = (token: string) => wechat({ appId: 'wx1', token, logger }).text(() => token);

  it.each([
    ['a path', { path: '/wechat' }, 403],
    ['a path that ends with a slash', { path: '/wechat/' }, 403],
    ['none', {}, 299],
  ])('takes what comes to its path: %s', async (_what, options, status) => {
    const wx = bot('one');
    ended.push(() => wx.close());
    const app = new Koa();
    app.use(koa(wx, options));
    app.use((ctx) => {
      ctx.status = 299;
      ctx.body = ctx.url;
    });
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ended.push(() => {
      server.close();
      server.closeAllConnections();
    });
    // A server on a port has an address of this form.
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const post = async (path: string) => {
      const answer = await fetch(origin + path, { method: 'POST', body: 'x' });
      return [answer.status, await answer.text()];
    };
    expect((await post('/wechat?a=1'))[0]).toBe(status);
    expect((await post('/wechat/'))[0]).toBe(status);
    // What is not its own goes on as it came.
    for (const path of ['/wechat2?b=2', '/shop/wechat']) expect(await post(path)).toEqual([299, path]);
    const simulator = simulate({ url: `${origin}/wechat` }, { token: 'one' });
    ended.push(() => simulator.close());
    expect(await simulator.user().says('hi')).toMatchObject({ reply: { Content: 'one' } });
  });

  it.each<[string, (text: string) => object]>([
    ['the text', (text) => ({ rawBody: text })],
    ['the text as the body', (text) => ({ body: text })],
    ['the text beside what it made of it', (text) => ({ rawBody: text, body: { xml: {} } })],
  ])('takes what a body parser before it has kept on the request of Koa: %s', async (_, kept) => {
    const wx = bot('one');
    const app = new Koa();
    app.use(async (ctx, next) => {
      let text = '';
      for await (const chunk of ctx.req) text += String(chunk);
      Object.assign(ctx.request, kept(text));
      await next();
    });
    app.use(koa(wx, { path: '/wechat' }));
    const callback = app.callback();
    const simulator = simulate((req, res) => void callback(req, res), { token: 'one', path: '/wechat' });
    ended.push(
      () => wx.close(),
      () => simulator.close(),
    );
    expect(await simulator.user().says('hi')).toMatchObject({ reply: { Content: 'one' } });
  });

  it('is over for the middleware before it when its answer is over, sent or cut off', async () => {
    const wx = bot('one');
    const seen: unknown[] = [];
    const app = new Koa();
    app.use(async (ctx, next) => {
      await next();
      seen.push([ctx.status, ctx.res.writableEnded]);
    });
    app.use(koa(wx, { path: '/wechat' }));
    app.use((ctx) => {
      ctx.status = 204;
    });
    const callback = app.callback();
    const listener: RequestListener = (req, res) => void callback(req, res);
    const simulator = simulate(listener, { token: 'one', path: '/wechat' });
    const other = simulate(listener, { token: 'one', path: '/shop' });
    ended.push(
      () => wx.close(),
      () => simulator.close(),
      () => other.close(),
    );
    await simulator.user().says('hi');
    simulator.change({ token: 'other' });
    await simulator.user().says('hi');
    await other.user().says('hi');
    expect(seen.slice(0, 2)).toEqual([
      [200, true],
      [403, true],
    ]);
    expect(seen[2]).toEqual([204, false]);
  });

  it.each([
    [{ path: 'wechat' }],
    [{ path: '/wechat?x' }],
    [{ path: '/:any' }],
    [{ path: 7 }],
    [{ paht: '/' }],
  ])('refuses %j', (options) => {
    expect(() => koa(bot('one'), options as never)).toThrow(
      expect.objectContaining({ code: 'config' }) as Error,
    );
  });
});
