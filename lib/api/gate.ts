import type { Clock } from '../clock';
import { ApiError } from '../errors';

/** Keeps calls back whose quota of the day is used up. */
export interface Gate {
  /** Throws what WeChat said when it was asked, with since when and until when it is not asked again. */
  check(quota: string): void;
  close(quota: string, error: ApiError): void;
  /** A quota was reset: everything may be tried again. */
  open(): void;
}

/** Somebody may have reset the quota elsewhere: one call in a while looks. */
const LOOK_AGAIN_MS = 600_000;

interface Closed {
  /** On the monotonic clock. */
  readonly until: number;
  readonly since: Date;
  readonly error: ApiError;
}

export function createGate(clock: Clock): Gate {
  // One entry per quota, until it is asked for again.
  const closed = new Map<string, Closed>();
  return {
    check: (quota) => {
      const entry = closed.get(quota);
      if (!entry) return;
      const left = entry.until - clock.monotonic();
      if (left > 0) throw unasked(entry, new Date(clock.now() + left));
      closed.delete(quota);
    },
    close: (quota, error) => {
      const now = clock.now();
      const left = (error.retryAfter?.getTime() ?? 0) - now;
      const until = clock.monotonic() + Math.min(left, LOOK_AGAIN_MS);
      closed.set(quota, { until, since: new Date(now), error });
    },
    open: () => closed.clear(),
  };
}

function unasked({ since, error }: Closed, retryAfter: Date): ApiError {
  const { errcode, errmsg, endpoint, credential, hint } = error;
  const again =
    `This process asks again from ${retryAfter.toISOString()}, or at once after a reset by this client: ` +
    'openapi.clearQuota, clearQuotaByAppSecret or clearApiQuota.';
  return new ApiError({
    errcode,
    errmsg,
    endpoint,
    credential,
    since,
    retryAfter,
    hint: hint === undefined ? again : `${hint} ${again}`,
  });
}
