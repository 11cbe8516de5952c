import { hash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCookie } from '../reader';

/**
 * The cookies of one account on one site. On https their names have the `__Host-` prefix, with which a
 * browser accepts them from this host only.
 */
export interface Cookies {
  read(req: IncomingMessage, name: CookieName): string | undefined;
  write(res: ServerResponse, name: CookieName, value: string, maxAgeMs: number): void;
  clear(res: ServerResponse, name: CookieName): void;
}

/**
 * `user`: who has signed in; `begun`: which browser began to sign in; `login`: which browser shows six digits
 * or a QR code.
 */
export type CookieName = 'user' | 'begun' | 'login';

/** Creates the cookies of an account. `isSecure`: the site uses https. */
export function createCookies(appId: string, isSecure: boolean): Cookies {
  // One site may serve pages of several accounts.
  const ending = hash('sha256', appId).slice(0, 8);
  const nameOf = (name: CookieName) => `${isSecure ? '__Host-' : ''}wx-${name}-${ending}`;
  const attributes = `; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  const put = (res: ServerResponse, name: string, value: string, seconds: number): void => {
    // If a name is set twice, a browser keeps the last one; a proxy may not. So the earlier one is removed.
    const others = [res.getHeader('Set-Cookie') ?? []].flat().map(String);
    res.setHeader('Set-Cookie', [
      ...others.filter((each) => !each.startsWith(`${name}=`)),
      `${name}=${value}${attributes}; Max-Age=${seconds}`,
    ]);
  };
  return {
    read: (req, name) => readCookie(req, nameOf(name)),
    write: (res, name, value, maxAgeMs) => put(res, nameOf(name), value, Math.floor(maxAgeMs / 1000)),
    clear: (res, name) => put(res, nameOf(name), '', 0),
  };
}

/** Creates a secret of 128 random bits for a cookie. */
export const newSecret = (): string => randomBytes(16).toString('base64url');

/** Tells whether a cookie has the form of `newSecret()`. */
export const isSecretForm = (value: string | undefined): value is string =>
  value !== undefined && /^[\w-]{22}$/.test(value);
