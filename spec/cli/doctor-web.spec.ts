import express from 'express';
import type { RequestListener } from 'node:http';
import { createApi, verificationFile, webAuth } from 'offiaccount';
import { web as kinds } from '../../lib/cli/doctor/words/web';
import { appId, appSecret, closeServers, run, serve } from './support';

const FILE = 'MP_verify_0123456789abcdef.txt';
const SECRET = 'a secret of the spec alone, 0123456789';
const provoked = new Set<string>();
afterAll(closeServers);

interface Found {
  readonly id: string;
  readonly severity: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly fix?: string;
}

async function examine(url: string, ...more: string[]) {
  const env = { WECHAT_APP_ID: appId };
  const { code, out, err } = await run(['doctor', url, '--web', '--json', ...more], { env });
  const { findings } = JSON.parse(out) as { readonly findings: readonly Found[] };
  const troubles = findings.filter(({ severity }) => /error|warning/.test(severity));
  for (const { id, facts } of findings) {
    provoked.add(id);
    // With its own facts, in both languages.
    const kind = Object.entries(kinds).find(([name]) => name === id)?.[1];
    for (const [language, form] of [
      ['en', /^[A-Z/].*\.$/s],
      ['zh', /[\u4e00-\u9fff].*。$/s],
    ] as const)
      if (kind !== undefined)
        expect((kind.words[language] as (all: object) => { seen: string })(facts).seen).toMatch(form);
  }
  expect(err).toBe('');
  expect(troubles.filter(({ fix }) => fix === undefined)).toEqual([]);
  expect(code).toBe(troubles.length === 0 ? 0 : 1);
  return { findings, ids: findings.map(({ id }) => id), troubles };
}

/** A site with webAuth(); it learns its origin once it is served. */
async function site(originOf: (served: string) => string = (served) => served, id = appId) {
  let app = express();
  const served = await serve((req, res) => void app(req, res));
  app = express();
  const web = webAuth({ api: createApi({ appId: id, appSecret }), origin: originOf(served), secret: SECRET });
  app.use(verificationFile(FILE), web);
  app.get('/me', web.require(), (req, res) => void res.send(req.wechat.openid));
  app.get('/profile', web.require({ profile: true }), (req, res) => void res.send(req.wechat.openid));
  app.get('/open', (_req, res) => void res.send('open'));
  return served;
}

/** A page written by hand. */
const page =
  (
    change: Readonly<Record<string, string | undefined>>,
    cookies: readonly string[],
    more = {},
    status = 302,
  ): RequestListener =>
  (req, res) => {
    const query = new URLSearchParams({
      appid: appId,
      redirect_uri: `http://${req.headers.host ?? ''}/`,
      response_type: 'code',
      scope: 'snsapi_base',
      state: 'x1',
    });
    const { hash = '#wechat_redirect', ...rest } = change;
    for (const [name, value] of Object.entries(rest))
      if (value === undefined) query.delete(name);
      else query.set(name, value);
    res.writeHead(status, {
      location: `https://open.weixin.qq.com/connect/oauth2/authorize?${String(query)}${hash}`,
      'cache-control': 'no-store',
      'set-cookie': [...cookies],
      ...more,
    });
    res.end();
  };
const GOOD = 'state=1; Path=/; HttpOnly; SameSite=Lax';

