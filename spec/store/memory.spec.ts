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
      await clock.advance(31_000);
    }
    expect(allowed).toBe(20);
    await clock.advance(86_400_000);
    expect(await store.allowForce(key)).toBe(true);
  });

  it('uses the clock of the machine by default', async () => {
    const store = memoryStore().credentials;
    expect((await store.read({ account: 'wx1', name: 'token' })).value).toBe('');
  });
});
