import { ConfigError } from '../../errors';
import { AUTHORIZE_PATH, readAuthorizePage } from '../api/authorize-page';
import type { PageRefusal } from '../api/authorize-page';
import type { FakeAccount } from '../api/fake-account';
import type { AppHost } from '../app-host';
import type { MovableClock } from '../movable-clock';
import type { UserRecord } from '../user-record';
import { agree, isAsked, refuse } from './authorize-visit';
import type { WayBack } from './authorize-visit';
import { createCookieJar, LOOPBACK, noCookies } from './cookie-jar';
import type { CookieJar } from './cookie-jar';
import { loadPage } from './load-page';
import type { LoadedPage } from './load-page';
import type { OpenOptions } from './page-options';
import { PHONE_HEADERS } from './phone-headers';
import { hrefOf, textOf, withoutCode } from './web-page';
import type { Hop, WebPage } from './web-page';

/** What a web view needs of its user and of the app. */
export interface WebViewOptions {
  readonly account: FakeAccount;
  readonly person: UserRecord;
  readonly host: AppHost;
  readonly clock: MovableClock;
  readonly closing: AbortSignal;
}

/** Opens pages of an app in WeChat, for one user, whose cookies it keeps. */
export type OpenPage = (url: string, options?: OpenOptions) => Promise<WebPage>;

const MAX_HOPS = 20;
const NAVIGATION = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'zh-CN,zh;q=0.9',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
};

/** Where a web view is. */
interface View {
  readonly options: OpenOptions;
  readonly jar: CookieJar;
  readonly isSnapshot: boolean;
  /** Visits of WeChat's page so far. */
  readonly visits: number;
  /** The address with which it was opened; absent until its first page is there. */
  readonly entry?: URL;
}

type Visit =
  { readonly kind: 'stays'; readonly refusal?: PageRefusal } | ({ readonly kind: 'back' } & WayBack);

