import type { Awaitable } from './deliveries';

/** Which user of which account, or whatever else there is one of. */
export interface UserKey {
  /** The account's `gh_…` id. */
  readonly account: string;
  /** A hash, since key names are shown to many: 64 hex digits. */
  readonly id: string;
}

/**
 * Keeps a text per user, for a time that begins anew with each use. Each method may be repeated, since
 * replies get lost; and each throws or rejects with a `StoreError` when the store cannot be reached.
 */
export interface SessionStore {
  /** Whether other processes see what is kept. Absent: that is not known. */
  readonly isShared?: boolean;
  /** What is kept, if anything is. `ttl` in milliseconds, from now on. */
  read(key: UserKey, ttl: number): Awaitable<string | undefined>;
  /** Keeps a text, or nothing any more. */
  write(key: UserKey, text: string | undefined, ttl: number): Awaitable<void>;
  /**
   * Keeps `after` if `before` is what is kept now, or nothing is (`undefined`). False: it is something else,
   * and stays. Where no two texts are the same, this may be repeated.
   */
  replace(key: UserKey, before: string | undefined, after: string, ttl: number): Awaitable<boolean>;
}
