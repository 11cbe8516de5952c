import { Cluster, Redis } from 'ioredis';
import { createApi } from '../../lib/api/client';
import { get } from '../../lib/api/request';
import { ConfigError } from '../../lib/errors';
import type { LogFields, Logger } from '../../lib/logger';
import { redisStore } from '../../lib/store/redis';
import type { RedisClient } from '../../lib/store/redis-client';
import { StoreError } from '../../lib/store/store';
import { fakeWeChat } from '../support/fake-wechat';
import { clientOptions, describeWithRedis, freePort, PATIENT, startRedis, until } from '../support/redis';
import type { RedisServer } from '../support/redis';

const PASSWORD = 'canary-redis-password';
const key = { account: 'wx1', name: 'token' };

/** A Redis of some kind, and what is told of it. */
interface Kind {
  readonly args?: readonly string[];
  readonly prepare?: (admin: Redis) => Promise<unknown>;
  readonly options?: object;
  readonly code: string;
  readonly misconfigured: boolean;
  readonly advice: RegExp;
}

const user = (...rights: string[]) => ({
  prepare: (admin: Redis) => admin.call('ACL', 'SETUSER', 'bob', 'on', `>${PASSWORD}`, ...rights),
  options: { username: 'bob', password: PASSWORD },
});
const locked = (admin: Redis) => admin.config('SET', 'requirepass', PASSWORD);
const only = async (admin: Redis, ...slots: string[]) => {
  await admin.config('SET', 'cluster-require-full-coverage', 'no');
  await admin.call('CLUSTER', 'ADDSLOTSRANGE', ...slots);
};

const KINDS: Readonly<Record<string, Kind>> = {
  'that wants a password': {
    prepare: locked,
    code: 'NOAUTH',
    misconfigured: true,
    advice: /give the client "password"/,
  },
  'that wants a password, with protocol 2': {
    prepare: locked,
    options: { protocol: 2 },
    code: 'NOAUTH',
    misconfigured: true,
    advice: /give the client "password"/,
  },
  'that wants another password': {
    prepare: locked,
    options: { password: 'canary-wrong' },
    code: 'WRONGPASS',
    misconfigured: true,
    advice: /compare/,
  },
  'that does not know the user': {
    options: { username: 'nobody', password: 'canary-wrong' },
    code: 'WRONGPASS',
    misconfigured: true,
    advice: /compare/,
  },
  'whose user may run no scripts': {
    ...user('~*', '+@all', '-eval', '-evalsha'),
    code: 'NOPERM',
    misconfigured: true,
    advice: /ACL SETUSER/,
  },
  'whose user may not use these keys': {
    ...user('~other:*', '+@all'),
    code: 'NOPERM',
    misconfigured: true,
    advice: /ACL SETUSER/,
  },
  'whose user lacks a command of the scripts': {
    ...user('~*', '+@all', '-set'),
    code: 'NOPERM',
    misconfigured: true,
    advice: /ACL SETUSER/,
  },
  'without scripts': {
    args: ['--rename-command', 'eval', '', '--rename-command', 'evalsha', ''],
    code: 'UNKNOWN_COMMAND',
    misconfigured: true,
    advice: /allow scripts/,
  },
  'that has no such database': {
    options: { db: 99 },
    code: 'DB_INDEX',
    misconfigured: true,
    advice: /mend "db"/,
  },
  'that only reads': {
    prepare: (admin) => admin.replicaof('127.0.0.1', '1'),
    code: 'READONLY',
    misconfigured: false,
    advice: /connect to the master/,
  },
  'that is full': {
    prepare: (admin) => admin.config('SET', 'maxmemory', '1'),
    code: 'OOM',
    misconfigured: false,
    advice: /maxmemory/,
  },
  'with too few replicas': {
    prepare: (admin) => admin.config('SET', 'min-replicas-to-write', '1'),
    code: 'NOREPLICAS',
    misconfigured: false,
    advice: /min-replicas-to-write/,
  },
  'of a cluster that is not set up': {
    args: ['--cluster-enabled', 'yes'],
    code: 'CLUSTERDOWN',
    misconfigured: false,
    advice: /slots/,
  },
  'of a cluster, with another database': {
    args: ['--cluster-enabled', 'yes'],
    prepare: (admin) => only(admin, '0', '16383'),
    options: { db: 3 },
    code: 'DB_INDEX',
    misconfigured: true,
    advice: /mend "db"/,
  },
};

