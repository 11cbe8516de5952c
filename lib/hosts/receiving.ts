import type { RequestHandler } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ConfigError } from '../errors';

/** What receives pushes: `wechat(…)`, `platform(…)`, or several of them in one middleware. */
export type Receiving = RequestHandler & {
  stats?(): { readonly running: number };
};

/**
 * Checks what was given as a middleware.
 *
 * @throws {ConfigError} It is none.
 */
export function checkReceiving(wx: unknown, name: string): asserts wx is Receiving {
  if (typeof wx !== 'function') throw new ConfigError(`${name}() needs what wechat() returns: ${name}(wx).`);
}

interface Received {
  /** False: the request is for somebody else. */
  readonly isOurs: boolean;
}

/**
 * Hands over a request of which the host has said that it is for the middleware, as below a mount of Express: all of it is taken for
 * WeChat's.
 */
export function receiveAll(
  wx: Receiving,
  req: IncomingMessage & { originalUrl?: string },
  res: ServerResponse,
): Promise<Received> {
  const url = req.url ?? '/';
  req.originalUrl ??= url;
  req.url = `/${url.includes('?') ? url.slice(url.indexOf('?')) : ''}`;
  const received = receive(wx, req, res);
  req.url = url;
  return received;
}

/**
 * Hands a request of Node to the middleware. Resolves when the middleware has passed it on, or when its answer is over: sent, or cut
 * off by either side. Rejects with what the middleware passes on as an error.
 */
export function receive(
  wx: Receiving,
  req: IncomingMessage & { originalUrl?: string },
  res: ServerResponse,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const over = () => resolve({ isOurs: true });
    res.once('finish', over).once('close', over);
    req.originalUrl ??= req.url ?? '/';
    // The middleware uses nothing of Express that a request of Node does not have: spec/hosts.
    const [expressRequest, expressResponse] = [req, res] as unknown as Parameters<RequestHandler>;
    void wx(expressRequest, expressResponse, (error?: unknown) => {
      if (error === undefined) resolve({ isOurs: false });
      else reject(error instanceof Error ? error : new Error('The middleware failed.', { cause: error }));
    });
  });
}
