import { request as requestHttp } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';
import { readResponse } from '../read-response';

/** What an app has answered to a browser. */
export interface LoadedPage {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Real milliseconds that a browser waits for a page. */
const MAX_WAIT_MS = 30_000;

/**
 * Loads an address of an app from `origin`, where the app really is. Follows nothing, and reads at most 1
 * MiB.
 */
export function loadPage(
  url: URL,
  origin: URL,
  headers: Readonly<Record<string, string>>,
  closing?: AbortSignal,
): Promise<LoadedPage> {
  return new Promise((resolve, reject) => {
    const request = origin.protocol === 'https:' ? requestHttps : requestHttp;
    const tooLong = AbortSignal.timeout(MAX_WAIT_MS);
    const proto = url.protocol.slice(0, -1);
    const sent = request(
      new URL(url.pathname + url.search, origin.origin),
      {
        agent: false,
        headers: { ...headers, host: url.host, 'x-forwarded-proto': proto },
        signal: closing === undefined ? tooLong : AbortSignal.any([closing, tooLong]),
      },
      (response) => {
        readResponse(response).then(
          (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
          reject,
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}
