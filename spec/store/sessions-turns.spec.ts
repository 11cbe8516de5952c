import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { memoryStore } from '../../lib/store/memory';
import { redisStore } from '../../lib/store/redis';
import type { UserKey } from '../../lib/store/sessions';
import type { TurnStore } from '../../lib/store/turns';
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
import { newUser, sessionContract } from './sessions-contract';
import { turnContract } from './turns-contract';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const user = (n: number): UserKey => ({ account: 'gh_1', id: String(n).padStart(64, '0') });

describe('in memory', () => {
  const clock = movedClock();
  describe('sessions', () =>
    sessionContract(
      () => memoryStore(clock).sessions,
      (ms) => clock.advance(ms),
    ));
  describe('turns', () =>
    turnContract(
      () => memoryStore(clock).turns,
      (ms) => clock.advance(ms),
    ));

  it('10,000 sessions are kept, those used last', async () => {
    const store = memoryStore(clock).sessions;
    for (let n = 0; n < 10_000; n++) await store.write(user(n), String(n), 60_000);
    await store.read(user(0), 60_000);
    await store.write(user(10_000), 'new', 60_000);
    expect(await store.read(user(0), 60_000)).toBe('0');
    expect(await store.read(user(1), 60_000)).toBeUndefined();
    expect(await store.read(user(2), 60_000)).toBe('2');
    expect(await store.read(user(10_000), 60_000)).toBe('new');
  });

  it('sessions of 32 Mi characters in all are kept', async () => {
    const store = memoryStore(clock).sessions;
    const large = 'x'.repeat(1024 * 1024);
    for (let n = 0; n < 32; n++) await store.write(user(n), large, 60_000);
    expect(await store.read(user(0), 60_000)).toBe(large);
    await store.write(user(1), 'small', 60_000);
    await store.write(user(32), 'small too', 60_000);
    expect(await store.read(user(2), 60_000)).toBe(large);
    await store.write(user(33), large, 60_000);
    expect(await store.read(user(3), 60_000)).toBeUndefined();
    expect(await store.read(user(4), 60_000)).toBe(large);
  });

  it('10,000 lines are kept, the oldest go first', async () => {
    const store = memoryStore(clock).turns;
    const ask = async (n: number, id: string) => store.ask(user(n), { id, owner: 'a' }, 10, 6000);
    for (let n = 0; n <= 10_000; n++) expect(await ask(n, 'one')).toBe('mine');
    expect(await ask(1, 'two')).toBe('wait');
    expect(await ask(0, 'two')).toBe('mine');
  });
});

