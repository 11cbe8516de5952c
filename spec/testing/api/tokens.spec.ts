import { appSecret, caller, closeAll, connect, credentials, matching, play } from './support';

afterEach(closeAll);

const MINUTE = 60_000;
const LIST = '/cgi-bin/tags/get';

/** What the API says to a call with that token. */
const using = async ({ request }: Awaited<ReturnType<typeof connect>>, token: string): Promise<unknown> => {
  const answer = (await (await request(`${LIST}?access_token=${token}`)).json()) as { errcode?: number };
  return answer.errcode ?? 0;
};

describe('a classic token', () => {
  it('is a new one with every call, and the one before lives five minutes more', async () => {
    const world = await connect();
    const one = await world.classicToken();
    expect(one).toEqual({ access_token: matching(/^[\w-]{100,}$/), expires_in: 7200 });
    const two = await world.classicToken();
    expect(two.access_token).not.toBe(one.access_token);
    await world.simulator.clock.advance(5 * MINUTE - 1000);
    expect(await using(world, one.access_token)).toBe(0);
    await world.simulator.clock.advance(1000);
    expect(await using(world, one.access_token)).toBe(40001);
    expect(await using(world, two.access_token)).toBe(0);
  });

  it('ends after two hours', async () => {
    const world = await connect();
    const { access_token } = await world.classicToken();
    await world.simulator.clock.advance(120 * MINUTE);
    expect(await using(world, access_token)).toBe(42001);
  });

  it('is given 2,000 times a day, by Beijing time', async () => {
    const world = await connect();
    const query = new URLSearchParams(credentials).toString();
    for (let i = 0; i < 2000; i++)
      await world.api.transport({
        method: 'GET',
        url: `https://api.weixin.qq.com/cgi-bin/token?${query}`,
        headers: {},
        signal: new AbortController().signal,
      });
    expect(await world.classicToken()).toMatchObject({ errcode: 45009 });
    await world.simulator.clock.advance(24 * 60 * MINUTE);
    expect(await world.classicToken()).toMatchObject({ expires_in: 7200 });
  });
});

describe('a stable token', () => {
  it('stays the same until its last five minutes; then two work', async () => {
    const world = await connect();
    const one = await world.stableToken();
    expect(one.expires_in).toBe(7200);
    await world.simulator.clock.advance(110 * MINUTE);
    const same = await world.stableToken();
    expect(same.access_token).toBe(one.access_token);
    expect(same.expires_in).toBeLessThanOrEqual(600);
    expect(same.expires_in).toBeGreaterThan(590);
    await world.simulator.clock.advance(6 * MINUTE);
    const next = await world.stableToken();
    expect(next).not.toMatchObject({ access_token: one.access_token });
    expect(next.expires_in).toBe(7200);
    expect(await using(world, one.access_token)).toBe(0);
    await world.simulator.clock.advance(4 * MINUTE);
    expect(await using(world, one.access_token)).toBe(42001);
    expect(await using(world, next.access_token)).toBe(0);
  });

  it('is replaced by force at once, 30 seconds apart, 20 times a day', async () => {
    const world = await connect();
    const one = await world.stableToken();
    const two = await world.stableToken({ force_refresh: true });
    expect(await using(world, one.access_token)).toBe(40001);
    expect(await using(world, two.access_token)).toBe(0);
    expect(await world.stableToken({ force_refresh: true })).toMatchObject({ errcode: 45011 });
    for (let i = 1; i < 20; i++) {
      await world.simulator.clock.advance(30_000);
      expect(await world.stableToken({ force_refresh: true })).toMatchObject({ expires_in: 7200 });
    }
    await world.simulator.clock.advance(30_000);
    expect(await world.stableToken({ force_refresh: true })).toMatchObject({ errcode: 45009 });
  });

  it('and a classic one do not end each other', async () => {
    const world = await connect();
    const stable = await world.stableToken();
    await world.classicToken();
    await world.simulator.clock.advance(6 * MINUTE);
    expect(await using(world, stable.access_token)).toBe(0);
    expect((await world.stableToken()).access_token).toBe(stable.access_token);
  });
});

