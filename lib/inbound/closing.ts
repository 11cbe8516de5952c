import type { Clock } from '../clock';
import type { Awaitable } from '../store/deliveries';
import type { Deadlines } from './deadlines';
import type { OpenRuns } from './open-runs';
import { answerIn } from './run';
import type { Run } from './run';
import type { Runner } from './runner';
import type { Shared } from './shared';

/** How long `onLate` may take for what a shutdown has cut off, and a store to say where an answer goes. */
const LAST_WORDS = 1000;
const LOOK_EVERY = 20;

/** What a shutdown needs. */
export interface ClosingOptions {
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly messages: OpenRuns;
  readonly shared: Shared;
  readonly runner: Runner;
}

/** How far a shutdown has come, and how it goes on. */
export class Closing {
  /** No new messages are taken. */
  begun = false;
  /** What was at work is left to other processes. */
  left = false;

  constructor(private readonly options: ClosingOptions) {}

  /** Waits `grace` milliseconds for the handlers at work, then aborts them and leaves their messages to others. */
  async close(grace: number): Promise<void> {
    const { deadlines, messages, runner } = this.options;
    this.begun = true;
    await this.wait(grace, () => this.busy().length > 0 || runner.sending.size > 0);
    this.left = true;
    const released = this.busy()
      .filter(({ role }) => role !== 'finishing')
      .map((run) => this.leave(run));
    // An answer that is being handed in is not cut off while the store may still say where it goes.
    await this.wait(LAST_WORDS, () => this.busy().length > 0);
    released.push(...this.busy().map((run) => this.leave(run)));
    // Those who wait for other processes do so to the end, but take nothing over any more.
    for (const run of messages.all()) {
      deadlines.delete(run);
      messages.delete(run);
      if (run.unsaid) released.push(this.tell(run));
    }
    await Promise.all(released);
    await this.wait(LAST_WORDS, () => runner.sending.size > 0);
  }

  private leave(run: Run): Awaitable<unknown> {
    const { shared, runner } = this.options;
    const error = closingError();
    // First, so that what the handlers make of the abort is no answer, and no lease is renewed.
    run.role = 'following';
    run.abort(error);
    // Acknowledged here, or about to be: no delivery will bring it to another process, and none watches it.
    if (run.owes || run.waiters.some(({ last, isOpen }) => last && isOpen))
      runner.sendLate(run, { reply: undefined, error });
    return shared.release(run);
  }

  /** The last chance of the store to hear that the message was acknowledged here. */
  private async tell(run: Run): Promise<void> {
    const { shared, runner } = this.options;
    // First, so that a look that is under way sends nothing.
    run.role = 'over';
    const result = await shared.giveUpAgain(run);
    if (result === undefined) runner.sendLate(run, { reply: undefined, error: closingError() });
    else if (result.state === 'answer') runner.sendLate(run, answerIn(result));
  }

  private busy(): Run[] {
    return this.options.messages.all().filter(({ role }) => role !== 'following');
  }

  private async wait(ms: number, isBusy: () => boolean): Promise<void> {
    const { clock } = this.options;
    const until = clock.monotonic() + ms;
    while (clock.monotonic() < until && isBusy())
      await new Promise<void>((resolve) => clock.setTimeout(resolve, LOOK_EVERY));
  }
}

const closingError = () => new Error('The server is shutting down.');
