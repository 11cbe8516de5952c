import type { Api } from '../../lib/api/client';
import { get, post } from '../../lib/api/request';
import type { Clock } from '../../lib/clock';
import { memoryStore } from '../../lib/store/memory';
import { encryptedCredentials } from '../../lib/store/encrypted-store';
import { createSeals } from '../../lib/store/seals';
import { StoreError, type CredentialStore, type Store as WholeStore } from '../../lib/store/store';
import { setUp, settle, type Setup } from '../support/api';
import type { Behaviour } from '../support/fake-wechat';
import { until } from '../support/redis';

const PATH = '/cgi-bin/x';
const STABLE = '/cgi-bin/stable_token';
const CLASSIC = '/cgi-bin/token';
const call = (api: Api) => api.request(post(PATH));
const says = (json: object): Behaviour => ({ json });

type Store = Pick<WholeStore, 'credentials'>;
type Method = keyof CredentialStore;

/** A store that can be away, and remembers what it was asked. */
function watchedStore(inner: Store) {
  const asked: { readonly method: Method; readonly args: readonly unknown[] }[] = [];
  const watch =
    <A extends unknown[], R>(method: Method, run: (store: CredentialStore, ...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      asked.push({ method, args });
      if (watched.away) throw new StoreError('Redis is away.', watched.misconfigured);
      return run(inner.credentials, ...args);
    };
  const credentials: CredentialStore = {
    read: watch('read', (store, ...args) => store.read(...args)),
    claim: watch('claim', (store, ...args) => store.claim(...args)),
    completeClaim: watch('completeClaim', (store, ...args) => store.completeClaim(...args)),
    invalidate: watch('invalidate', (store, ...args) => store.invalidate(...args)),
    markUsed: watch('markUsed', (store, ...args) => store.markUsed(...args)),
    allowForce: watch('allowForce', (store, ...args) => store.allowForce(...args)),
  };
  const watched = {
    credentials,
    away: false,
    misconfigured: false,
    asked: (method: Method) => asked.filter((one) => one.method === method).map(({ args }) => args),
  };
  return watched;
}

let setup: Setup;
const open = async (...args: Parameters<typeof setUp>) => (setup = await setUp(...args));
afterEach(() => {
  jest.restoreAllMocks();
  return setup.close();
});

describe('an access token', () => {
  it('is fetched once for fifty calls at once', async () => {
    const { api, fake } = await open();
    await Promise.all(Array.from({ length: 50 }, () => call(api)));
    expect(fake.fetches()).toBe(1);
    expect(fake.count(PATH)).toBe(50);
  });

  it('comes from stable_token, with the credentials in the body, and never by force', async () => {
    const { api, fake } = await open();
    await call(api);
    expect(fake.seen[0]).toMatchObject({ method: 'POST', path: STABLE, query: {} });
    expect(JSON.parse(fake.seen[0]!.body)).toEqual({
      grant_type: 'client_credential',
      appid: 'wx1',
      secret: 'canary-app-secret',
    });
  });

  it('comes from the classic endpoint when told so', async () => {
    const { api, fake } = await open({ accessToken: 'classic' });
    await call(api);
    expect(fake.seen[0]).toMatchObject({
      method: 'GET',
      path: CLASSIC,
      query: { grant_type: 'client_credential', appid: 'wx1', secret: 'canary-app-secret' },
    });
  });

  it('is shared by all who share a store', async () => {
    const store = memoryStore();
    const { api, fake, another, clock } = await open({ store });
    await settle(Promise.all([api, another(), another()].map(call)), clock);
    expect(fake.fetches()).toBe(1);
  });

  it('is renewed in the background ahead of its end, while calls go on with the old one', async () => {
    const { api, fake, clock } = await open({ accessToken: 'classic' }, { overlap: true });
    await call(api);
    await clock.advance(6_500_000);
    await call(api);
    expect(fake.fetches()).toBe(1);
    await clock.advance(300_000); // 400 s before the end
    await call(api);
    expect(fake.seen.at(-1)?.query.access_token ?? fake.seen.at(-2)?.query.access_token).toBe(
      'canary-token-1',
    );
    await until(() => fake.fetches() === 2);
    await until(async () => {
      await call(api);
      return fake.seen.at(-1)?.query.access_token === 'canary-token-2';
    });
    expect(fake.fetches()).toBe(2);
    expect(fake.refused()).toBe(0);
  });

  it('is still used when a renewal fails, with a warning', async () => {
    const { api, fake, clock, logger } = await open();
    await call(api);
    fake.on(STABLE, says({ errcode: 40125, errmsg: 'invalid appsecret' }));
    await clock.advance(7_000_000);
    await call(api);
    await until(() => logger.lines.length > 0);
    expect(logger.lines[0]).toMatch(/^warn The token could not be renewed yet/);
    await call(api);
    expect(fake.refused()).toBe(0);
  });

  it('is looked up again every minute, so that a rotation elsewhere is seen without a failed call', async () => {
    const { another, fake, clock } = await open({ accessToken: 'classic' });
    const store = memoryStore(clock);
    const [one, two] = [another({ store }), another({ store })];
    await call(one);
    await call(two);
    fake.revoke();
    await call(two);
    expect(fake.refused()).toBe(1);
    await clock.advance(60_000);
    await call(one);
    expect(fake.refused()).toBe(1);
    expect(fake.fetches()).toBe(2);
  });

  it('is replaced when it was refused, once for all callers', async () => {
    const { another, fake, clock } = await open();
    const store = watchedStore(memoryStore(clock));
    const api = another({ store });
    await call(api);
    fake.revoke();
    await Promise.all(Array.from({ length: 30 }, () => call(api)));
    expect(fake.fetches()).toBe(2);
    expect(store.asked('invalidate')).toHaveLength(1);
  });

  it('counts its life from before it was asked for', async () => {
    const { api, fake, clock } = await open({}, { life: 60 });
    fake.on(STABLE, async () => {
      await clock.advance(4000);
      return says({ access_token: 'slow', expires_in: 60 });
    });
    fake.always(PATH, says({ errcode: 0 }));
    await call(api);
    await clock.advance(56_500);
    await call(api);
    expect(fake.fetches()).toBe(1); // the second one: the slow answer was not the fake's own
  });

  it('does not care for the clock on the wall', async () => {
    const { api, fake, clock } = await open();
    await call(api);
    clock.setWall(clock.now() - 3_600_000);
    await call(api);
    clock.setWall(clock.now() + 86_400_000);
    await call(api);
    expect(fake.fetches()).toBe(1);
    await clock.advance(7_300_000);
    await call(api);
    expect(fake.fetches()).toBe(2);
  });

  it.each([
    { access_token: 'x', expires_in: 0 },
    { access_token: 'x', expires_in: -5 },
    { access_token: 'x', expires_in: 'soon' },
    { access_token: 'x' },
    { access_token: '', expires_in: 7200 },
    { access_token: 'a b', expires_in: 7200 },
    { expires_in: 7200 },
    {},
  ])('is not made of %j', async (json) => {
    const { api, fake } = await open();
    fake.on(STABLE, says(json));
    await expect(call(api)).rejects.toMatchObject({
      message: `There is no access token: ${STABLE} answered without a usable "access_token" and "expires_in".`,
      code: 'transport',
      sent: false,
      reason: 'token',
    });
    expect(fake.count(PATH)).toBe(0);
    await call(api);
  });

  it('may have one second left', async () => {
    const { api, fake } = await open();
    fake.on(STABLE, says({ access_token: 'x', expires_in: 1 }));
    fake.always(PATH, says({ errcode: 0 }));
    await call(api);
    expect(fake.seen.at(-1)!.query.access_token).toBe('x');
  });

  it.each(['7200', 1e12])('lives no longer than two hours, with expires_in %j', async (expires_in) => {
    const { api, fake, clock } = await open();
    fake.always(PATH, says({ errcode: 0 }));
    fake.on(STABLE, says({ access_token: 'x', expires_in }));
    await call(api);
    await clock.advance(7_200_001);
    await call(api);
    expect(fake.count(STABLE)).toBe(2);
  });

  it('gives a clear error when WeChat does not answer, and no call takes longer than its time', async () => {
    const { api, fake, clock } = await open();
    fake.always(STABLE, 'hang');
    const before = clock.monotonic();
    await expect(settle(call(api), clock)).rejects.toMatchObject({ sent: false, reason: 'token' });
    expect(clock.monotonic() - before).toBeLessThanOrEqual(6000);
  });

  it.each([500, 502])('is asked for again after status %s', async (status) => {
    const { api, fake, clock } = await open();
    fake.on(STABLE, { text: '<html>', status });
    await settle(call(api), clock);
    expect(fake.count(STABLE)).toBe(2);
  });
});

describe('the times of an access token', () => {
  const watched = async (options: Parameters<typeof setUp>[0] = {}) => {
    const world = await open();
    const store = watchedStore(memoryStore(world.clock));
    return { ...world, store, api: world.another({ store, ...options }) };
  };

  it('the store is asked once a minute', async () => {
    const { api, store, clock } = await watched();
    await call(api);
    await clock.advance(59_999);
    await call(api);
    expect(store.asked('read')).toHaveLength(1);
    await clock.advance(1);
    await call(api);
    expect(store.asked('read')).toHaveLength(2);
  });

  it('a store that is away is asked every five seconds', async () => {
    const { api, store, clock } = await watched();
    await call(api);
    store.away = true;
    await clock.advance(60_000);
    await call(api);
    expect(store.asked('read')).toHaveLength(2);
    await clock.advance(4_999);
    await call(api);
    expect(store.asked('read')).toHaveLength(2);
    await clock.advance(1);
    await call(api);
    expect(store.asked('read')).toHaveLength(3);
  });

  it.each([
    ['stable', 7200, 6930],
    ['classic', 7200, 6660],
    ['stable', 1200, 930],
    ['stable', 400, 310],
  ] as const)('a %s one of %i s is renewed after %i s', async (accessToken, expires_in, refreshAfter) => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const { api, fake, store, clock } = await watched({ accessToken });
    fake.on(accessToken === 'stable' ? STABLE : CLASSIC, says({ access_token: 'x', expires_in }));
    fake.always(PATH, says({ errcode: 0 }));
    await call(api);
    const [, owner, lock] = store.asked('claim')[0]!;
    expect(lock).toBe(8000);
    expect(store.asked('completeClaim')).toEqual([
      [
        { account: 'wx1', name: accessToken === 'stable' ? 'token' : 'token:classic' },
        owner,
        {
          kind: 'fresh',
          value: 'x',
          expiresIn: expires_in * 1000,
          refreshIn: refreshAfter * 1000,
          generation: 0,
        },
      ],
    ]);
    await clock.advance(refreshAfter * 1000 - 1);
    await call(api);
    expect(store.asked('claim')).toHaveLength(1);
    await clock.advance(1);
    await call(api);
    expect(store.asked('claim')).toHaveLength(2);
  });

  it('a ticket is renewed as a stable token is', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const { api, store, logger } = await watched();
    await api.ticket.getTicket('jsapi');
    expect(store.asked('completeClaim').map(([at, , outcome]) => [at, outcome])).toContainEqual([
      { account: 'wx1', name: 'ticket:jsapi' },
      expect.objectContaining({ expiresIn: 7_200_000, refreshIn: 6_930_000 }),
    ]);
    store.away = true;
    await api.ticket.getTicket('wx_card');
    expect(logger.lines.join()).not.toContain('unshared');
  });

  it('a renewal that failed is tried again after ten seconds', async () => {
    const { api, fake, clock, logger } = await watched();
    await call(api);
    fake.on(STABLE, { text: '', status: 400 });
    await clock.advance(7_000_000);
    await call(api);
    await until(() => logger.lines.length === 1);
    expect(logger.lines[0]).toMatch(/^warn The token could not be renewed yet.*"event":"renewal-failed"/);
    await clock.advance(9_999);
    await call(api);
    expect(fake.count(STABLE)).toBe(2);
    await clock.advance(1);
    await call(api);
    await until(() => fake.count(STABLE) === 3);
  });

  it('those who find another renewing look again after one to two seconds', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const { api, store, clock } = await watched();
    await call(api);
    await clock.advance(7_000_000);
    await store.credentials.claim({ account: 'wx1', name: 'token' }, 'dead', 8000);
    const before = store.asked('claim').length;
    await call(api);
    await clock.advance(1499);
    await call(api);
    expect(store.asked('claim')).toHaveLength(before + 1);
    await clock.advance(1);
    await call(api);
    expect(store.asked('claim')).toHaveLength(before + 2);
  });

  it('what could not be written is tried every quarter of a second while the lock is ours', async () => {
    const { api, fake, store, clock } = await watched();
    fake.on(STABLE, () => {
      store.away = true;
      return says({ access_token: 'in-time', expires_in: 7200 });
    });
    fake.always(PATH, says({ errcode: 0 }));
    await call(api);
    expect(store.asked('completeClaim')).toHaveLength(1);
    await clock.advance(249);
    expect(store.asked('completeClaim')).toHaveLength(1);
    await clock.advance(1);
    expect(store.asked('completeClaim')).toHaveLength(2);
    await clock.advance(20_000);
    expect(store.asked('completeClaim')).toHaveLength(33);
  });

  it.each([
    [7, false],
    [8, true],
  ])('a refused value is known for a while: after %i others its return is %s', async (others, isTaken) => {
    const { api, fake } = await watched({ accessToken: 'classic' });
    const tokens = Array.from({ length: 1 + others }, (_, index) => `t${index}`);
    fake.on(CLASSIC, ...[...tokens, 't0'].map((access_token) => says({ access_token, expires_in: 7200 })));
    fake.on(PATH, ...tokens.flatMap(() => [says({ errcode: 0 }), says({ errcode: 40001 })]));
    fake.always(PATH, says({ errcode: 0 }));
    for (let left = tokens.length; left > 0; left--) await call(api);
    const last = call(api);
    if (isTaken) await last;
    else await expect(last).rejects.toMatchObject({ errcode: 40001 });
    expect(fake.seen.at(-1)).toMatchObject(isTaken ? { query: { access_token: 't0' } } : { path: CLASSIC });
  });

  it('a renewal that takes long is the only one', async () => {
    const { api, fake, store, clock } = await watched();
    await call(api);
    await clock.advance(7_000_000);
    fake.on(STABLE, 'hang');
    await call(api);
    await until(() => fake.count(STABLE) === 2);
    const { length } = store.asked('claim');
    await clock.advance(2500);
    await call(api);
    expect(store.asked('claim')).toHaveLength(length);
  });

  it('what another has renewed is taken over, and the lock given back', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const { api, fake, store, clock, another } = await watched();
    const other = another({ store });
    await call(api);
    await clock.advance(6_929_000);
    for (const one of [api, other]) await call(one);
    await clock.advance(1000);
    await call(api);
    await until(() => fake.fetches() === 2 && store.asked('completeClaim').length === 2);
    await call(other);
    await until(() => store.asked('completeClaim').length === 3);
    await call(other);
    expect(fake.seen.at(-1)!.query.access_token).toBe('canary-token-2');
    expect(fake.fetches()).toBe(2);
    expect(await store.credentials.claim({ account: 'wx1', name: 'token' }, 'x', 8000)).toMatchObject({
      isOwner: true,
    });
  });

  it('nothing is renewed during a pause', async () => {
    const { api, fake, store, clock } = await watched();
    const key = { account: 'wx1', name: 'token' };
    await call(api);
    await clock.advance(7_000_000);
    await store.credentials.claim(key, 'x', 8000);
    const failure = { errcode: 40125, errmsg: 'no' };
    await store.credentials.completeClaim(key, 'x', { kind: 'refused', failure });
    await call(api);
    await until(() => store.asked('completeClaim').length === 3);
    expect(fake.fetches()).toBe(1);
    expect(await store.credentials.claim(key, 'x', 8000)).toMatchObject({ isOwner: true });
  });
});

