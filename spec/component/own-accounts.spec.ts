import { createPlatform, memoryStore } from 'offiaccount';
import type { AccountRecord, AccountStore } from 'offiaccount';
import {
  closePlatforms,
  componentAppId,
  componentAppSecret,
  connect,
  createWeChat,
  servePlatform,
} from '../support/platform';
import { fastClock } from '../support/attack';
import { textOf } from '../support/push';
import { until } from '../support/redis';

/* A user's own database of accounts that throws, hangs, or gives what drivers of databases give. */

const shop = { appId: 'wx4f0c2b9d7e61a853', userName: 'gh_3f1c9a7be204' };

afterEach(async () => {
  // What was not saved yet need not be waited for.
  for (const each of databases.splice(0)) each.isWell = true;
  await closePlatforms();
});

type Over = { readonly [N in keyof AccountStore]?: (...args: never[]) => unknown };

const NAMES = ['account', 'appIdOf', 'save', 'list'] as const;
const databases: { isWell: boolean }[] = [];

/** A database that is well but for what is said of it. */
function database(over: (well: AccountStore) => Over = () => ({})) {
  const well: AccountStore = memoryStore().platforms;
  const state = { isWell: true };
  databases.push(state);
  const broken = over(well);
  const methods = NAMES.map((name): [string, unknown] => [
    name,
    (...args: unknown[]): unknown =>
      Reflect.apply((state.isWell ? undefined : broken[name]) ?? well[name], well, args),
  ]);
  // The methods of a store, by their names.
  return Object.assign(state, { store: Object.fromEntries(methods) as unknown as AccountStore, well });
}

/** A platform with such a database, which a shop has authorised while that was well. */
async function serve(over: (well: AccountStore) => Over, factor = 1) {
  const accounts = database(over);
  const wechat = createWeChat();
  const config = { accounts: accounts.store, ...(factor > 1 && { clock: fastClock(factor) }) };
  const routes = (wx: Awaited<ReturnType<typeof servePlatform>>['wx']) =>
    void wx.text((ctx) => `hello from ${ctx.appId}`);
  const first = await servePlatform({ wechat, config: { accounts: accounts.store } });
  await first.ticket();
  await connect({ wechat, wx: first.wx, authorized: first.authorized }, shop.appId, shop.userName);
  await first.wx.account(shop.appId).accessToken();
  // A process that knows nothing yet.
  const served = await servePlatform({ wechat, store: first.store, config, routes });
  accounts.isWell = false;
  return { ...served, accounts, events: () => served.lines.map(({ fields }) => fields.event) };
}

const never = () => new Promise<never>(() => undefined);
const reject = () => Promise.reject(new Error('canary-refresh-token in the words of a driver'));
const fail = () => {
  throw new Error('canary-refresh-token in the words of a driver');
};
const all = (one: () => unknown): Over => ({ account: one, appIdOf: one, save: one, list: one });

describe.each<[string, () => unknown, number]>([
  ['rejects', reject, 1],
  ['throws', fail, 1],
  ['hangs', never, 40],
  ['gives nothing', () => Promise.resolve(undefined), 1],
  ['gives null', () => Promise.resolve(null), 1],
  ['gives a number', () => Promise.resolve(7), 1],
  ['gives text', () => Promise.resolve('no AppID'), 1],
  ['gives no promise', () => null, 1],
])('a database that %s', (_what, one, factor) => {
  it('keeps no message, call or authorisation back', async () => {
    const { wechat, wx, says, authorized, log } = await serve(() => all(one), factor);
    const answer = await says(shop.userName, 'hi', `/wechat/${shop.appId}`);
    expect(textOf(answer.reply?.text ?? '', 'Content')).toBe(`hello from ${shop.appId}`);
    await wx.account(shop.appId).api.menu.get();
    expect(await wx.account(shop.appId).info()).toMatchObject({ userName: shop.userName });
    const code = wechat.authorize('wx1111111111111111', 'gh_1');
    expect((await authorized('wx1111111111111111', code)).text).toBe('success');
    expect((await wx.exchange(code)).appId).toBe('wx1111111111111111');
    expect(log()).not.toContain('canary');
  });
});

it('a database that hangs is asked once for a message', async () => {
  let asked = 0;
  const { says } = await serve(
    () =>
      all(() => {
        asked++;
        return never();
      }),
    40,
  );
  await says(shop.userName, 'hi', `/wechat/${shop.appId}`);
  expect(asked).toBe(1);
});

it('what is saved late is saved when the database is well again', async () => {
  const { wechat, wx, accounts, authorized } = await serve(() => all(reject), 20);
  const code = wechat.authorize('wx1111111111111111', 'gh_1');
  await authorized('wx1111111111111111', code);
  await wx.exchange(code);
  accounts.isWell = true;
  await until(async () => {
    const record = await accounts.well.account(componentAppId, 'wx1111111111111111');
    return record?.refreshToken === wechat.refreshTokenOf('wx1111111111111111');
  });
});

it('what is not saved yet counts in this process at once', async () => {
  const { wechat, wx, says, notice, authorized } = await serve(() => ({ save: reject, appIdOf: reject }));
  const code = wechat.authorize('wx1111111111111111', 'gh_1');
  await authorized('wx1111111111111111', code);
  await until(async () => (await wx.account('wx1111111111111111').info()).userName === 'gh_1');
  // Without the AppID in the path, only the record tells.
  const answer = await says('gh_1', 'hi', '/wechat');
  expect(textOf(answer.reply?.text ?? '', 'Content')).toBe('hello from wx1111111111111111');
  wechat.withdraw(shop.appId);
  await notice('unauthorized', {
    AuthorizerAppid: shop.appId,
    CreateTime: Math.floor(Date.now() / 1000) + 9,
  });
  for await (const { appId } of wx.accounts()) expect(appId).not.toBe(shop.appId);
});

