import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { Reply } from '../model/replies';
import type { Context } from '../router/context';
import type { Deadlines } from './deadlines';
import { Memory } from './memory';
import { Run } from './run';
import type { Outcome } from './run';

/** WeChat waits 5 s for an answer; the last delivery is answered a little before. */
const ANSWER_WITHIN = 4500;
/** A connection that WeChat should have cut by now. */
const CUT_AFTER = 5500;
/** The third delivery comes about 10 s after the first. */
const LAST_DELIVERY = 3;
const LAST_AGE = 9500;
const LONGEST_RUN = 60_000;
const MAX_RUNNING = 2000;

const ACKNOWLEDGED: Outcome = { reply: undefined };

/** One request in which WeChat delivers a message. */
export interface Delivery {
  /** What is the same for all deliveries of the message. */
  readonly identity: string;
  /** When its request line arrived, monotonic. */
  readonly arrived: number;
  /** Milliseconds between the message and this delivery, both by WeChat's clock. */
  readonly age: number;
  /** The connection it came on, which may be gone. */
  readonly connection: Connection;
  /** Whether the body was so large that nothing of it may be kept. */
  readonly large: boolean;
}

/** As much of a response as a delivery needs to know. */
export interface Connection {
  readonly destroyed: boolean;
  destroy(): unknown;
}

/** What `createDeliveries` needs. */
export interface DeliveryOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly deadlines: Deadlines;
  /** Answers the last delivery when the run is not over. */
  readonly placeholder: Outcome['reply'];
  readonly onLate: ((reply: Outcome['reply'], ctx: Context, error?: unknown) => void) | undefined;
}

/** Numbers of what is going on, and of what was turned away. */
export interface DeliveryStats {
  /** Messages whose handlers are at work. */
  readonly running: number;
  /** Messages whose outcome is kept for repeated deliveries. */
  readonly remembered: number;
  /** Messages that were answered `success` unheard, because too many were running. */
  readonly shed: number;
}

/** Shares one run of the handlers between all deliveries of a message, within this process. */
export function createDeliveries({ clock, logger, deadlines, placeholder, onLate }: DeliveryOptions) {
  const running = new Map<string, Run>();
  const memory = new Memory();
  let shed = 0;
  let closed = false;

  /**
   * Resolves to what this delivery is to be answered, or to `undefined` when its connection is to be left alone. `start` runs the
   * handlers; it is called for the first delivery only and does not reject.
   */
  function deliver(
    delivery: Delivery,
    start: (run: Run) => Promise<Outcome>,
  ): Outcome | undefined | Promise<Outcome | undefined> {
    // WeChat is not listening any more: a delivery that nobody can answer must not count as one.
    if (delivery.connection.destroyed) return undefined;
    const now = clock.monotonic();
    let run = running.get(delivery.identity);
    if (run === undefined) {
      const known = memory.recall(delivery.identity, now);
      if (known !== undefined) return known;
      run = begin(delivery, start, now);
      if (run === undefined) return ACKNOWLEDGED;
    }
    run.deliveries++;
    // Once acknowledged, the answer goes another way, and only there.
    return run.acknowledged ? ACKNOWLEDGED : wait(run, delivery, now);
  }

  function begin(
    { identity, large }: Delivery,
    start: (run: Run) => Promise<Outcome>,
    now: number,
  ): Run | undefined {
    if (closed || running.size >= MAX_RUNNING) {
      if (shed++ % 1000 === 0)
        logger.error(
          { event: 'shed', running: running.size, shed },
          closed
            ? 'wechat() is closed: messages are not handled any more.'
            : `More than ${MAX_RUNNING} messages are being handled: further ones are not.`,
        );
      return undefined;
    }
    const run = new Run(identity, now);
    running.set(identity, run);
    const limit = {
      at: now + LONGEST_RUN,
      expire: () => {
        const error = new Error(`The handlers took more than ${LONGEST_RUN / 1000} s.`);
        logger.error({ event: 'handler-aborted', deliveryId: identity }, error.message);
        run.abort(error);
        end(run, { reply: undefined, error }, large);
      },
    };
    deadlines.add(limit);
    void start(run).then((outcome) => {
      deadlines.delete(limit);
      end(run, outcome, large);
    });
    return run;
  }

  function end(run: Run, outcome: Outcome, large: boolean): void {
    if (!run.end(outcome)) return;
    running.delete(run.deliveryId);
    // What went, or will go, another way is not answered again.
    const reply = run.acknowledged ? undefined : outcome.reply;
    memory.remember(run.deliveryId, large ? copy(reply) : reply, clock.monotonic());
    if (run.acknowledged) late(run, outcome);
  }

  function late({ context, deliveryId }: Run, { reply, error }: Outcome): void {
    if (context === undefined || (reply === undefined && error === undefined)) return;
    try {
      if (onLate !== undefined) onLate(reply, context, error);
      else if (reply !== undefined)
        logger.warn(
          { event: 'late', deliveryId },
          'An answer came after all deliveries of its message; nobody got it. ("onLate" can take it.)',
        );
    } catch (cause) {
      logger.error({ event: 'late', err: cause }, 'onLate() threw.');
    }
  }

  function wait(run: Run, { arrived, age, connection }: Delivery, now: number): Promise<Outcome | undefined> {
    const last = run.deliveries >= LAST_DELIVERY || now - run.first >= LAST_AGE || age >= LAST_AGE;
    return new Promise((resolve) => {
      const deadline = {
        at: arrived + (last ? ANSWER_WITHIN : CUT_AFTER),
        expire: () => {
          // Cut by WeChat: nobody was told anything, so nothing is acknowledged.
          if (connection.destroyed) resolve(undefined);
          else if (last) {
            run.acknowledged = true;
            resolve({ reply: placeholder });
          } else {
            // An answer would end WeChat's deliveries. It should have cut this one; whatever holds it open is not WeChat.
            resolve(undefined);
            connection.destroy();
          }
        },
      };
      deadlines.add(deadline);
      run.onEnd((outcome) => {
        deadlines.delete(deadline);
        resolve(run.acknowledged ? ACKNOWLEDGED : outcome);
      });
    });
  }

  return {
    deliver,
    stats: (): DeliveryStats => ({ running: running.size, remembered: memory.size, shed }),
    /** Takes no new messages, and aborts the handlers that are still at work after `grace` milliseconds. */
    async close(grace: number): Promise<void> {
      closed = true;
      const runs = [...running.values()];
      if (runs.length === 0) return;
      const all = Promise.all(runs.map((run) => new Promise<void>((resolve) => run.onEnd(() => resolve()))));
      let timer: unknown;
      const patience = new Promise<void>((resolve) => (timer = clock.setTimeout(resolve, grace)));
      await Promise.race([all, patience]);
      clock.clearTimeout(timer);
      for (const run of runs) run.abort(new Error('The server is shutting down.'));
    },
  };
}

/** A reply with text of its own: a piece of the message's would keep the whole body in memory for as long. */
function copy(reply: Reply | undefined): Reply | undefined {
  try {
    return reply && (JSON.parse(JSON.stringify(reply)) as Reply);
  } catch {
    // Built by hand, of what JSON does not have.
    return undefined;
  }
}

/** What shares runs between deliveries. */
export type Deliveries = ReturnType<typeof createDeliveries>;
