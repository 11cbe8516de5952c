import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Host } from './host';
import type { MovableClock } from './movable-clock';
import type { DeliveredRequest } from './seen';

/** WeChat's patience. */
const CUT_AFTER = 5000;

/** What came of one request. */
export interface Exchange {
  /** Absent when there was no whole answer. */
  readonly answer?: { readonly status: number; readonly body: Buffer };
  readonly ms: number;
  readonly cut: boolean;
  /** Why there was none, when it was not cut. */
  readonly failure?: NodeJS.ErrnoException;
}

/** Where and when requests are made. */
export interface World {
  readonly host: Host;
  readonly clock: MovableClock;
  readonly headers: Readonly<Record<string, string>>;
  /** Aborts when the simulator is closed. */
  readonly closing: AbortSignal;
}

/** Sends one request and waits 5 s for the answer, as WeChat does; then cuts the connection. */
export async function exchange(
  method: 'GET' | 'POST',
  { query, body }: DeliveredRequest,
  { host, clock, headers, closing }: World,
): Promise<Exchange> {
  // The clock must not go on while the request is on its way, nor while the answer is.
  let release = clock.hold();
  const url = new URL(await host.address());
  url.search += `${url.search === '' ? '' : '&'}${query}`;

  return new Promise((resolve) => {
    const started = clock.monotonic();
    let over = false;
    const end = (result: Partial<Exchange>): void => {
      over = true;
      release();
      clock.clearTimeout(timer);
      resolve({ ms: Math.round(clock.monotonic() - started), cut: false, ...result });
    };
    const fail = (failure: Error): void => end({ failure });
    const timer = clock.setTimeout(() => {
      end({ cut: true });
      sent.destroy();
    }, CUT_AFTER);
    host.watch(url.pathname + url.search, {
      arrived: () => release(),
      left: () => {
        release();
        if (!over) release = clock.hold();
      },
    });

    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent = send(url, { method, headers, agent: false, signal: closing });
    sent.on('error', fail);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      // A response to a request of ours has a status.
      response.on('end', () =>
        end({ answer: { status: response.statusCode ?? 0, body: Buffer.concat(chunks) } }),
      );
    });
    sent.end(body);
  });
}
