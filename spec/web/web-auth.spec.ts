import { createApi, memoryStore, webAuth } from 'offiaccount';
import type { WebUser } from 'offiaccount';
import { expresses } from '../support/attack';
import { backFrom, closeAll, createBrowser, ORIGIN, SECRET, serveSite, signIn } from './support';
import type { Site } from './support';

/* Each row of what can go wrong when users sign in to pages. The browser is a fetch with a jar, WeChat is the offline one. */

afterEach(closeAll);

const user = (body: string): WebUser => JSON.parse(body) as WebUser;
const json = { accept: 'application/json' };

describe.each(expresses)('on %s', (_name, express) => {
  it('signs a user in silently, once, and keeps the code out of every address', async () => {
    const site = await serveSite({ express });
    const browser = createBrowser(site);
    const first = await browser.go('/?from=menu&x=%E4%BD%A0+b');
    const wechat = new URL(first.location ?? '');
    expect(wechat.searchParams.get('scope')).toBe('snsapi_base');
    expect(wechat.searchParams.get('redirect_uri')).toBe(`${ORIGIN}/?from=menu&x=%E4%BD%A0+b`);
    const back = await browser.go(
      backFrom(first.location, site.simulator.api.authorize('oAlice', 'snsapi_base')),
    );
    for (const { status, headers } of [first, back]) {
      expect(status).toBe(302);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('vary')).toMatch(/cookie/i);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect(back.location).toBe('/?from=menu&x=%E4%BD%A0+b');
    expect(user((await browser.go('/')).body)).toMatchObject({
      openid: 'oAlice',
      scope: 'snsapi_base',
      isSnapshot: false,
    });
    expect(site.exchanges()).toBe(1);
  });

  it('asks for the profile when a page needs it, and once', async () => {
    const site = await serveSite({ express });
    const browser = createBrowser(site);
    await signIn(site, browser);
    const page = await signIn(site, browser, 'oAlice', '/me');
    expect(user(page.body)).toMatchObject({ scope: 'snsapi_userinfo', nickname: 'oAlice' });
    expect(user((await browser.go('/')).body).nickname).toBe('oAlice');
    expect(await browser.go('/me')).toMatchObject({ status: 200 });
  });

  it('passes errors of a session on', async () => {
    const keep = { read: () => Promise.reject(new Error('The session is away.')), write: () => undefined };
    const site = await serveSite({ express, keep });
    expect((await createBrowser(site).go('/news')).status).toBe(500);
  });

  it('works below a path', async () => {
    const site = await serveSite({
      express,
      mount: (app, web) => {
        app.use('/shop', web);
        app.get('/shop/cart', web.require(), (req, res) => void res.json(req.wechat));
      },
    });
    const page = await signIn(site, createBrowser(site), 'oAlice', '/shop/cart');
    expect(user(page.body).openid).toBe('oAlice');
  });

  it('knows the site by its setting alone, whatever a proxy or a visitor says', async () => {
    const site = await serveSite({ express });
    const browser = createBrowser(site);
    const lies = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.example;proto=http',
      'x-original-url': '//evil.example/',
    };
    const first = await browser.go('/?a=1', lies);
    expect(new URL(first.location ?? '').searchParams.get('redirect_uri')).toBe(`${ORIGIN}/?a=1`);
    const code = site.simulator.api.authorize('oAlice', 'snsapi_base');
    expect((await browser.go(backFrom(first.location, code), lies)).location).toBe('/?a=1');
    expect(first.headers.getSetCookie().join()).toContain('; Secure');
  });

  it('works where require() stands alone', async () => {
    const site = await serveSite({
      express,
      mount: (app, web) => void app.get('/', web.require(), (req, res) => void res.json(req.wechat)),
    });
    expect(user((await signIn(site, createBrowser(site))).body).openid).toBe('oAlice');
  });
});

