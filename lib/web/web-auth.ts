import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { ParsedQs } from 'qs';
import type { Api } from '../api/client';
import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { ConfigError } from '../errors';
import { consoleLogger, quietLog } from '../logger';
import type { Logger } from '../logger';
import { own } from '../own';
import { memoryStore } from '../store/memory';
import type { Store } from '../store/store';
import { checkStore } from '../store/store-check';
import { createTextSeal } from '../text-seal';
import { createBegin } from './begin';
import { createCallback } from './callback';
import { linkOf } from './chat-login';
import type { ChatLogin } from './chat-login';
import { createCookies } from './cookies';
import { createExchange } from './exchange';
import { readPageAddress, SIGN_IN_PARAMETER, valuesOf, withoutSignIn } from './own-path';
import { hideFromOthers, sendPage } from './page';
import { checkSecrets } from './secrets';
import { accountOf, checkNames, checkOrigin } from './settings';
import { createShared } from './shared';
import { createStates } from './state';
import type { Asked } from './state';
import { pass } from './pass';
import { userIn } from './user';
import type { SignedIn, WebUser } from './user';
import { createUserCookie } from './user-cookie';
import type { UserStorage } from './user-cookie';
import { isCrossSite, visitKind } from './visit';

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

/** A handler behind which `req.wechat` is there, for the handlers that stand after it in the same route. */
// oxlint-disable-next-line typescript/no-explicit-any -- by it the compiler learns the type of `res.locals`, and must not learn others
export type SignedInHandler = RequestHandler<any, any, any, ParsedQs, SignedIn>;

/** Express middleware that signs users in to web pages. */
export interface WebAuth extends RequestHandler {
  /** Lets users through who have signed in; others sign in first. Behind it `req.wechat` is there. */
  require(options?: RequireOptions): SignedInHandler;
  /** Lets everybody through, and sends nobody to WeChat. */
  optional(): RequestHandler;
  /** Ends the session and leads to a page, by POST alone: `app.post('/sign-out', web.signOut())`. */
  signOut(options?: { readonly to?: string | undefined }): RequestHandler;
}