describe('a web page', () => {
  it.each([
    ['/me', 'snsapi_base'],
    ['/profile', 'snsapi_userinfo'],
  ])('behind webAuth() is well: %s', async (path, scope) => {
    const { findings, ids } = await examine(`${await site()}${path}`, '--verify', FILE);
    expect(ids).toEqual(['local', 'web-ok', 'web-cookies-ok', 'verify-ok']);
    expect(findings[1]?.facts).toEqual({ scope });
  });

  it('is compared with the domain of the console, exactly', async () => {
    const url = await site();
    const { host } = new URL(url);
    expect((await examine(`${url}/me`, '--web-domain', 'www.example.com')).ids).toContain('web-domain');
    // A port is never in the console.
    expect((await examine(`${url}/me`, '--web-domain', '127.0.0.1')).findings).toContainEqual(
      expect.objectContaining({ id: 'web-domain', facts: { host, domain: '127.0.0.1' } }),
    );
  });

  it.each<[string, string]>([
    ['another host', 'https://www.example.com'],
    ['http in place of https', 'http://localhost'],
  ])('whose "origin" is %s is told so', async (_what, origin) => {
    const { troubles } = await examine(`${await site(() => origin)}/me`);
    expect(troubles).toMatchObject([{ id: 'web-origin', facts: { origin } }]);
  });

  it('of another account is told so', async () => {
    const { troubles } = await examine(`${await site(undefined, 'wx0000000000000000')}/me`);
    expect(troubles).toMatchObject([{ id: 'web-app-id' }]);
  });

  it.each<[string, string, Readonly<Record<string, unknown>>]>([
    ['/open', 'web-no-sign-in', { status: 200 }],
    ['/nowhere', 'web-status', { status: 404 }],
  ])('at which nobody signs in is not said to be well: %s', async (path, id, facts) => {
    const { troubles } = await examine(`${await site()}${path}`);
    expect(troubles).toMatchObject([{ id, facts }]);
  });

  it('that leads to itself is told so', async () => {
    const url = await serve((req, res) => void res.writeHead(302, { location: req.url }).end());
    expect((await examine(url)).troubles).toMatchObject([{ id: 'web-loop' }]);
  });

  it('follows redirects of the site, with the cookies on the way', async () => {
    const last = page({}, [GOOD]);
    const url = await serve((req, res) =>
      req.url === '/'
        ? void res.writeHead(302, { location: '/next', 'set-cookie': 'a=1' }).end()
        : last(req, res),
    );
    expect((await examine(url)).troubles).toMatchObject([
      { id: 'web-cookie', facts: { name: 'a', flaw: 'http-only' } },
    ]);
  });

  it.each<[string, Readonly<Record<string, string | undefined>>, string, object]>([
    ['no state', { state: undefined }, 'web-no-state', {}],
    ['another state', { state: 'a-b' }, 'web-request', { what: 'state' }],
    ['a state that is too long', { state: 'x'.repeat(129) }, 'web-request', { what: 'state' }],
    ['another response type', { response_type: 'token' }, 'web-request', { what: 'response_type' }],
    ['another scope', { scope: 'snsapi_login' }, 'web-request', { what: 'scope' }],
    ['no address', { redirect_uri: undefined }, 'web-request', { what: 'redirect_uri' }],
    ['no end of its own', { hash: '' }, 'web-request', { what: 'fragment' }],
  ])('whose request of WeChat has %s is told so', async (_what, change, id, facts) => {
    const { troubles } = await examine(await serve(page(change, [GOOD])));
    expect(troubles).toMatchObject([{ id, facts }]);
  });

  it.each([
    ['for good', {}, 301],
    ['in caches', { 'cache-control': 'public, max-age=60' }, 302],
  ])('whose redirect stays %s is told so', async (_what, headers, status) => {
    const url = await serve(page({}, [GOOD], headers, status));
    expect((await examine(url)).troubles).toMatchObject([{ id: 'web-cached', facts: { status } }]);
  });

  it.each<[string, string]>([
    ['secure', 'a=1; Path=/; HttpOnly; SameSite=Lax'],
    ['http-only', 'a=1; Path=/; Secure; SameSite=Lax'],
    ['strict', 'a=1; Path=/; HttpOnly; Secure; SameSite=Strict'],
    ['none', 'a=1; Path=/; HttpOnly; Secure; SameSite=None'],
    ['domain', 'a=1; Path=/; HttpOnly; Secure; SameSite=Lax; Domain=example.com'],
    ['path', 'a=1; Path=/me; HttpOnly; Secure; SameSite=Lax'],
  ])('whose cookie has a flaw is told so: %s', async (flaw, cookie) => {
    const inner = page({ redirect_uri: 'https://127.0.0.1/' }, [cookie]);
    const { findings } = await examine(await serve(inner));
    expect(findings.filter(({ id }) => id.startsWith('web-cookie'))).toMatchObject([
      { id: 'web-cookie', facts: { name: 'a', flaw } },
    ]);
  });

  it('without a cookie is told so', async () => {
    expect((await examine(await serve(page({}, [])))).troubles).toMatchObject([{ id: 'web-no-cookie' }]);
  });

  it('that cannot be reached is told so, as is one without TLS or with a port', async () => {
    expect((await examine('http://127.0.0.1:9/')).ids).toContain('unreachable');
    expect((await examine('http://nobody.invalid/')).ids).toEqual([
      'web-no-tls',
      'unreachable',
      'verify-none',
    ]);
    expect((await examine('https://nobody.invalid:8443/')).ids).toContain('web-port');
    expect((await examine('https://nobody.invalid/', '--web-domain', 'nobody.invalid')).ids).toContain(
      'web-domain-ok',
    );
  });
});

describe('the verification file', () => {
  it.each<[string, RequestListener, string, object]>([
    ['is missing', (_req, res) => void res.writeHead(404).end(), 'verify-missing', { status: 404 }],
    [
      'leads elsewhere',
      (_req, res) => void res.writeHead(302, { location: '/login' }).end(),
      'verify-missing',
      { status: 302 },
    ],
    [
      'is a page',
      (_req, res) => void res.end('<!doctype html>'),
      'verify-other',
      { answer: '<!doctype html>' },
    ],
    ['is that of another', (_req, res) => void res.end('fedcba9876543210'), 'verify-other', {}],
  ])('that %s is told so', async (_what, listener, id, facts) => {
    const { troubles } = await examine(await serve(listener), '--verify', FILE);
    expect(troubles).toContainEqual(
      expect.objectContaining({ id, facts: expect.objectContaining(facts) as object }),
    );
  });

  it('may end in a line break, and there may be several', async () => {
    const url = await serve((_req, res) => void res.end('0123456789abcdef\n'));
    const { ids } = await examine(url, '--verify', FILE, 'MP_verify_fedcba9876543210.txt');
    expect(ids.filter((id) => id.startsWith('verify'))).toEqual(['verify-ok', 'verify-other']);
  });
});

it.each([
  ['--web-domain goes with --web only', ['http://127.0.0.1/', '--web-domain', 'a.example']],
  ['--verify goes with --web only', ['http://127.0.0.1/', '--verify', FILE]],
  ['"x.txt" is no verification file', ['http://127.0.0.1/', '--web', '--verify', 'x.txt']],
  ['no https://, no port', ['http://127.0.0.1/', '--web', '--web-domain', 'https://a.example']],
  ['doctor needs the address', ['--web']],
])('says what is wrong with the command line: %s', async (message, argv) => {
  const { code, err } = await run(['doctor', ...argv, '--lang', 'en'], { env: { WECHAT_TOKEN: 'token' } });
  expect(code).toBe(2);
  expect(err).toContain(message);
});

it('has provoked every finding of web pages', () => {
  expect(Object.keys(kinds).filter((id) => !provoked.has(id))).toEqual([]);
});
