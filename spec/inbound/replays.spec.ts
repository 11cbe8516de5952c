import { redisStore } from 'offiaccount';
import type { WeChatConfig } from 'offiaccount';
import { closeTargets, startTarget } from '../support/attack';
import { movedClock } from '../support/clock';
import type { MovedClock } from '../support/clock';
import { push } from '../support/push';
import { describeWithRedis, startRedis } from '../support/redis';
import type { RedisServer } from '../support/redis';

afterEach(closeTargets);

/** A bot that counts its runs, and a push that is signed `ahead` milliseconds ahead of its clock. */
async function recorded(config: Partial<WeChatConfig>, clock: MovedClock, ahead: number) {
  let runs = 0;
  const target = await startTarget({
    mode: 'safe',
    config: { clock, ...config },
    handler: () => void runs++,
  });
  const timestamp = String((clock.now() + ahead) / 1000);
  const { query, body, headers } = push({
    mode: 'safe',
    timestamp,
    message: { CreateTime: Number(timestamp) },
  });
  const send = () => target.send({ method: 'POST', path: `/wechat?${query}`, body, headers });
  return { send, runs: () => runs };
}

describe('a recorded push runs nothing as long as it is accepted,', () => {
  it.each([
    [1000, 0],
    [1000, 1000],
    [60_000, 60_000],
    [300_000, 0],
    [300_000, 299_000],
    [300_000, 300_000],
    [301_000, 301_000],
    [450_000, 300_000],
    [600_000, 0],
    [600_000, 1000],
    [600_000, 600_000],
  ])('with a maxAge of %i ms, from a clock that is %i ms ahead', async (maxAge, ahead) => {
    const clock = movedClock();
    const { send, runs } = await recorded({ maxAge }, clock, ahead);
    expect((await send()).status).toBe(200);
    const whole = maxAge + ahead;
    // To the last millisecond in which it is accepted, and over.
    for (const step of [whole - 2, 1, 1]) {
      await clock.advance(step);
      expect([(await send()).status, runs()]).toEqual([200, 1]);
    }
    await clock.advance(1000);
    expect([(await send()).status, runs()]).toEqual([403, 1]);
  });

  it('whatever else has been handled meanwhile', async () => {
    const clock = movedClock();
    const maxAge = 600_000;
    let runs = 0;
    const target = await startTarget({ config: { clock, maxAge }, handler: () => void runs++ });
    const at = clock.now() / 1000;
    const pushed = (seconds: number, MsgId: string) =>
      target.push({ timestamp: String(at + seconds), message: { CreateTime: at + seconds, MsgId } });
    await pushed(600, 'recorded');
    for (let minute = 1; minute <= 20; minute++) {
      await clock.advance(60_000);
      await pushed(60 * minute, `other ${minute}`);
    }
    expect(runs).toBe(21);
    expect([(await pushed(600, 'recorded')).status, runs]).toEqual([200, 21]);
  });
});

describeWithRedis()('with Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => (redis = await startRedis()));
  afterAll(() => redis.close());

  it.each([
    [0, 600_000],
    [60_000, 600_000],
    [300_000, 601_000],
    [600_000, 1_201_000],
  ])('a push with a maxAge of %i ms is remembered for %i ms', async (maxAge, whole) => {
    const client = redis.connect();
    await client.flushall();
    const clock = movedClock(Date.now());
    const { send } = await recorded(
      { maxAge, store: redisStore(client) },
      movedClock(Math.floor(clock.now() / 1000) * 1000),
      0,
    );
    expect((await send()).status).toBe(200);
    const [key = ''] = (await client.keys('*')).filter((name) => !name.endsWith(':answer'));
    const left = await client.pttl(key);
    expect(left).toBeGreaterThan(whole - 10_000);
    expect(left).toBeLessThanOrEqual(whole);
  });
});
