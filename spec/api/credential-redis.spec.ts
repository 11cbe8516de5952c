import type { Redis } from 'ioredis';
import type { Api } from '../../lib/api/client';
import { post } from '../../lib/api/request';
import { redisStore } from '../../lib/store/redis';
import { setUp, type Setup } from '../support/api';
import { describeWithRedis, startRedis, until, type RedisServer } from '../support/redis';

const call = (api: Api) => api.request(post('/cgi-bin/x'));

describeWithRedis()('an access token in Redis', () => {
  let setup: Setup;
  const open = async (...args: Parameters<typeof setUp>) => (setup = await setUp(...args));
  afterEach(() => setup.close());

  let server: RedisServer;
  let client: Redis;
  let patient: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = server.connect();
    patient = server.connect({ commandTimeout: 20_000 });
  });
  afterAll(() => server.close());
  beforeEach(() => patient.flushall());

  const real = { clock: undefined } as object; // the machine's clock, as Redis has it

  it('ten clients fetch once, and once per revocation', async () => {
    const { fake, another } = await open({ store: redisStore(client), ...real }, { now: Date.now });
    const apis = Array.from({ length: 10 }, () => another());
    await Promise.all(apis.flatMap((api) => [call(api), call(api)]));
    expect(fake.fetches()).toBe(1);
    fake.revoke();
    await Promise.all(apis.flatMap((api) => [call(api), call(api)]));
    expect(fake.fetches()).toBe(2);
    expect(JSON.stringify(await patient.keys('*'))).not.toContain('canary');
  });

  it('a flush costs no call', async () => {
    const { fake, api, another } = await open({ store: redisStore(client), ...real }, { now: Date.now });
    await call(api);
    await patient.flushall();
    await call(api);
    await call(another());
    expect(fake.refused()).toBe(0);
  });

  const troubles: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
    ['frozen', async () => server.freeze(), async () => server.thaw()],
    ['killed', () => server.kill(), () => server.restart()],
    ['read-only', () => patient.replicaof('127.0.0.1', '1'), () => patient.replicaof('NO', 'ONE')],
  ];
  it.each(troubles)('a server that is %s costs little, and no call', async (_what, begin, end) => {
    const { another } = await open({ ...real }, { now: Date.now });
    const api = another({ store: redisStore(client) });
    const fresh = another({ store: redisStore(client) });
    await call(api);
    await begin();
    const start = performance.now();
    await call(api);
    await call(fresh);
    expect(performance.now() - start).toBeLessThan(700);
    await end();
    await until(() => client.ping().then(() => true));
    await call(api);
    await call(another({ store: redisStore(client) }));
  });
});
