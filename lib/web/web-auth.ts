import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { ParsedQs } from 'qs';
import { systemClock } from '../clock';
import { consoleLogger, quietLog } from '../logger';
import { own } from '../own';
import { memoryStore } from '../store/memory';
import { checkStore } from '../store/store-check';
import { createTextSeal } from '../text-seal';
import { createBegin } from './begin';
import { createCallback } from './callback';
import { linkOf } from './login-link';
import { createCookies } from './cookies';
import { createExchange } from './exchange';
import { readPageAddress, SIGN_IN_PARAMETER, valuesOf, withoutSignIn } from './own-path';
import { hideFromOthers, sendPage } from './page';
import { checkSecrets } from './secrets';
import { accountOf, checkNames, checkOrigin } from './settings';
import { createShared } from './shared';
import { signOut } from './sign-out';
import { createStates } from './state';
import type { Asked } from './state';
import { pass } from './pass';
import type { SignedIn, WebUser } from './user';
import { createUserCookie } from './user-cookie';
import { checkKeep, checkSnapshot, WEB_AUTH_NAMES, withKeep } from './web-auth-options';
import type { RequireOptions, WebAuthOptions } from './web-auth-options';
import { visitKind } from './visit';

/** A handler that sets `req.wechat` for the later handlers of the same route. */
// oxlint-disable-next-line typescript/no-explicit-any -- only the type of `res.locals` must be known
export type SignedInHandler = RequestHandler<any, any, any, ParsedQs, SignedIn>;

/** Express middleware that signs users in to web pages. */
export interface WebAuth extends RequestHandler {
  /**
   * Lets users through who have signed in; others sign in first. Behind this handler `req.wechat` is always
   * set.
   */
  require(options?: RequireOptions): SignedInHandler;
  /** Lets every request through, and redirects nobody to WeChat. */
  optional(): RequestHandler;
  /** Ends the session and redirects to a page, by POST only: `app.post('/sign-out', web.signOut())`. */
  signOut(options?: { readonly to?: string | undefined }): RequestHandler;
}

/**
 * Signs users in to web pages (网页授权). `app.use(web)` takes the `code` with which WeChat sends a user back,
 * and sets `req.wechat`. `web.require()` redirects users to WeChat who have not signed in. A code is
 * exchanged once, however many processes receive it.
 *
 * WeChat's page: 微信网页开发 / 网页授权.
 *
 * @example
 * const secret = process.env.COOKIE_SECRET!;
 * const web = webAuth({ api: wx.api, store, origin: 'https://shop.example.com', secret });
 * app.use(web);
 * app.get('/', web.require(), (req, res) => res.send(req.wechat.openid));
 *
 * @throws {ConfigError} A setting is missing, unknown or not possible.
 */
export function webAuth(given: WebAuthOptions): WebAuth {
  checkNames(given, WEB_AUTH_NAMES, 'webAuth()');
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

  // The result for a request, so that several of our handlers on one route look it up once.
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
    // An address that does not belong to this site is left to other handlers, unless the route needs a user.
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
      // The guard lets no request through without a user.
      return guard as SignedInHandler;
    },

    optional: (): RequestHandler => welcome as RequestHandler,

    signOut: ({ to = '/' }: { readonly to?: string | undefined } = {}) =>
      signOut({ to, origin, storage, cookies }),
  });
}

/** Tells whether a user has granted what a page needs. A virtual user never has a profile. */
const suffices = (user: WebUser | undefined, asked: Asked): boolean =>
  user !== undefined && (asked === 'base' || user.scope === 'snsapi_userinfo' || user.isSnapshot);