const NAMES: Readonly<Record<keyof WebAuthOptions, true>> = {
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
 * Signs users in to web pages (网页授权): `app.use(web)` takes the `code` with which WeChat sends a user back, and gives `req.wechat`;
 * `web.require()` sends those to WeChat who have not signed in. A code is exchanged once, in however many processes it arrives.
 *
 * WeChat's page: 微信网页开发 / 网页授权.
 *
 * @example
 * const web = webAuth({ api: wx.api, store, origin: 'https://shop.example.com', secret: process.env.COOKIE_SECRET! });
 * app.use(web);
 * app.get('/', web.require(), (req, res) => res.send(req.wechat.openid));
 *
 * @throws {ConfigError} A setting is missing, unknown or not possible.
 */
export function webAuth(given: WebAuthOptions): WebAuth {
  checkNames(given, NAMES, 'webAuth()');
  const options = own(given);
  const { api, keep, login, logger = consoleLogger, clock = systemClock } = options;
  const account = accountOf(api, 'webAuth()');
  const { appId } = account;
  const { origin, protocol } = checkOrigin(options.origin, 'webAuth(): "origin"');
  const secrets = checkSecrets(options.secret, 'webAuth()');
  const store = options.store ?? memoryStore(clock);
  checkStore(store, 'sessions');
  checkStore(store, 'turns');
  checkKeep(keep);
  const snapshot = checkSnapshot(options.snapshot) ?? 'refuse';

  const log = quietLog(logger, clock);
  const cookies = createCookies(appId, protocol === 'https:');
  const sealed = createUserCookie(cookies, secrets, appId, clock);
  const storage = keep === undefined ? sealed : withKeep(keep, sealed);
  const shared = createShared(store, appId, createTextSeal(secrets, 'web-shared', appId), (error) =>
    log(
      'warn',
      { event: 'sign-in-not-shared', err: error },
      'A sign-in is not shared with other processes: the store cannot be reached.',
    ),
  );
  const states = createStates(secrets, appId, clock);
  const link = login === undefined ? undefined : linkOf(login);
  link?.connect({ appId, cookies, storage, origin });
  const begin = createBegin({ api, origin, cookies, states, clock, link });
  const callback = createCallback({
    exchange: createExchange(api, shared, clock),
    account,
    ...{ begin, cookies, states, shared, storage, clock, log },
  });

  // What is known of a request, so that several of our handlers on one way ask once.
  const visits = new WeakMap<Request, Promise<'answered' | WebUser | undefined>>();

  const visit = (req: Request, res: Response): Promise<'answered' | WebUser | undefined> => {
    const before = visits.get(req);
    if (before !== undefined) return before;
    const now = look(req, res);
    visits.set(req, now);
    return now;
  };

  async function look(req: Request, res: Response): Promise<'answered' | WebUser | undefined> {
    const user = (await storage.read(req)) ?? undefined;
    // An address that is none of this site is for others to refuse, unless somebody must sign in at it.
    const address = readPageAddress(req.originalUrl);
    if (address === undefined) return user;
    if (req.method === 'GET' && (await callback(req, res, address, user))) return 'answered';
    const [wanted] = valuesOf(address, SIGN_IN_PARAMETER);
    if (link !== undefined && (await link.take(req, res, address))) return 'answered';
    if ((wanted === 'base' || wanted === 'profile') && visitKind(req) === 'page') {
      if (suffices(user, wanted) && user?.isSnapshot === false) {
        res.statusCode = 302;
        res.setHeader('Location', withoutSignIn(address));
        hideFromOthers(res);
        res.end();
      } else begin.start(req, res, address, { asked: wanted, user, isForced: true });
      return 'answered';
    }
    return user;
  }

  const run =
    (then: (req: Request, res: Response, user: WebUser | undefined, next: NextFunction) => unknown) =>
    (req: Request, res: Response, next: NextFunction): void => {
      visit(req, res)
        .then((user) => (user === 'answered' ? undefined : then(req, res, user, next)))
        .catch(next);
    };

  const welcome = run((req, res, user, next) => {
    pass(req, res, user);
    next();
  });

  return Object.assign(welcome as RequestHandler, {
    require(needs: RequireOptions = {}): SignedInHandler {
      checkNames(needs, { profile: true, snapshot: true }, 'require()');
      const asked: Asked = needs.profile === true ? 'profile' : 'base';
      const mode = checkSnapshot(needs.snapshot) ?? snapshot;
      const guard = run((req, res, user, next) => {
        if (user?.isSnapshot === true && mode === 'refuse') {
          sendPage(req, res, 'snapshot', 403);
          return;
        }
        if (!suffices(user, asked)) {
          begin.require(req, res, asked, user);
          return;
        }
        pass(req, res, user);
        next();
      });
      // It passes nobody without a user.
      return guard as SignedInHandler;
    },

    optional: (): RequestHandler => welcome as RequestHandler,

    signOut({ to = '/' }: { readonly to?: string | undefined } = {}): RequestHandler {
      if (readPageAddress(to) === undefined)
        throw new ConfigError('signOut(): "to" must be a path of this site, such as "/".');
      return (req, res, next) => {
        if (req.method !== 'POST') {
          res.status(405).set('Allow', 'POST').end();
          return;
        }
        // Another site must not end a session either.
        if (isCrossSite(req, origin)) {
          res.status(403).end();
          return;
        }
        Promise.resolve(storage.write(req, res, null))
          .then(() => {
            cookies.clear(res, 'begun');
            hideFromOthers(res);
            if (visitKind(req) === 'script') res.status(204).end();
            else res.status(303).set('Location', to).end();
          })
          .catch(next);
      };
    },
  });
}

/** Whether a user has granted what a page asks for. A virtual user has no profile, and never will. */
const suffices = (user: WebUser | undefined, asked: Asked): boolean =>
  user !== undefined && (asked === 'base' || user.scope === 'snsapi_userinfo' || user.isSnapshot);

/** A session of the app's own for real users. Virtual ones never get into it. */
const withKeep = (keep: UserKeep, sealed: UserStorage): UserStorage => ({
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

function checkKeep(keep: unknown): void {
  if (keep === undefined) return;
  // Not every caller has a compiler.
  const { read, write } = (keep ?? {}) as Partial<UserKeep>;
  if (typeof read !== 'function' || typeof write !== 'function')
    throw new ConfigError('webAuth(): "keep" needs two functions: { read(req), write(req, res, user) }.');
}

function checkSnapshot(mode: unknown): 'allow' | 'refuse' | undefined {
  if (mode === undefined || mode === 'allow' || mode === 'refuse') return mode;
  throw new ConfigError("\"snapshot\" is 'allow' or 'refuse'.");
}
