import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import type { WeChatConfig } from '../config';
import { diagnostics } from '../diagnostics';
import type { DeliveryOutcome } from '../diagnostics';
import type { Logger } from '../logger';
import type { Reply } from '../model/replies';
import { HandledElsewhereError, ShutdownError } from '../router/abort-reasons';
import type { Context, DropReason } from '../router/context';
import { awayLog } from '../store/away-log';
import type { DeliveryStore } from '../store/deliveries';
import { copyFacts, isParked, noFacts } from '../store/facts';
import type { Facts, Wish } from '../store/facts';
import { StoreError } from '../store/store';
import { AFTER_ANSWER_MS, AFTER_LATE_ANSWER_MS, AfterWorks } from './after-work';
import type { Answers } from './answer';
import { Closing } from './closing';
import type { Deadlines } from './deadlines';
import { awaitsHandIn, decide, isUnclaimed } from './decide';
import { createLate } from './late';
import { isLater } from './later';
import { LAST_DELIVERY } from './message-state';
import type { Effect, MessageEvent, Times } from './message-state';
import { note } from './note';
import { OpenRuns } from './open-runs';
import { Run } from './run';
import type { Outcome } from './outcome';
import type { RunHost, Start } from './run';
import { mayTakeOver } from './take-overs';
import { LOCAL_TIMES, SHARED_TIMES } from './times';
import { createUntold, NO_WISH } from './untold';
import { CUT_BY_WECHAT, endUnanswered, REPEATED_AGE, Waiter } from './waiter';
import type { Delivery, Settle } from './waiter';

/** A connection that WeChat should have cut by now. */
const CUT_AFTER = 5500;
/** A lease is in danger when this process was away for so long. */
const BLOCKED = 2000;
/** A deadline may come so much early: see deadlines.ts. */
const GRAIN = 49;
const DUTY_LONGER = 10_000;
/** WeChat delivers this many times, so long after one another. */
const BETWEEN_DELIVERIES = 5000;
const MAX_RUNNING = 2000;
/** Most of these that may be one user's. */
const MAX_PER_USER = 200;
/** The end of an owner's id counts messages, in base 36; its beginning is the process's. */
const COUNT_DIGITS = 6;

const ACKNOWLEDGED: Outcome = { reply: undefined };

/** What `createDeliveries` needs. */
export interface DeliveryOptions {
  readonly account: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly deadlines: Deadlines;
  readonly store: DeliveryStore;
  /** This process's own memory, for when the store is away. */
  readonly own: DeliveryStore;
  readonly late: NonNullable<WeChatConfig['late']>;
  readonly canSend: boolean;
  /** Whether the account may send, as far as is known. */
  readonly maySend: (ctx: Context) => boolean;
  /** Answers the last delivery when the run is not over. */
  readonly placeholder: Outcome['reply'];
  readonly onLate: WeChatConfig['onLate'];
  /** How long handlers may take, with what they do after their answer. */
  readonly maxRun: number;
  readonly answers: Answers;
}

/** Numbers of what is going on, and of what was turned away. */
export interface DeliveryStats {
  /** Messages that this process has to do with: their handlers are at work here, deliveries wait here, or an answer is seen to. */
  readonly running: number;
  /** Messages remembered by this process after their run. */
  readonly remembered: number;
  /** Deliveries answered with what the handlers made. */
  readonly answered: number;
  /** Deliveries answered with `success` or the placeholder before there was an answer. */
  readonly acknowledged: number;
  /** Late answers sent as customer-service messages. */
  readonly sentLate: number;
  /** Late answers, and failures, handed to `onLate`. */
  readonly late: number;
  /** Deliveries left for WeChat to repeat, or (the last) acknowledged unheard, since too many messages were running. */
  readonly shed: number;
  /** Messages taken over from a process that had vanished. */
  readonly takenOver: number;
  /** Messages that nobody runs any more, since two processes had vanished over them. */
  readonly parked: number;
  /** Messages for which the store was asked in vain at least once: this process may have handled them by itself. */
  readonly degraded: number;
}

