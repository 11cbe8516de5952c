import { createApiError } from '../../lib/api/api-error';
import { createSharedPause } from '../../lib/component/shared-pause';
import { ACCOUNT_TOKEN_PATH } from '../../lib/component/withdrawn';
import { TransportError, type ApiError } from '../../lib/errors';
import { keptLogger } from '../support/api';
import { movedClock } from '../support/clock';
import { awayStore, failure } from './support';

const PLATFORM = 'wx9b27d3e05c8fa146';
const KEY = { account: PLATFORM, name: 'pause' };

function open() {
  const clock = movedClock();
  const store = awayStore(clock);
  const logger = keptLogger();
  const away: unknown[] = [];
  const settings = {
    componentAppId: PLATFORM,
    store,
    clock,
    logger,
    away: (error: unknown) => away.push(error),
  };
  const another = () => {
    const pause = createSharedPause(settings);
    const calls = { count: 0 };
    const around = (call: () => Promise<string>) => pause.around(call);
    const call = (error?: Error) =>
      around(() => {
        calls.count++;
        return error === undefined ? Promise.resolve('token') : Promise.reject(error);
      });
    return { around, call, calls };
  };
  return { ...another(), another, clock, store, logger, away, read: () => store.credentials.read(KEY) };
}

const refused = (errcode: number, since?: Date): ApiError => {
  const told = { errcode, errmsg: 'refused', endpoint: ACCOUNT_TOKEN_PATH, credential: 'component' } as const;
  return createApiError(since === undefined ? told : { ...told, since });
};

describe('a pause of all accounts of a platform', () => {
  it('is none while calls go well, and costs nothing but a look', async () => {
    const { call, store, read } = open();
    for (let n = 0; n < 3; n++) expect(await call()).toBe('token');
    expect(store.asked).toEqual(['read', 'read', 'read']);
    expect(await read()).toMatchObject({ generation: 0, pausedFor: 0 });
  });

  it.each([61004, 61011, 41018, 40125])('begins with a refusal of the platform (%i)', async (errcode) => {
    const { call, calls, another, logger, read } = open();
    const error = refused(errcode);
    expect(await failure(call(error))).toBe(error);
    expect(await read()).toMatchObject({ pausedFor: 5000, failure: { errcode, errmsg: 'refused' } });
    const other = another();
    for (const each of [call, other.call]) {
      const paused = await failure(each());
      expect(paused).toMatchObject({ errcode, endpoint: ACCOUNT_TOKEN_PATH });
      expect((paused as ApiError).since).toBeInstanceOf(Date);
    }
    expect([calls.count, other.calls.count]).toEqual([1, 0]);
    expect(logger.lines).toEqual([
      expect.stringMatching(
        `^error WeChat refuses what the third-party platform asks, .*"platform-refused".*"${errcode}"`,
      ),
    ]);
  });

  it.each([
    ['a refusal of one account', refused(61003)],
    ['what was said before', refused(61004, new Date(0))],
    ['a call that did not arrive', new TransportError('No connection.', { sent: false, reason: 'token' })],
    ['another error', new Error('Out of order.')],
  ])('does not begin with %s', async (_, error) => {
    const { call, logger, read } = open();
    expect(await failure(call(error))).toBe(error);
    expect(await read()).toMatchObject({ pausedFor: 0 });
    expect(await call()).toBe('token');
    expect(logger.lines).toEqual([]);
  });

  it('is one, however many meet the same refusal at once', async () => {
    const { around, another, read } = open();
    const gates: (() => void)[] = [];
    const slow = () => new Promise<never>((_, reject) => gates.push(() => reject(refused(61004))));
    const all = [around, another().around, another().around].map((each) => failure(each(slow)));
    while (gates.length < all.length) await new Promise((resolve) => setImmediate(resolve));
    for (const open of gates) {
      open();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await Promise.all(all);
    expect(await read()).toMatchObject({ pausedFor: 5000, pauseCount: 1 });
  });

  it('is longer each time, and a short one again once a call went well, whoever makes it', async () => {
    const { call, another, clock, read } = open();
    const other = another();
    const pauses: number[] = [];
    const pauseFrom = async (each: typeof call) => {
      await failure(each(refused(61004)));
      const { pausedFor } = await read();
      pauses.push(pausedFor);
      await clock.advance(pausedFor);
    };
    await pauseFrom(call);
    await pauseFrom(call);
    await pauseFrom(other.call);
    expect(await other.call()).toBe('token');
    await pauseFrom(call);
    expect(await call()).toBe('token');
    await pauseFrom(call);
    expect(pauses).toEqual([5_000, 15_000, 60_000, 5_000, 5_000]);
  });

  it('is ended once', async () => {
    const { call, clock, store } = open();
    await failure(call(refused(61004)));
    await clock.advance(5_000);
    for (let n = 0; n < 3; n++) await call();
    expect(store.asked.filter((name) => name === 'completeClaim')).toHaveLength(2);
  });

  it('holds in this process while the store is away', async () => {
    const { call, calls, another, clock, store, away } = open();
    store.isAway = true;
    await failure(call(refused(61004)));
    expect(await failure(call())).toMatchObject({ errcode: 61004 });
    expect(calls.count).toBe(1);
    expect(away.length).toBeGreaterThan(0);
    expect(await another().call()).toBe('token');
    await clock.advance(5_000);
    expect(await call()).toBe('token');
  });
});
