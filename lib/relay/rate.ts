import type { Clock } from '../clock';

const WINDOW_MS = 60_000;
/** Beyond so many names in a minute, all others count as one. */
const MAX_NAMES = 1000;

/** Counts the calls of each follower, so that none of them can spend the quota of production. */
export interface Rate {
  /** Counts a call. Milliseconds until the next is taken, if this one is too many. */
  count(follower: string): number | undefined;
}

export function createRate(most: number, clock: Clock): Rate {
  let counts = new Map<string, number>();
  let ends = -Infinity;
  return {
    count(follower) {
      const now = clock.monotonic();
      if (now >= ends) {
        counts = new Map();
        ends = now + WINDOW_MS;
      }
      const name = counts.has(follower) || counts.size < MAX_NAMES ? follower : '';
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return count > most ? Math.ceil(ends - now) : undefined;
    },
  };
}
