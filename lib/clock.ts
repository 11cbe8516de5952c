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

/** What a promise resolves to; `late` if that takes longer than `ms`, and then nobody waits for it. */
export async function timeLimited<T, Late>(
  clock: Clock,
  ms: number,
  promise: Promise<T>,
  late: Late,
): Promise<T | Late> {
  let timer: unknown;
  const limit = new Promise<Late>((resolve) => {
    timer = clock.setTimeout(() => resolve(late), ms);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clock.clearTimeout(timer);
  }
}
