import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { ConfigError } from '../../lib/errors';
import { memoryStore } from '../../lib/store/memory';
import { redisStore } from '../../lib/store/redis';
import { createSeals } from '../../lib/store/seals';
import { encryptedCredentials } from '../../lib/store/encrypted-store';
import type { CredentialStore } from '../../lib/store/store';
import { movedClock } from '../support/clock';
import { describeWithRedis, startRedis, type RedisServer } from '../support/redis';
import { contract } from './contract';

const newSecret = () => randomBytes(32).toString('base64');
const [first, second, third] = [newSecret(), newSecret(), newSecret()] as const;
/** 'canary' with the secret below: values must stay readable from one version to the next. */
const SEALED = 'sealed:VcARHNMvzo-g3UhJPWACEKCPvpnspsMYVMLxcQSTyiTT5w';
const key = { account: 'wx1', name: 'token' };
const value = {
  kind: 'fresh',
  value: 'canary',
  expiresIn: 60_000,
  refreshIn: 30_000,
  generation: 0,
} as const;
const failure = { errcode: 40001, errmsg: 'no' };

const write = async (store: CredentialStore, generation = 0) => {
  await store.claim(key, 'a', 8000);
  return store.completeClaim(key, 'a', { ...value, generation });
};

describe('a sealed store', () => {
  const clock = movedClock();
  contract(
    () => ({
      credentials: encryptedCredentials(memoryStore(clock).credentials, createSeals([first, second])),
    }),
    (ms) => clock.advance(ms),
  );

  /** The store below, and how it looks to those who know these secrets. */
  const open = () => {
    const { credentials } = memoryStore(clock);
    return {
      below: credentials,
      as: (...secrets: string[]) => encryptedCredentials(credentials, createSeals(secrets)),
    };
  };

  it('shows its values to those who know the secret', async () => {
    const { below, as } = open();
    await write(as(first));
    expect((await as(first).read(key)).value).toBe('canary');
    expect((await as(first).claim(key, 'b', 8000)).value).toBe('canary');
    const { value: stored } = await below.read(key);
    expect(stored).toMatch(/^sealed:[\w-]{40,}$/);
    expect(Buffer.from(stored.slice(7), 'base64url').includes('canary')).toBe(false);
  });

  it('never uses a nonce for two values, and always the same for one', async () => {
    const { below, as } = open();
    const nonceOf = async (text: string, place = key) => {
      const { generation } = await below.claim(place, 'a', 8000);
      await as(first).completeClaim(place, 'a', { ...value, value: text, generation });
      return Buffer.from((await below.read(place)).value.slice(7), 'base64url').toString('hex', 0, 12);
    };
    const nonces = [
      await nonceOf('one'),
      await nonceOf('two'),
      await nonceOf('one', { ...key, account: 'wx2' }),
    ];
    expect(new Set(nonces).size).toBe(3);
    expect(await nonceOf('one')).toBe(nonces[0]);
  });

  it('opens what was sealed before this version', async () => {
    const { below, as } = open();
    await below.claim(key, 'a', 8000);
    await below.completeClaim(key, 'a', { ...value, value: SEALED });
    expect((await as('0123456789abcdef0123456789abcdef').read(key)).value).toBe('canary');
    await write(as('0123456789abcdef0123456789abcdef'), 1);
    expect((await below.read(key)).value).toBe(SEALED);
  });

  it('seals with the first secret, and opens with all', async () => {
    const { as } = open();
    await write(as(first));
    expect((await as(second, first).read(key)).value).toBe('canary');
    await write(as(second, first), 1);
    expect((await as(second).read(key)).value).toBe('canary');
    expect((await as(first).read(key)).value).toBe('');
  });

  it('has no value for others, who may write one of their own', async () => {
    const { as } = open();
    await write(as(first));
    const other = as(second);
    expect(await other.read(key)).toMatchObject({ value: '', generation: 1 });
    expect(await other.claim(key, 'b', 8000)).toMatchObject({ value: '', generation: 1, isOwner: true });
    expect(await other.completeClaim(key, 'b', { ...value, value: 'theirs', generation: 1 })).toBe('good');
    expect((await other.read(key)).value).toBe('theirs');
  });

  it('has no value where one was written in clear, cut, changed or moved', async () => {
    const { below, as } = open();
    await write(as(first));
    const { value: sealed } = await below.read(key);
    const bytes = Buffer.from(sealed.slice(7), 'base64url');
    const changed = [...bytes.keys()].map((at) => {
      const copy = Buffer.from(bytes);
      copy[at]! ^= 1;
      return `sealed:${copy.toString('base64url')}`;
    });
    const cut = [0, 1, 12, 27, 28, bytes.length - 1].map(
      (length) => `sealed:${bytes.subarray(0, length).toString('base64url')}`,
    );
    for (const [index, stored] of [
      'canary',
      'sealed:',
      sealed.slice(7),
      sealed.replace('sealed:', 'another'),
      ...cut,
      ...changed,
    ].entries()) {
      await below.claim(key, 'b', 8000);
      await below.completeClaim(key, 'b', { ...value, value: stored, generation: index + 1 });
      expect((await as(first).read(key)).value).toBe('');
    }
    for (const place of [
      { ...key, account: 'wx2' },
      { ...key, name: 'ticket:jsapi' },
    ]) {
      await below.claim(place, 'b', 8000);
      await below.completeClaim(place, 'b', { ...value, value: sealed });
      expect((await as(first).read(place)).value).toBe('');
    }
  });

  it('knows a refused value again, whichever secret sealed it', async () => {
    const { as } = open();
    await write(as(first));
    expect(await as(second).invalidate(key, 'canary', failure)).toBeUndefined();
    expect(await as(third, second, first).invalidate(key, 'other', failure)).toBeUndefined();
    expect(await as(third, second, first).invalidate(key, 'canary', failure)).toBe(1);
    expect(await as(first).read(key)).toMatchObject({ value: 'canary', condition: 'refused' });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no text', 7],
    ['a short text', 'x'.repeat(31)],
    ['an empty list', []],
    ['a list with a short text', [first, 'x']],
  ])('is not made with %s', (_what, secret) => {
    // As JavaScript callers could pass it.
    const make = () => createSeals(secret as string);
    expect(make).toThrow(ConfigError);
    expect(make).toThrow('"secret"');
  });
});

describeWithRedis()('a sealed Redis store', () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = server.connect({ commandTimeout: 20_000 });
  });
  afterAll(() => server.close());

  contract(
    () => redisStore(client, { secret: first }),
    (ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  );

  it('keeps no value in Redis in clear', async () => {
    await client.flushall();
    const store = redisStore(client, { secret: [first, second] }).credentials;
    await write(store);
    expect(JSON.stringify(await client.hgetall('wx:{wx1}:token'))).not.toContain('canary');
    expect((await redisStore(client, { secret: first }).credentials.read(key)).value).toBe('canary');
  });

  it('is not meant by a variable that somebody forgot to set', () => {
    const options = { secret: process.env.NOT_SET };
    // @ts-expect-error the compiler sees it as well
    expect(() => redisStore(client, options)).toThrow(ConfigError);
  });
});
