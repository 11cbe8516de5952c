import type { Facts, Owner, Patience, Wish } from './facts';

export type { StoredAnswer } from './facts';

/** A value now, or later: a store in memory answers at once, and need not be waited for. */
export type Awaitable<T> = T | PromiseLike<T>;

/** Which message of which account. */
export interface DeliveryKey {
  /** The AppID. */
  readonly account: string;
  /** What is the same for all deliveries of the message: 64 hex digits. */
  readonly id: string;
}

/** What a process tells and asks of a message. */
export interface Question {
  readonly me: Owner;
  /** What it knows; the store does not change it. */
  readonly facts: Facts;
  readonly wish: Wish;
  readonly patience: Patience;
  /** When it asks, on the clock that its leases are on: they travel as what is left of them. */
  readonly now: number;
}

/**
 * One run for all deliveries of a message, in all processes: who runs it, and where its answer goes. One
 * operation, which adds what the caller knows, grants what it wishes if that may be, and says what is known
 * then: `sync` in `facts.ts` is its rule. Carried out twice, late, or after everything was forgotten, it adds
 * what is true. It throws or rejects with a `StoreError` when the store cannot be reached; soon, since a
 * delivery waits: what takes more than a second says nothing of the present any more.
 */
export interface DeliveryStore {
  /** How many messages are remembered after their run, where that is known. */
  readonly remembered?: number;
  /** Tells and asks; what it gives is the caller's own, on the caller's clock. */
  sync(key: DeliveryKey, question: Question): Awaitable<Facts>;
}

/** How long a message is remembered at least, so that a replay finds what it replays. */
export const REMEMBER_DELIVERY_MS = 600_000;

/** Ages are whole seconds, and the last one counts. */
const BORDER_MS = 1000;

/**
 * How long a message has to be remembered where its pushes may differ from the clock by `maxAge`: one that
 * comes early by that much is accepted until it is as much too old.
 */
export const rememberFor = (maxAge: number): number => Math.max(REMEMBER_DELIVERY_MS, 2 * maxAge + BORDER_MS);

/** How long its answer is kept: as long as anybody has to do with the message. */
export const KEEP_ANSWER_MS = 70_000;
