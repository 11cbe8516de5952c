import fc from 'fast-check';
import type { Redis } from 'ioredis';
import type { DeliveryStore } from '../../lib/store/deliveries';
import { memoryStore } from '../../lib/store/memory';
import { redisStore } from '../../lib/store/redis';
import { movedClock, patientClock } from '../support/clock';
import { describeWithRedis, startRedis, type RedisServer } from '../support/redis';
import { hello, LEASE, numbered } from './deliveries-contract';
import { passIn } from './deliveries-redis';

type Step =
  | { readonly does: 'claim'; readonly n: number; readonly owner: string; readonly count: boolean }
  | { readonly does: 'renew'; readonly n: number; readonly owner: string; readonly attempt: number }
  | {
      readonly does: 'finish';
      readonly owed: boolean;
      readonly n: number;
      readonly owner: string;
      readonly answer?: object | undefined;
    }
  | { readonly does: 'giveUp'; readonly n: number }
  | { readonly does: 'pass'; readonly ms: number };

const MESSAGES = [1, 2] as const;
const n = fc.constantFrom(...MESSAGES);
const owner = fc.constantFrom('a', 'b', 'c');
const is = <T extends Step['does']>(name: T) => fc.constant(name);

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: is('claim'), n, owner, count: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ does: is('renew'), n, owner, attempt: fc.constantFrom(1, 2) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: is('finish'),
      n,
      owner,
      answer: fc.constantFrom(undefined, hello),
      owed: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: is('giveUp'), n }) },
  // Together they meet the end of a lease, of an answer and of a memory, but never come a little before it.
  {
    weight: 3,
    arbitrary: fc.record({ does: is('pass'), ms: fc.constantFrom(1000, 3000, 6000, 24_000, 600_000) }),
  },
);

/** What a store says to a step, with whole seconds, as far as both kinds must agree. */
async function said(store: DeliveryStore, step: Exclude<Step, { does: 'pass' }>): Promise<unknown> {
  const key = numbered(step.n);
  switch (step.does) {
    case 'claim': {
      const { age, deliveries, ...claim } = await store.claim(key, step.owner, step.count, LEASE);
      // Of what is over, memory keeps no more than it needs.
      const isOver = claim.state === 'done' || claim.state === 'late';
      return { ...claim, ...(!isOver && { deliveries, age: Math.floor(age / 1000) }) };
    }
    case 'renew':
      return store.renew(key, step.owner, step.attempt, LEASE);
    case 'finish':
      return store.finish(key, step.owner, step.answer, step.owed);
    case 'giveUp':
      return store.giveUp(key);
  }
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
          const repeated = step.does === 'claim' ? { ...step, count: false } : step;
          expect(await said(inMemory, repeated)).toEqual(expected);
          expect(await said(inRedis, repeated)).toEqual(expected);
        }
      }),
      { numRuns: 200 },
    );
  });
});
