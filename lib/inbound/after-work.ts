import { timeLimited } from '../clock';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { ShutdownError } from '../router/abort-reasons';
import type { AfterWork, DropReason, DropWork } from '../router/context';
import type { Run } from './run';

/** The parts that work after the answer needs. */
export interface AfterWorkOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Milliseconds that a run and its work after the answer may take together. */
  readonly maxRun: number;
}

/** A message that is sent at once may reach the user before the answer does. */
export const AFTER_ANSWER_MS = 300;
/** The same if another process has only just begun to send the answer. */
const AFTER_LATE_ANSWER_MS = 3000;
/** WeChat may have cut a delivery that was answered so late: then the next one comes at once. */
const SURE_MS = 4500;
/** How long work may ignore that its signal has aborted, before it is waited for no more. */
const IGNORED_MS = 10_000;
/** The last delivery ends 15 s after the first. */
const LAST_DELIVERY_WITHIN_MS = 20_000;
/** How long it may take to come. */
const NEXT_DELIVERY_MS = 1500;

interface LeftWork {
  readonly work: AfterWork;
  readonly drop: DropWork | undefined;
}

/**
 * The work that handlers have left for after their answer. It begins when the answer was handed in or sent;
 * otherwise it is dropped.
 */
export class AfterWorks {
  private readonly running = new Set<Run>();
  private readonly waiting = new Map<Run, LeftWork[]>();
  private readonly dropping = new Set<Promise<unknown>>();
  /** Answers that are being sent, once more or for the first time. */
  private readonly sending = new Set<Run>();
  /**
   * When users were sent what follows an answer, by delivery id: the message may come once more, to another
   * run.
   */
  private readonly followed = new Map<string, number>();

  constructor(private readonly options: AfterWorkOptions) {}

  /** The number of messages whose work is running. */
  get size(): number {
    return this.running.size + this.dropping.size;
  }

  /** The runs whose work is running. */
  all(): Iterable<Run> {
    return this.running;
  }

  /** Tells whether work of a run waits until its answer is handed in. */
  isLeft(run: Run): boolean {
    return this.waiting.has(run) && !this.running.has(run);
  }

  /** Whether something of an answer has followed its beginning. */
  hasFollowed(run: Run): boolean {
    return this.followed.has(run.deliveryId);
  }

  /** Nothing follows the answer of a run before this is over. */
  waitFor(run: Run, sent: Promise<unknown>): void {
    this.sending.add(run);
    void sent.then(() => this.sending.delete(run));
  }

  add(run: Run, work: AfterWork, drop: DropWork | undefined): void {
    const works = this.waiting.get(run) ?? [];
    works.push({ work, drop });
    this.waiting.set(run, works);
    if (this.running.has(run)) return;
    const { handedIn } = run;
    if (handedIn === 'here') this.begin(run, AFTER_ANSWER_MS);
    else if (handedIn !== 'not-yet' && handedIn !== 'sending') this.drop(run, handedIn);
  }

  /** An answer was handed in, or none will be. The work after it begins, or is dropped. */
  handIn(run: Run, whose: 'here' | DropReason): void {
    if (run.handedIn !== 'not-yet') return;
    run.handedIn = whose;
    const { me, facts } = run.state;
    const isSentElsewhere = facts.late !== undefined && facts.late !== me;
    if (whose === 'here') this.begin(run, isSentElsewhere ? AFTER_LATE_ANSWER_MS : AFTER_ANSWER_MS);
    else this.drop(run, whose);
  }

  /** The same if the answer was sent. */
  handInTaken(run: Run): void {
    const { facts, me } = run.state;
    if (facts.taken) this.handIn(run, facts.answer === me ? 'here' : 'elsewhere');
  }

  /** The answer of a run was handed in. */
  private begin(run: Run, afterMs: number): void {
    if (this.isLeft(run)) void this.perform(run, afterMs);
  }

  /** No process hands in the answer of a run. */
  private drop(run: Run, why: DropReason): void {
    if (!this.isLeft(run)) return;
    if (why === 'closing') run.abort(new ShutdownError());
    const works = this.waiting.get(run) ?? [];
    this.waiting.delete(run);
    const dropped = Promise.all(works.map(({ drop }) => this.tell(run, why, drop)));
    this.dropping.add(dropped);
    void dropped.then(() => this.dropping.delete(dropped));
  }

  /** The process ends. Running work is told so, and waiting work does not begin. */
  close(): void {
    for (const run of this.running) run.abort(new ShutdownError());
    for (const run of [...this.waiting.keys()]) this.drop(run, 'closing');
  }

  private async tell(run: Run, why: DropReason, drop: DropWork | undefined): Promise<void> {
    const { logger } = this.options;
    try {
      if (drop !== undefined) await drop(why);
      else if (why !== 'elsewhere')
        logger.warn(
          { event: 'after-dropped', deliveryId: run.deliveryId, why },
          'Work after an answer (ctx.after) was not begun: nobody is known to have got the answer.',
        );
    } catch (error) {
      this.fail(run, error);
    }
  }

  private fail({ deliveryId }: Run, err: unknown): void {
    this.options.logger.error(
      { event: 'after-failed', deliveryId, err },
      'Work after an answer (ctx.after) failed.',
    );
  }

  /** Runs the works one after the other, in the order in which they were added. */
  private async perform(run: Run, afterMs: number): Promise<void> {
    const { clock, maxRun } = this.options;
    this.running.add(run);
    const endsAt = run.started + maxRun;
    const limit = new Error(
      `The handlers and their work after the answer took more than ${maxRun / 1000} s.`,
    );
    const abort = clock.setTimeout(() => run.abort(limit), Math.max(0, endsAt - clock.monotonic()));
    await this.untilHandedIn(run, afterMs);
    const left = Math.max(0, endsAt - clock.monotonic()) + IGNORED_MS;
    const done = this.works(run).then(() => true);
    if (!(await timeLimited(clock, left, done, false))) this.fail(run, limit);
    clock.clearTimeout(abort);
    this.waiting.delete(run);
    this.running.delete(run);
  }

  private async works(run: Run): Promise<void> {
    const works = this.waiting.get(run) ?? [];
    for (let left = works.shift(); left !== undefined; left = works.shift())
      try {
        if (left.drop !== undefined) this.noteFollowed(run);
        await left.work(run.signal);
      } catch (error) {
        this.fail(run, error);
      }
  }

  private noteFollowed({ deliveryId }: Run): void {
    const now = this.options.clock.monotonic();
    // The oldest come first.
    this.followed.delete(deliveryId);
    this.followed.set(deliveryId, now);
    for (const [id, at] of this.followed) {
      if (now - at < LAST_DELIVERY_WITHIN_MS) break;
      this.followed.delete(id);
    }
  }

  /** Waits until WeChat does not deliver the message once more, since it had not taken the answer. */
  private async untilHandedIn(run: Run, afterMs: number): Promise<void> {
    const { clock } = this.options;
    let seen: number;
    do {
      seen = run.answeredDeliveries;
      const ms = run.answeredAfter < SURE_MS ? afterMs : Math.max(afterMs, NEXT_DELIVERY_MS);
      await new Promise<void>((resolve) => clock.setTimeout(resolve, ms));
      // What sends an answer may never end: `onLate` belongs to the user.
      while (run.abortReason === undefined && (run.state.waiting.length > 0 || this.sending.has(run)))
        await new Promise<void>((resolve) => clock.setTimeout(resolve, AFTER_ANSWER_MS));
    } while (run.abortReason === undefined && seen !== run.answeredDeliveries);
  }
}
