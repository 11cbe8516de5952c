import type { ErrorRequestHandler } from 'express';
import { ConfigError, memoryStore } from 'offiaccount';
import type { Account, Platform } from 'offiaccount';
import { systemClock } from '../../lib/clock';
import { createViewSeal } from '../../lib/component/pages/seal';
import { expresses, fastClock } from '../support/attack';
import { closePlatforms, componentAppId, createWeChat, servePlatform } from '../support/platform';
import type { ServedPlatform } from '../support/platform';
import { awayStore } from './support';

/*
 * The way of an administrator: our page, WeChat's page, and back. WeChat's page is played by reading its address.
 */

const appId = 'wx4f0c2b9d7e61a853';
const userName = 'gh_3f1c9a7be204';
const returnTo = 'https://shop.example.com/connected?from=menu';
const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0.50';
const desktop = 'Mozilla/5.0 (Windows NT 10.0) MicroMessenger/7.0.20 WindowsWechat(0x63090a13)';

interface Seen {
  readonly account: Account;
  readonly state: string | undefined;
}

afterEach(closePlatforms);

/** An app with both pages, with a ticket, and what its handler has seen. */
async function serve(
  options: Parameters<Platform['connect']>[0] = {
    returnTo,
    state: (req) => new URL(req.url, 'http://a').searchParams.get('tenant') ?? '',
  },
  more: Parameters<typeof servePlatform>[0] = {},
) {
  const seen: Seen[] = [];
  const served = await servePlatform({
    ...more,
    mount: (app, wx) => {
      app.use((req, _res, next) => {
        // As behind a proxy that the app trusts.
        Object.defineProperty(req, 'hostname', { value: 'shop.example.com' });
        next();
      });
      app.use('/wechat', wx);
      app.get('/connect', wx.connect(options));
      app.get(
        '/connected',
        wx.connected((result, _req, res) => {
          seen.push(result);
          res.send(`connected ${result.account.appId}`);
        }),
      );
    },
  });
  await served.ticket();
  return { ...served, seen, browser: () => createBrowser(served) };
}

/** A browser that keeps its cookies, wherever they are from. */
function createBrowser({ origin }: Pick<ServedPlatform, 'origin'>, jar = new Map<string, string>()) {
  async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(origin + path, {
      method,
      headers: { cookie, ...headers },
      redirect: 'manual',
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set)!;
      jar.set(name, value);
    }
    return { status: response.status, headers: response.headers, body: await response.text() };
  }

  return {
    jar,
    get,
    /** Opens the page; yields the address of WeChat's page, and where that leads back to. */
    async connects(headers?: Record<string, string>, path = '/connect?tenant=7') {
      const page = await get(path, headers);
      const href = unescapeHtml(/<a href="([^"]+)"/.exec(page.body)?.[1] ?? '');
      const wechat = new URL(href || 'about:blank');
      const back = new URL(wechat.searchParams.get('redirect_uri') ?? 'about:blank');
      return {
        page,
        wechat,
        back,
        /** Comes back from WeChat's page with a code. */
        returns: (code: string, over: Record<string, string | undefined> = {}) => {
          const query = new URLSearchParams(back.search);
          const all: Record<string, string | undefined> = { auth_code: code, expires_in: '3600', ...over };
          for (const [name, value] of Object.entries(all))
            if (value === undefined) query.delete(name);
            else query.set(name, value);
          return get(`/connected?${query.toString()}`);
        },
      };
    },
  };
}

const unescapeHtml = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

