import type { CheckedProxy } from '../../api/proxy';
import { axiosTransport } from '../../api/transport';
import type { ReportFinding } from './finding';

/** The allowed difference of clocks in seconds: requests take time, and the header has whole seconds. */
const MAX_LOCAL_SKEW_S = 60;
const MAX_BOT_SKEW_S = 120;

const PATIENCE_MS = 5000;
const MAX_BYTES = 1024 * 1024;

/**
 * Returns how many seconds the clock in a fresh response is ahead of ours; undefined if the response has no
 * date.
 */
export const aheadBy = (date: string | undefined): number | undefined => {
  const at = Date.parse(date ?? '');
  return Number.isNaN(at) ? undefined : Math.round((at - Date.now()) / 1000);
};

/** Returns how far WeChat's clock is ahead of ours. Any response of the host has a date. */
export async function apiAheadBy(
  host: string,
  proxy: CheckedProxy | undefined,
  closing: AbortSignal,
): Promise<number | undefined> {
  const send = axiosTransport({ proxy });
  const signal = AbortSignal.any([closing, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    const { headers } = await send({ method: 'GET', url: host, headers: {}, maxBytes: MAX_BYTES, signal });
    return aheadBy(headers.date);
  } catch {
    return undefined;
  }
}

/** Compares the clocks of the bot's server, of WeChat (if it was reached) and of this machine. */
export function checkClocks(bot: number | undefined, api: number | undefined, report: ReportFinding): void {
  const here = Math.abs(api ?? 0);
  const there = Math.abs((bot ?? 0) - (api ?? 0));
  if (here >= MAX_LOCAL_SKEW_S) report('clock-here', { seconds: here });
  if (there >= MAX_BOT_SKEW_S && bot !== undefined) report('clock-bot', { seconds: there });
  else if (here < MAX_LOCAL_SKEW_S && (bot ?? api) !== undefined) report('clock-ok', {});
}
