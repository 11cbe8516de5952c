import { randomUUID } from 'node:crypto';
import type { Store } from '../../lib/store/store';

/** What every store does, whatever it is made of. `wait` lets time pass for it. */
export function contract(open: () => Pick<Store, 'credentials'>, wait: (ms: number) => Promise<void>): void {
  const fresh = (value: string, generation: number, expiresIn = 5000) =>
    ({ kind: 'fresh', value, expiresIn, refreshIn: expiresIn / 2, generation }) as const;
  const setUp = () => ({
    store: open().credentials,
    key: { account: `wx${randomUUID().slice(0, 8)}`, name: 'token' },
  });
  const failure = { errcode: 40125, errmsg: 'invalid appsecret' };

  it('knows nothing at first', async () => {
    const { store, key } = setUp();
    expect(await store.read(key)).toMatchObject({ value: '', generation: 0, bad: false, strikes: 0 });
  });

  it('gives back what was written, with the time that is left', async () => {
    const { store, key } = setUp();
    expect(await store.claim(key, 'a', 8000)).toMatchObject({ mine: true, value: '' });
    expect(await store.settle(key, 'a', fresh('one', 0))).toBe(true);
    const state = await store.read(key);
    expect(state).toMatchObject({ value: 'one', generation: 1, bad: false });
    expect(state.expiresIn).toBeGreaterThan(4000);
    expect(state.expiresIn).toBeLessThanOrEqual(5000);
    expect(state.refreshIn).toBeGreaterThan(1500);
    expect(state.refreshIn).toBeLessThanOrEqual(2500);
  });

  it('keeps accounts and credentials apart', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.settle(key, 'a', fresh('one', 0));
    expect(await store.read({ ...key, name: 'ticket:jsapi' })).toMatchObject({ value: '' });
    expect(await store.read({ ...key, account: 'other' })).toMatchObject({ value: '' });
  });

  it('lets one owner in at a time, and the same owner twice', async () => {
    const { store, key } = setUp();
    expect((await store.claim(key, 'a', 8000)).mine).toBe(true);
    expect((await store.claim(key, 'a', 8000)).mine).toBe(true);
    expect((await store.claim(key, 'b', 8000)).mine).toBe(false);
    expect(await store.settle(key, 'b', { kind: 'nothing' })).toBe(false);
    expect(await store.settle(key, 'a', { kind: 'nothing' })).toBe(true);
    expect((await store.claim(key, 'b', 8000)).mine).toBe(true);
  });

  it('takes nothing from somebody without a lock, or whose lock is over', async () => {
    const { store, key } = setUp();
    expect(await store.settle(key, 'a', fresh('one', 0))).toBe(false);
    await store.claim(key, 'a', 60);
    await wait(100);
    expect(await store.settle(key, 'a', fresh('one', 0))).toBe(false);
    expect((await store.read(key)).value).toBe('');
  });

  it('shows a late winner what was written meanwhile', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.settle(key, 'a', fresh('one', 0));
    expect(await store.claim(key, 'b', 8000)).toMatchObject({ mine: true, value: 'one', generation: 1 });
  });

  it('lets the next one in when the lock is over, and refuses the sleeper', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'sleeper', 60);
    await wait(100);
    expect((await store.claim(key, 'b', 8000)).mine).toBe(true);
    expect(await store.settle(key, 'sleeper', fresh('old', 0))).toBe(false);
    expect(await store.settle(key, 'b', fresh('new', 0))).toBe(true);
    expect((await store.read(key)).value).toBe('new');
  });

  it('refuses a value of another generation', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    expect(await store.settle(key, 'a', fresh('one', 3))).toBe(false);
    expect((await store.read(key)).value).toBe('');
    expect((await store.claim(key, 'b', 8000)).mine).toBe(true);
  });

  it('marks bad only the value that is stored', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.settle(key, 'a', fresh('one', 0));
    expect(await store.reject(key, 'zero')).toBeUndefined();
    expect((await store.read(key)).bad).toBe(false);
    expect(await store.reject(key, 'one')).toBe(0);
    expect(await store.read(key)).toMatchObject({ bad: true, strikes: 0 });
    await store.claim(key, 'a', 8000);
    await store.settle(key, 'a', fresh('two', 1));
    expect(await store.read(key)).toMatchObject({ value: 'two', bad: false, generation: 2 });
  });

  it('pauses for 5, 15, 60 and 60 s after refusals, and says why', async () => {
    const { store, key } = setUp();
    for (const [index, ms] of [5000, 15_000, 60_000, 60_000].entries()) {
      await store.claim(key, 'a', 8000);
      expect(await store.settle(key, 'a', { kind: 'refused', failure })).toBe(true);
      const state = await store.read(key);
      expect(state).toMatchObject({ strikes: index + 1, failure });
      expect(state.pausedFor).toBeGreaterThan(ms - 1000);
      expect(state.pausedFor).toBeLessThanOrEqual(ms);
    }
    await store.claim(key, 'a', 8000);
    await store.settle(key, 'a', fresh('one', 0));
    const state = await store.read(key);
    expect(state.pausedFor).toBeLessThanOrEqual(0);
    expect(state).toMatchObject({ value: 'one', strikes: 0 });
    expect(state.failure).toBeUndefined();
  });

  it('begins one pause however many meet the same refusal', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.settle(key, 'a', fresh('one', 0));
    await Promise.all([1, 2, 3].map(() => store.reject(key, 'one', failure)));
    expect(await store.read(key)).toMatchObject({ bad: true, trial: false, strikes: 0 });
    await store.claim(key, 'a', 8000);
    await store.settle(key, 'a', fresh('two', 1));
    expect(await store.read(key)).toMatchObject({ bad: false, trial: true });
    await Promise.all([1, 2, 3].map(() => store.reject(key, 'two', failure)));
    const state = await store.read(key);
    expect(state).toMatchObject({ bad: true, strikes: 1, failure });
    expect(state.pausedFor).toBeGreaterThan(4000);
    expect(state.pausedFor).toBeLessThanOrEqual(5000);
  });

  it('tries nobody whose forerunner was replaced without a refusal', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.settle(key, 'a', fresh('one', 0));
    await store.reject(key, 'one');
    await store.claim(key, 'a', 8000);
    await store.settle(key, 'a', fresh('two', 1));
    expect(await store.read(key)).toMatchObject({ trial: false });
    await store.reject(key, 'two', failure);
    expect(await store.read(key)).toMatchObject({ bad: true, strikes: 0 });
  });

  it('counts the values that WeChat refused within 10 minutes, each once', async () => {
    const { store, key } = setUp();
    for (let generation = 0; generation < 23; generation++) {
      const value = `value ${generation}`;
      await store.claim(key, 'a', 8000);
      await store.settle(key, 'a', fresh(value, generation));
      const counted = await Promise.all([1, 2].map(() => store.reject(key, value, failure)));
      // Not more than are needed.
      const count = Math.min(generation + 1, 20);
      expect(counted).toEqual([count, count]);
    }
    // What one of ours has replaced was not refused.
    await store.claim(key, 'a', 8000);
    await store.settle(key, 'a', fresh('replaced', 23));
    expect(await store.reject(key, 'replaced')).toBe(20);
  });

  it('remembers the pauses when the refused value comes once more', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.settle(key, 'a', fresh('one', 0));
    await store.reject(key, 'one', failure);
    for (const [generation, value] of (['one', 'one', 'two'] as const).entries()) {
      await store.claim(key, 'a', 8000);
      await store.settle(key, 'a', fresh(value, generation + 1));
      expect(await store.read(key)).toMatchObject({ bad: false, trial: true, strikes: generation });
      await store.reject(key, value, failure);
    }
    const { pausedFor, strikes } = await store.read(key);
    expect(strikes).toBe(3);
    expect(pausedFor).toBeGreaterThan(55_000);
  });

  it('ends a trial when a call goes well with the value that is stored', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.settle(key, 'a', fresh('one', 0));
    for (const generation of [1, 2]) {
      await store.reject(key, 'one', failure);
      await store.claim(key, 'a', 8000);
      await store.settle(key, 'a', fresh('one', generation));
    }
    await store.prove(key, 'zero');
    expect(await store.read(key)).toMatchObject({ trial: true, strikes: 1 });
    await store.prove(key, 'one');
    expect(await store.read(key)).toMatchObject({ trial: false, strikes: 0 });
    await store.reject(key, 'one', failure);
    await store.prove(key, 'one');
    expect(await store.read(key)).toMatchObject({ bad: true, strikes: 0 });
  });

  it('forgets nothing it needs when a value is over', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.settle(key, 'a', fresh('one', 0, 50));
    await wait(100);
    const state = await store.read(key);
    expect(state).toMatchObject({ value: 'one', generation: 1 });
    expect(state.expiresIn).toBeLessThanOrEqual(0);
  });

  it('allows a forced renewal every 30 s', async () => {
    const { store, key } = setUp();
    expect(await store.allowForce(key)).toBe(true);
    expect(await store.allowForce(key)).toBe(false);
  });
}
