import type { QuietLog } from '../logger';
import { storeAway } from '../store/away-log';
import type { Awaitable, Claim, DeliveryStore, Finish, GiveUp, StoredAnswer } from '../store/deliveries';
import type { Run } from './run';

/** How long an owner may be silent. Long enough for a process that hangs a little, short enough for the third delivery. */
const LEASE = 6000;

/** The store as the deliveries use it: never fails. */
export interface Shared {
  claim(run: Run, count: boolean): Awaitable<Claim>;
  /** Prolongs the lease; `false`: the message is another's. */
  renew(run: Run): Awaitable<boolean>;
  /** Lets another process have the message at once. */
  release(run: Run): Awaitable<unknown>;
  finish(run: Run, answer: StoredAnswer | undefined): Awaitable<Finish>;
  giveUp(run: Run): Awaitable<GiveUp>;
  /** Tries `finish` again after the store could not be reached. `undefined`: it still cannot. */
  finishAgain(run: Run, answer: StoredAnswer | undefined): Awaitable<Finish | undefined>;
}

/**
 * Asks the store, and where that fails this process's own memory: then a message may run once in each process that gets
 * a delivery of it, and the one that acknowledges the last of them sends the late answer.
 */
export function createShared(
  store: DeliveryStore,
  own: DeliveryStore,
  log: QuietLog,
  onDegraded: () => void,
): Shared {
  function orElse<T, U>(ask: () => Awaitable<T>, run: Run, otherwise: () => Awaitable<U>): Awaitable<T | U> {
    const failed = (error: unknown): Awaitable<U> => {
      storeAway(log, run.key.account, error);
      if (!run.degraded) onDegraded();
      run.degraded = true;
      return otherwise();
    };
    try {
      const answer = ask();
      return isLater(answer) ? answer.then(undefined, failed) : answer;
    } catch (error) {
      return failed(error);
    }
  }

  /** Makes this process's own memory know the run, should it begin to go by it only now. */
  const known = (run: Run): DeliveryStore => {
    void own.claim(run.key, run.owner, false, LEASE);
    return own;
  };

  return {
    claim: (run, count) =>
      orElse(
        () => store.claim(run.key, run.owner, count, LEASE),
        run,
        () => own.claim(run.key, run.owner, count, LEASE),
      ),

    renew: (run) =>
      orElse(
        () => store.renew(run.key, run.owner, run.attempt, LEASE),
        run,
        () => true,
      ),

    release: (run) =>
      orElse(
        () => store.renew(run.key, run.owner, run.attempt, 0),
        run,
        () => false,
      ),

    finish: (run, answer) => {
      const finished = orElse(
        () => store.finish(run.key, run.owner, answer),
        run,
        (): Finish => 'stored',
      );
      if (!isLater(finished)) return finished;
      return finished.then(async (shared) => {
        if (!run.degraded) return shared;
        // What was acknowledged while the store was away is known here only.
        return (await known(run).finish(run.key, run.owner, answer)) === 'send-late' ? 'send-late' : shared;
      });
    },

    giveUp: (run) =>
      orElse(
        () => store.giveUp(run.key),
        run,
        () => known(run).giveUp(run.key),
      ),

    finishAgain: (run, answer) =>
      orElse(
        () => store.finish(run.key, run.owner, answer),
        run,
        () => undefined,
      ),
  };
}

/** Whether it has to be waited for. */
export const isLater = <T>(value: Awaitable<T>): value is PromiseLike<T> =>
  typeof (value as Partial<PromiseLike<T>> | null | undefined)?.then === 'function';

/** Goes on with a value now, or when it is there. */
export function then<T>(value: Awaitable<T>, next: (value: T) => void): void {
  if (isLater(value)) void value.then(next);
  else next(value);
}
