import type { AppHost } from '../app-host';
import { createCookieJar } from '../web/cookie-jar';
import type { CookieJar } from '../web/cookie-jar';
import { loadPage } from '../web/load-page';
import { AuthorizationPageError } from './page-error';

/** The page of the app from which a merchant sets out. */
export interface StartPage {
  /** Its path in the app, or its whole address. */
  readonly url: string;
  /** What the browser sends with it, such as the cookie of whoever is signed in. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it is opened in WeChat, on a phone. */
  readonly phone?: boolean;
}

/** How a browser came to a page of WeChat. */
export interface Arrival {
  /** The address of WeChat's page. */
  readonly url: URL;
  /** What it sends as `Referer`; `''` = nothing. */
  readonly referer: string;
  /** The cookies that the app has set on the way, for a `Cookie` header. */
  readonly cookie: string;
}

const DESKTOP = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36';
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.47';
const MAX_REDIRECTS = 10;
const WECHAT = /(?:^|\.)weixin\.qq\.com$/;

export const isWeChats = (url: string): boolean => URL.canParse(url) && WECHAT.test(new URL(url).hostname);

interface Loaded {
  readonly status: number;
  readonly location: string | undefined;
  readonly policy: string | undefined;
  readonly cookies: readonly string[];
  readonly html: string;
}

/** Opens a page of the app as a browser does whose user typed its address, and follows its link to WeChat. */
export async function follow(page: StartPage, host: AppHost, domain: string | undefined): Promise<Arrival> {
  const origin = await host.address();
  const name = domain ?? (URL.canParse(page.url) ? new URL(page.url).host : origin.host);
  // A page is left at once: no cookie grows old.
  const jar = createCookieJar(() => 0);
  let url = new URL(page.url, `https://${name}`);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const loaded = await load(url, origin, {
      ...page.headers,
      ...agentOf(page),
      ...cookieOf(jar, url, page),
    });
    jar.take(url, loaded.cookies);
    const { cookie = '' } = cookieOf(jar, url, page);
    if (loaded.location === undefined) return leave(loaded, url, cookie);
    const next = new URL(loaded.location, url);
    // Whoever typed the address comes from nowhere, wherever they are led.
    if (isWeChats(next.href)) return { url: next, referer: '', cookie };
    url = next;
  }
  throw new AuthorizationPageError(
    `the page "${page.url}" leads from one address to the next without end.`,
    `页面“${page.url}”一直在重定向。`,
  );
}

/** Goes where WeChat leads back to: the status that the app answers with. */
export async function comeBack(
  path: string,
  host: AppHost,
  domain: string | undefined,
  cookie: string,
): Promise<number> {
  const origin = await host.address();
  const url = new URL(path, `https://${domain ?? origin.host}`);
  return (await load(url, origin, { 'user-agent': DESKTOP, ...(cookie !== '' && { cookie }) })).status;
}

const agentOf = ({ phone = false }: StartPage) => ({ 'user-agent': phone ? PHONE : DESKTOP });

/** What the page's user has given, and what the app has set since. */
function cookieOf(jar: CookieJar, url: URL, { headers = {} }: StartPage): { readonly cookie?: string } {
  const sent = Object.entries(headers).find(([name]) => name.toLowerCase() === 'cookie')?.[1] ?? '';
  const all = [sent, jar.headerFor(url)].filter((each) => each !== '');
  return all.length === 0 ? {} : { cookie: all.join('; ') };
}

/** Loads an address of the app, from where the app is. */
async function load(url: URL, origin: URL, sent: Readonly<Record<string, string>>): Promise<Loaded> {
  const { status, headers, body } = await loadPage(url, origin, sent);
  const policy = headers['referrer-policy'];
  return {
    status,
    location: headers.location,
    policy: Array.isArray(policy) ? policy.join() : policy,
    cookies: headers['set-cookie'] ?? [],
    html: body.toString(),
  };
}

/** Leaves a page by its link to WeChat, or because it refreshes itself to there. */
function leave({ status, html, policy }: Loaded, page: URL, cookie: string): Arrival {
  const links = [...html.matchAll(/<a\s[^>]*>/gi)].map(([tag]) => tag);
  const link = links.find((tag) => isWeChats(attribute(tag, 'href') ?? ''));
  const refresh = [...html.matchAll(/<meta\s[^>]*>/gi)]
    .map(([tag]) => tag)
    .filter((tag) => attribute(tag, 'http-equiv')?.toLowerCase() === 'refresh')
    .map((tag) => /url\s*=\s*['"]?([^'"]+)/i.exec(attribute(tag, 'content') ?? '')?.[1]?.trim() ?? '')
    .find(isWeChats);
  const target = link === undefined ? refresh : attribute(link, 'href');
  if (target === undefined)
    throw new AuthorizationPageError(
      `the page "${page.pathname}" (status ${status}) has no link to WeChat's authorisation page.`,
      `页面“${page.pathname}”（状态码 ${status}）没有通往微信授权页的链接。`,
    );
  const own = /<meta\s[^>]*name\s*=\s*["']?referrer\b[^>]*>/i.exec(html)?.[0];
  const rule =
    (link && attribute(link, 'referrerpolicy')) ?? (own && attribute(own, 'content')) ?? policy ?? '';
  const noReferrer = link !== undefined && /\bnoreferrer\b/.test(attribute(link, 'rel') ?? '');
  return { url: new URL(target), referer: noReferrer ? '' : refererBy(rule, page), cookie };
}

/** What a browser tells another site of the page it comes from. */
function refererBy(rule: string, page: URL): string {
  // Of several, the last one that is known counts.
  const known = rule
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .findLast((each) => POLICIES.has(each));
  const told = POLICIES.get(known ?? '') ?? 'origin';
  return told === 'nothing' ? '' : told === 'origin' ? `${page.origin}/` : page.href;
}

/** What a policy lets another site see. */
const POLICIES: ReadonlyMap<string, 'nothing' | 'origin' | 'all'> = new Map([
  ['no-referrer', 'nothing'],
  ['same-origin', 'nothing'],
  ['origin', 'origin'],
  ['strict-origin', 'origin'],
  ['origin-when-cross-origin', 'origin'],
  ['strict-origin-when-cross-origin', 'origin'],
  ['no-referrer-when-downgrade', 'all'],
  ['unsafe-url', 'all'],
]);

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };

/** The value of an attribute of a tag. */
function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  const value = found?.[1] ?? found?.[2] ?? found?.[3];
  return value?.replace(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (whole, decimal?: string, hex?: string, word?: string) =>
      decimal !== undefined
        ? String.fromCodePoint(Number(decimal))
        : hex !== undefined
          ? String.fromCodePoint(parseInt(hex, 16))
          : (ENTITIES[word ?? ''] ?? whole),
  );
}
