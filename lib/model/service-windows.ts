import { WINDOWS } from './service-deeds';
import type { ServiceDeed } from './service-deeds';

/** What is left of a deed, and until when, in milliseconds since 1970. */
export interface ServiceWindow {
  readonly left: number;
  readonly until: number;
}

/** The windows of a user, by deed. */
export type ServiceWindows = Readonly<Partial<Record<ServiceDeed, ServiceWindow>>>;

/** Opens the window of a deed, or refreshes it: to its maximum, not beyond. */
export const openWindow = (windows: ServiceWindows, deed: ServiceDeed, now: number): ServiceWindows => ({
  ...stillOpen(windows, now),
  [deed]: { left: WINDOWS[deed].count, until: now + WINDOWS[deed].ms },
});

/** The windows that are open, used up or not. */
export function stillOpen(windows: ServiceWindows, now: number): ServiceWindows {
  const open = entries(windows).filter(([, { until }]) => until > now);
  // The names are those of the windows given.
  return Object.fromEntries(open);
}

/** The windows that are open, in order of their ends. */
export const windowList = (windows: ServiceWindows, now: number) =>
  entries(stillOpen(windows, now))
    .map(([deed, window]) => ({ deed, ...window }))
    .sort((a, b) => a.until - b.until);

/** Uses up what is left in all windows that are open. */
export function exhaustWindows(windows: ServiceWindows, now: number): ServiceWindows {
  const used = entries(stillOpen(windows, now)).map(([deed, { until }]) => [deed, { left: 0, until }]);
  // The names are those of the windows given.
  return Object.fromEntries(used) as ServiceWindows;
}

/**
 * How windows of several deeds combine, which WeChat does not say: each allows its own number, or they run
 * down together.
 */
export type WindowOverlap = 'adds-up' | 'strict';

/** One message less: of the window that ends first; with `strict` of every window. */
export function spendWindow(
  windows: ServiceWindows,
  now: number,
  overlap: WindowOverlap = 'adds-up',
): { readonly windows: ServiceWindows; readonly deed: ServiceDeed | undefined } {
  const open = stillOpen(windows, now);
  const usable = entries(open).filter(([, { left }]) => left > 0);
  const [first] = usable.sort(([, a], [, b]) => a.until - b.until);
  if (first === undefined) return { windows: open, deed: undefined };
  const spent = overlap === 'strict' ? usable : [first];
  const changed = spent.map(([deed, { left, until }]) => [deed, { left: left - 1, until }]);
  // The names are those of the windows given.
  return { windows: { ...open, ...(Object.fromEntries(changed) as ServiceWindows) }, deed: first[0] };
}

/** What may still be sent, and until when something may; `undefined` when no window is open. */
export function leftIn(
  windows: ServiceWindows,
  now: number,
  overlap: WindowOverlap = 'adds-up',
): { readonly left: number; readonly until: number | undefined } {
  const open = Object.values(stillOpen(windows, now));
  if (open.length === 0) return { left: 0, until: undefined };
  const lefts = open.map(({ left }) => left);
  const left = overlap === 'strict' ? Math.max(...lefts) : lefts.reduce((sum, each) => sum + each, 0);
  // A window in which nothing is left does not prolong those in which something is.
  const usable = left > 0 ? open.filter((each) => each.left > 0) : open;
  return { left, until: Math.max(...usable.map(({ until }) => until)) };
}

/** Why nothing can be sent: 45015 no window is open, 45047 all are used up; 0: something can. */
export function refusalIn(windows: ServiceWindows, now: number): 0 | 45015 | 45047 {
  const { left, until } = leftIn(windows, now);
  return left > 0 ? 0 : until === undefined ? 45015 : 45047;
}

const entries = (windows: ServiceWindows) =>
  // By construction of the type: a window that is there has the name of a deed.
  Object.entries(windows) as [ServiceDeed, ServiceWindow][];
