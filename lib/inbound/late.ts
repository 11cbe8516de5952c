import { timeLimited } from '../clock';
import type { Clock } from '../clock';
import type { WeChatConfig } from '../config';
import { diagnostics } from '../diagnostics';
import type { DeliveryOutcome } from '../diagnostics';
import { TransportError } from '../errors';
import type { Logger } from '../logger';
import type { Reply } from '../model/replies';
import { ShutdownError } from '../router/abort-reasons';
import type { Context } from '../router/context';
import type { Answers } from './answer';
import type { Outcome } from './outcome';
import type { Run } from './run';

/** The parts that late answers need. */
export interface LateOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly late: NonNullable<WeChatConfig['late']>;
  readonly onLate: WeChatConfig['onLate'];
  /** Milliseconds for which `onLate` is waited for. */
  readonly maxRun: number;
  /** Tells whether there is an API to send with. */
  readonly canSend: boolean;
  /** Tells whether the account may send, as far as is known. */
  readonly maySend: (ctx: Context) => boolean;
  readonly answers: Answers;
}

/** Numbers of late answers. */
export interface LateStats {
  /** Sent as customer-service messages. */
  sentLate: number;
  /** Handed to `onLate`, or dropped. */
  late: number;
}

/** Handles an answer for which no delivery waits any more: it is sent once, or handed over. */
export function createLate(
  { clock, logger, late, onLate, maxRun, canSend, maySend, answers }: LateOptions,
  stats: LateStats,
) {
  /**
   * Resolves when it is done, or to false: `onLate` has not ended in time, so nobody knows. It never rejects.
   */
  return async (run: Run, { reply, error }: Outcome): Promise<boolean> => {
    if (reply === undefined && error === undefined) return true;
    const context = run.open();
    // A notice to a third-party platform has no sender who could get a message.
    const canReach = canSend && context.openid !== '' && late !== 'retry-only' && maySend(context);
    let failure = error;
    if (reply !== undefined && isMessage(reply) && canReach) {
      try {
        // Only once: a message that may have arrived is never sent again.
        await context.send(reply);
        stats.sentLate++;
        publish(run, 'sent-late', reply.MsgType);
        return true;
      } catch (cause) {
        failure = cause;
        logger.error(
          { event: 'late-failed', deliveryId: run.deliveryId, err: cause },
          'A late answer could not be sent as a customer-service message.',
        );
      }
    }
    stats.late++;
    publish(run, 'late', reply?.MsgType);
    // A message that may have arrived is not kept, because the user would read it twice.
    const mayHaveArrived = failure instanceof TransportError && failure.sent;
    if (reply !== undefined && isMessage(reply) && !mayHaveArrived && (await answers.keep(reply, context)))
      return true;
    try {
      // An asynchronous `onLate` may reject, and a shutdown waits for it.
      if (onLate !== undefined) return await isOver(run, onLate(reply, context, failure));
      if (failure instanceof ShutdownError)
        logger.warn(
          { event: 'late', deliveryId: run.deliveryId },
          'The server is shutting down before there is an answer to a message that WeChat does not deliver again: nobody gets one. ("onLate" is told of it.)',
        );
      else if (reply !== undefined && failure === undefined)
        logger.warn(
          { event: 'late', deliveryId: run.deliveryId },
          'An answer came after all deliveries of its message; nobody got it. (With "appSecret" it is sent as a customer-service message; "onLate" can take it.)',
        );
    } catch (cause) {
      logger.error({ event: 'late', err: cause }, 'onLate() threw.');
    }
    return true;
  };

  /** Waits for what a user's function does, but not for ever. */
  async function isOver({ deliveryId }: Run, doing: unknown): Promise<boolean> {
    const done = Promise.resolve(doing).then(() => true);
    if (await timeLimited(clock, maxRun, done, false)) return true;
    logger.error(
      { event: 'late', deliveryId },
      `onLate() has taken more than ${maxRun / 1000} s: nothing waits for it any more.`,
    );
    return false;
  }

  function publish(run: Run, outcome: DeliveryOutcome, reply: string | undefined): void {
    if (!diagnostics.delivery.wanted) return;
    diagnostics.delivery.publish({
      outcome,
      deliveryId: run.deliveryId,
      attempt: run.attempt,
      delivery: 0,
      ...(reply !== undefined && { reply }),
      ms: clock.monotonic() - run.started,
      timeLeft: 0,
      degraded: run.degraded,
    });
  }
}

// A hand-over to customer service is not a message.
const isMessage = ({ MsgType }: Reply): boolean => MsgType !== 'transfer_customer_service';