/** Shares one run of the handlers between all deliveries of a message, in all processes. */
export function createDeliveries(options: DeliveryOptions) {
  const { account, clock, logger, deadlines, store, own, placeholder, late: mode } = options;
  const messages = new OpenRuns();
  const count = {
    answered: 0,
    acknowledged: 0,
    sentLate: 0,
    late: 0,
    shed: 0,
    takenOver: 0,
    parked: 0,
    degraded: 0,
  };
  const process = randomBytes(9).toString('base64url');
  let counted = 0;
  // Whoever waits for an answer waits a little longer than it may take.
  const { maxRun } = options;
  const limits = { maxRun, duty: maxRun + DUTY_LONGER };
  let times: Times = { ...LOCAL_TIMES, ...limits };
  const sharedTimes: Times = { ...SHARED_TIMES, ...limits };

  /** Since when every question to the store has been in vain, monotonic. */
  let awaySince = Infinity;
  /** The message that was last taken over from a process that had vanished. */
  let takenOver: Run | undefined;

  const sayAway = awayLog(logger, clock);
  const sendLate = createLate(options, count);
  const untold = createUntold(store, clock, times);
  const sending = new Set<Promise<void>>();
  const afterWorks = new AfterWorks({ clock, logger, maxRun });
  const isExpected = (run: Run): boolean => awaitsHandIn(run.state, clock.monotonic(), times);
  const closing = new Closing({ clock, deadlines, messages, sending, afterWorks, happen, isExpected });
  const host: RunHost = {
    clock,
    onTime,
    timeLeft: ({ lastDoor, state: { facts } }) =>
      facts.ack === undefined && facts.answer === undefined ? Math.max(0, lastDoor - clock.monotonic()) : 0,
    after: (run, work, drop) => afterWorks.add(run, work, drop),
    abortOthers,
  };

  const nextId = (): string => (counted++).toString(36).padStart(COUNT_DIGITS, '0').slice(-COUNT_DIGITS);

  /**
   * Tells `settle` what a delivery is to be answered, or `undefined` when its connection is to be left alone. `start` runs the
   * handlers; it is called by one process for one delivery, and does not reject.
   */
  function deliver(delivery: Delivery, open: (run: Run) => Context, start: Start, settle: Settle): void {
    // WeChat is not listening any more: a delivery that nobody can answer must not count as one.
    if (delivery.connection.destroyed) {
      settle(undefined);
      return;
    }
    let run = messages.get(delivery.identity);
    const wait = (run?: Run): Waiter =>
      new Waiter(
        process.slice(0, 3) + nextId(),
        delivery,
        run,
        settle,
        delivery.age >= times.lastAge,
        mode === 'ack-then-send',
      );
    if (run === undefined) {
      // Not this process's any more: unanswered, the message comes again, to another or to the next.
      if (closing.begun) {
        hold(wait());
        return;
      }
      const { user } = delivery;
      // A notice to a third-party platform comes from nobody.
      const isGreedy = user !== '' && messages.sizeOf(user) >= MAX_PER_USER;
      if (isGreedy || messages.size >= MAX_RUNNING) {
        shed(wait(), isGreedy);
        return;
      }
      const key = { account, id: delivery.identity };
      const me = process + nextId();
      run = new Run(key, user, me, recall(key.id, me), start, open, delivery.large, host);
      messages.add(run);
    }
    run.lastDoor = delivery.arrived + doorsAfter(delivery.age) * BETWEEN_DELIVERIES + times.lastWord;
    happen(run, { on: 'delivery', waiting: wait(run) });
  }

  /** How many deliveries come after one of this age, if it is not answered. */
  function doorsAfter(age: number): number {
    if (mode === 'ack-then-send' || age >= times.lastAge) return 0;
    return age >= REPEATED_AGE ? 1 : LAST_DELIVERY - 1;
  }

  function abortOthers(run: Run, reason: Error): void {
    if (run.user === '') return;
    const working = messages.all().filter(({ state }) => state.work === 'working');
    for (const other of new Set([...working, ...afterWorks.all()]))
      if (other.user === run.user && other !== run) other.abort(reason);
  }

  /** An answer has gone its way, or none will: what was left for after it begins, or is dropped. */
  function handIn(run: Run, whose: 'here' | DropReason): void {
    if (run.handedIn !== 'not-yet') return;
    run.handedIn = whose;
    const { me, facts } = run.state;
    const isSentElsewhere = facts.late !== undefined && facts.late !== me;
    if (whose === 'here') afterWorks.begin(run, isSentElsewhere ? AFTER_LATE_ANSWER_MS : AFTER_ANSWER_MS);
    else afterWorks.drop(run, whose);
  }

  function handInTaken(run: Run): void {
    const { facts, me } = run.state;
    if (facts.taken) handIn(run, facts.answer === me ? 'here' : 'elsewhere');
  }

  /** What this process knew when it forgot the message, and the store did not. */
  function recall(id: string, me: string): Facts {
    if (own.remembered === 0) return noFacts();
    const now = clock.monotonic();
    const known = own.sync({ account, id }, { me, facts: noFacts(), wish: NO_WISH, patience: times, now });
    return isLater(known) ? noFacts() : known;
  }

  function happen(run: Run, event: MessageEvent<Waiter>): void {
    if (run.isBusy) {
      run.pending.push(event);
      return;
    }
    run.isBusy = true;
    let next: MessageEvent<Waiter> | undefined = event;
    while (next !== undefined) {
      const now = clock.monotonic();
      loseClosed(run, now);
      note(run.state, next, now, times);
      const mayBegin = mayTakeOver(takenOver?.state, run.state, now);
      let asked: Wish | undefined;
      for (const effect of decide(run.state, now, times, mayBegin)) {
        if (effect.do === 'ask') asked = effect.wish;
        else perform(run, effect, now);
      }
      handInTaken(run);
      if (isUnclaimed(run.state, now, times)) handIn(run, 'unclaimed');
      next = (asked && ask(run, asked, now)) ?? run.pending.shift();
    }
    run.isBusy = false;
  }

  /** Nobody tells when WeChat, or something on the way, has closed a connection. */
  function loseClosed({ state }: Run, now: number): void {
    for (const waiting of [...state.waiting]) {
      if (!waiting.delivery.connection.destroyed || waiting.isSettled) continue;
      conclude(waiting, undefined, 'gone');
      // At once, so that it is not answered as if somebody were there.
      note(state, { on: 'closed', waiting }, now, times);
    }
  }

  function perform(run: Run, effect: Exclude<Effect<Waiter>, { do: 'ask' }>, now: number): void {
    switch (effect.do) {
      case 'answer':
        if (conclude(effect.waiting, outcomeOf(run), 'answered') && !effect.isCertain)
          handIn(run, 'unclaimed');
        break;
      case 'acknowledge':
        if (!run.isParked && isParked(run.state.facts, now)) park(run);
        conclude(effect.waiting, effect.isFirst ? { reply: placeholder } : ACKNOWLEDGED, 'acknowledged');
        if (effect.isFirst && options.onLate === undefined && nobodySends(run))
          run.abort(new Error('Nobody can receive the answer any more.'));
        break;
      case 'leave':
        leave(effect.waiting);
        break;
      case 'start':
        begin(run, effect.attempt);
        break;
      case 'abort':
        // What has gone out goes on, whatever others have said meanwhile.
        if (run.handedIn !== 'here' && run.handedIn !== 'sending')
          run.abort(run.state.shutdown === 'left' ? new ShutdownError() : new HandledElsewhereError());
        break;
      case 'expire':
        expire(run);
        break;
      case 'send': {
        const whose = run.state.facts.answer === run.state.me ? 'here' : 'elsewhere';
        const done = sendLate(run, outcomeOf(run));
        if (run.handedIn === 'not-yet') run.handedIn = 'sending';
        sending.add(done);
        void done.then(() => {
          sending.delete(done);
          if (run.handedIn === 'sending') run.handedIn = 'not-yet';
          handIn(run, whose);
        });
        break;
      }
      case 'wake':
        run.due = effect.at;
        run.at = Math.ceil(effect.at) + GRAIN;
        if (effect.at === Infinity) deadlines.delete(run);
        else deadlines.add(run);
        break;
      case 'forget':
        forget(run);
    }
  }

  /** Whether a late answer would not be sent: by the settings, or since WeChat refuses it for now. */
  function nobodySends(run: Run): boolean {
    if (options.answers.keeps(run.open())) return false;
    if (mode !== 'retry-then-send') return mode === 'retry-only';
    return options.canSend && run.open().openid !== '' && !options.maySend(run.open());
  }

  function begin(run: Run, attempt: number): void {
    if (attempt > 1) count.takenOver++;
    run.attempt = attempt;
    void run.start(run).then((outcome) => {
      if (run.state.work !== 'working') return;
      run.outcome = outcome;
      const leavesWork = afterWorks.isLeft(run);
      happen(run, { on: 'handled', value: copy(run, outcome.reply), leavesWork });
    });
  }

  function expire(run: Run): void {
    const error = new Error(`The handlers took more than ${times.maxRun / 1000} s.`);
    logger.error({ event: 'handler-aborted', deliveryId: run.deliveryId }, error.message);
    run.outcome = { reply: undefined, error };
    run.abort(error);
  }

  function park(run: Run): void {
    run.isParked = true;
    count.parked++;
    logger.error(
      { event: 'parked', deliveryId: run.deliveryId },
      'A message is not handled any more: two processes have vanished while they were handling it.',
    );
  }

  /** Asks the store; what it says, where that is known at once. */
  function ask(run: Run, wish: Wish, now: number): MessageEvent<Waiter> | undefined {
    const { state, key } = run;
    const question = ++run.asked;
    state.jitter = Math.random();
    if (wish.run === 'again') takenOver = run;
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
  }

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
    // Where there was no connection, nothing was done.
    const maybe = !(error instanceof StoreError && error.reason === 'not-connected');
    return { on: 'failed', maybe, since: awaySince };
  }

  function onTime(run: Run): void {
    const late = clock.monotonic() - run.due;
    if (late > BLOCKED && run.state.work === 'working')
      logger.warn(
        { event: 'blocked', ms: Math.round(late), deliveryId: run.deliveryId },
        'This process did nothing for a while: is a handler blocking it? Another may take its messages over.',
      );
    happen(run, { on: 'time' });
  }

  function forget(run: Run): void {
    const { me, facts, unsaid, awaySince } = run.state;
    deadlines.delete(run);
    messages.delete(run);
    handInTaken(run);
    handIn(run, run.state.shutdown === 'left' ? 'closing' : 'unclaimed');
    if (takenOver === run) takenOver = undefined;
    if (unsaid === 'nothing' && awaySince === Infinity) return;
    const known = copyFacts(facts);
    void own.sync(run.key, { me, facts: known, wish: NO_WISH, patience: times, now: clock.monotonic() });
    untold.add(run.key, me, known);
  }

  function leave(waiter: Waiter): void {
    const { connection, arrived } = waiter.delivery;
    const isOver = connection.destroyed || clock.monotonic() - arrived >= CUT_AFTER;
    if (isOver || waiter.final || waiter.endsRetries) endLeft(waiter);
    else hold(waiter);
  }

  /** An answer would end WeChat's deliveries. It should have cut this one; whatever holds it open is not WeChat. */
  function endLeft(waiter: Waiter): void {
    const { connection } = waiter.delivery;
    if (connection.destroyed) {
      conclude(waiter, undefined, 'gone');
      return;
    }
    conclude(waiter, undefined, 'left-open');
    endUnanswered(connection);
  }

  /** Whatever becomes of it, the connection does not stay open. */
  function hold(waiter: Waiter): void {
    deadlines.add({ at: waiter.delivery.arrived + CUT_AFTER, expire: () => endLeft(waiter) });
  }

  /** Unanswered, the message comes again, perhaps to a process with less to do; the last time, somebody must say something. */
  function shed(waiter: Waiter, isGreedy: boolean): void {
    if (count.shed++ % 1000 === 0)
      logger.error(
        { event: 'shed', running: messages.size, shed: count.shed },
        isGreedy
          ? `One user has ${MAX_PER_USER} messages that are being handled: further ones wait for their next delivery.`
          : `${MAX_RUNNING} messages are being handled: further ones wait for their next delivery.`,
      );
    if (waiter.final) conclude(waiter, { reply: placeholder }, 'shed');
    else {
      conclude(waiter, undefined, 'shed');
      hold(waiter);
    }
  }

  /** Whether an answer went out. */
  function conclude(waiter: Waiter, answer: Outcome | undefined, how: DeliveryOutcome): boolean {
    if (waiter.isSettled) return false;
    waiter.isSettled = true;
    const gone = answer !== undefined && waiter.delivery.connection.destroyed;
    const outcome = gone ? undefined : answer;
    const as = gone ? 'gone' : how;
    if (as === 'answered') count.answered++;
    else if (as === 'acknowledged') count.acknowledged++;
    waiter.settle(outcome);
    if (!diagnostics.delivery.wanted) return outcome !== undefined;
    const { run, delivery, id } = waiter;
    const ms = clock.monotonic() - delivery.arrived;
    diagnostics.delivery.publish({
      outcome: as,
      deliveryId: delivery.identity,
      attempt: run?.attempt ?? 0,
      delivery: (run?.state.facts.seen.indexOf(id) ?? -1) + 1,
      ...(outcome?.reply && { reply: outcome.reply.MsgType }),
      ms,
      timeLeft: CUT_BY_WECHAT - ms,
      degraded: run?.degraded ?? false,
    });
    return outcome !== undefined;
  }

  return {
    deliver,
    stats: (): DeliveryStats => ({
      running: messages.all().filter((run) => isRunning(run, clock.monotonic())).length,
      remembered: store.remembered ?? own.remembered ?? 0,
      ...count,
    }),
    /** Whether something goes on: also what was answered, and is still being sent, or worked on after the answer. */
    isBusy: (): boolean =>
      sending.size > 0 ||
      afterWorks.size > 0 ||
      messages.all().some((run) => isRunning(run, clock.monotonic()) || isExpected(run)),
    /** Takes no new messages; waits `grace` milliseconds for the handlers at work, then aborts them and leaves their messages to others. */
    close: (grace: number) => closing.close(grace),
  };
}

/** What shares runs between deliveries. */
export type Deliveries = ReturnType<typeof createDeliveries>;

/** Whether there is more to do than to say once more what is over. */
const isRunning = ({ state: { me, facts, work, waiting, asking, hasSent } }: Run, now: number): boolean =>
  work === 'working' ||
  waiting.length > 0 ||
  (asking && facts.answer === undefined && facts.ack === undefined) ||
  (facts.late === undefined ? facts.ack === me && !isParked(facts, now) : facts.late === me && !hasSent);

/** What the message is answered: by this process's run, or by another's. */
function outcomeOf({ outcome, state: { me, facts } }: Run): Outcome {
  if (facts.answer === me) return outcome ?? { reply: undefined, error: new ShutdownError() };
  // What a process of ours has stored: a reply, or nothing.
  return { reply: facts.value as Reply | undefined };
}

/** Of a large message, a reply with text of its own: a piece of the message's would keep the whole body in memory for as long. */
function copy({ large }: Run, reply: Reply | undefined): Reply | undefined {
  if (!large) return reply;
  try {
    return reply && (JSON.parse(JSON.stringify(reply)) as Reply);
  } catch {
    // Built by hand, of what JSON does not have.
    return undefined;
  }
}
