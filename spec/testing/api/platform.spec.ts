import { ConfigError, createApi, post } from 'offiaccount';
import { closeAll, playWith } from './support';

afterEach(closeAll);

const HOUR = 3_600_000;
const shop = 'wx4f0c2b9d7e61a853';
const platformId = 'wx9b27d3e05c8fa146';
const logger = { warn: () => undefined, error: () => undefined };

/** A platform, an account that could let it act, and the ticket the platform was pushed. */
async function meet() {
  const platform = playWith({ appId: platformId, appSecret: 'platform-secret' }, { appId: platformId });
  const account = playWith({
    ...{ appId: shop, appSecret: 'shop-secret', originalId: 'gh_0f1e2d3c4b5a' },
    api: platform.simulator.api,
  });
  const { clock, api: fake } = platform.simulator;
  const host = await fake.url();
  const current: { token?: string } = {};
  const api = createApi({
    appId: platformId,
    componentAppId: platformId,
    appSecret: 'platform-secret',
    componentAccessToken: () => Promise.resolve(current.token ?? 'none'),
    ...{ host, clock, logger },
  });
  const tickets: string[] = [];
  platform.wx.on('notice', ({ message }) => {
    if (message.InfoType === 'component_verify_ticket') tickets.push(message.ComponentVerifyTicket);
  });
  await api.component.startPushTicket();
  await fake.events();
  const ticket = tickets[0]!;
  const token = async () =>
    (current.token = (await api.component.getComponentAccessToken(ticket)).component_access_token);
  /** Calls as the platform in place of the account. */
  const actingWith = (accessToken: string) =>
    createApi({ appId: shop, accessToken: () => Promise.resolve(accessToken), host, clock, logger });
  return { api, fake, host, current, owner: account.simulator, clock, ticket, token, actingWith };
}

/** The same, after the account has agreed. */
async function agree() {
  const world = await meet();
  const token = await world.token();
  const code = world.owner.api.authorizePlatform(platformId);
  const { authorization_info: info } = await world.api.component.queryAuth(code);
  const { authorizer_access_token = '', authorizer_refresh_token = '' } = info;
  return { ...world, token, code, info: { ...info, authorizer_access_token, authorizer_refresh_token } };
}

const refused = (errcode: number): unknown => expect.objectContaining({ code: 'api', errcode }) as unknown;