describe('the cookie', () => {
  it('is sealed, for this host, out of reach of scripts, for a day', async () => {
    const site = await serveSite();
    const browser = createBrowser(site);
    const first = await browser.go('/');
    const code = site.simulator.api.authorize('oAlice');
    const { headers } = await browser.go(backFrom(first.location, code));
    const [set = ''] = headers.getSetCookie().filter((each) => each.includes('-user'));
    expect(set).toMatch(/^__Host-[\w-]+=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=86400$/);
    expect(set).not.toContain('oAlice');
    await site.simulator.clock.advance(86_400_000 - 60_000);
    expect((await browser.go('/')).status).toBe(200);
    await site.simulator.clock.advance(60_000);
    expect((await browser.go('/')).status).toBe(302);
  });

  it('outlives the change of the secret, newest first', async () => {
    const store = memoryStore();
    const before = await serveSite({ store });
    const browser = createBrowser(before);
    await signIn(before, browser);
    const next = ['n'.repeat(32), SECRET];
    const between = createBrowser(await serveSite({ secret: next }), browser.jar);
    expect((await between.go('/')).status).toBe(200);
    const after = createBrowser(await serveSite({ secret: next.slice(0, 1) }), browser.jar);
    expect((await after.go('/')).status).toBe(302);
  });

  it('is one for http on this machine, for development', async () => {
    const site = await serveSite({ origin: 'http://localhost:3000' });
    const { headers } = await createBrowser(site).go('/');
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^wx-begun-\w+=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/),
    ]);
  });
});

describe('codes', () => {
  it('are exchanged once, though they come twice at a time', async () => {
    const store = memoryStore();
    const first = await serveSite({ store });
    // Another process: nothing is shared but the store.
    const second = await serveSite({ store, of: first.simulator });
    const browser = createBrowser(first);
    const { location } = await browser.go('/me');
    const back = backFrom(location, first.simulator.api.authorize('oAlice'));
    const elsewhere = createBrowser(second, new Map(browser.jar));
    const same = createBrowser(first, new Map(browser.jar));
    const answers = await Promise.all([browser, elsewhere, same, elsewhere].map((each) => each.go(back)));
    expect(answers.map(({ status, location: to }) => [status, to])).toEqual(Array(4).fill([302, '/me']));
    expect(first.exchanges()).toBe(1);
    const users = await Promise.all(
      [browser, elsewhere, same].map(async ({ go }) => user((await go('/me')).body)),
    );
    for (const each of users) expect(each).toEqual(users[0]);
    expect(users[0]!.nickname).toBe('oAlice');
  });

  it('may be two with one state, within a minute of its first use', async () => {
    const site = await serveSite();
    const browser = createBrowser(site);
    const { location } = await browser.go('/');
    const [one, two, late] = [1, 2, 3].map(() =>
      backFrom(location, site.simulator.api.authorize('oAlice', 'snsapi_base')),
    );
    const jar = new Map(browser.jar);
    const [first, second] = await Promise.all([browser.go(one!), createBrowser(site, new Map(jar)).go(two!)]);
    expect([first.location, second.location]).toEqual(['/', '/']);
    expect(site.exchanges()).toBe(2);
    // Later it is as good as used up.
    await site.simulator.clock.advance(61_000);
    const replay = await createBrowser(site, jar).go(late!);
    expect(replay.location).toContain('open.weixin.qq.com');
    expect(site.exchanges()).toBe(2);
  });

  it.each([
    [
      '40163: used',
      async ({ simulator, api }: Site) => {
        const code = simulator.api.authorize('oAlice', 'snsapi_base');
        await api.oauth.getAccessToken(code);
        return code;
      },
    ],
    ['40029: wrong', () => Promise.resolve('nonsense')],
    [
      '42003: over',
      async ({ simulator }: Site) => {
        const code = simulator.api.authorize('oAlice', 'snsapi_base');
        await simulator.clock.advance(300_000);
        return code;
      },
    ],
  ])('of no use (%s) begin again once, then end', async (_name, makeCode) => {
    const site = await serveSite();
    const browser = createBrowser(site);
    const first = await browser.go('/');
    const second = await browser.go(backFrom(first.location, await makeCode(site)));
    expect(second.status).toBe(302);
    const third = await browser.go(backFrom(second.location, await makeCode(site)));
    expect([third.status, third.location]).toEqual([400, null]);
  });

  it('of no use lead somebody who has signed in to the page', async () => {
    const site = await serveSite();
    const browser = createBrowser(site);
    const first = await browser.go('/?a=1');
    const back = backFrom(first.location, site.simulator.api.authorize('oAlice', 'snsapi_base'));
    await browser.go(back);
    await site.simulator.clock.advance(3_600_000);
    expect(await browser.go(back)).toMatchObject({ status: 302, location: '/?a=1' });
    expect(site.exchanges()).toBe(1);
  });
});

