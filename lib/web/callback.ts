import type { Request, Response } from 'express';
import type { Clock } from '../clock';
import { ConfigError, WeChatError } from '../errors';
import type { QuietLog } from '../logger';
import { StoreError } from '../store/store';
import { secretOf } from './begin';
import type { Begin } from './begin';
import type { Cookies } from './cookies';
import { KEPT_MS } from './exchange';
import type { ExchangeCode } from './exchange';
import { addressAfterWeChat, readPageAddress, signInAt, valuesOf, withoutAppId } from './own-path';
import type { PageAddress } from './own-path';
import { hideFromOthers, sendPage } from './page';
import type { PageAccount } from './settings';
import type { Shared } from './shared';
import { STATE_MS } from './state';
import type { ReturnedState, States } from './state';
import type { WebUser } from './user';
import type { UserStorage } from './user-cookie';

/** The most redirects to WeChat in a row. */
const MAX_ATTEMPTS = 2;

interface Parts {
  readonly account: PageAccount;
  readonly exchange: ExchangeCode;
  readonly begin: Begin;
  readonly cookies: Cookies;
  readonly states: States;
  readonly shared: Shared;
  readonly storage: UserStorage;
  readonly clock: Clock;
  readonly log: QuietLog;
}

/** The possible outcomes when WeChat sends a user back. */
type Outcome =
  | { readonly kind: 'signed-in'; readonly user: WebUser }
  /** The code cannot be used: it was used before, has expired, or belongs to another browser. */
  | { readonly kind: 'again'; readonly why: 'browser' | 'code' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unavailable'; readonly error: unknown };

/**
 * Receives the users whom WeChat sends back. Resolves to true when it has sent an answer. It ignores a `code`
 * that does not belong to one of our sign-ins.
 */
export function createCallback({
  account,
  exchange,
  begin,
  cookies,
  states,
  shared,
  storage,
  clock,
  log,
}: Parts) {
  /**
   * Tells whether a state may be used. It may until 60 s after a successful use. While the store is
   * unreachable, no state counts as used.
   */
  async function isFresh(state: string): Promise<boolean> {
    const used = await shared.read(`state ${state}`, STATE_MS);
    return used === undefined || clock.now() - Number(used) <= KEPT_MS;
  }

  async function noteUse(state: string): Promise<void> {
    if ((await shared.read(`state ${state}`, STATE_MS)) === undefined)
      await shared.write(`state ${state}`, String(clock.now()), STATE_MS);
  }

  async function outcomeOf(
    req: Request,
    text: string,
    state: ReturnedState,
    code: string | undefined,
  ): Promise<Outcome> {
    if (code === undefined) return { kind: 'refused' };
    if (!state.isOf(secretOf(cookies.read(req, 'begun')))) return { kind: 'again', why: 'browser' };
    if (state.isOver || !(await isFresh(text))) return { kind: 'again', why: 'code' };
    try {
      const user = await exchange(code, state.asked);
      if (user === undefined) return { kind: 'again', why: 'code' };
      await noteUse(text);
      return { kind: 'signed-in', user };
    } catch (error) {
      if ((error instanceof WeChatError && !(error instanceof ConfigError)) || error instanceof StoreError)
        return { kind: 'unavailable', error };
      throw error;
    }
  }

  return async (
    req: Request,
    res: Response,
    address: PageAddress,
    before: WebUser | undefined,
  ): Promise<boolean> => {
    const found = ownState(address, states);
    if (found === undefined) return false;
    const { text, state } = found;
    const code = codeIn(address);
    const outcome = await outcomeOf(req, text, state, code);
    const { appId, isServed } = account;
    const page = addressAfterWeChat(isServed ? withoutAppId(address, appId) : address);
    const href = signInAt(page, state.asked);

    if (outcome.kind === 'signed-in') {
      const { user } = outcome;
      // The WeChat account is not the former one, so nothing of the former session may stay.
      if (before !== undefined && before.openid !== user.openid) await storage.write(req, res, null);
      await storage.write(req, res, user);
      begin.succeeded(req, res, state.asked);
      leave(res, page);
      return true;
    }
    // The page was loaded again, or opened from the history, by a user who has signed in meanwhile.
    if (before !== undefined && (state.asked === 'base' || before.scope === 'snsapi_userinfo')) {
      leave(res, page);
      return true;
    }
    switch (outcome.kind) {
      case 'refused':
        sendPage(req, res, 'refused', 403, { href });
        return true;
      case 'unavailable':
        log(
          'error',
          { event: 'sign-in-failed', err: outcome.error },
          'A user could not sign in: WeChat, or the store, gave no answer of use.',
        );
        sendPage(req, res, 'unavailable', 502, { href });
        return true;
      case 'again':
        if (state.attempt < MAX_ATTEMPTS)
          begin.redirect(req, res, readPageAddress(page) ?? { path: '/', pairs: [] }, {
            asked: state.asked,
            user: before,
            attempt: state.attempt + 1,
          });
        else sendPage(req, res, outcome.why === 'browser' ? 'cookies' : 'unavailable', 400, { href });
        return true;
    }
  };
}

/** Returns our own state from an address, if it has one. Any other state belongs to the page. */
function ownState(
  address: PageAddress,
  states: States,
): { readonly text: string; readonly state: ReturnedState } | undefined {
  for (const text of valuesOf(address, 'state')) {
    const state = states.read(text);
    if (state !== undefined) return { text, state };
  }
  return undefined;
}

/**
 * Returns the code: visible ASCII of a possible length. With two codes in an address nobody knows which one
 * is right.
 */
function codeIn(address: PageAddress): string | undefined {
  const codes = valuesOf(address, 'code');
  const [code = ''] = codes;
  return codes.length === 1 && /^[\x21-\x7e]{1,512}$/.test(code) && code !== 'authdeny' ? code : undefined;
}

/**
 * Redirects to the page without the parameters that WeChat added, so that the code is in no history and in no
 * address that a user shares.
 */
function leave(res: Response, page: string): void {
  hideFromOthers(res);
  res.statusCode = 302;
  res.setHeader('Location', page);
  res.end();
}
