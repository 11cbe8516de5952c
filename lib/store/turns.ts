import type { Awaitable } from './deliveries';
import type { UserKey } from './sessions';

/**
 * It is the caller's turn; or it is, and somebody behind it wants to replace it, or says that the user has
 * unsubscribed; or somebody is before it; or too many are, so that it was not let in.
 */
export type Turn = 'mine' | 'replaced' | 'unsubscribed' | 'wait' | 'full';

/** A place in a line. */
export interface TurnRequest {
  /** What the place is for. */
  readonly id: string;
  /** Who holds it: a random id. Another owner who asks with the same `id` takes the place over. */
  readonly owner: string;
  /**
   * The task replaces the tasks before it: it is a newer message, or its user has unsubscribed. The task that
   * has its turn gets this word when it asks.
   */
  readonly replaces?: 'replaced' | 'unsubscribed';
}

/**
 * A line for each user, in all processes: whoever asked first has the turn, until it leaves or is silent for
 * longer than its lease. Each method may be repeated, since replies get lost; and each throws or rejects with
 * a `StoreError` when the store cannot be reached.
 */
export interface TurnStore {
  /**
   * Asks for the turn: gets in line, behind `most` others that wait at most, and from then on keeps the place
   * for `lease` ms.
   */
  ask(key: UserKey, ticket: TurnRequest, most: number, lease: number): Awaitable<Turn>;
  /** Gives the place, or the turn, up. */
  leave(key: UserKey, ticket: TurnRequest): Awaitable<void>;
}
