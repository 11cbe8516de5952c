import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import type { WeChatConfig } from '../config';
import { diagnostics } from '../diagnostics';
import type { DeliveryOutcome } from '../diagnostics';
import type { Logger } from '../logger';
import type { Context } from '../router/context';
import { awayLog } from '../store/away-log';
import type { Claim, DeliveryStore, GiveUp } from '../store/deliveries';
import { Closing } from './closing';
import type { Deadlines } from './deadlines';
import { createFollower } from './follower';
import { createLate } from './late';
import { OpenRuns } from './open-runs';
import { answerIn, Run } from './run';
import type { Outcome, Start } from './run';
import { createRunner } from './runner';
import { createShared, isLater, then } from './shared';
import { CUT_BY_WECHAT, endUnanswered, Waiter } from './waiter';
import type { Delivery, Settle } from './waiter';

/** WeChat waits 5 s for an answer; the last delivery is answered a little before. */
const ANSWER_WITHIN = 4500;
/** How long a store may take to say who has the last word. */
const STORE_TIME = 220;
/** A connection that WeChat should have cut by now. */
const CUT_AFTER = 5500;
/** The third delivery comes about 10 s after the first. */
const LAST_DELIVERY = 3;
const LAST_AGE = 9500;
const MAX_RUNNING = 2000;

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
  /** Answers the last delivery when the run is not over. */
  readonly placeholder: Outcome['reply'];
  readonly onLate: WeChatConfig['onLate'];
}

/** Numbers of what is going on, and of what was turned away. */
export interface DeliveryStats {
  /** Messages whose handlers are at work here, or whose deliveries wait here for another process. */
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
  /** Messages that were answered `success` unheard, because too many were running. */
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
  const { account, clock, logger, deadlines, placeholder, late: mode } = options;
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
  const process = randomBytes(12).toString('hex');
  let owners = 0;

