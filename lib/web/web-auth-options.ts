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
  /** What processes share; the same as that of `wechat()`. Default: in memory, for one process. */
  readonly store?: Pick<Store, 'sessions' | 'turns'> | undefined;
  /** How browsers see the site: `https://shop.example.com`. It never comes from a request. */
  readonly origin: string;
  /** Seals what browsers keep: 32 characters or more; several, newest first, while you change it. */
  readonly secret: string | readonly string[];
  /** Where it is kept who has signed in. Default: a sealed cookie, for a day. */
  readonly keep?: UserKeep | undefined;
  /** Whether `require()` lets virtual users of snapshot pages (快照页) through. Default `'refuse'`: they see a page that says what to do. */
  readonly snapshot?: 'allow' | 'refuse' | undefined;
  /** Signs in those outside WeChat, by a QR code or a word. Default: they see a QR code of the page's address. */
  readonly login?: ChatLogin | undefined;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger | undefined;
  /** Where time comes from; for tests. */
  readonly clock?: Clock | undefined;
}

/** A session of your own: two functions, whatever it is made with. */
export interface UserKeep {
  /** Who has signed in, as it was written; `undefined` or `null`: nobody. */
  read(req: Request): unknown;
  /** Remembers a user, or with `null` nobody any more. It is waited for, and comes before the answer. */
  write(req: Request, res: Response, user: WebUser | null): unknown;
}

/** What `require` takes. */
export interface RequireOptions {
  /** Asks for name and picture as well (`snsapi_userinfo`); the user is asked once. Default false. */
  readonly profile?: boolean | undefined;
  /** As in `webAuth`, for this page. */
  readonly snapshot?: 'allow' | 'refuse' | undefined;
}

/** All that `webAuth` may be told. */
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

/** A session of the app's own for real users. Virtual ones never get into it. */
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

/** @throws {ConfigError} It is no pair of functions. */
export function checkKeep(keep: unknown): void {
  if (keep === undefined) return;
  // Not every caller has a compiler.
  const { read, write } = (keep ?? {}) as Partial<UserKeep>;
  if (typeof read !== 'function' || typeof write !== 'function')
    throw new ConfigError('webAuth(): "keep" needs two functions: { read(req), write(req, res, user) }.');
}

/** @throws {ConfigError} It is another word. */
export function checkSnapshot(mode: unknown): 'allow' | 'refuse' | undefined {
  if (mode === undefined || mode === 'allow' || mode === 'refuse') return mode;
  throw new ConfigError("\"snapshot\" is 'allow' or 'refuse'.");
}
