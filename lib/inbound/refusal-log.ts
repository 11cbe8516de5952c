import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock';
import { printable } from '../logger';
import type { Logger } from '../logger';
import type { RefusalCode } from '../refusals';
import { reasonOf } from './refusal';

/** The lines for each reason that are written at once. */
const MAX_FIRST_LINES = 3;
/** After them, one line for each reason in this time, with a count. */
const LOG_INTERVAL_MS = 60_000;

/** The log of one reason. */
interface Logged {
  lines: number;
  /** When the last line was written, and how many requests were refused since then. */
  at: number;
  unlogged: number;
}

/**
 * Logs why requests are refused. For each reason the first three are logged at once, then one line a minute
 * with a count. After a minute without any it begins again. However many forged requests come, the log stays
 * readable.
 */
export function createRefusalLog(
  logger: Logger,
  clock: Clock,
): (
  error: Error,
  status: number,
  req: IncomingMessage & { originalUrl?: string; ip?: string | undefined },
  accounts?: string,
) => void {
  // The number of reasons is limited.
  const logged = new Map<RefusalCode, Logged>();
  return (error, status, req, accounts) => {
    const code = reasonOf(error);
    const now = clock.monotonic();
    const isQuiet = (last: Logged): boolean => now >= last.at + LOG_INTERVAL_MS;
    let last = logged.get(code);
    if (last === undefined || (last.unlogged === 0 && isQuiet(last)))
      logged.set(code, (last = { lines: 0, at: now, unlogged: 0 }));
    if (last.lines >= MAX_FIRST_LINES && !isQuiet(last)) {
      last.unlogged++;
      return;
    }
    const count = last.unlogged + 1;
    last.lines++;
    last.at = now;
    last.unlogged = 0;
    const [path] = (req.originalUrl ?? req.url ?? '').split('?', 1);
    logger.warn(
      {
        event: 'refused',
        status,
        code,
        reason: error.message,
        path: printable(path),
        ...(accounts !== undefined && { accounts }),
        ...(req.ip !== undefined && { ip: printable(req.ip) }),
        ...(count > 1 && { count }),
      },
      count === 1
        ? `A request was refused: ${error.message}`
        : `${count} requests were refused since the last line of this kind; this one: ${error.message}`,
    );
  };
}
