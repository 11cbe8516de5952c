import type { Request, Response } from 'express';
import { ConfigError } from '../errors';
import type { Cookies } from './cookies';
import type { PageAddress } from './own-path';
import type { UserStorage } from './user-cookie';

/** How `webAuth()` works with a chat login: the same users, at any page. */
export interface LoginLink {
  connect(site: LoginSite): void;
  /** Shows the login in place of a page. */
  show(req: Request, res: Response): void;
  /** Answers what the login asks at the address of a page; resolves to false where it is something else. */
  take(req: Request, res: Response, address: PageAddress): Promise<boolean>;
}

/** Of what `webAuth()` has, what a login needs. */
export interface LoginSite {
  readonly appId: string;
  readonly cookies: Cookies;
  readonly storage: UserStorage;
  readonly origin: string;
}

const links = new WeakMap<object, LoginLink>();

/**
 * How `webAuth()` works with a login.
 *
 * @throws {ConfigError} It is none that `chatLogin()` has made.
 */
export function linkOf(login: object): LoginLink {
  const link = links.get(login);
  if (link === undefined) throw new ConfigError('webAuth(): "login" must be what chatLogin() gives.');
  return link;
}

/** Remembers how `webAuth()` works with a login. */
export const provideLink = (login: object, link: LoginLink): void => void links.set(login, link);