it('an account that cannot be saved keeps no other from being saved', async () => {
  const [bad, good] = ['wx0000000000000001', 'wx0000000000000002'] as const;
  let isAway = true;
  const { wechat, wx, accounts } = await serve(
    (well) => ({
      save: (platform: string, record: AccountRecord, generation: number) =>
        isAway || record.appId === bad ? reject() : well.save(platform, record, generation),
    }),
    20,
  );
  for (const each of [bad, good]) await wx.exchange(wechat.authorize(each, `gh_${each}`));
  isAway = false;
  await until(async () => (await accounts.well.account(componentAppId, good)) !== undefined);
  expect(await accounts.well.account(componentAppId, bad)).toBeUndefined();
});

describe('a record', () => {
  const given = (change: (record: AccountRecord) => unknown) =>
    serve((well) => ({
      account: async (platform: string, appId: string) => {
        const record = await well.account(platform, appId);
        return record && change(record);
      },
      list: async (platform: string, after: string, count: number) =>
        (await well.list(platform, after, count)).map(change),
    }));

  it.each<[string, (record: AccountRecord) => unknown]>([
    [
      'with numbers as text',
      (record) => ({ ...record, generation: String(record.generation), changedAt: String(record.changedAt) }),
    ],
    [
      'with numbers as bigint',
      (record) => ({ ...record, generation: BigInt(record.generation), authorizedAt: 1n }),
    ],
    ['with columns of its own', (record) => ({ ...record, id: 7, updated: new Date() })],
    ['with null for what is not known', (record) => ({ ...record, authorizedAt: null })],
    ['of a class', (record) => Object.assign(Object.create({ isRow: true }) as object, record)],
  ])('%s is read and saved as it is', async (_what, change) => {
    const { wechat, wx, accounts, lines, notice } = await given(change);
    expect(await wx.account(shop.appId).info()).toMatchObject({ kind: 'service', permissions: [1, 7, 15] });
    const { generation = 0 } = (await accounts.well.account(componentAppId, shop.appId)) ?? {};
    wechat.withdraw(shop.appId);
    await notice('unauthorized', {
      AuthorizerAppid: shop.appId,
      CreateTime: Math.floor(Date.now() / 1000) + 9,
    });
    const record = await accounts.well.account(componentAppId, shop.appId);
    expect(record).toMatchObject({ status: 'withdrawn', generation: generation + 1 });
    expect(lines).toEqual([]);
  });

  it.each<[string, string, (record: AccountRecord) => unknown]>([
    ['without an AppID', '"appId"', (record) => ({ ...record, appId: undefined })],
    ['that is text', 'it', () => 'canary-refresh'],
    ['with permissions as text', '"permissions"', (record) => ({ ...record, permissions: '[1]' })],
    ['with an unknown status', '"status"', (record) => ({ ...record, status: 'canary' })],
    ['with an unknown kind', '"kind"', (record) => ({ ...record, kind: 3 })],
    ['with a date', '"changedAt"', (record) => ({ ...record, changedAt: new Date() })],
    ['with half a generation', '"generation"', (record) => ({ ...record, generation: 1.5 })],
    [
      'with a token that is none',
      '"refreshToken"',
      (record) => ({ ...record, refreshToken: Buffer.from('canary') }),
    ],
    ['of another account', 'another account', (record) => ({ ...record, appId: 'wx0000000000000001' })],
  ])('%s is told once, and WeChat asked instead', async (_what, field, change) => {
    const { wx, log, events, notice } = await given(change);
    expect(await wx.account(shop.appId).info()).toMatchObject({ userName: shop.userName });
    await notice('unauthorized', { AuthorizerAppid: shop.appId, CreateTime: 5 });
    expect(events().filter((event) => event === 'store-misconfigured')).toHaveLength(1);
    expect(log()).toContain(JSON.stringify(field).slice(1, -1));
    expect(log()).not.toContain('canary');
  });
});

describe('a list of accounts', () => {
  const job = (accounts: AccountStore) =>
    createPlatform({
      componentAppId,
      componentAppSecret,
      accounts,
      transport: createWeChat().transport,
      logger: { warn: () => undefined, error: () => undefined },
    });

  async function walk(list: (well: AccountStore) => unknown, count = 3): Promise<string[]> {
    const accounts = database((well) => ({ list: () => list(well) }));
    for (let n = 0; n < count; n++)
      await accounts.well.save(
        componentAppId,
        {
          ...{
            appId: `wx${String(n).padStart(16, '0')}`,
            userName: `gh_${n}`,
            kind: 'service',
            refreshToken: 'x',
          },
          ...{ permissions: [1], status: 'authorized', authorizedAt: 1, changedAt: 1, generation: 1 },
        },
        0,
      );
    accounts.isWell = false;
    const found: string[] = [];
    for await (const { appId } of job(accounts.store).accounts()) found.push(appId);
    return found;
  }

  it.each<[string, (well: AccountStore) => unknown]>([
    ['begins anew each time', (well) => well.list(componentAppId, '', 3)],
    ['begins anew each time, with one', (well) => well.list(componentAppId, '', 1)],
    ['is nothing', () => Promise.resolve(undefined)],
    ['is what a driver gives', () => Promise.resolve({ rows: [] })],
  ])('that %s ends with an error', async (_what, list) => {
    await expect(walk(list)).rejects.toMatchObject({ name: 'StoreError', misconfigured: true });
  });
});
