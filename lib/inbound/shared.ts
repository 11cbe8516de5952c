import type { Clock } from '../clock';
import type { Awaitable, Claim, DeliveryStore, Finish, GiveUp, StoredAnswer } from '../store/deliveries';
import type { Run } from './run';
import type { Waiter } from './waiter';

/**
 * How long the store may be away until this process goes on without it where somebody waits. A Redis that stood still once does
 * not answer for 200 ms, is left alone for 1 s, and is then asked by one at a time.
 */
export const PATIENCE = 1600;
/** Milliseconds until a store is asked again for what somebody waits for, at random so that processes keep out of step. */
export const untilLook = (): number => 75 + Math.floor(Math.random() * 51);
/** WeChat's second delivery comes about 5 s after the first. */
const REPEATED_AGE = 4000;
/** Of a message that this process has nothing to do with. */
const UNKNOWN: Claim = { state: 'wait', attempt: 0, deliveries: 0, age: 0, acknowledged: false };

/** How long an owner may be silent. Long enough for a process that hangs a little, short enough for the third delivery. */
const LEASE = 6000;

/** The store as the deliveries use it: never fails. */
export interface Shared {
  /** For a delivery that `waiter` holds, a store that hesitates is asked again where another process may have the message. */
  claim(run: Run, count: boolean, waiter?: Waiter): Awaitable<Claim>;
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
 * Asks the store, and where that fails, or goes on failing, this process's own memory: then a message may run once in each process
 * that gets a delivery of it, and the one that acknowledges the last of them sends the late answer, unless the store says later that
 * another does.
 */
export function createShared(
  store: DeliveryStore,
  own: DeliveryStore,
  clock: Clock,
  away: (account: string, error: unknown) => void,
  onDegraded: () => void,
): Shared {
  // Since when every question has been in vain, monotonic.
  let awaySince = Infinity;

  function orElse<T, U>(ask: () => Awaitable<T>, run: Run, otherwise: () => Awaitable<U>): Awaitable<T | U> {
    const failed = (error: unknown): Awaitable<U> => {
      away(run.key.account, error);
      awaySince = Math.min(awaySince, clock.monotonic());
      if (!run.degraded) onDegraded();
      run.degraded = true;
      return otherwise();
    };
    const answered = (answer: T): T => {
      awaySince = Infinity;
      return answer;
    };
    try {
      const answer = ask();
      return isLater(answer) ? answer.then(answered, failed) : answered(answer);
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

  /** Whether the store is worth waiting for: it was there just now, and may know who runs a message that was delivered before. */
  const mayBeElsewhere = (run: Run, { delivery }: Waiter): boolean =>
    delivery.age >= REPEATED_AGE &&
    !run.isKnown &&
    clock.monotonic() - Math.min(awaySince, delivery.arrived) < PATIENCE;

  const ask = (run: Run, count: boolean): Awaitable<Claim> => store.claim(run.key, run.owner, count, LEASE);

  const claimAlone = (run: Run, count: boolean): Awaitable<Claim> => {
    run.alone = true;
    return known(run).claim(run.key, run.owner, count, LEASE);
  };

  async function claimPatiently(run: Run, waiter: Waiter): Promise<Claim> {
    // What this process has begun by itself, or finished, needs no other.
    const { attempt } = await own.claim(run.key, run.owner, false, LEASE);
    while (attempt === 0 && mayBeElsewhere(run, waiter)) {
      await new Promise<void>((resolve) => clock.setTimeout(resolve, untilLook()));
      if (!waiter.isOpen) return UNKNOWN;
      const claim = await orNothing(() => ask(run, true), run);
      if (claim !== undefined) return claim;
    }
    return claimAlone(run, true);
  }

  return {
    giveUpAgain,

    remember,

    claim: (run, count, waiter) => {
      run.alone = false;
      return orElse(
        () => ask(run, count),
        run,
        () =>
          waiter !== undefined && mayBeElsewhere(run, waiter)
            ? claimPatiently(run, waiter)
            : claimAlone(run, count),
      );
    },

    look: (run) => orNothing(() => ask(run, false), run),

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
