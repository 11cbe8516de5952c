import { randomUUID } from 'node:crypto';
import type { FetchedCredential } from '../api/credential';
import { component } from '../api/groups/component';
import { sleep } from '../api/timing';
import { FETCH_TIMEOUT_MS, readCredential } from '../api/tokens';
import { ApiError, ConfigError, TransportError } from '../errors';
import { property } from '../own';
import type { AccountRecord, AccountStatus, CodeState } from '../store/platforms';
import { hashOf, type Codes } from './codes';
import { replaceToken } from './stored-token';
import { ask, askInfo, type AccountTold } from './told';
import { neededIn, permissionsIn, textIn } from './told-fields';
import { confirmWithdrawn } from './withdrawal';
import { withdrawnError } from './withdrawn';
import type { World } from './world';

/** Exchanges codes of authorisations, each once. */
export interface Exchanges {
  /**
   * Resolves to the AppID of the account that the code is for, once its record is saved.
   *
   * @throws {ApiError} 61009, 61010: the code is wrong, was used elsewhere, or is over.
   */
  exchange(code: string): Promise<string>;
}

/** A code used already, or over: then the account may be known all the same. */
const USED_OR_OVER: ReadonlySet<number> = new Set([61009, 61010]);
/** Longer than all that is done with a code in hand. */
const CLAIM_MS = 20_000;
const INFO_MS = 3_000;
/** How long a code that was used waits for the push that tells its account. */
const PUSH_MS = 3_000;

export function createExchanges(world: World, codes: Codes, ready: () => Promise<void>): Exchanges {
  const { call, records, settings } = world;
  const { clock, timeout } = settings;
  const pending = new Map<string, Promise<string>>();

  function exchange(code: string): Promise<string> {
    // JavaScript callers may pass what a query gave.
    if (typeof (code as unknown) !== 'string' || !/^[\x21-\x7e]{1,1024}$/.test(code))
      throw new ConfigError(
        'exchange() needs the code of an authorisation: "auth_code" in the query of the page.',
      );
    const hash = hashOf(code);
    let promise = pending.get(hash);
    if (promise === undefined) {
      promise = run(code, hash).finally(() => pending.delete(hash));
      pending.set(hash, promise);
    }
    return promise;
  }

  async function run(code: string, hash: string): Promise<string> {
    const { appId, status } = await codes.read(hash);
    if (status === 'exchanged' && appId !== undefined) return appId;
    // Whoever has the code in hand must not wait for a ticket.
    await ready();
    const owner = randomUUID();
    const end = clock.monotonic() + timeout;
    do {
      const { mine, ...state } = await codes.claim(hash, owner, CLAIM_MS);
      const known = state.status === 'exchanged' ? state.appId : undefined;
      if (known !== undefined) {
        if (mine) await codes.note(hash, {}, owner);
        return known;
      }
      if (mine) return await withClaim(code, hash, owner, state);
      await sleep(clock, 100 + Math.random() * 200);
    } while (clock.monotonic() < end);
    throw new TransportError('Another process is exchanging this code, and takes its time.', {
      sent: false,
      reason: 'timeout',
    });
  }

  async function withClaim(code: string, hash: string, owner: string, state: CodeState): Promise<string> {
    const end: { change: Partial<CodeState> } = { change: {} };
    try {
      const appId = await attempt(code, hash, state);
      end.change = { status: 'exchanged', appId };
      return appId;
    } catch (error) {
      // What did not reach WeChat, or was not looked at there, may be sent again.
      const isUnsent = error instanceof TransportError ? !error.sent : !isUsedOrOver(error);
      end.change = { status: isUnsent ? 'new' : 'sent' };
      throw error;
    } finally {
      await codes.note(hash, end.change, owner);
    }
  }

  async function attempt(code: string, hash: string, { appId, status }: CodeState): Promise<string> {
    // Somebody has sent it, and nobody knows what came of that.
    if (status === 'sent' && appId !== undefined && (await isThere(appId))) return appId;
    await codes.note(hash, { status: 'sent' });
    try {
      return await queryAuth(code);
    } catch (error) {
      const isUnknown = error instanceof TransportError && error.sent;
      if (!isUnknown && !isUsedOrOver(error)) throw error;
      const account = isUnknown ? (await codes.read(hash)).appId : await accountOf(hash);
      if (account !== undefined && (await isThere(account))) return account;
      if (!isUnknown) throw error;
      // Once more: if the first one arrived, this one is refused, and nothing is lost by it.
      return await queryAuth(code).catch(async (again: unknown) => {
        const told = isUsedOrOver(again) ? await accountOf(hash) : undefined;
        if (told !== undefined && (await isThere(told))) return told;
        throw again;
      });
    }
  }

  /** The account of a code, which the push tells: at once, or a moment after the page. */
  async function accountOf(hash: string): Promise<string | undefined> {
    for (const end = clock.monotonic() + PUSH_MS; ;) {
      const { appId } = await codes.read(hash);
      if (appId !== undefined || clock.monotonic() >= end) return appId;
      await sleep(clock, 500);
    }
  }

  async function queryAuth(code: string): Promise<string> {
    const request = component.queryAuth(code);
    const info = property(await ask(call, request, FETCH_TIMEOUT_MS), 'authorization_info');
    const appId = neededIn(request, info, 'authorizer_appid');
    await save(appId, info);
    return appId;
  }

  async function save(appId: string, info: unknown): Promise<void> {
    const former: { status?: AccountStatus } = {};
    const record = await records.change(appId, (before) => {
      former.status = before.status;
      return {
        ...before,
        status: 'authorized',
        refreshToken: textIn(info, 'authorizer_refresh_token') || before.refreshToken,
        permissions: permissionsIn(property(info, 'func_info')),
      };
    });
    await replaceToken(world, appId, tokenIn(info));
    // Before this authorisation, or while its code was exchanged: only WeChat knows.
    if (former.status === 'withdrawn' && (await confirmWithdrawn(world, appId)))
      throw withdrawnError(record, clock);
  }

  /** Whether WeChat tells a refresh token of the account; then there is nothing to exchange. */
  async function isThere(appId: string): Promise<boolean> {
    try {
      const told = await askInfo(call, appId, INFO_MS);
      if (told.refreshToken === '') return false;
      await records.change(appId, (record) => ({ ...withTold(record, told), status: 'authorized' }));
      await replaceToken(world, appId, undefined);
      return true;
    } catch {
      return false;
    }
  }

  return { exchange };
}

/**
 * An account without any right to call has no tokens; and one that cannot be read comes from the refresh
 * token.
 */
function tokenIn(info: unknown): FetchedCredential | undefined {
  try {
    return readCredential(component.queryAuth(''), info, 'authorizer_access_token');
  } catch {
    return undefined;
  }
}

/** A record with what WeChat tells. */
export const withTold = (record: AccountRecord, told: AccountTold): AccountRecord => ({
  ...record,
  userName: told.userName,
  kind: told.kind,
  permissions: told.permissions,
  refreshToken: told.refreshToken || record.refreshToken,
});

const isUsedOrOver = (error: unknown): boolean =>
  error instanceof ApiError && USED_OR_OVER.has(error.errcode);
