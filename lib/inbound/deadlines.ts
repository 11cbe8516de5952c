import type { Clock } from '../clock';

/** A task for a certain time, unless it is removed before. It is in one list of deadlines at most. */
export interface Deadline {
  /** By the monotonic clock. Code that changes it adds the deadline again. */
  at: number;
  expire(): void;
  /** The neighbours in the list; both are absent if it is in none. */
  before?: Deadline | undefined;
  after?: Deadline | undefined;
}

/** A deadline may be early by this number of milliseconds, so that many can share one check. */
const GRAIN_MS = 50;

/**
 * Many deadlines on one timer, in a linked list. Most are removed long before their time. A timer for each,
 * or a set, would cost more than the rest of a message's handling.
 */
export function createDeadlines(clock: Clock) {
  // In a ring with this element, every other element has two neighbours.
  const ends: Deadline & { before: Deadline; after: Deadline } = Object.assign(
    { at: Infinity, expire: () => undefined },
    // The element becomes its own neighbour below.
    { before: undefined as unknown as Deadline, after: undefined as unknown as Deadline },
  );
  ends.before = ends.after = ends;
  let timer: unknown;
  let due = Infinity;

  function arm(at: number): void {
    const early = Math.floor(at / GRAIN_MS) * GRAIN_MS;
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
    // All due deadlines are collected first, since each may add or remove others.
    const expired: Deadline[] = [];
    let next = Infinity;
    for (let each: Deadline = ends.after; each !== ends; each = each.after ?? ends) {
      if (each.at - now < GRAIN_MS) expired.push(each);
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
      // A deadline that is in the list is moved. If it were in the list twice, it would cut off the part
      // between, or close the list to a ring.
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

/** The functions that keep deadlines. */
export type Deadlines = ReturnType<typeof createDeadlines>;
