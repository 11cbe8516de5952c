import type { RequestHandler } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ConfigError } from '../errors';

/** A middleware that receives pushes: `wechat(…)`, `platform(…)`, or several of them in one. */
export type Receiving = RequestHandler & {
  stats?(): { readonly running: number };
};

/**
 * Checks a value that was given as a middleware.
 *
 * @throws {ConfigError} The value is not a middleware of this package.
 */
export function checkReceiving(wx: unknown, name: string): asserts wx is Receiving {
  if (typeof wx !== 'function') throw new ConfigError(`${name}() needs what wechat() returns: ${name}(wx).`);
}

interface Received {
  /** False: the request is for another handler. */
  readonly isOurs: boolean;
}

/**
 * Passes on a request that the host has assigned to the middleware, as below a mount of Express. Every such
 * request counts as a request of WeChat.
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
 * Passes a request of Node to the middleware. Resolves when the middleware has called `next`, or when its
 * response has ended: sent, or closed by either side. Rejects with the error that the middleware passes to
 * `next`.
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
    // A request of Node has everything that the middleware uses of Express; spec/hosts checks this.
    const [expressRequest, expressResponse] = [req, res] as unknown as Parameters<RequestHandler>;
    void wx(expressRequest, expressResponse, (error?: unknown) => {
      if (error === undefined) resolve({ isOurs: false });
      else reject(error instanceof Error ? error : new Error('The middleware failed.', { cause: error }));
    });
  });
}
