import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { readCookie } from '../../reader';

/** How long an authorisation may take, from the page that begins it. */
export const VIEW_MS = 3_600_000;

const NAME = 'wx-connect';
/** Of 128 random bits. */
const VALUE = /^[A-Za-z0-9_-]{22}$/;

/** What the browser holds, so that nobody else can end what it has begun. */
export interface BrowserCookie {
  readonly name: string;
  readonly value: string;
  /** The header `Set-Cookie`. */
  readonly header: string;
}

/**
 * The cookie of a browser that begins an authorisation: what it has, for as long again, since several of its
 * windows may be at it. By its prefix, a browser takes it from nobody but this very host.
 */
export function cookieFor(req: IncomingMessage, isSecure: boolean): BrowserCookie {
  const name = isSecure ? `__Host-${NAME}` : NAME;
  const former = readCookie(req, name);
  const value = former !== undefined && VALUE.test(former) ? former : randomBytes(16).toString('base64url');
  const parts = [`${name}=${value}`, 'Path=/', `Max-Age=${VIEW_MS / 1000}`, 'HttpOnly', 'SameSite=Lax'];
  return { name, value, header: [...parts, ...(isSecure ? ['Secure'] : [])].join('; ') };
}
