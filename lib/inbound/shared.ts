import type { QuietLog } from '../logger';
import { storeAway } from '../store/away-log';
import type { Awaitable, Claim, DeliveryStore, Finish, GiveUp, StoredAnswer } from '../store/deliveries';
import type { Run } from './run';

/** How long an owner may be silent. Long enough for a process that hangs a little, short enough for the third delivery. */
const LEASE = 6000;

/** The store as the deliveries use it: never fails. */
export interface Shared {
  claim(run: Run, count: boolean): Awaitable<Claim>;
  /** Asks again for a message that another process has; `undefined`: the store cannot be reached. */
  look(run: Run): Awaitable<Claim | undefined>;
  /** Prolongs the lease; `false`: the message is another's; `undefined`: the store cannot be reached. */
  renew(run: Run): Awaitable<boolean | undefined>;
  /** Lets another process have the message at once. */
  release(run: Run): Awaitable<unknown>;
  /** `undefined`: the store cannot be reached, and should be asked again. */
  finish(run: Run, answer: StoredAnswer | undefined): Awaitable<Finish | undefined>;
  /** Lets this process's own memory know the answer. */
  remember(run: Run, answer: StoredAnswer | undefined): void;
  giveUp(run: Run): Awaitable<GiveUp>;
  /** Tells the store what it could not be told before; `undefined`: it still cannot be reached. */
  giveUpAgain(run: Run): Awaitable<GiveUp | undefined>;
}

/**
 * Asks the store, and where that fails this process's own memory: then a message may run once in each process that gets
 * a delivery of it, and the one that acknowledges the last of them sends the late answer, unless the store says later that
 * another does.
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
  const known = ({ key, owner }: Run): DeliveryStore => {
    void own.renew(key, owner, 1, LEASE);
    return own;
  };

  const orNothing = <T>(ask: () => Awaitable<T>, run: Run): Awaitable<T | undefined> =>
    orElse(ask, run, () => undefined);

  const remember = (run: Run, answer: StoredAnswer | undefined): void =>
    void known(run).finish(run.key, run.owner, answer);

  const giveUpAgain = (run: Run): Awaitable<GiveUp | undefined> =>
    map(
      orNothing(() => store.giveUp(run.key), run),
      (result) => {
        // Its owner sends the answer, or has sent it. Else it is there, and only this process knows that it is owed.
        if (result !== undefined && result.state !== 'answer') run.unsaid = false;
        return result;
      },
    );

  return {
    giveUpAgain,

    remember,

    claim: (run, count) => {
      run.alone = false;
      return orElse(
        () => store.claim(run.key, run.owner, count, LEASE),
        run,
        () => {
          run.alone = true;
          return known(run).claim(run.key, run.owner, count, LEASE);
        },
      );
    },

    look: (run) => orNothing(() => store.claim(run.key, run.owner, false, LEASE), run),

    renew: (run) =>
      map(
        orNothing(() => store.renew(run.key, run.owner, run.attempt, LEASE), run),
        (mine) => {
          if (mine) run.alone = false;
          return mine;
        },
      ),

    release: (run) => orNothing(() => store.renew(run.key, run.owner, run.attempt, 0), run),

    finish: (run, answer) =>
      map(
        orNothing(() => store.finish(run.key, run.owner, answer, run.owes), run),
        (where): Awaitable<Finish | undefined> => {
          if (run.degraded && where !== 'lost') remember(run, answer);
          if (where !== 'lost' || !run.unsaid) return where;
          return map(giveUpAgain(run), (result) =>
            result === undefined ? undefined : result.state === 'answer' ? 'send-late' : 'lost',
          );
        },
      ),

    giveUp: (run) =>
      orElse(
        () => store.giveUp(run.key),
        run,
        () =>
          map(known(run).giveUp(run.key), (result) => {
            if (result.state === 'owed') run.unsaid = true;
            return result;
          }),
      ),
  };
}

/** Whether it has to be waited for. */
export const isLater = <T>(value: Awaitable<T>): value is PromiseLike<T> =>
  typeof (value as Partial<PromiseLike<T>> | null | undefined)?.then === 'function';

/** What becomes of a value, now or when it is there. */
const map = <T, U>(value: Awaitable<T>, change: (value: T) => Awaitable<U>): Awaitable<U> =>
  isLater(value) ? value.then(change) : change(value);

/** Goes on with a value now, or when it is there. */
export function then<T>(value: Awaitable<T>, next: (value: T) => void): void {
  if (isLater(value)) void value.then(next);
  else next(value);
}
