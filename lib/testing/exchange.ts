import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Disturbances } from './disturbance';
import type { AppHost, RequestWatcher } from './app-host';
import type { MovableClock } from './movable-clock';
import type { SimulatorEvent } from './observed';
import { readResponse } from './read-response';
import type { DeliveredRequest } from './seen';

/** WeChat's patience. */
const CUT_AFTER_MS = 5000;

/** What came of one request. */
export interface HttpExchange {
  /** Absent when there was no whole answer, or one of more than 1 MiB. */
  readonly answer?: {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly body: Buffer;
  };
  readonly ms: number;
  readonly cut: boolean;
  /** An answer came, but was lost on purpose. */
  readonly lost: boolean;
  /** Why there was none, when it was not cut. */
  readonly failure?: NodeJS.ErrnoException;
}

/** Where and when requests are made. */
export interface DeliveryEnvironment {
  readonly host: AppHost;
  /** Measures deliveries. */
  readonly clock: MovableClock;
  /** Milliseconds since 1970 with which they are signed. Default: those of the account's clock. */
  readonly now?: () => number;
  readonly disturbances: Disturbances;
  readonly observe: (event: SimulatorEvent) => void;
  /** Aborts when the simulator is closed. */
  readonly closing: AbortSignal;
}

/** A request to the app. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  /** With its parameters. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Where the app is asked, with these parameters. */
export async function addressed(
  { host, clock }: DeliveryEnvironment,
  { query }: DeliveredRequest,
): Promise<URL> {
  // The clock must not go on while the app's server starts.
  const release = clock.hold();
  try {
    const url = new URL(await host.address());
    if (query !== '') url.search += `${url.search === '' ? '' : '&'}${query}`;
    return url;
  } finally {
    release();
  }
}

/** Sends one request and waits 5 s for the answer, as WeChat does; then cuts the connection. */
export function exchange(
  { method, url, headers, body }: OutgoingRequest,
  environment: DeliveryEnvironment,
  { failed = noop, arrived = noop }: Partial<Pick<RequestWatcher, 'failed' | 'arrived'>> = {},
): Promise<HttpExchange> {
  const { host, clock, closing, disturbances } = environment;
  // The clock must not go on while the request is on its way, nor while the answer is.
  let release = clock.hold();

  return new Promise((resolve) => {
    const started = clock.monotonic();
    let over = false;
    let lost = false;
    let sent: ClientRequest | undefined;
    const end = (result: Partial<HttpExchange>): void => {
      if (over) return;
      over = true;
      release();
      closing.removeEventListener('abort', close);
      clock.clearTimeout(timer);
      resolve({ ms: Math.round(clock.monotonic() - started), cut: false, lost, ...result });
    };
    const fail = (failure: Error): void => end({ failure });
    const close = (): void => fail(new Error('closed'));
    closing.addEventListener('abort', close);
    const timer = clock.setTimeout(() => {
      end({ cut: true });
      sent?.destroy();
    }, CUT_AFTER_MS);

    const delay = disturbances.delay();
    if (delay === 0) send();
    else {
      release();
      clock.setTimeout(() => {
        if (over) return;
        release = clock.hold();
        send();
      }, delay);
    }

    function send(): void {
      host.watch(url.pathname + url.search, {
        failed,
        arrived: () => {
          release();
          arrived();
        },
        left: () => {
          release();
          if (!over && !lost) release = clock.hold();
        },
      });

      const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
      sent = request(url, { method, headers, agent: false, signal: closing });
      sent.on('error', fail);
      sent.on('response', (response) => {
        readResponse(response).then((answerBody) => {
          lost = disturbances.losesAnswer();
          if (lost) release();
          // A response to a request of ours has a status.
          else {
            const { statusCode: status = 0, headers } = response;
            end({ answer: { status, headers, body: answerBody } });
          }
        }, fail);
      });
      sent.end(body);
    }
  });
}

const noop = (): void => undefined;
