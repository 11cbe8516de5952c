import type { Clock } from '../clock';
import { quietLog } from '../logger';
import type { Logger } from '../logger';
import { StoreError } from '../store/store';

/** Warns of a store that fails, once a minute for each kind of event. */
export function createWarning(logger: Logger, clock: Clock) {
  const log = quietLog(logger, clock);
  return (event: string, message: string, error: unknown): void => {
    const own = error instanceof StoreError ? error : undefined;
    // Other people's errors may show anything.
    const reason = own?.message ?? 'The store failed.';
    log(own?.misconfigured === true ? 'error' : 'warn', { event, reason }, message);
  };
}
