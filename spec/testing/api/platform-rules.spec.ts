import { closeAll, componentAppId, connect, HOUR, MINUTE, refused } from '../platform-support';

/* What WeChat's API holds a platform to: whose tokens, from where, how long, and for what. */

afterEach(closeAll);

async function agree(permissions?: readonly number[]) {
  const world = await connect();
  const shop = world.simulator.account({ permissions });
  const { code } = await shop.authorizes();
  return { ...world, shop, ...(await world.exchange(code)) };
}

describe('tokens of an account', () => {
  it('are renewed with a refresh token that stays, while the former access token has five minutes more', async () => {
    const { api, shop, clock, refreshToken, acting, actingWith } = await agree();
    const renewed = await api.component.getAuthorizerAccessToken(shop.appId, refreshToken);
    expect(renewed.authorizer_refresh_token).toBe(refreshToken);
    await acting.tag.getList();
    await clock.advance(5 * MINUTE);
    await expect(acting.tag.getList()).rejects.toEqual(refused(40001));
    await actingWith(renewed.authorizer_access_token).tag.getList();
  });

  it('come with a new refresh token each time, if so wished, and with none now and then', async () => {
    const { simulator, api, shop, clock, refreshToken } = await agree();
    simulator.change({ rotate: 'always' });
    const renew = async (token: string) =>
      (await api.component.getAuthorizerAccessToken(shop.appId, token)).authorizer_refresh_token;
    const second = await renew(refreshToken);
    expect(second).not.toBe(refreshToken);
    expect(await renew(refreshToken)).toBe(second);
    await clock.advance(5 * MINUTE);
    await expect(renew(refreshToken)).rejects.toEqual(refused(61023));
    simulator.change({ rotate: undefined });
    simulator.blankRefreshTokens();
    expect([await renew(second), await renew(second)]).toEqual(['', second]);
    const { authorization_info } = await api.component.getAuthorizerInfo(shop.appId);
    expect(authorization_info.authorizer_refresh_token).toBe(second);
  });

  it('end when it authorises anew, and when it withdraws', async () => {
    const { api, shop, clock, refreshToken, acting, exchange } = await agree();
    const { code } = await shop.authorizes();
    await expect(acting.tag.getList()).rejects.toEqual(refused(40001));
    await api.component.getAuthorizerAccessToken(shop.appId, refreshToken);
    await clock.advance(5 * MINUTE);
    await expect(api.component.getAuthorizerAccessToken(shop.appId, refreshToken)).rejects.toEqual(
      refused(61023),
    );
    const anew = await exchange(code);
    await shop.withdraws();
    await expect(anew.acting.tag.getList()).rejects.toEqual(refused(61003));
    await expect(api.component.getAuthorizerAccessToken(shop.appId, anew.refreshToken)).rejects.toEqual(
      refused(61003),
    );
  });

  it('do not disturb those of its own', async () => {
    const { shop, host, acting, ask } = await agree();
    const url = `${host}/cgi-bin/token?grant_type=client_credential&appid=${shop.appId}&secret=s`;
    const own = (await (await fetch(url)).json()) as { access_token: string };
    await acting.tag.getList();
    await shop.authorizes();
    expect(await ask(`/cgi-bin/tags/create?access_token=${own.access_token}`, { tag: { name: 'VIP' } })).toBe(
      0,
    );
  });

  it('use up the quotas of the account, which the platform resets', async () => {
    const { simulator, api, shop, acting, exchange } = await agree();
    const other = await exchange((await simulator.account().authorizes()).code);
    await acting.tag.getList();
    const used = async () => (await acting.openapi.getApiQuota('/cgi-bin/tags/get')).quota.used;
    expect(await used()).toBe(1);
    expect((await other.acting.openapi.getApiQuota('/cgi-bin/tags/get')).quota.used).toBe(0);
    await api.component.clearQuotaByAppSecret(shop.appId);
    expect(await used()).toBe(0);
    for (let left = 9; left > 0; left--) await api.component.clearQuotaByAppSecret(shop.appId);
    await expect(api.component.clearQuotaByAppSecret(shop.appId)).rejects.toEqual(refused(48006));
    await api.component.clearQuotaByAppSecret();
  });

  it('have a ticket for pages of that account', async () => {
    const { simulator, acting, exchange } = await agree();
    const other = await exchange((await simulator.account().authorizes()).code);
    const one = await acting.ticket.getTicket('jsapi');
    expect((await other.acting.ticket.getTicket('jsapi')).ticket).not.toBe(one.ticket);
  });
});

describe('permission sets', () => {
  it.each<[number, string, object]>([
    [1, '/cgi-bin/message/custom/send', {}],
    [2, '/cgi-bin/tags/create', { tag: { name: 'VIP' } }],
    [3, '/cgi-bin/qrcode/create', {}],
    [6, '/customservice/kfaccount/add', {}],
    [7, '/cgi-bin/freepublish/batchget', {}],
    [11, '/cgi-bin/draft/batchget', {}],
    [15, '/cgi-bin/menu/create', {}],
    [24, '/cgi-bin/open/get', {}],
    [26, '/card/invoice/seturl', {}],
    [33, '/cgi-bin/wxopen/wxamplinkget', {}],
    [46, '/intp/marketcode/applycode', {}],
  ])('%i is needed for %s', async (permission, path, body) => {
    const others = [1, 2, 3, 4, 6, 7, 11, 15, 24, 26, 33, 46].filter((each) => each !== permission);
    const { shop, info, ask, exchange } = await agree(others);
    expect(await ask(`${path}?access_token=${info.authorizer_access_token}`, body)).toBe(61007);
    const { code } = await shop.changes([permission]);
    const token = (await exchange(code)).info.authorizer_access_token;
    expect(await ask(`${path}?access_token=${token}`, body)).not.toBe(61007);
  });

  it('4 is needed for web pages', async () => {
    const { api, shop } = await agree([1]);
    const code = shop.api.authorize('alice');
    await expect(api.oauth.getComponentAccessToken(shop.appId, code)).rejects.toEqual(refused(61007));
  });
});

