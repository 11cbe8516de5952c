import { randomUUID } from 'node:crypto';
import type { DeliveryKey, DeliveryStore } from '../../lib/store/deliveries';

export const LEASE = 6000;
export const hello = { MsgType: 'text', Content: 'hello' };
const other = { MsgType: 'text', Content: 'other' };

export const newKey = (): DeliveryKey => ({
  account: 'wx1',
  id: randomUUID().replaceAll('-', '').padStart(64, '0'),
});

export const numbered = (n: number): DeliveryKey => ({ account: 'wx1', id: String(n).padStart(64, '0') });

/** What every store does with deliveries. `pass` lets time pass for a message. */
export function contract(
  open: () => DeliveryStore,
  pass: (key: DeliveryKey, ms: number) => Promise<void>,
): void {
  let store: DeliveryStore;
  let key: DeliveryKey;
  beforeEach(() => {
    store = open();
    key = newKey();
  });
  const claim = async (owner: string, count = true) => store.claim(key, owner, count, LEASE);
  const stateFor = async (owner: string) => (await claim(owner, false)).state;

  it('ends a run whose answer JSON does not have', async () => {
    await claim('a');
    const circular: { MsgType: string; self?: object } = { MsgType: 'text' };
    circular.self = circular;
    expect(await store.finish(key, 'a', circular)).toBe('stored');
    expect(await stateFor('b')).toBe('done');
  });

  describe('claim', () => {
    it('gives a message to the first who asks, and lets the others wait', async () => {
      expect(await claim('a')).toMatchObject({
        state: 'run',
        attempt: 1,
        deliveries: 1,
        acknowledged: false,
      });
      expect(await claim('b')).toMatchObject({
        state: 'wait',
        attempt: 1,
        deliveries: 2,
        acknowledged: false,
      });
      expect(await claim('c')).toMatchObject({
        state: 'wait',
        attempt: 1,
        deliveries: 3,
        acknowledged: false,
      });
    });

    it('gives it to one of many who ask at once', async () => {
      const states = await Promise.all(Array.from({ length: 20 }, (_, i) => claim(`owner ${i}`)));
      expect(states.filter(({ state }) => state === 'run')).toHaveLength(1);
      expect(states.filter(({ state }) => state === 'wait')).toHaveLength(19);
      expect(states.map(({ deliveries }) => deliveries).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, i) => i + 1),
      );
    });

    it('says the same to its owner again', async () => {
      await claim('a');
      for (let i = 0; i < 3; i++)
        expect(await claim('a', false)).toMatchObject({ state: 'run', attempt: 1, deliveries: 1 });
    });

    it('counts deliveries only when told to, the owner’s as well', async () => {
      await store.renew(key, 'a', 1, LEASE);
      expect(await claim('b', false)).toMatchObject({ deliveries: 0 });
      expect(await claim('a')).toMatchObject({ state: 'run', deliveries: 1 });
      expect(await claim('b')).toMatchObject({ state: 'wait', deliveries: 2 });
    });

    it('begins a message for a delivery only: what is not known is its owner’s to put back', async () => {
      const unknown = { state: 'wait', attempt: 0, deliveries: 0, age: 0, acknowledged: false };
      for (let i = 0; i < 2; i++) expect(await claim('b', false)).toMatchObject(unknown);
      await store.giveUp(key);
      expect(await claim('b', false)).toMatchObject({ ...unknown, acknowledged: true });
      expect(await store.renew(key, 'a', 1, LEASE)).toBe(true);
      expect(await claim('b', false)).toMatchObject({ state: 'wait', attempt: 1, deliveries: 0 });
    });

    it('says how long ago the first delivery was', async () => {
      expect((await claim('a')).age).toBe(0);
      await pass(key, 5000);
      const { age } = await claim('b');
      expect(age).toBeGreaterThanOrEqual(5000);
      expect(age).toBeLessThan(10_000);
    });

    it('keeps messages and accounts apart', async () => {
      await claim('a');
      expect(await store.claim({ ...key, account: 'wx2' }, 'b', true, LEASE)).toMatchObject({
        state: 'run',
        deliveries: 1,
      });
      expect(await store.claim(newKey(), 'b', true, LEASE)).toMatchObject({ state: 'run', deliveries: 1 });
    });

    it('gives the message to another when its owner is silent for longer than the lease', async () => {
      await claim('a');
      await pass(key, LEASE - 2000);
      expect(await claim('b')).toMatchObject({ state: 'wait', attempt: 1 });
      await pass(key, 2000);
      expect(await claim('b')).toMatchObject({ state: 'run', attempt: 2, deliveries: 3 });
      expect(await claim('b', false)).toMatchObject({ state: 'run', attempt: 2 });
      expect(await claim('a', false)).toMatchObject({ state: 'wait', attempt: 2 });
    });

    it('parks a message over which two owners have vanished', async () => {
      await claim('a');
      await pass(key, LEASE);
      await claim('b');
      await pass(key, LEASE);
      expect(await claim('c')).toMatchObject({ state: 'parked', attempt: 2 });
      for (const owner of ['a', 'c']) expect(await stateFor(owner)).toBe('parked');
      // It is there after all.
      expect(await claim('b', false)).toMatchObject({ state: 'run', attempt: 2 });
      expect(await stateFor('c')).toBe('parked');
    });

    it('finds the answer once the run is over', async () => {
      await claim('a');
      await store.finish(key, 'a', hello);
      expect(await claim('b')).toMatchObject({
        state: 'done',
        attempt: 1,
        acknowledged: false,
        answer: hello,
      });
      expect(await claim('a')).toMatchObject({ state: 'done', answer: hello });
    });

    it('finds nothing when nothing came of it', async () => {
      await claim('a');
      await store.finish(key, 'a', undefined);
      expect(await claim('b')).toMatchObject({ state: 'done' });
      expect((await claim('b')).answer).toBeUndefined();
    });

    it('keeps the answer for 30 s, and remembers the message for 10 minutes', async () => {
      await claim('a');
      await store.finish(key, 'a', hello);
      await pass(key, 29_000);
      expect((await claim('b')).answer).toEqual(hello);
      await pass(key, 1000);
      expect(await claim('b')).toMatchObject({ state: 'done' });
      expect((await claim('b')).answer).toBeUndefined();
      await pass(key, 569_000);
      expect(await stateFor('b')).toBe('done');
      await pass(key, 1000);
      expect(await claim('b')).toMatchObject({ state: 'run', attempt: 1, deliveries: 1 });
    });

    it('forgets a message that nobody ends', async () => {
      await claim('a');
      await pass(key, 599_000);
      expect(await claim('b')).toMatchObject({ state: 'run', attempt: 2 });
      await pass(key, 599_000);
      expect(await stateFor('c')).toBe('parked');
      await pass(key, 600_000);
      expect(await claim('c')).toMatchObject({ state: 'run', attempt: 1, deliveries: 1 });
    });
  });

  describe('renew', () => {
    it('prolongs the lease of the owner', async () => {
      await claim('a');
      await pass(key, LEASE - 2000);
      expect(await store.renew(key, 'a', 1, LEASE)).toBe(true);
      await pass(key, LEASE - 2000);
      expect(await stateFor('b')).toBe('wait');
      await pass(key, 2000);
      expect(await stateFor('b')).toBe('run');
    });

    it('refuses anybody else, and changes nothing', async () => {
      await claim('a');
      expect(await store.renew(key, 'b', 1, 60_000)).toBe(false);
      await pass(key, LEASE);
      expect(await claim('b')).toMatchObject({ state: 'run', attempt: 2 });
      expect(await store.renew(key, 'a', 1, LEASE)).toBe(false);
      expect(await stateFor('b')).toBe('run');
    });

    it('puts back a message that the store has lost', async () => {
      expect(await store.renew(key, 'a', 2, LEASE)).toBe(true);
      expect(await claim('b')).toMatchObject({ state: 'wait', attempt: 2, deliveries: 1 });
      expect(await claim('a')).toMatchObject({ state: 'run', attempt: 2 });
      await pass(key, LEASE);
      expect(await stateFor('b')).toBe('parked');
    });

    it('takes a parked message back for its last owner, who has only been slow', async () => {
      await claim('a');
      await pass(key, LEASE);
      await claim('b');
      await pass(key, LEASE);
      expect(await stateFor('c')).toBe('parked');
      expect(await store.renew(key, 'a', 1, LEASE)).toBe(false);
      expect(await store.renew(key, 'b', 2, LEASE)).toBe(true);
      expect(await claim('c', false)).toMatchObject({ state: 'wait', attempt: 2 });
    });

    it('refuses when the run is over', async () => {
      await claim('a');
      await store.finish(key, 'a', hello);
      expect(await store.renew(key, 'a', 1, LEASE)).toBe(false);
      expect(await store.renew(key, 'b', 1, LEASE)).toBe(false);
      expect(await claim('b')).toMatchObject({ state: 'done', answer: hello });
    });

    it('remembers the message from then on', async () => {
      await claim('a');
      await pass(key, 599_000);
      expect(await store.renew(key, 'a', 1, LEASE)).toBe(true);
      await pass(key, 599_000);
      expect(await claim('b')).toMatchObject({ state: 'run', attempt: 2 });
    });
  });

  describe('finish', () => {
    it('stores the answer, and says so again', async () => {
      await claim('a');
      for (let i = 0; i < 3; i++) expect(await store.finish(key, 'a', hello)).toBe('stored');
      expect((await claim('b')).answer).toEqual(hello);
    });

    it('keeps the first of two answers', async () => {
      await claim('a');
      await store.finish(key, 'a', hello);
      expect(await store.finish(key, 'a', other)).toBe('stored');
      expect((await claim('b')).answer).toEqual(hello);
    });

    it('is lost when somebody else owns the message', async () => {
      await claim('a');
      await pass(key, LEASE);
      await claim('b');
      expect(await store.finish(key, 'a', other)).toBe('lost');
      expect(await stateFor('c')).toBe('wait');
      expect(await store.finish(key, 'b', hello)).toBe('stored');
      expect(await store.finish(key, 'a', other)).toBe('lost');
      expect((await claim('c')).answer).toEqual(hello);
    });

    it('works late, as long as nobody has taken the message over', async () => {
      await claim('a');
      await pass(key, LEASE * 2);
      expect(await store.finish(key, 'a', hello)).toBe('stored');
      expect(await claim('b')).toMatchObject({ state: 'done', answer: hello });
    });

    it('ends a parked message for its last owner only', async () => {
      await claim('a');
      await pass(key, LEASE);
      await claim('b');
      await pass(key, LEASE);
      await claim('c');
      expect(await store.finish(key, 'a', other)).toBe('lost');
      expect(await stateFor('c')).toBe('parked');
      expect(await store.finish(key, 'b', hello)).toBe('stored');
      expect(await claim('c')).toMatchObject({ state: 'done', attempt: 2, answer: hello });
    });

    it('works for a message that the store has lost', async () => {
      expect(await store.finish(key, 'a', hello)).toBe('stored');
      expect(await claim('b')).toMatchObject({ state: 'done', attempt: 0, answer: hello });
      expect(await store.finish(key, 'b', other)).toBe('lost');
    });

    it('makes the answer a late message when the last delivery was given up, again and again', async () => {
      await claim('a');
      await store.giveUp(key);
      for (let i = 0; i < 3; i++) expect(await store.finish(key, 'a', hello)).toBe('send-late');
      expect(await claim('b')).toMatchObject({ state: 'late', acknowledged: true });
      expect((await claim('b')).answer).toBeUndefined();
      expect(await store.finish(key, 'b', hello)).toBe('lost');
      await pass(key, 599_000);
      expect(await stateFor('b')).toBe('late');
      await pass(key, 1000);
      expect((await claim('b')).state).toBe('run');
    });
  });

  describe('finish, of an answer that is owed,', () => {
    const finish = async (owner: string, owed = true) => store.finish(key, owner, hello, owed);

    it('makes it a late message, again and again, whether or not the store has heard of it', async () => {
      await claim('a');
      for (let i = 0; i < 3; i++) expect(await finish('a')).toBe('send-late');
      expect(await finish('a', false)).toBe('send-late');
      expect(await claim('b')).toMatchObject({ state: 'late', acknowledged: true });
      key = newKey();
      for (let i = 0; i < 3; i++) expect(await finish('a')).toBe('send-late');
      expect(await store.giveUp(key)).toEqual({ state: 'late' });
    });

    it('takes it back from those who have not asked yet', async () => {
      await claim('a');
      expect(await finish('a', false)).toBe('stored');
      await pass(key, 599_000);
      expect(await finish('a')).toBe('send-late');
      await pass(key, 599_000);
      expect(await claim('b')).toMatchObject({ state: 'late', acknowledged: true });
      expect((await claim('b')).answer).toBeUndefined();
    });

    it('is lost when somebody else owns the message, or has ended it', async () => {
      await claim('a');
      expect(await finish('b')).toBe('lost');
      await finish('a', false);
      expect(await finish('b')).toBe('lost');
      expect(await claim('b')).toMatchObject({ state: 'done', answer: hello });
    });
  });

  describe('giveUp', () => {
    it('has the answer sent late, again and again, to whoever asks', async () => {
      await claim('a');
      for (let i = 0; i < 3; i++) expect(await store.giveUp(key)).toEqual({ state: 'owed' });
      expect(await claim('b')).toMatchObject({ state: 'wait', attempt: 1, acknowledged: true });
      expect(await claim('a')).toMatchObject({ state: 'run', attempt: 1, acknowledged: true });
    });

    it('does not keep a second owner from the message', async () => {
      await claim('a');
      await store.giveUp(key);
      await pass(key, LEASE);
      expect(await claim('b')).toMatchObject({ state: 'run', attempt: 2, acknowledged: true });
      expect(await store.finish(key, 'b', hello)).toBe('send-late');
      expect(await store.finish(key, 'a', hello)).toBe('lost');
    });

    it('finds the answer when the run has just ended, again and again', async () => {
      await claim('a');
      await store.finish(key, 'a', hello);
      for (let i = 0; i < 3; i++) expect(await store.giveUp(key)).toEqual({ state: 'answer', answer: hello });
      expect(await store.finish(key, 'a', hello)).toBe('stored');
      await pass(key, 30_000);
      expect(await store.giveUp(key)).toEqual({ state: 'answer', answer: undefined });
    });

    it('finds that nothing came of the run', async () => {
      await claim('a');
      await store.finish(key, 'a', undefined);
      expect(await store.giveUp(key)).toEqual({ state: 'answer', answer: undefined });
    });

    it('is late once the answer goes another way', async () => {
      await claim('a');
      await store.giveUp(key);
      await store.finish(key, 'a', hello);
      expect(await store.giveUp(key)).toEqual({ state: 'late' });
      expect(await store.giveUp(key)).toEqual({ state: 'late' });
    });

    it('promises nothing of a parked message, whose last owner may still send its answer', async () => {
      await claim('a');
      await pass(key, LEASE);
      await claim('b');
      await pass(key, LEASE);
      await claim('c');
      expect(await store.giveUp(key)).toEqual({ state: 'late' });
      expect(await claim('c')).toMatchObject({ state: 'parked', acknowledged: true });
      expect(await store.finish(key, 'b', hello)).toBe('send-late');
    });

    it('is heeded by whoever runs a message that the store has lost', async () => {
      expect(await store.giveUp(key)).toEqual({ state: 'owed' });
      expect(await store.giveUp(key)).toEqual({ state: 'owed' });
      expect(await store.finish(key, 'a', hello)).toBe('send-late');
    });

    it('is heeded by whoever puts such a message back, or begins it anew', async () => {
      await store.giveUp(key);
      expect(await store.renew(key, 'a', 1, LEASE)).toBe(true);
      expect(await claim('b')).toMatchObject({ state: 'wait', attempt: 1, deliveries: 1 });
      expect(await store.finish(key, 'a', hello)).toBe('send-late');

      key = newKey();
      await store.giveUp(key);
      await pass(key, 1000);
      expect(await claim('a')).toMatchObject({ state: 'run', attempt: 1, age: 0, acknowledged: true });
      expect(await store.finish(key, 'a', hello)).toBe('send-late');
    });

    it('has the message remembered from then on', async () => {
      await claim('a');
      await pass(key, 599_000);
      await store.giveUp(key);
      await pass(key, 599_000);
      expect(await claim('b')).toMatchObject({ state: 'run', attempt: 2, acknowledged: true });
    });

    it('is forgotten after 10 minutes, too', async () => {
      await store.giveUp(key);
      await pass(key, 599_000);
      await store.giveUp(key);
      await pass(key, 1000);
      expect(await claim('a')).toMatchObject({ acknowledged: false });
    });
  });
}
