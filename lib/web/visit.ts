import type { IncomingMessage } from 'node:http';

/** How a request came about: a browser opens a page, a page sends a form, or a script of a page asks. */
export type VisitKind = 'page' | 'form' | 'script';

const header = ({ headers }: IncomingMessage, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

/** Tells pages from scripts, which cannot follow a redirect to WeChat. */
export function visitKind(req: IncomingMessage): VisitKind {
  const mode = header(req, 'sec-fetch-mode');
  const accept = header(req, 'accept');
  const isPlain = req.method === 'GET' || req.method === 'HEAD';
  // A browser names the site as well; what asks for HTML without that is a program, to which a redirect is of use.
  const isBrowser = header(req, 'sec-fetch-site') !== '' || !/text\/html/i.test(accept);
  if (mode !== '' && mode !== 'navigate' && isBrowser) return 'script';
  // The web view of Android sends the name of its program here, with every page.
  if (header(req, 'x-requested-with').toLowerCase() === 'xmlhttprequest') return 'script';
  if (/\bjson\b/i.test(accept) && !/text\/html/i.test(accept)) return 'script';
  if (isPlain) return 'page';
  return /text\/html/i.test(accept) ? 'form' : 'script';
}

/** Whether it is WeChat that shows the page. Anybody can say so: it decides what is shown, and nothing else. */
export const isInWeChat = (req: IncomingMessage): boolean =>
  /MicroMessenger/i.test(header(req, 'user-agent'));

/** Whether the browser says that another site sent this. */
export function isCrossSite(req: IncomingMessage, origin: string | undefined): boolean {
  const site = header(req, 'sec-fetch-site');
  if (site === 'cross-site' || site === 'same-site') return true;
  // No page can choose this header. With `Referrer-Policy: no-referrer`, forms of the site itself have the origin "null".
  if (site === 'same-origin') return false;
  const from = header(req, 'origin');
  if (from === '') return false;
  if (origin !== undefined) return from !== origin;
  return !URL.canParse(from) || new URL(from).host !== header(req, 'host');
}

/** The address of the page whose script or form sent this, if it is one of that origin. */
export function refererPath(req: IncomingMessage, origin: string): string | undefined {
  const referer = header(req, 'referer');
  return referer.startsWith(`${origin}/`) ? referer.slice(origin.length) : undefined;
}
