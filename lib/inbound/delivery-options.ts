import type { Clock } from '../clock';
import type { WeChatConfig } from '../config';
import type { Logger } from '../logger';
import type { Context } from '../router/context';
import type { DeliveryStore } from '../store/deliveries';
import type { Answers } from './answer';
import type { Deadlines } from './deadlines';
import type { Outcome } from './outcome';

/** The options of `createDeliveries`. */
export interface DeliveryOptions {
  readonly account: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly deadlines: Deadlines;
  readonly store: DeliveryStore;
  /** This process's own memory, for the time when the store is unreachable. */
  readonly own: DeliveryStore;
  readonly late: NonNullable<WeChatConfig['late']>;
  readonly canSend: boolean;
  /** Tells whether the account may send, as far as is known. */
  readonly maySend: (ctx: Context) => boolean;
  /** The answer to the last delivery if the run has not ended. */
  readonly placeholder: Outcome['reply'];
  readonly onLate: WeChatConfig['onLate'];
  /** How long handlers may take, with their work after the answer. */
  readonly maxRun: number;
  /** How long a message is remembered. */
  readonly remember: number;
  readonly answers: Answers;
}

/** Numbers of running and refused messages. */
export interface DeliveryStats {
  /**
   * Messages that occupy this process: their handlers run here, deliveries wait here, or their answer is
   * still to be sent.
   */
  readonly running: number;
  /**
   * Messages whose answer was sent, and whose rest, or whose work after the answer (`ctx.after`), is running.
   */
  readonly after: number;
  /** Messages that this process remembers after their run. */
  readonly remembered: number;
  /** Deliveries that got the answer of the handlers. */
  readonly answered: number;
  /** Deliveries that got `success` or the placeholder before there was an answer. */
  readonly acknowledged: number;
  /** Late answers sent as customer-service messages. */
  readonly sentLate: number;
  /** Late answers, and failures, that were handed to `onLate`. */
  readonly late: number;
  /**
   * Deliveries that were left for WeChat to repeat, or (the last one) acknowledged without a run, since too
   * many messages were running.
   */
  readonly shed: number;
  /** Messages that were taken over from a process that had vanished. */
  readonly takenOver: number;
  /** Messages that are not run any more, since two processes vanished while handling them. */
  readonly parked: number;
  /**
   * Messages for which a question to the store failed at least once. This process may have handled them
   * alone.
   */
  readonly degraded: number;
}

/** The numbers that only grow. */
export type DeliveryCount = Record<Exclude<keyof DeliveryStats, 'running' | 'after' | 'remembered'>, number>;

export const noCount = (): DeliveryCount => ({
  answered: 0,
  acknowledged: 0,
  sentLate: 0,
  late: 0,
  shed: 0,
  takenOver: 0,
  parked: 0,
  degraded: 0,
});
