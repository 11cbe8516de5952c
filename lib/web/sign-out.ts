import type { RequestHandler } from 'express';
import { ConfigError } from '../errors';
import type { Cookies } from './cookies';
import { readPageAddress } from './own-path';
import { hideFromOthers } from './page';
import type { UserStorage } from './user-cookie';
import { isCrossSite, visitKind } from './visit';

/** The parts that the end of a session needs. */
interface SignOutOptions {
  readonly to: string;
  readonly origin: string;
  readonly storage: UserStorage;
  readonly cookies: Cookies;
}

/**
 * Ends a session by POST, and redirects to a page.
 *
 * @throws {ConfigError} `to` is not a path of this site.
 */
export function signOut({ to, origin, storage, cookies }: SignOutOptions): RequestHandler {
  if (readPageAddress(to) === undefined)
    throw new ConfigError('signOut(): "to" must be a path of this site, such as "/".');
  return (req, res, next) => {
    if (req.method !== 'POST') {
      res.status(405).set('Allow', 'POST').end();
      return;
    }
    // Another site must not be able to end a session.
    if (isCrossSite(req, origin)) {
      res.status(403).end();
      return;
    }
    Promise.resolve(storage.write(req, res, null))
      .then(() => {
        cookies.clear(res, 'begun');
        hideFromOthers(res);
        if (visitKind(req) === 'script') res.status(204).end();
        else res.status(303).set('Location', to).end();
      })
      .catch(next);
  };
}