describe('a wrong secret', () => {
  it.each([
    ['stable', STABLE],
    ['classic', CLASSIC],
  ] as const)(
    'is reported with a hint, and pauses everybody for 5, 15 and 60 s: %s',
    async (accessToken, endpoint) => {
      const { api, fake, clock } = await open({ appSecret: 'wrong-secret', accessToken });
      for (const [index, pause] of [5000, 15_000, 60_000, 60_000].entries()) {
        await expect(call(api)).rejects.toMatchObject({
          errcode: 40125,
          hint: expect.stringContaining('AppSecret') as string,
        });
        expect(fake.fetches()).toBe(index + 1);
        const since = new Date(clock.now());
        await clock.advance(pause - 10);
        const again = new Date(clock.now() + 10).toISOString();
        await expect(call(api)).rejects.toMatchObject({
          errcode: 40125,
          errmsg: expect.stringContaining('invalid appsecret') as string,
          hint: expect.stringContaining('AppSecret') as string,
          endpoint,
          retryAfter: new Date(again),
          since,
          message: expect.stringMatching(
            new RegExp(
              `^WeChat was not asked: at ${since.toISOString()} ${endpoint} answered 40125: .* ask again from ${again}\\.$`,
            ),
          ) as string,
        });
        expect(fake.fetches()).toBe(index + 1);
        await clock.advance(20);
      }
    },
  );

  it('shows no secret, even if WeChat repeats it', async () => {
    const { api } = await open({ appSecret: 'wrong-secret' });
    const error: unknown = await call(api).catch((caught: unknown) => caught);
    expect(String(error)).not.toContain('wrong-secret');
    expect(String(error)).toContain('invalid appsecret ***');
  });

  it.each([
    [-1, 3],
    [-1000, 3],
    [45011, 1],
  ])('does not pause for a server that is merely busy: %i', async (errcode, times) => {
    const { api, fake, clock } = await open();
    fake.on(STABLE, ...Array.from({ length: times }, () => says({ errcode })));
    await expect(settle(call(api), clock)).rejects.toMatchObject({ errcode });
    await call(api);
  });

  it('is reported without its code where a store has lost that', async () => {
    const { credentials } = memoryStore();
    const claim = async (...args: Parameters<CredentialStore['claim']>) => ({
      ...(await credentials.claim(...args)),
      pausedFor: 1000,
    });
    const { api, clock } = await open({ store: { credentials: { ...credentials, claim } } });
    await expect(call(api)).rejects.toMatchObject({
      errcode: 40001,
      errmsg: '',
      retryAfter: new Date(clock.now() + 1000),
    });
  });
});

