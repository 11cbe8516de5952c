import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { systemClock } from '../../lib/clock';
import type { DeliveryStore } from '../../lib/store/deliveries';
import { noFacts } from '../../lib/store/facts';
import { memoryStore } from '../../lib/store/memory';
import { redisStore } from '../../lib/store/redis';
import { movedClock, patientClock } from '../support/clock';
import {
  describeWithRedis,
  PATIENT,
  startCluster,
  startRedis,
  until,
  type RedisServer,
} from '../support/redis';
import { startRedisProxy, type RedisProxy } from '../support/redis-proxy';
import { A, ask, B, C, contract, GRACE, hello, LEASE, newKey, numbered } from './deliveries-contract';
import type { Told } from './deliveries-contract';
import { nameOf, passIn } from './deliveries-redis';

describe('deliveries in memory', () => {
  const clock = movedClock();
  contract(
    () => memoryStore(clock).deliveries,
    (_key, ms) => clock.advance(ms),
  );

  it('are answered at once', () => {
    const store = memoryStore(clock).deliveries;
    const question = {
      me: A,
      facts: noFacts(),
      wish: { run: 'first', ack: false, send: false },
      patience: { lease: LEASE, grace: GRACE },
      now: clock.monotonic(),
    } as const;
    expect(store.sync(numbered(1), question)).toMatchObject({ runs: [{ owner: A }] });
  });

  it('are forgotten, the oldest first, when more than 10,000 have no answer', async () => {
    const store = memoryStore(clock).deliveries;
    const run = (n: number) => ask(store, numbered(n), A, { wish: { run: 'first' } });
    const isKnown = async (n: number) => (await ask(store, numbered(n), B)).runs.size > 0;
    for (let n = 0; n < 10_000; n++) await run(n);
    expect(await isKnown(0)).toBe(true);
    await run(10_000);
    expect([await isKnown(0), await isKnown(1), await isKnown(10_000)]).toEqual([false, true, true]);
  });

  it('are counted once each, from their answer on, in whatever order it is told of them', async () => {
    const owner = fc.constantFrom(A, B);
    const told: fc.Arbitrary<Told> = fc.oneof(
      fc.record({ runs: owner.map((each) => ({ [each]: LEASE })) }),
      fc.record({ answer: owner }),
      fc.record({ wish: fc.record({ run: fc.constant('first' as const) }) }),
      fc.record({ answer: owner, taken: fc.constant(true) }),
      fc.record({ ack: owner }),
      fc.record({ late: owner }),
    );
    const step = fc.record({
      n: fc.nat(2),
      me: owner,
      told,
      ms: fc.constantFrom(0, 0, 0, 12_000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (sequence) => {
        const store = memoryStore(clock).deliveries;
        const answered = new Set<number>();
        for (const { n, me, told, ms } of sequence) {
          const { answer } = await ask(store, numbered(n), me, told);
          if (answer !== undefined) answered.add(n);
          expect(store.remembered).toBe(answered.size);
          await clock.advance(ms);
        }
      }),
    );
  });

  it('are remembered for ten minutes when they are over, however many there are', async () => {
    const store = memoryStore(clock).deliveries;
    const handle = async (n: number) => {
      await ask(store, numbered(n), A, { wish: { run: 'first' } });
      await ask(store, numbered(n), A, { answer: A, value: hello });
    };
    const answerTo = async (n: number) => (await ask(store, numbered(n), B)).answer;
    for (let n = 0; n < 30_000; n++) await handle(n);
    expect([await answerTo(0), await answerTo(15_000), await answerTo(29_999)]).toEqual([A, A, A]);
    expect(await answerTo(30_000)).toBeUndefined();
    expect(store.remembered).toBe(30_000);
    await clock.advance(599_000);
    expect(await answerTo(0)).toBe(A);
    await clock.advance(1000);
    expect(await answerTo(0)).toBeUndefined();
  });

  it('let go of what is older than fifteen minutes', async () => {
    const store = memoryStore(clock).deliveries;
    for (let minute = 0; minute < 60; minute++) {
      for (let n = 0; n < 100; n++) {
        const key = numbered(minute * 100 + n);
        await ask(store, key, A, { wish: { run: 'first' } });
        await ask(store, key, A, { answer: A });
      }
      await clock.advance(60_000);
    }
    expect(store.remembered).toBeLessThanOrEqual(1600);
    expect(store.remembered).toBeGreaterThanOrEqual(1000);
  });
});

describeWithRedis()('deliveries in Redis', () => {
  let server: RedisServer;
  let client: Redis;

  beforeAll(async () => {
    server = await startRedis();
    client = server.connect(PATIENT);
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    await until(() => client.flushall().then(() => true));
  });

  describe('on one node', () =>
    contract(
      () => redisStore(client, { clock: patientClock }).deliveries,
      passIn(() => client),
    ));

  describe('on a cluster', () => {
    let cluster: Awaited<ReturnType<typeof startCluster>>;
    beforeAll(async () => {
      cluster = await startCluster();
    }, 60_000);
    afterAll(() => cluster.close());
    contract(
      () => redisStore(cluster.client, { clock: patientClock }).deliveries,
      passIn(() => cluster.client),
    );
  });

  /** One of everything that can be stored. */
  async function fill(store: DeliveryStore): Promise<void> {
    const keys = Array.from({ length: 4 }, newKey);
    for (const key of keys)
      await ask(store, key, A, { seen: ['delivery1'], age: 10, wish: { run: 'first' } });
    await ask(store, keys[1]!, B, { seen: ['delivery2'], ack: B, knows: [B] });
    await ask(store, keys[2]!, A, { answer: A, value: hello, runs: { [A]: LEASE } });
    await ask(store, keys[3]!, A, { answer: A, ack: B, late: A, taken: true });
  }

  it('give every key an end: 10 minutes, or 70 s for an answer', async () => {
    await fill(redisStore(client, { clock: patientClock }).deliveries);
    const names = await client.keys('*');
    expect(names).toHaveLength(5);
    for (const name of names) {
      const left = await client.pttl(name);
      const whole = name.endsWith(':answer') ? 70_000 : 600_000;
      expect(left).toBeGreaterThan(whole / 2);
      expect(left).toBeLessThanOrEqual(whole);
    }
  });

  it('have one hash tag for each message, of account and id', async () => {
    await fill(redisStore(client, { prefix: 'shop:' }).deliveries);
    for (const name of await client.keys('*'))
      expect(name).toMatch(/^shop:\{wx1:[0-9a-f]{64}\}:m(:answer)?$/);
  });

  it('take 200 bytes when they are over, and as much for a short answer', async () => {
    const store = redisStore(client, { clock: patientClock }).deliveries;
    const key = newKey();
    await ask(store, key, A, { seen: ['delivery1'], age: 10, wish: { run: 'first' } });
    await ask(store, key, A, { answer: A, value: hello, runs: { [A]: LEASE } });
    expect(await client.memory('USAGE', nameOf(key))).toBeLessThanOrEqual(300);
    expect(await client.memory('USAGE', `${nameOf(key)}:answer`)).toBeLessThanOrEqual(250);
  });

  it('get over SCRIPT FLUSH', async () => {
    const store = redisStore(client, { clock: patientClock }).deliveries;
    const key = newKey();
    for (let i = 0; i < 3; i++) {
      await client.script('FLUSH');
      expect((await ask(store, key, A, { wish: { run: 'first' } })).alive).toEqual([A]);
    }
  });

  it('are put back by whoever tells of them after FLUSHALL', async () => {
    const store = redisStore(client, { clock: patientClock }).deliveries;
    const key = newKey();
    await ask(store, key, A, { wish: { run: 'first' } });
    await client.flushall();
    await ask(store, key, A, { runs: { [A]: LEASE } });
    expect((await ask(store, key, B, { wish: { run: 'again' } })).alive).toEqual([A]);
    await client.flushall();
    await ask(store, key, A, { answer: A, value: hello });
    expect(await ask(store, key, B)).toMatchObject({ answer: A, value: hello });
  });

  it('ignore fields, and answers, that another version has written', async () => {
    const store = redisStore(client, { clock: patientClock }).deliveries;
    const key = newKey();
    await client.hset(nameOf(key), 'colour', 'red', 'version', '7');
    expect((await ask(store, key, A, { wish: { run: 'first' } })).alive).toEqual([A]);
    await ask(store, key, A, { answer: A, value: hello });
    for (const answer of ['{"Type":"text"}', '{', '[]', '"text"', 'null']) {
      await client.set(`${nameOf(key)}:answer`, answer);
      expect(await ask(store, key, B)).toMatchObject({ answer: A, value: undefined });
    }
  });

  it.each(['', ':answer'])('say so when a key%s is of another type', async (end) => {
    const store = redisStore(client, { clock: patientClock }).deliveries;
    const key = newKey();
    await ask(store, key, A, { answer: A, value: hello });
    await client.del(nameOf(key) + end);
    await client.rpush(nameOf(key) + end, 'x');
    await expect(ask(store, key, B)).rejects.toMatchObject({ misconfigured: true });
    await expect(ask(store, key, B)).rejects.toThrow('WRONGTYPE');
  });

  it.each([
    '?',
    7,
    null,
    ['odd'],
    [],
    {},
    ['1', '', 'x', '', '', '', '', '', ''],
    ['x', '', '', '', '', '', '', '', ''],
  ])('say so when the server answers something else (%j)', async (odd) => {
    const store = redisStore({ evalsha: async () => odd, eval: async () => odd }).deliveries;
    await expect(ask(store, newKey(), A)).rejects.toThrow('another kind');
  });

  describe('behind a bad line', () => {
    let proxy: RedisProxy;
    beforeEach(async () => {
      proxy = await startRedisProxy(server.port);
    });
    afterEach(() => proxy.close());

    /** A store whose connection stands; with the client's and our own 200 ms, or ten times as patient. */
    async function open(options: object = PATIENT, clock = patientClock): Promise<DeliveryStore> {
      const { deliveries } = redisStore(proxy.connect(options), { clock });
      await until(
        async () => (await ask(deliveries, newKey(), C, { wish: { run: 'first' } })).alive.length === 1,
      );
      return deliveries;
    }
    const timed = async <T>(work: PromiseLike<T> | T): Promise<{ outcome: T | Error; ms: number }> => {
      const start = performance.now();
      const outcome = await Promise.resolve(work).catch((error: unknown) => error as Error);
      return { outcome, ms: performance.now() - start };
    };

    // As we recommend them; ioredis's own; and two that tell of the cut in other ways.
    it.each([
      {},
      { autoResendUnfulfilledCommands: true, maxRetriesPerRequest: 20, retryStrategy: undefined },
      { maxRetriesPerRequest: 0, retryStrategy: () => 20 },
      { autoResendUnfulfilledCommands: true, retryStrategy: () => 20 },
    ])('repeat a script whose answer was cut off, with the same result (%j)', async (options) => {
      const { retryStrategy, ...rest } = options;
      const store = await open({ ...PATIENT, ...rest, ...(retryStrategy && { retryStrategy }) });
      const key = newKey();
      const cut = async <T>(work: () => PromiseLike<T> | T) => {
        const before = proxy.cuts;
        proxy.cutBeforeReply();
        const { outcome, ms } = await timed(work());
        expect(proxy.cuts).toBe(before + 1);
        expect(ms).toBeLessThan(2000);
        return outcome;
      };
      const wish = { run: 'first' } as const;
      const told = { seen: ['delivery1'], age: 0, wish };
      expect(await cut(() => ask(store, key, A, told))).toMatchObject({ alive: [A], seen: ['delivery1'] });
      expect(await cut(() => ask(store, key, B, { wish: { ack: true } }))).toMatchObject({ ack: B });
      const made = { answer: A, value: hello, runs: { [A]: LEASE }, wish: { send: true } };
      expect(await cut(() => ask(store, key, A, made))).toMatchObject({ answer: A, late: A });
    });

    it('give up when the repeat is cut as well', async () => {
      const store = await open(
        { maxRetriesPerRequest: 0, retryStrategy: () => 10, enableReadyCheck: false },
        systemClock,
      );
      proxy.cutBeforeReply(50);
      const { outcome, ms } = await timed(ask(store, newKey(), A, { wish: { run: 'first' } }));
      expect(outcome).toBeInstanceOf(Error);
      expect(ms).toBeLessThan(1000);
      proxy.pass();
    });

    it.each(['dropReplies', 'swallow'] as const)(
      'cost 200 ms at most when the line does %s',
      async (trouble) => {
        const store = await open({}, systemClock);
        proxy[trouble]();
        const { outcome, ms } = await timed(ask(store, newKey(), A, { wish: { run: 'first' } }));
        expect(outcome).toBeInstanceOf(Error);
        expect(ms).toBeLessThan(1000);
      },
    );

    it('cost 200 ms at most when the line is cut for good', async () => {
      const store = await open({}, systemClock);
      proxy.swallow();
      const claim = timed(ask(store, newKey(), A, { wish: { run: 'first' } }));
      await proxy.close();
      const { outcome, ms } = await claim;
      expect(outcome).toBeInstanceOf(Error);
      expect(ms).toBeLessThan(1000);
    });

    it('work on a slow line, if a little slower', async () => {
      const store = await open();
      proxy.delay(40);
      const { outcome, ms } = await timed(ask(store, newKey(), A, { wish: { run: 'first' } }));
      expect(outcome).toMatchObject({ alive: [A] });
      expect(ms).toBeGreaterThanOrEqual(75);
    });

    it('repeat a script on the server that comes after one that only reads', async () => {
      const store = await open();
      await client.replicaof('127.0.0.1', '1');
      const claim = timed(ask(store, newKey(), A, { wish: { run: 'first' } }));
      await new Promise((resolve) => setTimeout(resolve, 20));
      await client.replicaof('NO', 'ONE');
      expect((await claim).outcome).toMatchObject({ alive: [A] });
    });
  });
});
