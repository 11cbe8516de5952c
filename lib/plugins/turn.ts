import type { Clock } from '../clock';
import { unwantedBy } from '../router/unwanted';
import type { UnwantedReason } from '../router/unwanted';
import type { UserKey } from '../store/sessions';
import type { TurnRequest, Turn, TurnStore } from '../store/turns';
import type { QueuePosition } from './user-queue';

/** How long a process may be silent before other messages go ahead of its own. */
const LEASE_MS = 6000;
const RENEW_MS = LEASE_MS / 3;
/** How often a message checks whether it was replaced, if no other message waits. */
export const LOOK_IF_REPLACED_MS = 500;
/** How often a message that waits for another process asks the store, with jitter. */
const LOOK_INTERVAL_MS = 50;
const LEAVE_AGAIN_MS = 1500;

/** What a message needs to wait for its turn, and to keep it. */
export interface TurnOptions {
  readonly turns: TurnStore;
  readonly key: UserKey;
  readonly ticket: TurnRequest;
  /** The position among the messages of this process. */
  readonly place: QueuePosition;
  readonly most: number;
  readonly signal: AbortSignal;
  /** How often the turn is renewed, at least. Default: as often as the lease needs. */
  readonly every?: number;
  /** A message in another process replaces this one, which has its turn. */
  readonly onReplaced: (why: UnwantedReason) => void;
  readonly clock: Clock;
  readonly warn: (error: unknown) => void;
}

/** Creates the turn of one message. */
export function createTurn(options: TurnOptions) {
  const { turns, key, ticket, place, most, signal, onReplaced, clock, warn } = options;
  let { every = RENEW_MS } = options;
  let over = false;
  let timer: unknown;

  /** Undefined if the store fails. Then the order of this process holds. */
  async function ask(): Promise<Turn | undefined> {
    try {
      return await turns.ask(key, ticket, most, LEASE_MS);
    } catch (error) {
      warn(error);
      return undefined;
    }
  }

  function renew(): void {
    timer = clock.setTimeout(() => {
      void ask().then((found) => {
        if (isReplaced(found) && !over) onReplaced(found);
      });
      renew();
    }, every);
  }

  /**
   * Resolves to true when the turn has come, and to false if the queue is too long. Rejects when the signal
   * aborts.
   */
  async function waitTurn(): Promise<boolean> {
    let isFree = place.ahead === 0;
    let wake: () => void = () => undefined;
    void place.free.then(() => {
      isFree = true;
      wake();
    });
    const pause = (ms: number) =>
      new Promise<void>((resolve) => {
        wake = resolve;
        timer = clock.setTimeout(resolve, ms);
        if (signal.aborted) resolve();
      });
    signal.addEventListener('abort', () => wake(), { once: true });

    // Until this time an earlier message may be running in another process, if the store stays silent.
    let until = -Infinity;
    let asked = clock.monotonic();
    /** The store lost its data, and now has this message before an earlier one of this process. */
    let isAhead = false;
    for (let first = true; ; first = false) {
      const wasFree = isFree;
      // After a silence the store may have dropped this message's position, and that of the message before it
      // in this process. Whichever asks first is first there. So this message does not ask until the earlier
      // one has left, and they never wait for each other.
      const isSilent = !wasFree && (isAhead || clock.monotonic() - asked > LEASE_MS / 2);
      if (!isSilent) asked = clock.monotonic();
      const turn = isSilent ? undefined : await ask();
      const found = isReplaced(turn) ? 'mine' : turn;
      signal.throwIfAborted();
      if (found === 'full' && first) return false;
      if (found === 'mine' && !isFree) {
        isAhead = true;
        await leave(1);
        signal.throwIfAborted();
      }
      if (found === 'mine') until = -Infinity;
      else if (found !== undefined) until = clock.monotonic() + LEASE_MS;
      if (wasFree && until <= clock.monotonic()) {
        if (isReplaced(turn)) onReplaced(turn);
        break;
      }
      if (wasFree === isFree) await pause(isFree ? LOOK_INTERVAL_MS * (1 + Math.random()) : RENEW_MS);
      clock.clearTimeout(timer);
      signal.throwIfAborted();
    }
    // Nobody waits for a handler that was given up. A handler whose answer is not wanted may end first.
    const giveUp = (): void => {
      if (unwantedBy(signal.reason) === undefined) end();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    renew();
    return true;
  }

  /** From now on checks often whether the message was replaced, because its answer takes long. */
  function lookOften(): void {
    if (over || every <= LOOK_IF_REPLACED_MS) return;
    every = LOOK_IF_REPLACED_MS;
    clock.clearTimeout(timer);
    renew();
  }

  /** Lets the next message continue. */
  function end(): void {
    if (over) return;
    over = true;
    clock.clearTimeout(timer);
    void leave();
    place.leave();
  }

  // The store may execute a request long after it was given up, and others would then wait for nobody. In the
  // end the lease of the position expires.
  async function leave(tries = 3): Promise<void> {
    try {
      await turns.leave(key, ticket);
    } catch (error) {
      warn(error);
      if (tries > 1) clock.setTimeout(() => void leave(tries - 1), LEAVE_AGAIN_MS);
    }
  }

  return { waitTurn, lookOften, end };
}

const isReplaced = (turn: Turn | undefined): turn is UnwantedReason =>
  turn === 'replaced' || turn === 'unsubscribed';
