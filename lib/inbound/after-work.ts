import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { AfterWork } from '../router/context';
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

/** Work that handlers have left for after their answer: begun when the answer was handed in, or sent. */
export class AfterWorks {
  private readonly running = new Set<Run>();
  private readonly waiting = new WeakMap<Run, AfterWork[]>();

  constructor(private readonly options: AfterWorkOptions) {}

  /** How many messages still have work going on. */
  get size(): number {
    return this.running.size;
  }

  /** Those whose work goes on. */
  all(): Iterable<Run> {
    return this.running;
  }

  add(run: Run, work: AfterWork): void {
    if (run.handedIn === 'elsewhere') return;
    const works = this.waiting.get(run) ?? [];
    works.push(work);
    this.waiting.set(run, works);
    if (run.handedIn === 'here' && !this.running.has(run)) void this.perform(run);
  }

  /** The answer of a run was handed in, or will be by nobody. */
  begin(run: Run): void {
    if (this.waiting.has(run)) void this.perform(run);
  }

  abort(reason: Error): void {
    for (const run of this.running) run.abort(reason);
  }

  /** One work after the other, in the order in which they were left. */
  private async perform(run: Run): Promise<void> {
    const { clock, logger, maxRun } = this.options;
    this.running.add(run);
    const seconds = maxRun / 1000;
    const timer = clock.setTimeout(
      () => run.abort(new Error(`The handlers and their work after the answer took more than ${seconds} s.`)),
      Math.max(0, run.started + maxRun - clock.monotonic()),
    );
    await new Promise<void>((resolve) => clock.setTimeout(resolve, AFTER_ANSWER_MS));
    const works = this.waiting.get(run) ?? [];
    for (let work = works.shift(); work !== undefined; work = works.shift())
      try {
        await work(run.signal);
      } catch (error) {
        logger.error(
          { event: 'after-failed', deliveryId: run.deliveryId, err: error },
          'Work after an answer (ctx.after) failed.',
        );
      }
    clock.clearTimeout(timer);
    this.waiting.delete(run);
    this.running.delete(run);
  }
}
