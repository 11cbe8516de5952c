import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express5 from 'express';
import type { Express } from 'express';
import { createApi, memoryStore, webAuth } from 'offiaccount';
import type { Api, Store, WebAuth, WebAuthOptions } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import type { Simulator } from 'offiaccount/testing';

export const ORIGIN = 'https://shop.example.com';
export const SECRET = 'canary-cookie-secret-0123456789abcdef';
export const IN_WECHAT = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0.50';
const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

const open: { close(): Promise<unknown> }[] = [];
export const closeAll = async (): Promise<void> => {
  await Promise.all(open.splice(0).map((each) => each.close()));
};
export const closeLater = (part: { close(): Promise<unknown> }): void => void open.push(part);

/** Serves an app on a free port. */
export async function listen(app: Express): Promise<string> {
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
  // A server on a port has an address of this form.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export interface Site {
  readonly simulator: Simulator;
  readonly api: Api;
  readonly web: WebAuth;
  readonly at: string;
  readonly app: Express;
  readonly lines: string[];
  /** How often codes were exchanged so far. */
  readonly exchanges: () => number;
}

/** What a site is made of. */
interface Parts {
  readonly api: Api;
  readonly store: Store;
  readonly clock: Simulator['clock'];
}

export interface SiteOptions extends Partial<WebAuthOptions> {
  readonly express?: () => Express;
  readonly mount?: (app: Express, web: WebAuth, parts: Parts) => void;
  readonly of?: Simulator;
  readonly store?: Store;
}

/** A site whose users sign in, and the WeChat that it asks: over real HTTP, on the clock of the simulator. */
export async function serveSite({
  express = express5,
  mount,
  of,
  ...options
}: SiteOptions = {}): Promise<Site> {
  const simulator =
    of ?? simulate(express5(), { appId: 'wx0123456789abcdef', appSecret: 'canary-secret', token: 'token' });
  if (of === undefined) open.push(simulator);
  const { clock } = simulator;
  const api = createApi({
    appId: 'wx0123456789abcdef',
    appSecret: 'canary-secret',
    transport: simulator.api.transport,
    clock,
    logger: { warn: () => undefined, error: () => undefined },
  });
  const lines: string[] = [];
  const note = (_fields: object, message: string) => void lines.push(message);
  const store = options.store ?? memoryStore(clock);
  const web = webAuth({
    ...{ api, store, origin: ORIGIN, secret: SECRET, clock, logger: { warn: note, error: note } },
    ...options,
  });
  const app = express();
  if (mount !== undefined) mount(app, web, { api, store, clock: simulator.clock });
  else {
    app.use(web);
    app.get('/', web.require(), (req, res) => void res.json(req.wechat));
    app.get('/me', web.require({ profile: true }), (req, res) => void res.json(req.wechat));
    app.get('/snap', web.require({ snapshot: 'allow' }), (req, res) => void res.json(req.wechat));
    app.get('/news', web.optional(), (req, res) => void res.json(req.wechat ?? null));
    app.post('/form', web.require(), (req, res) => void res.json(req.wechat));
    app.all('/sign-out', web.signOut());
    app.use((req, res) => void res.status(404).json({ query: req.query, wechat: req.wechat ?? null }));
  }
  const at = await listen(app);
  const exchanges = () =>
    simulator.api.calls.filter(({ path }) => /\/sns\/oauth2\/(?:component\/)?access_token$/.test(path))
      .length;
  return { simulator, api, web, app, at, lines, exchanges };
}

export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly headers: Headers;
  readonly body: string;
}

/** A browser that keeps its cookies, and follows a redirect only when told to. */
export function createBrowser({ at }: Pick<Site, 'at'>, jar = new Map<string, string>()) {
  async function go(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = { 'user-agent': IN_WECHAT, accept: HTML, ...(cookie !== '' && { cookie }), ...headers };
    const response = await fetch(at + path, { method, headers: sent, redirect: 'manual' });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get('location');
    return { status: response.status, location, headers: response.headers, body: await response.text() };
  }
  return { jar, go };
}

export type Browser = ReturnType<typeof createBrowser>;

/** Where WeChat's page is asked to lead back to, with a code: as a path of the site. */
export function backFrom(
  location: string | null,
  code: string | undefined,
  isLast = true,
  origin = 'https://open.weixin.qq.com',
): string {
  const wechat = new URL(location ?? '');
  expect(wechat.origin + wechat.pathname).toBe(`${origin}/connect/oauth2/authorize`);
  const back = wechat.searchParams.get('redirect_uri') ?? '';
  expect(back.startsWith(`${ORIGIN}/`)).toBe(true);
  const state = wechat.searchParams.get('state') ?? '';
  expect(state).toMatch(/^[a-zA-Z0-9]{1,128}$/);
  const added = [...(code === undefined ? [] : [`code=${code}`]), `state=${state}`];
  const path = back.slice(ORIGIN.length);
  const [page = '', query] = path.split('?', 2);
  const own = query === undefined ? [] : [query];
  return `${page}?${(isLast ? [...own, ...added] : [...added, ...own]).join('&')}`;
}

/** Signs somebody in at a page; resolves to what the page answers then. `wechat`: where the page of WeChat is, if not at WeChat's. */
export async function signIn(
  { simulator, wechat }: Pick<Site, 'simulator'> & { readonly wechat?: string },
  browser: Browser,
  openid = 'oAlice',
  path = '/',
): Promise<Answer> {
  const first = await browser.go(path);
  expect(first.status).toBe(302);
  const scope = new URL(first.location ?? '').searchParams.get('scope');
  const code = simulator.api.authorize(openid, scope === 'snsapi_userinfo' ? scope : 'snsapi_base');
  const second = await browser.go(backFrom(first.location, code, true, wechat));
  expect([second.status, second.location]).toEqual([302, path]);
  return browser.go(path);
}
