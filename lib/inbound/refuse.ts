import type { NextFunction, Request } from 'express';
import type { ServerResponse } from 'node:http';
import type { Settings } from '../config';
import { diagnostics } from '../diagnostics';
import { Doubts, reasonOf, refusalStatus } from './refusal';
import { createRefusalLog } from './refusal-log';

// One body for each status, so that the response reveals nothing about the cause.
const BODIES: Readonly<Record<number, string>> = {
  400: 'bad request',
  403: 'forbidden',
  405: 'method not allowed',
  408: 'request timeout',
  413: 'payload too large',
  415: 'unsupported media type',
};

/** Refuses requests, and logs the reason. Other errors go to the app. */
export function createRefuse({ clock, logger }: Settings) {
  const log = createRefusalLog(logger, clock);
  return (error: unknown, arrived: number, req: Request, res: ServerResponse, next: NextFunction): void => {
    const status = refusalStatus(error);
    if (status === undefined) {
      next(error);
      return;
    }
    if (error instanceof Error) {
      if (status !== 0) log(error, status, req, error instanceof Doubts ? error.accounts : undefined);
      if (diagnostics.push.wanted)
        diagnostics.push.publish({
          outcome: 'refused',
          status,
          code: reasonOf(error),
          reason: error.message,
          ms: clock.monotonic() - arrived,
        });
    }
    refuse(res, status);
  };
}

/** Tells whether more of the request is still to arrive. Servers other than Node's may not know. */
const isUnread = (res: { readonly req?: { readonly complete?: boolean } }): boolean =>
  res.req?.complete === false;

/**
 * Tells whether a connection carries one request at a time. A connection of HTTP/2, which carries many, stays
 * open.
 */
const isAlone = (res: { readonly req?: { readonly httpVersionMajor?: number } }): boolean =>
  res.req?.httpVersionMajor !== 2;

/**
 * Sends the refusal with this status. If the rest of a body is still to come, perhaps without end, the
 * connection is closed.
 */
function refuse(res: ServerResponse, status: number): void {
  if (status === 0) return;
  // A refusal because of the headers comes before Node has read the body that arrived with them.
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
