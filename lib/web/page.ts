import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapeHtml } from '../escape-html';
import type { Language } from '../language';
import { languageFor } from '../reader';
import { qrCode } from './qr-code';
import { WORDS } from './words';
import type { PageName } from './words';

const STYLE =
  ':root{color-scheme:light dark}body{font:1.125rem/1.6 system-ui,sans-serif;margin:10vh auto 0;max-width:32rem;padding:0 1.5rem}' +
  'h1{font-size:1.5rem;line-height:1.3}a{color:LinkText}.code{width:min(16rem,100%);height:auto;display:block}' +
  '.word{font:700 2.5rem/1.4 ui-monospace,monospace;letter-spacing:.15em;margin:0}button{font:inherit}';

const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

/** The HTML of a page, with its script and its head. */
export interface PageContent {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** Our own script, the only one that may run. */
  readonly script?: string;
  /** HTML for the head. */
  readonly head?: string;
}

const digest = (text: string): string => `'sha256-${hash('sha256', text, 'base64')}'`;

/** Sends a page that loads nothing from other hosts, cannot be framed, and is never cached. */
export function sendContent(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  { title, body, script, head = '' }: PageContent,
): void {
  const language = languageFor(req);
  const html = `<!doctype html>
<html lang="${LANGUAGE_TAGS[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
${head}</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>${script === undefined ? '' : `\n<script>${script}</script>`}
</body>
</html>
`;
  res.statusCode = status;
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src ${digest(STYLE)}`,
    ...(script === undefined ? ["form-action 'none'"] : [`script-src ${digest(script)}`]),
    ...(script === undefined ? [] : ["connect-src 'self'", "form-action 'self'"]),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  const headers: Readonly<Record<string, string | number>> = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
    'Content-Language': LANGUAGE_TAGS[language],
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  hideFromOthers(res);
  res.end(req.method === 'HEAD' ? undefined : html);
}

/** Protects a response for one user: no cache keeps it, and no other page learns the address. */
export function hideFromOthers(res: ServerResponse): void {
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Referrer-Policy', 'no-referrer');
  const varies = String(res.getHeader('Vary') ?? '');
  if (varies !== '*' && !/\bcookie\b/i.test(varies))
    res.setHeader('Vary', varies === '' ? 'Cookie' : `${varies}, Cookie`);
}

/**
 * Sends one of the pages of a sign-in. `href`: the target of its link; `code`: the content of its QR code.
 */
export function sendPage(
  req: IncomingMessage,
  res: ServerResponse,
  name: PageName,
  status: number,
  { href, code }: { readonly href?: string; readonly code?: string } = {},
): void {
  const words: { title: string; text: string; link?: string; code?: string } = WORDS[name][languageFor(req)];
  const picture = code === undefined ? undefined : qrCode(code, escapeHtml(words.code ?? ''));
  const body = [
    `<p>${words.text}</p>`,
    ...(picture === undefined ? [] : [picture]),
    ...(code === undefined ? [] : [`<p><a href="${escapeHtml(code)}">${escapeHtml(code)}</a></p>`]),
    ...(href === undefined || words.link === undefined
      ? []
      : [`<p><a href="${escapeHtml(href)}" rel="nofollow">${words.link}</a></p>`]),
  ];
  sendContent(req, res, status, { title: words.title, body: body.join('\n') });
}
