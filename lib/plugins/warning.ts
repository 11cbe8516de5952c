import type { Clock } from '../clock';
import { quietLog, safeLogger } from '../logger';
import type { Logger } from '../logger';
import { isNews } from '../store/away-log';
import { StoreError } from '../store/store';

/** Warns about a failing store, once a minute for each kind of event. */
export function createWarning(logger: Logger, clock: Clock) {
  const log = quietLog(logger, clock);
  return (event: string, message: string, error: unknown): void => {
    const own = error instanceof StoreError ? error : undefined;
    // The errors of other libraries may contain anything, so their messages are not logged.
    const reason = own?.message ?? 'The store failed.';
    const fields = { event, reason, ...(own?.reason && { code: own.reason }) };
    if (own?.misconfigured !== true) log('warn', fields, message);
    else if (isNews(logger, clock, `${event} ${own.reason ?? reason}`))
      safeLogger(logger).error(fields, message);
  };
}
