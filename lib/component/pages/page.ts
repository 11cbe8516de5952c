import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapeHtml } from '../../escape-html';
import type { Language } from '../../language';
import { languageFor } from '../../reader';
import { WORDS } from './words';
import type { PlatformPageName, PlatformPageWords } from './words';

const STYLE =
  ':root{color-scheme:light dark}body{font:1.125rem/1.6 system-ui,sans-serif;margin:15vh auto 0;max-width:32rem;padding:0 1.5rem}' +
  'h1{font-size:1.5rem;line-height:1.3}a{color:LinkText}';

const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

// Nothing is loaded, framed or sent from here; only the style above.
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', STYLE, 'base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Sends one of the pages. WeChat looks at the `Referer`, where it wants to see the domain and nobody else
 * needs more.
 */
export function sendPage(
  req: IncomingMessage,
  res: ServerResponse,
  name: PlatformPageName,
  status: number,
  {
    href,
    headers = {},
  }: { readonly href?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): void {
  const language = languageFor(req);
  const html = htmlOf(WORDS[name][language], language, href);
  res.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
    'Content-Language': LANGUAGE_TAGS[language],
    'Cache-Control': 'no-store',
    'Referrer-Policy': href === undefined ? 'no-referrer' : 'origin',
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...headers,
  });
  res.end(req.method === 'HEAD' ? undefined : html);
}

function htmlOf(
  { title, text, link }: PlatformPageWords,
  language: Language,
  href: string | undefined,
): string {
  const to = href === undefined ? undefined : escapeHtml(href);
  const refresh = to === undefined ? '' : `<meta http-equiv="refresh" content="0;url=${to}">\n`;
  const way =
    to === undefined || link === undefined
      ? ''
      : `\n<p><a href="${to}" rel="nofollow" referrerpolicy="origin">${link}</a></p>`;
  return `<!doctype html>
<html lang="${LANGUAGE_TAGS[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${refresh}<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>${way}
</main>
</body>
</html>
`;
}