describe('a third-party platform', () => {
  it('is pushed its ticket, and gets a token for it', async () => {
    const { api, ticket, clock, current } = await meet();
    expect(ticket).toMatch(/^ticket@@@/);
    const { component_access_token: token, expires_in } = await api.component.getComponentAccessToken(ticket);
    expect(expires_in).toBe(7200);
    current.token = token;
    expect(await api.component.createPreAuthCode()).toMatchObject({ expires_in: 1800 });
    await clock.advance(2 * HOUR);
    await expect(api.component.createPreAuthCode()).rejects.toEqual(refused(40001));
    await clock.advance(10 * HOUR);
    await expect(api.component.getComponentAccessToken(ticket)).rejects.toEqual(refused(61005));
    await expect(api.component.getComponentAccessToken('x')).rejects.toEqual(refused(61006));
  });

  it('acts for an account that agreed', async () => {
    const { api, owner, actingWith, info } = await agree();
    expect(info).toMatchObject({ authorizer_appid: shop, expires_in: 7200 });
    const acting = actingWith(info.authorizer_access_token);
    expect(await acting.tag.create('VIP')).toMatchObject({ tag: { name: 'VIP' } });
    await owner.user('alice').follows();
    expect(await acting.user.getInfo('alice')).toMatchObject({ subscribe: 1 });
    const renewed = await api.component.getAuthorizerAccessToken(shop, info.authorizer_refresh_token);
    expect(renewed.authorizer_refresh_token).toBe(info.authorizer_refresh_token);
    expect(await actingWith(renewed.authorizer_access_token).tag.getList()).toMatchObject({
      tags: [{}, { name: 'VIP' }],
    });
    const option = { option_name: 'voice_recognize', option_value: '1' };
    await acting.request(post('/cgi-bin/component/set_authorizer_option', option));
    expect(await api.component.getAuthorizerOption('voice_recognize')).toMatchObject({
      option_name: 'voice_recognize',
      option_value: '1',
    });
    await expect(api.component.setAuthorizerOption('voice_recognize', '7')).rejects.toEqual(refused(61013));
  });

  it('knows who agreed', async () => {
    const { api, info } = await agree();
    expect(await api.component.getAuthorizerInfo(shop)).toMatchObject({
      authorizer_info: { user_name: 'gh_0f1e2d3c4b5a' },
      authorization_info: { authorizer_appid: shop },
    });
    const refresh_token = info.authorizer_refresh_token;
    expect(await api.component.getAuthorizerList(0, 10)).toMatchObject({
      total_count: 1,
      list: [{ authorizer_appid: shop, refresh_token }],
    });
    expect(await api.component.getAuthorizerList(1, 10)).toEqual({
      total_count: 1,
      list: [],
    });
    await expect(api.component.getAuthorizerList(0, 501)).rejects.toEqual(refused(40035));
    await api.component.clearQuotaByAppSecret(shop);
    await api.component.clearQuotaByAppSecret();
    await expect(api.component.clearQuotaByAppSecret('wx0')).rejects.toEqual(refused(61003));
  });

  it('leaves no credential in the list of calls', async () => {
    const { fake, ticket, token, code, info, api } = await agree();
    await api.component.getAuthorizerAccessToken(shop, info.authorizer_refresh_token);
    const calls = JSON.stringify(fake.calls);
    for (const secret of ['platform-secret', ticket, token, code, info.authorizer_refresh_token])
      expect(calls).not.toContain(secret);
    expect(calls).toContain(platformId);
  });

  it('signs users in on pages of the account', async () => {
    const { api, owner } = await agree();
    const code = owner.api.authorize('alice');
    const first = await api.oauth.getComponentAccessToken(shop, code);
    expect(first).toMatchObject({ openid: 'alice', scope: 'snsapi_userinfo' });
    const { refresh_token } = first;
    expect(await api.oauth.refreshComponentToken(shop, refresh_token)).toMatchObject({
      openid: 'alice',
      refresh_token,
    });
  });

  it('signs users in for a client of the account, which never sees the token of the platform', async () => {
    const { fake, owner, host, clock, current } = await agree();
    const served = createApi({
      appId: shop,
      componentAppId: platformId,
      componentAccessToken: () => Promise.resolve(current.token ?? 'none'),
      ...{ host, clock, logger },
    });
    const page = new URL(
      served.oauth.authorizeUrl({ redirect_uri: 'https://shop.example/', scope: 'snsapi_userinfo' }),
    );
    expect([page.searchParams.get('appid'), page.searchParams.get('component_appid')]).toEqual([
      shop,
      platformId,
    ]);
    const { refresh_token, access_token } = await served.oauth.getAccessToken(owner.api.authorize('alice'));
    expect(await served.oauth.refreshToken(shop, refresh_token)).toMatchObject({ openid: 'alice' });
    expect(await served.oauth.getUserInfo(access_token, 'alice')).toMatchObject({ openid: 'alice' });
    const code = owner.api.authorize('bob');
    const { session_key, ...bob } = await served.oauth.jscode2session(code);
    expect(bob).toEqual({ openid: 'bob' });
    await expect(served.oauth.jscode2session(code)).rejects.toEqual(refused(40163));
    const own = createApi({ appId: shop, appSecret: 'shop-secret', ...{ host, clock, logger } });
    expect(await own.oauth.jscode2session(owner.api.authorize('bob'))).toMatchObject({ openid: 'bob' });
    const calls = JSON.stringify(fake.calls);
    for (const secret of [session_key, code, refresh_token, access_token, current.token!])
      expect(calls).not.toContain(secret);
    expect(fake.calls.find(({ path }) => path.endsWith('/component/access_token'))?.token).toBe('good');
  });

  it('is refused what it may not do', async () => {
    const { api, owner, clock, current, code } = await agree();
    const { component } = api;
    await expect(component.queryAuth(code)).rejects.toEqual(refused(61009));
    const stale = owner.api.authorizePlatform(platformId);
    await clock.advance(HOUR);
    await expect(component.queryAuth(stale)).rejects.toEqual(refused(61010));
    await expect(component.getAuthorizerInfo('wx0')).rejects.toEqual(refused(61003));
    await expect(component.getAuthorizerAccessToken(shop, 'x')).rejects.toEqual(refused(61023));
    // @ts-expect-error there is no such option
    await expect(component.getAuthorizerOption('colour')).rejects.toEqual(refused(61012));
    current.token = 'x';
    await expect(component.createPreAuthCode()).rejects.toEqual(refused(40001));
  });

  it('takes its token under both names, until another is asked for and five minutes more', async () => {
    const { host, clock, token, current } = await meet();
    const ask = async (query: string, component_appid = platformId) => {
      const url = `${host}/cgi-bin/component/api_create_preauthcode${query}`;
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ component_appid }) });
      return ((await answer.json()) as { errcode?: number }).errcode ?? 0;
    };
    const first = await token();
    expect(await ask(`?component_access_token=${first}`)).toBe(0);
    expect(await ask(`?access_token=${first}`)).toBe(0);
    expect(await ask(`?access_token=${first}`, 'wx0')).toBe(40013);
    expect(await ask('')).toBe(41001);
    expect(await ask('?access_token=x')).toBe(40001);
    await token();
    await clock.advance(299_000);
    expect(await ask(`?access_token=${first}`)).toBe(0);
    await clock.advance(1000);
    expect(await ask(`?access_token=${first}`)).toBe(40001);
    expect(await ask(`?component_access_token=${current.token}`)).toBe(0);
    await clock.advance(2 * HOUR);
    expect(await ask(`?component_access_token=${current.token}`)).toBe(42001);
  });

  it('must say which account it means once there are several', async () => {
    const { api, fake } = await agree();
    const other = playWith({ appId: 'wx1', api: fake }, { appId: 'wx1' }).simulator;
    await api.component.queryAuth(other.api.authorizePlatform(platformId));
    await expect(api.component.getAuthorizerOption('voice_recognize')).rejects.toEqual(refused(61015));
    const option = { authorizer_appid: shop, option_name: 'voice_recognize', option_value: '1' } as const;
    await api.component.setAuthorizerOptionLegacy(option);
    expect(await api.component.getAuthorizerOptionLegacy(shop, 'voice_recognize')).toEqual(option);
    expect(await api.component.getAuthorizerOptionLegacy('wx1', 'voice_recognize')).toMatchObject({
      option_value: '0',
    });
    await expect(api.component.setAuthorizerOptionLegacy({ ...option, option_value: '7' })).rejects.toEqual(
      refused(61013),
    );
  });

  it('must be there', async () => {
    const { owner, fake } = await meet();
    expect(() => owner.api.authorizePlatform('wx0')).toThrow(ConfigError);
    const { simulator } = playWith({ appId: '', api: fake });
    expect(() => simulator.api.authorizePlatform(platformId)).toThrow(/"appId"/);
  });
});

