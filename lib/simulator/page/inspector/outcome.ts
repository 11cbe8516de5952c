import type { CallRecord } from '../../protocol';
import type { Traffic } from '../model';

/** Tells whether a call failed. */
export const isFailedCall = ({ errcode, status, ms }: CallRecord): boolean =>
  ms !== undefined && (errcode === undefined ? status !== 200 : errcode !== 0);

/**
 * Tells whether a push or a call went wrong. A push also counts if WeChat accepted the answer with a problem,
 * or only after a retry.
 */
export function isFailed(one: Traffic): boolean {
  if (one.kind === 'call') return isFailedCall(one.record);
  const { outcome, problemText, deliveries } = one.record;
  return (
    outcome === 'service-unavailable' ||
    outcome === 'refused' ||
    problemText !== undefined ||
    deliveries.some(({ end, answered }) => end !== undefined && outcome !== undefined && !answered)
  );
}