describe('a token that WeChat refuses and insists on', () => {
  const insist = (fake: Setup['fake']) => {
    fake.always(PATH, says({ errcode: 40001, errmsg: 'invalid credential' }));
  };

  it('ends in an error and a pause, after which the token gets another chance', async () => {
    const { api, fake, clock } = await open();
    insist(fake);
    await expect(call(api)).rejects.toMatchObject({ errcode: 40001 });
    expect(fake.fetches()).toBe(2);
    await expect(call(api)).rejects.toMatchObject({ retryAfter: expect.any(Date) as Date });
    expect(fake.fetches()).toBe(2);
    fake.always(PATH, says({ errcode: 0 }));
    await clock.advance(5001);
    await call(api);
    expect(fake.fetches()).toBe(3);
  });

  it('is replaced by force only when told so, and not more often than WeChat allows', async () => {
    const { api, fake } = await open({ forceRefresh: true });
    fake.on(PATH, says({ errcode: 40001 }), says({ errcode: 0 }));
    await call(api);
    const forced = fake.seen.filter((seen) => seen.body.includes('force_refresh'));
    expect(forced).toHaveLength(1);
    expect(fake.seen.at(-1)?.query.access_token).toBe('canary-token-2');
    fake.on(PATH, says({ errcode: 40001 }));
    await expect(call(api)).rejects.toMatchObject({ errcode: 40001 });
    expect(fake.seen.filter((seen) => seen.body.includes('force_refresh'))).toHaveLength(1);
  });

  it('is not asked for by force where that would end another', async () => {
    const { api, fake } = await open({ accessToken: 'classic', forceRefresh: true });
    fake.always(CLASSIC, says({ access_token: 'same', expires_in: 7200 }));
    insist(fake);
    await expect(call(api)).rejects.toMatchObject({
      errcode: 40001,
      errmsg: 'WeChat gives the same token:classic again, which it refused',
      endpoint: CLASSIC,
      hint: expect.stringContaining('AppSecret') as string,
    });
    expect(fake.count(CLASSIC)).toBe(2);
  });

  it('is known to be refused by those who hear of it from the store', async () => {
    const { another, fake, clock } = await open();
    const store = memoryStore(clock);
    await call(another({ store }));
    await store.credentials.invalidate({ account: 'wx1', name: 'token' }, 'canary-token-1');
    const calls = fake.count(PATH);
    await expect(call(another({ store }))).rejects.toMatchObject({
      errmsg: 'WeChat gives the same token again, which it refused',
      hint: expect.stringContaining('AppSecret') as string,
    });
    expect(fake.count(PATH)).toBe(calls);
    fake.revoke();
    await clock.advance(5001);
    await call(another({ store }));
    expect(fake.refused()).toBe(0);
  });

  it('pauses although an older one still works for a call that was on its way', async () => {
    const { api, fake } = await open({ accessToken: 'classic' });
    await call(api);
    let finish: () => void = () => undefined;
    fake.on('/cgi-bin/slow', async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      return says({ errcode: 0 });
    });
    const slow = api.request(post('/cgi-bin/slow'));
    await until(() => fake.count('/cgi-bin/slow') === 1);
    fake.on(PATH, says({ errcode: 40001 }), async () => {
      finish();
      await slow;
      return says({ errcode: 40001 });
    });
    await expect(call(api)).rejects.toMatchObject({ errcode: 40001, retryAfter: undefined });
    await expect(call(api)).rejects.toMatchObject({ errcode: 40001, retryAfter: expect.any(Date) as Date });
  });

  it('pauses when the replacement is refused as well', async () => {
    const { api, fake } = await open({ accessToken: 'classic' });
    insist(fake);
    await expect(call(api)).rejects.toMatchObject({ errcode: 40001 });
    expect(fake.fetches()).toBe(2);
    await expect(call(api)).rejects.toMatchObject({ errcode: 40001, retryAfter: expect.any(Date) as Date });
    expect(fake.fetches()).toBe(2);
  });

  it('puts a token on trial after a refusal, and not after one that somebody replaced', async () => {
    const { another, fake, clock } = await open();
    const store = watchedStore(memoryStore(clock));
    const api = another({ accessToken: 'classic', store });
    await call(api);
    const key = { account: 'wx1', name: 'token:classic' };
    const { value } = await store.credentials.read(key);
    await store.credentials.invalidate(key, value);
    await clock.advance(61_000);
    await call(api);
    expect(fake.fetches()).toBe(2);
    expect(store.asked('markUsed')).toEqual([]);
    fake.revoke();
    await call(api);
    expect(fake.fetches()).toBe(3);
    expect(store.asked('markUsed')).toHaveLength(1);
    expect(await store.credentials.read(key)).toMatchObject({ condition: 'good' });
  });

  it('does not pause when the replacement had worked before: then somebody ended it', async () => {
    const { api, fake } = await open({ accessToken: 'classic' });
    await call(api);
    const refuse = says({ errcode: 40001, errmsg: 'invalid credential' });
    fake.on(
      PATH,
      async () => {
        fake.revoke();
        // Another call gets the replacement, and proves it.
        await api.request(post('/cgi-bin/y'));
        return refuse;
      },
      refuse,
    );
    await expect(call(api)).rejects.toMatchObject({ errcode: 40001 });
    await call(api);
    expect(fake.fetches()).toBe(3);
  });

  describe.each<[string, object]>([
    ['the same token', {}],
    ['another token each time', { accessToken: 'classic' }],
  ])('in a fleet that gets %s', (_what, settings) => {
    const openFleet = async () => {
      const { another, fake, clock } = await open();
      const store = memoryStore(clock);
      const fleet = Array.from({ length: 8 }, () => another({ ...settings, store }));
      const fetched = () => fake.count(STABLE) + fake.count(CLASSIC);
      // Those who wait for the one that asks look again on this clock.
      const everybody = async () => {
        const all = Promise.allSettled(fleet.flatMap((api) => [call(api), call(api), call(api)]));
        let isOver = false;
        void all.then(() => (isOver = true));
        while (!isOver) await clock.advance(10);
        return (await all).filter(({ status }) => status === 'rejected').length;
      };
      expect(await everybody()).toBe(0);
      return { fake, clock, fetched, everybody };
    };

    it('it is asked for once after each pause, by one of all processes', async () => {
      const { fake, clock, fetched, everybody } = await openFleet();
      insist(fake);
      // The first time: the one that replaces the refused one.
      for (const [index, pause] of [5_000, 15_000, 60_000, 60_000].entries()) {
        for (let round = 0; round < 3; round++) expect(await everybody()).toBe(24);
        expect(fetched()).toBe(2 + index);
        await clock.advance(pause - 3_000);
        expect(await everybody()).toBe(24);
        expect(fetched()).toBe(2 + index);
        await clock.advance(3_000);
      }
      fake.always(PATH, says({ errcode: 0 }));
      expect(await everybody()).toBe(0);
      expect(fetched()).toBe(6);
    });

    it('one that works again begins from nothing', async () => {
      const { fake, clock, fetched, everybody } = await openFleet();
      insist(fake);
      await everybody();
      fake.always(PATH, says({ errcode: 0 }));
      await clock.advance(5_000);
      expect(await everybody()).toBe(0);
      const before = fetched();
      // Somebody ends it: it is replaced at once, without a pause.
      fake.revoke();
      fake.on(PATH, says({ errcode: 40001 }));
      expect(await everybody()).toBe(0);
      expect(fetched()).toBe(before + 1);
    });
  });

  it('is told apart from another program, after three times in ten minutes', async () => {
    const { api, fake, logger } = await open();
    for (let i = 0; i < 4; i++) {
      await call(api);
      fake.revoke();
    }
    await call(api);
    expect(logger.lines).toHaveLength(1);
    expect(logger.lines[0]).toContain('another program');
  });
});

