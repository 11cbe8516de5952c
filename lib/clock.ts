import { performance } from 'node:perf_hooks';

/** Where time comes from; tests pass one they can move. */
export interface Clock {
  /** Milliseconds since 1970, as people count. May jump. */
  now(): number;
  /** Milliseconds since some start. Never goes back. */
  monotonic(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** The clock of this machine. Its timers do not keep a process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms).unref(),
  // Only handles from setTimeout above come back here.
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};
