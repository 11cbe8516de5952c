import { setMaxListeners } from 'node:events';
import { ConfigError } from '../errors';
import { createDisturbances } from './disturbance';
import type { World } from './exchange';
import type { Host } from './host';
import type { MovableClock } from './movable-clock';
import type { Happening, Observed } from './observed';
import type { Pace } from './pace';

export interface WorldOptions {
  readonly host: Host;
  readonly clock: MovableClock;
  /** By which time pushes go; asked for each. Default: that of the clock. */
  readonly paceOf?: (() => Pace) | undefined;
  readonly observe?: ((event: Observed) => void) | undefined;
}

/** The world of one app, until it ends. */
export interface OpenWorld {
  readonly world: World;
  /** The same at another address of the app. */
  readonly at: (host: Host) => World;
  readonly pace: () => Pace;
  /** Does something, unless this has been closed. */
  readonly whileOpen: <T>(work: () => Promise<T>) => Promise<T>;
  /** Ends what is on its way. */
  readonly close: () => Promise<void>;
}

/** Creates the world of an app. */
export function openWorld({ host, clock, paceOf, observe: tell }: WorldOptions): OpenWorld {
  const pace = paceOf ?? (() => ({ clock, now: () => clock.now() }));
  const closing = new AbortController();
  // Each request on its way listens; there may be many.
  setMaxListeners(0, closing.signal);
  const observe = (happening: Happening): void =>
    tell?.({ ...happening, at: Math.floor(clock.now()), moment: pace().clock.monotonic() });
  const disturbances = createDisturbances();
  const at = (host: Host): World => ({
    host,
    get clock() {
      return pace().clock;
    },
    now: () => pace().now(),
    disturbances,
    observe,
    closing: closing.signal,
  });
  return {
    pace,
    world: at(host),
    at,
    whileOpen: (work) =>
      closing.signal.aborted ? Promise.reject(new ConfigError('This simulator is closed.')) : work(),
    async close() {
      closing.abort();
      await host.close();
    },
  };
}
