import { createHash, randomBytes } from 'node:crypto';
import type { CookieOptions, Request, RequestHandler } from 'express';
import { chatLogin, createRouter, jsSdkConfig, webAuth } from 'offiaccount';
import type { Api, Clock, Router, Store, UserKeep, WebAuth, WebUser } from 'offiaccount';
import type { Keep } from './keep';

const DAY = 86_400_000;
const COOKIE = 'session';

/** What signing in is made of. */
export interface LoginParts {
  readonly api: Api;
  readonly store: Store;
  readonly keep: Keep;
  /** How browsers reach this server. */
  readonly origin: string;
  /** The same in all processes. */
  readonly secret: string;
  readonly clock?: Clock | undefined;
}

/** Signing in to the site: in WeChat by itself, on a computer by the chat. */
export interface Login {
  /** The chat's side. */
  readonly chat: Router;
  readonly web: WebAuth;
  /** The page of the login on a computer. */
  readonly pages: RequestHandler;
  /** Signs pages for the JS-SDK. */
  readonly jsSdk: RequestHandler;
}

export function createLogin({ api, store, keep, origin, secret, clock }: LoginParts): Login {
  const login = chatLogin({ api, store, secret, clock });
  const sessions = createSessions(keep, origin);
  return {
    chat: createRouter()
      .use(login.chat())
      .text('/logout', async ({ openid }) => {
        await keep.put(`out:${openid}`, String(Date.now()), DAY);
        return '网页已退出登录。';
      }),
    web: webAuth({ api, store, origin, secret, clock, login, keep: sessions }),
    pages: login.pages(),
    jsSdk: jsSdkConfig({ api, origins: [origin], clock, jsApiList: JS_APIS }),
  };
}

const JS_APIS = ['updateAppMessageShareData', 'updateTimelineShareData', 'scanQRCode', 'getLocation'];

/** Sessions that the chat can end, too: the browser has their name, and who it is stands on the server. */
function createSessions(keep: Keep, origin: string): UserKeep {
  const cookie: CookieOptions = { httpOnly: true, secure: origin.startsWith('https:'), sameSite: 'lax' };
  return {
    async read(req) {
      const found = await keep.get(`session:${digest(sessionOf(req))}`);
      if (found === undefined) return undefined;
      // As it was written.
      const { at, user } = JSON.parse(found) as { readonly at: number; readonly user: WebUser };
      return at > Number((await keep.get(`out:${user.openid}`)) ?? 0) ? user : undefined;
    },
    async write(req, res, user) {
      await keep.take(`session:${digest(sessionOf(req))}`);
      if (user === null) {
        res.clearCookie(COOKIE, cookie);
        return;
      }
      // A new name: the old one was there before anybody was signed in.
      const id = randomBytes(32).toString('base64url');
      await keep.put(`session:${digest(id)}`, JSON.stringify({ at: Date.now(), user }), DAY);
      res.cookie(COOKIE, id, { ...cookie, maxAge: DAY });
    },
  };
}

const digest = (id: string): string => createHash('sha256').update(id).digest('hex');

const sessionOf = ({ headers }: Request): string =>
  /(?:^|; )session=([\w-]+)/.exec(headers.cookie ?? '')?.[1] ?? '';
