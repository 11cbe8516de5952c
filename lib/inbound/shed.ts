import type { Logger } from '../logger';
import type { Conclusions } from './conclude';
import type { DeliveryCount } from './delivery-options';
import type { OpenRuns } from './open-runs';
import type { Outcome } from './outcome';
import type { Delivery, Waiter } from './waiter';

const MAX_RUNNING = 2000;
/** Most of these that may be one user's. */
const MAX_PER_USER = 200;
/** Of so many deliveries that are shed, one is logged. */
const LOG_EVERY = 1000;

/** What turning deliveries away needs. */
export interface SheddingOptions {
  readonly logger: Logger;
  readonly messages: OpenRuns;
  readonly conclusions: Conclusions;
  readonly count: DeliveryCount;
  /** Answers the last delivery when the run is not over. */
  readonly placeholder: Outcome['reply'];
}

/** Turns new messages away while too many are being handled. */
export function createShedding({ logger, messages, conclusions, count, placeholder }: SheddingOptions) {
  /** Unanswered, the message comes again, perhaps to a process with less to do; the last time, somebody must say something. */
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
    conclusions.hold(waiter);
  }

  return {
    /** Whether a delivery of a message that is new here was turned away. */
    sheds({ user }: Delivery, wait: () => Waiter): boolean {
      // A notice to a third-party platform comes from nobody.
      const isGreedy = user !== '' && messages.sizeOf(user) >= MAX_PER_USER;
      if (!isGreedy && messages.size < MAX_RUNNING) return false;
      shed(wait(), isGreedy);
      return true;
    },
  };
}
