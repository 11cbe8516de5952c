import { randomBytes } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';
import { memoryStore } from '../../lib/store/memory';
import { redisStore } from '../../lib/store/redis';
import { createSeals } from '../../lib/store/seals';
import { encryptedPlatforms } from '../../lib/store/encrypted-store';
import { StoreError } from '../../lib/store/store';
import { movedClock } from '../support/clock';
import {
  age,
  describeWithRedis,
  PATIENT,
  startCluster,
  startRedis,
  type RedisServer,
} from '../support/redis';
import { newPlatform, platformContract, recordOf } from './platforms-contract';

const newSecret = () => randomBytes(32).toString('base64');
const [first, second] = [newSecret(), newSecret()] as const;

describe('in memory', () => {
  const clock = movedClock();
  describe('in clear', () =>
    platformContract(
      () => memoryStore(clock).platforms,
      (_platform, _hash, ms) => clock.advance(ms),
    ));
  describe('sealed', () =>
    platformContract(
      () => encryptedPlatforms(memoryStore(clock).platforms, createSeals([first, second])),
      (_platform, _hash, ms) => clock.advance(ms),
    ));
});

describe('a sealed store of platforms', () => {
  const open = () => {
    const { platforms } = memoryStore();
    return {
      below: platforms,
      platform: newPlatform(),
      as: (...secrets: string[]) => encryptedPlatforms(platforms, createSeals(secrets)),
    };
  };

  it('shows tokens and tickets to those who know the secret alone', async () => {
    const { below, as, platform } = open();
    await as(first).save(platform, recordOf('wx1'), 0);
    await as(first).addTicket(platform, { value: 'canary-ticket', createdAt: 1 });
    const all = JSON.stringify([await below.list(platform, '', 9), await below.tickets(platform)]);
    expect(all).not.toContain('canary');
    expect(await as(second).account(platform, 'wx1')).toMatchObject({ userName: 'gh_wx1', refreshToken: '' });
    expect(await as(second).list(platform, '', 9)).toMatchObject([{ refreshToken: '' }]);
    expect(await as(second).tickets(platform)).toEqual([]);
    expect(await as(second, first).account(platform, 'wx1')).toEqual(recordOf('wx1'));
    expect(await as(second, first).tickets(platform)).toEqual([{ value: 'canary-ticket', createdAt: 1 }]);
  });

  it('drops a refused ticket whichever secret sealed it', async () => {
    const { as, platform } = open();
    await as(first).addTicket(platform, { value: 'canary-ticket', createdAt: 1 });
    await as(second, first).dropTicket(platform, 'canary-ticket');
    expect(await as(first).tickets(platform)).toEqual([]);
  });

  it('has no token where one was moved to another account or platform, or written in clear', async () => {
    const { below, as, platform } = open();
    await as(first).save(platform, recordOf('wx1'), 0);
    const sealed = (await below.account(platform, 'wx1'))!;
    const other = newPlatform();
    await below.save(platform, { ...sealed, appId: 'wx2' }, 0);
    await below.save(other, sealed, 0);
    await below.save(other, recordOf('wx3'), 0);
    for (const [where, appId] of [
      [platform, 'wx2'],
      [other, 'wx1'],
      [other, 'wx3'],
    ] as const)
      expect(await as(first).account(where, appId)).toMatchObject({ refreshToken: '' });
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

  const passIn = (open: () => Redis | Cluster) => async (platform: string, hash: string, ms: number) => {
    await age(open(), [`wx:{${platform}}:code:${hash}`], ms, ['until']);
    await open().eval(AGE_TICKETS, 1, `wx:{${platform}}:tickets`, ms);
  };

  describe('on one node', () =>
    platformContract(
      () => redisStore(client).platforms,
      passIn(() => client),
    ));

  describe('sealed', () =>
    platformContract(
      () => redisStore(client, { secret: first }).platforms,
      passIn(() => client),
    ));

  describe('on a cluster', () => {
    let cluster: Awaited<ReturnType<typeof startCluster>>;
    beforeAll(async () => {
      cluster = await startCluster();
    }, 60_000);
    afterAll(() => cluster.close());
    platformContract(
      () => redisStore(cluster.client).platforms,
      passIn(() => cluster.client),
    );
  });

  it('names its keys after the platform, without any secret; accounts have no end', async () => {
    await client.flushall();
    const { platforms } = redisStore(client, { secret: first });
    await platforms.save('wx9', recordOf('wx1'), 0);
    await platforms.addTicket('wx9', { value: 'canary-ticket', createdAt: 1 });
    await platforms.noteCode('wx9', 'hash', { appId: 'wx1' });
    await platforms.claimCode('wx9', 'other', 'owner', 1000);
    const ends: Record<string, boolean> = {};
    for (const key of (await client.keys('*')).sort()) ends[key] = (await client.pttl(key)) > 0;
    expect(ends).toEqual({
      'wx:{wx9}:accounts': false,
      'wx:{wx9}:code:hash': true,
      'wx:{wx9}:code:other': true,
      'wx:{wx9}:ids': false,
      'wx:{wx9}:names': false,
      'wx:{wx9}:tickets': true,
    });
    const kept = JSON.stringify([
      await client.hgetall('wx:{wx9}:accounts'),
      await client.hgetall('wx:{wx9}:tickets'),
    ]);
    expect(kept).not.toContain('canary');
  });

  it('says the same when it is asked to save once more, as an answer was lost', async () => {
    const { platforms } = redisStore(client);
    const platform = newPlatform();
    expect(await platforms.save(platform, recordOf('wx1'), 0)).toBe(true);
    expect(await platforms.save(platform, recordOf('wx1'), 0)).toBe(true);
    expect(await platforms.account(platform, 'wx1')).toEqual(recordOf('wx1'));
  });

  it('writes nothing for a ticket that comes once more', async () => {
    const { platforms } = redisStore(client);
    const platform = newPlatform();
    await platforms.addTicket(platform, { value: 'one', createdAt: 1 });
    const dirty = async () =>
      Number(/rdb_changes_since_last_save:(\d+)/.exec(await client.info('persistence'))?.[1]);
    const before = await dirty();
    await platforms.addTicket(platform, { value: 'one', createdAt: 1 });
    expect(await dirty()).toBe(before);
  });

  it('keeps 2,000 accounts in little, and lists them in pages', async () => {
    await client.flushall();
    const { platforms } = redisStore(client, { secret: first });
    const before = await usedMemory(client);
    const all = Array.from({ length: 2_000 }, (_, n) => `wx${String(n).padStart(16, '0')}`);
    for (let n = 0; n < all.length; n += 100)
      await Promise.all(all.slice(n, n + 100).map((appId) => platforms.save('wx9', recordOf(appId), 0)));
    expect(((await usedMemory(client)) - before) / 2_000).toBeLessThan(1500);
    const listed: string[] = [];
    for (let after = ''; ;) {
      const page = await platforms.list('wx9', after, 500);
      if (page.length === 0) break;
      listed.push(...page.map(({ appId }) => appId));
      after = page.at(-1)!.appId;
    }
    expect(listed).toEqual(all);
  });

  it('tells what Redis removes when it is full', async () => {
    const { platforms } = redisStore(client);
    expect(await platforms.evictionPolicy?.('wx9')).toBe('noeviction');
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    expect(await platforms.evictionPolicy?.('wx9')).toBe('allkeys-lru');
    await client.config('SET', 'maxmemory-policy', 'noeviction');
  });

  it('is a StoreError where somebody else has written, or where nobody answers', async () => {
    const { platforms } = redisStore(client);
    const platform = newPlatform();
    await client.hset(`wx:{${platform}}:accounts`, 'wx1', '[]');
    await expect(platforms.account(platform, 'wx1')).rejects.toThrow(StoreError);
    await client.hset(`wx:{${platform}}:accounts`, 'wx1', 'canary');
    await expect(platforms.account(platform, 'wx1')).rejects.toThrow(StoreError);
    await expect(platforms.account(platform, 'wx1')).rejects.not.toThrow('canary');
    await client.set(`wx:{${platform}}:tickets`, 'text');
    await expect(platforms.tickets(platform)).rejects.toThrow(StoreError);
  });
});

/** The tickets of a platform have their ends in their values. */
const AGE_TICKETS = `
for _, value in ipairs(redis.call('HKEYS', KEYS[1])) do
  local created, ends = string.match(redis.call('HGET', KEYS[1], value), '^(%d+) (%d+)$')
  redis.call('HSET', KEYS[1], value, string.format('%s %.0f', created, ends - ARGV[1]))
end`;

const usedMemory = async (client: Redis): Promise<number> =>
  Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
