import { systemClock, type Clock } from '../../lib/clock';

/** What never comes: of handlers that do not end. */
export const never = () => new Promise<never>(() => undefined);

/** Timers in one `advance`, at most. */
const MOST_FIRED = 20_000;

/** A clock that stands still until told to move. */
export interface MovedClock extends Clock {
  /** Lets time pass: timers run when theirs comes. */
  advance(ms: number): Promise<void>;
  /** Resolves when this clock has gone on by `ms`: for handlers that take so long. */
  sleep(ms: number): Promise<void>;
  /** Sets the wall clock alone, as an administrator would. */
  setWall(now: number): void;
  /** How long the timers that wait still have to wait. */
  waiting(): number[];
  /** Lets real time pass until a timer waits at least `least` ms, then moves to its end. */
  skip(least: number): Promise<number>;
}

export function movedClock(start = Date.UTC(2026, 0, 15, 4)): MovedClock {
  let wall = start;
  let time = 0;
  const timers = new Map<object, { at: number; fn: () => void }>();

  // Sockets need real turns of the event loop.
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const next = () => [...timers].sort((a, b) => a[1].at - b[1].at)[0];

  const clock: MovedClock = {
    now: () => wall,
    monotonic: () => time,
    setTimeout: (fn, ms) => {
      const handle = {};
      timers.set(handle, { at: time + ms, fn });
      return handle;
    },
    clearTimeout: (handle) => void timers.delete(handle as object),
    sleep: (ms) => new Promise((resolve) => void clock.setTimeout(resolve, ms)),
    advance: async (ms) => {
      const end = time + ms;
      // First what was set off just before: its timers begin now.
      await turn();
      let fired = 0;
      for (let due = next(); due && due[1].at <= end; due = next()) {
        if (++fired > MOST_FIRED) throw new Error('Timers set each other without an end.');
        timers.delete(due[0]);
        const step = Math.max(0, due[1].at - time);
        time += step;
        wall += step;
        due[1].fn();
        await turn();
      }
      wall += end - time;
      time = end;
      await turn();
    },
    setWall: (now) => {
      wall = now;
    },
    waiting: () => [...timers.values()].map(({ at }) => at - time).sort((a, b) => a - b),
    skip: async (least) => {
      for (let turns = 0; turns < 2000; turns++) {
        const found = clock.waiting().find((ms) => ms >= least);
        if (found !== undefined) {
          await clock.advance(found);
          return found;
        }
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      throw new Error(`No timer of ${least} ms or more in two seconds.`);
    },
  };
  return clock;
}

/** The clock of this machine, but whoever waits on it waits ten times as long: for specs on a busy machine. */
export const patientClock: Clock = {
  ...systemClock,
  setTimeout: (callback, ms) => systemClock.setTimeout(callback, ms * 10),
};

/** A clock like `clock`, but for a process that can be blocked: its timers do not run before it wakes. */
export function blockable(clock: Clock) {
  const held: (() => void)[] = [];
  let isBlocked = false;
  return {
    clock: {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      setTimeout: (callback, ms) =>
        clock.setTimeout(() => {
          if (isBlocked) held.push(callback);
          else callback();
        }, ms),
      clearTimeout: (timer) => clock.clearTimeout(timer),
    } satisfies Clock,
    block: () => {
      isBlocked = true;
    },
    /** Runs what has come due, the last first. */
    wake: () => {
      isBlocked = false;
      for (const callback of held.splice(0).reverse()) callback();
    },
  };
}