  const shared = createShared(
    options.store,
    options.own,
    clock,
    awayLog(logger, clock),
    () => count.degraded++,
  );
  const late = createLate(options, count);
  const isLeft = (): boolean => closing.left;
  const runner = createRunner({ clock, logger, deadlines, shared, end, lost, late, isLeft });
  const forget = (run: Run): void => messages.delete(run);
  const follower = createFollower({ clock, deadlines, shared, found, said, forget, isLeft });
  const closing = new Closing({ clock, deadlines, messages, shared, runner });

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
    if (run === undefined) {
      const key = { account, id: delivery.identity };
      run = new Run(key, process + String(owners++), start, open, delivery.large, onTime);
      const waiter = new Waiter(delivery, run, settle, expire);
      if (closing.begun) {
        // Not this process's any more: unanswered, the message comes again, to another or to the next.
        hold(waiter);
        return;
      }
      if (messages.size >= MAX_RUNNING) {
        shed(waiter);
        return;
      }
      messages.add(run);
      ask(run, waiter);
    } else ask(run, new Waiter(delivery, run, settle, expire));
  }

  function ask(run: Run, waiter: Waiter): void {
    const asked = shared.claim(run, true, waiter);
    run.shared = isLater(asked);
    // Whatever becomes of the claim, the connection does not stay open.
    if (run.shared) hold(waiter);
    run.asking++;
    then(asked, (claim) => {
      run.asking--;
      waiter.number = claim.deliveries;
      waiter.last =
        mode === 'ack-then-send' ||
        claim.deliveries >= LAST_DELIVERY ||
        claim.age >= LAST_AGE ||
        waiter.delivery.age >= LAST_AGE;
      found(run, claim);
      if (run.role === 'over') {
        // What this very claim has found, or what came of the run while the store was asked.
        tell(waiter, run.outcome ?? ACKNOWLEDGED);
      } else if (run.acknowledged) tell(waiter, ACKNOWLEDGED);
      else wait(run, waiter);
    });
  }

  /** Does what a claim calls for. */
  function found(run: Run, claim: Claim): void {
    if (claim.acknowledged) run.acknowledged = true;
    switch (claim.state) {
      case 'run':
        if (run.role !== 'asking' && run.role !== 'following') break;
        if (closing.left) {
          // Asked for before.
          then(shared.release(run), () => undefined);
          break;
        }
        if (run.isKnown) runner.resume(run);
        else {
          if (claim.attempt > 1) count.takenOver++;
          runner.begin(run, claim.attempt);
        }
        break;
      case 'wait':
        if (run.role === 'asking') follow(run);
        break;
      case 'late':
        run.acknowledged = true;
        run.abort(handledElsewhere());
        end(run, ACKNOWLEDGED);
        break;
      case 'parked':
        if (run.role === 'over') break;
        count.parked++;
        logger.error(
          { event: 'parked', deliveryId: run.deliveryId },
          'A message is not handled any more: two processes have vanished while they were handling it.',
        );
        // The last of them may have been slow only, and has an answer to send then.
        then(shared.giveUpAgain(run), () => undefined);
        end(run, ACKNOWLEDGED);
        break;
      case 'done':
        run.abort(handledElsewhere());
        over(run, answerIn(claim));
    }
  }

  /** There is an answer, of which another process has told nobody. */
  function over(run: Run, outcome: Outcome): void {
    if (run.role === 'over') return;
    end(run, outcome);
    // Acknowledged here, behind the back of a store that was away or has forgotten it.
    if (run.owes) runner.sendLate(run, outcome);
  }

  /** The store has heard at last that this process has acknowledged a message. */
  function said(run: Run, result: GiveUp): void {
    if (result.state === 'answer') over(run, answerIn(result));
    else if (result.state === 'late') end(run, ACKNOWLEDGED);
  }

  function wait(run: Run, waiter: Waiter): void {
    const { arrived } = waiter.delivery;
    // A store that has to be waited for is asked a little earlier.
    const within = run.shared ? ANSWER_WITHIN - STORE_TIME : ANSWER_WITHIN;
    waiter.at = arrived + (waiter.last ? within : CUT_AFTER);
    run.waiters.push(waiter);
    deadlines.add(waiter);
  }

  function expire(waiter: Waiter): void {
    const { run, delivery, last } = waiter;
    // The store does not answer at all.
    if (run.role === 'asking') forget(run);
    // Cut by WeChat, or about to be (this process may have been frozen): nobody can be told anything.
    if (delivery.connection.destroyed) conclude(waiter, undefined, 'gone');
    else if (!last || clock.monotonic() - delivery.arrived >= CUT_BY_WECHAT) {
      // An answer would end WeChat's deliveries. It should have cut this one; whatever holds it open is not WeChat.
      conclude(waiter, undefined, 'left-open');
      endUnanswered(delivery.connection);
    } else {
      waiter.givingUp = true;
      then(shared.giveUp(run), (result) => gaveUp(waiter, result));
    }
  }

  function gaveUp(waiter: Waiter, result: GiveUp): void {
    const { run } = waiter;
    if (result.state === 'answer') {
      conclude(waiter, answerIn(result), 'answered');
      // Nothing is left to hand in.
      if (run.role === 'finishing' && !waiter.delivery.connection.destroyed) end(run, answerIn(result));
    } else if (result.state === 'late') conclude(waiter, ACKNOWLEDGED, 'acknowledged');
    // Found meanwhile, and the store could not be told anything: it goes no other way.
    else if (run.unsaid && run.role === 'over' && !run.acknowledged && run.outcome !== undefined)
      conclude(waiter, run.outcome, 'answered');
    else {
      run.acknowledged = run.owes = true;
      conclude(waiter, { reply: placeholder }, 'acknowledged');
      if (mode === 'retry-only' && options.onLate === undefined)
        run.abort(new Error('Nobody can receive the answer any more.'));
      // Another's. An answer that was found meanwhile is forgotten by the store, and its owner may never hear that it is owed.
      if (run.attempt === 0) {
        run.role = 'following';
        messages.add(run);
      }
      if (run.role === 'following') follower.watch(run);
    }
  }

  /** Ends a message in this process, and tells all who wait here. */
  function end(run: Run, outcome: Outcome): void {
    run.role = 'over';
    run.outcome = outcome;
    deadlines.delete(run);
    forget(run);
    for (const waiter of run.waiters) if (!waiter.givingUp) tell(waiter, outcome);
  }

  function tell(waiter: Waiter, outcome: Outcome): void {
    // Once acknowledged, the answer goes another way, and only there.
    if (waiter.run.acknowledged) conclude(waiter, ACKNOWLEDGED, 'acknowledged');
    else conclude(waiter, outcome, 'answered');
  }

  function follow(run: Run): void {
    run.role = 'following';
    follower.follow(run);
  }

  function lost(run: Run): void {
    follow(run);
    // No delivery will come to ask for its answer.
    if (run.acknowledged) follower.watch(run);
  }

  function onTime(run: Run): void {
    if (run.role === 'running') runner.check(run);
    else if (run.role === 'following') follower.look(run);
  }

  function hold(waiter: Waiter): void {
    waiter.at = waiter.delivery.arrived + CUT_AFTER;
    deadlines.add(waiter);
  }

  function shed(waiter: Waiter): void {
    if (count.shed++ % 1000 === 0)
      logger.error(
        { event: 'shed', running: messages.size, shed: count.shed },
        `More than ${MAX_RUNNING} messages are being handled: further ones are not.`,
      );
    conclude(waiter, ACKNOWLEDGED, 'shed');
  }

  function conclude(waiter: Waiter, answer: Outcome | undefined, how: DeliveryOutcome): void {
    if (waiter.settled) return;
    waiter.settled = true;
    deadlines.delete(waiter);
    const gone = answer !== undefined && waiter.delivery.connection.destroyed;
    const outcome = gone ? undefined : answer;
    const as = gone ? 'gone' : how;
    if (as === 'answered') count.answered++;
    else if (as === 'acknowledged') count.acknowledged++;
    waiter.settle(outcome);
    if (!diagnostics.delivery.wanted) return;
    const { run, delivery, number } = waiter;
    const ms = clock.monotonic() - delivery.arrived;
    diagnostics.delivery.publish({
      outcome: as,
      deliveryId: run.deliveryId,
      attempt: run.attempt,
      delivery: number,
      ...(outcome?.reply && { reply: outcome.reply.MsgType }),
      ms,
      timeLeft: CUT_BY_WECHAT - ms,
      degraded: run.degraded,
    });
  }

  return {
    deliver,
    stats: (): DeliveryStats => ({
      running: messages.size,
      remembered: options.store.remembered ?? options.own.remembered ?? 0,
      ...count,
    }),
    /** Takes no new messages; waits `grace` milliseconds for the handlers at work, then aborts them and leaves their messages to others. */
    close: (grace: number) => closing.close(grace),
  };
}

/** What shares runs between deliveries. */
export type Deliveries = ReturnType<typeof createDeliveries>;

const handledElsewhere = () => new Error('Another process has handled this message.');
