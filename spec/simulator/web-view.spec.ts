import { once } from 'node:events';
import express from 'express';
import { createApi, createServer, jsSdkConfig, memoryStore, webAuth, wechat } from 'offiaccount';
import type { Command, State } from 'offiaccount/simulator';
import { startSimulator } from 'offiaccount/simulator';
import type { AddressInfo } from 'node:net';
import { createRewrite, loosenPolicy } from '../../lib/simulator/web-view/rewrite';
import { describeInChromium, openChromium } from '../support/chromium';

/* The browser of the offline WeChat: pages of a bot as their users see them. */

const account = { appId: 'wx0123456789abcdef', appSecret: 'madeUpSecret', token: 'viewToken' };
const silent = { warn: () => undefined, error: () => undefined };
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const SHARE = `<!doctype html><html><head><title>Share</title></head><body><p id="told">waiting</p>
<button id="scan">Scan</button>
<script src="https://res.wx.qq.com/open/js/jweixin-1.6.0.js"></script>
<script type="module" src="/share.js"></script></body></html>`;
const SHARE_JS = `import { configureJsSdk } from '/jssdk/client.js';
const told = document.querySelector('#told');
configureJsSdk({ endpoint: '/jssdk' }).then(({ url }) => (told.textContent = 'ok ' + url), (error) => (told.textContent = error.message));
document.querySelector('#scan').onclick = () => wx.scanQRCode({ needResult: 1, success: ({ resultStr }) => (told.textContent = resultStr) });`;

const TOOLS = `<!doctype html><html><head><title>Tools</title></head><body><p id="told">waiting</p><p id="tag">no tag</p>
<button id="place">Place</button><button id="denied">Denied</button><wx-open-subscribe template="t"></wx-open-subscribe>
<script src="https://res.wx.qq.com/open/js/jweixin-1.6.0.js"></script>
<script type="module" src="/tools.js"></script></body></html>`;
const TOOLS_JS = `import { configureJsSdk } from '/jssdk/client.js';
const tell = (id, text) => (document.querySelector(id).textContent = text);
const tag = document.querySelector('wx-open-subscribe');
tag.addEventListener('ready', () => tell('#tag', 'tag ready'));
tag.addEventListener('success', () => tell('#tag', 'subscribed'));
await configureJsSdk({ endpoint: '/jssdk' });
wx.updateAppMessageShareData({ title: 'Tea', link: location.href, success: ({ errMsg }) => tell('#told', errMsg) });
document.querySelector('#place').onclick = () =>
  wx.getLocation({ success: ({ latitude, longitude }) => tell('#told', 'at ' + latitude + ' ' + longitude) });
document.querySelector('#denied').onclick = () => wx.closeWindow({ fail: ({ errMsg }) => tell('#told', errMsg) });`;

/** A bot with pages, and the offline WeChat for it. */
async function start() {
  const app = express();
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server on a port has an address of this form.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const wechatPage = await startSimulator({ ...account, url: `${origin}/wechat` });
  open.push(() => wechatPage.close());
  open.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const { clock } = wechatPage.simulator;
  const api = createApi({
    appId: account.appId,
    appSecret: account.appSecret,
    host: wechatPage.apiUrl,
    clock,
  });
  const store = memoryStore(clock);
  const web = webAuth({ api, store, origin, secret: 's'.repeat(32), clock, logger: silent });
  const wx = wechat({ ...account, api, clock, logger: silent }).text('link', () => `${origin}/me`);
  app.use('/wechat', wx);
  app.use(
    '/jssdk',
    jsSdkConfig({
      ...{ api, origins: [origin], clock, logger: silent },
      jsApiList: ['scanQRCode', 'getLocation', 'updateAppMessageShareData'],
      openTagList: ['wx-open-subscribe'],
    }),
  );
  app.get('/share', (_req, res) => {
    res.setHeader(
      'Content-Security-Policy',
      "default-src 'self'; script-src 'self' https://res.wx.qq.com; frame-ancestors 'none'",
    );
    res.setHeader('X-Frame-Options', 'DENY').send(SHARE);
  });
  app.get('/tools', (_req, res) => void res.send(TOOLS));
  app.get('/tools.js', (_req, res) => void res.type('js').send(TOOLS_JS));
  app.get('/share.js', (_req, res) => void res.type('js').send(SHARE_JS));
  app.use(web);
  app.get('/', web.require(), (req, res) => void res.send(`<h1>${req.wechat.openid}</h1>`));
  app.get('/me', web.require({ profile: true }), (req, res) => {
    res.send(`<h1>${req.wechat.nickname ?? ''}</h1><p>${req.headers['user-agent'] ?? ''}</p>`);
  });
  app.get('/agent', (req, res) => void res.send(req.headers['user-agent']));
  async function command(given: Command) {
    const response = await fetch(`${wechatPage.url}commands`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(given),
    });
    return (await response.json()) as { ok: boolean; url?: string; openid?: string };
  }
  const openid = (await command({ type: 'addUser' })).openid ?? '';
  const exchanges = () =>
    wechatPage.simulator.api.calls.filter(({ path }) => path === '/sns/oauth2/access_token').length;
  return { origin, command, openid, exchanges, page: wechatPage.url };
}

