import type { Clock } from '../clock';
import { TransportError } from '../errors';
import { inWords } from '../system-codes';
import type { Transport } from './transport';

const FAILURES = 10;
const WINDOW = 10_000;
const REST = 5_000;

interface Host {
  /** When the latest failures were. */
  failures: number[];
  openUntil: number;
  probing: boolean;
  /** Who failed last, and how. */
  last: string;
}

/** Leaves a host alone for 5 to 10 s when it failed 10 times within 10 s; then lets one request try. */
export function breaker(inner: Transport, clock: Clock): Transport {
  // One entry per host of WeChat: a handful.
  const hosts = new Map<string, Host>();
  const hostOf = (name: string): Host => {
    let host = hosts.get(name);
    if (!host) hosts.set(name, (host = { failures: [], openUntil: -Infinity, probing: false, last: '' }));
    return host;
  };

  return async (request) => {
    const name = new URL(request.url).host;
    const host = hostOf(name);
    const open = host.openUntil !== -Infinity;
    if (open && (host.probing || clock.monotonic() < host.openUntil)) {
      throw new TransportError(`${host.last}. Calls to ${name} pause for some seconds.`, {
        sent: false,
        reason: 'open',
      });
    }
    host.probing = open;
    try {
      const response = await inner(request);
      if (response.status >= 500) {
        const by = response.intermediary === undefined ? '' : ` by way of ${response.intermediary}`;
        fail(host, `${name}${by} has failed ${FAILURES} times: status ${response.status}`, open, clock);
      } else succeed(host);
      return response;
    } catch (error) {
      // Callers who give up say nothing about the host.
      if (!(error instanceof TransportError && error.reason === 'aborted'))
        fail(host, failureOf(error, name), open, clock);
      throw error;
    } finally {
      if (open) host.probing = false;
    }
  };
}

function succeed(host: Host): void {
  host.openUntil = -Infinity;
  host.failures = [];
}

/** Whoever failed: the host, or the proxy on the way to it. Of the error only what holds no secret. */
function failureOf(error: unknown, name: string): string {
  const { address, reason = 'unknown' }: Partial<TransportError> =
    error instanceof TransportError ? error : {};
  if (reason === 'proxy' || reason === 'proxy-refused')
    return `The proxy${address === undefined ? '' : ` ${address}`} has failed ${FAILURES} times`;
  if (address !== undefined) return `${FAILURES} calls to ${name} have failed. ${inWords(reason, address)}`;
  return `${name} has failed ${FAILURES} times${/^\w{1,60}$/.test(reason) ? ` (${reason})` : ''}`;
}

function fail(host: Host, last: string, probed: boolean, clock: Clock): void {
  host.last = last;
  const now = clock.monotonic();
  host.failures = [...host.failures.filter((at) => at > now - WINDOW), now].slice(-FAILURES);
  if (probed || host.failures.length >= FAILURES) host.openUntil = now + REST + Math.random() * REST;
}
