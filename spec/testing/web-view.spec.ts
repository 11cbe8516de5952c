import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Express } from 'express';
import { createApi, jsSdkConfig, memoryStore, webAuth } from 'offiaccount';
import type { JsSdkConfig, WebUser } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import type { OpenOptions, SimulatedAccount, Simulator } from 'offiaccount/testing';

/* What can happen to a user who signs in on a page, as they see it in WeChat. */

const ACCOUNT = { appId: 'wx0123456789abcdef', appSecret: 'canary-secret', token: 'token' };
const ORIGIN = 'https://shop.example.com';
const open: Simulator[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

function serve(more: Partial<SimulatedAccount> = {}, mount?: (app: Express) => void) {
  const app = express();
  const simulator = simulate(app, { ...ACCOUNT, webDomain: 'shop.example.com', ...more });
  open.push(simulator);
  const { clock } = simulator;
  const { appId, appSecret } = ACCOUNT;
  const api = createApi({ appId, appSecret, transport: simulator.api.transport, clock });
  const quiet = { warn: () => undefined, error: () => undefined };
  const store = memoryStore(clock);
  const web = webAuth({ api, store, origin: ORIGIN, secret: 's'.repeat(32), clock, logger: quiet });
  mount?.(app);
  app.use('/jssdk', jsSdkConfig({ api, origins: [ORIGIN], clock, logger: quiet }));
  app.get('/cached', (_req, res) => void res.send('<a href="/me">my &amp; page</a>'));
  app.use(web);
  app.get('/', web.require(), (req, res) => void res.json(req.wechat));
  app.get('/me', web.require({ profile: true }), (req, res) => void res.json(req.wechat));
  app.get('/loop', (_req, res) => {
    res.redirect('/loop');
  });
  app.get('/large', (_req, res) => void res.send('x'.repeat(1024 * 1024 + 1)));
  app.get('/agent', (req, res) => void res.send(req.headers['user-agent']));
  app.get('/query', (req, res) => void res.json(req.query));
  app.get('/away', (_req, res) => {
    res.redirect('https://evil.example/');
  });
  const exchanges = () =>
    simulator.api.calls.filter(({ path }) => path === '/sns/oauth2/access_token').length;
  return { simulator, api, exchanges };
}

const user = (html: string): WebUser => JSON.parse(html) as WebUser;

it('signs in silently, keeps the cookie, and shows no code', async () => {
  const { simulator, exchanges } = serve();
  const alice = simulator.user('oAlice');
  const page = await alice.opens('/?a=1', { from: 'menu' });
  expect(page).toMatchObject({ status: 200, url: `${ORIGIN}/?a=1`, wasAsked: false, isSnapshot: false });
  expect(user(page.html).openid).toBe('oAlice');
  expect(page.hops.map(({ status }) => status)).toEqual([302, 200, 302, 200]);
  expect(page.hops[2]?.url).toMatch(/[?&]code=(?:&|$)/);
  expect(Object.keys(page.cookies).join()).toContain('user');
  expect((await alice.opens('/')).hops).toHaveLength(1);
  expect((await alice.opens('/', { cookies: 'own' })).hops).toHaveLength(4);
  expect(user((await simulator.user('oBob').opens('/')).html).openid).toBe('oBob');
  expect(exchanges()).toBe(3);
});

it.each([
  ['a follower from the menu', true, 'menu', false],
  ['a follower from the chat', true, 'chat', false],
  ['a follower from a link', true, 'link', true],
  ['somebody else from the menu', false, 'menu', true],
] as const)('asks for the profile: %s', async (_name, follows, from, wasAsked) => {
  const { simulator } = serve({}, (app) => void app.post('/', (_req, res) => void res.send('success')));
  const alice = simulator.user('oAlice');
  if (follows) await alice.follows();
  const page = await alice.opens('/me', { from });
  expect([page.wasAsked, page.status, user(page.html).nickname]).toEqual([wasAsked, 200, 'oAlice']);
});

it.each<[string, OpenOptions, number, number]>([
  ['the same code twice at once', { callback: 'twice' }, 200, 1],
  ['two codes with one state', { callback: 'two-codes' }, 200, 2],
  ['a code that is over, once', { code: 'expired', times: 1 }, 200, 2],
  ['codes that are over', { code: 'expired' }, 400, 2],
  ['codes that were used', { code: 'used' }, 400, 2],
  ['codes that are wrong', { code: 'wrong' }, 400, 2],
  ['a slow user', { takes: 60_000 }, 200, 1],
  ['a user who is too slow for the state, once', { takes: 601_000, times: 1 }, 200, 1],
  ['a foreign state', { state: 'foreign', times: 1 }, 200, 1],
  ['no cookies', { cookies: 'none' }, 400, 0],
])('%s', async (_name, options, status, exchanged) => {
  const site = serve();
  const page = await site.simulator.user('oAlice').opens('/', options);
  expect([page.status, site.exchanges()]).toEqual([status, exchanged]);
});

it('a user who refuses gets a page with a link, and can agree there', async () => {
  const alice = serve().simulator.user('oAlice');
  const refused = await alice.opens('/me', { consent: 'refuse', times: 1 });
  expect([refused.status, refused.wasAsked]).toEqual([403, true]);
  expect((await refused.click('/me?wx_sign_in=profile')).status).toBe(200);
  const left = await serve().simulator.user().opens('/me', { consent: 'leave' });
  expect(left.url).toMatch(/^https:\/\/open\.weixin\.qq\.com\//);
});

it('a snapshot page has a jar and a user of its own, and leads to the full service', async () => {
  const { simulator } = serve();
  const alice = simulator.user('oAlice');
  const page = await alice.opens('/me', { snapshot: true });
  expect([page.status, page.isSnapshot]).toEqual([403, true]);
  expect(page.text).toContain('使用完整服务');
  const full = await page.useFullService();
  expect([full.status, full.isSnapshot, user(full.html).openid]).toEqual([200, false, 'oAlice']);
});

it('WeChat down is a page that says so', async () => {
  const { simulator } = serve();
  simulator.api.fail('/sns/oauth2/access_token', { status: 503 }, { times: 5 });
  expect((await simulator.user().opens('/')).status).toBe(502);
});

it('follows links, and keeps the web view', async () => {
  const page = await serve().simulator.user().opens('/cached');
  expect(page.text).toBe('my & page');
  const me = await page.click('my & page');
  expect([me.status, me.entryUrl]).toEqual([200, `${ORIGIN}/cached`]);
  expect((await me.open('/')).hops).toHaveLength(1);
  await expect(me.click('nothing')).rejects.toThrow('no link "nothing"');
});

it.each([
  ['ios', /iPhone.*MicroMessenger/],
  ['android', /Android.*MicroMessenger/],
] as const)('says what it is: %s', async (platform, words) => {
  expect((await serve().simulator.user().opens('/agent', { platform })).html).toMatch(words);
});

it.each([
  ['/loop', 'without end'],
  ['/large', '1 MiB'],
  ['/away', 'no page of the app'],
  ['mailto:a@b', 'path of the app'],
])('ends %s in words', async (path, words) => {
  await expect(serve().simulator.user().opens(path)).rejects.toThrow(words);
});

const authorize = (query: Record<string, string>): string =>
  `https://open.weixin.qq.com/connect/oauth2/authorize?${new URLSearchParams({
    appid: ACCOUNT.appId,
    redirect_uri: `${ORIGIN}/query?a=%20`,
    response_type: 'code',
    scope: 'snsapi_base',
    ...query,
  }).toString()}#wechat_redirect`;

it.each([
  [{ appid: 'wx1' }, 10013],
  [{ redirect_uri: 'nowhere' }, 10003],
  [{ redirect_uri: 'https://www.shop.example.com/' }, 10003],
  [{ redirect_uri: `${ORIGIN}:8443/` }, 10003],
  [{ scope: 'snsapi_login' }, 10004],
  [{ response_type: 'token' }, 10004],
  [{ state: 'a-b' }, 10001],
  [{ state: 'a'.repeat(129) }, 10001],
])('WeChat refuses %j with %d', async (query, code) => {
  const page = await serve().simulator.user().opens(authorize(query));
  expect(page.refusal?.code).toBe(code);
  expect(page.text).toContain(String(code));
});

it('only service accounts may ask', async () => {
  const page = await serve({ kind: 'subscription' }).simulator.user().opens(authorize({}));
  expect(page.refusal?.code).toBe(10005);
});

it('takes a state of 128 letters, and leaves the query of the page as it is', async () => {
  const state = 'a'.repeat(128);
  const page = await serve().simulator.user().opens(authorize({ state }));
  expect(page.url).toBe(`${ORIGIN}/query?a=%20&code=&state=${state}`);
});

it('the API on this machine has the page too, and authorizeUrl leads there', async () => {
  const { simulator } = serve();
  simulator.user('oAlice');
  const api = createApi({
    appId: ACCOUNT.appId,
    appSecret: 'canary-secret',
    host: await simulator.api.url(),
  });
  const page = { redirect_uri: `${ORIGIN}/query`, scope: 'snsapi_base', state: 'x1' } as const;
  const url = api.oauth.authorizeUrl(page);
  expect(url.startsWith(await simulator.api.url())).toBe(true);
  const html = await (await fetch(url)).text();
  const [, href = ''] = /<a href="([^"]*oAlice[^"]*)"/.exec(html) ?? [];
  const next = new URL(href.replace(/&amp;/g, '&'), url);
  const back = await fetch(next, { redirect: 'manual' });
  const location = new URL(back.headers.get('location') ?? '');
  expect(location.origin + location.pathname).toBe(`${ORIGIN}/query`);
  const token = await api.oauth.getAccessToken(location.searchParams.get('code') ?? '');
  expect(token.openid).toBe('oAlice');
  const bad = await fetch(api.oauth.authorizeUrl({ ...page, redirect_uri: 'https://evil.example/<b>' }));
  expect([bad.status, await bad.text()]).toEqual([400, expect.stringContaining('10003')]);
});

describe('wx.config', () => {
  async function configured(path = '/a?b=1&c=2') {
    const { simulator, api } = serve();
    const url = ORIGIN + path;
    const answer = await simulator.user().opens(`/jssdk?url=${encodeURIComponent(url)}`);
    const config = JSON.parse(answer.html) as JsSdkConfig;
    return { simulator, api, url, config };
  }

  it('is ok for the page that was signed', async () => {
    const { simulator, config, url } = await configured();
    for (const platform of ['ios', 'android'] as const)
      expect(simulator.api.checkSignature({ ...config, url: `${url}#top`, platform })).toEqual({
        errMsg: 'config:ok',
      });
  });

  it.each([
    ['ios-entry-url', { entryUrl: `${ORIGIN}/`, platform: 'ios' }],
    ['android-current-url', { url: `${ORIGIN}/x`, entryUrl: `${ORIGIN}/a?b=1&c=2`, platform: 'android' }],
    ['query-lost', { url: `${ORIGIN}/a?b=1&c=2&d=3` }],
    ['scheme', { url: 'http://shop.example.com/a?b=1&c=2' }],
    ['slash', { url: `${ORIGIN}/a?b=1&c=2/` }],
    ['app-id', { appId: 'wx1' }],
    ['timestamp-text', { timestamp: '1414587457' as never }],
    ['other', { nonceStr: 'another' }],
    ['other', { signature: 'nonsense' }],
  ] as const)('says why not: %s', async (reason, change) => {
    const { simulator, config } = await configured();
    const verdict = simulator.api.checkSignature({ ...config, platform: 'android', ...change });
    expect(verdict).toMatchObject({ errMsg: 'config:invalid signature', reason });
  });

  it.each([
    ['the page’s own host', ['shop.example.com'], {}, 'config:ok'],
    ['the host above', ['example.com'], {}, 'config:ok'],
    ['one of several', ['a.example', 'shop.example.com'], {}, 'config:ok'],
    ['another', ['www.example.com'], {}, 'config:invalid url domain'],
    ['one that only ends alike', ['op.example.com'], {}, 'config:invalid url domain'],
    ['none', [], {}, 'config:invalid url domain'],
    [
      'it without the port',
      ['shop.example.com'],
      { url: 'https://shop.example.com:8443/a' },
      'config:invalid url domain',
    ],
    ['what is no address', ['shop.example.com'], { url: 'nonsense' }, 'config:invalid url domain'],
  ])('compares the page with the JS-safe domains: %s', async (_what, jsDomains, change, errMsg) => {
    const { simulator, config, url } = await configured();
    simulator.change({ jsDomains });
    const verdict = simulator.api.checkSignature({ ...config, url, platform: 'ios', ...change });
    expect(verdict.errMsg).toBe(errMsg);
    if (verdict.errMsg !== 'config:ok') expect(verdict.reason).toBe('js-domain');
  });

  it('takes JS-safe domains as the console does', () => {
    const { simulator } = serve();
    for (const jsDomains of [
      ['https://a.example'],
      ['a.example:80'],
      Array.from({ length: 6 }, () => 'a.example'),
    ])
      expect(() => simulator.change({ jsDomains })).toThrow('"jsDomains"');
  });

  it('knows tickets that are over', async () => {
    const { simulator, config } = await configured();
    await simulator.clock.advance(7_200_000);
    const verdict = simulator.api.checkSignature({ ...config, platform: 'ios' });
    expect(verdict).toMatchObject({ reason: 'old-ticket' });
  });

  it.each<[string, (parts: Readonly<Record<'ticket' | 'card' | 'url', string>>) => string]>([
    ['fragment', ({ ticket, url }) => text(ticket, `${url}#top`)],
    ['encoded-url', ({ ticket, url }) => text(ticket, encodeURIComponent(url))],
    ['card-ticket', ({ card, url }) => text(card, url)],
    [
      'timestamp-milliseconds',
      ({ ticket, url }) => text(ticket, url).replace('=1700000000', '=1700000000000'),
    ],
    ['parameter-name', ({ ticket, url }) => text(ticket, url).replace('noncestr', 'nonceStr')],
  ])('knows what was signed instead: %s', async (reason, signed) => {
    const { simulator, api } = serve();
    const url = `${ORIGIN}/a?b=1`;
    const { ticket } = await api.ticket.getTicket('jsapi');
    const { ticket: card } = await api.ticket.getTicket('wx_card');
    const signature = createHash('sha1').update(signed({ ticket, card, url })).digest('hex');
    const page = { appId: ACCOUNT.appId, timestamp: 1_700_000_000, nonceStr: 'n', signature };
    const verdict = simulator.api.checkSignature({ ...page, url: `${url}#top`, platform: 'ios' });
    expect(verdict).toMatchObject({ errMsg: 'config:invalid signature', reason });
  });
});

const text = (ticket: string, url: string): string =>
  `jsapi_ticket=${ticket}&noncestr=n&timestamp=1700000000&url=${url}`;

it('opens pages of an app that runs on a server of its own', async () => {
  const app = express();
  app.get('/set', (req, res) => {
    res.cookie('a', '1', { path: '/', maxAge: 60_000 }).cookie('b', '2', { path: '/below', secure: true });
    res.cookie('c', '3', { domain: 'example.com' }).redirect(`/${req.headers.host ?? ''}`);
  });
  app.use((req, res) => void res.json([req.url, req.headers.cookie ?? '', req.headers['x-forwarded-proto']]));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server on a port has an address of this form.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat`;
  const simulator = simulate({ url }, ACCOUNT);
  open.push(simulator);
  const alice = simulator.user();
  const page = await alice.opens(`${ORIGIN}/set`);
  expect(JSON.parse(page.html)).toEqual(['/shop.example.com', 'a=1; c=3', 'https']);
  expect(JSON.parse((await page.open('/below/x')).html)).toEqual(['/below/x', 'a=1; c=3; b=2', 'https']);
  expect((await alice.opens('http://shop.example.com/below')).cookies).toEqual({ a: '1', c: '3' });
  expect((await alice.opens('https://www.example.com/')).cookies).toEqual({ c: '3' });
  await simulator.clock.advance(60_000);
  expect((await page.open('/')).cookies).toEqual({ c: '3' });
  server.close();
  server.closeAllConnections();
});

it('tells a third-party platform whose user came back', async () => {
  const page = await serve()
    .simulator.user()
    .opens(authorize({ component_appid: 'wxc', state: 'x' }));
  expect(page.url).toBe(`${ORIGIN}/query?a=%20&code=&state=x&appid=${ACCOUNT.appId}`);
});

it.each([
  ['another host', { host: 'https://api2.weixin.qq.com', appSecret: 's' }],
  ['a relay on this machine', { relay: { url: 'http://127.0.0.1:1/relay', secret: 'r'.repeat(32) } }],
])('authorizeUrl is that of WeChat with %s', (_name, options) => {
  const { oauth } = createApi({ appId: 'wx1', ...options });
  expect(oauth.authorizeUrl({ redirect_uri: ORIGIN, scope: 'snsapi_base' })).toMatch(
    /^https:\/\/open\.weixin\.qq\.com\//,
  );
});
