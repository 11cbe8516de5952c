import type { CallRecord } from '../../protocol';
import type { Traffic } from '../model';

/** Whether a call did not do what it was asked for. */
export const isFailedCall = ({ errcode, status, ms }: CallRecord): boolean =>
  ms !== undefined && (errcode === undefined ? status !== 200 : errcode !== 0);

/** Whether something went wrong with a push or a call: of a push also what WeChat took, with a problem, or only when it asked again. */
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
