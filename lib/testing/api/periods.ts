import type { Rule } from './fields';
import { ApiRefusalError } from './api-refusal-error';

interface DayRef {
  readonly ref_date: string;
}

interface HourRef extends DayRef {
  readonly ref_hour: number;
}

/** A stretch of time that statistics speak of, as they name it. */
export interface Period<Ref extends DayRef | HourRef = DayRef | HourRef> {
  /** Milliseconds since 1970. */
  readonly from: number;
  /** The first moment after it. */
  readonly to: number;
  readonly ref: Ref;
}

const HOUR_MS = 3_600_000;
export const DAY = 24 * HOUR_MS;
const BEIJING_OFFSET_MS = 8 * HOUR_MS;
/** When the statistics of a day are ready, on the next. */
const READY_MS = 8 * HOUR_MS;

/** A day as YYYY-MM-DD, in Beijing: its first moment. */
export const date: Rule<number> = (value, name) => {
  const start = typeof value === 'string' ? Date.parse(`${value}T00:00:00+08:00`) : NaN;
  // There is no 30 February, although some would take it for 2 March.
  if (Number.isNaN(start) || dateOf(start) !== value)
    throw new ApiRefusalError(61500, `"${name}" is a day, as YYYY-MM-DD`);
  return start;
};

/** The day of a moment, in Beijing. */
export const dateOf = (at: number): string => new Date(at + BEIJING_OFFSET_MS).toISOString().slice(0, 10);

/** The first moment of the day of a moment, in Beijing. */
export const dayOf = (at: number): number =>
  Math.floor((at + BEIJING_OFFSET_MS) / DAY) * DAY - BEIJING_OFFSET_MS;

/** Refuses a span of more days than a report takes, and what is not over or not counted yet. */
export function checkSpan(begin: number, end: number, most: number, now: number): void {
  if (end < begin) throw new ApiRefusalError(61501, '"end_date" is before "begin_date"');
  if ((end - begin) / DAY >= most) throw new ApiRefusalError(61501, `at most ${most} days`);
  if (end + DAY > now) throw new ApiRefusalError(61501, '"end_date" is yesterday at the latest');
  if (end + DAY + READY_MS > now) throw new ApiRefusalError(61503, 'a day is ready at 08:00 of the next one');
}

/** Divides the days from `begin` to `end`, both of them included. */
export type Divide<Ref extends DayRef | HourRef> = (begin: number, end: number) => Period<Ref>[];

const every =
  (length: number): Divide<DayRef> =>
  (begin, end) =>
    Array.from({ length: (end + DAY - begin) / length }, (_, index) => {
      const from = begin + index * length;
      return { from, to: from + length, ref: { ref_date: dateOf(from) } };
    });

export const days = every(DAY);

export const hours: Divide<HourRef> = (begin, end) =>
  every(HOUR_MS)(begin, end).map((period) => ({
    ...period,
    ref: { ...period.ref, ref_hour: new Date(period.from + BEIJING_OFFSET_MS).getUTCHours() * 100 },
  }));

/** The weeks, from Monday, that begin in the span. */
export const weeks: Divide<DayRef> = (begin, end) =>
  days(begin, end)
    .filter(({ from }) => new Date(from + BEIJING_OFFSET_MS).getUTCDay() === 1)
    .map((monday) => ({ ...monday, to: monday.from + 7 * DAY }));

/** The months that begin in the span. */
export const months: Divide<DayRef> = (begin, end) =>
  days(begin, end)
    .filter(({ ref }) => ref.ref_date.endsWith('-01'))
    .map((first) => {
      const next = new Date(first.from + BEIJING_OFFSET_MS);
      return { ...first, to: next.setUTCMonth(next.getUTCMonth() + 1) - BEIJING_OFFSET_MS };
    });
