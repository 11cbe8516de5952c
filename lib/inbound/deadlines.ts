import type { Clock } from '../clock';

/** Something that must happen by a time, if it has not been taken back by then. In one list of deadlines at most. */
export interface Deadline {
  /** On the monotonic clock. Whoever changes it adds the deadline again. */
  at: number;
  expire(): void;
  /** Neighbours in the list; both absent when it is in none. */
  before?: Deadline | undefined;
  after?: Deadline | undefined;
}

/** Deadlines are kept this many milliseconds early at most, so that many can share one look. */
const GRAIN = 50;

/**
 * Many deadlines on one timer, in a linked list. Most are taken back long before they come; a timer for each, or a set of
 * them, would cost more than the rest of a message's way.
 */
export function createDeadlines(clock: Clock) {
  // In a ring with this one, every other has two neighbours.
  const ends: Deadline & { before: Deadline; after: Deadline } = Object.assign(
    { at: Infinity, expire: () => undefined },
    // Its own neighbour, as soon as it is there.
    { before: undefined as unknown as Deadline, after: undefined as unknown as Deadline },
  );
  ends.before = ends.after = ends;
  let timer: unknown;
  let due = Infinity;

  function arm(at: number): void {
    const early = Math.floor(at / GRAIN) * GRAIN;
    if (early >= due) return;
    clock.clearTimeout(timer);
    due = early;
    timer = clock.setTimeout(look, early - clock.monotonic());
  }

  function remove(deadline: Deadline): void {
    const { before, after } = deadline;
    if (before === undefined || after === undefined) return;
    before.after = after;
    after.before = before;
    deadline.before = deadline.after = undefined;
  }

  function look(): void {
    const now = clock.monotonic();
    due = Infinity;
    // First all that are due, since what one does may add or take back others.
    const expired: Deadline[] = [];
    let next = Infinity;
    for (let each: Deadline = ends.after; each !== ends; each = each.after ?? ends) {
      if (each.at - now < GRAIN) expired.push(each);
      else next = Math.min(next, each.at);
    }
    if (next !== Infinity) arm(next);
    for (const deadline of expired) {
      if (deadline.after === undefined) continue;
      remove(deadline);
      deadline.expire();
    }
  }

  return {
    add(deadline: Deadline): void {
      // One that waits already is moved: in the list twice, it would cut off all between, or close the list to a ring.
      remove(deadline);
      const last = ends.before;
      deadline.before = last;
      deadline.after = ends;
      last.after = deadline;
      ends.before = deadline;
      arm(deadline.at);
    },
    delete: remove,
  };
}

/** What keeps deadlines. */
export type Deadlines = ReturnType<typeof createDeadlines>;
