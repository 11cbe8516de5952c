import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock';
import { DecryptError, ParseError, SignatureError, WeChatError } from '../errors';
import { printable } from '../logger';
import type { Logger } from '../logger';
import { REFUSALS } from '../refusals';
import type { RefusalCode } from '../refusals';

/** A request that is refused for its form, before anything is known of its sender. Status 0: nobody is there to answer. */
export class Unacceptable extends Error {
  constructor(
    readonly status: 0 | 405 | 408 | 413 | 415,
    readonly reason: RefusalCode,
  ) {
    super(REFUSALS[reason]);
  }
}

/** Why none of the accounts at an address believes a request. The first that its query was meant for speaks for all. */
export class Doubts extends Error {
  readonly error: Error;
  /** Each account and its reason, for the log. */
  readonly accounts: string;

  constructor(
    doubts: readonly {
      readonly account: { readonly settings: { readonly appId: string } };
      readonly error: Error;
    }[],
  ) {
    const proven = doubts.filter(({ error }) => !UNSIGNED.has(reasonOf(error)));
    const of = proven.length === 0 ? doubts : proven;
    // Distrust first: then nothing is told of the others.
    const error = of.find((each) => refusalStatus(each.error) === 403)?.error ?? of[0]?.error;
    super(error?.message);
    this.error = error ?? this;
    this.accounts = doubts
      .map((each) => `${printable(each.account.settings.appId)}: ${reasonOf(each.error)}`)
      .join(', ');
  }
}

/** Reasons that come before a signature of the account was seen. */
const UNSIGNED: ReadonlySet<string> = new Set<RefusalCode>(['signature-wrong', 'timestamp-old']);

// One body for each status, so that a caller learns nothing of the cause from it.
const BODIES: Readonly<Record<number, string>> = {
  400: 'bad request',
  403: 'forbidden',
  405: 'method not allowed',
  408: 'request timeout',
  413: 'payload too large',
  415: 'unsupported media type',
};

/** The code of a refusal's reason. */
export const reasonOf = (error: Error): RefusalCode =>
  error instanceof Doubts
    ? reasonOf(error.error)
    : error instanceof Unacceptable ||
        error instanceof SignatureError ||
        error instanceof DecryptError ||
        error instanceof ParseError
      ? error.reason
      : 'body-malformed';

/** What to do with an error: refuse with this status, or (`undefined`) hand it to the app. */
export function refusalStatus(error: unknown): number | undefined {
  if (error instanceof Unacceptable) return error.status;
  if (error instanceof Doubts) return refusalStatus(error.error);
  return error instanceof WeChatError && error.status < 500 ? error.status : undefined;
}

/** Whether there is more of the request than has arrived. Servers that are not Node's may not know of it. */
const isUnread = (res: { readonly req?: { readonly complete?: boolean } }): boolean =>
  res.req?.complete === false;

/** Whether a connection has one request at a time: that of HTTP/2, which has many, stays open. */
const isAlone = (res: { readonly req?: { readonly httpVersionMajor?: number } }): boolean =>
  res.req?.httpVersionMajor !== 2;

/** Sends the refusal of that status. A connection on which the rest of a body is still to come, perhaps without end, is closed. */
export function refuse(res: ServerResponse, status: number): void {
  if (status === 0) return;
  // A refusal for the headers comes before Node has looked at a body that arrived with them.
  if (status !== 408 && status !== 413 && isUnread(res)) setImmediate(sendRefusal, res, status);
  else sendRefusal(res, status);
}

function sendRefusal(res: ServerResponse, status: number): void {
  if (res.headersSent) return;
  const body = BODIES[status] ?? '';
  res.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Content-Length': body.length,
    ...(status === 405 && { Allow: 'GET, POST' }),
    ...((status === 408 || status === 413 || isUnread(res)) && isAlone(res) && { Connection: 'close' }),
  });
  res.end(body);
}

/** Lines for each reason that are written at once. */
const FIRST_LINES = 3;
/** After them, one line for each reason in this time, with a count. */
const LOG_INTERVAL_MS = 60_000;

/** What was logged of one reason. */
interface Logged {
  lines: number;
  /** When the last line was written, and requests that were refused since. */
  at: number;
  unlogged: number;
}

/**
 * Logs why requests are refused. Of each reason the first three are logged at once, then one a minute that says how many there were since;
 * after a minute without any it begins anew. However many requests are forged, the log stays readable.
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
  // There are only so many reasons.
  const logged = new Map<RefusalCode, Logged>();
  return (error, status, req, accounts) => {
    const code = reasonOf(error);
    const now = clock.monotonic();
    const isQuiet = (last: Logged): boolean => now >= last.at + LOG_INTERVAL_MS;
    let last = logged.get(code);
    if (last === undefined || (last.unlogged === 0 && isQuiet(last)))
      logged.set(code, (last = { lines: 0, at: now, unlogged: 0 }));
    if (last.lines >= FIRST_LINES && !isQuiet(last)) {
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
