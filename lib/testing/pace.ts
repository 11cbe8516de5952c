import type { MovableClock } from './movable-clock';

/** The time by which pushes go, where it is not that of everything else. */
export interface Pace {
  /** Measures deliveries, and cuts them after 5 s. */
  readonly clock: MovableClock;
  /** Milliseconds since 1970 with which pushes are signed and dated. */
  now(): number;
}
