import type { Clock } from '../clock';
import { ApiError } from '../errors';

/** Keeps calls back whose quota of the day is used up. */
export interface Gate {
  /** Throws the error again that closed it. */
  check(endpoint: string): void;
  close(error: ApiError): void;
  /** A quota was reset: everything may be tried again. */
  open(): void;
}

/** Somebody may have reset the quota elsewhere: one call in a while looks. */
const LOOK_AGAIN = 600_000;

export function createGate(clock: Clock): Gate {
  // One entry per endpoint: some hundreds at most.
  const closed = new Map<string, { readonly until: number; readonly error: ApiError }>();
  return {
    check: (endpoint) => {
      const entry = closed.get(endpoint);
      if (!entry) return;
      if (clock.monotonic() < entry.until) throw new ApiError(entry.error);
      closed.delete(endpoint);
    },
    close: (error) => {
      const left = (error.retryAfter?.getTime() ?? 0) - clock.now();
      closed.set(error.endpoint, { until: clock.monotonic() + Math.min(left, LOOK_AGAIN), error });
    },
    open: () => closed.clear(),
  };
}
