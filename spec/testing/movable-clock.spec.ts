import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { ConfigError } from 'offiaccount';
import { movableClock } from 'offiaccount/testing';
import type { MovableClock } from 'offiaccount/testing';
import { closeAll, play } from '../support/accounts';

afterEach(closeAll);

/** Milliseconds since `start`, to the next 100 below: real time passed before the clock stood still. */
const since = (start: number, clock: MovableClock): number =>
  Math.floor((clock.monotonic() - start) / 100) * 100;

describe('a movable clock', () => {
  it('runs with real time until it is moved', async () => {
    const clock = movableClock();
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50);
    const started = clock.monotonic();
    await clock.sleep(30);
    expect(clock.monotonic() - started).toBeGreaterThanOrEqual(30);
  });

  it('goes on with real time after it was moved', async () => {
    const clock = movableClock();
    const ahead = clock.now();
    await clock.advance(60_000);
    await clock.sleep(20);
    expect(clock.now() - ahead).toBeGreaterThanOrEqual(60_020);
    expect(clock.now() - ahead).toBeLessThan(61_000);
  });

  it('stands while it is paused, but for advance(), and goes on when all who paused it are done', async () => {
    const clock = movableClock();
    const [first, second] = [clock.pause(), clock.pause()];
    const start = clock.now();
    const rings: number[] = [];
    clock.setTimeout(() => rings.push(clock.now() - start), 20);
    await wait(60);
    expect(clock.now()).toBe(start);
    expect(rings).toEqual([]);
    await clock.advance(1000);
    expect(rings).toEqual([20]);
    expect(clock.now()).toBe(start + 1000);
    first();
    // Once is enough, and twice no more than once.
    first();
    await wait(30);
    expect(clock.now()).toBe(start + 1000);
    second();
    await clock.sleep(20);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 1020);
  });

  it('calls timers in order of time, each at its own moment', async () => {
    const clock = movableClock();
    const start = clock.monotonic();
    const log: [string, number][] = [];
    const at = (name: string, ms: number) =>
      clock.setTimeout(() => log.push([name, since(start, clock)]), ms);
    at('c', 3000);
    at('a', 1000);
    at('b', 2000);
    at('b2', 2000);
    at('never', 5001);
    await clock.advance(5000);
    expect(log).toEqual([
      ['a', 1000],
      ['b', 2000],
      ['b2', 2000],
      ['c', 3000],
    ]);
  });

  it('lets what a timer sets off settle before the next, and calls the timers that it sets', async () => {
    const clock = movableClock();
    const log: number[] = [];
    const start = clock.monotonic();
    const story = (async () => {
      for (let i = 0; i < 3; i++) {
        await clock.sleep(1000);
        await turn();
        log.push(since(start, clock));
      }
    })();
    await clock.advance(3000);
    await story;
    expect(log).toEqual([1000, 2000, 3000]);
  });

  it('stands still while it is moved, so that a moment is exact', async () => {
    const clock = movableClock();
    const start = clock.monotonic();
    const moments: number[] = [];
    const moved = clock.advance(100);
    moments.push(clock.monotonic());
    await wait(1);
    moments.push(clock.monotonic());
    await moved;
    expect(moments[1]).toBe(moments[0]);
    expect((moments[0] ?? 0) - start).toBeLessThan(10);
  });

  it('adds up exactly, however often', async () => {
    for (let i = 0; i < 200; i++) {
      const clock = movableClock();
      let over = false;
      const story = async () => {
        for (let step = 0; step < 3; step++) await clock.sleep(5000);
        over = true;
      };
      const moved = clock.advance(15_000);
      void story();
      await moved;
      expect(over).toBe(true);
    }
  }, 20_000);

  it('takes one move after the other', async () => {
    const clock = movableClock();
    const start = clock.monotonic();
    const log: number[] = [];
    void clock.sleep(1500).then(() => log.push(since(start, clock)));
    await Promise.all([clock.advance(1000), clock.advance(1000)]);
    expect(log).toEqual([1500]);
    expect(clock.monotonic() - start).toBeGreaterThanOrEqual(2000);
  });

  it('forgets a timer that is cleared', async () => {
    const clock = movableClock();
    const called = jest.fn();
    const timer = clock.setTimeout(called, 10);
    clock.clearTimeout(timer);
    clock.clearTimeout(undefined);
    await clock.advance(100);
    expect(called).not.toHaveBeenCalled();
  });

  it('does not hang on a timer that sets itself again at once', async () => {
    const clock = movableClock();
    let calls = 0;
    const again = (): void => {
      calls++;
      clock.setTimeout(again, 0);
    };
    clock.setTimeout(again, 0);
    await clock.advance(5);
    expect(calls).toBeGreaterThan(2);
    expect(calls).toBeLessThan(10);
  });

  it('says what fails in a timer, and runs on', async () => {
    const clock = movableClock();
    clock.setTimeout(() => {
      throw new Error('a broken timer');
    }, 10);
    await expect(clock.advance(20)).rejects.toThrow('a broken timer');
    await clock.advance(20);
    await clock.sleep(5);
  });

  it.each([-1, NaN, Infinity])('does not advance by %d', (ms) => {
    expect(() => movableClock().advance(ms)).toThrow(ConfigError);
  });

  it('waits for who holds it', async () => {
    const clock = movableClock();
    const release = clock.hold();
    const log: string[] = [];
    void clock.sleep(10).then(() => log.push('timer'));
    setTimeout(() => {
      log.push('real');
      release();
    }, 30);
    await clock.advance(10);
    expect(log).toEqual(['real', 'timer']);
  });

  it('does not wait for ever', async () => {
    const clock = movableClock();
    clock.hold();
    const started = performance.now();
    await clock.advance(0);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('can be shared by two simulators', async () => {
    const clock = movableClock();
    const silent = () => undefined;
    const stories = [play(silent, { clock }), play(silent, { clock })].map((simulator) =>
      simulator.verifyUrl(),
    );
    await clock.advance(5000);
    for (const seen of await Promise.all(stories)) expect(seen.deliveries[0]?.ms).toBe(5000);
  });
});

it('neither a timer nor a simulator that was not closed keeps a process alive', () => {
  const script = `
    const { simulate } = require('./lib/testing/index.ts');
    const simulator = simulate((_req, res) => void res.end('success'), { token: 'a' });
    simulator.clock.setTimeout(() => console.log('too long'), 60_000);
    void simulator.user().says('hi').then(({ outcome }) => console.log(outcome));
  `;
  const { stdout, status } = spawnSync(process.execPath, ['--import', 'tsx', '-e', script], {
    cwd: join(__dirname, '../..'),
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ stdout, status }).toEqual({ stdout: 'silent\n', status: 0 });
}, 30_000);
