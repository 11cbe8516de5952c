import type { Clock } from '../clock';
import { quietLog, safeLogger, type Logger, type QuietLog } from '../logger';
import { StoreError } from './store';

/** How soon a store that somebody must set up otherwise is told of again. */
const REMIND_MS = 3_600_000;

/** When each reason was written to a logger: several parts of a program share one store. */
const told = new WeakMap<Logger, Map<string, number>>();

/**
 * Says that the store cannot be reached: `store-away` once a minute where it may come back; where waiting
 * does not help `store-misconfigured`, once for each reason.
 */
export function awayLog(
  logger: Logger,
  clock: Clock,
  quiet: QuietLog = quietLog(logger, clock),
): (account: string, error: unknown) => void {
  return (account, error) => {
    // Only of our own errors, which hold no secret.
    const own = error instanceof StoreError ? error : undefined;
    const fields = { account, ...(own && { reason: own.message }), ...(own?.reason && { code: own.reason }) };
    if (own?.misconfigured !== true) {
      quiet(
        'warn',
        { event: 'store-away', ...fields },
        'The shared store is away; this process goes on without it.',
      );
    } else if (isNews(logger, clock, own.reason ?? own.message)) {
      safeLogger(logger).error(
        { event: 'store-misconfigured', ...fields },
        `The shared store cannot be used; this process goes on without it. ${own.message}`,
      );
    }
  };
}

/** Whether this reason was not written there within the last hour. */
export function isNews(logger: Logger, clock: Clock, reason: string): boolean {
  const log = safeLogger(logger);
  let times = told.get(log);
  if (times === undefined) told.set(log, (times = new Map<string, number>()));
  const now = clock.monotonic();
  const last = times.get(reason);
  // Another clock may have begun elsewhere.
  if (last !== undefined && now >= last && now < last + REMIND_MS) return false;
  times.set(reason, now);
  return true;
}