describeWithRedis()('in Redis', () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = server.connect(PATIENT);
    await client.ping();
  });
  afterAll(() => server.close());
  beforeEach(() => client.flushall());

  describe('sessions', () =>
    sessionContract(() => redisStore(client, { clock: patientClock }).sessions, wait));
  describe('turns', () => turnContract(() => redisStore(client, { clock: patientClock }).turns, wait));

  describe('on a cluster', () => {
    let cluster: Awaited<ReturnType<typeof startCluster>>;
    beforeAll(async () => {
      cluster = await startCluster();
    }, 60_000);
    afterAll(() => cluster.close());
    describe('sessions', () =>
      sessionContract(() => redisStore(cluster.client, { clock: patientClock }).sessions, wait));
    describe('turns', () =>
      turnContract(() => redisStore(cluster.client, { clock: patientClock }).turns, wait));
  });

  it('every key has an end, and a name that shows no user', async () => {
    const { sessions, turns } = redisStore(client, { prefix: 'shop:', clock: patientClock });
    await sessions.write(user(1), '{}', 5000);
    await sessions.read(user(1), 4000);
    await turns.ask(user(1), { id: 'one', owner: 'a' }, 10, 6000);
    await turns.ask(user(1), { id: 'two', owner: 'a' }, 10, 6000);
    const id = user(1).id;
    expect((await client.keys('*')).sort()).toEqual([`shop:{gh_1:${id}}:s`, `shop:{gh_1:${id}}:t`]);
    for (const [end, ttl] of [
      ['s', 4000],
      ['t', 6000],
    ] as const) {
      const left = await client.pttl(`shop:{gh_1:${id}}:${end}`);
      expect(left).toBeGreaterThan(ttl / 2);
      expect(left).toBeLessThanOrEqual(ttl);
    }
  });

  it('nothing is left when all have left', async () => {
    const { turns } = redisStore(client, { clock: patientClock });
    for (const id of ['one', 'two']) await turns.ask(user(1), { id, owner: 'a' }, 10, 6000);
    await turns.leave(user(1), { id: 'one', owner: 'a' });
    expect(await client.keys('*')).toHaveLength(1);
    await turns.leave(user(1), { id: 'two', owner: 'a' });
    expect(await client.keys('*')).toEqual([]);
  });

  it('scripts that Redis has forgotten are sent again', async () => {
    const { sessions, turns } = redisStore(client, { clock: patientClock });
    for (let i = 0; i < 2; i++) {
      await client.script('FLUSH');
      await sessions.write(user(1), 'x', 5000);
      await client.script('FLUSH');
      expect(await sessions.read(user(1), 5000)).toBe('x');
      await client.script('FLUSH');
      expect(await turns.ask(user(1), { id: 'one', owner: 'a' }, 10, 6000)).toBe('mine');
      await client.script('FLUSH');
      await turns.leave(user(1), { id: 'one', owner: 'a' });
    }
    expect(await client.keys('*')).toHaveLength(1);
  });

  it('what another version has written into a line is left alone', async () => {
    const { turns } = redisStore(client, { clock: patientClock });
    const name = `wx:{gh_1:${user(1).id}}:t`;
    await client.hset(name, 'colour', 'red', 'two', 'a place of another kind');
    expect(await turns.ask(user(1), { id: 'one', owner: 'a' }, 0, 6000)).toBe('mine');
    expect(await turns.ask(user(1), { id: 'two', owner: 'a' }, 1, 6000)).toBe('wait');
    expect(await client.hget(name, 'colour')).toBe('red');
    expect(await client.pttl(name)).toBeGreaterThan(0);
  });

  it('keys of another type are settings that are wrong', async () => {
    const { sessions, turns } = redisStore(client, { clock: patientClock });
    const name = `wx:{gh_1:${user(1).id}}:`;
    await client.rpush(`${name}s`, 'x');
    await client.set(`${name}t`, 'x');
    await expect(sessions.read(user(1), 1000)).rejects.toMatchObject({ misconfigured: true });
    const ticket = { id: 'one', owner: 'a' };
    await expect(turns.ask(user(1), ticket, 10, 6000)).rejects.toMatchObject({ misconfigured: true });
    await expect(turns.leave(user(1), ticket)).rejects.toMatchObject({ misconfigured: true });
  });

  it('an answer of another kind is an error', async () => {
    const { turns, sessions } = redisStore({ evalsha: async () => ({}), eval: async () => ({}) });
    await expect(turns.ask(newUser(), { id: 'one', owner: 'a' }, 10, 6000)).rejects.toThrow('another kind');
    expect(await sessions.read(newUser(), 1000)).toBeUndefined();
  });

  describe('on a line that is cut', () => {
    let proxy: RedisProxy;
    beforeEach(async () => {
      proxy = await startRedisProxy(server.port);
    });
    afterEach(() => proxy.close());

    it('all is done once', async () => {
      const { sessions, turns } = redisStore(proxy.connect(PATIENT), { clock: patientClock });
      await until(async () => (await sessions.read(user(9), 1000)) === undefined);
      const cut = async <T>(work: () => PromiseLike<T> | T) => {
        proxy.cutBeforeReply();
        return work();
      };
      await cut(() => sessions.write(user(1), 'x', 5000));
      expect(await cut(() => sessions.read(user(1), 5000))).toBe('x');
      expect(await cut(() => turns.ask(user(1), { id: 'one', owner: 'a' }, 1, 6000))).toBe('mine');
      expect(await cut(() => turns.ask(user(1), { id: 'two', owner: 'a' }, 1, 6000))).toBe('wait');
      expect(await cut(() => turns.ask(user(1), { id: 'three', owner: 'a' }, 1, 6000))).toBe('full');
      await cut(() => turns.leave(user(1), { id: 'one', owner: 'a' }));
      expect(await turns.ask(user(1), { id: 'two', owner: 'a' }, 1, 6000)).toBe('mine');
      expect(proxy.cuts).toBe(6);
    });
  });

  it('turns are the same as in memory, for any sequence of calls', async () => {
    const ticket = fc.record({ id: fc.constantFrom('1', '2', '3', '4'), owner: fc.constantFrom('a', 'b') });
    const steps = fc.array(fc.record({ asks: fc.boolean(), ticket, most: fc.constantFrom(0, 1, 2) }), {
      maxLength: 40,
    });
    const said = async (
      store: TurnStore,
      { asks, ticket: of, most }: { asks: boolean; ticket: { id: string; owner: string }; most: number },
    ) => (asks ? store.ask(user(1), of, most, 60_000) : store.leave(user(1), of));
    const inRedis = redisStore(client, { clock: patientClock }).turns;
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        await client.flushall();
        const inMemory = memoryStore().turns;
        for (const step of sequence) {
          const expected = await said(inMemory, step);
          for (let i = 0; i < 2; i++) expect(await said(inRedis, step)).toBe(expected);
        }
        for (const id of ['1', '2', '3', '4'])
          for (const owner of ['a', 'b']) await inRedis.leave(user(1), { id, owner });
        expect(await client.keys('*')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