/** Loads a page of a view, as a frame does: cookies are the view's. */
async function load(url: string | undefined) {
  const response = await fetch(url ?? '', { headers: { accept: 'text/html' } });
  return {
    status: response.status,
    html: await response.text(),
    url: response.url,
    headers: response.headers,
  };
}

it('signs users in, each with cookies of their own, and keeps them from page to page', async () => {
  const { command, openid, origin, exchanges } = await start();
  const other = (await command({ type: 'addUser' })).openid ?? '';
  for (const who of [openid, other]) {
    const { url } = await command({ type: 'openPage', openid: who, url: `${origin}/?a=1` });
    const page = await load(url);
    expect([page.status, page.html]).toEqual([200, expect.stringContaining(`<h1>${who}</h1>`)]);
    expect(page.url).toBe(url);
    expect(page.headers.get('set-cookie')).toBeNull();
  }
  const { url } = await command({ type: 'openPage', openid, url: `${origin}/` });
  expect((await load(url)).html).toContain(openid);
  expect(exchanges()).toBe(2);
});

it('asks for the profile, and takes a refusal', async () => {
  const { command, openid, origin } = await start();
  const { url } = await command({ type: 'openPage', openid, url: `${origin}/me` });
  const asked = await load(url);
  const [agreeAt = '', refuseAt = ''] = [...asked.html.matchAll(/href="([^"]+)"/g)].map(
    ([, href]) => new URL((href ?? '').replaceAll('&amp;', '&'), asked.url).href,
  );
  expect((await load(refuseAt)).status).toBe(403);
  const page = await load(agreeAt);
  expect(page.html).toContain(`<h1>${openid.slice(0, 10)}</h1>`);
  expect(page.html).toContain('MicroMessenger');
});

it.each([
  ['twice', 200, 1],
  ['two-codes', 200, 2],
  ['expired', 200, 2],
  ['used', 200, 2],
  ['foreign-state', 200, 1],
] as const)('plays %s', async (disturbance, status, exchanged) => {
  const { command, openid, origin, exchanges } = await start();
  const { url } = await command({ type: 'openPage', openid, url: `${origin}/`, disturbance });
  const page = await load(url);
  expect([page.status, page.html.includes(openid), exchanges()]).toEqual([status, true, exchanged]);
});

it('plays a slow WeChat, once', async () => {
  const { command, openid, origin, exchanges } = await start();
  const { url } = await command({ type: 'openPage', openid, url: `${origin}/`, disturbance: 'slow' });
  const begun = performance.now();
  expect((await load(url)).html).toContain(openid);
  expect(performance.now() - begun).toBeGreaterThan(2900);
  expect((await load(url)).html).toContain(openid);
  expect(exchanges()).toBe(1);
});

it('plays a snapshot page, and leads from it to the full service', async () => {
  const { command, openid, origin } = await start();
  const { url = '' } = await command({
    type: 'openPage',
    openid,
    url: `${origin}/me`,
    disturbance: 'snapshot',
  });
  const snapshot = await load(url);
  expect([snapshot.status, snapshot.html]).toEqual([403, expect.stringContaining('使用完整服务')]);
  expect((await load(new URL('/.wechat/full', url).href)).html).toContain('昵称');
});

it('opens no pages of others, and shows WeChat’s refusals', async () => {
  const { command, openid, origin } = await start();
  expect(await command({ type: 'openPage', openid, url: 'https://example.com/' })).toEqual({ ok: true });
  const query = new URLSearchParams({ appid: 'wx1', redirect_uri: `${origin}/` });
  const link = `https://open.weixin.qq.com/connect/oauth2/authorize?${query.toString()}`;
  const { url } = await command({ type: 'openPage', openid, url: link });
  expect((await load(url)).html).toContain('10013');
});

