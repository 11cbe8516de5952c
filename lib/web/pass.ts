import type { Request, Response } from 'express';
import type { WebUser } from './user';

/** Gives a request its user, or says that there is none. */
export function pass(req: Request, res: Response, user: WebUser | undefined): void {
  // Ours, declared read-only for those behind us.
  Object.defineProperty(req, 'wechat', {
    value: user,
    configurable: true,
    enumerable: true,
    writable: true,
  });
  // A page of a user is for that user alone.
  if (user === undefined) return;
  res.locals.wechat = user;
  if (res.getHeader('Cache-Control') === undefined) res.setHeader('Cache-Control', 'private, no-cache');
}
