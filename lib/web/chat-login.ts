import type { Request, RequestHandler, Response } from 'express';
import type { Api } from '../api/client';
import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { ConfigError } from '../errors';
import { consoleLogger, quietLog } from '../logger';
import type { Logger } from '../logger';
import { own } from '../own';
import { createRouter } from '../router/router';
import type { Router } from '../router/routes';
import { memoryStore } from '../store/memory';
import type { Store } from '../store/store';
import { checkStore } from '../store/store-check';
import { createTextSeal } from '../text-seal';
import { createBudget } from './budget';
import { createCookies, isSecretForm, newSecret } from './cookies';
import type { Cookies } from './cookies';
import { createLogins, LOGIN_MS } from './logins';
import { sendLoginPage } from './login-page';
import { addressAfterWeChat, isOwnPath, readPageAddress, valuesOf } from './own-path';
import type { PageAddress } from './own-path';
import { hideFromOthers } from './page';
import { checkSecrets } from './secrets';
import { accountOf, checkNames, checkOrigin, isNearby } from './settings';
import { createShared } from './shared';
import type { WebUser } from './user';
import { createUserCookie } from './user-cookie';
import type { UserStorage } from './user-cookie';
import { isCrossSite, visitKind } from './visit';

/** Settings of `chatLogin`. */
export interface ChatLoginOptions {
  /** The client of the account, of whatever kind: `wx.api`, or `createApi(…)`. */
  readonly api: Pick<Api, 'request'>;
  /** What processes share; the same as that of `wechat()`. Default: in memory, for one process. */
  readonly store?: Pick<Store, 'sessions' | 'turns'> | undefined;
  /** Seals what browsers keep, the same as that of `webAuth()`: 32 characters or more; several, newest first, while you change it. */
  readonly secret: string | readonly string[];
  /** How a user proves who they are. `'auto'`, the default: by a word, and by a QR code where the account may make some. */
  readonly by?: 'auto' | 'qr' | 'word' | undefined;
  /** Where the browser goes then, unless `?to=` of the address names another path of this site. Default `'/'`. */
  readonly to?: string | undefined;
  /** How browsers see the site, where it is served over http behind a proxy and there is no `webAuth({ login })`. */
  readonly origin?: string | undefined;
  /** Most QR codes and words that one process makes in a minute; who comes then is asked to wait. Default 60: an account has 100,000 codes a day. */
  readonly perMinute?: number | undefined;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger | undefined;
  /** Where time comes from; for tests. */
  readonly clock?: Clock | undefined;
}

/** Signs in browsers outside WeChat, by what a user does in the chat. */
export interface ChatLogin {
  /** The chat's side, for `wx.use(…)`: a scan, a follow by the code, or the word as text. */
  chat(): Router;
  /** The browser's side, for `app.use('/login', …)`. */
  pages(): RequestHandler;
}

/** How `webAuth()` works with a chat login: the same users, at any page. */
export interface LoginLink {
  connect(site: LoginSite): void;
  /** Shows the login in place of a page. */
  show(req: Request, res: Response): void;
  /** Answers what the login asks at the address of a page; resolves to false where it is something else. */
  take(req: Request, res: Response, address: PageAddress): Promise<boolean>;
}

/** Of what `webAuth()` has, what a login needs. */
interface LoginSite {
  readonly appId: string;
  readonly cookies: Cookies;
  readonly storage: UserStorage;
  readonly origin: string;
}

const NAMES: Readonly<Record<keyof ChatLoginOptions, true>> = {
  api: true,
  store: true,
  secret: true,
  by: true,
  to: true,
  origin: true,
  perMinute: true,
  logger: true,
  clock: true,
};

/** What the page of a login asks at its own address. */
const ASK_PARAMETER = 'wx_login';

const WORD = /^\s*(\d{3})\s?(\d{3})\s*$/;

const SIGNED_IN =
  '网页已登录。如果不是您本人操作，请在网页上退出登录，并且不要把登录码告诉别人。\nYou are signed in on the web page.';
const CODE_OVER = '二维码已失效，请刷新网页。\nThis code is over: reload the page.';
const WORD_WRONG =
  '登录码不正确或已过期，请查看网页上的新登录码。\nThis word is wrong or over: look at the page for a new one.';
const TOO_MANY = '尝试次数太多，请一分钟后再试。\nToo many tries: wait for a minute.';

const links = new WeakMap<ChatLogin, LoginLink>();

/**
 * How `webAuth()` works with a login.
 *
 * @throws {ConfigError} It is none that `chatLogin()` has made.
 */
export function linkOf(login: ChatLogin): LoginLink {
  const link = links.get(login);
  if (link === undefined) throw new ConfigError('webAuth(): "login" must be what chatLogin() gives.');
  return link;
}

