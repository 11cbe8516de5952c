import type { Clock } from '../clock';
import { TransportError } from '../errors';
import { inWords } from '../system-codes';
import type { Transport } from './transport';

const MAX_FAILURES = 10;
const WINDOW_MS = 10_000;
const OPEN_MS = 5_000;

interface Host {
  /** When the latest failures were. */
  failures: number[];
  openUntil: number;
  probing: boolean;
  /** Who failed last, and how. */
  last: string;
}

/** Leaves a host alone for 5 to 10 s when it failed 10 times within 10 s; then lets one request try. */
export function circuitBreaker(inner: Transport, clock: Clock): Transport {
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
        fail(host, `${name}${by} has failed ${MAX_FAILURES} times: status ${response.status}`, open, clock);
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
    return `The proxy${address === undefined ? '' : ` ${address}`} has failed ${MAX_FAILURES} times`;
  if (address !== undefined)
    return `${MAX_FAILURES} calls to ${name} have failed. ${inWords(reason, address)}`;
  return `${name} has failed ${MAX_FAILURES} times${/^\w{1,60}$/.test(reason) ? ` (${reason})` : ''}`;
}

function fail(host: Host, last: string, probed: boolean, clock: Clock): void {
  host.last = last;
  const now = clock.monotonic();
  host.failures = [...host.failures.filter((at) => at > now - WINDOW_MS), now].slice(-MAX_FAILURES);
  if (probed || host.failures.length >= MAX_FAILURES)
    host.openUntil = now + OPEN_MS + Math.random() * OPEN_MS;
}
