import { performance } from 'node:perf_hooks';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../clock';
import { ConfigError } from '../errors';

/** A clock that runs with real time and can be moved ahead. Its timers do not keep a process alive. */
export interface MovableClock extends Clock {
  /**
   * Moves time ahead: every timer on the way is called at its own moment, in order, and what it sets off
   * (handlers, requests of the simulator) settles before the next. Time stands still meanwhile, so the result
   * is exact.
   */
  advance(ms: number): Promise<void>;
  /** Lets time stand still, but for `advance`, until the returned function is called. */
  pause(): () => void;
  /**
   * Lets `now()` tell real time again. `monotonic()` and timers go on as they are, for those never go back.
   * Resolves after the moves that are under way.
   */
  reset(): Promise<void>;
  /** Resolves when this clock has gone on by `ms`: for slow handlers under test. */
  sleep(ms: number): Promise<void>;
  /**
   * Lets `advance` wait, for up to a second of real time, until the returned function is called: for a
   * handler whose real I/O must be over before time goes on.
   */
  hold(): () => void;
}

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** The longest delay of a timer of Node's. */
const MAX_DELAY_MS = 2 ** 31 - 1;
/** Real milliseconds that `advance` waits for what holds it. */
const MAX_HOLD_MS = 1000;

// Sums of such moments and whole milliseconds are exact: three times 5 s from now is 15 s from now. Up, so as
// never to go back.
const onGrid = (ms: number): number => Math.ceil(ms * 1024) / 1024;

/**
 * Creates a clock: `wechat({ …, clock })`. A simulator has one already; several can share one by
 * `account.clock`.
 *
 * @example
 * const clock = movableClock();
 * const simulator = simulate(app, { token: 'token', clock });
 * await clock.advance(60_000);
 */
export function movableClock(): MovableClock {
  let epoch = Date.now() - performance.now();
  // In the order in which they were set, which decides between two for the same moment.
  const timers = new Set<Timer>();
  const holds = new Set<object>();
  let moved = 0;
  let standing: number | undefined;
  let alarm: NodeJS.Timeout | undefined;
  let alarmAt = Infinity;
  /** How many want time to stand still. */
  let stops = 0;
  let moving: Promise<unknown> = Promise.resolve();

  const monotonic = (): number => standing ?? onGrid(performance.now() + moved);

  function earliest(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) if (first === undefined || timer.at < first.at) first = timer;
    return first;
  }

  function fire(timer: Timer): void {
    timers.delete(timer);
    timer.callback();
  }

  /** Sets the one real timer there is to the earliest of ours. */
  function arm(): void {
    clearTimeout(alarm);
    alarmAt = (standing === undefined ? earliest()?.at : undefined) ?? Infinity;
    if (alarmAt === Infinity) return;
    const delay = Math.min(Math.max(Math.ceil(alarmAt - monotonic()), 0), MAX_DELAY_MS);
    alarm = setTimeout(ring, delay).unref();
  }

  function ring(): void {
    const now = monotonic();
    try {
      for (let next = earliest(); next !== undefined && next.at <= now; next = earliest()) fire(next);
    } finally {
      arm();
    }
  }

  /** Lets everything happen that needs no more time: several turns of the event loop after the last hold. */
  async function settle(): Promise<void> {
    const until = performance.now() + MAX_HOLD_MS;
    do {
      while (holds.size > 0 && performance.now() < until) await wait(1);
      for (let i = 0; i < 4; i++) await turn();
      // Real I/O of the handlers, on loopback, has its chance here.
      await wait(1);
      await turn();
    } while (holds.size > 0 && performance.now() < until);
  }

  /** Calls the timers of the next `ms` milliseconds, with time standing still at each. */
  async function move(ms: number): Promise<void> {
    const target = monotonic() + ms;
    for (;;) {
      await settle();
      const next = earliest();
      if (next === undefined || next.at > target) break;
      standing = Math.max(monotonic(), next.at);
      fire(next);
    }
    standing = target;
  }

  function goOn(): void {
    if (--stops > 0) return;
    moved = monotonic() - performance.now();
    standing = undefined;
    arm();
  }

  const setTimer = (callback: () => void, ms: number): Timer => {
    // As Node does: not even 0 means at once.
    const timer = { at: monotonic() + Math.max(ms, 1), callback };
    timers.add(timer);
    if (timer.at < alarmAt) arm();
    return timer;
  };

  return {
    now: () => epoch + monotonic(),
    monotonic,
    setTimeout: setTimer,
    // Only handles from setTimeout above come back here; others are not in the set.
    clearTimeout: (timer) => void timers.delete(timer as Timer),
    sleep: (ms) => new Promise((resolve) => setTimer(resolve, ms)),
    advance: (ms) => {
      if (!(ms >= 0 && ms < Infinity))
        throw new ConfigError('clock.advance() takes milliseconds, from 0: time does not go back.');
      // At once, so that what was started just before starts at this moment.
      standing ??= monotonic();
      stops++;
      // One after the other, whether or not the first was awaited.
      const mine = moving.then(() => move(ms)).finally(goOn);
      moving = mine.catch(() => undefined);
      return mine;
    },
    pause: () => {
      standing ??= monotonic();
      stops++;
      arm();
      let isOver = false;
      return () => {
        if (!isOver) goOn();
        isOver = true;
      };
    },
    reset: () => {
      const mine = moving.then(() => void (epoch = Date.now() - monotonic()));
      moving = mine;
      return mine;
    },
    hold: () => {
      const hold = {};
      holds.add(hold);
      return () => void holds.delete(hold);
    },
  };
}
