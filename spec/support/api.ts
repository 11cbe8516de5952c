import { createApi, type Api, type ApiOptions } from '../../lib/api/client';
import type { Logger } from '../../lib/logger';
import { fakeWeChat, type FakeOptions, type FakeWeChat } from './fake-wechat';
import { movedClock, type MovedClock } from './clock';

export const SECRET = 'canary-app-secret';

/** A logger that keeps its lines. */
export function keptLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (level: string) => (fields: object, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  };
  return { lines, warn: keep('warn'), error: keep('error') };
}

export interface Setup {
  readonly api: Api;
  readonly fake: FakeWeChat;
  readonly clock: MovedClock;
  readonly logger: ReturnType<typeof keptLogger>;
  /** Another process of the same account. */
  readonly another: (options?: Partial<ApiOptions>) => Api;
  readonly close: () => Promise<void>;
}

/** A client and the WeChat it talks to, over real HTTP, on a clock that stands still. */
export async function setUp(options: Partial<ApiOptions> = {}, how: FakeOptions = {}): Promise<Setup> {
  const clock = movedClock();
  const fake = await fakeWeChat({ now: () => clock.monotonic(), ...how });
  const logger = keptLogger();
  const another = (more: Partial<ApiOptions> = {}) =>
    createApi({ appId: 'wx1', appSecret: SECRET, host: fake.origin, clock, logger, ...options, ...more });
  return { api: another(), fake, clock, logger, another, close: () => fake.close() };
}

/** Moves the clock whenever nothing else happens, until the promise is settled. */
export async function settle<T>(promise: Promise<T>, clock: MovedClock, quiet = 10): Promise<T> {
  const state = { done: false };
  const end = () => (state.done = true);
  promise.then(end, end);
  for (let turns = 0; turns < 200 && !state.done; turns++) {
    const before = clock.waiting().join();
    await Promise.race([promise.then(end, end), new Promise((resolve) => setTimeout(resolve, quiet))]);
    // After a stall of this machine, timers come first: what arrived meanwhile has its turn here.
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
    const [next] = clock.waiting();
    if (next !== undefined && clock.waiting().join() === before) await clock.advance(next);
  }
  return promise;
}
