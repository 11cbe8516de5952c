import type { Clock } from '../clock';
import { ApiError } from '../errors';

/** Keeps calls back whose quota of the day is used up, and those that the account has no right to. */
export interface QuotaGate {
  /** Throws what WeChat said when it was asked, with since when and until when it is not asked again. */
  check(quota: string): void;
  block(quota: string, error: ApiError): void;
  /** A quota was reset: everything may be tried again. */
  unblock(): void;
  /** A call worked: what was refused for want of a right may be tried again. */
  markAllowed(quota: string): void;
  /** Whether a call would be kept back for want of a right. */
  isUnauthorized(quota: string): boolean;
}

/** Somebody may have reset the quota elsewhere, or verified the account: one call in a while looks. */
const LOOK_AGAIN_MS = 600_000;

/** WeChat's code for a call that the account has no right to. */
export const UNAUTHORIZED = 48001;

interface BlockedQuota {
  /** On the monotonic clock. */
  readonly until: number;
  readonly since: Date;
  readonly error: ApiError;
}

export function createQuotaGate(clock: Clock): QuotaGate {
  // One entry per quota, until it is asked for again.
  const blocked = new Map<string, BlockedQuota>();
  return {
    check: (quota) => {
      const entry = blocked.get(quota);
      if (!entry) return;
      const left = entry.until - clock.monotonic();
      if (left > 0) throw unasked(entry, new Date(clock.now() + left));
      blocked.delete(quota);
    },
    block: (quota, error) => {
      const now = clock.now();
      const left = (error.retryAfter?.getTime() ?? Infinity) - now;
      const until = clock.monotonic() + Math.min(left, LOOK_AGAIN_MS);
      blocked.set(quota, { until, since: new Date(now), error });
    },
    unblock: () => blocked.clear(),
    markAllowed: (quota) => {
      if (blocked.size > 0 && blocked.get(quota)?.error.errcode === UNAUTHORIZED) blocked.delete(quota);
    },
    isUnauthorized: (quota) => {
      const entry = blocked.get(quota);
      return entry?.error.errcode === UNAUTHORIZED && entry.until > clock.monotonic();
    },
  };
}

function unasked({ since, error }: BlockedQuota, retryAfter: Date): ApiError {
  const { errcode, errmsg, endpoint, credential, hint } = error;
  const from = `This process asks again from ${retryAfter.toISOString()}`;
  const again =
    errcode === UNAUTHORIZED
      ? `${from}.`
      : `${from}, or at once after a reset by this client: openapi.clearQuota, clearQuotaByAppSecret or clearApiQuota.`;
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
