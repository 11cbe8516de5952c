import { randomBytes } from 'node:crypto';
import { createPlatform, memoryStore, redisStore } from 'offiaccount';
import type { AccountRecord, PlatformConfig } from 'offiaccount';
import type { Shops } from '../../docs/examples/platform';
import { sqlAccounts } from '../../docs/examples/platform-database';
import type { Query, Row } from '../../docs/examples/platform-database';
import { sendInvoices } from '../../docs/examples/platform-job';
import { perAccount } from '../../docs/examples/platform-routers';
import { playPlatform, playTwoShops } from '../../docs/examples/platform-testing';
import { describeWithRedis, startRedis, until } from '../support/redis';
import type { RedisServer } from '../support/redis';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

function shops() {
  const connected = new Map<string, string | undefined>();
  const table: Shops = {
    connected: async (appId, tenant) => void connected.set(appId, tenant ?? connected.get(appId)),
    disconnected: async (appId) => void connected.delete(appId),
    openingHours: async (appId) => `Open at ${[...connected.keys()].indexOf(appId) + 8}`,
  };
  return { connected, table };
}

/** The sample of the page, as somebody tries it who is new here. */
function tryOut(more: Partial<PlatformConfig> = {}) {
  const { connected, table } = shops();
  const lines: string[] = [];
  const log = (_fields: object, message: string) => void lines.push(message);
  const play = playPlatform(table, { logger: { warn: log, error: log }, ...more });
  open.push(play.wechat, play.wx);
  const job = (store = more.store) =>
    createPlatform({
      componentAppId: 'wx9b27d3e05c8fa146',
      componentAppSecret: 'madeUp',
      transport: play.wechat.api.transport,
      clock: play.wechat.clock,
      store,
    });
  return { ...play, connected, lines, job };
}

/** Sends a template message for each account, as the job of the page does. */
async function sendTemplates(played: ReturnType<typeof tryOut>, store: PlatformConfig['store']) {
  const templates = new Map<string, string>();
  for (const shop of played.wechat.accounts)
    templates.set(shop.appId, shop.api.addTemplate({ title: '账单', content: '金额：{{amount1.DATA}}' }));
  const users = new Map(played.wechat.accounts.map((shop) => [shop.appId, shop.user('oCustomer')]));
  for (const user of users.values()) await user.follows();
  const job = played.job(store);
  const sent = await sendInvoices(job, async (appId) => ({
    touser: 'oCustomer',
    template_id: templates.get(appId) ?? '',
    data: { amount1: { value: '¥8' } },
  }));
  await job.close();
  return sent;
}

it('passes the release test, without a line of code for it', async () => {
  const { wechat, connected } = tryOut();
  const { passed, pairs } = await wechat.releaseTest();
  expect(pairs.flatMap(({ rows }) => rows.filter((row) => !row.passed))).toEqual([]);
  expect([passed, pairs.length]).toEqual([true, 5]);
  expect([...connected]).toEqual([]);
});

it('serves two shops with different answers', async () => {
  const played = tryOut();
  const { bakery, tailor, answers } = await playTwoShops(played);
  expect(answers).toEqual([
    expect.objectContaining({ Content: 'Open at 8' }),
    expect.objectContaining({ Content: 'Open at 9' }),
  ]);
  await bakery.withdraws();
  await until(() => !played.connected.has(bakery.appId));
  expect([...played.connected.keys()]).toEqual([tailor.appId]);
});

