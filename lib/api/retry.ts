import type { Clock } from '../clock';
import { ApiError, type TransportError } from '../errors';

/** What the decision to repeat a call depends on, besides its error. */
export interface Attempt {
  /** Whether sending twice does no harm. */
  readonly safe: boolean;
  /** WeChat itself drops a second one, by a client message id in the body. */
  readonly guarded: boolean;
  /** Retries so far. */
  readonly retries: number;
  /** The `Retry-After` of the answer, in milliseconds. */
  readonly retryAfter?: number | undefined;
}

const MAX_RETRIES = 2;
const FIRST_BACK_OFF_MS = 300;
const MAX_BACK_OFF_MS = 5_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const BEIJING_OFFSET_MS = 8 * 3_600_000;

/** How long to wait before sending once more, or undefined: do not. */
export function retryIn(
  error: ApiError | TransportError,
  attempt: Attempt,
  clock: Clock,
): number | undefined {
  if (attempt.retries >= MAX_RETRIES) return undefined;
  if (error instanceof ApiError) {
    switch (error.errcode) {
      case -1:
      case -1000:
        return attempt.safe || attempt.guarded ? backOff(attempt) : undefined;
      // It was refused, not done: whatever the call does, it has not done it.
      case 45011:
        return toNextMinute(clock) + Math.random() * 5_000;
      case 45066:
        return MINUTE_MS;
      default:
        return undefined;
    }
  }
  if (FINAL.has(error.reason)) return undefined;
  return attempt.safe || !error.sent ? backOff(attempt) : undefined;
}

// Another try would meet the same.
const FINAL: ReadonlySet<string> = new Set([
  'aborted',
  'redirect',
  'too-large',
  'open',
  'refused',
  'proxy-refused',
  'relay-refused',
  'relay-rate',
]);

/** Full jitter, so that processes that failed together do not come back together. */
function backOff({ retries, retryAfter = 0 }: Attempt): number {
  return Math.max(retryAfter, Math.random() * Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** retries));
}

const toNextMinute = (clock: Clock): number => MINUTE_MS - (clock.now() % MINUTE_MS);

/** When a quota starts again, for the codes that speak of one. */
export function retryAfter(errcode: number, clock: Clock): Date | undefined {
  const now = clock.now();
  if (errcode === 45009) return new Date(now + DAY_MS - ((now + BEIJING_OFFSET_MS) % DAY_MS));
  if (errcode === 45011) return new Date(now + toNextMinute(clock));
  if (errcode === 45066) return new Date(now + MINUTE_MS);
  return undefined;
}

/** Milliseconds of a `Retry-After` header: seconds, or a date. */
export function readRetryAfter(header = '', clock: Clock): number | undefined {
  const ms = /^\d{1,6}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - clock.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
