import cookieSession from 'cookie-session';
import session from 'express-session';
import type { RequestHandler } from 'express';
import type { UserKeep } from 'offiaccount';
import { backFrom, closeAll, createBrowser, ORIGIN, serveSite, signIn } from './support';

/* What others may try against pages that sign users in: none of it may succeed. And sessions of the app's own. */

afterEach(closeAll);

describe('signing in as somebody else', () => {
  it('takes no code with which another browser began', async () => {
    const site = await serveSite();
    const [mallory, victim] = [createBrowser(site), createBrowser(site)];
    await victim.go('/');
    const { location } = await mallory.go('/');
    const trap = backFrom(location, site.simulator.api.authorize('oMallory', 'snsapi_base'));
    const answer = await victim.go(trap);
    expect(answer.location).toContain('https://open.weixin.qq.com/');
    expect(answer.location).not.toContain('oMallory');
    expect(site.exchanges()).toBe(0);
  });

  it('takes no state that was changed, shortened, or made with another secret', async () => {
    const site = await serveSite();
    const browser = createBrowser(site);
    const { location } = await browser.go('/');
    const state = new URL(location ?? '').searchParams.get('state') ?? '';
    const other = await serveSite({ secret: 'x'.repeat(32) });
    const foreign =
      new URL((await createBrowser(other).go('/')).location ?? '').searchParams.get('state') ?? '';
    const changed = Array.from({ length: state.length }, (_each, i) => {
      const letter = state[i] === '0' ? '1' : '0';
      return state.slice(0, i) + letter + state.slice(i + 1);
    });
    for (const each of [...changed, state.slice(0, -1), `${state}0`, foreign, '', 'wx']) {
      const code = site.simulator.api.authorize('oMallory', 'snsapi_base');
      const answer = await browser.go(`/?code=${code}&state=${each}`);
      expect(answer.location).toContain('https://open.weixin.qq.com/');
    }
    expect(site.exchanges()).toBe(0);
  });

  it('takes no second code beside the first', async () => {
    const site = await serveSite();
    const browser = createBrowser(site);
    const back = backFrom((await browser.go('/')).location, 'one');
    for (const path of [`${back}&code=two`, back.replace('?', '?code=two&')])
      expect((await browser.go(path)).status).toBe(403);
    expect(site.exchanges()).toBe(0);
  });
});

it('leads to no other site, in any spelling', async () => {
  const site = await serveSite({
    mount: (app, web) => {
      app.use(web);
      app.use(web.require(), (_req, res) => void res.send('in'));
    },
  });
  const hosts = ['evil.example', 'evil.example/', 'evil.example?', '@evil.example', 'evil.example%2f..'];
  const slashes = ['//', '///', '/\\', '\\\\', '/%5c', '/%2f', '/.//', '/..//', '/;@', '/?//'];
  const spellings = slashes.flatMap((start) => hosts.map((host) => start + host));
  expect(spellings.length).toBeGreaterThan(30);
  for (const spelling of spellings) {
    const path = spelling.startsWith('/') ? spelling : `/${spelling}`;
    const browser = createBrowser(site);
    const first = await browser.go(path);
    if (first.status !== 302) {
      expect([path, first.status]).toEqual([path, 400]);
      continue;
    }
    const back = backFrom(first.location, site.simulator.api.authorize('oAlice', 'snsapi_base'));
    const { location } = await browser.go(back);
    expect([path, new URL(location ?? 'none:', ORIGIN).origin]).toEqual([path, ORIGIN]);
    const [page = ''] = path.split('?');
    const out = await browser.go(`${page}?wx_sign_in=base`);
    expect(new URL(out.location ?? '/', ORIGIN).origin).toBe(ORIGIN);
  }
});

it('writes no header of somebody’s choice', async () => {
  const site = await serveSite();
  for (const path of [
    '/?a=%0d%0aSet-Cookie:%20x=y',
    '/?wx_own=code%3D%0d%0aX:%20y',
    '/?wx_own=code%253D1%250d%250a',
  ]) {
    const browser = createBrowser(site);
    const first = await browser.go(path);
    const second = await browser.go(
      backFrom(first.location, site.simulator.api.authorize('oAlice', 'snsapi_base')),
    );
    for (const { headers } of [first, second]) {
      expect(headers.getSetCookie().every((each) => each.startsWith('__Host-wx-'))).toBe(true);
      expect(headers.get('x')).toBeNull();
    }
  }
});

it('opens no cookie that was changed, moved, doubled or downgraded', async () => {
  const site = await serveSite();
  const browser = createBrowser(site);
  await signIn(site, browser);
  const [name, value] = [...browser.jar].find(([each]) => each.includes('-user'))!;
  const flipped = [0, 5, 20, 40, value.length - 2].map(
    (i) => value.slice(0, i) + (value[i] === 'A' ? 'B' : 'A') + value.slice(i + 1),
  );
  const plain = Buffer.from('{"user":{"openid":"oMallory","scope":"chat","since":1},"until":9e15}').toString(
    'base64url',
  );
  const cookies = [...flipped, value.slice(0, -4), `${value}A`, plain, ''].map((each) => `${name}=${each}`);
  cookies.push(`${name.replace('__Host-', '')}=${value}`, `${name.replace('user', 'begun')}=${value}`);
  cookies.push(`${name}=${value}; ${name}=${plain}`);
  for (const cookie of cookies) {
    const answer = await createBrowser(site, new Map()).go('/news', { cookie });
    expect([cookie.slice(0, 30), answer.body]).toEqual([cookie.slice(0, 30), 'null']);
  }
  const other = simulateOther();
  expect((await createBrowser(await other, browser.jar).go('/news')).body).toBe('null');
});

/** The same site with another secret. */
const simulateOther = () => serveSite({ secret: 'y'.repeat(32) });

describe('a session of the app’s own', () => {
  // As an app declares them by merging.
  const held = (req: object) => (req as { session?: Record<string, unknown> | null }).session ?? {};
  const regenerate = (req: object) =>
    new Promise<void>((resolve, reject) =>
      (req as { session: { regenerate(then: (error?: Error) => void): void } }).session.regenerate((error) =>
        error ? reject(error) : resolve(),
      ),
    );
  const sessions: readonly [string, RequestHandler | undefined, UserKeep][] = [
    [
      'express-session',
      session({ secret: 's'.repeat(32), resave: false, saveUninitialized: false }),
      {
        read: (req) => held(req).user,
        write: async (req, _res, user) => {
          await regenerate(req);
          held(req).user = user;
        },
      },
    ],
    [
      'cookie-session',
      cookieSession({ keys: ['s'.repeat(32)] }),
      { read: (req) => held(req).user, write: (req, _res, user) => void (held(req).user = user) },
    ],
  ];

  it.each(sessions)('is %s', async (_name, middleware, keep) => {
    const site = await serveSite({
      keep,
      mount: (app, web) => {
        if (middleware !== undefined) app.use(middleware);
        app.use(web);
        app.get('/me', web.require({ profile: true }), (req, res) => void res.json(req.wechat));
        app.post('/sign-out', web.signOut());
      },
    });
    const browser = createBrowser(site);
    expect(JSON.parse((await signIn(site, browser, 'oAlice', '/me')).body)).toMatchObject({
      nickname: 'oAlice',
    });
    expect([...browser.jar.keys()].filter((each) => each.includes('wx-user'))).toEqual([]);
    await browser.go('/sign-out', { origin: ORIGIN }, 'POST');
    expect((await browser.go('/me')).status).toBe(302);
  });
});
