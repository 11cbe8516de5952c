import { createClient, type Api } from '../api/client';
import type { QuotaGate } from '../api/quota-gate';
import type { SharedCredentialManager, CredentialManager } from '../api/credential';
import type { Clock } from '../clock';
import type { AccountKind } from '../model/account-kinds';
import { createAccountTokenManager } from './account-token';
import { waitingForTicket } from './component-token';
import { isNotAuthorized } from './withdrawn';
import { confirmWithdrawn } from './withdrawal';
import type { World } from './world';

/**
 * What is made for an account that is in use. All of it can be made anew: what must not be lost is in the
 * store.
 */
export interface Client {
  /** For an account of that kind; one client each, which share all else. */
  readonly apiFor: (kind: AccountKind | undefined) => Api;
  /** Its token, in calls that wait for tickets. */
  readonly token: CredentialManager;
  readonly manager: SharedCredentialManager;
}

/** Makes the client of an account. Its transport and breaker are those of the platform. */
export function createAccountClient(
  world: World,
  appId: string,
  componentToken: CredentialManager,
  gate: QuotaGate,
): Client {
  const manager = createAccountTokenManager(world, appId);
  const token = waitingForTicket(manager, world.tickets);
  const settings = {
    ...world.settings.client,
    appId,
    appSecret: undefined,
    accessToken: 'authorizer',
  } as const;
  const made = new Map<AccountKind | undefined, Api>();

  function apiFor(kind: AccountKind | undefined): Api {
    const known = made.get(kind);
    if (known !== undefined) return known;
    const api = createClient(
      { ...settings, kind },
      () => ({ account: token, component: componentToken }),
      async (error) => {
        if (isOfAccount(error)) await confirmWithdrawn(world, appId);
      },
      gate,
    );
    made.set(kind, api);
    return api;
  }

  return { apiFor, token, manager };
}

/** Whether WeChat said of this account, just now, that it has not authorised the platform. */
const isOfAccount = (error: unknown): boolean =>
  isNotAuthorized(error) &&
  error.since === undefined &&
  (error.credential === 'authorizer' || error.endpoint.startsWith('/sns/'));

const MAX_IN_USE = 1_000;
const IDLE_MS = 600_000;
const SWEEP_MS = 60_000;
const BATCH_SIZE = 100;

/**
 * The things last used, each with its key. Those that are idle go when another one is asked for: no timer
 * looks.
 */
export function recentlyUsed<T>(clock: Clock, make: (key: string) => T) {
  // The one used last is the last.
  const kept = new Map<string, { readonly value: T; readonly usedAt: number }>();
  let sweepAt = -Infinity;
  return {
    get(key: string): T {
      const now = clock.monotonic();
      const found = kept.get(key);
      kept.delete(key);
      const value = found && now - found.usedAt < IDLE_MS ? found.value : make(key);
      kept.set(key, { value, usedAt: now });
      // Many at once: the first of a map costs more to find, the more were taken away before it.
      if (kept.size <= MAX_IN_USE + BATCH_SIZE && now < sweepAt) return value;
      sweepAt = now + SWEEP_MS;
      for (const [old, { usedAt }] of kept) {
        if (kept.size <= MAX_IN_USE && now - usedAt < IDLE_MS) break;
        kept.delete(old);
      }
      return value;
    },
    /** The one that is kept, if it is. */
    peek: (key: string): T | undefined => kept.get(key)?.value,
  };
}