describe('the list of accounts', () => {
  it('has no refresh token of an account whose code was not exchanged', async () => {
    const { simulator, api, shop, refreshToken } = await agree();
    const { appId, ...other } = simulator.account();
    const { code } = await other.authorizes();
    expect(await api.component.getAuthorizerList(0, 500)).toMatchObject({
      total_count: 2,
      list: [{ authorizer_appid: shop.appId, refresh_token: refreshToken }, { authorizer_appid: appId }],
    });
    const { list } = await api.component.getAuthorizerList(1, 1);
    expect(list[0]?.refresh_token).toBeUndefined();
    const { authorization_info } = await api.component.getAuthorizerInfo(appId);
    expect(authorization_info.authorizer_refresh_token).toBeUndefined();
    await api.component.queryAuth(code);
    expect((await api.component.getAuthorizerList(1, 1)).list[0]?.refresh_token).toMatch(/^refreshtoken@@@/);
  });

  it('has accounts that have withdrawn, where WeChat still lists them', async () => {
    const { api, shop, refreshToken } = await agree();
    await shop.withdraws({ listed: true });
    expect((await api.component.getAuthorizerList(0, 500)).total_count).toBe(1);
    await expect(api.component.getAuthorizerInfo(shop.appId)).rejects.toEqual(refused(61003));
    await expect(api.component.getAuthorizerAccessToken(shop.appId, refreshToken)).rejects.toEqual(
      refused(61003),
    );
  });
});

describe('the platform', () => {
  it('calls from addresses in its list only', async () => {
    const { simulator, api, acting, renew } = await agree();
    simulator.change({ allow: ['10.0.0.1'] });
    await expect(api.component.createPreAuthCode()).rejects.toEqual(refused(61004));
    await expect(acting.tag.getList()).rejects.toThrow(/127\.0\.0\.1/);
    await expect(renew()).rejects.toEqual(refused(61004));
    await expect(api.component.startPushTicket()).rejects.toEqual(refused(61004));
    simulator.change({ allow: ['127.0.0.1'] });
    await acting.tag.getList();
  });

  it('shows the right kind of token', async () => {
    const { info, ask, current, host, shop } = await agree();
    const account = `access_token=${info.authorizer_access_token}`;
    const own = `access_token=${current.token}`;
    const body = { component_appid: componentAppId };
    expect(await ask(`/cgi-bin/component/api_create_preauthcode?${account}`, body)).toBe(61014);
    expect(await ask(`/cgi-bin/tags/create?${own}`, { tag: { name: 'VIP' } })).toBe(61015);
    expect(
      await ask(`/cgi-bin/openapi/quota/get?${own}`, { cgi_path: '/cgi-bin/component/api_query_auth' }),
    ).toBe(0);
    const get = async (path: string) =>
      ((await (await fetch(host + path)).json()) as { errcode?: number }).errcode ?? 0;
    expect(await get(`/cgi-bin/getcallbackip?${own}`)).toBe(0);
    const login = `/sns/oauth2/component/access_token?appid=${shop.appId}&code=c&grant_type=authorization_code&component_appid=${componentAppId}`;
    expect(await get(`${login}&component_${account}`)).toBe(48001);
    expect(
      await get(
        `/cgi-bin/token?grant_type=client_credential&appid=${componentAppId}&secret=0123456789abcdef0123456789abcdef`,
      ),
    ).toBe(61024);
  });

  it('is known by its AppID, secret and ticket', async () => {
    const { simulator, ask, current, clock } = await agree();
    const { appId } = simulator.account();
    const token = (over: object) =>
      ask('/cgi-bin/component/api_component_token', {
        ...{ component_appid: componentAppId, component_appsecret: '0123456789abcdef0123456789abcdef' },
        component_verify_ticket: current.ticket,
        ...over,
      });
    expect(await token({ component_appid: 'wx0' })).toBe(40013);
    expect(await token({ component_appid: appId })).toBe(61011);
    expect(await token({ component_appsecret: 'x' })).toBe(40125);
    expect(await token({ component_verify_ticket: '' })).toBe(61006);
    const first = current.ticket;
    await clock.advance(12 * HOUR);
    expect(await token({ component_verify_ticket: first })).toBe(61005);
    expect(await token({})).toBe(0);
  });

  it('gets 10,000 tokens a day, and loses the present one to another program', async () => {
    const { simulator, host, current, fake, ask, renew } = await agree();
    const path = '/cgi-bin/component/api_component_token';
    const url = `${host}/cgi-bin/openapi/quota/get?access_token=${current.token}`;
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ cgi_path: path }) });
    expect(await answer.json()).toMatchObject({ quota: { daily_limit: 10_000, used: 1 } });
    const body = { component_appid: componentAppId };
    const create = () => ask(`/cgi-bin/component/api_create_preauthcode?access_token=${current.token}`, body);
    fake.revokeToken();
    expect(await create()).toBe(40001);
    await renew();
    expect(await create()).toBe(0);
    await simulator.clock.advance(2 * HOUR);
    expect(await create()).toBe(42001);
  });
});
