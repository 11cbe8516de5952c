import type { Clock } from '../clock';

const MINUTE_MS = 60_000;

/** Allows at most `perMinute` uses in a minute. */
export function createBudget(perMinute: number, clock: Clock): { take(): boolean } {
  let left = perMinute;
  let at = clock.monotonic();
  return {
    take() {
      const now = clock.monotonic();
      left = Math.min(perMinute, left + ((now - at) / MINUTE_MS) * perMinute);
      at = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
