import type { Request, Response } from 'express';
import type { Clock } from '../clock';
import { property } from '../own';
import type { Cookies } from './cookies';
import { createTextSeal } from '../text-seal';
import { userIn } from './user';
import type { WebUser } from './user';

/** How long a user stays signed in. */
export const USER_MS = 86_400_000;
/** How long a virtual user of the snapshot page stays signed in. */
export const SNAPSHOT_MS = 300_000;
/** A cookie has 4096 bytes, so longer picture addresses are left out. */
const MAX_PICTURE = 1024;
/** The most decrypted cookies that are remembered. */
const MAX_OPENED = 1000;

/** Stores who has signed in. */
export interface UserStorage {
  /** Returns who has signed in, if anybody has. */
  read(req: Request): WebUser | undefined | Promise<WebUser | undefined>;
  /** Remembers a user; `null` forgets the user. */
  write(req: Request, res: Response, user: WebUser | null): void | Promise<void>;
}

interface Opened {
  readonly user: WebUser;
  readonly until: number;
}

/**
 * Keeps users in an encrypted cookie of their browser (AES-256-GCM): for a day, and virtual ones for 5
 * minutes.
 */
export function createUserCookie(
  cookies: Cookies,
  secrets: readonly string[],
  appId: string,
  clock: Clock,
): UserStorage {
  const seal = createTextSeal(secrets, 'web-user', appId);
  // Decrypting a cookie costs as much as a whole request of Express. The text is authenticated, so the result
  // may be remembered.
  const opened = new Map<string, Opened>();

  function open(sealed: string): Opened | undefined {
    const text = seal.open(sealed);
    if (text === undefined) return undefined;
    const value: unknown = JSON.parse(text);
    const [user, until] = [userIn(property(value, 'user')), property(value, 'until')];
    if (user === undefined || typeof until !== 'number') return undefined;
    for (const oldest of opened.keys()) if (opened.size >= MAX_OPENED) opened.delete(oldest);
    opened.set(sealed, { user, until });
    return { user, until };
  }

  return {
    read(req) {
      const sealed = cookies.read(req, 'user');
      if (sealed === undefined) return undefined;
      const found = opened.get(sealed) ?? open(sealed);
      return found !== undefined && found.until > clock.now() ? found.user : undefined;
    },
    write(_req, res, user) {
      if (user === null) {
        cookies.clear(res, 'user');
        return;
      }
      const ms = user.isSnapshot ? SNAPSHOT_MS : USER_MS;
      const { headimgurl = '', ...rest } = user;
      const kept = headimgurl === '' || headimgurl.length > MAX_PICTURE ? rest : user;
      cookies.write(res, 'user', seal.close(JSON.stringify({ user: kept, until: clock.now() + ms })), ms);
    },
  };
}
