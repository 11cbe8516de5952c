import { createCore, type PlatformCore } from '../../lib/component/core';
import { checkPlatformOptions } from '../../lib/component/options';
import type { PlatformOptions } from '../../lib/component/types';
import { memoryStore } from '../../lib/store/memory';
import { StoreError } from '../../lib/store/store';
import type { Clock } from '../../lib/clock';
import { keptLogger } from '../support/api';
import { movedClock, type MovedClock } from '../support/clock';
import {
  fakePlatform,
  PLATFORM,
  PLATFORM_SECRET,
  type FakePlatform,
  type FakePlatformOptions,
} from '../support/fake-platform';

export const SHOP = 'wx4f0c2b9d7e61a853';
export const SCHOOL = 'wx7a6b5c4d3e2f1098';

export interface Stage {
  readonly fake: FakePlatform;
  readonly clock: MovedClock;
  readonly logger: ReturnType<typeof keptLogger>;
  readonly wx: PlatformCore;
  /** Another process of the platform, with the same store. */
  readonly another: (options?: Partial<PlatformOptions>) => PlatformCore;
  /** WeChat pushes a ticket to a process. */
  readonly pushTicket: (to?: PlatformCore, age?: number) => Promise<string>;
  readonly seconds: () => number;
  readonly close: () => Promise<void>;
}

/** A platform and its WeChat, on a clock that stands still; with a ticket unless told otherwise. */
export async function stage(
  options: Partial<PlatformOptions> = {},
  { ticket = true, ...how }: FakePlatformOptions & { readonly ticket?: boolean } = {},
): Promise<Stage> {
  const clock = movedClock();
  const time = options.clock ?? clock;
  const fake = await fakePlatform({ now: () => time.now(), ...how });
  const logger = keptLogger();
  const store = memoryStore(time);
  const cores: PlatformCore[] = [];
  const another = (more: Partial<PlatformOptions> = {}) => {
    const core = createCore(
      checkPlatformOptions({
        componentAppId: PLATFORM,
        componentAppSecret: PLATFORM_SECRET,
        host: fake.origin,
        clock,
        logger,
        store,
        ...options,
        ...more,
      }),
    );
    cores.push(core);
    return core;
  };
  const wx = another();
  const seconds = () => Math.floor(time.now() / 1000);
  const pushTicket = async (to = wx, age = 0) => {
    const value = fake.ticket();
    await to.takeTicket(value, seconds() - age);
    return value;
  };
  if (ticket) await pushTicket();
  return { fake, clock, logger, wx, another, pushTicket, seconds, close: () => fake.close() };
}

/** What a promise rejects with. */
export const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => Promise.reject(new Error('It went well.')),
    (error: unknown) => error as Error,
  );

/** Moves the clock in small steps, as long as a promise takes. */
export async function goOn<T>(promise: Promise<T>, { clock }: Pick<Stage, 'clock'>, step = 500): Promise<T> {
  const state = { isOver: false };
  const end = () => (state.isOver = true);
  promise.then(end, end);
  for (let turn = 0; turn < 500 && !state.isOver; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 4));
    await clock.advance(step);
  }
  return promise;
}

/** A store that nobody can reach as long as it is away, and what it was asked. */
export function awayStore(clock?: Clock) {
  const inner = memoryStore(clock);
  const state = { isAway: false, asked: [] as string[] };
  const guarded = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]): unknown => {
          state.asked.push(String(name));
          return state.isAway
            ? Promise.reject(new StoreError('Redis is not connected.', false, 'not-connected'))
            : Reflect.apply(method, target, args);
        };
      },
    });
  return Object.assign(state, {
    credentials: guarded(inner.credentials),
    platforms: guarded(inner.platforms),
  });
}
