import AxeBuilder from 'axe-core';
import type { Browser, Page } from 'playwright-core';
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

  async function serve() {
    const wechat = createWeChat();
    const site = { returnTo: '' };
    const served = await servePlatform({
      wechat,
      mount: (app, wx) => {
        app.use('/wechat', wx);
        app.get('/connect', (req, res, next) =>
          wx.connect({ returnTo: site.returnTo, state: () => 'tenant-7' })(req, res, next),
        );
        app.get(
          '/connected',
          wx.connected(
            ({ account, state }, _req, res) => void res.send(`${account.appId} of ${state ?? ''}`),
          ),
        );
      },
    });
    site.returnTo = `${served.origin}/connected`;
    await served.ticket();
    return served;
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
    const context = await browser.newContext({ viewport: { width, height }, ...how });
    const tab = await context.newPage();
    const refused: string[] = [];
    tab.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
    const asked: { readonly url: URL; readonly referer: string | undefined }[] = [];
    const isHeld = { yes: true };
    await context.route(WECHAT, (route) => {
      const request = route.request();
      asked.push({ url: new URL(request.url()), referer: request.headers().referer });
      // As long as our own page is looked at, WeChat's does not come.
      return isHeld.yes
        ? route.abort('aborted')
        : route.fulfill({ body: 'WeChat', contentType: 'text/plain' });
    });
    await tab.goto(`${origin}/connect`, { waitUntil: 'commit' });
    await tab.getByRole('heading', { name: text }).waitFor();
    expect(await problemsOf(tab)).toEqual([]);
    isHeld.yes = false;
    await tab.getByRole('link').click();
    await tab.waitForURL(WECHAT);
    const last = asked.at(-1)!;
    // What WeChat looks at: the domain of the page, and nothing of its path.
    expect(last.referer).toBe(`${origin}/`);
    expect(last.url.searchParams.get('component_appid')).toBe('wx9b27d3e05c8fa146');
    const back = new URL(last.url.searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('auth_code', wechat.authorize(appId, 'gh_3f1c9a7be204'));
    back.searchParams.set('expires_in', '3600');
    await tab.goto(back.href);
    await tab.getByText(`${appId} of tenant-7`).waitFor();
    expect(refused.filter((each) => !each.includes('ERR_ABORTED'))).toEqual([]);
    await context.close();
  });

  it.each(SCREENS)('say what is wrong, on $name', async ({ width, height, locale }) => {
    const { origin } = await serve();
    const context = await browser.newContext({ viewport: { width, height }, locale });
    const tab = await context.newPage();
    for (const path of ['/connected?auth_code=stolen&wx_view=none', '/connected']) {
      const response = await tab.goto(origin + path);
      expect(response?.ok()).toBe(false);
      expect(await tab.getByRole('heading').count()).toBe(1);
      expect(await problemsOf(tab)).toEqual([]);
    }
    await context.close();
  });
});
