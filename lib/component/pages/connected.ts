import { hash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { ApiError, ConfigError, WeChatError } from '../../errors';
import type { Account } from '../types';
import { VIEW_PARAMETER } from './connect';
import type { PageParts } from './connect';
import { readCookie } from '../../reader';
import { sendPage } from './page';
import type { PlatformPageName } from './words';
import type { View } from './seal';

/** What `platform().connected` hands over. */
export interface Connected {
  readonly account: Account;
  /** What the function `state` of `connect` gave. Compare it with who is signed in now. */
  readonly state: string | undefined;
}

/** What `platform().connected` takes. */
export type ConnectedHandler = (result: Connected, req: Request, res: Response) => unknown;

/** What the page does with a code. */
export interface ConnectedParts extends PageParts {
  readonly exchange: (code: string) => Promise<Account>;
  /**
   * Whether a view may connect that account: the first one, and the same again. Whoever has seen the address
   * of a view must not connect another account with it.
   */
  readonly claimView: (id: string, appId: string) => Promise<boolean>;
}

/** Visible ASCII, as long as codes may be. */
const CODE = /^[\x21-\x7e]{1,512}$/;

/** Codes of WeChat's for: wrong or used, over. */
const CODE_REFUSED: ReadonlySet<number> = new Set([61009, 61010]);

/** Why a page is not that of the handler. */
type Refusal = 'view-missing' | 'view-unknown' | 'view-over' | 'view-used' | 'other-browser';

const REASONS: Readonly<Record<Refusal, string>> = {
  'view-missing': 'its address has no view, so it was not begun at connect()',
  'view-unknown': 'its view was not made by this platform, or was changed on the way',
  'view-over': 'it was begun more than an hour ago',
  'view-used': 'its view has connected another account already',
  'other-browser': 'this browser has not begun it, or does not keep cookies',
};

/**
 * The page to which WeChat leads back. Nothing in its address is signed: only the browser that began gets
 * through.
 */
export function createConnected(handler: ConnectedHandler, parts: ConnectedParts): RequestHandler {
  // Not every caller has a compiler.
  if (typeof (handler as unknown) !== 'function')
    throw new ConfigError('connected() needs a function that gets { account, state }, req and res.');
  const { logger, exchange, claimView } = parts;

  /** Yields nothing where the browser has been answered. */
  const connect = async (req: Request, res: Response): Promise<Connected | undefined> => {
    // A code works once, and those who only look need none.
    if (req.method !== 'GET') {
      sendPage(req, res, 'method', 405, { headers: { Allow: 'GET' } });
      return undefined;
    }
    const query = queryOf(req.originalUrl);
    const view = provenView(query, req, parts);
    if (typeof view === 'string') {
      refuse(req, res, view);
      return undefined;
    }
    const code = only(query, 'auth_code');
    if (code === undefined || !CODE.test(code)) {
      sendPage(req, res, 'over', 400);
      return undefined;
    }
    try {
      const account = await exchange(code);
      if (await claimView(view.id, account.appId)) return { account, state: view.state };
      refuse(req, res, 'view-used');
      return undefined;
    } catch (error) {
      const page = pageOf(error);
      if (page === undefined) throw error;
      logger.error({ event: 'connect-failed', err: error }, 'An authorisation could not be completed.');
      sendPage(req, res, page.name, page.status);
      return undefined;
    }
  };

  return (req, res, next) => {
    connect(req, res)
      .then((result) => {
        if (result === undefined) return undefined;
        // The address of this page holds the code: no other page gets to know it.
        res.setHeader('Referrer-Policy', 'no-referrer');
        res.setHeader('Cache-Control', 'no-store');
        return handler(result, req, res);
      })
      .catch(next);
  };

  function refuse(req: Request, res: Response, reason: Refusal): void {
    logger.warn(
      { event: 'connect-refused', code: reason },
      `An authorisation was refused: ${REASONS[reason]}.`,
    );
    sendPage(req, res, 'foreign', 403);
  }
}

/** The parameters of an address, as they stand there: `req.query` depends on the settings of the app. */
const queryOf = (url: string): URLSearchParams => {
  const start = url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : url.slice(start));
};

/** The value of a parameter that is there once. */
function only(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  return values.length === 1 ? values[0] : undefined;
}

function provenView(query: URLSearchParams, req: Request, { seal, clock }: PageParts): View | Refusal {
  const sealed = only(query, VIEW_PARAMETER);
  if (sealed === undefined) return 'view-missing';
  const view = seal.open(sealed);
  if (view === undefined) return 'view-unknown';
  if (view.until <= clock.now()) return 'view-over';
  const held = readCookie(req, view.cookie);
  return held !== undefined && isSame(held, view.nonce) ? view : 'other-browser';
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

function pageOf(error: unknown): { readonly name: PlatformPageName; readonly status: number } | undefined {
  if (!(error instanceof WeChatError) || error instanceof ConfigError) return undefined;
  return error instanceof ApiError && CODE_REFUSED.has(error.errcode)
    ? { name: 'over', status: 400 }
    : { name: 'unavailable', status: 503 };
}