it('connects an account by its pages', async () => {
  const { wechat, app, connected } = tryOut();
  app.enable('trust proxy');
  const shop = wechat.account();
  const { redirect, cookie } = await shop.authorizes({ page: 'https://shops.example.com/connect' });
  const server = app.listen(0, '127.0.0.1');
  open.push({ close: async () => void server.close() });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const visit = (headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${port}${redirect}`, { headers, redirect: 'manual' });
  expect((await visit({})).status).toBe(403);
  const back = await visit({ cookie });
  expect([back.status, back.headers.get('location')]).toEqual([302, `/shops/${shop.appId}`]);
  expect(connected.get(shop.appId)).toBe('tenant-7');
});

it('lets a job send a template message for each account that may', async () => {
  const store = memoryStore();
  const played = tryOut({ store });
  const { bakery, tailor } = await playTwoShops(played);
  const phone = played.wechat.account({ kind: 'mini-program' });
  await phone.authorizes();
  expect((await sendTemplates(played, store)).sort()).toEqual([bakery.appId, tailor.appId].sort());
});

it('routes by account', async () => {
  const played = tryOut();
  const [shop, other] = [played.wechat.account({ appId: 'wx4f0c2b9d7e61a853' }), played.wechat.account()];
  await shop.authorizes();
  await other.authorizes();
  played.wx.use(perAccount);
  expect(await shop.user().says('order 7')).toMatchObject({ reply: { Content: 'Order 7 is on its way.' } });
  expect(await other.user().says('order 7')).toMatchObject({
    reply: { Content: 'This service is being set up.' },
  });
});

/** As much of a database as the statements of the page need. */
function database(): Query {
  interface Stored extends Row {
    readonly platform: unknown;
    readonly user_name: unknown;
    readonly generation: unknown;
  }
  const rows = new Map<string, Stored>();
  return async (sql, values) => {
    const [platform, appId, userName, generation, record, expected] = values;
    const key = `${String(platform)} ${String(appId)}`;
    const row = { app_id: String(appId), record: String(record), platform, user_name: userName, generation };
    if (sql.startsWith('insert')) return rows.has(key) ? [] : [(rows.set(key, row), row)];
    if (sql.startsWith('update')) {
      if (rows.get(key)?.generation !== expected) return [];
      rows.set(key, row);
      return [row];
    }
    const all = [...rows.values()]
      .filter((each) => each.platform === platform)
      .sort((one, other) => (one.app_id < other.app_id ? -1 : 1));
    if (sql.includes('user_name')) return all.filter((each) => each.user_name === values[1]);
    if (sql.includes('limit'))
      return all.filter((each) => each.app_id > String(values[1])).slice(0, Number(values[2]));
    return all.filter((each) => each.app_id === values[1]);
  };
}

it('keeps its accounts in a database of one’s own', async () => {
  const accounts = sqlAccounts(database(), randomBytes(32));
  const played = tryOut({ accounts });
  await playTwoShops(played);
  const [first] = await accounts.list('wx9b27d3e05c8fa146', '', 1);
  expect(first).toMatchObject({ status: 'authorized', userName: expect.stringMatching(/^gh_/) as string });
  const next: AccountRecord = { ...first!, generation: first!.generation + 1 };
  expect(await accounts.save('wx9b27d3e05c8fa146', next, first!.generation - 1)).toBe(false);
  expect(await accounts.save('wx9b27d3e05c8fa146', next, first!.generation)).toBe(true);
  expect(await accounts.appIdOf('wx9b27d3e05c8fa146', first!.userName)).toBe(first!.appId);
  // Another process, with an empty store and this database.
  const seen = [];
  for await (const { appId } of played.wx.accounts()) seen.push(appId);
  expect(seen).toHaveLength(2);
});

describeWithRedis()('with Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  it('goes on after Redis was flushed: for the process that runs, and for a new one', async () => {
    const client = redis.connect();
    const store = redisStore(client, { secret: 's'.repeat(32) });
    const played = tryOut({ store });
    const { bakery, tailor } = await playTwoShops(played);
    await client.flushall();
    expect(await bakery.user().says('hours')).toMatchObject({ reply: { Content: 'Open at 8' } });
    // The job asks WeChat for a ticket, and for what was lost of the accounts.
    expect((await sendTemplates(played, store)).sort()).toEqual([bakery.appId, tailor.appId].sort());
    await client.flushall();
    const fresh = tryOut({ store, transport: played.wechat.api.transport, clock: played.wechat.clock });
    const { appId } = await fresh.wx.account(tailor.appId).info();
    expect(appId).toBe(tailor.appId);
  });
});
