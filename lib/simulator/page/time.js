import { locale, t } from './language.js';

/** @param {number} at */
export const clockTime = (at) =>
  new Date(at).toLocaleTimeString(locale(), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });

/** @param {number} at */
export const dayOf = (at) =>
  new Date(at).toLocaleDateString(locale(), { year: 'numeric', month: 'short', day: 'numeric' });

/**
 * As it stands above messages in a chat: the time, with the day when it is not today's.
 *
 * @param {number} at
 * @param {number} now
 */
export function chatTime(at, now) {
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

/**
 * How long something took.
 *
 * @param {number} ms
 */
export const duration = (ms) =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
