import type { Redis } from 'ioredis';
import { systemClock } from '../../lib/clock';
import { redisStore } from '../../lib/store/redis';
import { describeWithRedis, PATIENT, startRedis, until, type RedisServer } from '../support/redis';
import { failure, SCHOOL, SHOP, stage, type Stage } from './support';

const QUERY = '/cgi-bin/component/api_query_auth';
const secret = 'one secret of thirty-two characters';
const tags = (core: Stage['wx'], appId = SHOP) => core.account(appId).api.tag.getList();

/* Several processes of a platform, each on a connection of its own. */
describeWithRedis()('the processes of a platform in Redis', () => {
  let server: RedisServer;
  let client: Redis;
  let at: Stage;
  beforeAll(async () => {
    server = await startRedis();
    client = server.connect(PATIENT);
  });
  afterAll(() => server.close());
  beforeEach(() => client.flushall());
  afterEach(() => at.close());

  const open = async (how: Parameters<typeof stage>[1] = {}) => {
    const store = () => redisStore(server.connect(), { secret });
    at = await stage({ clock: systemClock, store: store() }, { ticket: false, ...how });
    const others = Array.from({ length: 4 }, () => at.another({ store: store() }));
    await at.pushTicket();
    return { ...at, all: [at.wx, ...others] };
  };

  it('renew one account once, and once again when its token ends', async () => {
    const { all, fake } = await open();
    await all[0]!.exchange(fake.authorizes(SHOP));
    await Promise.all(all.flatMap((each) => [tags(each), tags(each)]));
    expect(fake.renewals()).toBe(0);
    fake.endTokens(SHOP);
    await Promise.all(all.flatMap((each) => [tags(each), tags(each)]));
    expect(fake.renewals()).toBe(1);
    expect(fake.componentTokens()).toBe(1);
  });

  it('wait for a ticket together, and one that any of them receives frees all', async () => {
    const store = () => redisStore(server.connect(), { secret });
    at = await stage({ clock: systemClock, store: store() }, { ticket: false });
    const { fake, pushTicket } = at;
    fake.authorized(SHOP);
    const all = [at.wx, ...Array.from({ length: 3 }, () => at.another({ store: store() }))];
    const calls = Promise.all(all.flatMap((each) => [tags(each), tags(each)]));
    await until(() => fake.count('/cgi-bin/component/api_start_push_ticket') === 1);
    await pushTicket(all[2]);
    expect(await calls).toHaveLength(8);
    expect(fake.count('/cgi-bin/component/api_start_push_ticket')).toBe(1);
    expect(fake.componentTokens()).toBe(1);
    expect(fake.renewals()).toBe(1);
  });

  it('use the newest ticket, whoever received which, and in whatever order', async () => {
    const { all, fake, seconds } = await open();
    const [older, newest] = [fake.ticket(), fake.ticket()];
    await all[1]!.takeTicket(newest, seconds() + 2);
    await all[2]!.takeTicket(older, seconds() + 1);
    await all[3]!.takeTicket(newest, seconds() + 2);
    await all[4]!.api.component.createPreAuthCode();
    const used = fake.seen.filter(({ path }) => path.endsWith('api_component_token'));
    expect(used.map(({ body }) => body.includes(newest))).toEqual([true]);
  });

  it('ignore that an account has withdrawn when another has heard that it came back later', async () => {
    const { all, fake, seconds } = await open();
    await all[0]!.exchange(fake.authorizes(SHOP));
    const code = fake.authorizes(SHOP);
    await all[1]!.noteAuthorization({ appId: SHOP, code, createdAt: seconds() + 60 });
    await all[1]!.completeAuthorization({ appId: SHOP, code, createdAt: seconds() + 60 });
    expect(await all[2]!.withdraw(SHOP, seconds() + 30)).toBe(false);
    for (const each of all) expect(await tags(each)).toEqual({ tags: [{ name: SHOP }] });
  });

  it('exchange one code once, and resolve to the same account', async () => {
    const { all, fake, seconds } = await open();
    const code = fake.authorizes(SHOP);
    const notice = { appId: SHOP, code, createdAt: seconds() };
    await all[0]!.noteAuthorization(notice);
    const accounts = await Promise.all(
      all.flatMap((each) => [each.exchange(code), each.completeAuthorization(notice)]),
    );
    expect(new Set(accounts.map(({ appId }) => appId))).toEqual(new Set([SHOP]));
    expect(fake.count(QUERY)).toBe(1);
    for (const each of all) expect(await tags(each)).toEqual({ tags: [{ name: SHOP }] });
  });

  it('go on with a refresh token that rotates with each use', async () => {
    const { all, fake } = await open({ rotate: true });
    await all[0]!.exchange(fake.authorizes(SHOP));
    for (const each of all) {
      fake.endTokens(SHOP);
      // Whoever holds an ended token of another process as well is refused twice.
      await tags(each).catch(() => tags(each));
    }
    const record = await at.wx.settings.accounts.account(at.wx.settings.componentAppId, SHOP);
    expect(record?.refreshToken).toBe(fake.account(SHOP).refreshToken);
  });

  it('lose no account when Redis is emptied', async () => {
    const { all, fake, pushTicket } = await open();
    await all[0]!.exchange(fake.authorizes(SHOP));
    await client.flushall();
    fake.endTokens(SHOP);
    await pushTicket(all[1]);
    for (const each of all) expect(await tags(each)).toEqual({ tags: [{ name: SHOP }] });
    await all[2]!.sync();
    expect(await all[3]!.account(SHOP).info()).toMatchObject({ kind: 'service' });
  });

  it('know at once of an account that has withdrawn', async () => {
    const { all, fake, seconds } = await open();
    await all[0]!.exchange(fake.authorizes(SHOP));
    fake.withdraws(SHOP);
    await all[1]!.withdraw(SHOP, seconds());
    const before = fake.seen.length;
    for (const each of all) expect(await failure(tags(each))).toMatchObject({ errcode: 61003 });
    expect(fake.seen.length).toBe(before);
  });

  it('name no secret in a key, and keep none in clear', async () => {
    const { all, fake } = await open();
    await all[0]!.exchange(fake.authorizes(SHOP));
    fake.authorized(SCHOOL);
    await tags(all[1]!, SCHOOL);
    const kept: string[] = [];
    for (const key of await client.keys('*')) {
      kept.push(key);
      const type = await client.type(key);
      if (type === 'hash') kept.push(JSON.stringify(await client.hgetall(key)));
      if (type === 'string') kept.push((await client.get(key)) ?? '');
    }
    expect(kept.join('\n')).toContain(`{${SHOP}}:token:`);
    expect(kept.join('\n')).not.toContain('canary');
  });

  it('say once that Redis may remove accounts', async () => {
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const { all, fake, logger } = await open();
    for (const appId of [SHOP, SCHOOL]) await all[0]!.exchange(fake.authorizes(appId));
    await until(() => logger.lines.some((line) => line.includes('store-evicts')));
    expect(logger.lines.filter((line) => line.includes('store-evicts'))).toHaveLength(1);
    await client.config('SET', 'maxmemory-policy', 'noeviction');
  });
});