describe('connect()', () => {
  it('is a page with a link and a refresh that both tell WeChat the domain', async () => {
    const { browser } = await serve();
    const { page, wechat, back } = await browser().connects();
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('referrer-policy')).toBe('origin');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.body).toMatch(/<a href="[^"]+" rel="nofollow" referrerpolicy="origin">/);
    expect(unescapeHtml(/http-equiv="refresh" content="0;url=([^"]+)"/.exec(page.body)![1]!)).toBe(
      wechat.href,
    );
    expect(wechat.origin + wechat.pathname).toBe('https://mp.weixin.qq.com/cgi-bin/componentloginpage');
    expect(wechat.searchParams.get('component_appid')).toBe(componentAppId);
    expect(wechat.searchParams.get('pre_auth_code')).toContain('canary-pre-auth-code');
    expect(back.origin + back.pathname).toBe('https://shop.example.com/connected');
    expect(back.searchParams.get('from')).toBe('menu');
  });

  it('has a code of its own for each view', async () => {
    const { browser, wechat } = await serve();
    const one = browser();
    const views = [await one.connects(), await one.connects(), await browser().connects()];
    const codes = views.map((view) => view.wechat.searchParams.get('pre_auth_code'));
    expect(new Set(codes).size).toBe(3);
    expect(wechat.called('create_preauthcode')).toHaveLength(3);
  });

  it('asks for no code when only its headers are asked for', async () => {
    const { browser, wechat } = await serve();
    expect((await browser().get('/connect', {}, 'HEAD')).status).toBe(200);
    expect(wechat.called('create_preauthcode')).toEqual([]);
  });

  it.each([
    [
      'a phone, in WeChat',
      phone,
      'https://open.weixin.qq.com/wxaopen/safe/bindcomponent',
      '#wechat_redirect',
    ],
    ['a computer, in WeChat', desktop, 'https://mp.weixin.qq.com/cgi-bin/componentloginpage', ''],
    [
      'another browser',
      'Mozilla/5.0 (X11; Linux)',
      'https://mp.weixin.qq.com/cgi-bin/componentloginpage',
      '',
    ],
  ])('leads %s to the page that it can use', async (_who, agent, address, hash) => {
    const { wechat } = await (await serve()).browser().connects({ 'user-agent': agent });
    expect(wechat.origin + wechat.pathname).toBe(address);
    expect(wechat.hash).toBe(hash);
  });

  it.each([
    [{ authType: 1 as const }, { auth_type: '1' }],
    [{ bizAppId: appId }, { biz_appid: appId }],
    [{ authType: 3 as const, categories: [1, 7, 15] }, { category_id_list: '1|7|15' }],
  ])('passes %j on', async (options, expected) => {
    const { wechat } = await (await serve({ returnTo, ...options })).browser().connects();
    expect(Object.fromEntries(wechat.searchParams)).toMatchObject(expected);
  });

  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN', '前往微信授权页'],
    ['en-GB', 'en', 'Open the authorisation page of WeChat'],
    ['en;q=0.5, zh-TW', 'zh-CN', '前往微信授权页'],
    ['zh;q=0, en', 'en', 'Open the authorisation page of WeChat'],
    ['fr, de;q=0.5', 'en', 'Open the authorisation page of WeChat'],
    ['', 'zh-CN', '前往微信授权页'],
  ])('speaks the language of the browser: %s', async (wishes, language, words) => {
    const { page } = await (await serve()).browser().connects({ 'accept-language': wishes });
    expect(page.body).toContain(`<html lang="${language}">`);
    expect(page.headers.get('content-language')).toBe(language);
    expect(page.body).toContain(words);
  });

  it('gives the browser a cookie that no script and no other site gets', async () => {
    const { browser } = await serve();
    const { page } = await browser().connects();
    const [cookie = ''] = page.headers.getSetCookie();
    expect(cookie).toMatch(
      /^__Host-wx-connect=[\w-]{22}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  it('does without "Secure" where the address has no encryption, as on a laptop', async () => {
    const { browser } = await serve({ returnTo: 'http://localhost:3000/connected' });
    const [cookie = ''] = (await browser().connects()).page.headers.getSetCookie();
    expect(cookie).toMatch(/^wx-connect=[\w-]{22}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/);
  });

  it('says so when WeChat gives no code', async () => {
    const { browser, wechat, log } = await serve();
    wechat.answer(({ path }) => (path.endsWith('preauthcode') ? wechat.refused(61004) : undefined));
    const { status, headers, body } = await browser().get('/connect', { 'accept-language': 'en' });
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('60');
    expect(body).toContain('WeChat cannot be reached');
    expect(log()).toContain('61004');
    expect(log()).not.toContain('canary');
  });

  it('takes no form', async () => {
    const served = await servePlatform({ mount: (app, wx) => app.use('/connect', wx.connect({ returnTo })) });
    const response = await fetch(`${served.origin}/connect`, { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it('warns when the cookie cannot come back', async () => {
    const served = await servePlatform({
      config: { timeout: 100 },
      mount: (app, wx) => app.get('/connect', wx.connect({ returnTo })),
    });
    await fetch(`${served.origin}/connect`);
    expect(served.log()).toContain('another host than that of');
  });

  it.each<[string, object | undefined, RegExp]>([
    ['nothing', undefined, /object of options/],
    ['no address', {}, /"returnTo".*https:/],
    ['a path', { returnTo: '/connected' }, /whole address/],
    ['another protocol', { returnTo: 'javascript:alert(1)' }, /whole address/],
    ['a fragment', { returnTo: 'https://a.example/#b' }, /whole address/],
    ['a parameter of ours', { returnTo: 'https://a.example/?wx_view=1' }, /"wx_view"/],
    ['a typo', { returnTo, authtype: 1 }, /Did you mean "authType"\?/],
    ['a kind that is none', { returnTo, authType: 7 }, /from 1 to 6/],
    ['two choices', { returnTo, authType: 1, bizAppId: appId }, /not both/],
    ['a text as list', { returnTo, categories: '1|2' }, /list of ids/],
    ['a state that is no function', { returnTo, state: '7' }, /"state" must be a function/],
  ])('refuses %s at once', async (_what, options, message) => {
    const { wx } = await servePlatform();
    // @ts-expect-error that is wrong
    expect(() => wx.connect(options)).toThrow(ConfigError);
    // @ts-expect-error that is wrong
    expect(() => wx.connect(options)).toThrow(message);
  });
});

describe.each(expresses)('connected() on %s', (_name, express) => {
  it('hands over the account and the state', async () => {
    const { browser, seen, wechat } = await serve(undefined, { express });
    const view = await browser().connects();
    const { status, body, headers } = await view.returns(wechat.authorize(appId, userName));
    expect([status, body]).toEqual([200, `connected ${appId}`]);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(seen.map(({ account, state }) => [account.appId, state])).toEqual([[appId, '7']]);
    const { userName: known } = await seen[0]!.account.info();
    expect(known).toBe(userName);
  });

  it('gives the same account when it is loaded again, or WeChat leads back twice', async () => {
    const { browser, seen, wechat } = await serve(undefined, { express });
    const view = await browser().connects();
    const code = wechat.authorize(appId, userName);
    await Promise.all([view.returns(code), view.returns(code)]);
    await view.returns(code);
    expect(seen.map(({ account }) => account.appId)).toEqual([appId, appId, appId]);
    expect(wechat.called('query_auth')).toHaveLength(1);
  });
});

describe('connected()', () => {
  it('shares one exchange with the push that comes at the same time', async () => {
    const { browser, seen, wechat, authorized } = await serve();
    const view = await browser().connects();
    const code = wechat.authorize(appId, userName);
    const [page, push] = await Promise.all([view.returns(code), authorized(appId, code)]);
    expect([page.status, push.text]).toEqual([200, 'success']);
    expect(seen.map(({ account }) => account.appId)).toEqual([appId]);
    expect(wechat.called('query_auth')).toHaveLength(1);
  });

  it('has no state where there is no function for it', async () => {
    const { browser, seen, wechat } = await serve({ returnTo });
    await (await browser().connects()).returns(wechat.authorize(appId, userName));
    expect(seen.map(({ state }) => state)).toEqual([undefined]);
  });

  it('lets several windows of a browser be at it', async () => {
    const { browser, seen, wechat } = await serve();
    const one = browser();
    const views = [await one.connects(), await one.connects(undefined, '/connect?tenant=8')];
    await views[0]!.returns(wechat.authorize(appId, userName));
    await views[1]!.returns(wechat.authorize('wx0000000000000001', 'gh_1'));
    expect(seen.map(({ account, state }) => [account.appId, state])).toEqual([
      [appId, '7'],
      ['wx0000000000000001', '8'],
    ]);
  });

  /** The page that refuses, and nothing was exchanged. */
  async function expectRefused(
    { seen, wechat, log }: Awaited<ReturnType<typeof serve>>,
    { status, body, headers }: { status: number; body: string; headers: Headers },
    code = '',
  ) {
    expect(status).toBe(403);
    expect(body).toMatch(/无法确认这次授权|cannot be confirmed/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(seen).toEqual([]);
    expect(wechat.called('query_auth')).toEqual([]);
    expect(log()).toContain(code);
    expect(log()).not.toContain('canary');
  }

  it('refuses an account that somebody else wants to plant', async () => {
    const served = await serve();
    const attacker = await served.browser().connects();
    const code = served.wechat.authorize(appId, userName);
    const link = `/connected?${attacker.back.searchParams.toString()}&auth_code=${code}`;
    // One who never began, and one who has begun as well.
    await expectRefused(served, await served.browser().get(link), 'other-browser');
    const victim = served.browser();
    await victim.connects();
    await expectRefused(served, await victim.get(link), 'other-browser');
  });

  it('refuses another account for a view that has connected one', async () => {
    const { browser, seen, wechat, log } = await serve();
    const view = await browser().connects();
    await view.returns(wechat.authorize(appId, userName));
    const planted = await view.returns(wechat.authorize('wx0000000000000666', 'gh_666'));
    expect(planted.status).toBe(403);
    expect(seen.map(({ account }) => account.appId)).toEqual([appId]);
    expect(log()).toContain('view-used');
  });

  it('lets one of two accounts through that come with one view at once', async () => {
    const { browser, seen, wechat } = await serve();
    const view = await browser().connects();
    const codes = [appId, 'wx0000000000000666'].map((each, n) => wechat.authorize(each, `gh_${n}`));
    const pages = await Promise.all(codes.map((code) => view.returns(code)));
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect(seen).toHaveLength(1);
  });

  it('goes on while the store is away', async () => {
    const store = awayStore();
    const { browser, seen, wechat } = await serve(undefined, { store: { ...memoryStore(), ...store } });
    const view = await browser().connects();
    const code = wechat.authorize(appId, userName);
    store.isAway = true;
    expect((await view.returns(code)).status).toBe(200);
    expect((await view.returns(code)).status).toBe(200);
    const planted = await view.returns(wechat.authorize('wx0000000000000666', 'gh_666'));
    expect(planted.status).toBe(403);
    store.isAway = false;
    expect(seen.map(({ account }) => account.appId)).toEqual([appId, appId]);
  });

  it.each([
    ['without a view', { wx_view: undefined }, 'view-missing'],
    ['with a view that is none', { wx_view: 'a'.repeat(120) }, 'view-unknown'],
    ['with an empty view', { wx_view: '' }, 'view-unknown'],
  ])('refuses an address %s', async (_how, over, reason) => {
    const served = await serve();
    const view = await served.browser().connects();
    await expectRefused(served, await view.returns(served.wechat.authorize(appId, userName), over), reason);
  });

  it('refuses a view of which one letter was changed, wherever', async () => {
    const served = await serve();
    const view = await served.browser().connects();
    const sealed = view.back.searchParams.get('wx_view')!;
    const code = served.wechat.authorize(appId, userName);
    for (let at = 0; at < sealed.length; at += 7) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      await expectRefused(served, await view.returns(code, { wx_view: changed }));
    }
  });

  it('refuses a view of another platform, or of another secret', () => {
    const seal = createViewSeal(componentAppId, 'canary-secret');
    const view = { id: 'a', nonce: 'b', cookie: 'c', until: 1, state: 'd' };
    expect(seal.open(seal.close(view))).toEqual(view);
    expect(createViewSeal('wx1111111111111111', 'canary-secret').open(seal.close(view))).toBeUndefined();
    expect(createViewSeal(componentAppId, 'canary-secret-2').open(seal.close(view))).toBeUndefined();
    expect(seal.close(view)).not.toBe(seal.close(view));
  });

  it('refuses a cookie that was changed, or is there twice', async () => {
    const served = await serve();
    const one = served.browser();
    const view = await one.connects();
    const [[name, value]] = [...one.jar] as [[string, string]];
    const path = `/connected?${view.back.searchParams.toString()}&auth_code=${served.wechat.authorize(appId, userName)}`;
    for (const cookie of [
      `${name}=${value.slice(1)}`,
      `${name}=`,
      `${name}=${value}; ${name}=x`,
      `x${name}=${value}`,
    ])
      await expectRefused(served, await served.browser().get(path, { cookie }), 'other-browser');
  });

  it('refuses a view that is older than an hour', async () => {
    let ahead = 0;

    const clock = { ...systemClock, now: () => systemClock.now() + ahead };
    const served = await serve(undefined, { config: { clock } });
    const view = await served.browser().connects();
    ahead = 3_600_001;
    await expectRefused(served, await view.returns(served.wechat.authorize(appId, userName)), 'view-over');
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one with a line break', 'a\r\nSet-Cookie: a=b'],
  ])('says so when there is no code: %s', async (_what, code) => {
    const { browser, seen } = await serve();
    const view = await browser().connects();
    const { status, body } = await view.returns('', { auth_code: code });
    expect([status, seen]).toEqual([400, []]);
    expect(body).toContain('授权没有完成');
  });

  it('says so when WeChat does not take the code', async () => {
    const { browser, seen, log } = await serve(undefined, { config: { clock: fastClock(20) } });
    const view = await browser().connects();
    const { status, body } = await view.returns('canary-made-up');
    expect([status, seen]).toEqual([400, []]);
    expect(body).toContain('授权没有完成');
    expect(body + log()).not.toContain('canary');
  });

  it('never leads anywhere else', async () => {
    const { browser, wechat } = await serve();
    const view = await browser().connects();
    for (const name of ['returnTo', 'redirect_uri', 'next', 'url', 'state']) {
      const { status, headers } = await view.returns(wechat.authorize(appId, userName), {
        [name]: 'https://evil.example/',
      });
      expect([status, headers.get('location')]).toEqual([200, null]);
    }
  });

  it('exchanges nothing for those who only look', async () => {
    const { browser, wechat } = await serve();
    const one = browser();
    const view = await one.connects();
    const path = `/connected?${view.back.searchParams.toString()}&auth_code=${wechat.authorize(appId, userName)}`;
    expect((await one.get(path, {}, 'HEAD')).status).toBe(405);
    expect(wechat.called('query_auth')).toEqual([]);
  });

  it('hands what its handler throws to the app', async () => {
    const { origin, wechat, ticket } = await servePlatform({
      mount: (app, wx) => {
        app.use('/wechat', wx);
        app.get('/connect', wx.connect({ returnTo: 'http://127.0.0.1/connected' }));
        app.get(
          '/connected',
          wx.connected(async () => Promise.reject(new Error('mine'))),
        );
        const answer: ErrorRequestHandler = (error: Error, _req, res, next) => {
          if (res.headersSent) next(error);
          else res.status(418).send(error.message);
        };
        app.use(answer);
      },
    });
    await ticket();
    const view = await createBrowser({ origin }).connects();
    const { status, body } = await view.returns(wechat.authorize(appId, userName));
    expect([status, body]).toEqual([418, 'mine']);
  });

  it('needs a handler', async () => {
    const { wx } = await servePlatform();
    // @ts-expect-error there is none
    expect(() => wx.connected()).toThrow(/needs a function/);
  });
});

it('is one world for two processes', async () => {
  const wechat = createWeChat();
  const store = memoryStore();
  const [one, other] = [await serve(undefined, { wechat, store }), await serve(undefined, { wechat, store })];
  const jar = new Map<string, string>();
  const view = await createBrowser(one, jar).connects();
  const code = wechat.authorize(appId, userName);
  const path = `/connected?${view.back.searchParams.toString()}&auth_code=${code}`;
  const answers = await Promise.all([one, other].map((each) => createBrowser(each, jar).get(path)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(wechat.called('query_auth')).toHaveLength(1);
});
