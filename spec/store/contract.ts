import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beginsPause, endsPauses, nextCondition } from '../../lib/store/credential-condition';
import type { CredentialCondition, CredentialEvent } from '../../lib/store/credential-condition';
import type { CredentialKey, CredentialStore, Store } from '../../lib/store/store';
import { trials } from '../support/thorough';

const EVENTS = ['stored', 'worked', 'refused', 'replaced'] as const;
const DO: Record<
  CredentialEvent,
  (store: CredentialStore, key: CredentialKey, generation: number) => Promise<unknown>
> = {
  stored: async (store, key, generation) => {
    await store.claim(key, 'a', 8000);
    const value = { value: 'one', expiresIn: 5000, refreshIn: 2500 };
    return store.completeClaim(key, 'a', { kind: 'fresh', ...value, generation });
  },
  worked: (store, key) => store.markUsed(key, 'one'),
  refused: (store, key) => store.invalidate(key, 'one', { errcode: 40001, errmsg: 'no' }),
  replaced: (store, key) => store.invalidate(key, 'one'),
};

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
    expect(await store.read(key)).toMatchObject({
      value: '',
      generation: 0,
      condition: 'none',
      pauseCount: 0,
    });
  });

  it('gives back what was written, with the time that is left', async () => {
    const { store, key } = setUp();
    expect(await store.claim(key, 'a', 8000)).toMatchObject({ isOwner: true, value: '' });
    expect(await store.completeClaim(key, 'a', fresh('one', 0))).toBe('good');
    const state = await store.read(key);
    expect(state).toMatchObject({ value: 'one', generation: 1, condition: 'good' });
    expect(state.expiresIn).toBeGreaterThan(4000);
    expect(state.expiresIn).toBeLessThanOrEqual(5000);
    expect(state.refreshIn).toBeGreaterThan(1500);
    expect(state.refreshIn).toBeLessThanOrEqual(2500);
  });

  it('keeps accounts and credentials apart', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', fresh('one', 0));
    expect(await store.read({ ...key, name: 'ticket:jsapi' })).toMatchObject({ value: '' });
    expect(await store.read({ ...key, account: 'other' })).toMatchObject({ value: '' });
  });

  it('lets one owner in at a time, and the same owner twice', async () => {
    const { store, key } = setUp();
    expect((await store.claim(key, 'a', 8000)).isOwner).toBe(true);
    expect((await store.claim(key, 'a', 8000)).isOwner).toBe(true);
    expect((await store.claim(key, 'b', 8000)).isOwner).toBe(false);
    expect(await store.completeClaim(key, 'b', { kind: 'nothing' })).toBeUndefined();
    expect(await store.completeClaim(key, 'a', { kind: 'nothing' })).toBe('none');
    expect((await store.claim(key, 'b', 8000)).isOwner).toBe(true);
  });

  it('takes nothing from somebody without a lock, or whose lock is over', async () => {
    const { store, key } = setUp();
    expect(await store.completeClaim(key, 'a', fresh('one', 0))).toBeUndefined();
    await store.claim(key, 'a', 60);
    await wait(100);
    expect(await store.completeClaim(key, 'a', fresh('one', 0))).toBeUndefined();
    expect((await store.read(key)).value).toBe('');
  });

  it('shows a late winner what was written meanwhile', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', fresh('one', 0));
    expect(await store.claim(key, 'b', 8000)).toMatchObject({ isOwner: true, value: 'one', generation: 1 });
  });

  it('lets the next one in when the lock is over, and refuses the sleeper', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'sleeper', 60);
    await wait(100);
    expect((await store.claim(key, 'b', 8000)).isOwner).toBe(true);
    expect(await store.completeClaim(key, 'sleeper', fresh('old', 0))).toBeUndefined();
    expect(await store.completeClaim(key, 'b', fresh('new', 0))).toBe('good');
    expect((await store.read(key)).value).toBe('new');
  });

  it('refuses a value of another generation', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    expect(await store.completeClaim(key, 'a', fresh('one', 3))).toBeUndefined();
    expect((await store.read(key)).value).toBe('');
    expect((await store.claim(key, 'b', 8000)).isOwner).toBe(true);
  });

  it('ends only the value that is stored', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', fresh('one', 0));
    expect(await store.invalidate(key, 'zero')).toBeUndefined();
    expect((await store.read(key)).condition).toBe('good');
    expect(await store.invalidate(key, 'one')).toBe(0);
    expect(await store.read(key)).toMatchObject({ condition: 'replaced', pauseCount: 0 });
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', fresh('two', 1));
    expect(await store.read(key)).toMatchObject({ value: 'two', condition: 'good', generation: 2 });
  });

  it('pauses for 5, 15, 60 and 60 s after refusals, and says why', async () => {
    const { store, key } = setUp();
    for (const [index, ms] of [5000, 15_000, 60_000, 60_000].entries()) {
      await store.claim(key, 'a', 8000);
      expect(await store.completeClaim(key, 'a', { kind: 'refused', failure })).toBe('none');
      const state = await store.read(key);
      expect(state).toMatchObject({ pauseCount: index + 1, failure });
      expect(state.pausedFor).toBeGreaterThan(ms - 1000);
      expect(state.pausedFor).toBeLessThanOrEqual(ms);
    }
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', fresh('one', 0));
    const state = await store.read(key);
    expect(state.pausedFor).toBeLessThanOrEqual(0);
    expect(state).toMatchObject({ value: 'one', pauseCount: 0 });
    expect(state.failure).toBeUndefined();
  });

  it('begins one pause however many meet the same refusal', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', fresh('one', 0));
    await Promise.all([1, 2, 3].map(() => store.invalidate(key, 'one', failure)));
    expect(await store.read(key)).toMatchObject({ condition: 'refused', pauseCount: 0 });
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', fresh('two', 1));
    expect(await store.read(key)).toMatchObject({ condition: 'trial' });
    await Promise.all([1, 2, 3].map(() => store.invalidate(key, 'two', failure)));
    const state = await store.read(key);
    expect(state).toMatchObject({ condition: 'refused', pauseCount: 1, failure });
    expect(state.pausedFor).toBeGreaterThan(4000);
    expect(state.pausedFor).toBeLessThanOrEqual(5000);
  });

  it('tries nobody whose forerunner was replaced without a refusal', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', fresh('one', 0));
    await store.invalidate(key, 'one');
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', fresh('two', 1));
    expect(await store.read(key)).toMatchObject({ condition: 'good' });
    await store.invalidate(key, 'two', failure);
    expect(await store.read(key)).toMatchObject({ condition: 'refused', pauseCount: 0 });
  });

  it('counts the values that WeChat refused within 10 minutes, each once', async () => {
    const { store, key } = setUp();
    for (let generation = 0; generation < 23; generation++) {
      const value = `value ${generation}`;
      await store.claim(key, 'a', 8000);
      await store.completeClaim(key, 'a', fresh(value, generation));
      const counted = await Promise.all([1, 2].map(() => store.invalidate(key, value, failure)));
      // Not more than are needed.
      const count = Math.min(generation + 1, 20);
      expect(counted).toEqual([count, count]);
    }
    // What one of ours has replaced was not refused.
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', fresh('replaced', 23));
    expect(await store.invalidate(key, 'replaced')).toBe(20);
  });

  it('remembers the pauses when the refused value comes once more', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', fresh('one', 0));
    await store.invalidate(key, 'one', failure);
    for (const [generation, value] of (['one', 'one', 'two'] as const).entries()) {
      await store.claim(key, 'a', 8000);
      await store.completeClaim(key, 'a', fresh(value, generation + 1));
      expect(await store.read(key)).toMatchObject({ condition: 'trial', pauseCount: generation });
      await store.invalidate(key, value, failure);
    }
    const { pausedFor, pauseCount } = await store.read(key);
    expect(pauseCount).toBe(3);
    expect(pausedFor).toBeGreaterThan(55_000);
  });

  it('ends a trial when a call goes well with the value that is stored', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', fresh('one', 0));
    for (const generation of [1, 2]) {
      await store.invalidate(key, 'one', failure);
      await store.claim(key, 'a', 8000);
      await store.completeClaim(key, 'a', fresh('one', generation));
    }
    await store.markUsed(key, 'zero');
    expect(await store.read(key)).toMatchObject({ condition: 'trial', pauseCount: 1 });
    await store.markUsed(key, 'one');
    expect(await store.read(key)).toMatchObject({ condition: 'good', pauseCount: 0 });
    await store.invalidate(key, 'one', failure);
    await store.markUsed(key, 'one');
    expect(await store.read(key)).toMatchObject({ condition: 'refused', pauseCount: 0 });
  });

  it('goes from condition to condition as the one table says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...EVENTS), { minLength: 1, maxLength: 12 }),
        async (events) => {
          const { store, key } = setUp();
          let [condition, pauseCount, generation]: [CredentialCondition, number, number] = ['none', 0, 0];
          for (const event of events) {
            // Of a value that is not there, nothing can be said.
            if (condition === 'none' && event !== 'stored') continue;
            if (beginsPause(condition, event)) pauseCount++;
            if (endsPauses(condition, event)) pauseCount = 0;
            condition = nextCondition(condition, event);
            await DO[event](store, key, generation);
            if (event === 'stored') generation++;
            expect(await store.read(key)).toMatchObject({ condition, pauseCount, generation });
          }
        },
      ),
      { numRuns: trials(15, 100) },
    );
  });

  it('forgets nothing it needs when a value is over', async () => {
    const { store, key } = setUp();
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', fresh('one', 0, 50));
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
