import { ApiError } from '../../lib/errors';
import { awayStore, failure, goOn, SCHOOL, SHOP, stage, type Stage } from './support';

let at: Stage;
const open = async (...args: Parameters<typeof stage>) => (at = await stage(...args));
afterEach(() => at.close());

const RENEW = '/cgi-bin/component/api_authorizer_token';
const INFO = '/cgi-bin/component/api_get_authorizer_info';
const LIST = '/cgi-bin/component/api_get_authorizer_list';
const tags = (core: Stage['wx'], appId = SHOP) => core.account(appId).api.tag.getList();
const refreshTokensIn = ({ fake }: Stage) =>
  fake.seen
    .filter(({ path }) => path === RENEW)
    .map(({ body }) => (JSON.parse(body) as { authorizer_refresh_token: string }).authorizer_refresh_token);

describe('the token of an account', () => {
  it('is renewed once for all processes', async () => {
    const { wx, another, fake } = await open();
    const code = fake.authorizes(SHOP);
    await wx.exchange(code);
    const all = [wx, another(), another(), another()];
    fake.endTokens(SHOP);
    await goOn(Promise.all(all.flatMap((each) => [tags(each), tags(each)])), at, 50);
    expect(fake.renewals()).toBe(1);
  });

  it('comes from a refresh token that was lost in the store: WeChat tells it', async () => {
    const { wx, fake } = await open();
    const token = fake.authorized(SHOP);
    await tags(wx);
    expect(refreshTokensIn(at)).toEqual([token]);
    expect(fake.count(INFO)).toBe(1);
    fake.endTokens(SHOP);
    await tags(wx);
    expect(fake.count(INFO)).toBe(1);
  });

  it('comes from WeChat’s list where its details have none', async () => {
    const { wx, fake } = await open();
    const token = fake.authorized(SHOP);
    fake.authorized(SCHOOL);
    fake.always(INFO, {
      json: {
        authorizer_info: { user_name: 'gh_1', service_type_info: { id: 2 } },
        authorization_info: { authorizer_appid: SHOP, func_info: [] },
      },
    });
    await tags(wx);
    expect(refreshTokensIn(at)).toEqual([token]);
    expect(fake.count(LIST)).toBe(1);
  });

  it('goes on inside the same call when the refresh token changed and nobody could save it', async () => {
    const { wx, another, fake } = await open({}, { rotate: true });
    await wx.exchange(fake.authorizes(SHOP));
    fake.endTokens(SHOP);
    // A process that died after WeChat had answered.
    fake.account(SHOP).refreshToken = 'canary-refresh-rotated';
    expect(await tags(another())).toEqual({ tags: [{ name: SHOP }] });
    expect(refreshTokensIn(at)).toHaveLength(2);
    expect(refreshTokensIn(at)[1]).toBe('canary-refresh-rotated');
    // What came back then is saved: nobody needs to ask again.
    fake.endTokens(SHOP);
    await tags(wx);
    expect(fake.count(INFO)).toBe(2);
  });

  it('saves a new refresh token before the token is used', async () => {
    const { wx, another, fake } = await open({}, { rotate: true });
    await wx.exchange(fake.authorizes(SHOP));
    for (const core of [another(), another(), another(), another()]) {
      fake.endTokens(SHOP);
      await tags(core);
    }
    expect(new Set(refreshTokensIn(at)).size).toBe(4);
    // Only to learn what the account is.
    expect(fake.count(INFO)).toBe(1);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
  ])('keeps the refresh token when WeChat answers with %s', async (_what, authorizer_refresh_token) => {
    const { wx, fake } = await open();
    await wx.exchange(fake.authorizes(SHOP));
    const { refreshToken, tokens } = fake.account(SHOP);
    fake.on(RENEW, () => {
      tokens.set('canary-new', Infinity);
      return {
        json: { authorizer_access_token: 'canary-new', expires_in: 7200, authorizer_refresh_token },
      };
    });
    fake.endTokens(SHOP);
    await tags(wx);
    fake.endTokens(SHOP);
    await tags(wx);
    expect(refreshTokensIn(at)).toEqual([refreshToken, refreshToken]);
  });

  it('keeps a refresh token that rotated while the store was away, and saves it later', async () => {
    const store = awayStore();
    const { wx, another, fake } = await open({ store }, { rotate: true });
    await wx.exchange(fake.authorizes(SHOP));
    await tags(wx);
    store.isAway = true;
    fake.endTokens(SHOP);
    await goOn(tags(wx), at);
    const rotated = fake.account(SHOP).refreshToken;
    expect(await store.platforms.account('x', SHOP).catch(() => 'away')).toBe('away');
    store.isAway = false;
    await at.clock.advance(10_000);
    const infos = fake.count(INFO);
    fake.endTokens(SHOP);
    await goOn(tags(another()), at);
    expect(refreshTokensIn(at).at(-1)).toBe(rotated);
    expect(fake.count(INFO)).toBe(infos);
  });

  it('close() saves what could not be saved', async () => {
    const store = awayStore();
    const { wx, fake } = await open({ store }, { rotate: true });
    await wx.exchange(fake.authorizes(SHOP));
    store.isAway = true;
    fake.endTokens(SHOP);
    await goOn(tags(wx), at);
    store.isAway = false;
    await wx.close();
    expect(await store.platforms.account(wx.settings.componentAppId, SHOP)).toMatchObject({
      refreshToken: fake.account(SHOP).refreshToken,
    });
  });
});

