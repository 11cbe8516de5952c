import { redisStore } from 'offiaccount';
import type { Context } from 'offiaccount';
import { fastClock } from '../support/attack';
import { closePlatforms, componentAppId, connect, createWeChat, servePlatform } from '../support/platform';
import type { ServedOptions } from '../support/platform';
import { toXml } from '../support/push';
import type { Fields } from '../support/push';
import { describeWithRedis, startRedis, until } from '../support/redis';
import type { RedisServer } from '../support/redis';

/* Notices as nobody has documented them: without what they are about, with times that are none, twice the same field. */

const shop = { appId: 'wx4f0c2b9d7e61a853', userName: 'gh_3f1c9a7be204' };
const school = { appId: 'wx7a6b5c4d3e2f1098', userName: 'gh_7a6b5c4d3e2f' };
const mini = 'wx1111111111111111';

afterEach(closePlatforms);

const seconds = (): number => Math.floor(Date.now() / 1000);

/** A platform that one shop has authorised, and the notices that its handlers got since. */
async function serve(options: ServedOptions = {}) {
  const seen: Context[] = [];
  const served = await servePlatform({
    ...options,
    routes: (wx) => wx.notice((ctx) => void seen.push(ctx)),
  });
  await served.ticket();
  await connect(served, shop.appId, shop.userName);
  await until(() => seen.some(({ appId }) => appId === shop.appId));
  seen.splice(0);
  return {
    ...served,
    seen,
    handled: () =>
      seen.map(({ message, appId }) => `${message.MsgType === 'notice' ? message.InfoType : ''} ${appId}`),
    events: () => served.lines.map(({ fields }) => fields.event),
    /** AppIDs of all accounts, as jobs see them. */
    accounts: async () => {
      const found: string[] = [];
      for await (const { appId } of served.wx.accounts()) found.push(appId);
      return found;
    },
  };
}

const NAMES: readonly (readonly [string, string | undefined])[] = [
  ['no AppID', undefined],
  ['an empty AppID', ''],
  ['the AppID of the platform', componentAppId],
  ['what can be no AppID', 'a b'],
  ['a very long AppID', 'wx'.repeat(200)],
];

describe.each(['authorized', 'updateauthorized', 'unauthorized'])('a notice %s', (InfoType) => {
  it.each(NAMES)('with %s and no code changes nothing, and is told', async (_what, AuthorizerAppid) => {
    const { wechat, notice, events, handled, accounts } = await serve();
    const before = wechat.calls.length;
    expect((await notice(InfoType, { AuthorizerAppid })).text).toBe('success');
    await until(() => events().includes('notice-incomplete'));
    expect(handled()).toEqual([]);
    expect(wechat.calls.length).toBe(before);
    expect(await accounts()).toEqual([shop.appId]);
  });
});

describe('a notice of an authorisation', () => {
  it.each(NAMES)('with %s is for the account that its code tells', async (_what, AuthorizerAppid) => {
    const { wechat, notice, handled, accounts } = await serve();
    const AuthorizationCode = wechat.authorize(school.appId, school.userName);
    await notice('authorized', { AuthorizerAppid, AuthorizationCode });
    await until(() => handled().length === 1);
    expect(handled()).toEqual([`authorized ${school.appId}`]);
    expect(await accounts()).toEqual([shop.appId, school.appId]);
  });

  it.each([undefined, '', 'a b'])(
    'with the code %j has WeChat asked for the account at once',
    async (code) => {
      const { wechat, wx, notice, handled } = await serve();
      wechat.authorize(school.appId, school.userName);
      await notice('authorized', { AuthorizerAppid: school.appId, AuthorizationCode: code });
      await until(() => handled().length === 1);
      expect(wechat.called('query_auth')).toHaveLength(1);
      await wx.account(school.appId).api.menu.get();
    },
  );

  it('without an AppID is followed while its code is good', async () => {
    const { wechat, notice, handled } = await serve({ config: { clock: fastClock(100) } });
    const auth_code = wechat.authorize(mini, 'gh_mini', { mini: true });
    let tries = 0;
    wechat.answer(({ path }) =>
      path.endsWith('query_auth') && ++tries <= 2 ? wechat.refused(-1, 'system error') : undefined,
    );
    await notice('notify_third_fasteregister', { status: 0, auth_code, msg: 'OK' });
    await until(() => handled().length === 1);
    expect(handled()).toEqual([`notify_third_fasteregister ${mini}`]);
  });

  it.each([
    ['no CreateTime', { CreateTime: undefined }],
    ['no end', { AuthorizationCodeExpiredTime: undefined }],
    ['an end that is over', { AuthorizationCodeExpiredTime: 5 }],
    ['an end that is no number', { AuthorizationCodeExpiredTime: 'soon' }],
  ])('with %s is followed all the same', async (_what, fields: Fields) => {
    const { wechat, authorized, handled } = await serve();
    await authorized(school.appId, wechat.authorize(school.appId, school.userName), fields);
    await until(() => handled().length === 1);
    expect(handled()).toEqual([`authorized ${school.appId}`]);
  });
});