describe('a browser without the cookie of the beginning', () => {
  it('begins again once, and is told why then', async () => {
    const site = await serveSite();
    const bare = () => createBrowser(site);
    const first = await bare().go('/');
    const code = () => site.simulator.api.authorize('oAlice', 'snsapi_base');
    const second = await bare().go(backFrom(first.location, code()));
    expect(second.status).toBe(302);
    const third = await bare().go(backFrom(second.location, code()));
    expect([third.status, third.location]).toEqual([400, null]);
    expect(third.body).toContain('Cookie');
    expect(site.exchanges()).toBe(0);
  });

  it('signs in by the second round, as a snapshot page does', async () => {
    const site = await serveSite();
    const first = await createBrowser(site).go('/');
    const browser = createBrowser(site);
    const second = await browser.go(
      backFrom(first.location, site.simulator.api.authorize('oAlice', 'snsapi_base')),
    );
    const code = site.simulator.api.authorize('oAlice', 'snsapi_base');
    expect(await browser.go(backFrom(second.location, code))).toMatchObject({ status: 302, location: '/' });
    expect(user((await browser.go('/')).body).openid).toBe('oAlice');
  });

  it('does not go round for ever where a session is not kept', async () => {
    const site = await serveSite({ keep: { read: () => undefined, write: () => undefined } });
    const browser = createBrowser(site);
    let at = await browser.go('/');
    let rounds = 0;
    for (; at.status === 302 && rounds < 20; rounds++) {
      const code = site.simulator.api.authorize('oAlice', 'snsapi_base');
      const isWeChat = at.location?.startsWith('https://open.weixin.qq.com/') === true;
      at = await browser.go(isWeChat ? backFrom(at.location, code) : (at.location ?? '/'));
    }
    expect(rounds).toBeLessThan(10);
    expect([at.status, at.body]).toEqual([400, expect.stringContaining('登录状态没有保存')]);
  });
});

describe('a code that is not ours', () => {
  it.each(['/other?code=abc&state=xyz', '/news?code=abc', '/news?state=open'])(
    'is left alone: %s',
    async (path) => {
      const site = await serveSite();
      const answer = await createBrowser(site).go(path);
      expect(answer.location).toBeNull();
      if (path.startsWith('/other')) expect(answer.body).toContain('"code":"abc"');
      expect(site.exchanges()).toBe(0);
    },
  );

  it.each([true, false])('waits while WeChat uses the name (appended: %s)', async (isLast) => {
    const site = await serveSite();
    const browser = createBrowser(site);
    const path = '/?code=SPRING&a=1&state=open';
    const first = await browser.go(path);
    const back = backFrom(first.location, site.simulator.api.authorize('oAlice', 'snsapi_base'), isLast);
    expect(back.match(/code=SPRING/g)).toBeNull();
    const second = await browser.go(back);
    expect(second.location).toBe('/?a=1&code=SPRING&state=open');
    expect((await browser.go(second.location ?? '')).status).toBe(200);
  });
});

