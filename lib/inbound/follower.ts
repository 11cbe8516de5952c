import type { Clock } from '../clock';
import type { Claim } from '../store/deliveries';
import type { Deadlines } from './deadlines';
import type { Run } from './run';
import { then } from './shared';
import type { Shared } from './shared';

/** Milliseconds between two looks while a delivery waits: at least, and at random more. */
const LOOK = 75;
const MORE = 50;
/** Between two looks when none waits, and only a vanished owner would be news. */
const WATCH = 1000;
/** How long a run can take, and a vanished owner can go unnoticed. */
const WATCH_FOR = 70_000;

/** What a follower needs. */
export interface FollowerOptions {
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly shared: Shared;
  /** Is told what the store says of the message. */
  readonly found: (run: Run, claim: Claim) => void;
  readonly forget: (run: Run) => void;
}

/** Looks again and again at messages that another process runs: for the answer, or to take over from an owner that has vanished. */
export function createFollower({ clock, deadlines, shared, found, forget }: FollowerOptions) {
  const again = (run: Run, ms: number): void => {
    run.at = clock.monotonic() + ms;
    deadlines.add(run);
  };

  const follow = (run: Run): void => again(run, LOOK + Math.random() * MORE);

  function look(run: Run): void {
    const waiting = run.waiters.some(({ settled, delivery }) => !settled && !delivery.connection.destroyed);
    const watching = run.acknowledged && clock.monotonic() < run.watchedUntil;
    if (!waiting && !watching && run.asking === 0) {
      // A delivery whose connection is closed does nothing.
      forget(run);
      return;
    }
    then(shared.claim(run, false), (claim) => {
      if (run.role !== 'following') return;
      found(run, claim);
      if (claim.state === 'wait') {
        if (waiting) follow(run);
        else again(run, WATCH);
      }
    });
  }

  /** Whoever acknowledged a message sees to it that its answer comes, even if its owner vanishes. */
  function watch(run: Run): void {
    run.watchedUntil = clock.monotonic() + WATCH_FOR;
    again(run, WATCH);
  }

  return { follow, look, watch };
}
