import { randomBytes } from 'node:crypto';
import type { Context } from '../router/context';
import { isParked } from '../store/facts';
import type { Wish } from '../store/facts';
import { AfterWorks } from './after-work';
import { Closing } from './closing';
import { createConclusions } from './conclude';
import { decide } from './decide';
import { awaitsHandIn, isUnclaimed } from './duties';
import { noCount } from './delivery-options';
import type { DeliveryOptions, DeliveryStats } from './delivery-options';
import { LAST_DELIVERY } from './message-state';
import type { MessageEvent, Times } from './message-state';
import { note } from './note';
import { OpenRuns } from './open-runs';
import { createPerformer } from './perform';
import { createQuestions } from './questions';
import { Run } from './run';
import type { RunHost, Start } from './run';
import { createShedding } from './shed';
import { mayTakeOver } from './take-overs';
import { isGone, REPEATED_AGE, Waiter } from './waiter';
import type { Delivery, Settle } from './waiter';

export type { DeliveryStats } from './delivery-options';

/** If this process was blocked for so long, its lease is in danger. */
const BLOCKED_MS = 2000;
/** The time between WeChat's deliveries of a message. */
const BETWEEN_DELIVERIES_MS = 5000;
/** The end of an owner's id counts messages, in base 36. Its beginning identifies the process. */
const COUNT_DIGITS = 6;