describe('a refresh token that nobody has any more', () => {
  const NONE = {
    json: {
      authorizer_info: { user_name: 'gh_1', service_type_info: { id: 2 } },
      authorization_info: { authorizer_appid: SHOP, func_info: [] },
    },
  };
  const all = ({ wx, another }: Stage) => [wx, another(), another(), another()];
  const call = (cores: readonly Stage['wx'][]) =>
    goOn(Promise.all(cores.flatMap((each) => [tags(each), tags(each)])), at, 50);

  it('is asked for once by several processes', async () => {
    const { fake } = await open();
    fake.authorized(SHOP);
    await call(all(at));
    expect([fake.count(INFO), fake.renewals()]).toEqual([1, 1]);
  });

  it('is looked for in the list once by several processes, on whatever page', async () => {
    const { fake } = await open();
    for (let n = 0; n < 700; n++) fake.authorized(`wx${String(n).padStart(16, '0')}`);
    const token = fake.authorized(SHOP);
    fake.always(INFO, NONE);
    await call(all(at));
    expect(refreshTokensIn(at)).toEqual([token]);
    expect([fake.count(INFO), fake.count(LIST), fake.renewals()]).toEqual([1, 2, 1]);
    // Then it is in the store.
    fake.endTokens(SHOP);
    await call(all(at));
    expect([fake.count(INFO), fake.count(LIST), fake.renewals()]).toEqual([1, 2, 2]);
  });

  it('and that WeChat does not tell either pauses the account, until it is authorised again', async () => {
    const { wx, another, fake, seconds } = await open();
    const code = fake.authorizes(SHOP);
    expect(await failure(tags(wx))).toMatchObject({ errcode: 61023 });
    expect([fake.count(INFO), fake.count(LIST)]).toEqual([1, 1]);
    const before = fake.seen.length;
    for (const each of [wx, another()])
      expect((await failure(tags(each))).message).toMatch(/WeChat was not asked.*61023/s);
    expect(fake.seen.length).toBe(before);
    // Whatever is left of the pause.
    const notice = { appId: SHOP, code, createdAt: seconds() };
    await wx.noteAuthorization(notice);
    await wx.completeAuthorization(notice);
    for (const each of [wx, another()]) expect(await tags(each)).toEqual({ tags: [{ name: SHOP }] });
    expect(fake.renewals()).toBe(0);
  });

  it('is not asked for during a pause of the platform, and found after it', async () => {
    const { wx, another, fake } = await open();
    await wx.api.component.createPreAuthCode();
    fake.authorized(SHOP);
    fake.refuse(61004);
    expect(await failure(tags(wx))).toMatchObject({ errcode: 61004 });
    fake.refuse(undefined);
    const before = fake.seen.length;
    for (const each of [wx, another()]) expect(await failure(tags(each))).toMatchObject({ errcode: 61004 });
    expect(fake.seen.length).toBe(before);
    await at.clock.advance(5001);
    for (const each of [another(), wx]) expect(await tags(each)).toEqual({ tags: [{ name: SHOP }] });
    expect(fake.renewals()).toBe(1);
  });
});

