import type { HttpRequest, HttpResponse } from '../../api/transport';
import type { Answer } from './answer';
import type { ApiHost } from './host';

/** Calls the fake API within the process: `createApi({ …, transport: simulator.api.transport })`. */
export type FakeTransport = (request: Omit<HttpRequest, 'maxBytes'>) => Promise<HttpResponse>;

/** The API without a network; `closing` ends what hangs. */
export const createTransport =
  (host: ApiHost, closing: AbortSignal): FakeTransport =>
  async ({ method, url, headers, body = Buffer.alloc(0), signal }) => {
    const { clock } = host;
    const given = AbortSignal.any([signal, closing]);
    given.throwIfAborted();
    const release = clock.hold();
    const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const outcome = host.handle({ method, url: new URL(url), headers: Object.fromEntries(names), body });
    const { answer, how, delay, after } = outcome;
    try {
      const wait = how === 'drip' ? (answer?.body.length ?? 0) * 1000 : delay;
      if (how === 'hang' || wait > 0) release();
      if (how === 'hang') return await aborted(given);
      if (wait > 0) await Promise.race([clock.sleep(wait), aborted(given)]);
      if (answer === undefined || how === 'reset' || how === 'half') throw lost();
      return plain(answer);
    } finally {
      // The caller has its answer first.
      setImmediate(() => {
        after.forEach((task) => task());
        release();
      });
    }
  };

/** As Node's own: a connection that was reset. */
const lost = (): Error =>
  Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });

const plain = ({ status, headers, body }: Answer): HttpResponse => ({
  status,
  headers: { ...headers, 'content-length': String(body.length) },
  body,
});

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error); // Whatever it is, it is what the caller gave.
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
