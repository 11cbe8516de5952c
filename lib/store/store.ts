import type { CredentialCondition } from './credential-condition';
import type { DeliveryStore } from './deliveries';
import type { PlatformStore } from './platforms';
import type { SessionStore } from './sessions';
import type { TurnStore } from './turns';

/** What processes share. Each port is one narrow interface. */
export interface Store {
  readonly credentials: CredentialStore;
  readonly deliveries: DeliveryStore;
  readonly platforms: PlatformStore;
  readonly sessions: SessionStore;
  readonly turns: TurnStore;
}

/** Which credential of which account: `{ account: 'wx…', name: 'token' }`. */
export interface CredentialKey {
  readonly account: string;
  readonly name: string;
}

/**
 * What is known about a credential. Times are what is left of them in milliseconds, so that neither reader
 * nor store need to agree on the time of day; negative means: over.
 */
export interface CredentialState {
  /** Empty when there is none. */
  readonly value: string;
  readonly expiresIn: number;
  /** Until somebody should renew it ahead of time. */
  readonly refreshIn: number;
  /** Rises with every value written. */
  readonly generation: number;
  /** What is known of the value: `refused`, `replaced` and `none` are not handed out. */
  readonly condition: CredentialCondition;
  /** Nobody should ask WeChat again before this is over. */
  readonly pausedFor: number;
  /** How many pauses there were in a row. */
  readonly pauseCount: number;
  /** Why there is a pause. */
  readonly failure?: CredentialFailure;
}

/** A return code of WeChat, and its words without any secret. */
export interface CredentialFailure {
  readonly errcode: number;
  readonly errmsg: string;
}

/** How an attempt to renew ended: with a value, with a refusal that calls for a pause, or with nothing. */
export type CredentialOutcome =
  | {
      readonly kind: 'fresh';
      readonly value: string;
      readonly expiresIn: number;
      readonly refreshIn: number;
      /** The generation that was read; another one by now means that this value came too late. */
      readonly generation: number;
    }
  | { readonly kind: 'refused'; readonly failure: CredentialFailure }
  | { readonly kind: 'nothing' };

/**
 * Keeps the credentials of accounts. Every method rejects with a `StoreError` when the store cannot be
 * reached.
 */
export interface CredentialStore {
  read(key: CredentialKey): Promise<CredentialState>;
  /**
   * Tries to become the only one who renews, for `ms`; and reads again, so that a late winner sees the new
   * value.
   */
  claim(
    key: CredentialKey,
    owner: string,
    ms: number,
  ): Promise<CredentialState & { readonly isOwner: boolean }>;
  /**
   * Ends a claim. Resolves to the condition of the value that is stored then; undefined: the claim was no
   * longer the owner's, or another value was stored meanwhile, and nothing was written.
   */
  completeClaim(
    key: CredentialKey,
    owner: string,
    outcome: CredentialOutcome,
  ): Promise<CredentialCondition | undefined>;
  /**
   * Ends `value` if it is still the one stored. `failure`: WeChat refused it, so that the next one is on
   * trial; one that is on trial already begins a pause. Resolves to how many values WeChat has refused within
   * 10 minutes, whoever met the refusals, 20 at most; undefined: another value is stored, and nothing was
   * changed.
   */
  invalidate(key: CredentialKey, value: string, failure?: CredentialFailure): Promise<number | undefined>;
  /** A call went well with `value`: if it is the one stored, its trial and the pauses in a row are over. */
  markUsed(key: CredentialKey, value: string): Promise<void>;
  /** Whether a forced renewal is allowed now: they are 30 s apart and 20 a day at most. Counts it if so. */
  allowForce(key: CredentialKey): Promise<boolean>;
}

/** How long the first, second and every further pause in a row lasts. */
export const PAUSES_MS = [5_000, 15_000, 60_000] as const;

/** How many milliseconds the pause with that number lasts. */
export const pauseOf = (pauseCount: number): number =>
  PAUSES_MS[Math.min(pauseCount, PAUSES_MS.length) - 1] ?? PAUSES_MS[0];

/** Limits WeChat has for forced renewals. */
export const FORCE_LIMITS = { apart: 30_000, perDay: 20, day: 86_400_000 } as const;

/** For how long refusals count as several of the same cause, and how many of them are remembered. */
export const REFUSALS = { within: 600_000, most: 20 } as const;

/** How long a credential is remembered beyond its life: the pauses and limits of a day live there too. */
export const REMEMBER_MS = 90_000_000;

/** The store cannot be reached, or refuses. */
export class StoreError extends Error {
  /** Waiting does not help, since the server wants other settings: a password, a right, another key. */
  readonly misconfigured: boolean;
  /** Why, as a word that stays the same: `NOAUTH`, `MOVED`, `ECONNREFUSED`, `timeout`… */
  readonly reason: string | undefined;

  constructor(message: string, misconfigured = false, reason?: string) {
    super(message);
    this.name = 'StoreError';
    this.misconfigured = misconfigured;
    this.reason = reason;
  }
}
