import type { Clock } from '../clock';

/** Something that must happen by a time, if it has not been taken back by then. */
export interface Deadline {
  /** On the monotonic clock. */
  readonly at: number;
  expire(): void;
}

/** Deadlines are kept this many milliseconds early at most, so that many can share one look. */
const GRAIN = 50;

/**
 * Many deadlines on one timer. Most are taken back long before they come, and a timer for each would cost more than all
 * the rest of a message's way.
 */
export function createDeadlines(clock: Clock) {
  const waiting = new Set<Deadline>();
  let timer: unknown;
  let due = Infinity;

  function arm(at: number): void {
    const early = Math.floor(at / GRAIN) * GRAIN;
    if (early >= due) return;
    clock.clearTimeout(timer);
    due = early;
    timer = clock.setTimeout(look, early - clock.monotonic());
  }

  function look(): void {
    const now = clock.monotonic();
    due = Infinity;
    let next = Infinity;
    for (const deadline of waiting) {
      if (deadline.at - now < GRAIN) {
        waiting.delete(deadline);
        deadline.expire();
      } else next = Math.min(next, deadline.at);
    }
    if (next !== Infinity) arm(next);
  }

  return {
    add(deadline: Deadline): void {
      waiting.add(deadline);
      arm(deadline.at);
    },
    delete(deadline: Deadline): void {
      waiting.delete(deadline);
    },
  };
}

/** What keeps deadlines. */
export type Deadlines = ReturnType<typeof createDeadlines>;
