import { locale, t } from './language';

export const clockTime = (at: number): string =>
  new Date(at).toLocaleTimeString(locale(), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });

export const dayOf = (at: number): string =>
  new Date(at).toLocaleDateString(locale(), { year: 'numeric', month: 'short', day: 'numeric' });

/** The time, with its day if that is not today. */
export const dayAndTime = (at: number): string => {
  const day = new Date(at).toLocaleDateString(locale(), { month: 'short', day: 'numeric' });
  return new Date(at).toDateString() === new Date().toDateString()
    ? clockTime(at)
    : `${day} ${clockTime(at)}`;
};

const UNITS = [
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** The distance of a clock from real time, in the largest unit that shows it: `+48 h`. */
export function distance(ms: number): string {
  // Pauses cause a second or two, which do not matter beside hours.
  const [unit, size] = UNITS.find(
    ([, each]) => Math.abs(ms) > each / 2 && Math.abs(ms - Math.round(ms / each) * each) <= each / 60,
  ) ?? ['second', 1000];
  const number = new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    signDisplay: 'always',
    maximumFractionDigits: 0,
  });
  return number.format(Math.round(ms / size));
}

/** The time above a message in a chat, with its day if that is not today. */
export function chatTime(at: number, now: number): string {
  const time = new Date(at).toLocaleTimeString(locale(), {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  const days = Math.round(
    (new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000,
  );
  if (days === 0) return time;
  if (days === 1) return `${t('yesterday')} ${time}`;
  const date = new Date(at).toLocaleDateString(locale(), { month: 'short', day: 'numeric' });
  return `${date} ${time}`;
}

/** How long something took. */
export const duration = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
