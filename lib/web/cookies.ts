import { hash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCookie } from '../reader';

/** Cookies of one account on one site. Those of an https site carry the prefix by which a browser takes them from this very host alone. */
export interface Cookies {
  read(req: IncomingMessage, name: CookieName): string | undefined;
  write(res: ServerResponse, name: CookieName, value: string, maxAgeMs: number): void;
  clear(res: ServerResponse, name: CookieName): void;
}

/** `user`: who has signed in; `begun`: which browser began to; `login`: which browser shows a word or a code. */
export type CookieName = 'user' | 'begun' | 'login';

/** Cookies for an account. `isSecure`: the site is an https one. */
export function createCookies(appId: string, isSecure: boolean): Cookies {
  // Several accounts may serve the pages of one site.
  const ending = hash('sha256', appId).slice(0, 8);
  const nameOf = (name: CookieName) => `${isSecure ? '__Host-' : ''}wx-${name}-${ending}`;
  const attributes = `; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  const put = (res: ServerResponse, name: string, value: string, seconds: number): void => {
    // Of two with a name, a browser would take the last; a proxy may not.
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

/** 128 random bits for a cookie. */
export const newSecret = (): string => randomBytes(16).toString('base64url');

/** Whether a cookie may be one of `newSecret()`. */
export const isSecretForm = (value: string | undefined): value is string =>
  value !== undefined && /^[\w-]{22}$/.test(value);