function listening(): Logger & { lines: [string, LogFields, string][] } {
  const lines: [string, LogFields, string][] = [];
  const write = (level: string) => (fields: LogFields, message: string) =>
    void lines.push([level, fields, message]);
  return { lines, warn: write('warn'), error: write('error') };
}

const failed = (work: Promise<unknown>): Promise<StoreError> =>
  work.then(
    () => {
      throw new Error('It worked.');
    },
    (error: unknown) => error as StoreError,
  );

describeWithRedis()('a Redis', () => {
  let server: RedisServer;
  const clients: { disconnect(): void }[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) client.disconnect();
    await server.close();
  });
  const connect = (options: object = {}) => {
    const client = server.connect({ ...PATIENT, ...options });
    clients.push(client);
    return client;
  };

  it.each(Object.entries(KINDS))(
    '%s is told by its reason, with what to do',
    async (_name, kind) => {
      server = await startRedis(kind.args);
      await kind.prepare?.(connect());
      const client = connect(kind.options);
      const { credentials } = redisStore(client);
      const claim = () => failed(credentials.claim(key, 'me', 8000));
      // The first question may come before the connection stands.
      let error = new StoreError('');
      await until(async () => (error = await claim()).reason === kind.code);
      expect(error).toMatchObject({
        name: 'StoreError',
        reason: kind.code,
        misconfigured: kind.misconfigured,
      });
      expect(error.message).toContain(`(${kind.code})`);
      expect(error.message).toMatch(kind.advice);
      expect(error.message).not.toMatch(/canary|evalsha '|wx1/);
      // What is left alone says for which reason.
      await until(async () => (error = await claim()).message.includes('left alone'));
      expect(error).toMatchObject({ reason: kind.code, misconfigured: kind.misconfigured });
      expect(error.message).toMatch(kind.advice);
    },
    30_000,
  );

  it('of a cluster is told so to a single client', async () => {
    server = await startRedis(['--cluster-enabled', 'yes']);
    const admin = connect();
    await only(admin, '0', '16383');
    await admin.call('CLUSTER', 'SETSLOT', '0', 'STABLE');
    const other = await startRedis(['--cluster-enabled', 'yes']);
    try {
      // The other node has a slot of its own, and this one knows.
      await admin.call('CLUSTER', 'DELSLOTS', String(await admin.call('CLUSTER', 'KEYSLOT', 'wx1')));
      await other
        .connect(PATIENT)
        .call('CLUSTER', 'ADDSLOTS', String(await admin.call('CLUSTER', 'KEYSLOT', 'wx1')));
      await admin.call('CLUSTER', 'MEET', '127.0.0.1', String(other.port));
      const { credentials } = redisStore(connect());
      let error = await failed(credentials.read(key));
      await until(async () => (error = await failed(credentials.read(key))).reason === 'MOVED', 30_000);
      expect(error).toMatchObject({
        misconfigured: true,
        message: expect.stringContaining('new Cluster(…)') as string,
      });
      expect(error.message).not.toContain(String(other.port));
    } finally {
      await other.close();
    }
  }, 60_000);

  it('that is no cluster is told so to a Cluster', async () => {
    server = await startRedis();
    const cluster = new Cluster([{ host: '127.0.0.1', port: server.port }], {
      clusterRetryStrategy: () => 50,
    });
    clients.push(cluster);
    cluster.on('error', () => undefined);
    const { credentials } = redisStore(cluster);
    let error = await failed(credentials.read(key));
    await until(async () => (error = await failed(credentials.read(key))).reason === 'CLUSTER_DISABLED');
    expect(error).toMatchObject({
      misconfigured: true,
      message: expect.stringContaining('new Redis(…)') as string,
    });
  }, 30_000);

  it('is told so by a client that subscribes', async () => {
    server = await startRedis();
    const client = connect({ protocol: 2 });
    await client.subscribe('news');
    await expect(redisStore(client).credentials.read(key)).rejects.toMatchObject({
      reason: 'SUBSCRIBER_MODE',
      misconfigured: true,
    });
  });

  it('works again as soon as its settings are right', async () => {
    server = await startRedis();
    const admin = connect();
    await locked(admin);
    const { credentials } = redisStore(connect());
    await until(async () => (await failed(credentials.read(key))).reason === 'NOAUTH');
    await admin.config('SET', 'requirepass', '');
    await until(async () => (await credentials.read(key)).value === '');
  });

  it('that refuses is one line in the log for all who use the store, and one more when the reason changes', async () => {
    server = await startRedis();
    const admin = connect();
    await locked(admin);
    const wechat = await fakeWeChat();
    const logger = listening();
    const store = redisStore(connect());
    const apis = ['wx1', 'wx2'].map((appId) =>
      createApi({ appId, appSecret: 'canary-secret', store, host: wechat.origin, logger }),
    );
    wechat.always('/cgi-bin/stable_token', { json: { access_token: 'canary-token', expires_in: 7200 } });
    wechat.always('/cgi-bin/x', { json: { errcode: 0 } });
    const ask = () => Promise.all(apis.map((api) => api.request(get('/cgi-bin/x'))));
    const errors = () => logger.lines.filter(([level]) => level === 'error');
    try {
      await until(async () => (await failed(store.credentials.read(key))).reason === 'NOAUTH');
      for (let i = 0; i < 3; i++) await ask();
      expect(errors()).toMatchObject([
        [
          'error',
          {
            event: 'store-misconfigured',
            code: 'NOAUTH',
            reason: expect.stringContaining('password') as string,
          },
          expect.stringMatching(/^The shared store cannot be used; .*\(NOAUTH\)/) as string,
        ],
      ]);
      await admin.config('SET', 'requirepass', '');
      await admin.call('ACL', 'SETUSER', 'default', '-eval', '-evalsha');
      await until(async () => (await failed(store.credentials.read(key))).reason === 'NOPERM');
      const fresh = createApi({
        appId: 'wx3',
        appSecret: 'canary-secret',
        store,
        host: wechat.origin,
        logger,
      });
      for (let i = 0; i < 3; i++) await fresh.request(get('/cgi-bin/x'));
      expect(errors()).toHaveLength(2);
      expect(errors()[1]).toMatchObject(['error', { event: 'store-misconfigured', code: 'NOPERM' }, /./]);
      expect(JSON.stringify(logger.lines)).not.toContain('canary');
    } finally {
      await wechat.close();
    }
  }, 30_000);

  describe('whose client has', () => {
    let written: jest.SpyInstance[];
    beforeEach(() => {
      written = (['error', 'warn'] as const).map((level) => jest.spyOn(console, level).mockImplementation());
    });
    afterEach(() => jest.restoreAllMocks());
    const lines = () =>
      written.flatMap(({ mock }) => mock.calls.map((call: unknown[]) => call.map(String).join(' ')));
    const open = () => {
      const client = new Redis({ ...clientOptions(server.port), retryStrategy: () => 20 });
      clients.push(client);
      return client;
    };

    it('no listener of its own is one line on the console for each reason', async () => {
      server = await startRedis();
      const admin = connect();
      await locked(admin);
      const client = open();
      redisStore(client);
      redisStore(client);
      let refused = 0;
      client.on('close', () => refused++);
      await until(() => refused > 3);
      expect(lines()).toEqual([expect.stringMatching(/^offiaccount: Redis cannot be used \(NOAUTH\)/)]);
      await server.kill();
      await until(() => lines().length > 1);
      expect(lines()[1]).toMatch(/^offiaccount: Redis is not available\. /);
    });

    it('a listener of its own tells that, and writes nothing', async () => {
      server = await startRedis();
      await locked(connect());
      const client = open();
      const heard: string[] = [];
      client.on('error', (error: Error) => heard.push(error.message));
      redisStore(client);
      await until(() => heard.length > 2);
      expect(heard[0]).toMatch(/^NOAUTH/);
      expect(lines()).toEqual([]);
    });
  });
});