describe('an account that has withdrawn', () => {
  it('is found out by a call, confirmed, and then fails without network in all processes', async () => {
    const { wx, another, fake } = await open();
    await wx.exchange(fake.authorizes(SHOP));
    const other = another();
    await tags(other);
    fake.withdraws(SHOP);
    expect(await failure(tags(wx))).toMatchObject({ errcode: 61003, endpoint: '/cgi-bin/tags/get' });
    expect(fake.count(INFO)).toBe(2);
    const before = fake.seen.length;
    const error = await failure(tags(wx));
    expect(error).toBeInstanceOf(ApiError);
    expect(error.message).toMatch(/WeChat was not asked.*61003.*withdrawn/s);
    expect(await failure(wx.account(SHOP).info())).toMatchObject({ errcode: 61003 });
    expect(await failure(wx.account(SHOP).accessToken())).toMatchObject({ errcode: 61003 });
    expect(await failure(tags(another()))).toMatchObject({ errcode: 61003 });
    expect(fake.seen.length).toBe(before);
    // What it had in hand is refused once.
    expect(await failure(tags(other))).toMatchObject({ errcode: 61003 });
  });

  it('is found out when its token is renewed', async () => {
    const { wx, fake } = await open();
    await wx.exchange(fake.authorizes(SHOP));
    fake.endTokens(SHOP);
    fake.withdraws(SHOP);
    expect(await failure(tags(wx))).toMatchObject({ errcode: 61003 });
    const before = fake.seen.length;
    expect(await failure(tags(wx))).toMatchObject({ errcode: 61003 });
    expect(fake.seen.length).toBe(before);
  });

  it('is not believed to have, where WeChat says otherwise when asked', async () => {
    const { wx, fake } = await open();
    await wx.exchange(fake.authorizes(SHOP));
    fake.on('/cgi-bin/tags/get', { json: { errcode: 61003, errmsg: 'for once' } });
    expect(await failure(tags(wx))).toMatchObject({ errcode: 61003 });
    expect(await tags(wx)).toEqual({ tags: [{ name: SHOP }] });
  });

  it('is so after its notice, unless that is older than the newest authorisation', async () => {
    const { wx, fake, seconds } = await open();
    const now = seconds();
    const code = fake.authorizes(SHOP);
    await wx.noteAuthorization({ appId: SHOP, code, createdAt: now });
    await wx.completeAuthorization({ appId: SHOP, code, createdAt: now });
    expect(await wx.withdraw(SHOP, now - 10)).toBe(false);
    expect(await tags(wx)).toEqual({ tags: [{ name: SHOP }] });
    // At the same second, WeChat decides.
    expect(await wx.withdraw(SHOP, now)).toBe(false);
    expect(await tags(wx)).toEqual({ tags: [{ name: SHOP }] });
    fake.withdraws(SHOP);
    expect(await wx.withdraw(SHOP, now + 10)).toBe(true);
    const before = fake.seen.length;
    expect(await failure(tags(wx))).toMatchObject({ errcode: 61003 });
    expect(fake.seen.length).toBe(before);
  });

  it('comes back with a new authorisation; every process is refused once at most', async () => {
    const { wx, another, fake, seconds } = await open();
    const all = [wx, another(), another()];
    await wx.exchange(fake.authorizes(SHOP));
    for (const each of all) await tags(each);
    fake.withdraws(SHOP);
    await wx.withdraw(SHOP, seconds());
    const code = fake.authorizes(SHOP);
    const notice = { appId: SHOP, code, createdAt: seconds() + 30 };
    await wx.noteAuthorization(notice);
    await wx.completeAuthorization(notice);
    const before = fake.count('/cgi-bin/tags/get');
    for (const each of all)
      for (let n = 0; n < 3; n++) expect(await tags(each)).toEqual({ tags: [{ name: SHOP }] });
    // Nine calls, and those of the two others that had the old token in hand.
    expect(fake.count('/cgi-bin/tags/get') - before).toBeLessThanOrEqual(9 + 2);
    expect(fake.renewals()).toBe(0);
  });

  it('that never authorised is told so', async () => {
    const { wx } = await open();
    expect(await failure(tags(wx))).toMatchObject({ errcode: 61003 });
    expect(await failure(wx.account(SCHOOL).info())).toMatchObject({ errcode: 61003 });
  });
});

