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

/** Most redirects to WeChat in a row. */
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

/** What can come of a user whom WeChat sends back. */
type Outcome =
  | { readonly kind: 'signed-in'; readonly user: WebUser }
  /** The code is of no use: it was used, is over, or is not for this browser. */
  | { readonly kind: 'again'; readonly why: 'browser' | 'code' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unavailable'; readonly error: unknown };

/** Takes users whom WeChat sends back; resolves to true when it has answered. A `code` that is not of ours is left alone. */
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
  /** Whether a state may be used: until 60 s after it has been used with success. A store that is away knows of none. */
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
      // Another WeChat account than before: nothing of the former session stays.
      if (before !== undefined && before.openid !== user.openid) await storage.write(req, res, null);
      await storage.write(req, res, user);
      begin.succeeded(req, res, state.asked);
      leave(res, page);
      return true;
    }
    // Loaded again, or opened from the history, by somebody who has signed in meanwhile.
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

/** The state of ours in an address, if there is one. Others are the page's own. */
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

/** Visible ASCII, as long as codes may be; one alone, since of two nobody knows whose they are. */
function codeIn(address: PageAddress): string | undefined {
  const codes = valuesOf(address, 'code');
  const [code = ''] = codes;
  return codes.length === 1 && /^[\x21-\x7e]{1,512}$/.test(code) && code !== 'authdeny' ? code : undefined;
}

/** Leads to the page without what WeChat has added, so that the code is in no history and in no address that is shared. */
function leave(res: Response, page: string): void {
  hideFromOthers(res);
  res.statusCode = 302;
  res.setHeader('Location', page);
  res.end();
}