describe('an open-platform account', () => {
  it('is created, bound to several accounts, and left', async () => {
    const { fake, clock } = await meet();
    const host = await fake.url();
    const client = (appId: string, appSecret: string) => createApi({ appId, appSecret, host, clock, logger });
    const mine = client(shop, 'shop-secret').open;
    const theirs = client(platformId, 'platform-secret').open;
    expect(await mine.have()).toMatchObject({ have_open: false });
    await expect(mine.get()).rejects.toEqual(refused(89002));
    const { open_appid } = await mine.create(shop);
    expect(await mine.get()).toMatchObject({ open_appid });
    expect(await mine.have()).toMatchObject({ have_open: true });
    expect(await mine.sameEntity()).toMatchObject({ same_entity: true });
    await expect(mine.create()).rejects.toEqual(refused(89000));
    await expect(mine.bind(open_appid)).rejects.toEqual(refused(89000));
    await expect(theirs.bind('wx0')).rejects.toEqual(refused(89001));
    await expect(theirs.get(shop)).rejects.toEqual(refused(40013));
    await theirs.bind(open_appid);
    expect(await theirs.get()).toMatchObject({ open_appid });
    await mine.unbind(open_appid);
    await expect(mine.unbind(open_appid)).rejects.toEqual(refused(89002));
  });
});
