import type { Request, Response } from 'express';
import type { Clock } from '../clock';
import { createCookies, isSecretForm, newSecret } from './cookies';
import { LOGIN_MS } from './logins';
import type { Logins } from './logins';
import type { LoginSite } from './login-link';
import { sendLoginPage } from './login-page';
import { addressAfterWeChat, isOwnPath, readPageAddress, valuesOf } from './own-path';
import type { PageAddress } from './own-path';
import { hideFromOthers } from './page';
import { isNearby } from './settings';
import type { WebUser } from './user';
import { createUserCookie } from './user-cookie';
import { isCrossSite, visitKind } from './visit';

/** The parameter by which the page of a login polls its own address. */
const ASK_PARAMETER = 'wx_login';

/** The parts that the browser's side of a login needs. */
interface LoginBrowserOptions {
  readonly appId: string;
  readonly secrets: readonly string[];
  readonly logins: Logins;
  readonly to: string;
  readonly origin: URL | undefined;
  readonly clock: Clock;
}

/** Creates the browser's side of a login: its page, the polls of that page, and the sign-in at the end. */
export function createLoginBrowser({ appId, secrets, logins, to, origin, clock }: LoginBrowserOptions) {
  let site: LoginSite | undefined;

  const browserState = (isSecure: boolean): Pick<LoginSite, 'cookies' | 'storage'> => {
    const cookies = createCookies(appId, isSecure);
    return { cookies, storage: createUserCookie(cookies, secrets, appId, clock) };
  };
  const [secure, insecure] = [browserState(true), browserState(false)];
  const siteFor = (req: Request): Pick<LoginSite, 'cookies' | 'storage'> =>
    site ?? (isSecureFor(req, origin) ? secure : insecure);

  /** The address to which the browser goes once it is signed in. */
  const target = (address: PageAddress, isInPlace: boolean): string => {
    if (isInPlace) return addressAfterWeChat(withoutAsk(address));
    const [wanted] = valuesOf(address, 'to');
    return isOwnPath(wanted) ? wanted : to;
  };

  async function show(req: Request, res: Response, isInPlace: boolean): Promise<void> {
    const { cookies } = siteFor(req);
    const held = cookies.read(req, 'login');
    const secret = isSecretForm(held) ? held : newSecret();
    const login = req.method === 'HEAD' ? undefined : await logins.open(secret, held === secret);
    if (login !== undefined) cookies.write(res, 'login', secret, LOGIN_MS);
    sendLoginPage(req, res, login, {
      check: isInPlace ? 'here' : 'page',
      status: isInPlace ? 401 : 200,
    });
  }

  async function check(req: Request, res: Response, isInPlace: boolean, address: PageAddress): Promise<void> {
    const next = site?.origin ?? origin?.origin;
    hideFromOthers(res);
    if (isCrossSite(req, next)) {
      res.status(403).end();
      return;
    }
    const { cookies, storage } = siteFor(req);
    const secret = cookies.read(req, 'login');
    const state = isSecretForm(secret) ? await logins.take(secret) : 'over';
    const isScript = visitKind(req) === 'script';
    const place = target(address, isInPlace);
    if (typeof state === 'object') {
      const user: WebUser = {
        openid: state.openid,
        scope: 'chat',
        isSnapshot: false,
        since: Math.floor(clock.now()),
      };
      await storage.write(req, res, user);
      // The cookie's secret was known before anybody had signed in, so it must not be used again.
      cookies.clear(res, 'login');
      if (isScript) res.status(200).json({ state: 'signed-in', to: place });
      else res.status(303).set('Location', place).end();
      return;
    }
    if (isScript) res.status(200).json({ state });
    else
      res
        .status(303)
        .set('Location', isInPlace ? place : req.originalUrl)
        .end();
  }

  async function answer(req: Request, res: Response): Promise<boolean> {
    const address = readPageAddress(req.originalUrl);
    if (address === undefined) return false;
    if (req.method === 'POST') await check(req, res, false, address);
    else if (req.method === 'GET' || req.method === 'HEAD') await show(req, res, false);
    else return false;
    return true;
  }

  return {
    /** Uses the cookies and users of `webAuth()` from now on. */
    connect: (next: LoginSite): void => {
      site = next;
    },
    show,
    check,
    answer,
  };
}

/** Tells whether a login polls at the address of a page. */
export const isAskedHere = (address: PageAddress): boolean =>
  valuesOf(address, ASK_PARAMETER).includes('here');

const withoutAsk = ({ path, pairs }: PageAddress): PageAddress => ({
  path,
  pairs: pairs.filter((pair) => !pair.startsWith(`${ASK_PARAMETER}=`) && pair !== ASK_PARAMETER),
});

/**
 * Tells whether the browser's cookies are those of an https site. They are, except at addresses for
 * development.
 */
function isSecureFor(req: Request, origin: URL | undefined): boolean {
  if (origin !== undefined) return origin.protocol === 'https:';
  // A request of HTTP/1.0 may have no host name.
  const hostname = (req.hostname as string | undefined) ?? '';
  return req.secure || req.headers['x-forwarded-proto'] === 'https' || !isNearby(hostname);
}
