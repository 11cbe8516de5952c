import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock';
import { WeChatError } from '../errors';
import { printable } from '../logger';
import type { Logger } from '../logger';

/** A request that is refused for its form, before anything is known of its sender. Status 0: nobody is there to answer. */
export class Unacceptable extends Error {
  constructor(
    readonly status: 0 | 405 | 408 | 413 | 415,
    reason: string,
  ) {
    super(reason);
  }
}

// One body for each status, so that a caller learns nothing of the cause from it.
const BODIES: Readonly<Record<number, string>> = {
  400: 'bad request',
  403: 'forbidden',
  405: 'method not allowed',
  408: 'request timeout',
  413: 'payload too large',
  415: 'unsupported media type',
};

/** What to do with an error: refuse with this status, or (`undefined`) hand it to the app. */
export function refusalStatus(error: unknown): number | undefined {
  if (error instanceof Unacceptable) return error.status;
  return error instanceof WeChatError && error.status < 500 ? error.status : undefined;
}

/** Sends the refusal of that status. */
export function refuse(res: ServerResponse, status: number): void {
  if (status === 0 || res.headersSent) return;
  const body = BODIES[status] ?? '';
  res.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Content-Length': body.length,
    ...(status === 405 && { Allow: 'GET, POST' }),
    // The rest of the body is still on its way, and will not be read.
    ...((status === 408 || status === 413) && { Connection: 'close' }),
  });
  res.end(body);
}

/** Most lines per second; what is over is counted. */
const MOST = 10;

/** Logs why requests are refused: at most ten lines a second, then how many more there were. */
export function createRefusalLog(
  logger: Logger,
  clock: Clock,
): (
  error: Error,
  status: number,
  req: IncomingMessage & { originalUrl?: string; ip?: string | undefined },
) => void {
  let second = 0;
  let lines = 0;
  let dropped = 0;
  return (error, status, req) => {
    const now = Math.floor(clock.monotonic() / 1000);
    if (now !== second) {
      if (dropped > 0)
        logger.warn({ event: 'refused', count: dropped }, `${dropped} more requests were refused.`);
      second = now;
      lines = dropped = 0;
    }
    if (++lines > MOST) {
      dropped++;
      return;
    }
    const [path] = (req.originalUrl ?? req.url ?? '').split('?', 1);
    logger.warn(
      {
        event: 'refused',
        status,
        reason: error.message,
        path: printable(path),
        ...(req.ip !== undefined && { ip: printable(req.ip) }),
      },
      `A request was refused: ${error.message}`,
    );
  };
}
