import { appId, appSecret, closeAll, connect, matching } from './support';

afterEach(closeAll);

const OK = { errcode: 0, errmsg: 'ok' };
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

describe('web authorisation', () => {
  async function signedIn(scope?: 'snsapi_base' | 'snsapi_userinfo') {
    const world = await connect();
    const code = world.api.authorize('alice', scope);
    const ask = async (path: string, query: Readonly<Record<string, string>>) => {
      const response = await world.request(`${path}?${new URLSearchParams(query).toString()}`);
      const answer = (await response.json()) as Readonly<Record<string, string | undefined>>;
      return { ...answer, type: response.headers.get('content-type') ?? undefined } as typeof answer;
    };
    const exchange = (more = {}) =>
      ask('/sns/oauth2/access_token', {
        appid: appId,
        secret: appSecret,
        code,
        grant_type: 'authorization_code',
        ...more,
      });
    const refresh = (refresh_token: string) =>
      ask('/sns/oauth2/refresh_token', { appid: appId, grant_type: 'refresh_token', refresh_token });
    return { ...world, code, ask, exchange, refresh };
  }

  it('gives a token for a code, once', async () => {
    const { exchange } = await signedIn();
    expect(await exchange()).toEqual({
      type: 'text/plain',
      access_token: matching(/./),
      expires_in: 7200,
      refresh_token: matching(/./),
      openid: 'alice',
      scope: 'snsapi_userinfo',
    });
    expect(await exchange()).toMatchObject({ errcode: 40163 });
  });

  it.each([
    ['another code', { code: 'x' }, 40029],
    ['no code', { code: '' }, 41008],
    ['another AppID', { appid: 'wx0' }, 40013],
    ['another AppSecret', { secret: 'x' }, 40125],
    ['another grant_type', { grant_type: 'x' }, 40002],
  ])('is refused: %s', async (_what, more, errcode) => {
    expect(await (await signedIn()).exchange(more)).toMatchObject({ errcode });
  });

  it('has codes for five minutes and tokens for two hours, renewed for 30 days', async () => {
    const { api, simulator, exchange, refresh, ask } = await signedIn();
    const stale = api.authorize('alice');
    const { access_token, refresh_token } = await exchange();
    const works = async (token: string) =>
      (await ask('/sns/auth', { access_token: token, openid: 'alice' })).errcode;
    expect(await works(access_token!)).toBe(0);
    await simulator.clock.advance(5 * MINUTE);
    expect(await exchange({ code: stale })).toMatchObject({ errcode: 42003 });
    await simulator.clock.advance(115 * MINUTE);
    expect(await works(access_token!)).toBe(42001);
    const renewed = await refresh(refresh_token!);
    expect(renewed).toMatchObject({ openid: 'alice', refresh_token, expires_in: 7200 });
    expect(await works(renewed.access_token!)).toBe(0);
    expect(await refresh('x')).toMatchObject({ errcode: 40030 });
    await simulator.clock.advance(30 * DAY);
    expect(await refresh(refresh_token!)).toMatchObject({ errcode: 42002 });
  });

  it('tells of a user who was asked, and makes them known to the account', async () => {
    const { exchange, ask, get } = await signedIn();
    const { access_token } = await exchange();
    const userinfo = (more = {}) =>
      ask('/sns/userinfo', { access_token: access_token!, openid: 'alice', lang: 'zh_CN', ...more });
    expect(await userinfo()).toMatchObject({
      type: 'text/plain',
      openid: 'alice',
      nickname: 'alice',
      privilege: [],
    });
    expect(await userinfo({ openid: 'bob' })).toMatchObject({ errcode: 40003 });
    expect(await userinfo({ access_token: 'x' })).toMatchObject({ errcode: 40001 });
    expect(await get('/cgi-bin/user/info?openid=alice')).toMatchObject({ subscribe: 0 });
  });

  it('tells nothing with snsapi_base', async () => {
    const { exchange, ask } = await signedIn('snsapi_base');
    const { access_token, scope } = await exchange();
    expect(scope).toBe('snsapi_base');
    expect(await ask('/sns/userinfo', { access_token: access_token!, openid: 'alice' })).toMatchObject({
      errcode: 48001,
    });
  });
});