/**
 * Signs users in on a computer, outside WeChat: the page shows a QR code (service and test accounts), or six digits (every account); who
 * scans the code, or sends the digits to the account, is signed in at that page. A word works for 2 minutes and once; who sends
 * five wrong ones in a minute has to wait. `req.wechat` of `webAuth()` with the same secret is then this user, with scope `'chat'`.
 *
 * @example
 * const login = chatLogin({ api: wx.api, store, secret: process.env.COOKIE_SECRET! });
 * wx.use(login.chat());
 * app.use('/login', login.pages());
 *
 * @throws {ConfigError} A setting is missing, unknown or not possible.
 */
export function chatLogin(given: ChatLoginOptions): ChatLogin {
  checkNames(given, NAMES, 'chatLogin()');
  const options = own(given);
  // A client of an account with fewer rights has every call as well; only its type does not show them.
  const api = options.api as Api;
  const { by = 'auto', to = '/', perMinute = 60, logger = consoleLogger, clock = systemClock } = options;
  const { appId } = accountOf(api, 'chatLogin()');
  const secrets = checkSecrets(options.secret, 'chatLogin()');
  const store = options.store ?? memoryStore(clock);
  checkStore(store, 'sessions');
  checkStore(store, 'turns');
  if (!['auto', 'qr', 'word'].includes(by))
    throw new ConfigError("chatLogin(): \"by\" is 'auto', 'qr' or 'word'.");
  if (!isOwnPath(to)) throw new ConfigError('chatLogin(): "to" must be a path of this site, such as "/".');
  if (!Number.isInteger(perMinute) || perMinute < 1)
    throw new ConfigError('chatLogin(): "perMinute" must be a whole number of 1 or more.');
  const origin =
    options.origin === undefined ? undefined : checkOrigin(options.origin, 'chatLogin(): "origin"');

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
  let site: LoginSite | undefined;

  const browserState = (isSecure: boolean): Pick<LoginSite, 'cookies' | 'storage'> => {
    const cookies = createCookies(appId, isSecure);
    return { cookies, storage: createUserCookie(cookies, secrets, appId, clock) };
  };
  const [secure, insecure] = [browserState(true), browserState(false)];
  const siteFor = (req: Request): Pick<LoginSite, 'cookies' | 'storage'> =>
    site ?? (isSecureFor(req, origin) ? secure : insecure);

  /** Where the browser goes once it is signed in. */
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
      // Its secret was known before anybody was signed in.
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

  async function answer(req: Request, res: Response, isInPlace: boolean): Promise<boolean> {
    const address = readPageAddress(req.originalUrl);
    if (address === undefined) return false;
    if (req.method === 'POST') await check(req, res, isInPlace, address);
    else if (req.method === 'GET' || req.method === 'HEAD') await show(req, res, isInPlace);
    else return false;
    return true;
  }

  const login: ChatLogin = {
    chat: () =>
      createRouter()
        .scan(/^login_([0-9a-f]{32})$/, async ({ match, openid }) =>
          (await logins.confirm(match[1] ?? '', openid)) ? SIGNED_IN : CODE_OVER,
        )
        .text(WORD, async ({ match, openid }, next) => {
          const outcome = await logins.tryWord(`${match[1] ?? ''}${match[2] ?? ''}`, openid);
          if (outcome === 'signed-in') return SIGNED_IN;
          // Six digits may be something else to this bot.
          return (await next()) ?? (outcome === 'wrong' ? WORD_WRONG : TOO_MANY);
        }),

    pages: (): RequestHandler => (req, res, next) => {
      // Nothing below the place where it is mounted.
      if (req.path !== '/') {
        next();
        return;
      }
      answer(req, res, false)
        .then((isAnswered) => (isAnswered ? undefined : next()))
        .catch(next);
    },
  };

  links.set(login, {
    connect(next) {
      if (next.appId !== appId)
        throw new ConfigError('webAuth(): "login" is that of another account: give both the same "api".');
      site = next;
    },
    show(req, res) {
      show(req, res, true).catch((error: unknown) => {
        log('error', { event: 'login-failed', err: error }, 'The page of a login could not be made.');
        if (!res.headersSent) sendLoginPage(req, res, undefined, { check: 'here', status: 503 });
      });
    },
    async take(req, res, address) {
      if (req.method !== 'POST' || !valuesOf(address, ASK_PARAMETER).includes('here')) return false;
      await check(req, res, true, address);
      return true;
    },
  });
  return login;
}

const withoutAsk = ({ path, pairs }: PageAddress): PageAddress => ({
  path,
  pairs: pairs.filter((pair) => !pair.startsWith(`${ASK_PARAMETER}=`) && pair !== ASK_PARAMETER),
});

/** Whether the cookies of a browser are those of an https site: everywhere but at the addresses of development. */
function isSecureFor(req: Request, origin: URL | undefined): boolean {
  if (origin !== undefined) return origin.protocol === 'https:';
  // A request of HTTP/1.0 may name none.
  const hostname = (req.hostname as string | undefined) ?? '';
  return req.secure || req.headers['x-forwarded-proto'] === 'https' || !isNearby(hostname);
}
