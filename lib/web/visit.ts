import type { IncomingMessage } from 'node:http';

/** The origin of a request: a browser opens a page, a page sends a form, or a script of a page calls. */
export type VisitKind = 'page' | 'form' | 'script';

const header = ({ headers }: IncomingMessage, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

/** Tells pages from scripts. A script cannot follow a redirect to WeChat. */
export function visitKind(req: IncomingMessage): VisitKind {
  const mode = header(req, 'sec-fetch-mode');
  const accept = header(req, 'accept');
  const isPlain = req.method === 'GET' || req.method === 'HEAD';
  // A browser also sends the site. A client that asks for HTML without it is a program, and can follow a
  // redirect.
  const isBrowser = header(req, 'sec-fetch-site') !== '' || !/text\/html/i.test(accept);
  if (mode !== '' && mode !== 'navigate' && isBrowser) return 'script';
  // The web view of Android sends its package name in this header, with every page.
  if (header(req, 'x-requested-with').toLowerCase() === 'xmlhttprequest') return 'script';
  if (/\bjson\b/i.test(accept) && !/text\/html/i.test(accept)) return 'script';
  if (isPlain) return 'page';
  return /text\/html/i.test(accept) ? 'form' : 'script';
}

/** Tells whether WeChat shows the page. Anybody can send this header, so it only decides what to show. */
export const isInWeChat = (req: IncomingMessage): boolean =>
  /MicroMessenger/i.test(header(req, 'user-agent'));

/** Tells whether the browser says that another site sent the request. */
export function isCrossSite(req: IncomingMessage, origin: string | undefined): boolean {
  const site = header(req, 'sec-fetch-site');
  if (site === 'cross-site' || site === 'same-site') return true;
  // No page can set this header. With `Referrer-Policy: no-referrer`, forms of the site itself send the
  // origin "null".
  if (site === 'same-origin') return false;
  const from = header(req, 'origin');
  if (from === '') return false;
  if (origin !== undefined) return from !== origin;
  return !URL.canParse(from) || new URL(from).host !== header(req, 'host');
}

/** Returns the address of the page whose script or form sent the request, if that page has this origin. */
export function refererPath(req: IncomingMessage, origin: string): string | undefined {
  const referer = header(req, 'referer');
  return referer.startsWith(`${origin}/`) ? referer.slice(origin.length) : undefined;
}
