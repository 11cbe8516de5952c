import type { Clock } from '../clock';
import type { AfterWorks } from './after-work';
import type { Deadlines } from './deadlines';
import type { MessageEvent, MessageState } from './message-state';
import type { OpenRuns } from './open-runs';
import type { Run } from './run';
import type { Waiter } from './waiter';

/** How long `onLate` may take for the messages that a shutdown has cut off, and a store for its response. */
const LAST_WORDS_MS = 1000;
const LOOK_INTERVAL_MS = 20;

/** The parts that a shutdown needs. */
export interface ClosingOptions {
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly messages: OpenRuns;
  /** The late answers that are being sent. */
  readonly sending: ReadonlySet<unknown>;
  /** The work that runs after answers. */
  readonly afterWorks: AfterWorks;
  readonly happen: (run: Run, event: MessageEvent<Waiter>) => void;
  /** Tells whether another process may still hand in the answer of a run that has work after it. */
  readonly isExpected: (run: Run) => boolean;
}

/** The state of a shutdown. */
export class Closing {
  /** How far it is. From its beginning on, new messages are refused. */
  how: MessageState['shutdown'] = 'no';

  constructor(private readonly options: ClosingOptions) {}

  /**
   * Waits `grace` milliseconds for the running handlers, then aborts them and leaves their messages to other
   * processes.
   */
  async close(grace: number): Promise<void> {
    const { deadlines, messages, sending, afterWorks, happen, isExpected } = this.options;
    if (this.how === 'no') this.how = 'begun';
    for (const run of messages.all()) happen(run, { on: 'shutdown', how: 'begun' });
    const goesOn = (run: Run): boolean => isBusy(run) || isExpected(run);
    await this.wait(grace, () => messages.all().some(goesOn) || sending.size > 0 || afterWorks.size > 0);
    this.how = 'left';
    for (const run of messages.all()) happen(run, { on: 'shutdown', how: 'left' });
    afterWorks.close();
    await this.wait(LAST_WORDS_MS, () => messages.size > 0);
    // The store does not answer.
    for (const run of messages.all()) happen(run, { on: 'failed', maybe: true });
    for (const run of messages.all()) {
      deadlines.delete(run);
      messages.delete(run);
    }
    await this.wait(LAST_WORDS_MS, () => sending.size > 0 || afterWorks.size > 0);
  }

  private async wait(ms: number, isWaiting: () => boolean): Promise<void> {
    const { clock } = this.options;
    const until = clock.monotonic() + ms;
    while (clock.monotonic() < until && isWaiting())
      await new Promise<void>((resolve) => clock.setTimeout(resolve, LOOK_INTERVAL_MS));
  }
}

/** Tells whether handlers are running, or their answer is being handed in. */
const isBusy = ({ state: { me, work, asking, facts, hasSent } }: Run): boolean =>
  work === 'working' || (asking && facts.answer === me && !hasSent);
