import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { ShutdownError } from '../router/abort-reasons';
import type { AfterWork, DropReason, DropWork } from '../router/context';
import type { Run } from './run';

/** What work after the answer needs. */
export interface AfterWorkOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Milliseconds that a run and its work after the answer may take together. */
  readonly maxRun: number;
}

/** What is sent at once may reach the user before the answer does. */
const AFTER_ANSWER_MS = 300;
/** The same where another process has only just begun to send the answer. */
const AFTER_LATE_ANSWER_MS = 3000;

interface LeftWork {
  readonly work: AfterWork;
  readonly drop: DropWork | undefined;
}

/** Work that handlers have left for after their answer: begun when the answer was handed in, or sent; else dropped. */
export class AfterWorks {
  private readonly running = new Set<Run>();
  private readonly waiting = new Map<Run, LeftWork[]>();
  private readonly dropping = new Set<Promise<unknown>>();

  constructor(private readonly options: AfterWorkOptions) {}

  /** How many messages still have work going on. */
  get size(): number {
    return this.running.size + this.dropping.size;
  }

  /** Those whose work goes on. */
  all(): Iterable<Run> {
    return this.running;
  }

  /** Whether work of a run waits for its answer to be handed in. */
  isLeft(run: Run): boolean {
    return this.waiting.has(run) && !this.running.has(run);
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

  /** An answer has gone its way, or none will: what was left for after it begins, or is dropped. */
  handIn(run: Run, whose: 'here' | DropReason): void {
    if (run.handedIn !== 'not-yet') return;
    run.handedIn = whose;
    const { me, facts } = run.state;
    const isSentElsewhere = facts.late !== undefined && facts.late !== me;
    if (whose === 'here') this.begin(run, isSentElsewhere ? AFTER_LATE_ANSWER_MS : AFTER_ANSWER_MS);
    else this.drop(run, whose);
  }

  /** The same where it has gone out. */
  handInTaken(run: Run): void {
    const { facts, me } = run.state;
    if (facts.taken) this.handIn(run, facts.answer === me ? 'here' : 'elsewhere');
  }

  /** The answer of a run was handed in. */
  private begin(run: Run, afterMs: number): void {
    if (this.isLeft(run)) void this.perform(run, afterMs);
  }

  /** The answer of a run is handed in by nobody. */
  private drop(run: Run, why: DropReason): void {
    if (!this.isLeft(run)) return;
    if (why === 'closing') run.abort(new ShutdownError());
    const works = this.waiting.get(run) ?? [];
    this.waiting.delete(run);
    const dropped = Promise.all(works.map(({ drop }) => this.tell(run, why, drop)));
    this.dropping.add(dropped);
    void dropped.then(() => this.dropping.delete(dropped));
  }

  /** The process ends: what goes on is told so, and what has not begun does not begin. */
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

  /** One work after the other, in the order in which they were left. */
  private async perform(run: Run, afterMs: number): Promise<void> {
    const { clock, maxRun } = this.options;
    this.running.add(run);
    const seconds = maxRun / 1000;
    const timer = clock.setTimeout(
      () => run.abort(new Error(`The handlers and their work after the answer took more than ${seconds} s.`)),
      Math.max(0, run.started + maxRun - clock.monotonic()),
    );
    await new Promise<void>((resolve) => clock.setTimeout(resolve, afterMs));
    const works = this.waiting.get(run) ?? [];
    for (let left = works.shift(); left !== undefined; left = works.shift())
      try {
        await left.work(run.signal);
      } catch (error) {
        this.fail(run, error);
      }
    clock.clearTimeout(timer);
    this.waiting.delete(run);
    this.running.delete(run);
  }
}
