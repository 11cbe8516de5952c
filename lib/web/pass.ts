import type { Request, Response } from 'express';
import type { WebUser } from './user';

/** Sets the user of a request, or notes that it has none. */
export function pass(req: Request, res: Response, user: WebUser | undefined): void {
  // The property is read-only for handlers behind us, so we define it.
  Object.defineProperty(req, 'wechat', {
    value: user,
    configurable: true,
    enumerable: true,
    writable: true,
  });
  // A page with a user must be cached for nobody else.
  if (user === undefined) return;
  res.locals.wechat = user;
  if (res.getHeader('Cache-Control') === undefined) res.setHeader('Cache-Control', 'private, no-cache');
}
