import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { Reply } from '../model/replies';
import type { Deadlines } from './deadlines';
import type { Outcome, Run } from './run';
import { then } from './shared';
import type { Shared } from './shared';
import { CUT_BY_WECHAT } from './waiter';

const LONGEST_RUN = 60_000;
/** A third of the lease, so that one lost renewal does no harm. */
const RENEW_EVERY = 2000;
/** After one that has failed, at least, and at random as much more: what ails a store may come as regularly as the renewals. */
const RENEW_AGAIN = 400;
/** A lease is in danger when this process was away for so long. */
const BLOCKED = 2000;
/** Tries to hand in an answer for which nobody waits here, when the store is away: one a second. */
const TRIES = 10;
/** Fewer where WeChat was told that the answer comes, and all that is asked is whether another process sends it. */
const UNSAID_TRIES = 5;
/** How often an answer for which nobody waits here is handed in again, and after how many milliseconds. */
const REPEATS = 3;
const REPEAT_AFTER = 1000;

/** What a runner needs. */
export interface RunnerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly deadlines: Deadlines;
  readonly shared: Shared;
  /** The run is over, with this outcome. */
  readonly end: (run: Run, outcome: Outcome) => void;
  /** Another process has taken the message over. */
  readonly lost: (run: Run) => void;
  readonly late: (run: Run, outcome: Outcome) => Promise<void>;
  /** Whether this process is closed: it hands in no answer again, and sends none of those. */
  readonly isLeft: () => boolean;
}

