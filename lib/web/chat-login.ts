import type { RequestHandler } from 'express';
import { ConfigError } from '../errors';
import { quietLog } from '../logger';
import { createRouter } from '../router/router';
import type { Router } from '../router/routes';
import { createTextSeal } from '../text-seal';
import { createBudget } from './budget';
import { readLoginOptions } from './chat-login-options';
import type { ChatLoginOptions } from './chat-login-options';
import { createLoginBrowser, isAskedHere } from './login-browser';
import { provideLink } from './login-link';
import { sendLoginPage } from './login-page';
import { createLogins } from './logins';
import { createShared } from './shared';

/** Signs in browsers outside WeChat by what a user does in the chat. */
export interface ChatLogin {
  /**
   * The router for the chat, for `wx.use(…)`. It reacts to a scan, to a follow by the code, and to the six
   * digits as text.
   */
  chat(): Router;
  /** The handler for browsers, for `app.use('/login', …)`. */
  pages(): RequestHandler;
}

const WORD = /^\s*(\d{3})\s?(\d{3})\s*$/;

const SIGNED_IN =
  '网页已登录。如果不是您本人操作，请在网页上退出登录，并且不要把登录码告诉别人。\nYou are signed in on the web page.';
const CODE_OVER = '二维码已失效，请刷新网页。\nThis code is over: reload the page.';
const WORD_WRONG =
  '登录码不正确或已过期，请查看网页上的新登录码。\nThis word is wrong or over: look at the page for a new one.';
const TOO_MANY = '尝试次数太多，请一分钟后再试。\nToo many tries: wait for a minute.';

/**
 * Signs users in on a computer, outside WeChat. The page shows a QR code (service and test accounts) and six
 * digits (every account). A user who scans the code, or sends the digits to the account, is signed in at that
 * page. The digits work for 2 minutes and once; a user who sends five wrong ones in a minute has to wait.
 * `req.wechat` of `webAuth()` with the same secret is then this user, with scope `'chat'`.
 *
 * @example
 * const login = chatLogin({ api: wx.api, store, secret: process.env.COOKIE_SECRET! });
 * wx.use(login.chat());
 * app.use('/login', login.pages());
 *
 * @throws {ConfigError} A setting is missing, unknown or not possible.
 */
export function chatLogin(given: ChatLoginOptions): ChatLogin {
  const { api, appId, secrets, store, by, to, perMinute, origin, logger, clock } = readLoginOptions(given);
  const log = quietLog(logger, clock);
  const shared = createShared(store, appId, createTextSeal(secrets, 'web-login', appId), (error) =>
    log(
      'warn',
      { event: 'login-not-shared', err: error },
      'Logins by the chat are not shared: the store cannot be reached.',
    ),
  );
  const budget = createBudget(perMinute, clock);
  const logins = createLogins({ api, by, shared, budget, clock, log });
  const browser = createLoginBrowser({ appId, secrets, logins, to, origin, clock });

  const login: ChatLogin = {
    chat: () =>
      createRouter()
        .scan(/^login_([0-9a-f]{32})$/, async ({ match, openid }) =>
          (await logins.confirm(match[1] ?? '', openid)) ? SIGNED_IN : CODE_OVER,
        )
        .text(WORD, async ({ match, openid }, next) => {
          const outcome = await logins.tryWord(`${match[1] ?? ''}${match[2] ?? ''}`, openid);
          if (outcome === 'signed-in') return SIGNED_IN;
          // Six digits may mean something else to this bot, so its own handlers go first.
          return (await next()) ?? (outcome === 'wrong' ? WORD_WRONG : TOO_MANY);
        }),

    pages: (): RequestHandler => (req, res, next) => {
      // The mount has no pages below its root.
      if (req.path !== '/') {
        next();
        return;
      }
      browser
        .answer(req, res)
        .then((isAnswered) => (isAnswered ? undefined : next()))
        .catch(next);
    },
  };

  provideLink(login, {
    connect(next) {
      if (next.appId !== appId)
        throw new ConfigError('webAuth(): "login" is that of another account: give both the same "api".');
      browser.connect(next);
    },
    show(req, res) {
      browser.show(req, res, true).catch((error: unknown) => {
        log('error', { event: 'login-failed', err: error }, 'The page of a login could not be made.');
        if (!res.headersSent) sendLoginPage(req, res, undefined, { check: 'here', status: 503 });
      });
    },
    async take(req, res, address) {
      if (req.method !== 'POST' || !isAskedHere(address)) return false;
      await browser.check(req, res, true, address);
      return true;
    },
  });
  return login;
}
