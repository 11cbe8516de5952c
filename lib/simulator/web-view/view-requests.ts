import { request as requestHttp } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';
import { LOOPBACK } from '../../testing/web/cookie-jar';
import type { CookieJar } from '../../testing/web/cookie-jar';
import { PHONE_HEADERS } from '../../testing/web/phone-headers';
import type { Rewrite } from './rewrite';

/** What a proxy does not pass on. */
export const HOP_BY_HOP =
  /^(?:connection|keep-alive|transfer-encoding|upgrade|te|trailer|proxy-.*|content-length|content-encoding|set-cookie|x-frame-options|strict-transport-security|cross-origin-.*)$/;

/** What requests of a web view are made of. */
export interface ViewRequestsOptions {
  readonly platform: keyof typeof PHONE_HEADERS;
  /** The origin of the view, and how its addresses become those of the app. */
  readonly own: string;
  readonly toApp: Rewrite['toApp'];
  /** Where the app really is. */
  readonly origin: URL;
  readonly jar: () => CookieJar;
}

/** The requests of a web view to the app: with the headers of a phone and the cookies of its user. */
export function createViewRequests({ platform, own, toApp, origin, jar }: ViewRequestsOptions) {
  function phoneHeaders(url: URL, given: IncomingHttpHeaders): OutgoingHttpHeaders {
    const { 'x-requested-with': requested, ...rest } = given;
    const isPage = given['sec-fetch-mode'] === undefined || given['sec-fetch-mode'] === 'navigate';
    const { 'user-agent': agent = '', ...program } = PHONE_HEADERS[platform];
    const cookies = jar().headerFor(url);
    return {
      ...Object.fromEntries(
        Object.entries(rest).filter(([name]) => name !== 'cookie' && !HOP_BY_HOP.test(name)),
      ),
      ...(given.origin !== undefined && { origin: toApp(given.origin) }),
      ...(given.referer !== undefined && { referer: toApp(given.referer) }),
      'user-agent': agent,
      'accept-encoding': 'identity',
      ...(isPage
        ? {
            ...program,
            accept: given.accept ?? 'text/html',
            'sec-fetch-mode': 'navigate',
            'sec-fetch-dest': 'document',
            'sec-fetch-site': given.referer?.startsWith(own) === true ? 'same-origin' : 'none',
          }
        : requested !== undefined && { 'x-requested-with': requested }),
      ...(cookies !== '' && { cookie: cookies }),
      host: url.host,
      'x-forwarded-proto': url.protocol.slice(0, -1),
    };
  }

  function send(
    url: URL,
    method: string,
    headers: OutgoingHttpHeaders,
    body: Buffer | undefined,
  ): Promise<IncomingMessage> {
    const at = LOOPBACK.test(url.hostname) ? url.origin : origin.origin;
    const request = at.startsWith('https:') ? requestHttps : requestHttp;
    const kept = jar();
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': body.length };
      request(
        new URL(url.pathname + url.search, at),
        { method, headers: { ...headers, ...length } },
        (answer) => {
          kept.take(url, answer.headers['set-cookie'] ?? []);
          resolve(answer);
        },
      )
        .on('error', reject)
        .end(body);
    });
  }

  return { phoneHeaders, send };
}
