import fc from 'fast-check';
import type { Redis } from 'ioredis';
import type { DeliveryStore } from '../../lib/store/deliveries';
import { copyFacts, noFacts, sync } from '../../lib/store/facts';
import type { Facts } from '../../lib/store/facts';
import { memoryStore } from '../../lib/store/memory';
import { redisStore } from '../../lib/store/redis';
import { movedClock, patientClock } from '../support/clock';
import { describeWithRedis, startRedis, type RedisServer } from '../support/redis';
import { A, ask, B, C, hello, LEASE, numbered } from './deliveries-contract';
import type { Told } from './deliveries-contract';
import { passIn } from './deliveries-redis';

type Step =
  | { readonly does: 'ask'; readonly n: number; readonly me: string; readonly told: Told }
  | { readonly does: 'pass'; readonly ms: number };

const MESSAGES = [1, 2] as const;
const OWNERS = [A, B, C];
const owner = fc.constantFrom(...OWNERS);
const rarely = <T>(arbitrary: fc.Arbitrary<T>, freq: number) =>
  fc.option(arbitrary, { freq, nil: undefined });
const left = fc.constantFrom(-9000, -2000, 3000, LEASE);

const told: fc.Arbitrary<Told> = fc.record({
  seen: fc.subarray(['delivery1', 'delivery2', 'delivery3']),
  age: fc.constantFrom(1000, 5000, 20_000),
  runs: fc.dictionary(owner, left, { maxKeys: 2 }),
  ack: rarely(owner, 10),
  answer: rarely(owner, 10),
  value: fc.constantFrom(undefined, hello),
  late: rarely(owner, 30),
  knows: fc.subarray(OWNERS, { maxLength: 1 }),
  taken: fc.boolean(),
  wish: fc.record({
    run: fc.constantFrom('no' as const, 'first' as const, 'again' as const),
    ack: fc.boolean(),
    send: fc.boolean(),
  }),
});

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('ask' as const),
      n: fc.constantFrom(...MESSAGES),
      me: owner,
      told,
    }),
  },
  // Together they meet the end of a lease, of an answer and of a memory, but never come a little before it.
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('pass' as const),
      ms: fc.constantFrom(1000, 3000, 6000, 24_000, 600_000),
    }),
  },
);

/** What a store says to a question, with times to a second, as far as both kinds must agree. */
async function said(store: DeliveryStore, { n, me, told }: Extract<Step, { does: 'ask' }>) {
  const view = await ask(store, numbered(n), me, told);
  // Of what is over, memory keeps no more than it needs.
  if (view.answer !== undefined)
    return { answer: view.answer, ack: view.ack !== undefined, late: view.late !== undefined };
  return whole(view);
}

const whole = ({ age, runs, ...view }: Awaited<ReturnType<typeof ask>>) => {
  const times = [...runs].map(([who, ms]) => [who, Math.max(-5, Math.round(ms / 1000)) + 0] as const);
  const alive = [...view.alive].sort();
  return { ...view, value: undefined, first: 0, alive, age: Math.round(age / 1000), runs: times.sort() };
};

/** The rule by itself. */
function pureStore(now: () => number): DeliveryStore {
  const all = new Map<string, Facts>();
  return {
    sync: ({ id }, { me, facts, wish, patience, now: asked }) => {
      const known = all.get(id) ?? noFacts();
      all.set(id, known);
      sync(known, me, facts, now() - asked, wish, now(), patience);
      return copyFacts(known, asked - now());
    },
  };
}

describeWithRedis()('deliveries in memory and in Redis', () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = server.connect({ commandTimeout: 5000 });
    await client.ping();
  });
  afterAll(() => server.close());

  it('answer the same to any sequence of calls of several owners, and to calls that are repeated', async () => {
    const inRedis = redisStore(client, { clock: patientClock }).deliveries;
    const pass = passIn(() => client);
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 40 }), async (sequence) => {
        await client.flushall();
        const clock = movedClock();
        const inMemory = memoryStore(clock).deliveries;
        for (const step of sequence) {
          if (step.does === 'pass') {
            await clock.advance(step.ms);
            for (const each of MESSAGES) await pass(numbered(each), step.ms);
            continue;
          }
          const expected = await said(inMemory, step);
          expect(await said(inRedis, step)).toEqual(expected);
          expect(await said(inMemory, step)).toEqual(expected);
          expect(await said(inRedis, step)).toEqual(expected);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('agree with the rule by itself in every fact, as long as nothing is forgotten', async () => {
    const inRedis = redisStore(client, { clock: patientClock }).deliveries;
    const pass = passIn(() => client);
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 30 }), async (sequence) => {
        await client.flushall();
        let now = 10_000_000;
        const pure = pureStore(() => now);
        for (const step of sequence) {
          if (step.does === 'pass') {
            const ms = Math.min(step.ms, 10_000);
            now += ms;
            for (const each of MESSAGES) await pass(numbered(each), ms);
            continue;
          }
          const { n, me, told } = step;
          const expected = whole(await ask(pure, numbered(n), me, told));
          expect(whole(await ask(inRedis, numbered(n), me, told))).toEqual(expected);
        }
      }),
      { numRuns: 100 },
    );
  });
});