describe.each([
  ['in milliseconds', Date.now()],
  ['of the year 2100', 4_102_444_800],
  ['without end', '1e999'],
  ['of zero', 0],
  ['below zero', -5],
  ['that is missing', undefined],
])('a withdrawal with a time %s', (_what, CreateTime) => {
  it('is believed if WeChat confirms it, and the account comes back with its next authorisation', async () => {
    const { wechat, wx, unauthorized, authorized, handled, accounts } = await serve();
    wechat.withdraw(shop.appId);
    await unauthorized(shop.appId, { CreateTime });
    await until(() => handled().length === 1);
    await expect(wx.account(shop.appId).api.menu.get()).rejects.toMatchObject({ errcode: 61003 });
    const CreatedAgain = seconds() + 1;
    await authorized(shop.appId, wechat.authorize(shop.appId, shop.userName), { CreateTime: CreatedAgain });
    await until(() => handled().length === 2);
    await wx.account(shop.appId).api.menu.get();
    expect(await accounts()).toEqual([shop.appId]);
    // And its times are sound again.
    wechat.withdraw(shop.appId);
    await unauthorized(shop.appId, { CreateTime: CreatedAgain + 1 });
    await until(() => handled().length === 3);
    expect(handled()).toEqual(
      ['unauthorized', 'authorized', 'unauthorized'].map((name) => `${name} ${shop.appId}`),
    );
  });

  it('does not keep sync() from finding the account', async () => {
    const { wechat, wx, unauthorized, handled } = await serve();
    wechat.withdraw(shop.appId);
    await unauthorized(shop.appId, { CreateTime });
    await until(() => handled().length === 1);
    wechat.authorize(shop.appId, shop.userName);
    expect(await wx.sync()).toEqual({ added: [shop.appId], gone: [] });
    await wx.account(shop.appId).api.menu.get();
  });
});

it('a withdrawal that overtakes the answer to an exchange is what remains', async () => {
  const wechat = createWeChat();
  let overtake = (): Promise<unknown> => Promise.resolve();
  const transport: typeof wechat.transport = async (request) => {
    const response = await wechat.transport(request);
    if (request.url.includes('query_auth')) await overtake();
    return response;
  };
  const { wx, authorized, unauthorized, handled, accounts } = await serve({ wechat, config: { transport } });
  overtake = async () => {
    wechat.withdraw(school.appId);
    await unauthorized(school.appId, { CreateTime: seconds() + 5 });
  };
  await authorized(school.appId, wechat.authorize(school.appId, school.userName));
  await until(() => handled().length === 1);
  await until(async () => (await accounts()).length === 1);
  await expect(wx.account(school.appId).api.menu.get()).rejects.toMatchObject({ errcode: 61003 });
  await wx.close();
  expect(handled()).toEqual([`unauthorized ${school.appId}`]);
});