describe('a snapshot page', () => {
  async function open(site: Site, path: string) {
    const browser = createBrowser(site);
    const first = await browser.go(path);
    const code = site.simulator.api.authorize('oAlice', 'snsapi_userinfo', { snapshot: true });
    await browser.go(backFrom(first.location, code));
    return browser;
  }

  it('is answered with a page that says what to do, and its user is no account', async () => {
    const written: unknown[] = [];
    const keep = {
      read: () => undefined,
      write: (_req: unknown, _res: unknown, who: unknown) => void written.push(who),
    };
    const site = await serveSite({ keep });
    const browser = await open(site, '/me');
    const page = await browser.go('/me');
    expect([page.status, page.body]).toEqual([403, expect.stringContaining('使用完整服务')]);
    expect(written).toEqual([]);
    expect(site.simulator.api.calls.map(({ path }) => path)).not.toContain('/sns/userinfo');
    await site.simulator.clock.advance(300_000);
    expect((await browser.go('/me')).status).toBe(302);
  });

  it('gets through where it is allowed', async () => {
    const site = await serveSite();
    const browser = await open(site, '/snap');
    const { openid, isSnapshot } = user((await browser.go('/snap')).body);
    expect([isSnapshot, openid === 'oAlice']).toEqual([true, false]);
  });
});

describe('consent', () => {
  it('that is refused is a page with a link, and no loop', async () => {
    const site = await serveSite();
    const browser = createBrowser(site);
    const first = await browser.go('/me');
    const refused = await browser.go(backFrom(first.location, undefined));
    expect([refused.status, refused.location]).toEqual([403, null]);
    const [, href = ''] = /<a href="([^"]+)"/.exec(refused.body)!;
    expect(await browser.go(href)).toMatchObject({
      status: 302,
      location: expect.stringContaining('snsapi_userinfo') as string,
    });
  });

  it('that covers the openid alone (48001) is no loop either', async () => {
    const site = await serveSite();
    const browser = createBrowser(site);
    const first = await browser.go('/me');
    const code = site.simulator.api.authorize('oAlice', 'snsapi_base');
    expect(await browser.go(backFrom(first.location, code))).toMatchObject({ status: 302, location: '/me' });
    expect(await browser.go('/me')).toMatchObject({ status: 403, location: null });
    expect((await browser.go('/')).status).toBe(200);
  });

  it('of another WeChat account replaces the former one', async () => {
    const events: (string | null)[] = [];
    let kept: unknown;
    const site = await serveSite({
      keep: {
        read: () => kept,
        write: (_req, _res, who) => {
          kept = who;
          events.push(who?.openid ?? null);
        },
      },
    });
    const browser = createBrowser(site);
    await signIn(site, browser, 'oAlice');
    expect(user((await signIn(site, browser, 'oBob', '/me')).body)).toMatchObject({
      openid: 'oBob',
      nickname: 'oBob',
    });
    expect(events).toEqual(['oAlice', null, 'oBob']);
  });
});

