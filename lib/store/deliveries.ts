/** A value now, or later: a store in memory answers at once, and need not be waited for. */
export type Awaitable<T> = T | PromiseLike<T>;

/** Which message of which account. */
export interface DeliveryKey {
  /** The AppID. */
  readonly account: string;
  /** What is the same for all deliveries of the message: 64 hex digits. */
  readonly id: string;
}

/**
 * - `run`: the handlers are the caller's to run (or it is running them already)
 * - `wait`: another owner runs them, or will put back that it does; with `acknowledged`, its answer goes another way
 * - `done`: they are over; `answer` is what came of it
 * - `late`: they are over, and the answer went another way
 * - `parked`: two owners have vanished over this message; nobody runs it any more
 */
export type ClaimState = 'run' | 'wait' | 'done' | 'late' | 'parked';

/** What a claim finds. */
export interface Claim {
  readonly state: ClaimState;
  /** How often the handlers have been started, this owner's start included. */
  readonly attempt: number;
  /** How many deliveries were counted so far; of a message that is over, it may be 0. */
  readonly deliveries: number;
  /** Milliseconds since the first of them; of a message that is over, it may be 0. */
  readonly age: number;
  /** WeChat has been told not to ask again. */
  readonly acknowledged: boolean;
  /** Of a `done` message, as it was given to `finish`; absent when it is no longer kept, or was nothing. */
  readonly answer?: StoredAnswer | undefined;
}

/** What came of a run: plain data, such as JSON can hold. */
export type StoredAnswer = object;

/** Where an answer goes: to whoever waits for it, as a late message (now the caller's to send), or nowhere. */
export type Finish = 'stored' | 'send-late' | 'lost';

/** What becomes of a delivery that cannot wait any longer. */
export type GiveUp =
  /** The answer exists after all. */
  | { readonly state: 'answer'; readonly answer: StoredAnswer | undefined }
  /** It does not; its owner will be told to send it as a late message. */
  | { readonly state: 'owed' }
  /** It goes another way. */
  | { readonly state: 'late' };

/**
 * One run for all deliveries of a message, in all processes: who runs it, and where its answer goes. An owner is a random
 * id of one attempt to run. Each method says the same again when it is repeated by the same owner, since replies get
 * lost; and each throws or rejects with a `StoreError` when the store cannot be reached. Soon, since a delivery waits for it: one
 * that has heard nothing when WeChat cuts its connection is not answered.
 */
export interface DeliveryStore {
  /** How many messages are remembered after their run, where that is known. */
  readonly remembered?: number;
  /**
   * Asks for the message. `count` counts a delivery, and only a delivery begins a message that is not known: what the store has
   * lost is its owner's to put back. `lease` is how long the owner may be silent, in milliseconds.
   */
  claim(key: DeliveryKey, owner: string, count: boolean, lease: number): Awaitable<Claim>;
  /** Prolongs the owner's lease, and puts back what the store has lost. False: the message is somebody else's by now. */
  renew(key: DeliveryKey, owner: string, attempt: number, lease: number): Awaitable<boolean>;
  /** Ends the run with its answer; one that is `owed` goes as a late message even if the store does not know so. */
  finish(
    key: DeliveryKey,
    owner: string,
    answer: StoredAnswer | undefined,
    owed?: boolean,
  ): Awaitable<Finish>;
  /** Ends the waiting of a last delivery. */
  giveUp(key: DeliveryKey): Awaitable<GiveUp>;
}

/** How often a message may be started: once, and once more after a crash. */
export const MAX_ATTEMPTS = 2;

/** How long a message is remembered, so that a replay finds what it replays: twice the widest default age of a push. */
export const REMEMBER_DELIVERY = 600_000;

/** How long its answer is kept: the deliveries are over by then. */
export const KEEP_ANSWER = 30_000;
