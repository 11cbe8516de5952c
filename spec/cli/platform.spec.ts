import express from 'express';
import { platform, redisStore } from 'offiaccount';
import type { Platform } from 'offiaccount';
import { simulatePlatform } from 'offiaccount/testing';
import type { PlatformSimulator } from 'offiaccount/testing';
import { kinds } from '../../lib/cli/doctor/finding';
import { platform as platformKinds } from '../../lib/cli/doctor/words/platform';
import { describeWithRedis, startRedis, until } from '../support/redis';
import type { RedisServer } from '../support/redis';
import { aesKey, closeServers, run, serve } from './support';

const componentAppId = 'wx9b27d3e05c8fa146';
const componentAppSecret = 'canary-component-secret-0123456789';
const storeSecret = 's'.repeat(32);
const token = 'platformToken';
const HAN = /[\u4e00-\u9fff]/;
const provoked = new Set<string>();

interface Found {
  readonly id: string;
  readonly severity: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly seen: string;
  readonly fix?: string;
}

describeWithRedis()('a platform on the command line', () => {
  let redis: RedisServer;
  let wechat: PlatformSimulator;
  let wx: Platform;
  let env: Record<string, string>;
  let url: string;

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    await closeServers();
    await redis.close();
  });

  beforeEach(async () => {
    const client = redis.connect();
    await client.flushall();
    const settings = { componentAppId, componentAppSecret, token, encodingAESKey: aesKey };
    const app = express();
    wechat = simulatePlatform(app, { ...settings, eventsPath: '/wechat' });
    wx = platform({
      ...settings,
      store: redisStore(client, { secret: storeSecret }),
      transport: wechat.api.transport,
      logger: { warn: () => undefined, error: () => undefined },
    });
    app.use('/wechat', wx);
    url = `${await serve(app)}/wechat`;
    env = {
      COMPONENT_APP_ID: componentAppId,
      COMPONENT_APP_SECRET: componentAppSecret,
      COMPONENT_TOKEN: token,
      COMPONENT_AES_KEY: aesKey,
      WECHAT_API_HOST: await wechat.api.url(),
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      STORE_SECRET: storeSecret,
    };
  });
  afterEach(async () => {
    await wx.close();
    await wechat.close();
  });

  /** The first ticket is pushed as the simulator starts. */
  const ticket = () =>
    until(async () => {
      const { out } = await run(['ticket', '--json'], { env });
      return (JSON.parse(out) as { newest: unknown }).newest !== null;
    });

  async function examine(more: readonly string[] = [], over: Record<string, string> = {}) {
    const settings = Object.fromEntries(Object.entries({ ...env, ...over }).filter(([, value]) => value));
    const { code, out, err } = await run(['doctor', '--platform', '--json', ...more], { env: settings });
    expect(err).toBe('');
    const { findings } = JSON.parse(out) as { findings: Found[] };
    for (const { id } of findings) provoked.add(id);
    const troubles = findings.filter(({ severity }) => /error|warning/.test(severity));
    expect(code).toBe(troubles.length === 0 ? 0 : 1);
    expect(out).not.toContain('canary');
    // In Chinese too, and whatever has to be mended says how.
    const chinese = await run(['doctor', '--platform', '--lang', 'zh', ...more], { env: settings });
    expect(chinese.out).toMatch(HAN);
    expect(troubles.filter(({ fix }) => !fix)).toEqual([]);
    return findings.map(({ id }) => id);
  }

  it('lists accounts, after bringing the store up to date', async () => {
    await ticket();
    const [shop, phone] = [wechat.account(), wechat.account({ kind: 'mini-program' })];
    await shop.authorizes();
    await phone.authorizes({ push: 'lost' });
    await wx.account(shop.appId).info();
    const { code, out } = await run(['accounts'], { env });
    expect([code, out.split('\n').length]).toEqual([0, 3]);
    expect(out).toMatch(new RegExp(`${shop.appId}  ${shop.originalId} .*service .*\\d{4}-\\d\\d-\\d\\d  1,`));
    expect(out).toContain('1 account has authorised the platform.');
    const synced = await run(['accounts', '--sync', '--json'], { env });
    const data = JSON.parse(synced.out) as { accounts: { appId: string }[]; added: string[]; gone: string[] };
    expect(data.accounts.map(({ appId }) => appId)).toEqual([shop.appId]);
    expect([data.added, data.gone]).toEqual([[], []]);
    expect((await run(['accounts', '--lang', 'zh'], { env })).out).toContain('服务号');
  });

  it('asks for a ticket, and says how old the newest is', async () => {
    await ticket();
    const { code, out, err } = await run(['ticket'], { env });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/The newest ticket in the store is 0 minutes old/);
    const elsewhere = await run(['ticket', '--lang', 'zh'], { env: { ...env, REDIS_URL: '' } });
    expect(elsewhere.out).toContain('REDIS_URL');
  });

  it('is found well', async () => {
    await ticket();
    expect(await examine()).toEqual(['platform-ok', 'ticket-ok', 'accounts-none']);
    const shop = wechat.account();
    await shop.authorizes();
    await wx.account(shop.appId).info();
    const ids = await examine([url]);
    expect(ids).toEqual(expect.arrayContaining(['check-ok', 'push-ok', 'forgeries-refused', 'platform-ok']));
    expect(ids).toEqual(expect.arrayContaining(['ticket-ok', 'accounts-ok', 'account-token-ok']));
    expect(ids).not.toContain('clear-accepted');
  });

  it('is told apart by what is wrong with it', async () => {
    await ticket();
    const client = redis.connect();
    const stored = redisStore(client, { secret: storeSecret });
    expect(await examine([], { COMPONENT_APP_SECRET: 'wrong' })).toEqual(['platform-refused']);
    wechat.change({ allow: ['203.0.113.9'] });
    expect(await examine()).toEqual(['platform-ip']);
    wechat.change({ allow: undefined });
    expect(await examine([], { REDIS_URL: '' })).toEqual(['platform-ok', 'ticket-unseen']);
    const shop = wechat.account();
    await shop.authorizes();
    await wx.account(shop.appId).info();
    const other = wechat.account();
    await other.authorizes({ push: 'lost' });
    await wx.exchange((await other.authorizes({ push: 'lost' })).code);
    await other.withdraws({ push: 'lost' });
    expect(await examine()).toContain('accounts-differ');
    const list = '/cgi-bin/component/api_get_authorizer_list';
    const restore = wechat.api.fail(list, { errcode: 61011 }, { times: Infinity });
    expect(await examine()).toContain('component-token-refused');
    restore();
    // As the store of a platform that does not get its pushes any more.
    wechat.loseTickets(Infinity);
    await client.flushall();
    expect(await examine()).toEqual(['platform-ok', 'ticket-none']);
    const createdAt = Math.floor(Date.now() / 1000) - 3600;
    await stored.platforms.addTicket(componentAppId, { value: 'made-up', createdAt });
    expect(await examine()).toEqual(['platform-ok', 'ticket-old', 'ticket-refused']);
  });

  it('is not blamed for a WeChat that cannot be reached', async () => {
    await ticket();
    wx.text(async (ctx) => {
      await ctx.api.tag.getList();
      return 'never';
    });
    const closed = await serve(() => undefined);
    // Its port is free again.
    await closeServers();
    url = `${await serve(express().use('/wechat', wx))}/wechat`;
    const found = async (more: readonly string[]) => {
      const { out } = await run(['doctor', '--platform', '--json', ...more], {
        env: { ...env, WECHAT_API_HOST: closed },
      });
      return (JSON.parse(out) as { findings: Found[] }).findings;
    };
    const findings = await found([url]);
    const ids = findings.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['check-ok', 'push-ok', 'api-unreachable']));
    expect(findings.filter(({ severity }) => severity === 'error').map(({ id }) => id)).toEqual([
      'api-unreachable',
    ]);
    const [finding] = await found([]);
    const { host } = new URL(closed);
    expect(finding).toMatchObject({ id: 'api-unreachable', facts: { reason: 'ECONNREFUSED', where: host } });
    expect([finding?.seen, finding?.fix]).toEqual([
      expect.stringContaining(host),
      expect.stringContaining('not in the bot'),
    ]);
  });

  it('is told of an account whose token is not to be had', async () => {
    await ticket();
    const shop = wechat.account();
    await shop.authorizes();
    await wx.account(shop.appId).info();
    await wx.account(shop.appId).accessToken();
    await redis.connect().del(`wx:{${shop.appId}}:token:${componentAppId}`);
    await shop.withdraws({ push: 'lost', listed: true });
    expect(await examine()).toContain('account-token-refused');
  });

  it('says what nobody has told it', async () => {
    const { code, err } = await run(['accounts'], { env: { ...env, REDIS_URL: '' } });
    expect([code, err]).toEqual([2, expect.stringContaining('REDIS_URL')]);
    expect((await run(['accounts'], { env: { ...env, REDIS_URL: 'localhost' } })).err).toContain('redis://');
    expect((await run(['accounts'], { env: { ...env, STORE_SECRET: 'short' } })).err).toContain(
      '32 characters',
    );
    expect((await run(['doctor'], { env })).code).toBe(2);
    expect((await run(['ticket', '--lang', 'zh'], { env: {} })).err).toContain('COMPONENT_APP_ID');
  });

  it('has met every finding', () => {
    expect(Object.keys(platformKinds).filter((id) => !provoked.has(id))).toEqual([]);
    expect(Object.keys(kinds)).toEqual(expect.arrayContaining(Object.keys(platformKinds)));
  });
});
