import { movableClock } from '../testing';
import type { MovableClock } from '../testing';
import type { Pace } from '../testing/pace';
import type { ClockState } from './protocol';

/**
 * Time as the offline WeChat has it. Windows, quotas, tokens and codes go by WeChat's clock, which the page
 * moves. Pushes go by it only to a bot that has this clock as well; any other bot lives in real time, and
 * would refuse what is dated otherwise.
 */
export interface Time {
  /** WeChat's clock. */
  readonly clock: MovableClock;
  pace(): Pace;
  /** The bot has this clock as well. */
  share(): void;
  state(): ClockState;
  setPaused(paused: boolean): void;
  step(ms: number): Promise<void>;
  /** Back to real time. */
  reset(): Promise<void>;
}

/** Nobody sees less than this on a clock. */
const LEAST_SHOWN_MS = 1000;

/** Creates it. A clock that is given is the bot's as well. */
export function createTime(given?: MovableClock): Time {
  const clock = given ?? movableClock();
  // Never moved: it only stands still with the other one, so that nothing times out meanwhile.
  const real = movableClock();
  let isShared = given !== undefined;
  let ahead = 0;
  let resume: (() => void) | undefined;

  const measure = (): void => {
    const ms = clock.now() - Date.now();
    ahead = Math.abs(ms) < LEAST_SHOWN_MS ? 0 : Math.round(ms);
  };
  measure();

  return {
    clock,
    pace: () => (isShared ? { clock, now: () => clock.now() } : { clock: real, now: () => Date.now() }),
    share: () => void (isShared = true),
    state: () => ({
      now: Math.floor(clock.now()),
      paused: resume !== undefined,
      ahead,
      moment: (isShared ? clock : real).monotonic(),
      shared: isShared,
    }),
    setPaused(paused) {
      if (paused && resume === undefined) {
        const ends = [clock.pause(), real.pause()];
        resume = () => ends.forEach((end) => end());
      } else if (!paused) {
        resume?.();
        resume = undefined;
        measure();
      }
    },
    async step(ms) {
      await clock.advance(ms);
      measure();
    },
    async reset() {
      await clock.reset();
      measure();
    },
  };
}