describe('credentials that are not right', () => {
  const url = (more: object) =>
    `/cgi-bin/token?${new URLSearchParams({ ...credentials, ...more }).toString()}`;

  it.each([
    ['another AppID', { appid: 'wx0' }, 40013],
    ['another AppSecret', { secret: 'x' }, 40125],
    ['no AppID', { appid: '' }, 41002],
    ['no AppSecret', { secret: '' }, 41004],
    ['another grant_type', { grant_type: 'password' }, 40002],
  ])('are refused: %s', async (_what, more, errcode) => {
    const { request, sendJson } = await connect();
    const refused = { errcode, errmsg: matching(/ rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/) };
    const response = await request(url(more));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(refused);
    expect(await sendJson('/cgi-bin/stable_token', { ...credentials, ...more })).toEqual(refused);
  });

  it('of a stable token are not taken from the query', async () => {
    const { request } = await connect();
    const path = url({}).replace('token', 'stable_token');
    expect(await (await request(path, { method: 'POST', body: '{}' })).json()).toMatchObject({
      errcode: 40035,
    });
    expect(await (await request(path)).json()).toMatchObject({ errcode: 43002 });
  });

  it('do not matter where the account has none of its own', async () => {
    const simulator = play(() => undefined);
    const { sendJson } = await caller(simulator);
    const any = { ...credentials, secret: 'any' };
    expect(await sendJson('/cgi-bin/stable_token', any)).toMatchObject({ expires_in: 7200 });
  });

  it('may be of any AppID where the account has none', async () => {
    const { sendJson } = await caller(play(() => undefined, { appId: '' }));
    const any = { ...credentials, appid: 'wx-any' };
    expect(await sendJson('/cgi-bin/stable_token', any)).toMatchObject({ expires_in: 7200 });
  });

  it.each([
    ['missing', '', 41001],
    ['unknown', 'nonsense', 40001],
  ])('are refused: a token that is %s', async (_what, token, errcode) => {
    expect(await using(await connect(), token)).toBe(errcode);
  });
});

describe('revokeToken()', () => {
  it('ends every token at once, and the next one is another', async () => {
    const world = await connect();
    const [stable, classic] = [await world.stableToken(), await world.classicToken()];
    world.api.revokeToken();
    expect(await using(world, stable.access_token)).toBe(40001);
    expect(await using(world, classic.access_token)).toBe(40001);
    expect(await using(world, (await world.stableToken()).access_token)).toBe(0);
  });
});

describe('a ticket', () => {
  it.each(['jsapi', 'wx_card'])('of type %s stays the same for a while', async (type) => {
    const world = await connect();
    const path = `/cgi-bin/ticket/getticket?type=${type}`;
    const one = await world.get(path);
    expect(one).toEqual({ errcode: 0, errmsg: 'ok', ticket: matching(/^[\w-]{86}$/), expires_in: 7200 });
    expect(await world.get(path)).toMatchObject({ ticket: one.ticket });
    await world.simulator.clock.advance(116 * MINUTE);
    world.renew();
    expect(await world.get(path)).not.toMatchObject({ ticket: one.ticket });
  });

  it('is of a known type', async () => {
    expect(await (await connect()).get('/cgi-bin/ticket/getticket?type=x')).toMatchObject({ errcode: 40035 });
  });
});

it('a simulator may serve its API for another one, each with its own account', async () => {
  const first = await connect();
  const second = await connect({
    appId: 'wx-second',
    appSecret: 'other',
    api: first.api,
    clock: first.simulator.clock,
  });
  expect(await second.api.url()).toBe(first.origin);
  const own = { ...credentials, appid: 'wx-second', secret: 'other' };
  const { access_token } = (await second.sendJson('/cgi-bin/stable_token', own)) as { access_token: string };
  second.simulator.user('bob');
  const info = async (openid: string) =>
    (await first.request(`/cgi-bin/user/info?openid=${openid}&access_token=${access_token}`)).json();
  first.simulator.user('alice');
  expect(await info('bob')).toMatchObject({ subscribe: 0 });
  expect(await info('alice')).toMatchObject({ errcode: 40003 });
  expect(await first.sendJson('/cgi-bin/stable_token', { ...own, secret: appSecret })).toMatchObject({
    errcode: 40125,
  });
});