describe('a notice that an account has withdrawn', () => {
  const T = 1_768_449_600;
  type Known = 'nothing' | 'authorized' | 'withdrawn';

  it.each<
    [string, Known, number, number, 'has it' | 'has it not' | 'is busy', boolean, Known, number, number]
  >([
    ['of an account that nobody knows', 'nothing', 0, T, 'has it', true, 'withdrawn', T, 0],
    ['newer than all', 'authorized', T, T + 10, 'has it', true, 'withdrawn', T + 10, 0],
    ['overtaken by an authorisation', 'authorized', T, T - 10, 'has it not', false, 'authorized', T, 0],
    ['that comes late, and is true', 'withdrawn', T, T - 10, 'has it', true, 'withdrawn', T, 0],
    ['of the same second, which is wrong', 'authorized', T, T, 'has it', false, 'authorized', T, 1],
    ['of the same second, which is right', 'authorized', T, T, 'has it not', true, 'withdrawn', T, 1],
    ['of the same second, which nobody can say', 'authorized', T, T, 'is busy', false, 'authorized', T, 1],
    ['of an account without a time, wrong', 'authorized', 0, T, 'has it', false, 'authorized', 0, 1],
    ['of an account without a time, right', 'authorized', 0, T, 'has it not', true, 'withdrawn', T, 1],
    ['that comes twice', 'withdrawn', T, T, 'has it not', true, 'withdrawn', T, 1],
  ])('%s', async (_what, status, changedAt, createdAt, wechat, isBelieved, then, thenAt, asked) => {
    const { wx, fake } = await open();
    await wx.api.component.createPreAuthCode();
    const { accounts, componentAppId } = wx.settings;
    const refreshToken = wechat === 'has it not' ? 'canary-ended' : fake.authorized(SHOP);
    if (wechat === 'is busy') fake.on(INFO, { json: { errcode: 45009, errmsg: 'refused' } });
    const known = {
      appId: SHOP,
      userName: 'gh_1',
      kind: 'service',
      permissions: [1],
      authorizedAt: changedAt,
      changedAt,
      generation: 1,
    } as const;
    if (status !== 'nothing')
      await accounts.save(
        componentAppId,
        { ...known, status, refreshToken: status === 'withdrawn' ? '' : refreshToken },
        0,
      );
    expect(await wx.withdraw(SHOP, createdAt)).toBe(isBelieved);
    const record = await accounts.account(componentAppId, SHOP);
    expect(record).toMatchObject({
      status: then,
      changedAt: thenAt,
      refreshToken: then === 'withdrawn' ? '' : refreshToken,
      // What says nothing new is not written.
      generation: status === then ? 1 : status === 'nothing' ? 1 : 2,
    });
    expect(fake.count(INFO)).toBe(asked);
  });
});

