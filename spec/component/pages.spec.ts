import AxeBuilder from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { systemClock } from '../../lib/clock';
import { describeInChromium, openChromium } from '../support/chromium';
import { closePlatforms, createWeChat, servePlatform } from '../support/platform';

/*
 * The pages of an authorisation in a real browser. WeChat's page is played where the browser asks for it.
 */

const appId = 'wx4f0c2b9d7e61a853';
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50 NetType/WIFI';

const SCREENS = [
  { name: 'a computer', width: 1280, height: 800, locale: 'en-GB', text: /On the way to WeChat/ },
  { name: 'a phone', width: 360, height: 640, locale: 'zh-CN', userAgent: phone, text: /正在前往微信授权页/ },
] as const;

/** Hosts of WeChat's own page. */
const WECHAT = /^https:\/\/(?:mp|open)\.weixin\.qq\.com\//;

describeInChromium()('the pages of an authorisation', () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await openChromium()));
  afterAll(() => browser.close());
  afterEach(closePlatforms);

  const open: BrowserContext[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
  });

  async function serve() {
    const wechat = createWeChat();
    const site = { returnTo: '', later: 0 };
    const served = await servePlatform({
      wechat,
      config: { clock: { ...systemClock, now: () => Date.now() + site.later } },
      mount: (app, wx) => {
        app.use('/wechat', wx);
        app.get('/connect', (req, res, next) =>
          wx.connect({
            returnTo: site.returnTo,
            state: () => (typeof req.query.tenant === 'string' ? req.query.tenant : 'tenant-7'),
          })(req, res, next),
        );
        app.get(
          '/connected',
          wx.connected(
            ({ account, state }, _req, res) =>
              void res.type('text').send(`${account.appId} of ${state ?? ''}`),
          ),
        );
      },
    });
    site.returnTo = `${served.origin}/connected`;
    await served.ticket();
    return { ...served, site };
  }

  /** A browser with cookies of its own, in which WeChat's page is played. */
  async function openBrowser(options: BrowserContextOptions = {}) {
    const context = await browser.newContext(options);
    open.push(context);
    const asked: { readonly url: URL; readonly referer: string | undefined }[] = [];
    /** As long as our own page is looked at, WeChat's does not come. */
    const held = { yes: false };
    await context.route(WECHAT, (route) => {
      const request = route.request();
      asked.push({ url: new URL(request.url()), referer: request.headers().referer });
      return held.yes ? route.abort('aborted') : route.fulfill({ body: 'WeChat', contentType: 'text/plain' });
    });
    return { context, asked, held, tab: await context.newPage() };
  }

  /** Where WeChat's page in a tab leads back to, once an account has agreed. */
  function wayBack(tab: Page, code: string): string {
    const back = new URL(new URL(tab.url()).searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('auth_code', code);
    back.searchParams.set('expires_in', '3600');
    return back.href;
  }

  /** Opens our page in a tab, which leads to WeChat's by itself. */
  async function connect(tab: Page, address: string): Promise<void> {
    // The page may have gone on before it has loaded.
    await tab.goto(address, { waitUntil: 'commit' }).catch(() => undefined);
    await tab.waitForURL(WECHAT);
  }

  /** What is wrong with a page for those who read it otherwise, and whether it is wider than the screen. */
  async function problemsOf(tab: Page) {
    const found = await tab.evaluate(`(() => { ${AxeBuilder.source}; return axe.run(); })()`);
    const isWide = await tab.evaluate('document.documentElement.scrollWidth > innerWidth');
    const { violations } = found as { readonly violations: readonly { readonly id: string }[] };
    return [...violations.map(({ id }) => id), ...(isWide === true ? ['too-wide'] : [])];
  }

  it.each(SCREENS)('lead to WeChat and back, on $name', async ({ width, height, text, ...screen }) => {
    const { origin, wechat } = await serve();
    const { locale } = screen;
    const how = 'userAgent' in screen ? { locale, userAgent: screen.userAgent } : { locale };
    const { tab, asked, held } = await openBrowser({ viewport: { width, height }, ...how });
    held.yes = true;
    const refused: string[] = [];
    tab.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
    await tab.goto(`${origin}/connect`, { waitUntil: 'commit' });
    await tab.getByRole('heading', { name: text }).waitFor();
    expect(await problemsOf(tab)).toEqual([]);
    held.yes = false;
    await tab.getByRole('link').click();
    await tab.waitForURL(WECHAT);
    const last = asked.at(-1)!;
    // What WeChat looks at: the domain of the page, and nothing of its path.
    expect(last.referer).toBe(`${origin}/`);
    expect(last.url.searchParams.get('component_appid')).toBe('wx9b27d3e05c8fa146');
    await tab.goto(wayBack(tab, wechat.authorize(appId, 'gh_3f1c9a7be204')));
    await tab.getByText(`${appId} of tenant-7`).waitFor();
    expect(refused.filter((each) => !each.includes('ERR_ABORTED'))).toEqual([]);
  });

  it.each(SCREENS)('say what is wrong, on $name', async ({ width, height, locale }) => {
    const { origin } = await serve();
    const { tab } = await openBrowser({ viewport: { width, height }, locale });
    for (const path of ['/connected?auth_code=stolen&wx_view=none', '/connected']) {
      const response = await tab.goto(origin + path);
      expect(response?.ok()).toBe(false);
      expect(await tab.getByRole('heading').count()).toBe(1);
      expect(await problemsOf(tab)).toEqual([]);
    }
  });

  it.each([
    ['a computer', undefined, 'mp.weixin.qq.com', '/cgi-bin/componentloginpage'],
    ['WeChat on a phone', phone, 'open.weixin.qq.com', '/wxaopen/safe/bindcomponent'],
  ])(
    'lead on by themselves, on %s, and tell WeChat the domain alone',
    async (_where, userAgent, host, path) => {
      const { origin } = await serve();
      const { tab, asked } = await openBrowser(userAgent === undefined ? {} : { userAgent });
      await connect(tab, `${origin}/connect?tenant=secret-of-the-shop`);
      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatchObject({ referer: `${origin}/` });
      expect([asked[0]?.url.host, asked[0]?.url.pathname]).toEqual([host, path]);
      expect(asked[0]?.url.href).not.toContain('secret-of-the-shop');
    },
  );

  it('can be gone through with the keyboard alone', async () => {
    const { origin } = await serve();
    const { tab, held } = await openBrowser();
    held.yes = true;
    await tab.goto(`${origin}/connect`, { waitUntil: 'commit' });
    await tab.getByRole('link').waitFor();
    held.yes = false;
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    await tab.waitForURL(WECHAT);
  });

  it('give the browser nothing that a script can read', async () => {
    const { origin, wechat } = await serve();
    const { tab, context } = await openBrowser();
    await connect(tab, `${origin}/connect`);
    await tab.goto(wayBack(tab, wechat.authorize(appId, 'gh_3f1c9a7be204')));
    await tab.getByText(appId).waitFor();
    const [cookie, ...others] = await context.cookies(origin);
    expect(others).toEqual([]);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    expect(await tab.evaluate('document.cookie')).toBe('');
    // The address holds the code: it is told to no other page.
    expect(await tab.evaluate('fetch("/elsewhere").then(() => document.referrer)')).not.toContain(
      'auth_code',
    );
  });

  it('keep two windows apart, and the account when one is loaded again or gone back to', async () => {
    const { origin, wechat } = await serve();
    const { tab: one, context } = await openBrowser();
    const two = await context.newPage();
    await connect(one, `${origin}/connect?tenant=bakery`);
    await connect(two, `${origin}/connect?tenant=${encodeURIComponent('裁缝 <b>&"\'')}`);
    const other = 'wx7a6b5c4d3e2f1098';
    await two.goto(wayBack(two, wechat.authorize(other, 'gh_7a6b5c4d3e2f')));
    await two.getByText(`${other} of 裁缝 <b>&"'`).waitFor();
    await one.goto(wayBack(one, wechat.authorize(appId, 'gh_3f1c9a7be204')));
    await one.getByText(`${appId} of bakery`).waitFor();
    await one.reload();
    await one.getByText(`${appId} of bakery`).waitFor();
    await one.goto(`${origin}/wechat`);
    await one.goBack();
    await one.getByText(`${appId} of bakery`).waitFor();
    expect(wechat.called('api_query_auth')).toHaveLength(2);
  });

  it('let nobody in whose browser has not begun, nor after an hour, and use no code up for them', async () => {
    const { origin, wechat, site } = await serve();
    const { tab } = await openBrowser();
    await connect(tab, `${origin}/connect`);
    const back = wayBack(tab, wechat.authorize(appId, 'gh_3f1c9a7be204'));
    const { tab: victim } = await openBrowser({ locale: 'zh-CN' });
    expect((await victim.goto(back))?.status()).toBe(403);
    await victim.getByRole('heading', { name: '无法确认这次授权' }).waitFor();
    site.later = 3_600_001;
    expect((await tab.goto(back))?.status()).toBe(403);
    site.later = 0;
    expect(wechat.called('api_query_auth')).toEqual([]);
    expect((await tab.goto(back))?.status()).toBe(200);
  });

  it.each([
    ['connect', 'WeChat gives no code for the page', -1, 'api_create_preauthcode', 503],
    ['connected', 'WeChat cannot be reached', -1, 'api_query_auth', 503],
    ['connected', 'the code was used elsewhere', 61009, 'api_query_auth', 400],
    ['connected', 'the code is over', 61010, 'api_query_auth', 400],
  ] as const)('%s: say so when %s', async (page, _what, errcode, path, status) => {
    const { origin, wechat } = await serve();
    const { tab } = await openBrowser();
    if (page === 'connected') await connect(tab, `${origin}/connect`);
    const address =
      page === 'connect' ? `${origin}/connect` : wayBack(tab, wechat.authorize(appId, 'gh_3f1c9a7be204'));
    wechat.answer((call) => (call.path.endsWith(path) ? wechat.refused(errcode) : undefined));
    expect((await tab.goto(address))?.status()).toBe(status);
    expect(await tab.getByRole('heading').count()).toBe(1);
    expect(await problemsOf(tab)).toEqual([]);
    expect(await tab.content()).not.toContain('canary');
  });

  it.each(['zh-CN', 'zh-TW', 'en-US', 'fr-FR'])(
    'speak the language of a reader of %s, in the dark too',
    async (locale) => {
      const { origin } = await serve();
      const { tab } = await openBrowser({ locale, colorScheme: 'dark' });
      await tab.goto(`${origin}/connected`);
      const language = await tab.evaluate('document.documentElement.lang');
      expect(language).toBe(locale.startsWith('zh') ? 'zh-CN' : 'en');
      expect(await tab.title()).toMatch(locale.startsWith('zh') ? /^[\u4e00-\u9fff]/ : /^[A-Z]/);
      expect(await problemsOf(tab)).toEqual([]);
    },
  );

  it('can be framed by no other page', async () => {
    const { origin } = await serve();
    const { tab, asked, context } = await openBrowser();
    await context.route('https://mallory.example.com/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<iframe src="${origin}/connect" width="600" height="400"></iframe>`,
      }),
    );
    await tab.goto('https://mallory.example.com/', { waitUntil: 'load' });
    expect(await tab.frames().at(-1)?.getByRole('link').count()).toBe(0);
    expect(asked).toEqual([]);
  });
});