it.each<[string, Fields]>([
  ['an empty AppID', { appid: '', status: 1, msg: 'no', info: { name: '店' } }],
  ['no AppID', { status: 1, msg: 'no' }],
  ['what can be no AppID', { appid: '??', status: 1, info: '' }],
  ['the AppID of the platform', { appid: componentAppId, status: 1 }],
])('a registration that failed, with %s, is the platform’s', async (_what, fields) => {
  const { notice, seen, handled } = await serve();
  await notice('notify_third_fasteregister', fields);
  await until(() => handled().length === 1);
  expect(handled()).toEqual([`notify_third_fasteregister ${componentAppId}`]);
  expect(await seen[0]!.api.component.createPreAuthCode()).toHaveProperty('pre_auth_code');
});

describe('a notice', () => {
  const withdrawal = { CreateTime: 1_735_697_103, InfoType: 'unauthorized', AuthorizerAppid: shop.appId };
  const xml = (more: string, fields: Fields = {}) =>
    toXml({ ...withdrawal, ...fields }).replace('</xml>', `${more}</xml>`);
  const appId = (value: string) => `<AppId>${value}</AppId>`;

  it.each([
    ['JSON', JSON.stringify({ ...withdrawal, AppId: componentAppId }), 200],
    [
      'JSON with a time as text',
      JSON.stringify({ ...withdrawal, AppId: componentAppId, CreateTime: '1' }),
      200,
    ],
    ['another spelling', xml(appId(componentAppId), { InfoType: 'UnAuthorized' }), 200],
    ['two platforms', xml(appId(componentAppId) + appId('wx0')), 403],
    ['two platforms in another order', xml(appId('wx0') + appId(componentAppId)), 403],
    ['two accounts', xml(`${appId(componentAppId)}<AuthorizerAppid>wx0</AuthorizerAppid>`), 403],
    ['a type of message', xml(appId(componentAppId), { MsgType: 'text' }), 403],
    ['no name', xml(appId(componentAppId), { InfoType: undefined }), 403],
  ])('as %s', async (_what, message, status) => {
    const { wechat, wx, send } = await serve();
    expect((await send({ message })).status).toBe(status);
    // It is older than the authorisation, or refused.
    await wx.account(shop.appId).api.menu.get();
    expect(wechat.accountOf(wechat.called('menu/get')[0]!)).toBe(shop.appId);
  });

  it('in clear is refused', async () => {
    const { send, seen } = await serve();
    expect((await send({ mode: 'clear', message: xml(appId(componentAppId)) })).status).toBe(403);
    expect(seen).toEqual([]);
  });
});

describe('a ticket', () => {
  it.each(['', undefined])('that is %j is told, and not tried', async (ComponentVerifyTicket) => {
    const { store, notice, events } = await serve();
    const before = await store.platforms.tickets(componentAppId);
    expect((await notice('component_verify_ticket', { ComponentVerifyTicket })).text).toBe('success');
    expect(events()).toEqual(['notice-incomplete']);
    expect(await store.platforms.tickets(componentAppId)).toEqual(before);
  });
});

describeWithRedis()('a ticket in Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  it.each(['missing', '1e999', '-5', '1735697103.75', '1e300', '0'])(
    'with the time %s is good, and so is the next one',
    async (time) => {
      const client = redis.connect();
      await client.flushall();
      const store = redisStore(client, { secret: 's'.repeat(32) });
      const wechat = createWeChat();
      const served = await servePlatform({ store, wechat });
      const CreateTime = time === 'missing' ? undefined : time;
      await served.notice('component_verify_ticket', { ComponentVerifyTicket: wechat.ticket(), CreateTime });
      await served.ticket();
      const tickets = await store.platforms.tickets(componentAppId);
      expect(tickets).toHaveLength(2);
      for (const { createdAt } of tickets) expect(createdAt).toBeLessThanOrEqual(seconds());
      expect(served.lines).toEqual([]);
    },
  );
});