/** Runs the handlers of messages that are this process's to run, detached from any request, and hands in what came of them. */
export function createRunner({ clock, logger, deadlines, shared, end, lost, late, isLeft }: RunnerOptions) {
  // Late answers on their way, which a shutdown waits for.
  const sending = new Set<Promise<void>>();

  function wait(run: Run, ms: number): void {
    run.at = clock.monotonic() + ms;
    deadlines.add(run);
  }

  function begin(run: Run, attempt: number): void {
    if (run.started > 0) run.restart();
    run.role = 'running';
    run.attempt = attempt;
    run.started = clock.monotonic();
    wait(run, RENEW_EVERY);
    run.working = true;
    void run.start(run).then((outcome) => {
      run.working = false;
      // Resumed, and what it made of the abort is no answer.
      if (run.role === 'running' && run.dropped && outcome.error !== undefined) begin(run, run.attempt);
      else finish(run, outcome);
    });
  }

  /** Goes on with a run that seemed to be another process's for a while. */
  function resume(run: Run): void {
    run.role = 'running';
    wait(run, RENEW_EVERY);
    if (run.outcome !== undefined) finish(run, run.outcome);
  }

  /** Renews the lease of a run that takes longer, and ends one that takes too long. */
  function check(run: Run): void {
    const now = clock.monotonic();
    if (now - run.started > LONGEST_RUN - RENEW_EVERY / 2) {
      const error = new Error(`The handlers took more than ${LONGEST_RUN / 1000} s.`);
      logger.error({ event: 'handler-aborted', deliveryId: run.deliveryId }, error.message);
      run.abort(error);
      finish(run, { reply: undefined, error });
      return;
    }
    if (now - run.at > BLOCKED)
      logger.warn(
        { event: 'blocked', ms: Math.round(now - run.at), deliveryId: run.deliveryId },
        'This process did nothing for a while: is a handler blocking it? Another may take its messages over.',
      );
    wait(run, RENEW_EVERY);
    if (run.unsaid) then(shared.giveUpAgain(run), () => renew(run));
    else renew(run);
  }

  function renew(run: Run): void {
    // As long as only this process knows that an answer is owed, it goes on making one.
    const isHere = (): boolean => run.role === 'running' && !run.unsaid;
    then(shared.renew(run), (mine) => {
      if (mine === undefined && run.role === 'running') wait(run, RENEW_AGAIN * (1 + Math.random()));
      if (mine !== false || !isHere()) return;
      // Another's, who may have vanished: then it is this process's by now, and its handlers go on.
      then(shared.look(run), (claim) => {
        if (claim?.state !== 'run' && isHere()) drop(run);
      });
    });
  }

  function finish(run: Run, outcome: Outcome): void {
    // Given up, or over.
    if (run.role !== 'running' && run.role !== 'following') return;
    run.outcome = outcome;
    // Another's by now: what it made counts only should the message come back.
    if (run.role === 'following') return;
    deadlines.delete(run);
    run.role = 'finishing';
    handIn(run, outcome, run.large ? copy(outcome.reply) : outcome.reply, run.unsaid ? UNSAID_TRIES : TRIES);
  }

  /** Nobody gets the answer before the store has said where it goes, if it has heard of the run. */
  function handIn(run: Run, outcome: Outcome, answer: Reply | undefined, tries: number): void {
    // Left to others meanwhile.
    if (run.role !== 'finishing') return;
    const asked = shared.finish(run, answer);
    if (run.alone && !run.acknowledged && isHeard(run)) {
      end(run, outcome);
      return;
    }
    then(asked, (where) => {
      // A delivery that came meanwhile has been told.
      if (run.role !== 'finishing') return;
      if (where === 'lost') {
        drop(run);
        return;
      }
      const heard = isHeard(run);
      if (where === undefined && !heard && tries > 0) {
        // Another process may have acknowledged the message and wait for this answer, or send its own. Not in step with what
        // ails the store.
        clock.setTimeout(() => handIn(run, outcome, answer, tries - 1), 800 + Math.random() * 400);
        return;
      }
      // A store that has forgotten what this process told it, or was never told.
      const owed = where === 'send-late' || run.owes;
      if (owed) run.acknowledged = true;
      // It will be delivered again, perhaps when the store is away.
      else if (!heard) shared.remember(run, answer);
      end(run, outcome);
      if (owed) sendOwed(run, answer, outcome);
      else if (where !== undefined && !heard) repeat(run, answer, outcome);
    });
  }

  function sendOwed(run: Run, answer: Reply | undefined, outcome: Outcome): void {
    sendLate(run, outcome);
    // Should the store not know it, or forget it, it hears from here that it was sent, not that it is owed.
    run.owes = true;
    run.unsaid = false;
    repeat(run, answer);
  }

  /**
   * Whoever waits for the answer elsewhere may not have seen it yet, may owe it, or may not know that it was sent, when a store
   * forgets everything. `unsent` is sent if it is owed.
   */
  function repeat(
    run: Run,
    answer: Reply | undefined,
    unsent?: Outcome,
    times = REPEATS,
    tries = TRIES,
  ): void {
    if (times === 0 || tries === 0) return;
    clock.setTimeout(() => {
      if (isLeft()) return;
      then(shared.finish(run, answer), (where) => {
        if (isLeft()) return;
        if (where === 'send-late' && unsent !== undefined) sendOwed(run, answer, unsent);
        else if (where === undefined) repeat(run, answer, unsent, times, tries - 1);
        else if (where !== 'lost') repeat(run, answer, unsent, times - 1, tries);
      });
    }, REPEAT_AFTER);
  }

  /** Whether somebody waits here. A process that was frozen still sees connections that WeChat has closed long ago. */
  const isHeard = ({ waiters }: Run): boolean =>
    waiters.some(
      ({ isOpen, givingUp, delivery }) =>
        isOpen && !givingUp && clock.monotonic() - delivery.arrived < CUT_BY_WECHAT,
    );

  function drop(run: Run): void {
    deadlines.delete(run);
    run.dropped = true;
    run.abort(new Error('Another process has taken this message over.'));
    lost(run);
  }

  function sendLate(run: Run, outcome: Outcome): void {
    const done = late(run, outcome);
    sending.add(done);
    void done.then(() => sending.delete(done));
  }

  return { begin, resume, check, sendLate, sending };
}

/** What runs handlers. */
export type Runner = ReturnType<typeof createRunner>;

/** A reply with text of its own: a piece of the message's would keep the whole body in memory for as long. */
function copy(reply: Reply | undefined): Reply | undefined {
  try {
    return reply && (JSON.parse(JSON.stringify(reply)) as Reply);
  } catch {
    // Built by hand, of what JSON does not have.
    return undefined;
  }
}
