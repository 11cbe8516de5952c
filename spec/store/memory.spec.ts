import { memoryStore } from '../../lib/store/memory';
import { movedClock } from '../support/clock';
import { contract } from './contract';

describe('the memory store', () => {
  const clock = movedClock();
  contract(
    () => memoryStore(clock),
    (ms) => clock.advance(ms),
  );

  it('allows 20 forced renewals a day', async () => {
    const store = memoryStore(clock).credentials;
    const key = { account: 'wx1', name: 'token' };
    let allowed = 0;
    for (let i = 0; i < 25; i++) {
      if (await store.allowForce(key)) allowed++;
      await clock.advance(30_000);
    }
    expect(allowed).toBe(20);
    await clock.advance(86_400_000);
    expect(await store.allowForce(key)).toBe(true);
  });

  it('counts to the millisecond', async () => {
    await clock.advance(1_000_000);
    const store = memoryStore(clock).credentials;
    const key = { account: 'wx1', name: 'token' };
    const fresh = { kind: 'fresh', value: 'one', expiresIn: 5000, refreshIn: 2500, generation: 0 } as const;
    await store.claim(key, 'a', 100);
    await clock.advance(99);
    expect((await store.claim(key, 'b', 100)).isOwner).toBe(false);
    await clock.advance(1);
    expect(await store.completeClaim(key, 'a', fresh)).toBeUndefined();
    expect((await store.claim(key, 'b', 100)).isOwner).toBe(true);
    expect(await store.completeClaim(key, 'b', fresh)).toBe('good');
    await clock.advance(1000);
    expect(await store.read(key)).toMatchObject({ expiresIn: 4000, refreshIn: 1500 });
  });

  it('uses the clock of the machine by default', async () => {
    const store = memoryStore().credentials;
    expect((await store.read({ account: 'wx1', name: 'token' })).value).toBe('');
  });
});
