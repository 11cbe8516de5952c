import { randomUUID } from 'node:crypto';
import type { DeliveryKey, DeliveryStore } from '../../lib/store/deliveries';
import { noFacts } from '../../lib/store/facts';
import type { Facts, Wish } from '../../lib/store/facts';

export const LEASE = 6000;
export const GRACE = 20_000;
export const hello = { MsgType: 'text', Content: 'hello' };
const other = { MsgType: 'text', Content: 'other' };

/** Owners, whose ids have one length and end in a count. */
export const [A, B, C] = ['processes-a000001', 'processes-b000001', 'processes-c0000zz'] as const;

export const newKey = (): DeliveryKey => ({
  account: 'wx1',
  id: (randomUUID() + randomUUID()).replaceAll('-', ''),
});

export const numbered = (n: number): DeliveryKey => ({
  account: 'wx1',
  id: n.toString(16).padStart(8, '0').repeat(8),
});

/** What one tells, and wishes. */
export interface Told extends Partial<Omit<Facts, 'runs' | 'first'>> {
  /** How long each run is alive yet, in milliseconds. */
  readonly runs?: Readonly<Record<string, number>>;
  /** How long ago the first delivery came. */
  readonly age?: number;
  readonly wish?: Partial<Wish>;
}

/** Asks a store as a process does; times are what is left of them. */
export async function ask(store: DeliveryStore, key: DeliveryKey, me: string, told: Told = {}) {
  const { runs = {}, age, wish, ...facts } = told;
  const now = 5_000_000;
  const view = await store.sync(key, {
    me,
    facts: {
      ...noFacts(),
      ...facts,
      ...(age !== undefined && { first: now - age }),
      runs: Object.entries(runs).map(([owner, left]) => ({ owner, until: now + left })),
    },
    wish: { run: 'no', ack: false, send: false, ...wish },
    patience: { lease: LEASE, grace: GRACE },
    now,
  });
  const left = new Map(view.runs.map(({ owner, until }) => [owner, until - now]));
  return {
    ...view,
    age: now - view.first,
    runs: left,
    alive: [...left].flatMap(([owner, ms]) => (ms > 0 ? [owner] : [])),
  };
}

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
  const tell = (me: string, told?: Told) => ask(store, key, me, told);
  const run = (me: string, how: Wish['run'] = 'first') => tell(me, { wish: { run: how } });

  describe('deliveries', () => {
    it('are known in the order of their arrival, each once', async () => {
      await tell(A, { seen: ['delivery2'] });
      await tell(B, { seen: ['delivery1', 'delivery2'] });
      expect((await tell(A, { seen: ['delivery3'] })).seen).toEqual(['delivery2', 'delivery1', 'delivery3']);
    });

    it('are the last 40 of more', async () => {
      const ids = Array.from({ length: 45 }, (_, n) => `delivery${String(n).padStart(2, '0')}`);
      for (const id of ids) await tell(A, { seen: [id] });
      expect((await tell(A)).seen).toEqual(ids.slice(5));
    });

    it('have a first one, which whoever knows it best tells', async () => {
      expect((await tell(A)).age).toBe(-Infinity);
      expect(Math.round((await tell(A, { age: 1000 })).age / 100)).toBe(10);
      expect(Math.round((await tell(B, { age: 5000 })).age / 100)).toBe(50);
      expect(Math.round((await tell(B, { age: 3000 })).age / 100)).toBe(50);
      await pass(key, 2000);
      expect(Math.round((await tell(B)).age / 100)).toBeGreaterThanOrEqual(70);
    });
  });

  describe('a run', () => {
    it('is granted to the first who wishes for it', async () => {
      expect((await run(A)).alive).toEqual([A]);
      expect((await run(B)).alive).toEqual([A]);
      expect((await run(B, 'again')).alive).toEqual([A]);
    });

    it('is granted to one of many who wish at once', async () => {
      const owners = Array.from({ length: 20 }, (_, i) => `processes-x0000${10 + i}`);
      const views = await Promise.all(owners.map((owner) => run(owner)));
      expect(new Set(views.flatMap(({ alive }) => alive)).size).toBe(1);
    });

    it('is said to be its owner’s again, and begun no second time', async () => {
      await run(A);
      const { alive, runs } = await run(A, 'again');
      expect([alive, runs.size]).toEqual([[A], 1]);
    });

    it('is alive as long as its owner says', async () => {
      await run(A);
      await pass(key, LEASE - 2000);
      expect((await tell(B)).alive).toEqual([A]);
      await tell(A, { runs: { [A]: LEASE } });
      await pass(key, LEASE - 2000);
      expect((await tell(B)).alive).toEqual([A]);
      await pass(key, 2000);
      expect((await tell(B)).alive).toEqual([]);
    });

    it('is let go at once', async () => {
      await run(A);
      expect((await tell(A, { runs: { [A]: -Infinity } })).alive).toEqual([]);
      expect((await run(B, 'again')).alive).toEqual([B]);
    });

    it('after one that has vanished must be wished for as such', async () => {
      await run(A);
      await pass(key, LEASE);
      expect((await run(B)).alive).toEqual([]);
      const { alive, runs } = await run(B, 'again');
      expect([alive, [...runs.keys()].sort()]).toEqual([[B], [A, B]]);
    });

    it('is granted twice, and no third time', async () => {
      await run(A);
      await pass(key, LEASE);
      await run(B, 'again');
      await pass(key, LEASE);
      expect((await run(C, 'again')).alive).toEqual([]);
      // Who had it before may go on.
      expect((await run(B, 'again')).alive).toEqual([B]);
    });

    it('of another owner is hearsay: it fills a gap for a whole lease, and prolongs nothing', async () => {
      expect((await tell(B, { runs: { [A]: -9000 } })).alive).toEqual([A]);
      expect((await run(B)).alive).toEqual([A]);
      await pass(key, LEASE - 2000);
      await tell(B, { runs: { [A]: LEASE } });
      await pass(key, 2000);
      expect((await tell(B, { runs: { [A]: LEASE } })).alive).toEqual([]);
    });

    it('is not granted where there is an answer', async () => {
      await tell(A, { answer: A, value: hello });
      expect((await run(B)).alive).toEqual([]);
    });

    it('of another message, or account, is another', async () => {
      await run(A);
      expect((await ask(store, newKey(), B, { wish: { run: 'first' } })).alive).toEqual([B]);
      const elsewhere = await ask(store, { ...key, account: 'wx2' }, B, { wish: { run: 'first' } });
      expect(elsewhere.alive).toEqual([B]);
    });
  });

  describe('an answer', () => {
    it('is the first that is told, again and again', async () => {
      await tell(A, { answer: A, value: hello });
      for (let i = 0; i < 2; i++)
        expect(await tell(B, { answer: B, value: other })).toMatchObject({ answer: A, value: hello });
      expect(await tell(A, { answer: A, value: hello })).toMatchObject({ answer: A, value: hello });
    });

    it('may be nothing', async () => {
      await tell(A, { answer: A });
      expect(await tell(B)).toMatchObject({ answer: A, value: undefined });
    });

    it('that JSON does not have is nothing to others', async () => {
      const circular: { MsgType: string; self?: object } = { MsgType: 'text' };
      circular.self = circular;
      await tell(A, { answer: A, value: circular });
      expect((await tell(B)).answer).toBe(A);
    });

    it('is kept for 70 s, and the message for 10 minutes', async () => {
      await run(A);
      await tell(A, { answer: A, value: hello, runs: { [A]: LEASE } });
      await pass(key, 69_000);
      expect((await tell(B)).value).toEqual(hello);
      key = newKey();
      await run(A);
      await tell(A, { answer: A, value: hello, runs: { [A]: LEASE } });
      await pass(key, 70_000);
      expect(await tell(B)).toMatchObject({ answer: A, value: undefined });
      await pass(key, 529_000);
      expect((await tell(B)).answer).toBe(A);
      await pass(key, 600_000);
      expect((await tell(B)).answer).toBeUndefined();
    });

    it('that a delivery of another process got is known to be taken', async () => {
      await tell(A, { answer: A, value: hello });
      expect((await tell(A)).taken).toBe(false);
      await tell(B, { answer: A, taken: true });
      expect((await tell(A)).taken).toBe(true);
    });
  });

  describe('an acknowledgement', () => {
    const wish = { ack: true };

    it('is the first who wishes for it', async () => {
      expect((await tell(A, { wish })).ack).toBe(A);
      expect((await tell(B, { wish })).ack).toBe(A);
      expect((await tell(B, { ack: B })).ack).toBe(A);
    });

    it('is not granted where there is an answer, but believed', async () => {
      await tell(A, { answer: A, value: hello });
      expect((await tell(B, { wish })).ack).toBeUndefined();
      expect((await tell(B, { ack: B })).ack).toBe(B);
      expect(await tell(C)).toMatchObject({ answer: A, value: hello, ack: B });
    });
  });

  describe('a late message', () => {
    const send = { wish: { send: true } };
    const made = (me: string): Told => ({ answer: me, value: hello, runs: { [me]: LEASE }, ...send });

    it('is nobody’s without an answer and an acknowledgement', async () => {
      expect((await tell(A, { ack: A, ...send })).late).toBeUndefined();
      key = newKey();
      expect((await tell(A, made(A))).late).toBeUndefined();
    });

    it('is sent by whoever made the answer, once, if that one is alive', async () => {
      await tell(C, { ack: C });
      await tell(A, { ...made(A), wish: {} });
      expect((await tell(C, send)).late).toBeUndefined();
      expect((await tell(B, send)).late).toBeUndefined();
      for (let i = 0; i < 2; i++) expect((await tell(A, send)).late).toBe(A);
      expect((await tell(C, send)).late).toBe(A);
    });

    it('is sent by whoever acknowledged it, or asks, when its maker has vanished', async () => {
      for (const me of [C, B]) {
        key = newKey();
        await tell(C, { ack: C });
        await tell(A, { ...made(A), wish: {} });
        await pass(key, LEASE);
        expect((await tell(me, send)).late).toBe(me);
      }
    });

    it('is left for a while to one who acknowledged it and runs it too', async () => {
      await tell(C, { ack: C, runs: { [C]: LEASE } });
      expect((await tell(A, made(A))).late).toBeUndefined();
      await pass(key, LEASE + GRACE - 2000);
      expect((await tell(A, made(A))).late).toBeUndefined();
      await pass(key, 2000);
      expect((await tell(A, made(A))).late).toBe(A);
    });

    it('is not left to one who acknowledged it and has let its run go', async () => {
      await tell(C, { ack: C, runs: { [C]: -Infinity } });
      expect((await tell(A, made(A))).late).toBe(A);
    });

    it('is granted to that one', async () => {
      await tell(C, { ack: C, runs: { [C]: LEASE } });
      await tell(A, made(A));
      expect((await tell(C, send)).late).toBe(C);
    });

    it('is told of, and who knows it', async () => {
      await tell(A, { ack: A, answer: A, late: A, knows: [A] });
      expect(await tell(B, { late: B, knows: [B] })).toMatchObject({ late: A, knows: [A, B] });
    });
  });

  it('what is told twice is the same, and in another order too', async () => {
    const facts: Told[] = [
      { seen: ['delivery1'], age: 3000 },
      { ack: C, knows: [C] },
      { answer: A, value: hello },
      { runs: { [B]: LEASE } },
      { taken: true },
    ];
    const said = [];
    for (const order of [facts, [...facts].reverse(), [...facts, ...facts]]) {
      key = newKey();
      for (const each of order) await tell(B, each);
      const { age, runs, ...view } = await tell(B);
      said.push({ ...view, first: 0, runs: [...runs.keys()], age: Math.round(age / 1000) });
    }
    expect(said[1]).toEqual(said[0]);
    expect(said[2]).toEqual(said[0]);
  });

  it('what nobody has told is not there', async () => {
    const { age, runs, alive, ...view } = await tell(A);
    expect({ ...view, runs: [] }).toEqual(noFacts());
    expect([age, runs.size, alive]).toEqual([-Infinity, 0, []]);
  });
}