describe('the lock', () => {
  it('of a process that died lets another in, and the old token is used meanwhile', async () => {
    const clockless = await open();
    const store = memoryStore(clockless.clock);
    const api = clockless.another({ store, accessToken: 'classic' });
    await call(api);
    await clockless.clock.advance(6_800_000);
    const dead = await store.credentials.claim({ account: 'wx1', name: 'token:classic' }, 'dead', 8000);
    expect(dead.isOwner).toBe(true);
    await call(api);
    expect(clockless.fake.fetches()).toBe(1);
    await clockless.clock.advance(8000);
    await call(api);
    await until(() => clockless.fake.fetches() === 2);
  });

  it.each([
    ['stable', 'token', 30],
    ['classic', 'token:classic', 55],
  ] as const)(
    'held by nobody alive is looked at every 50 to 150 ms: %s',
    async (accessToken, name, times) => {
      jest.spyOn(Math, 'random').mockReturnValue(0.5);
      const { another, clock, fake } = await open();
      const store = watchedStore(memoryStore(clock));
      await store.credentials.claim({ account: 'wx1', name }, 'dead', 8000);
      const api = another({ store, accessToken });
      const result = call(api);
      const failed =
        accessToken === 'classic' &&
        expect(result).rejects.toMatchObject({
          message: expect.stringContaining('another process is asking for it') as string,
          reason: 'token',
          sent: false,
        });
      await until(() => clock.waiting().includes(100));
      await clock.advance(times * 100 - 1);
      expect(store.asked('claim')).toHaveLength(1 + times);
      await clock.advance(1);
      // A stable one may be asked for all the same; a classic one is when the lock is over.
      await (failed || result);
      expect(store.asked('claim')).toHaveLength(1 + times);
      await clock.advance(8000);
      await call(api);
      expect(fake.fetches()).toBe(1);
    },
  );

  it('keeps a process that slept from writing over a newer token', async () => {
    const { another, clock, fake } = await open();
    const store = memoryStore(clock);
    const key = { account: 'wx1', name: 'token:classic' };
    fake.on(CLASSIC, async () => {
      // Asking takes so long that another process takes over, and is done first.
      await clock.advance(4_000);
      await store.credentials.completeClaim(key, owner, { kind: 'nothing' });
      await call(another({ store, accessToken: 'classic' }));
      return says({ access_token: 'too-late', expires_in: 7200 });
    });
    let owner = '';
    const watched: Store = {
      credentials: {
        ...store.credentials,
        claim: (at, by, ms) => {
          owner = by;
          return store.credentials.claim(at, by, ms);
        },
      },
    };
    await settle(call(another({ store: watched, accessToken: 'classic' })), clock);
    expect(fake.seen.at(-1)).toMatchObject({ path: PATH, query: { access_token: 'canary-token-1' } });
    expect((await store.credentials.read(key)).value).toBe('canary-token-1');
  });
});

