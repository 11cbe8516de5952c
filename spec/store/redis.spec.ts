import type { Cluster, Redis } from 'ioredis';
import { redisStore } from '../../lib/store/redis';
import type { RedisClient } from '../../lib/store/redis-client';
import { StoreError } from '../../lib/store/store';
import { describeWithRedis, startCluster, startRedis, until, type RedisServer } from '../support/redis';
import { contract } from './contract';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const key = { account: 'wx1', name: 'token' };
const value = { kind: 'fresh', value: 'one', expiresIn: 60_000, refreshIn: 30_000, generation: 0 } as const;

describeWithRedis()('the Redis store', () => {
  let server: RedisServer;
  let client: Redis;
  /** For what the specs do themselves, however slow the machine is. */
  let patient: Redis;

  beforeAll(async () => {
    server = await startRedis();
    client = server.connect();
    patient = server.connect({ commandTimeout: 20_000 });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    await until(() => patient.flushall().then(() => true));
  });

  describe('on one node', () => contract(() => redisStore(client), wait));

  describe('on a cluster', () => {
    let cluster: Awaited<ReturnType<typeof startCluster>>;
    beforeAll(async () => {
      cluster = await startCluster();
    }, 60_000);
    afterAll(() => cluster.close());
    contract(() => redisStore(cluster.client), wait);
  });

  it('takes both kinds of client', () => {
    const fits = (client: Redis | Cluster): RedisClient => client;
    expect(fits(client)).toBe(client);
  });

  it('names its keys after the account alone, and gives every key an end', async () => {
    const store = redisStore(client).credentials;
    await store.claim(key, 'a', 8000);
    await store.completeClaim(key, 'a', value);
    await store.invalidate(key, 'one', { errcode: 40001, errmsg: 'no' });
    await store.allowForce(key);
    await store.claim(key, 'b', 8000);
    expect((await patient.keys('*')).sort()).toEqual(['wx:{wx1}:token', 'wx:{wx1}:token:lock']);
    for (const name of await patient.keys('*')) expect(await patient.pttl(name)).toBeGreaterThan(0);
    await redisStore(client, { prefix: 'shop:' }).credentials.claim(key, 'c', 8000);
    expect(await patient.keys('shop:*')).toEqual(['shop:{wx1}:token:lock']);
  });

  it.each([
    [{ bad: 0, trial: 0 }, 'good'],
    [{ bad: 0, trial: 1 }, 'trial'],
    [{ bad: 1 }, 'replaced'],
    [{ bad: 1, trial: 1, refused: 1 }, 'refused'],
    [{ condition: 'good', bad: 1, refused: 1 }, 'refused'],
    [{ condition: 'refused', bad: 0, trial: 1 }, 'trial'],
    [{ condition: 'of a newer version' }, 'none'],
  ])('reads the fields %j, also those of older versions beside ours, as %s', async (fields, condition) => {
    const store = redisStore(client).credentials;
    await patient.hset('wx:{wx1}:token', { value: 'one', generation: 3, ...fields });
    expect(await store.read(key)).toMatchObject({ value: 'one', condition, generation: 3 });
    await store.claim(key, 'a', 8000);
    const after = await store.completeClaim(key, 'a', { ...value, generation: 3 });
    expect(after).toBe(condition === 'refused' ? 'trial' : 'good');
    expect(await patient.hmget('wx:{wx1}:token', 'bad', 'refused', 'trial')).toEqual([null, null, null]);
  });

  it('ignores fields that another version has written', async () => {
    await patient.hset('wx:{wx1}:token', 'colour', 'red', 'value', 'one');
    expect(await redisStore(client).credentials.read(key)).toMatchObject({ value: 'one', generation: 0 });
  });

  it('gets over SCRIPT FLUSH', async () => {
    const store = redisStore(client).credentials;
    for (let i = 0; i < 5; i++) {
      await patient.script('FLUSH');
      expect((await store.read(key)).value).toBe('');
    }
  });

  it('costs at most 200 ms when Redis is frozen, next to nothing after three times, and comes back', async () => {
    const store = redisStore(client).credentials;
    await store.read(key);
    server.freeze();
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      await expect(store.read(key)).rejects.toThrow(StoreError);
      times.push(performance.now() - start);
    }
    server.thaw();
    expect(Math.max(...times)).toBeLessThan(2000);
    expect(Math.max(...times.slice(3))).toBeLessThan(150);
    const start = performance.now();
    await until(async () => (await store.read(key)).value === '');
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('hears what Redis answered while this process stood still itself', async () => {
    const { credentials } = redisStore(client);
    const answers = [1, 2, 3].map(() => credentials.read(key));
    for (const end = Date.now() + 400; Date.now() < end;);
    expect(await Promise.all(answers)).toHaveLength(3);
  });

  it('leaves no lock behind when a claim is carried out late', async () => {
    // A client with patience of its own, which we cannot change.
    const store = redisStore(patient).credentials;
    await store.read(key);
    server.freeze();
    await expect(store.claim(key, 'ghost', 8000)).rejects.toThrow('200 ms');
    server.thaw();
    // Redis may answer others before it carries out the claim; the lock would stay for 8 s.
    await wait(300);
    await until(async () => (await patient.exists('wx:{wx1}:token:lock')) === 0, 4000);
  });

  it('says so when Redis is killed, and is back within two seconds of its return', async () => {
    const store = redisStore(client).credentials;
    await store.read(key);
    await server.kill();
    await wait(150);
    await expect(store.read(key)).rejects.toThrow(StoreError);
    await server.restart();
    const start = performance.now();
    await until(async () => (await store.read(key)).value === '');
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('is unavailable on a server that only reads, and after it no more', async () => {
    const store = redisStore(client).credentials;
    await patient.replicaof('127.0.0.1', '1');
    await expect(store.claim(key, 'a', 8000)).rejects.toThrow('READONLY');
    await patient.replicaof('NO', 'ONE');
    await until(async () => (await store.claim(key, 'a', 8000)).isOwner);
  });

  it('tells settings that are wrong from trouble that passes', async () => {
    const store = redisStore(client).credentials;
    await patient.set('wx:{wx1}:token', 'text');
    await expect(store.read(key)).rejects.toMatchObject({ misconfigured: true });
    await patient.flushall();
    await patient.config('SET', 'maxmemory', '1');
    await expect(store.claim(key, 'a', 8000)).rejects.toMatchObject({ misconfigured: false });
    await patient.config('SET', 'maxmemory', '0');
  });

  it('repeats no value in an error', async () => {
    const failing: RedisClient = {
      evalsha: () => Promise.reject(new Error('WEIRD canary-value in a command')),
      eval: () => Promise.resolve(1),
    };
    const store = redisStore(failing).credentials;
    await expect(store.read(key)).rejects.toThrow(/^Redis is not available\.$/);
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- what bad clients do
    const rude: RedisClient = { evalsha: () => Promise.reject('text'), eval: () => Promise.resolve(1) };
    await expect(redisStore(rude).credentials.read(key)).rejects.toThrow(StoreError);
  });
});
