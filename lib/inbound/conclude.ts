import type { Clock } from '../clock';
import { diagnostics } from '../diagnostics';
import type { DeliveryOutcome } from '../diagnostics';
import type { Deadlines } from './deadlines';
import type { DeliveryCount } from './delivery-options';
import type { Outcome } from './outcome';
import { CUT_BY_WECHAT, endUnanswered, isGone } from './waiter';
import type { Waiter } from './waiter';

/** WeChat should have closed a connection of this age. */
const CUT_AFTER_MS = 5500;

/** The parts that end deliveries. */
export interface ConcludeOptions {
  readonly clock: Clock;
  readonly deadlines: Deadlines;
}

/** Ends deliveries: each once, with or without an answer. */
export function createConclusions({ clock, deadlines }: ConcludeOptions, count: DeliveryCount) {
  /** Ends a delivery. Returns whether an answer was sent. */
  function conclude(waiter: Waiter, answer: Outcome | undefined, how: DeliveryOutcome): boolean {
    if (waiter.isSettled) return false;
    waiter.isSettled = true;
    const gone = answer !== undefined && isGone(waiter.delivery.connection);
    const outcome = gone ? undefined : answer;
    const as = gone ? 'gone' : how;
    if (as === 'answered') count.answered++;
    else if (as === 'acknowledged') count.acknowledged++;
    waiter.settle(outcome);
    if (diagnostics.delivery.wanted) publish(waiter, outcome, as, clock.monotonic());
    return outcome !== undefined;
  }

  function leave(waiter: Waiter): void {
    const { connection, arrived } = waiter.delivery;
    const isOver = isGone(connection) || clock.monotonic() - arrived >= CUT_AFTER_MS;
    if (isOver || waiter.final || waiter.endsRetries) endLeft(waiter);
    else hold(waiter);
  }

  /**
   * An answer would end WeChat's deliveries, so none is sent. WeChat should have closed this connection;
   * whoever holds it open is not WeChat.
   */
  function endLeft(waiter: Waiter): void {
    const { connection } = waiter.delivery;
    if (isGone(connection)) {
      conclude(waiter, undefined, 'gone');
      return;
    }
    conclude(waiter, undefined, 'left-open');
    endUnanswered(connection);
  }

  /** The connection does not stay open, whatever happens. */
  function hold(waiter: Waiter): void {
    deadlines.add({ at: waiter.delivery.arrived + CUT_AFTER_MS, expire: () => endLeft(waiter) });
  }

  /** The same for a delivery that was refused: of many at once, nothing of what was pushed is kept. */
  function holdRefused({ delivery: { connection, arrived } }: Waiter): void {
    const expire = (): void => {
      if (!isGone(connection)) endUnanswered(connection);
    };
    deadlines.add({ at: arrived + CUT_AFTER_MS, expire });
  }

  return { conclude, leave, hold, holdRefused };
}

/** The functions that end deliveries. */
export type Conclusions = ReturnType<typeof createConclusions>;

function publish(
  { run, delivery, id }: Waiter,
  answer: Outcome | undefined,
  outcome: DeliveryOutcome,
  now: number,
): void {
  const ms = now - delivery.arrived;
  diagnostics.delivery.publish({
    outcome,
    deliveryId: delivery.identity,
    attempt: run?.attempt ?? 0,
    delivery: (run?.state.facts.seen.indexOf(id) ?? -1) + 1,
    ...(answer?.reply && { reply: answer.reply.MsgType }),
    ms,
    timeLeft: CUT_BY_WECHAT - ms,
    degraded: run?.degraded ?? false,
  });
}