describe('quotas', () => {
  it('are counted, told and cleared for one path', async () => {
    const { post, get } = await connect();
    await get('/cgi-bin/menu/delete');
    const quota = (cgi_path: string) => post('/cgi-bin/openapi/quota/get', { cgi_path });
    expect(await quota('/cgi-bin/menu/delete')).toEqual({
      ...OK,
      quota: { daily_limit: 1000, used: 1, remain: 999 },
    });
    expect(await post('/cgi-bin/openapi/quota/clear', { cgi_path: '/cgi-bin/menu/delete' })).toEqual(OK);
    expect(await quota('/cgi-bin/menu/delete')).toMatchObject({ quota: { used: 0 } });
    expect(await quota('/cgi-bin/menu/create')).toMatchObject({ quota: { used: 0 } });
    expect(await quota('/sns/userinfo')).toMatchObject({ errcode: 76022 });
    expect(await quota('/cgi-bin/nothing')).toMatchObject({ errcode: 76021 });
  });

  it('are cleared in one go, with a token or with the secret, 10 times a month', async () => {
    const { post, sendJson, request, get, simulator, renew } = await connect();
    const secret = { appid: appId, appsecret: appSecret };
    const used = async () =>
      (
        (await post('/cgi-bin/openapi/quota/get', { cgi_path: '/cgi-bin/tags/get' })) as {
          quota?: { used: number };
        }
      ).quota;
    await get('/cgi-bin/tags/get');
    expect(await post('/cgi-bin/clear_quota', { appid: 'wx0' })).toMatchObject({ errcode: 40013 });
    expect(await post('/cgi-bin/clear_quota', { appid: appId })).toEqual(OK);
    expect(await used()).toMatchObject({ used: 0 });
    const inQuery = `/cgi-bin/clear_quota/v2?${new URLSearchParams(secret).toString()}`;
    expect(await (await request(inQuery, { method: 'POST' })).json()).toEqual(OK);
    for (let i = 2; i < 10; i++) expect(await sendJson('/cgi-bin/clear_quota/v2', secret)).toEqual(OK);
    expect(await sendJson('/cgi-bin/clear_quota/v2', secret)).toMatchObject({ errcode: 48006 });
    expect(await sendJson('/cgi-bin/clear_quota/v2', { ...secret, appsecret: 'x' })).toMatchObject({
      errcode: 40125,
    });
    await simulator.clock.advance(31 * DAY);
    renew();
    expect(await post('/cgi-bin/clear_quota', { appid: appId })).toEqual(OK);
  });
});

describe('the network', () => {
  it.each(['/cgi-bin/get_api_domain_ip', '/cgi-bin/getcallbackip'])('has addresses: %s', async (path) => {
    const answer = await (await connect()).get(path);
    expect(answer).toEqual({
      ip_list: expect.arrayContaining([matching(/^\d+\.\d+\.\d+\.\d+$/)]) as unknown,
    });
  });

  it.each([
    ['dns', ['dns']],
    ['ping', ['ping']],
    ['all', ['dns', 'ping']],
  ])('is checked: %s', async (action, names) => {
    const { post } = await connect();
    const check = (check_operator: string) => post('/cgi-bin/callback/check', { action, check_operator });
    expect(Object.keys(await check('DEFAULT'))).toEqual(names);
    expect(await check('VODAFONE')).toMatchObject({ errcode: 40203 });
    expect(await post('/cgi-bin/callback/check', { action: 'x', check_operator: 'CAP' })).toMatchObject({
      errcode: 40202,
    });
  });
});

it('automatic replies are off', async () => {
  expect(await (await connect()).get('/cgi-bin/get_current_autoreply_info')).toEqual({
    is_add_friend_reply_open: 0,
    is_autoreply_open: 0,
  });
});

describe('short keys', () => {
  it('stand for long texts, for a while', async () => {
    const { post, simulator } = await connect();
    const { short_key } = await post('/cgi-bin/shorten/gen', { long_data: 'long', expire_seconds: 60 });
    const fetchIt = () => post('/cgi-bin/shorten/fetch', { short_key });
    expect(await fetchIt()).toMatchObject({
      long_data: 'long',
      expire_seconds: expect.any(Number) as unknown,
    });
    await simulator.clock.advance(MINUTE);
    expect(await fetchIt()).toMatchObject({ errcode: 40035 });
    expect(await post('/cgi-bin/shorten/gen', { long_data: 'x'.repeat(4097) })).toMatchObject({
      errcode: 40035,
    });
    expect(await post('/cgi-bin/shorten/gen', { long_data: 'x', expire_seconds: 0 })).toMatchObject({
      errcode: 40035,
    });
  });
});
