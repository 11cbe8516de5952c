import type { Logger } from '../logger';
import type { Conclusions } from './conclude';
import type { DeliveryCount } from './delivery-options';
import type { OpenRuns } from './open-runs';
import type { Outcome } from './outcome';
import type { Delivery, Waiter } from './waiter';

const MAX_RUNNING = 2000;
/** The most messages of one user among these. */
const MAX_PER_USER = 200;
/** One of this number of refused deliveries is logged. */
const LOG_EVERY = 1000;

/** The parts that refuse deliveries. */
export interface SheddingOptions {
  readonly logger: Logger;
  readonly messages: OpenRuns;
  readonly conclusions: Conclusions;
  readonly count: DeliveryCount;
  /** The answer to the last delivery if the run has not ended. */
  readonly placeholder: Outcome['reply'];
}

/** Refuses new messages while too many are being handled. */
export function createShedding({ logger, messages, conclusions, count, placeholder }: SheddingOptions) {
  /**
   * Unanswered, the message comes again, perhaps to a process with less work. The last delivery must be
   * answered.
   */
  function shed(waiter: Waiter, isGreedy: boolean): void {
    if (count.shed++ % LOG_EVERY === 0)
      logger.error(
        { event: 'shed', running: messages.size, shed: count.shed },
        isGreedy
          ? `One user has ${MAX_PER_USER} messages that are being handled: further ones wait for their next delivery.`
          : `${MAX_RUNNING} messages are being handled: further ones wait for their next delivery.`,
      );
    if (waiter.final) {
      conclusions.conclude(waiter, { reply: placeholder }, 'shed');
      return;
    }
    conclusions.conclude(waiter, undefined, 'shed');
    conclusions.holdRefused(waiter);
  }

  return {
    /** Tells whether a delivery of a new message was refused. */
    sheds({ user }: Delivery, wait: () => Waiter): boolean {
      // A notice to a third-party platform has no user.
      const isGreedy = user !== '' && messages.sizeOf(user) >= MAX_PER_USER;
      if (!isGreedy && messages.size < MAX_RUNNING) return false;
      shed(wait(), isGreedy);
      return true;
    },
  };
}
