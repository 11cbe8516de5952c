import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Clock } from '../../clock';
import { ConfigError, WeChatError } from '../../errors';
import type { Logger } from '../../logger';
import { printable } from '../../logger';
import { own } from '../../own';
import { checkNames } from '../../unknown-name';
import type { AuthorizationUrlOptions } from '../types';
import { cookieFor, VIEW_MS } from './cookie';
import { sendPage } from './page';
import { isPhone } from '../../reader';
import type { ViewSeal } from './seal';

/** What `platform().connect` takes. */
export interface ConnectOptions extends Omit<AuthorizationUrlOptions, 'redirectUri' | 'phone'> {
  /** The address where `connected` is, at the same host and of the platform's 授权发起页域名. */
  readonly returnTo: string;
  /** What `connected` gets back, 512 characters at most: whose account is being connected, for example. */
  readonly state?: ((req: Request) => string) | undefined;
}

/** What the pages are made with. */
export interface PageParts {
  readonly seal: ViewSeal;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The parameter in which a sealed view comes back. */
export const VIEW_PARAMETER = 'wx_view';

const MAX_STATE = 512;

const NAMES: Readonly<Record<keyof ConnectOptions, true>> = {
  returnTo: true,
  authType: true,
  bizAppId: true,
  categories: true,
  state: true,
};

/**
 * A page that leads to WeChat's authorisation page. A page, since WeChat looks at the `Referer`: an address
 * that is typed, or to which a redirect leads, has none.
 *
 * @throws {ConfigError} An option is missing, unknown or not possible.
 */
export function createConnect(
  given: ConnectOptions,
  authorizationUrl: (page: AuthorizationUrlOptions) => Promise<string>,
  { seal, clock, logger }: PageParts,
): RequestHandler {
  const { returnTo, state: stateOf, ...page } = readOptions(given);
  let hasToldOfHost = false;

  const handle = async (req: Request, res: Parameters<RequestHandler>[1]): Promise<void> => {
    const { method } = req;
    if (method !== 'GET' && method !== 'HEAD') {
      sendPage(req, res, 'method', 405, { headers: { Allow: 'GET, HEAD' } });
      return;
    }
    warnOfHost(req);
    const state = stateOf === undefined ? undefined : checkState(stateOf(req));
    const cookie = cookieFor(req, returnTo.protocol === 'https:');
    const view = {
      id: randomBytes(16).toString('base64url'),
      nonce: cookie.value,
      cookie: cookie.name,
      until: clock.now() + VIEW_MS,
      ...(state !== undefined && { state }),
    };
    const back = new URL(returnTo);
    back.searchParams.set(VIEW_PARAMETER, seal.close(view));
    // Who only looks whether there is a page needs no code of WeChat's.
    const href =
      method === 'HEAD'
        ? returnTo.href
        : await authorizationUrl({ ...page, redirectUri: back.href, phone: isPhone(req) });
    res.appendHeader('Set-Cookie', cookie.header);
    sendPage(req, res, 'leaving', 200, { href });
  };

  return (req, res, next) => {
    handle(req, res).catch((error: unknown) => {
      if (!(error instanceof WeChatError) || error instanceof ConfigError) {
        next(error);
        return;
      }
      logger.error({ event: 'connect-failed', err: error }, 'An authorisation page could not be made.');
      sendPage(req, res, 'unavailable', 503, { headers: { 'Retry-After': '60' } });
    });
  };

  function warnOfHost(req: Request): void {
    // A request of HTTP/1.0 may name none.
    const hostname = req.hostname as string | undefined;
    if (hasToldOfHost || hostname === undefined || hostname === returnTo.hostname) return;
    hasToldOfHost = true;
    logger.warn(
      { event: 'connect-host', host: printable(hostname), returnTo: returnTo.host },
      'connect() is asked for at another host than that of "returnTo": the cookie of the browser does not come back, so that connected() refuses. (Behind a proxy, "trust proxy" of Express tells the host that the browser sees.)',
    );
  }
}

function readOptions(given: ConnectOptions): Omit<ConnectOptions, 'returnTo'> & { readonly returnTo: URL } {
  // Not every caller has a compiler.
  if (typeof (given as unknown) !== 'object' || !(given as unknown))
    throw new ConfigError('connect() needs an object of options.');
  checkNames('connect()', given, NAMES);
  const options = own(given);
  const { state, authType, bizAppId, categories } = options;
  if (state !== undefined && typeof state !== 'function')
    throw new ConfigError('connect(): "state" must be a function of the request.');
  if (authType !== undefined && ![1, 2, 3, 4, 5, 6].includes(authType))
    throw new ConfigError('connect(): "authType" must be a number from 1 to 6.');
  if (bizAppId !== undefined && authType !== undefined)
    throw new ConfigError('connect() takes "authType" or "bizAppId", not both.');
  if (
    categories !== undefined &&
    !(Array.isArray(categories) && categories.every((each) => Number.isInteger(each)))
  )
    throw new ConfigError('connect(): "categories" must be a list of ids of permission sets.');
  return { ...options, returnTo: readAddress(options.returnTo) };
}

function readAddress(given: unknown): URL {
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined;
  const fits = url !== undefined && /^https?:$/.test(url.protocol);
  if (!fits || url.hash !== '' || url.username !== '' || url.password !== '')
    throw new ConfigError(
      'connect() needs "returnTo": the whole address of the page with connected(), such as https://example.com/connected.',
    );
  if (url.searchParams.has(VIEW_PARAMETER) || url.searchParams.has('auth_code'))
    throw new ConfigError(
      `connect(): "returnTo" must not have "${VIEW_PARAMETER}" or "auth_code" in its query.`,
    );
  return url;
}

function checkState(state: unknown): string {
  if (typeof state !== 'string' || state.length > MAX_STATE)
    throw new ConfigError(`connect(): "state" must give text of at most ${MAX_STATE} characters.`);
  return state;
}