describe('addresses', () => {
  const { toApp, toView } = createRewrite('http://127.0.0.1:3000', 'http://127.0.0.1:41234');

  it.each([
    ['http://127.0.0.1:3000/a', 'http://127.0.0.1:41234/a'],
    ['"http:\\/\\/127.0.0.1:3000\\/a"', '"http:\\/\\/127.0.0.1:41234\\/a"'],
    ['?url=http%3A%2F%2F127.0.0.1%3A3000%2Fa', '?url=http%3A%2F%2F127.0.0.1%3A41234%2Fa'],
    ['http://127.0.0.1:30001/a', 'http://127.0.0.1:30001/a'],
    ['http://127.0.0.1:3000.evil.example', 'http://127.0.0.1:3000.evil.example'],
  ])('become those of the view, and back: %s', (app, view) => {
    expect(toView(app)).toBe(view);
    expect(toApp(view)).toBe(app);
  });

  it('of WeChat’s script become those of its stand-in', () => {
    for (const src of [
      'https://res.wx.qq.com/open/js/jweixin-1.6.0.js',
      '//res2.wx.qq.com/open/js/jweixin-1.3.2.min.js',
    ])
      expect(toView(`<script src="${src}">`)).toBe(
        '<script src="http://127.0.0.1:41234/.wechat/jweixin.js">',
      );
  });

  it.each([
    ["default-src 'none'; frame-ancestors 'none'", "default-src 'none'; script-src V; connect-src V"],
    ["script-src 'sha256-x'; base-uri 'none'", "script-src 'sha256-x' V; base-uri 'none'"],
    ['', ''],
  ])('are let through by policies: %s', (given, expected) => {
    expect(loosenPolicy(given, 'V')).toBe(expected);
  });
});

describeInChromium()('in a browser', () => {
  it.each(['ios', 'android'] as const)(
    'shares, tells a place, and shows an open tag on %s',
    async (platform) => {
      const { command, openid, origin } = await start();
      const browser = await openChromium();
      try {
        const tab = await browser.newPage();
        const { url = '' } = await command({ type: 'openPage', openid, url: `${origin}/tools`, platform });
        await tab.goto(url);
        await tab.getByText('updateAppMessageShareData:ok').waitFor();
        await tab.getByRole('alert').getByText('"Tea"').waitFor();
        await tab.getByRole('button', { name: 'Place' }).click();
        await tab.getByText('at 30.274085 120.15507').waitFor();
        // What the page has not asked for in its list is refused.
        await tab.getByRole('button', { name: 'Denied' }).click();
        await tab.getByText('closeWindow:fail, permission denied').waitFor();
        await tab.getByText('tag ready').waitFor();
        await tab.getByRole('button', { name: 'wx-open-subscribe' }).click();
        await tab.getByText('subscribed').waitFor();
      } finally {
        await browser.close();
      }
    },
  );

  it('opens a link of the chat; on both phones profile, JS-SDK, a scan and a wrong signature', async () => {
    const { command, openid, origin, page: at } = await start();
    const browser = await openChromium();
    try {
      const tab = await browser.newPage({ locale: 'en-US' });
      tab.setDefaultTimeout(20_000);
      await tab.goto(at);
      await tab.locator('.phone').first().waitFor();
      const { users } = (await (await fetch(`${at}state`)).json()) as State;
      await command({ type: 'say', openid: users[0]!.openid, content: 'link' });
      await tab
        .getByRole('link', { name: `${origin}/me` })
        .first()
        .click();
      const frame = tab.frameLocator('.web-frame');
      // A follower who comes from the chat is not asked.
      await frame.getByText('MicroMessenger').waitFor();
      await tab.getByRole('button', { name: 'Close the page' }).click();
      await tab.locator('.web-frame').waitFor({ state: 'detached' });
    } finally {
      await browser.close();
    }
    for (const platform of ['ios', 'android'] as const) {
      const other = await openChromium();
      try {
        const tab = await other.newPage();
        const me = await command({ type: 'openPage', openid, url: `${origin}/me`, platform });
        await tab.goto(me.url ?? '');
        if (platform === 'ios') await tab.getByRole('link', { name: /Allow/ }).click();
        await tab.getByText(platform === 'ios' ? 'iPhone' : 'Android').waitFor();
        tab.on('dialog', (dialog) => void dialog.accept('a code'));
        const { url = '' } = await command({
          type: 'openPage',
          openid,
          url: `${origin}/share?x=1`,
          platform,
        });
        await tab.goto(url);
        await tab.getByText(`ok ${new URL(url).origin}/share?x=1`).waitFor();
        await tab.getByRole('button', { name: 'Scan' }).click();
        await tab.getByText('a code').waitFor();
        await tab.evaluate(
          `wx.config({ appId: '${account.appId}', timestamp: 1, nonceStr: 'n', signature: 'x', jsApiList: [] })`,
        );
        await tab.getByRole('alert').getByText('config:invalid signature').waitFor();
      } finally {
        await other.close();
      }
    }
  });
});
