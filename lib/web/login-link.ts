import type { Request, Response } from 'express';
import { ConfigError } from '../errors';
import type { Cookies } from './cookies';
import type { PageAddress } from './own-path';
import type { UserStorage } from './user-cookie';

/** Connects `webAuth()` with a chat login: the same users, at any page. */
export interface LoginLink {
  connect(site: LoginSite): void;
  /** Shows the login instead of the page. */
  show(req: Request, res: Response): void;
  /**
   * Answers a poll of the login at the address of a page. Resolves to false if the request is not such a
   * poll.
   */
  take(req: Request, res: Response, address: PageAddress): Promise<boolean>;
}

/** The parts of `webAuth()` that a login needs. */
export interface LoginSite {
  readonly appId: string;
  readonly cookies: Cookies;
  readonly storage: UserStorage;
  readonly origin: string;
}

const links = new WeakMap<object, LoginLink>();

/**
 * Returns the connection between `webAuth()` and a login.
 *
 * @throws {ConfigError} The object does not come from `chatLogin()`.
 */
export function linkOf(login: object): LoginLink {
  const link = links.get(login);
  if (link === undefined) throw new ConfigError('webAuth(): "login" must be what chatLogin() gives.');
  return link;
}

/** Remembers the connection of a login. */
export const provideLink = (login: object, link: LoginLink): void => void links.set(login, link);