describe('those who cannot follow a redirect', () => {
  it.each([
    ['accept', json],
    ['fetch', { 'sec-fetch-mode': 'cors', accept: '*/*' }],
    ['XMLHttpRequest', { 'x-requested-with': 'XMLHttpRequest' }],
  ])('are told where to sign in: %s', async (_name, headers) => {
    const site = await serveSite();
    const answer = await createBrowser(site).go('/me', headers);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([401, { signIn: '/me' }]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('sign in at the page that they are on', async () => {
    const site = await serveSite();
    const browser = createBrowser(site);
    const referer = `${ORIGIN}/news?page=2`;
    const { body } = await browser.go('/form', { ...json, referer }, 'POST');
    const { signIn: at } = JSON.parse(body) as { signIn: string };
    const { location } = await browser.go(at);
    const code = site.simulator.api.authorize('oAlice', 'snsapi_base');
    expect((await browser.go(backFrom(location, code))).location).toBe('/news?page=2');
    expect((await browser.go('/form', json, 'POST')).status).toBe(200);
  });

  it('are no pages of Android, whose web view names its program', async () => {
    const site = await serveSite();
    expect((await createBrowser(site).go('/', { 'x-requested-with': 'com.tencent.mm' })).status).toBe(302);
  });

  it('a form gets a page, and never a redirect', async () => {
    const site = await serveSite();
    const answer = await createBrowser(site).go('/form', {}, 'POST');
    expect([answer.status, answer.location]).toEqual([401, null]);
  });
});

describe('outside WeChat', () => {
  const desktop = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/130' };

  it('a page says where to open it, with a QR code', async () => {
    const site = await serveSite();
    const page = await createBrowser(site).go('/me?a=<b>', desktop);
    expect([page.status, page.location]).toEqual([401, null]);
    expect(page.body).toContain('<svg');
    expect(page.body).toContain(`href="${ORIGIN}/me?a=`);
    expect(page.body).not.toContain('<b>');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('nobody needs the right words in a header who has signed in', async () => {
    const site = await serveSite();
    const browser = createBrowser(site);
    await signIn(site, browser);
    expect((await browser.go('/', desktop)).status).toBe(200);
  });
});

it('answers 502 while WeChat is down, and the same address works then', async () => {
  const site = await serveSite();
  const browser = createBrowser(site);
  const first = await browser.go('/');
  const back = backFrom(first.location, site.simulator.api.authorize('oAlice', 'snsapi_base'));
  site.simulator.api.fail('/sns/oauth2/access_token', { status: 503 }, { times: 5 });
  const down = await browser.go(back);
  expect([down.status, down.body]).toEqual([502, expect.stringMatching(/href="\/\?wx_sign_in=base"/)]);
  expect(site.lines.join()).toContain('could not sign in');
  for (let tries = 0; tries < 5 && (await browser.go(back)).status === 502; tries++);
  expect((await browser.go('/')).status).toBe(200);
});

it('signs out by POST, from this site alone', async () => {
  const site = await serveSite();
  const browser = createBrowser(site);
  await signIn(site, browser);
  expect((await browser.go('/sign-out')).status).toBe(405);
  expect((await browser.go('/sign-out', { 'sec-fetch-site': 'cross-site' }, 'POST')).status).toBe(403);
  expect((await browser.go('/sign-out', { origin: 'https://evil.example' }, 'POST')).status).toBe(403);
  expect((await browser.go('/sign-out', { origin: 'null' }, 'POST')).status).toBe(403);
  expect((await browser.go('/')).status).toBe(200);
  const out = await browser.go('/sign-out', { origin: ORIGIN }, 'POST');
  expect([out.status, out.location]).toEqual([303, '/']);
  expect(browser.jar.size).toBe(0);
  expect((await browser.go('/')).status).toBe(302);
});

it('signs out a page of this site whose policy hides its origin', async () => {
  const site = await serveSite();
  const browser = createBrowser(site);
  await signIn(site, browser);
  // The browser says "null" for its origin, and that it is the same.
  const headers = { origin: 'null', 'sec-fetch-site': 'same-origin' };
  expect((await browser.go('/sign-out', headers, 'POST')).status).toBe(204);
  expect((await browser.go('/')).status).toBe(302);
});

it('tells the unionid of an account that is bound', async () => {
  const site = await serveSite();
  await site.api.open.create();
  const { unionid } = user((await signIn(site, createBrowser(site), 'oAlice', '/me')).body);
  expect(unionid).toMatch(/^o[\w-]{27}$/);
});

describe('settings', () => {
  const api = createApi({ appId: 'wx1', appSecret: 's' });
  const good = { api, origin: ORIGIN, secret: SECRET };
  it.each([
    [{ ...good, origin: 'http://shop.example.com' }, 'https://'],
    [{ ...good, origin: `${ORIGIN}/` }, 'without a path'],
    [{ ...good, origin: 'shop.example.com' }, 'origin'],
    [{ ...good, secret: 'canary' }, '32 characters'],
    [{ ...good, secret: [] }, '32 characters'],
    [{ ...good, keep: {} }, 'two functions'],
    [{ ...good, store: {} }, 'store'],
    [{ ...good, api: {} }, '"api"'],
    [{ ...good, snapshot: 'no' }, 'refuse'],
    [{ ...good, login: {} }, 'chatLogin'],
    [{ ...good, orign: ORIGIN }, 'orign'],
  ])('number %# are refused with what helps', (options, words) => {
    const make = () => webAuth(options as never);
    expect(make).toThrow(words);
    expect(make).not.toThrow('canary');
  });
});
