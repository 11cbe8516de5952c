import type { Clock } from '../clock';
import type { Claim, GiveUp } from '../store/deliveries';
import type { Deadlines } from './deadlines';
import type { Run } from './run';
import { PATIENCE, then, untilLook } from './shared';
import type { Shared } from './shared';

/** Between two looks when none waits, and only a vanished owner would be news. */
const WATCH = 1000;
/** How long the store may be away until this process goes on without it where nobody waits. */
const MORE_PATIENCE = 5000;
/** How long WeChat goes on delivering a message that this process has begun, and may be asked to begin again. */
const DELIVERED_FOR = 15_000;
/** How long a run can take, and a vanished owner can go unnoticed. */
const WATCH_FOR = 70_000;
/** How long nobody puts a message back that the store does not know, until its owner is taken for gone as well: longer than a lease. */
const UNKNOWN_FOR = 10_000;

/** What a follower needs. */
export interface FollowerOptions {
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly shared: Shared;
  /** Is told what the store says of the message. */
  readonly found: (run: Run, claim: Claim) => void;
  /** Is told where the answer goes of a message that was acknowledged here. */
  readonly said: (run: Run, result: GiveUp) => void;
  readonly forget: (run: Run) => void;
  /** Whether this process is closed, and looks no more. */
  readonly isLeft: () => boolean;
}

const isFollowing = ({ role }: Run): boolean => role === 'following';

/** Looks again and again at messages that another process runs: for the answer, or to take over from an owner that has vanished. */
export function createFollower({ clock, deadlines, shared, found, said, forget, isLeft }: FollowerOptions) {
  const again = (run: Run, ms: number): void => {
    if (isLeft()) return;
    run.at = clock.monotonic() + ms;
    deadlines.add(run);
  };

  const follow = (run: Run): void => again(run, untilLook());

  function look(run: Run): void {
    const waiting = run.waiters.some(({ isOpen }) => isOpen);
    const now = clock.monotonic();
    const watching = now < run.watchedUntil;
    const known = run.isKnown && now - run.started < DELIVERED_FOR;
    if (!waiting && !watching && !known && run.asking === 0) {
      // A delivery whose connection is closed does nothing.
      forget(run);
      return;
    }
    const heard = <T>(result: T | undefined, tell: (result: T) => void): void => {
      if (run.role !== 'following') return;
      run.awaySince = result === undefined ? Math.min(run.awaySince, now) : Infinity;
      if (result !== undefined) tell(result);
      // Which may have changed it.
      if (!isFollowing(run)) return;
      if (waiting) follow(run);
      else again(run, WATCH);
    };
    const seen = (claim: Claim): void => {
      run.unknownSince = claim.attempt > 0 ? Infinity : Math.min(run.unknownSince, now);
      // Forgotten by the store.
      if (claim.state === 'wait' && run.owes && !claim.acknowledged) run.unsaid = true;
      found(run, claim);
    };
    // Nobody is left who could put the message back: the delivery that was acknowledged here counts for it once more.
    const isGone = run.owes && now - run.unknownSince >= UNKNOWN_FOR;
    // Another process has the message: a store that hesitates is no reason to run its handlers here as well. One that stays
    // away is, if somebody waits for the answer.
    const isAway = (waiting || run.unsaid) && now - run.awaySince >= (waiting ? PATIENCE : MORE_PATIENCE);
    if (isGone || isAway) then(shared.claim(run, isGone), (claim) => heard(claim, seen));
    else if (run.unsaid)
      then(shared.giveUpAgain(run), (result) => heard(result, (where) => said(run, where)));
    else then(shared.look(run), (claim) => heard(claim, seen));
  }

  /** Whoever acknowledged a message sees to it that its answer comes, even if its owner vanishes. */
  function watch(run: Run): void {
    run.watchedUntil = clock.monotonic() + WATCH_FOR;
    again(run, WATCH);
  }

  return { follow, look, watch };
}
