import type { HttpResponse } from '../../api/transport';
import type { FakeResponse } from './answer';
import type { FakeTransport } from './fake-api';
import type { ApiHost } from './host';

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
    const { answer, mode, delay, after } = outcome;
    try {
      const wait = mode === 'drip' ? (answer?.body.length ?? 0) * 1000 : delay;
      if (mode === 'hang' || wait > 0) release();
      if (mode === 'hang') return await aborted(given);
      if (wait > 0) await Promise.race([clock.sleep(wait), aborted(given)]);
      if (answer === undefined || mode === 'reset' || mode === 'half') throw lost();
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

const plain = ({ status, headers, body }: FakeResponse): HttpResponse => ({
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
