import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { Context } from '../router/context';
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
const MAX_REMEMBERED = 10_000;
/** Longer than twice the widest default age, so that a replay finds what it replays. */
const REMEMBERED_FOR = 600_000;

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
}

/** As much of a response as a delivery needs to know. */
export interface Connection {
  readonly destroyed: boolean;
  on(event: 'close', listener: () => void): unknown;
  off(event: 'close', listener: () => void): unknown;
  destroy(): unknown;
}

/** What `createDeliveries` needs. */
export interface DeliveryOptions {
  readonly clock: Clock;
  readonly logger: Logger;
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

/** Does what only matters to what is not over by then: most handlers are. Timers would cost more than all the rest. */
function createSoon(): (task: () => void) => void {
  let tasks: (() => void)[] = [];
  const run = (): void => {
    const due = tasks;
    tasks = [];
    for (const task of due) task();
  };
  return (task) => {
    if (tasks.push(task) === 1) setImmediate(run);
  };
}

/** Shares one run of the handlers between all deliveries of a message, within this process. */
export function createDeliveries({ clock, logger, placeholder, onLate }: DeliveryOptions) {
  const running = new Map<string, Run>();
  const ended = new Map<string, { run: Run; at: number }>();
  // The keys of `ended` in the order in which they ended, round and round: deleting a map's first key is slow.
  const ring: string[] = [];
  let next = 0;
  const soon = createSoon();
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
    const run =
      running.get(delivery.identity) ?? recall(delivery.identity) ?? begin(delivery.identity, start);
    if (run === undefined) return ACKNOWLEDGED;
    run.deliveries++;
    // Once acknowledged, the answer goes another way, and only there.
    if (run.acknowledged) return ACKNOWLEDGED;
    return run.outcome ?? wait(run, delivery);
  }

  function recall(identity: string): Run | undefined {
    const known = ended.get(identity);
    return known !== undefined && clock.monotonic() - known.at <= REMEMBERED_FOR ? known.run : undefined;
  }

  function begin(identity: string, start: (run: Run) => Promise<Outcome>): Run | undefined {
    if (closed || running.size >= MAX_RUNNING) {
      if (shed++ % 1000 === 0)
        logger.error(
          { event: 'shed', running: running.size, shed: shed },
          `More than ${MAX_RUNNING} messages are being handled: further ones are not.`,
        );
      return undefined;
    }
    const run = new Run(identity, clock.monotonic());
    running.set(identity, run);
    void start(run).then((outcome) => end(run, identity, outcome));
    soon(() => {
      if (run.outcome === undefined) limit(run, identity);
    });
    return run;
  }

  /** Gives up on handlers that never end. */
  function limit(run: Run, identity: string): void {
    const timer = clock.setTimeout(() => {
      const error = new Error(`The handlers took more than ${LONGEST_RUN / 1000} s.`);
      logger.error({ event: 'handler-aborted', deliveryId: run.deliveryId }, error.message);
      run.abort(error);
      end(run, identity, { reply: undefined, error });
    }, LONGEST_RUN);
    run.onEnd(() => clock.clearTimeout(timer));
  }

  function end(run: Run, identity: string, outcome: Outcome): void {
    if (!run.end(outcome)) return;
    running.delete(identity);
    const oldest = ring[next];
    if (oldest !== undefined) ended.delete(oldest);
    ended.set(identity, { run, at: clock.monotonic() });
    ring[next] = identity;
    next = (next + 1) % MAX_REMEMBERED;
    if (run.acknowledged) late(run, outcome);
    run.release();
  }

  function late(run: Run, { reply, error }: Outcome): void {
    if (run.context === undefined || (reply === undefined && error === undefined)) return;
    try {
      if (onLate !== undefined) onLate(reply, run.context, error);
      else if (reply !== undefined)
        logger.warn(
          { event: 'late', deliveryId: run.deliveryId },
          'An answer came after all deliveries of its message; nobody got it. ("onLate" can take it.)',
        );
    } catch (cause) {
      logger.error({ event: 'late', error: cause }, 'onLate() threw.');
    }
  }

  function wait(run: Run, delivery: Delivery): Promise<Outcome | undefined> {
    const last =
      run.deliveries >= LAST_DELIVERY ||
      clock.monotonic() - run.first >= LAST_AGE ||
      delivery.age >= LAST_AGE;
    return new Promise((resolve) => {
      let forget: (() => void) | undefined;
      run.onEnd((outcome) => {
        forget?.();
        // Once acknowledged, the answer goes another way, and only there.
        resolve(run.acknowledged ? ACKNOWLEDGED : outcome);
      });
      soon(() => {
        if (run.outcome === undefined) forget = watch(run, delivery, last, resolve);
      });
    });
  }

  /** Resolves a delivery that cannot wait any longer. Returns what takes that back. */
  function watch(
    run: Run,
    { arrived, connection }: Delivery,
    last: boolean,
    resolve: (outcome: Outcome | undefined) => void,
  ): () => void {
    const gone = (): void => {
      clock.clearTimeout(timer);
      resolve(undefined);
    };
    const left = arrived + (last ? ANSWER_WITHIN : CUT_AFTER) - clock.monotonic();
    const timer = clock.setTimeout(() => {
      connection.off('close', gone);
      if (last) {
        run.acknowledged = true;
        resolve({ reply: placeholder });
      } else {
        // An answer would end WeChat's deliveries. It should have cut this one; whatever holds it open is not WeChat.
        resolve(undefined);
        connection.destroy();
      }
    }, left);
    connection.on('close', gone);
    return () => {
      clock.clearTimeout(timer);
      connection.off('close', gone);
    };
  }

  return {
    deliver,
    stats: (): DeliveryStats => ({ running: running.size, remembered: ended.size, shed }),
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

/** What shares runs between deliveries. */
export type Deliveries = ReturnType<typeof createDeliveries>;