it('an access token that others have sealed is asked for anew', async () => {
  const { fake, another, clock } = await open();
  const { credentials } = memoryStore(clock);
  for (const letter of ['a', 'b'])
    await call(
      another({ store: { credentials: encryptedCredentials(credentials, createSeals(letter.repeat(32))) } }),
    );
  expect(fake.fetches()).toBe(2);
  expect(fake.refused()).toBe(0);
});

describe('without the store', () => {
  it('a stable token still works, and its processes have the same one', async () => {
    const store = watchedStore(memoryStore());
    store.away = true;
    const { api, fake, another, logger } = await open({ store });
    await call(api);
    await call(another());
    expect(fake.valid()).toEqual(['canary-token-1']);
    expect(logger.lines[0]).toMatch(/^warn The shared store is away/);
    expect(logger.lines.join()).not.toContain('unshared-token');
  });

  it('whose errors are not ours, there is an error that tells nothing of them', async () => {
    const { credentials } = memoryStore();
    const store = { credentials: { ...credentials, read: () => Promise.reject(new Error('canary')) } };
    const { api } = await open({ store });
    await expect(call(api)).rejects.toMatchObject({
      message: 'There is no access token: the store failed.',
      sent: false,
      reason: 'token',
      cause: undefined,
    });
  });

  it('settings that are wrong are an error in the log', async () => {
    const store = watchedStore(memoryStore());
    Object.assign(store, { away: true, misconfigured: true });
    const { api, logger } = await open({ store });
    await call(api);
    expect(logger.lines[0]).toMatch(/^error The shared store cannot be used/);
  });

  it('the token in hand is used to its end, and renewed', async () => {
    const { another, fake, clock, logger } = await open();
    const store = watchedStore(memoryStore(clock));
    const api = another({ store });
    await call(api);
    store.away = true;
    for (let minute = 0; minute < 110; minute++) {
      await clock.advance(60_000);
      await call(api);
    }
    expect(fake.fetches()).toBe(1);
    for (let minute = 0; minute < 20; minute++) {
      await clock.advance(60_000);
      await call(api);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(fake.refused()).toBe(0);
    expect(fake.valid().length).toBeGreaterThan(0);
    expect(logger.lines.join()).not.toContain('renewal-failed');
  });

  it('a refused stable token is replaced', async () => {
    const store = watchedStore(memoryStore());
    const { api, fake } = await open({ store });
    await call(api);
    store.away = true;
    fake.revoke();
    await call(api);
    await call(api);
    expect(fake.refused()).toBe(1);
  });

  it('a classic token is kept to its end, and then asked for once in five minutes, with a loud warning', async () => {
    const { another, fake, clock, logger } = await open();
    const store = watchedStore(memoryStore(clock));
    const api = another({ store, accessToken: 'classic' });
    await call(api);
    store.away = true;
    await clock.advance(7_100_000);
    await call(api);
    expect(fake.fetches()).toBe(1);
    await clock.advance(200_000);
    await call(api);
    expect(fake.fetches()).toBe(2);
    expect(logger.lines.join('\n')).toMatch(
      /error The store is away, so this process asks for a token:classic .*accessToken: 'stable'.*"unshared-token"/,
    );
    fake.revoke();
    await expect(call(api)).rejects.toMatchObject({ reason: 'token' });
    await clock.advance(299_999);
    await expect(call(api)).rejects.toMatchObject({
      message: expect.stringContaining('the store is away, and this process has asked already') as string,
      sent: false,
    });
    await clock.advance(1);
    await call(api);
    expect(fake.fetches()).toBe(3);
  });

  it('a classic token of its own is followed by another when it is over, however short its life', async () => {
    const { another, fake, clock } = await open({}, { life: 10 });
    const store = watchedStore(memoryStore(clock));
    const api = another({ store, accessToken: 'classic' });
    store.away = true;
    for (let n = 1; n <= 3; n++) {
      for (let second = 0; second < 10; second++) {
        await call(api);
        expect(fake.fetches()).toBe(n);
        await clock.advance(1_000);
      }
    }
    expect(fake.refused()).toBe(0);
  });

  it('what a process knows comes back into a store that has forgotten it', async () => {
    const { another, fake, clock } = await open();
    let store = memoryStore(clock);
    const changing: Store = {
      get credentials() {
        return store.credentials;
      },
    };
    const api = another({ store: { credentials: forward(() => changing.credentials) } });
    await call(api);
    store = memoryStore(clock);
    await clock.advance(61_000);
    await call(api);
    expect(fake.fetches()).toBe(1);
    expect((await store.credentials.read({ account: 'wx1', name: 'token' })).value).toBe('canary-token-1');
  });

  it('what was refused while it went back into the store is not used', async () => {
    const { another, fake, clock } = await open();
    let store = watchedStore(memoryStore(clock));
    const api = another({ store: { credentials: forward(() => store.credentials) } });
    await call(api);
    const gates: (() => void)[] = [];
    const gate = () => new Promise<void>((resolve) => gates.push(resolve));
    fake.on('/cgi-bin/slow', async () => {
      await gate();
      return says({ errcode: 40001 });
    });
    const slow = api.request(post('/cgi-bin/slow'), { timeout: 200_000 });
    await until(() => gates.length === 1);
    // The store forgets, and is slow to learn again what it knew.
    store = watchedStore(memoryStore(clock));
    const { credentials } = store;
    const quick = { ...credentials };
    credentials.completeClaim = async (...args) => {
      await gate();
      return quick.completeClaim(...args);
    };
    await clock.advance(61_000);
    const second = call(api);
    await until(() => gates.length === 2);
    fake.revoke();
    gates[0]!();
    await until(() => store.asked('invalidate').length === 1);
    Object.assign(credentials, quick);
    gates[1]!();
    await settle(Promise.all([slow, second]), clock);
    expect(fake.refused()).toBe(0);
  });

  it('goes away while a token is fetched: the token is used', async () => {
    const { another, fake, clock } = await open();
    const store = watchedStore(memoryStore(clock));
    const api = another({ store, accessToken: 'classic' });
    fake.on(CLASSIC, () => {
      store.away = true;
      return says({ access_token: 'in-time', expires_in: 7200 });
    });
    fake.always(PATH, says({ errcode: 0 }));
    await call(api);
    expect(fake.count(CLASSIC)).toBe(1);

    // Once the store is back, others find the token there, and no lock.
    await clock.advance(1000);
    store.away = false;
    await clock.advance(250);
    const found = await store.credentials.claim({ account: 'wx1', name: 'token:classic' }, 'other', 8000);
    expect(found).toMatchObject({ isOwner: true, value: 'in-time' });
    const settled = store.asked('completeClaim').length;
    await clock.advance(1000);
    expect(store.asked('completeClaim')).toHaveLength(settled);
  });
});

const forward = (to: () => CredentialStore): CredentialStore => ({
  read: (...args) => to().read(...args),
  claim: (...args) => to().claim(...args),
  completeClaim: (...args) => to().completeClaim(...args),
  invalidate: (...args) => to().invalidate(...args),
  markUsed: (...args) => to().markUsed(...args),
  allowForce: (...args) => to().allowForce(...args),
});

describe('a process that stood still while it waited for a token', () => {
  const standStill = async (ms: number) => {
    const { another, fake, clock } = await open();
    let skew = 0;
    const late: Clock = { ...bound(clock), monotonic: () => clock.monotonic() + skew };
    const api = another({ clock: late, store: memoryStore(clock), timeout: 20_000 });
    fake.on(STABLE, () => new Promise(() => undefined));
    const result = call(api).then(
      () => 'ok',
      (error: unknown) => error,
    );
    await until(() => fake.count(STABLE) === 1);
    skew = ms;
    await clock.advance(8_010);
    return { result, fake };
  };

  it('asks once more', async () => {
    const { result, fake } = await standStill(10_000);
    expect(await result).toBe('ok');
    expect(fake.count(STABLE)).toBe(2);
  });

  it.each([
    ['nothing of the call is left', 30_000],
    ['it did not stand still', 0],
  ])('does not when %s', async (_what, ms) => {
    const { result, fake } = await standStill(ms);
    expect(await result).toMatchObject({ sent: false });
    expect(fake.count(STABLE)).toBe(1);
  });
});

const bound = (clock: Clock): Clock => ({
  now: () => clock.now(),
  monotonic: () => clock.monotonic(),
  setTimeout: (run, ms) => clock.setTimeout(run, ms),
  clearTimeout: (timer) => clock.clearTimeout(timer),
});

describe('tickets', () => {
  it('are cached and shared like tokens, each kind by itself', async () => {
    const store = memoryStore();
    const { api, fake, another } = await open({ store });
    const [first] = await Promise.all([api.ticket.getTicket('jsapi'), api.ticket.getTicket('jsapi')]);
    const card = await api.ticket.getTicket('wx_card');
    expect(first.ticket).not.toBe(card.ticket);
    expect(first.expires_in).toBeGreaterThan(7000);
    expect(await another().ticket.getTicket('jsapi')).toMatchObject({ ticket: first.ticket });
    expect(fake.count('/cgi-bin/ticket/getticket')).toBe(2);
  });

  it('end', async () => {
    const { api, fake, clock } = await open();
    await api.ticket.getTicket('jsapi');
    await clock.advance(7_200_000);
    await api.ticket.getTicket('jsapi');
    expect(fake.count('/cgi-bin/ticket/getticket')).toBe(2);
  });
});

describe('tokens of somebody else', () => {
  it('are asked for, and once more when refused', async () => {
    const tokens = ['old', 'canary-token-1'];
    const { api, fake, another } = await open({
      accessToken: () => Promise.resolve(tokens.shift() ?? 'none'),
    });
    await call(another({ accessToken: 'stable' }));
    await call(api);
    expect(fake.seen.slice(-2).map((seen) => seen.query.access_token)).toEqual(['old', 'canary-token-1']);
  });

  it('that do not change are an error', async () => {
    const { api, fake } = await open({ accessToken: () => Promise.resolve('old') });
    await expect(call(api)).rejects.toMatchObject({
      errcode: 40001,
      errmsg: 'accessToken() gave the token again that WeChat has just refused',
      endpoint: 'accessToken()',
      credential: 'function',
      hint: expect.stringContaining('your function accessToken()') as string,
    });
    expect(fake.count(PATH)).toBe(1);
  });

  it.each<[string, () => Promise<string>, string, unknown]>([
    ['rejects', () => Promise.reject(new Error('no')), 'failed', new Error('no')],
    ['gives nothing', () => Promise.resolve(''), 'gave no token', undefined],
    ['gives two words', () => Promise.resolve('a b'), 'gave no token', undefined],
    ['gives two lines', () => Promise.resolve('a\n'), 'gave no token', undefined],
    ['gives no text', () => undefined as never, 'gave no token', undefined],
  ])('are an error when the function %s', async (_what, accessToken, says, cause) => {
    const { api, fake } = await open({ accessToken });
    await expect(call(api)).rejects.toMatchObject({
      message: `There is no access token: the function accessToken() ${says}.`,
      code: 'transport',
      sent: false,
      reason: 'token',
      cause,
    });
    expect(fake.seen).toEqual([]);
  });

  it('may come from a function that throws, or that answers at once', async () => {
    const wrong = await open({
      accessToken: () => {
        throw new Error('no');
      },
    });
    await expect(call(wrong.api)).rejects.toMatchObject({ reason: 'token', cause: new Error('no') });
    const api = wrong.another({ accessToken: () => 'at-once' as never });
    wrong.fake.always(PATH, says({ errcode: 0 }));
    await call(api);
    expect(wrong.fake.seen.at(-1)!.query.access_token).toBe('at-once');
  });

  it('are asked for once for calls at once, and again for the next', async () => {
    let asked = 0;
    const { api, fake } = await open({ accessToken: () => Promise.resolve(`t${++asked}`) });
    fake.always(PATH, says({ errcode: 0 }));
    await Promise.all([call(api), call(api)]);
    expect(asked).toBe(1);
    await call(api);
    expect(asked).toBe(2);
  });

  it('are waited for no longer than six seconds', async () => {
    const { api, clock } = await open({ accessToken: () => new Promise(() => undefined) });
    await expect(settle(call(api), clock)).rejects.toMatchObject({ sent: false, reason: 'token' });
    expect(clock.monotonic()).toBeLessThanOrEqual(6000);
  });
});

describe('a GET', () => {
  it('has its token in the query, beside its own fields', async () => {
    const { api, fake } = await open();
    await api.request(get(PATH, { a: 1, b: undefined, c: 'x y' }));
    expect(fake.seen.at(-1)?.query).toEqual({ access_token: 'canary-token-1', a: '1', c: 'x y' });
  });
});
