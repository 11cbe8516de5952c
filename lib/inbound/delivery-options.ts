import type { Clock } from '../clock';
import type { WeChatConfig } from '../config';
import type { Logger } from '../logger';
import type { Context } from '../router/context';
import type { DeliveryStore } from '../store/deliveries';
import type { Answers } from './answer';
import type { Deadlines } from './deadlines';
import type { Outcome } from './outcome';

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
  /** Messages whose answer has gone out, and whose rest, or what handlers left for after it (`ctx.after`), goes on. */
  readonly after: number;
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

/** Those of them that only grow. */
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
