import type { Request, Response } from 'express';
import type { Clock } from '../clock';
import { property } from '../own';
import type { Cookies } from './cookies';
import { createTextSeal } from '../text-seal';
import { userIn } from './user';
import type { WebUser } from './user';

/** How long a user stays signed in. */
export const USER_MS = 86_400_000;
/** How long a virtual user of the snapshot page is known. */
export const SNAPSHOT_MS = 300_000;
/** Longer addresses of pictures are left out, since a cookie has 4096 bytes. */
const MAX_PICTURE = 1024;
/** Opened cookies that are remembered. */
const MAX_OPENED = 1000;

/** Where it is kept who has signed in. */
export interface UserStorage {
  /** Who has signed in, if anybody. */
  read(req: Request): WebUser | undefined | Promise<WebUser | undefined>;
  /** Remembers a user, or with `null` nobody any more. */
  write(req: Request, res: Response, user: WebUser | null): void | Promise<void>;
}

interface Opened {
  readonly user: WebUser;
  readonly until: number;
}

/** Keeps users in a sealed cookie of their browser (AES-256-GCM): for a day, and virtual ones for 5 minutes. */
export function createUserCookie(
  cookies: Cookies,
  secrets: readonly string[],
  appId: string,
  clock: Clock,
): UserStorage {
  const seal = createTextSeal(secrets, 'web-user', appId);
  // To open one costs as much as a whole request of Express does; the text proves itself, so that it may be remembered.
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
