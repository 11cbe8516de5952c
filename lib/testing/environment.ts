import { setMaxListeners } from 'node:events';
import { ConfigError } from '../errors';
import { createDisturbances } from './disturbance';
import type { DeliveryEnvironment } from './exchange';
import type { AppHost } from './app-host';
import type { MovableClock } from './movable-clock';
import type { SimulatorEvent, Observed } from './observed';
import type { Pace } from './pace';

export interface EnvironmentOptions {
  readonly host: AppHost;
  readonly clock: MovableClock;
  /** By which time pushes go; asked for each. Default: that of the clock. */
  readonly paceOf?: (() => Pace) | undefined;
  readonly observe?: ((event: Observed) => void) | undefined;
}

/** The world of one app, until it ends. */
export interface OpenEnvironment {
  readonly environment: DeliveryEnvironment;
  /** The same at another address of the app. */
  readonly at: (host: AppHost) => DeliveryEnvironment;
  readonly pace: () => Pace;
  /** Does something, unless this has been closed. */
  readonly whileOpen: <T>(work: () => Promise<T>) => Promise<T>;
  /** Ends what is on its way. */
  readonly close: () => Promise<void>;
}

/** Creates the world of an app. */
export function openEnvironment({ host, clock, paceOf, observe: tell }: EnvironmentOptions): OpenEnvironment {
  const pace = paceOf ?? (() => ({ clock, now: () => clock.now() }));
  const closing = new AbortController();
  // Each request on its way listens; there may be many.
  setMaxListeners(0, closing.signal);
  const observe = (event: SimulatorEvent): void =>
    tell?.({ ...event, at: Math.floor(clock.now()), moment: pace().clock.monotonic() });
  const disturbances = createDisturbances();
  const at = (host: AppHost): DeliveryEnvironment => ({
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
    environment: at(host),
    at,
    whileOpen: (work) =>
      closing.signal.aborted ? Promise.reject(new ConfigError('This simulator is closed.')) : work(),
    async close() {
      closing.abort();
      await host.close();
    },
  };
}