describe('what is broken', () => {
  it.each([61023, 45009, 40013])('at one account (%i) pauses that account alone', async (errcode) => {
    const { wx, fake } = await open();
    fake.authorized(SCHOOL);
    fake.authorized(SHOP);
    fake.always(RENEW, ({ body }) =>
      body.includes(SHOP)
        ? { json: { errcode, errmsg: 'refused' } }
        : { json: { authorizer_access_token: token(), expires_in: 7200, authorizer_refresh_token: '' } },
    );
    const token = () => {
      fake.account(SCHOOL).tokens.set('canary-school', Infinity);
      return 'canary-school';
    };
    for (let n = 0; n < 12; n++) expect(await failure(tags(wx))).toMatchObject({ errcode });
    expect(await tags(wx, SCHOOL)).toEqual({ tags: [{ name: SCHOOL }] });
    const before = fake.seen.length;
    expect(await failure(tags(wx))).toMatchObject({ errcode });
    expect(fake.seen.length).toBe(before);
  });

  it('by an account’s quota keeps that account and that path back alone', async () => {
    const { wx, fake } = await open();
    fake.authorized(SCHOOL);
    fake.authorized(SHOP);
    await tags(wx, SCHOOL);
    fake.on('/cgi-bin/tags/get', { json: { errcode: 45009, errmsg: 'reach max api daily quota limit' } });
    expect(await failure(tags(wx))).toMatchObject({ errcode: 45009 });
    const before = fake.seen.length;
    expect(await failure(tags(wx))).toMatchObject({ errcode: 45009 });
    expect(fake.seen.length).toBe(before);
    expect(await tags(wx, SCHOOL)).toEqual({ tags: [{ name: SCHOOL }] });
  });

  it.each([45009, 48001])(
    'keeps a call back (%i) however many others are in use meanwhile',
    async (errcode) => {
      const { wx, fake } = await open();
      fake.authorized(SHOP);
      fake.on('/cgi-bin/tags/get', { json: { errcode, errmsg: 'refused' } });
      expect(await failure(tags(wx))).toMatchObject({ errcode });
      const others = Array.from(
        { length: 1200 },
        (_, n) => wx.account(`wx${String(n).padStart(16, '0')}`).api,
      );
      expect(new Set(others).size).toBe(1200);
      const before = fake.seen.length;
      expect(await failure(tags(wx))).toMatchObject({ errcode });
      expect(fake.seen.length).toBe(before);
    },
  );

  it.each([61004, 61011, 40125, 41018])(
    'at the platform (%i) pauses all accounts, and none counts as withdrawn',
    async (errcode) => {
      const { wx, another, fake } = await open();
      const accounts = [SHOP, SCHOOL, 'wx00000000000000aa'];
      for (const appId of accounts) await wx.exchange(fake.authorizes(appId));
      for (const appId of accounts) fake.endTokens(appId);
      fake.refuse(errcode);
      const before = fake.count(RENEW);
      for (const core of [wx, another()])
        for (const appId of accounts) {
          const error = await failure(tags(core, appId));
          expect(error).toMatchObject({ errcode });
        }
      expect(fake.count(RENEW) - before).toBe(1);
      expect(at.logger.lines.join('\n')).toContain('platform-refused');
      fake.refuse(undefined);
      await at.clock.advance(5001);
      for (const appId of accounts) expect(await tags(wx, appId)).toEqual({ tags: [{ name: appId }] });
      // The next pause is a short one again.
      for (const appId of accounts) fake.endTokens(appId);
      fake.refuse(errcode);
      await failure(tags(wx));
      fake.refuse(undefined);
      await at.clock.advance(5001);
      expect(await tags(wx)).toEqual({ tags: [{ name: SHOP }] });
    },
  );

  it('by another program that asks for the platform’s token is told apart', async () => {
    const { wx, fake } = await open();
    for (let n = 0; n < 3; n++) {
      await wx.api.component.createPreAuthCode();
      await at.clock.advance(61_000);
      fake.replaceComponentToken();
    }
    await wx.api.component.createPreAuthCode();
    expect(at.logger.lines.join('\n')).toContain('Another program asks for this platform');
  });

  it('by another program is told apart also where each process meets a part of it', async () => {
    const { wx, another, fake } = await open();
    for (const each of [wx, another(), another()]) {
      await each.api.component.createPreAuthCode();
      await at.clock.advance(61_000);
      fake.replaceComponentToken();
    }
    expect(at.logger.lines.join('\n')).not.toContain('Another program');
    await wx.api.component.createPreAuthCode();
    expect(at.logger.lines.join('\n')).toContain('Another program asks for this platform');
  });

  it('by nobody: processes of one platform that renew its token are no other program', async () => {
    const { wx, another, fake } = await open({}, { life: 120 });
    const all = [wx, another(), another()];
    for (let n = 0; n < 8; n++) {
      await goOn(Promise.all(all.map((each) => each.api.component.createPreAuthCode())), at, 50);
      await at.clock.advance(121_000);
      await at.pushTicket(all[n % 3]);
    }
    expect(fake.componentTokens()).toBe(8);
    expect(at.logger.lines.join('\n')).not.toContain('Another program');
  });

  it('by a secret that was changed pauses all accounts, and none counts as withdrawn', async () => {
    const { wx, another, fake } = await open();
    const accounts = [SHOP, SCHOOL];
    for (const appId of accounts) await wx.exchange(fake.authorizes(appId));
    for (const appId of accounts) fake.endTokens(appId);
    fake.replaceComponentToken();
    const path = '/cgi-bin/component/api_component_token';
    fake.always(path, { json: { errcode: 40125, errmsg: 'invalid appsecret' } });
    const before = fake.count(path);
    for (const core of [another(), another()])
      for (const appId of accounts)
        expect(await failure(tags(core, appId))).toMatchObject({ errcode: 40125 });
    expect(fake.count(path) - before).toBe(1);
    const { settings } = wx;
    for (const appId of accounts)
      expect(await settings.accounts.account(settings.componentAppId, appId)).toMatchObject({
        status: 'authorized',
        refreshToken: fake.account(appId).refreshToken,
      });
  });
});

it('a clock that is set forward or back ends no token and keeps none', async () => {
  const { wx, fake, clock } = await open();
  await wx.exchange(fake.authorizes(SHOP));
  const real = clock.now();
  clock.setWall(real + 86_400_000 * 365);
  await wx.account(SHOP).accessToken();
  clock.setWall(real - 86_400_000 * 365);
  await wx.account(SHOP).accessToken();
  expect(fake.renewals()).toBe(0);
  clock.setWall(real);
  await clock.advance(7_200_000);
  await tags(wx);
  expect(fake.renewals()).toBe(1);
});
