import type { Seen } from '../seen';
import type { FakeAccount } from './fake-account';

/** How the app did with the pushes of some time; milliseconds. */
export interface Tally {
  readonly callback_count: number;
  readonly fail_count: number;
  readonly total_time_cost: number;
  readonly max_time_cost: number;
}

const HOUR_MS = 3_600_000;
const NONE: Tally = { callback_count: 0, fail_count: 0, total_time_cost: 0, max_time_cost: 0 };

const add = (one: Tally, other: Tally): Tally => ({
  callback_count: one.callback_count + other.callback_count,
  fail_count: one.fail_count + other.fail_count,
  total_time_cost: one.total_time_cost + other.total_time_cost,
  max_time_cost: Math.max(one.max_time_cost, other.max_time_cost),
});

/** Counts the pushes that the app got, and how it answered. */
export const callbacks = ({ clock }: FakeAccount) => {
  const hours = new Map<number, Tally>();
  return {
    /** Takes note of a push; each of its deliveries counts. */
    note({ deliveries }: Seen): void {
      const hour = Math.floor(clock.now() / HOUR_MS) * HOUR_MS;
      const made = deliveries.map(({ status, ms }) => ({
        callback_count: 1,
        fail_count: status === 200 ? 0 : 1,
        total_time_cost: ms,
        max_time_cost: ms,
      }));
      hours.set(hour, made.reduce(add, hours.get(hour) ?? NONE));
    },
    /** Those of the hours that begin in that time. */
    between: (from: number, to: number): Tally =>
      [...hours]
        .filter(([hour]) => hour >= from && hour < to)
        .reduce((sum, [, tally]) => add(sum, tally), NONE),
  };
};
