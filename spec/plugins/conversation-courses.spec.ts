import fc from 'fast-check';
import { redisStore } from 'offiaccount';
import { patientClock } from '../support/clock';
import { FAULTS, KINDS, WHATS, wrongIn } from '../support/conversation-course';
import { describeWithRedis, startRedis, type RedisServer } from '../support/redis';

const deeds = fc.array(
  fc.record({
    what: fc.constantFrom(...WHATS),
    fault: fc.constantFrom(...FAULTS),
    process: fc.constantFrom(0 as const, 1 as const),
  }),
  { minLength: 5, maxLength: 30 },
);

it.each(KINDS)('a %s skips no step and takes none twice, whatever happens', async (kind) => {
  await fc.assert(
    fc.asyncProperty(deeds, async (course) => {
      expect(await wrongIn(kind, course)).toBeUndefined();
    }),
    { numRuns: 150 },
  );
});

describeWithRedis()('in Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());

  it.each(KINDS)('a %s skips no step and takes none twice, whatever happens', async (kind) => {
    const client = server.connect({ commandTimeout: 5000 });
    let courses = 0;
    await fc.assert(
      fc.asyncProperty(deeds, async (course) => {
        const store = redisStore(client, { clock: patientClock, prefix: `${kind}${courses++}:` });
        expect(await wrongIn(kind, course, store)).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });
});