/** Makes what opens the pages of one user. */
export function createWebView({ account, person, host, clock, closing }: WebViewOptions): OpenPage {
  const newJar = (): CookieJar => createCookieJar(() => clock.now());
  const own = newJar();

  function jarFor({ cookies = 'kept' }: OpenOptions): CookieJar {
    return cookies === 'kept' ? own : cookies === 'own' ? newJar() : noCookies;
  }

  async function resolve(address: string, base?: URL): Promise<URL> {
    const webDomain = account.webDomain();
    const start =
      base ?? (webDomain === undefined ? new URL('/', await host.address()) : `https://${webDomain}/`);
    if (!URL.canParse(address, String(start)) || !/^https?:$/.test(new URL(address, start).protocol))
      throw new ConfigError(`opens() takes a path of the app, or a whole address, not "${address}".`);
    return new URL(address, start);
  }

  /** What the user does on WeChat's page. */
  async function visit(url: URL, view: View, ask: () => void): Promise<Visit> {
    const { appId } = account;
    const asked = readAuthorizePage(url, { appId, kind: account.kind(), webDomain: account.webDomain() });
    if ('code' in asked) return { kind: 'stays', refusal: asked };
    const switches = switchesOf(view);
    if (switches.takes !== undefined) await clock.advance(switches.takes);
    if (isAsked(asked, person, view.options.from)) {
      ask();
      if (switches.consent === 'leave') return { kind: 'stays' };
      if (switches.consent === 'refuse') return { kind: 'back', ...refuse(asked, switches, view.isSnapshot) };
    }
    return { kind: 'back', ...agree(account, person, asked, switches, view.isSnapshot) };
  }

  async function load(url: URL, view: View): Promise<LoadedPage> {
    const webDomain = account.webDomain();
    const origin = await host.address();
    const isApp = webDomain === undefined || url.host === webDomain || url.host === origin.host;
    if (!isApp)
      throw new ConfigError(
        `opens(): "${withoutCode(url)}" is no page of the app: its host is neither "${webDomain}" nor "${origin.host}".`,
      );
    const cookie = view.jar.headerFor(url);
    const { platform = 'ios' } = view.options;
    const headers = { ...PHONE_HEADERS[platform], ...NAVIGATION, ...(cookie !== '' && { cookie }) };
    return loadPage(url, origin, headers, closing);
  }

  /** Follows redirects until there is a page. */
  async function go(from: URL, given: View): Promise<WebPage> {
    const origin = await host.address();
    const hops: Hop[] = [];
    let [view, urls, wasAsked] = [given, [from] as readonly URL[], false];
    while (hops.length < MAX_HOPS) {
      const url = urls.at(-1) ?? from;
      if (isAuthorizePage(url, origin)) {
        hops.push({ url: withoutCode(url), status: 200 });
        const seen = await visit(url, view, () => (wasAsked = true));
        const becomes = seen.kind === 'back' && seen.isSnapshot && !view.isSnapshot;
        view = {
          ...view,
          visits: view.visits + 1,
          ...(becomes && { isSnapshot: true, jar: newJar() }),
        };
        if (seen.kind === 'back') {
          urls = seen.urls;
          continue;
        }
        const body = Buffer.from(
          seen.refusal === undefined ? '' : `${seen.refusal.code} ${seen.refusal.text}`,
        );
        const shown = { status: 200, headers: {}, body };
        return pageOf({ url, view, hops, wasAsked, shown, refusal: seen.refusal });
      }
      const now = view;
      const answers = await Promise.all(urls.map((each) => load(each, now)));
      for (const [index, { status, headers }] of answers.entries()) {
        view.jar.take(urls[index] ?? url, headers['set-cookie'] ?? []);
        hops.push({ url: withoutCode(urls[index] ?? url), status });
      }
      const shown = answers.at(-1) ?? { status: 0, headers: {}, body: Buffer.alloc(0) };
      const { location } = shown.headers;
      if (shown.status < 300 || shown.status > 399 || location === undefined)
        return pageOf({ url, view, hops, wasAsked, shown });
      urls = [await resolve(location, url)];
    }
    const path = [...new Set(hops.map(({ url }) => url.split('?', 1)[0]))].join(', ');
    throw new ConfigError(
      `opens(): "${withoutCode(from)}" leads from one address to the next without end: ${MAX_HOPS} redirects, among ${path}.`,
    );
  }

  function pageOf({ url, view, hops, wasAsked, shown, refusal }: Arrived): WebPage {
    const html = shown.body.toString();
    const here: View & { readonly entry: URL } = { ...view, entry: view.entry ?? url };
    const next = async (address: string): Promise<WebPage> => go(await resolve(address, url), here);
    return {
      status: shown.status,
      url: withoutCode(url),
      entryUrl: withoutCode(here.entry),
      headers: shown.headers,
      html,
      text: textOf(html),
      hops,
      cookies: view.jar.cookiesFor(url),
      wasAsked,
      isSnapshot: view.isSnapshot,
      ...(refusal !== undefined && { refusal }),
      open: next,
      click: (link) => {
        const href = hrefOf(html, link);
        if (href !== undefined) return next(href);
        return Promise.reject(
          new ConfigError(
            `click(): the page "${url.pathname}" (status ${shown.status}) has no link "${link}".`,
          ),
        );
      },
      useFullService: () => {
        if (!view.isSnapshot)
          return Promise.reject(new ConfigError('useFullService(): this is no snapshot page.'));
        const options = { ...view.options, snapshot: false };
        return go(url, { options, jar: jarFor(options), isSnapshot: false, visits: 0 });
      },
    };
  }

  return async (address, options = {}) =>
    go(await resolve(address), { options, jar: jarFor(options), isSnapshot: false, visits: 0 });
}

interface Arrived {
  readonly url: URL;
  readonly view: View;
  readonly hops: readonly Hop[];
  readonly wasAsked: boolean;
  readonly shown: LoadedPage;
  readonly refusal?: PageRefusal | undefined;
}

/** What goes differently on this visit of WeChat's page. */
const switchesOf = ({ options, visits }: View): OpenOptions =>
  visits < (options.times ?? Infinity) ? options : {};

/** WeChat's page, at its own host or where the fake API serves it. */
const isAuthorizePage = (url: URL, app: URL): boolean =>
  url.pathname === AUTHORIZE_PATH &&
  (url.host === 'open.weixin.qq.com' || (LOOPBACK.test(url.hostname) && url.host !== app.host));
