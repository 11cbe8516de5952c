import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { memoryStore, redisStore } from 'offiaccount';
import { closePlatforms, componentAppId, connect, createWeChat, servePlatform } from '../support/platform';
import { describeWithRedis, startRedis, until } from '../support/redis';
import type { RedisServer } from '../support/redis';

/*
 * Every secret that WeChat or the platform has here begins with "canary": it must be nowhere but in calls to WeChat and, sealed, in
 * the store.
 */

const shop = { appId: 'wx4f0c2b9d7e61a853', userName: 'gh_3f1c9a7be204' };
const CHANNELS = ['push', 'delivery', 'api', 'handler-error'].map((name) => `offiaccount:${name}`);

afterEach(closePlatforms);

it('shows no secret in logs, errors, diagnostics and inspected objects, whatever goes wrong', async () => {
  const told: unknown[] = [];
  const listen = (event: unknown) => void told.push(event);
  for (const channel of CHANNELS) subscribe(channel, listen);
  const served = await servePlatform({ config: { timeout: 300 } });
  const { wechat, wx, ticket, authorized, unauthorized, says, send, log, origin } = served;
  const errors: unknown[] = [];
  const attempt = (call: () => Promise<unknown>) => call().catch((error: unknown) => void errors.push(error));
  const tryAll = async () => {
    const account = wx.account(shop.appId);
    await attempt(() => account.api.menu.get());
    await attempt(() => account.accessToken());
    await attempt(() => account.info());
    await attempt(() => wx.exchange('canary-code-of-somebody'));
    await attempt(() => wx.sync());
    await attempt(() => wx.api.component.createPreAuthCode());
    await attempt(() => wx.api.component.getAuthorizerAccessToken(shop.appId, 'canary-refresh'));
    await attempt(() => account.api.oauth.getAccessToken('canary-oauth-code'));
  };
  await tryAll();
  await ticket('canary-not-a-ticket');
  await tryAll();
  await ticket();
  await connect({ wechat, wx, authorized }, shop.appId, shop.userName);
  for (const errcode of [-1, 40001, 42001, 61003, 61004, 61005, 61007, 61023, 45009, 48001]) {
    const restore = wechat.answer(({ json, query }) =>
      // Some servers repeat what they were sent.
      wechat.refused(errcode, `no: ${JSON.stringify(json)} ${JSON.stringify(query)}`),
    );
    await tryAll();
    restore();
  }
  await authorized('wx1111111111111111', 'canary-worth-nothing');
  await unauthorized(shop.appId);
  await attempt(() => says('gh_stranger', 'hi'));
  await send({
    message: { ToUserName: shop.userName },
    envelope: { receiveId: 'wx0' },
  });
  await fetch(`${origin}/wechat?signature=canary-signature&timestamp=1&nonce=2`, { method: 'POST' });
  await until(() => errors.length > 80);
  const all = [log(), inspect(told, { depth: 9 }), inspect(errors, { depth: 9 }), inspect(wx, { depth: 9 })];
  const account = inspect(wx.account(shop.appId), {
    depth: 9,
    showHidden: true,
  });
  for (const channel of CHANNELS) unsubscribe(channel, listen);
  for (const text of [...all, account]) expect(text).not.toContain('canary');
});

describeWithRedis()('in Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  it('stands no secret that is not sealed, and none in the name of a key', async () => {
    const client = redis.connect();
    const { wechat, wx, ticket, authorized } = await servePlatform({
      store: redisStore(client, { secret: 's'.repeat(32) }),
    });
    await ticket();
    await connect({ wechat, wx, authorized }, shop.appId, shop.userName);
    await wx.account(shop.appId).accessToken();
    const keys = await client.keys('*');
    expect(keys.length).toBeGreaterThan(4);
    const dumped = await Promise.all(keys.map(async (key) => String(await client.dumpBuffer(key))));
    expect(keys.join()).not.toContain('canary');
    expect(dumped.join()).not.toContain('canary');
  });
});

it('calls WeChat for nobody but those who are called for, with 10,000 accounts, and keeps little of each', async () => {
  const wechat = createWeChat();
  const store = memoryStore();
  const accounts = Array.from({ length: 10_000 }, (_, at) => ({
    appId: `wx${String(at).padStart(16, '0')}`,
    userName: `gh_${at}`,
  }));
  for (const { appId, userName } of accounts) {
    wechat.authorize(appId, userName);
    const record = { appId, userName, kind: 'service', refreshToken: wechat.refreshTokenOf(appId) } as const;
    const rest = {
      permissions: [1],
      status: 'authorized',
      authorizedAt: 1,
      changedAt: 1,
      generation: 1,
    } as const;
    await store.platforms.save(componentAppId, { ...record, ...rest }, 0);
  }
  const { wx, ticket, says } = await servePlatform({
    wechat,
    store,
    routes: (each) => each.text((ctx) => ctx.appId),
  });
  await ticket();
  const before = wechat.calls.length;
  await Promise.all(accounts.slice(0, 100).map(({ userName }) => says(userName, 'hi')));
  expect(wechat.calls.length).toBe(before);
  await Promise.all(accounts.slice(0, 5).map(({ appId }) => wx.account(appId).api.menu.get()));
  // A token each, and the platform's.
  expect(wechat.calls.length - before).toBe(11);
  const asked = accounts.map(({ appId }) => {
    const account = wx.account(appId);
    return { appId, account, api: account.api };
  });
  // What is kept of the 10,000: the thousand that were asked for last, and a batch more at most.
  asked.reverse();
  const gone = asked.findIndex(
    ({ appId, account, api }) => wx.account(appId).api !== api || wx.account(appId) !== account,
  );
  expect(gone).toBeGreaterThanOrEqual(1000);
  expect(gone).toBeLessThanOrEqual(1101);
  expect(wechat.calls.length - before).toBe(11);
});
