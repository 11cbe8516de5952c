import type { Redis } from 'ioredis';
import { systemClock } from '../../lib/clock';
import type { DeliveryStore } from '../../lib/store/deliveries';
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
import { contract, hello, LEASE, newKey, numbered } from './deliveries-contract';
import { nameOf, passIn } from './deliveries-redis';

describe('deliveries in memory', () => {
  const clock = movedClock();
  contract(
    () => memoryStore(clock).deliveries,
    (_key, ms) => clock.advance(ms),
  );

  it('are answered at once', () => {
    const store = memoryStore(clock).deliveries;
    expect(store.claim(numbered(1), 'a', true, LEASE)).toMatchObject({ state: 'run' });
    expect(store.finish(numbered(1), 'a', hello)).toBe('stored');
  });

  it('are forgotten, the oldest first, when more than 10,000 run', async () => {
    const store = memoryStore(clock).deliveries;
    const claim = async (n: number) => (await store.claim(numbered(n), `owner ${n}`, true, LEASE)).state;
    for (let n = 0; n < 10_000; n++) expect(await claim(n)).toBe('run');
    expect((await store.claim(numbered(0), 'b', true, LEASE)).state).toBe('wait');
    expect(await claim(10_000)).toBe('run');
    expect((await store.claim(numbered(1), 'b', true, LEASE)).state).toBe('wait');
    expect((await store.claim(numbered(0), 'b', true, LEASE)).state).toBe('run');
  });

  it('are forgotten, after 8,000 to 10,000 others, when they are over', async () => {
    const store = memoryStore(clock).deliveries;
    for (let n = 0; n <= 10_000; n++) {
      await store.claim(numbered(n), 'a', true, LEASE);
      await store.finish(numbered(n), 'a', hello);
    }
    const state = async (n: number) => (await store.claim(numbered(n), 'b', false, LEASE)).state;
    expect(await state(10_000)).toBe('done');
    expect(await state(2000)).toBe('done');
    expect(await state(1999)).toBe('wait');
    expect(await state(0)).toBe('wait');
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
    const keys = Array.from({ length: 8 }, newKey);
    for (const key of keys.slice(0, 6)) await store.claim(key, 'a', true, LEASE);
    await store.claim(keys[0]!, 'b', true, LEASE);
    await store.renew(keys[1]!, 'a', 1, LEASE);
    await store.finish(keys[2]!, 'a', hello);
    await store.giveUp(keys[3]!);
    await store.giveUp(keys[4]!);
    await store.finish(keys[4]!, 'a', hello);
    await passIn(() => client)(keys[5]!, LEASE);
    await store.claim(keys[5]!, 'b', true, LEASE);
    await passIn(() => client)(keys[5]!, LEASE);
    await store.claim(keys[5]!, 'c', true, LEASE);
    await store.renew(keys[6]!, 'a', 1, LEASE);
    await store.giveUp(keys[7]!);
  }

  it('give every key an end: 10 minutes, or 30 s for an answer', async () => {
    await fill(redisStore(client, { clock: patientClock }).deliveries);
    const names = await client.keys('*');
    expect(names).toHaveLength(9);
    for (const name of names) {
      const left = await client.pttl(name);
      const whole = name.endsWith(':answer') ? 30_000 : 600_000;
      expect(left).toBeGreaterThan(whole / 2);
      expect(left).toBeLessThanOrEqual(whole);
    }
  });

  it('have one hash tag for each message, of account and id', async () => {
    await fill(redisStore(client, { prefix: 'shop:' }).deliveries);
    for (const name of await client.keys('*'))
      expect(name).toMatch(/^shop:\{wx1:[0-9a-f]{64}\}:d(:answer)?$/);
  });

  it('get over SCRIPT FLUSH', async () => {
    const store = redisStore(client, { clock: patientClock }).deliveries;
    const key = newKey();
    const flush = () => client.script('FLUSH');
    await flush();
    expect(await store.claim(key, 'a', true, LEASE)).toMatchObject({ state: 'run', deliveries: 1 });
    await flush();
    expect(await store.renew(key, 'a', 1, LEASE)).toBe(true);
    await flush();
    expect(await store.giveUp(key)).toEqual({ state: 'owed' });
    await flush();
    expect(await store.finish(key, 'a', hello)).toBe('send-late');
  });

  it('are put back by their owner after FLUSHALL', async () => {
    const store = redisStore(client, { clock: patientClock }).deliveries;
    const key = newKey();
    await store.claim(key, 'a', true, LEASE);
    await client.flushall();
    expect(await store.renew(key, 'a', 1, LEASE)).toBe(true);
    expect(await store.claim(key, 'b', true, LEASE)).toMatchObject({ state: 'wait', attempt: 1 });
    await client.flushall();
    expect(await store.finish(key, 'a', hello)).toBe('stored');
    expect(await store.claim(key, 'b', true, LEASE)).toMatchObject({ state: 'done', answer: hello });
  });

  it('ignore fields, and answers, that another version has written', async () => {
    const store = redisStore(client, { clock: patientClock }).deliveries;
    const key = newKey();
    await client.hset(nameOf(key), 'colour', 'red', 'v', '7');
    expect(await store.claim(key, 'a', true, LEASE)).toMatchObject({ state: 'run', deliveries: 1 });
    await store.finish(key, 'a', hello);
    for (const answer of ['{"Type":"text"}', '{', '[]', '"text"', 'null']) {
      await client.set(`${nameOf(key)}:answer`, answer);
      const found = await store.claim(key, 'b', true, LEASE);
      expect(found).toMatchObject({ state: 'done' });
      expect(found.answer).toBeUndefined();
      expect(await store.giveUp(key)).toEqual({ state: 'answer', answer: undefined });
    }
  });

  it.each(['', ':answer'])('say so when a key%s is of another type', async (end) => {
    const store = redisStore(client, { clock: patientClock }).deliveries;
    const key = newKey();
    await store.claim(key, 'a', true, LEASE);
    await store.finish(key, 'a', hello);
    await client.del(nameOf(key) + end);
    await client.rpush(nameOf(key) + end, 'x');
    await expect(store.claim(key, 'a', true, LEASE)).rejects.toMatchObject({ misconfigured: true });
    await expect(store.giveUp(key)).rejects.toThrow('WRONGTYPE');
  });

  it('say so when the server answers something else', async () => {
    for (const odd of ['?', 7, null, ['odd'], [], {}]) {
      const store = redisStore({ evalsha: async () => odd, eval: async () => odd }).deliveries;
      await expect(store.claim(newKey(), 'a', true, LEASE)).rejects.toThrow('another kind');
      await expect(store.finish(newKey(), 'a', hello)).rejects.toThrow('another kind');
      await expect(store.giveUp(newKey())).rejects.toThrow('another kind');
      expect(await store.renew(newKey(), 'a', 1, LEASE)).toBe(false);
    }
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
      await until(async () => (await deliveries.claim(newKey(), 'x', true, LEASE)).state === 'run');
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
      expect(await cut(() => store.claim(key, 'a', true, LEASE))).toMatchObject({
        state: 'run',
        attempt: 1,
        deliveries: 1,
      });
      expect(await cut(() => store.claim(key, 'b', true, LEASE))).toMatchObject({
        state: 'wait',
        deliveries: 2,
      });
      expect(await cut(() => store.renew(key, 'a', 1, LEASE))).toBe(true);
      expect(await cut(() => store.giveUp(key))).toEqual({ state: 'owed' });
      expect(await cut(() => store.finish(key, 'a', hello))).toBe('send-late');
    });

    it('count once a delivery whose claim another one overtook before it was repeated', async () => {
      const store = await open();
      const healthy = redisStore(client, { clock: patientClock }).deliveries;
      const key = newKey();
      proxy.cutBeforeReply();
      const first = store.claim(key, 'a', true, LEASE);
      await until(async () => (await client.exists(nameOf(key))) === 1);
      for (let i = 2; i < 5; i++)
        expect(await healthy.claim(key, `b${i}`, true, LEASE)).toMatchObject({
          state: 'wait',
          deliveries: i,
        });
      expect(await first).toMatchObject({ state: 'run', deliveries: 4 });
      expect(await healthy.claim(key, 'c', false, LEASE)).toMatchObject({ deliveries: 4 });
    });

    it('give up when the repeat is cut as well', async () => {
      const store = await open(
        { maxRetriesPerRequest: 0, retryStrategy: () => 10, enableReadyCheck: false },
        systemClock,
      );
      proxy.cutBeforeReply(50);
      const { outcome, ms } = await timed(store.claim(newKey(), 'a', true, LEASE));
      expect(outcome).toBeInstanceOf(Error);
      expect(ms).toBeLessThan(1000);
      proxy.pass();
    });

    it.each(['dropReplies', 'swallow'] as const)(
      'cost 200 ms at most when the line does %s',
      async (trouble) => {
        const store = await open({}, systemClock);
        proxy[trouble]();
        const { outcome, ms } = await timed(store.claim(newKey(), 'a', true, LEASE));
        expect(outcome).toBeInstanceOf(Error);
        expect(ms).toBeLessThan(1000);
      },
    );

    it('cost 200 ms at most when the line is cut for good', async () => {
      const store = await open({}, systemClock);
      proxy.swallow();
      const claim = timed(store.claim(newKey(), 'a', true, LEASE));
      await proxy.close();
      const { outcome, ms } = await claim;
      expect(outcome).toBeInstanceOf(Error);
      expect(ms).toBeLessThan(1000);
    });

    it('work on a slow line, if a little slower', async () => {
      const store = await open();
      proxy.delay(40);
      const { outcome, ms } = await timed(store.claim(newKey(), 'a', true, LEASE));
      expect(outcome).toMatchObject({ state: 'run' });
      expect(ms).toBeGreaterThanOrEqual(75);
    });

    it('repeat a script on the server that comes after one that only reads', async () => {
      const store = await open();
      await client.replicaof('127.0.0.1', '1');
      const claim = timed(store.claim(newKey(), 'a', true, LEASE));
      await new Promise((resolve) => setTimeout(resolve, 20));
      await client.replicaof('NO', 'ONE');
      expect((await claim).outcome).toMatchObject({ state: 'run', deliveries: 1 });
    });
  });
});
