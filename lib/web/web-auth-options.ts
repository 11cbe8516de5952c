import type { Request, Response } from 'express';
import type { Api } from '../api/client';
import type { Clock } from '../clock';
import { ConfigError } from '../errors';
import type { Logger } from '../logger';
import type { Store } from '../store/store';
import type { ChatLogin } from './chat-login';
import { userIn } from './user';
import type { WebUser } from './user';
import type { UserStorage } from './user-cookie';

/** Settings of `webAuth`. */
export interface WebAuthOptions {
  /** The client of the account: `wx.api`, `createApi(…)`, or `platform.account(appId).api`. */
  readonly api: Pick<Api, 'oauth'>;
  /** The store that processes share; use the one of `wechat()`. Default: in memory, for one process. */
  readonly store?: Pick<Store, 'sessions' | 'turns'> | undefined;
  /**
   * The address under which browsers see the site: `https://shop.example.com`. It is never taken from a
   * request.
   */
  readonly origin: string;
  /** The secret that encrypts cookies: 32 characters or more; several, newest first, while you change it. */
  readonly secret: string | readonly string[];
  /** Where the signed-in user is kept. Default: an encrypted cookie, for a day. */
  readonly keep?: UserKeep | undefined;
  /**
   * Whether `require()` lets virtual users of snapshot pages (快照页) through. Default `'refuse'`: they see a
   * page that says what to do.
   */
  readonly snapshot?: 'allow' | 'refuse' | undefined;
  /**
   * Signs in users outside WeChat by a QR code or six digits. Default: they see a QR code of the page's
   * address.
   */
  readonly login?: ChatLogin | undefined;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger | undefined;
  /** Where time comes from; for tests. */
  readonly clock?: Clock | undefined;
}

/** Your own session: two functions, whatever library it uses. */
export interface UserKeep {
  /** Returns the user as `write` stored it; `undefined` or `null`: nobody has signed in. */
  read(req: Request): unknown;
  /** Remembers a user; `null` forgets the user. The response is sent after the returned promise resolves. */
  write(req: Request, res: Response, user: WebUser | null): unknown;
}

/** Options of `require`. */
export interface RequireOptions {
  /** Asks for name and picture as well (`snsapi_userinfo`); the user is asked once. Default false. */
  readonly profile?: boolean | undefined;
  /** As in `webAuth`, for this page. */
  readonly snapshot?: 'allow' | 'refuse' | undefined;
}

/** The names of all settings of `webAuth`. */
export const WEB_AUTH_NAMES: Readonly<Record<keyof WebAuthOptions, true>> = {
  api: true,
  store: true,
  origin: true,
  secret: true,
  keep: true,
  snapshot: true,
  login: true,
  logger: true,
  clock: true,
};

/**
 * Keeps real users in a session of the app. Virtual users stay in our cookie and never get into the session.
 */
export const withKeep = (keep: UserKeep, sealed: UserStorage): UserStorage => ({
  async read(req) {
    const user = userIn(await keep.read(req));
    if (user !== undefined) return user;
    const virtual = await sealed.read(req);
    return virtual?.isSnapshot === true ? virtual : undefined;
  },
  async write(req, res, user) {
    if (user?.isSnapshot !== true) await keep.write(req, res, user);
    if (user === null || user.isSnapshot) await sealed.write(req, res, user);
  },
});

/** @throws {ConfigError} The value is not a pair of functions. */
export function checkKeep(keep: unknown): void {
  if (keep === undefined) return;
  // JavaScript callers may pass any value.
  const { read, write } = (keep ?? {}) as Partial<UserKeep>;
  if (typeof read !== 'function' || typeof write !== 'function')
    throw new ConfigError('webAuth(): "keep" needs two functions: { read(req), write(req, res, user) }.');
}

/** @throws {ConfigError} The value is not one of the two words. */
export function checkSnapshot(mode: unknown): 'allow' | 'refuse' | undefined {
  if (mode === undefined || mode === 'allow' || mode === 'refuse') return mode;
  throw new ConfigError("\"snapshot\" is 'allow' or 'refuse'.");
}