/** Shares one run of the handlers between all deliveries of a message, in all processes. */
export function createDeliveries(options: DeliveryOptions) {
  const { account, clock, logger, deadlines, store, own, late: mode } = options;
  const messages = new OpenRuns();
  const count = noCount();
  const questions = createQuestions(options, count, happen);
  const conclusions = createConclusions(options, count);
  const shedding = createShedding({ ...options, messages, conclusions, count });
  const afterWorks = new AfterWorks(options);
  const { perform, sending } = createPerformer({
    ...options,
    ...{ messages, conclusions, questions, afterWorks, count, happen },
  });
  const isExpected = (run: Run): boolean => awaitsHandIn(run.state, clock.monotonic(), questions.times());
  const closing = new Closing({ clock, deadlines, messages, sending, afterWorks, happen, isExpected });
  const host: RunHost = {
    clock,
    onTime,
    timeLeft: ({ lastDoor, state: { facts } }) =>
      facts.ack === undefined && facts.answer === undefined ? Math.max(0, lastDoor - clock.monotonic()) : 0,
    after: (run, work, drop) => afterWorks.add(run, work, drop),
    abortOthers,
  };
  /** The message that was last taken over from a process that had vanished. */
  let takenOver: Run | undefined;

  const process = randomBytes(9).toString('base64url');
  const waiterName = process.slice(0, 3);
  let counted = 0;
  const nextId = (): string => (counted++).toString(36).padStart(COUNT_DIGITS, '0').slice(-COUNT_DIGITS);

  /**
   * Calls `settle` with the answer to a delivery, or with `undefined` if its connection is to stay
   * unanswered. `open` creates the context of the message. `start` runs the handlers: one process calls it,
   * for one delivery, and it does not reject.
   */
  function deliver(delivery: Delivery, open: (run: Run) => Context, start: Start, settle: Settle): void {
    // WeChat does not listen any more. A delivery that cannot be answered must not count as one, except the
    // last one: no delivery follows it.
    if (isGone(delivery.connection) && delivery.age < questions.times().lastAge) {
      settle(undefined);
      return;
    }
    const known = messages.get(delivery.identity);
    // The message does not belong to this process any more. Unanswered, it comes again, to another process or
    // to the next one. After the last delivery it does not: that one gets what another process has answered,
    // or is acknowledged, so that another process sends the answer.
    if (known === undefined && closing.how !== 'no' && delivery.age < questions.times().lastAge) {
      conclusions.hold(wait(delivery, undefined, settle));
      return;
    }
    if (known === undefined && shedding.sheds(delivery, () => wait(delivery, undefined, settle))) return;
    const run = known ?? begin(delivery, open, start);
    const { lastWord } = questions.times();
    run.lastDoor = delivery.arrived + doorsAfter(delivery.age) * BETWEEN_DELIVERIES_MS + lastWord;
    const waiting = wait(delivery, run, settle);
    if (isGone(delivery.connection)) conclusions.conclude(waiting, undefined, 'gone');
    happen(run, { on: waiting.isSettled ? 'missed' : 'delivery', waiting });
  }

  function begin({ identity, user, large }: Delivery, open: (run: Run) => Context, start: Start): Run {
    const me = process + nextId();
    const facts = questions.recall(identity, me);
    const run = new Run({ account, id: identity }, user, me, facts, start, open, large, host);
    run.state.shutdown = closing.how;
    messages.add(run);
    return run;
  }

  function wait(delivery: Delivery, run: Run | undefined, settle: Settle): Waiter {
    const isLast = delivery.age >= questions.times().lastAge;
    return new Waiter(waiterName + nextId(), delivery, run, settle, isLast, mode === 'ack-then-send');
  }

  /** Returns how many deliveries follow one of this age, if it is not answered. */
  function doorsAfter(age: number): number {
    if (mode === 'ack-then-send' || age >= questions.times().lastAge) return 0;
    return age >= REPEATED_AGE ? 1 : LAST_DELIVERY - 1;
  }

  function abortOthers(run: Run, reason: Error): void {
    if (run.user === '') return;
    const working = messages.all().filter(({ state }) => state.work === 'working');
    for (const other of new Set([...working, ...afterWorks.all()]))
      if (other.user === run.user && other !== run) other.abort(reason);
  }

  /** Notes an event of a message, decides what to do, and does it. */
  function happen(run: Run, event: MessageEvent<Waiter>): void {
    if (run.isBusy) {
      run.pending.push(event);
      return;
    }
    run.isBusy = true;
    let next: MessageEvent<Waiter> | undefined = event;
    while (next !== undefined) {
      const now = clock.monotonic();
      const times = questions.times();
      loseClosed(run, now, times);
      note(run.state, next, now, times);
      let wish: Wish | undefined;
      for (const effect of decide(run.state, now, times, mayTakeOver(takenOver?.state, run.state, now))) {
        if (effect.do === 'ask') ({ wish } = effect);
        else perform(run, effect, now);
        if (effect.do === 'forget' && takenOver === run) takenOver = undefined;
      }
      afterWorks.handInTaken(run);
      if (isUnclaimed(run.state, now, times)) afterWorks.handIn(run, 'unclaimed');
      if (wish?.run === 'again') takenOver = run;
      next = (wish && questions.ask(run, wish, now)) ?? run.pending.shift();
    }
    run.isBusy = false;
  }

  /** No event reports that WeChat, or a proxy, has closed a connection. */
  function loseClosed({ state }: Run, now: number, times: Times): void {
    // Nearly always there is none; only otherwise is the list filtered.
    if (!state.waiting.some(isLost)) return;
    for (const waiting of state.waiting.filter(isLost)) {
      conclusions.conclude(waiting, undefined, 'gone');
      // At once, so that no answer is written to a closed connection.
      note(state, { on: 'closed', waiting }, now, times);
    }
  }

  function onTime(run: Run): void {
    const late = clock.monotonic() - run.due;
    if (late > BLOCKED_MS && run.state.work === 'working')
      logger.warn(
        { event: 'blocked', ms: Math.round(late), deliveryId: run.deliveryId },
        'This process did nothing for a while: is a handler blocking it? Another may take its messages over.',
      );
    happen(run, { on: 'time' });
  }

  return {
    deliver,
    stats: (): DeliveryStats => ({
      running: messages.all().filter((run) => isRunning(run, clock.monotonic())).length,
      after: afterWorks.size,
      remembered: store.remembered ?? own.remembered ?? 0,
      ...count,
    }),
    /** Tells whether anything is running: also answers that are being sent, and work after them. */
    isBusy: (): boolean =>
      sending.size > 0 ||
      afterWorks.size > 0 ||
      messages.all().some((run) => isRunning(run, clock.monotonic()) || isExpected(run)),
    /**
     * Takes no new messages. Waits `grace` milliseconds for the running handlers, then aborts them and leaves
     * their messages to other processes.
     */
    close: (grace: number) => closing.close(grace),
  };
}

/** Shares runs between deliveries. */
export type Deliveries = ReturnType<typeof createDeliveries>;

const isLost = ({ delivery, isSettled }: Waiter): boolean => !isSettled && isGone(delivery.connection);

/** Tells whether there is more to do than to repeat a finished answer. */
const isRunning = ({ state: { me, facts, work, waiting, asking, hasSent } }: Run, now: number): boolean =>
  work === 'working' ||
  waiting.length > 0 ||
  (asking && facts.answer === undefined && facts.ack === undefined) ||
  (facts.late === undefined ? facts.ack === me && !isParked(facts, now) : facts.late === me && !hasSent);
