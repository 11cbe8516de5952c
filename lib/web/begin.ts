import type { Request, Response } from 'express';
import type { Api } from '../api/client';
import type { Clock } from '../clock';
import type { LoginLink } from './login-link';
import { isSecretForm, newSecret } from './cookies';
import type { Cookies } from './cookies';
import { addressAfterWeChat, addressForWeChat, readPageAddress, signInAt } from './own-path';
import type { PageAddress } from './own-path';
import { hideFromOthers, sendPage } from './page';
import { STATE_MS } from './state';
import type { Asked, States } from './state';
import type { WebUser } from './user';
import { isInWeChat, refererPath, visitKind } from './visit';

/** The options with which a sign-in begins. */
export interface BeginOptions {
  readonly asked: Asked;
  readonly user: WebUser | undefined;
  /** The number of this redirect in a row of redirects; the first by default. */
  readonly attempt?: number;
  /** The user asked for the sign-in, so an earlier refusal does not count. */
  readonly isForced?: boolean;
}

/** Leads users to WeChat's page. */
export interface Begin {
  /** For a page that needs a user. Sends a redirect, a page, or an answer for scripts. */
  require(req: Request, res: Response, asked: Asked, user: WebUser | undefined): void;
  /** For a page that leads on to WeChat. Outside WeChat it says so. */
  start(req: Request, res: Response, address: PageAddress, options: BeginOptions): void;
  /** Sends a redirect to WeChat. */
  redirect(req: Request, res: Response, address: PageAddress, options: BeginOptions): void;
  /** Notes that this browser has signed in. */
  succeeded(req: Request, res: Response, asked: Asked): void;
}

/** After this number of sign-ins in a row that were forgotten at once we stop. */
const MAX_FORGOTTEN = 3;
const RECENT_MS = 60_000;

interface Parts {
  readonly api: Pick<Api, 'oauth'>;
  readonly origin: string;
  readonly cookies: Cookies;
  readonly states: States;
  readonly clock: Clock;
  readonly link: LoginLink | undefined;
}

/** The content of a browser's cookie: its secret, how often it signed in, and when it did so last. */
interface Browser {
  readonly secret: string;
  readonly count: number;
  readonly at: number;
  readonly asked: Asked | undefined;
}

/** Creates the redirects of one site. */
export function createBegin({ api, origin, cookies, states, clock, link }: Parts): Begin {
  const recent = (req: Request): Browser => {
    const browser = readBrowser(cookies.read(req, 'begun'));
    const isRecent = Math.abs(clock.now() - browser.at) < RECENT_MS;
    return isRecent ? browser : { ...browser, count: 0, asked: undefined };
  };
  const remember = (res: Response, { secret, count, at, asked }: Browser): void =>
    cookies.write(
      res,
      'begun',
      asked === undefined ? secret : `${secret}.${count}.${asked}.${at.toString(36)}`,
      STATE_MS,
    );

  const begin: Begin = {
    require(req, res, asked, user) {
      const address = readPageAddress(req.originalUrl);
      if (address === undefined) {
        sendPage(req, res, 'address', 400);
        return;
      }
      const kind = visitKind(req);
      if (kind === 'page') {
        begin.start(req, res, address, { asked, user });
        return;
      }
      const href = hrefFor(req, asked);
      if (kind === 'form') {
        sendPage(req, res, 'form', 401, { href });
        return;
      }
      hideFromOthers(res);
      res.status(401).json({ signIn: href });
    },

    start(req, res, address, options) {
      if (!isInWeChat(req)) {
        // Only WeChat knows a profile, so a chat login cannot help there.
        if (link !== undefined && options.asked === 'base') link.show(req, res);
        else sendPage(req, res, 'outside', 401, { code: origin + addressAfterWeChat(address) });
        return;
      }
      const { count, asked } = recent(req);
      const href = signInAt(addressAfterWeChat(address), options.asked);
      if (options.isForced !== true && options.user === undefined && count >= MAX_FORGOTTEN) {
        sendPage(req, res, 'not-kept', 400, { href });
        return;
      }
      // The user was asked a moment ago and did not agree.
      if (options.isForced !== true && options.user !== undefined && asked === 'profile') {
        sendPage(req, res, 'refused', 403, { href });
        return;
      }
      begin.redirect(req, res, address, options);
    },

    redirect(req, res, address, { asked, attempt = 1 }) {
      const browser = recent(req);
      remember(res, browser);
      const url = api.oauth.authorizeUrl({
        redirect_uri: origin + addressForWeChat(address),
        scope: asked === 'base' ? 'snsapi_base' : 'snsapi_userinfo',
        state: states.issue(browser.secret, attempt, asked),
      });
      hideFromOthers(res);
      res.statusCode = 302;
      res.setHeader('Location', url);
      res.end();
    },

    succeeded(req, res, asked) {
      const { secret, count } = recent(req);
      remember(res, { secret, count: Math.min(count + 1, 9), at: Math.floor(clock.now()), asked });
    },
  };
  return begin;

  /**
   * The address to which a script or a form sends its user: its own page, or this one if it can be opened.
   */
  function hrefFor(req: Request, asked: Asked): string {
    const page = refererPath(req, origin);
    if (page !== undefined && readPageAddress(page) !== undefined) return signInAt(page, asked);
    return req.method === 'GET' ? req.originalUrl : signInAt('/', asked);
  }
}

/** Returns the secret of a browser that has begun a sign-in. */
export const secretOf = (cookie: string | undefined): string | undefined => {
  const [secret] = (cookie ?? '').split('.');
  return isSecretForm(secret) ? secret : undefined;
};

function readBrowser(cookie: string | undefined): Browser {
  const [, count, asked, at] = /^[\w-]{22}\.(\d)\.(base|profile)\.([0-9a-z]{1,9})$/.exec(cookie ?? '') ?? [];
  return {
    secret: secretOf(cookie) ?? newSecret(),
    count: Number(count ?? 0),
    at: at === undefined ? -Infinity : parseInt(at, 36),
    asked: asked === 'base' || asked === 'profile' ? asked : undefined,
  };
}