describe('a Redis that cannot be reached', () => {
  it.each([
    [
      'nobody listens',
      async () => ({ host: '127.0.0.1', port: await freePort() }),
      'ECONNREFUSED',
      /Nobody listens at 127/,
    ],
    [
      'there is no such name',
      () => Promise.resolve({ host: 'nowhere.invalid' }),
      /ENOTFOUND|EAI_AGAIN/,
      /nowhere\.invalid/,
    ],
  ])('is told in plain words: %s', async (_what, where, reason, words) => {
    const client = new Redis({ ...(await where()), retryStrategy: () => 50, maxRetriesPerRequest: 1 });
    client.on('error', () => undefined);
    const { credentials } = redisStore(client);
    let error = await failed(credentials.read(key));
    await until(async () => words.test((error = await failed(credentials.read(key))).message));
    client.disconnect();
    expect(error.reason).toMatch(reason);
    expect(error.misconfigured).toBe(false);
  });
});

describe('redisStore() of something else than a client', () => {
  const given: Readonly<Record<string, [unknown, RegExp]>> = {
    nothing: [undefined, /got none: redisStore\(new Redis\(/],
    null: [null, /got none/],
    'an address': [`redis://:${PASSWORD}@127.0.0.1`, /not an address: redisStore\(new Redis\(/],
    'a URL': [new URL(`redis://:${PASSWORD}@127.0.0.1`), /not an address/],
    settings: [
      { host: '127.0.0.1', port: 6379, password: PASSWORD },
      /not its settings: redisStore\(new Redis\(\{/,
    ],
    'nothing in particular': [{}, /not its settings/],
    'the class': [Redis, /not a class/],
    nodes: [[{ host: '127.0.0.1', port: 6379 }], /not a list of nodes: redisStore\(new Cluster\(/],
    'a number': [6379, /not a number/],
    'a promise of one': [Promise.resolve({}), /not a promise of one: await it/],
    'node-redis': [
      { evalSha: () => undefined, eval: () => undefined, get: () => 1, set: () => 1 },
      /package "redis"/,
    ],
    'node-redis 3': [
      { evalsha: () => true, eval: () => true, internal_send_command: () => true },
      /package "redis"/,
    ],
    'a cache': [{ get: () => undefined, set: () => undefined }, /no evalsha and eval/],
    'a pipeline': [{ evalsha: () => 1, eval: () => 1, isPipeline: true }, /not a pipeline/],
  };

  it.each(Object.entries(given))('%s is a ConfigError that says what to give', (_name, [client, words]) => {
    const open = () => redisStore(client as RedisClient);
    expect(open).toThrow(ConfigError);
    expect(open).toThrow(words);
    expect(open).toThrow(/^redisStore\(\) takes a client of ioredis, /);
    expect(open).not.toThrow(/canary/);
  });

  it('is not said of clients, connected or not', () => {
    const clients = [new Redis({ lazyConnect: true }), new Cluster([{ port: 1 }], { lazyConnect: true })];
    for (const client of clients) {
      expect(() => redisStore(client)).not.toThrow();
      client.disconnect();
    }
  });

  it('pipelines of ioredis are known', () => {
    const client = new Redis({ lazyConnect: true });
    for (const each of [client.pipeline(), client.multi()])
      expect(() => redisStore(each as unknown as RedisClient)).toThrow(/not a pipeline/);
    client.disconnect();
  });
});
