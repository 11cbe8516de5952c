import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { awayLog } from '../store/away-log';
import type { DeliveryStore } from '../store/deliveries';
import { copyFacts, noFacts } from '../store/facts';
import type { Facts, Wish } from '../store/facts';
import { StoreError } from '../store/store';
import type { DeliveryCount } from './delivery-options';
import { isLater } from './later';
import { isUntold } from './message-state';
import type { MessageEvent, Times } from './message-state';
import type { Run } from './run';
import { LOCAL_TIMES, SHARED_TIMES } from './times';
import { createUntold, NO_WISH } from './untold';
import type { Waiter } from './waiter';

/** A process that waits for an answer waits a little longer than it may take. */
const DUTY_LONGER_MS = 10_000;

/** The parts that ask the store. */
export interface QuestionOptions {
  readonly account: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly store: DeliveryStore;
  /** This process's own memory, for the time when the store is unreachable. */
  readonly own: DeliveryStore;
  /** How long handlers may take. */
  readonly maxRun: number;
  /** How long a message is remembered. */
  readonly remember: number;
}

/**
 * Asks the store about messages. While the store is unreachable, this process's own memory keeps what it
 * knows.
 */
export function createQuestions(
  { account, clock, logger, store, own, maxRun, remember }: QuestionOptions,
  count: DeliveryCount,
  happen: (run: Run, event: MessageEvent<Waiter>) => void,
) {
  const limits = { maxRun, duty: maxRun + DUTY_LONGER_MS, remember };
  const sharedTimes: Times = { ...SHARED_TIMES, ...limits };
  let times: Times = { ...LOCAL_TIMES, ...limits };
  /** Since when every question has failed, by the monotonic clock. */
  let awaySince = Infinity;
  const sayAway = awayLog(logger, clock);
  const untold = createUntold(store, clock, times);

  function replied(view: Facts): MessageEvent<Waiter> {
    awaySince = Infinity;
    untold.isBack();
    return { on: 'reply', view };
  }

  function failed(run: Run, error: unknown, asked: number): MessageEvent<Waiter> {
    awaySince = Math.min(awaySince, asked);
    sayAway(account, error);
    if (!run.degraded) count.degraded++;
    run.degraded = true;
    // Without a connection nothing was done.
    const maybe = !(error instanceof StoreError && error.reason === 'not-connected');
    return { on: 'failed', maybe, since: awaySince };
  }

  return {
    /** The time limits of this process. They change once it has met a store that has to be waited for. */
    times: (): Times => times,

    /** Asks the store. Returns its response if that is known at once. */
    ask(run: Run, wish: Wish, now: number): MessageEvent<Waiter> | undefined {
      const { state, key } = run;
      const question = ++run.asked;
      state.jitter = Math.random();
      const { me, facts } = state;
      try {
        const view = store.sync(key, { me, facts, wish, patience: times, now });
        if (!isLater(view)) return replied(view);
        times = sharedTimes;
        const hear = (event: MessageEvent<Waiter>): void => {
          if (question === run.asked && state.asking) happen(run, event);
        };
        void view.then(
          (facts) => hear(replied(facts)),
          (error: unknown) => hear(failed(run, error, now)),
        );
        return undefined;
      } catch (error) {
        return failed(run, error, now);
      }
    },

    /** Returns what this process knew when it forgot the message and the store did not. */
    recall(id: string, me: string): Facts {
      if (own.remembered === 0) return noFacts();
      const now = clock.monotonic();
      const known = own.sync({ account, id }, { me, facts: noFacts(), wish: NO_WISH, patience: times, now });
      return isLater(known) ? noFacts() : known;
    },

    /** Keeps what the store does not know about a message that is finished here. */
    keep({ key, state }: Run): void {
      if (!isUntold(state)) return;
      const { me } = state;
      const known = copyFacts(state.facts);
      void own.sync(key, { me, facts: known, wish: NO_WISH, patience: times, now: clock.monotonic() });
      untold.add(key, me, known);
    },
  };
}

/** The functions that ask the store. */
export type Questions = ReturnType<typeof createQuestions>;
