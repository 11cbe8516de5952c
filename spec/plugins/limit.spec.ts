import { inOrder, limit, memoryStore, merge, redisStore, reply } from 'offiaccount';
import type { LimitOptions, LimitReached, Store } from 'offiaccount';
import { movableClock } from 'offiaccount/testing';
import type { MovableClock, SimulatedUser } from 'offiaccount/testing';
import fc from 'fast-check';
import { countMessage, readLimits } from '../../lib/plugins/limit-record';
import { StoreError } from '../../lib/store/store';
import { closeAll, playWith } from '../support/accounts';
import { startProcesses } from '../support/processes';
import { describeWithRedis, startRedis, type RedisServer } from '../support/redis';

const quiet = { warn: () => undefined, error: () => undefined };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WORD = 'Slow down, please.';
afterEach(closeAll);

function bot(options: LimitOptions, open: { store?: Store; clock?: MovableClock } = {}) {
  const clock = open.clock ?? movableClock();
  const { simulator, wx } = playWith({ clock }, { clock });
  const store = open.store && { store: open.store };
  wx.use(limit({ clock, logger: quiet, answer: WORD, ...store, ...options })).message(() => 'ok');
  wx.event(() => 'event');
  return { simulator, wx, clock, alice: simulator.user('alice') };
}

/** What each of so many texts, one after the other, is answered. */
async function ask(user: SimulatedUser, times: number): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let i = 0; i < times; i++) {
    const { reply: said } = await user.says(`question ${i}`);
    answers.push(said && 'Content' in said ? said.Content : said?.MsgType);
  }
  return answers;
}

const contract = (open: () => { store: Store; clock: MovableClock }) => {
  it('lets so many through, and says once that it is too much', async () => {
    const { alice, simulator } = bot({ perMinute: 2 }, open());
    expect(await ask(alice, 5)).toEqual(['ok', 'ok', WORD, undefined, undefined]);
    expect(await ask(simulator.user('bob'), 1)).toEqual(['ok']);
  });

  it.each<[keyof LimitOptions, number]>([
    ['perMinute', MINUTE],
    ['perHour', HOUR],
    ['perDay', 24 * HOUR],
  ])('lets more through when the time of %s is over, and says it anew then', async (name, ms) => {
    const { alice, clock } = bot({ [name]: 2 }, open());
    expect(await ask(alice, 3)).toEqual(['ok', 'ok', WORD]);
    await clock.advance(ms * 0.97);
    expect(await ask(alice, 1)).toEqual([undefined]);
    await clock.advance(ms * 0.03);
    expect(await ask(alice, 4)).toEqual(['ok', 'ok', WORD, undefined]);
  });

  it('has several limits at once, of which what is refused counts for none', async () => {
    const { alice, clock } = bot({ perMinute: 2, perDay: 3 }, open());
    expect(await ask(alice, 4)).toEqual(['ok', 'ok', WORD, undefined]);
    await clock.advance(MINUTE);
    expect(await ask(alice, 2)).toEqual(['ok', WORD]);
    await clock.advance(MINUTE);
    expect(await ask(alice, 1)).toEqual([undefined]);
    await clock.advance(24 * HOUR);
    expect(await ask(alice, 1)).toEqual(['ok']);
  });

  it('counts in two processes together', async () => {
    const { store, clock } = open();
    const { alice, route } = startProcesses(store, clock, (wx, _n, own) =>
      wx.use(limit({ store: own, clock, logger: quiet, perMinute: 3, answer: WORD })).text(() => 'ok'),
    );
    const answers: unknown[] = [];
    for (const n of [0, 1, 0, 1, 0]) {
      route(n);
      answers.push(...(await ask(alice, 1)));
    }
    expect(answers).toEqual(['ok', 'ok', 'ok', WORD, undefined]);
  });

  it('lets no more through however many come at once', async () => {
    const { alice } = bot({ perMinute: 3 }, open());
    const all = await Promise.all(Array.from({ length: 12 }, (_, i) => alice.says(String(i))));
    const said = all.map(({ reply: each }) => (each && 'Content' in each ? each.Content : undefined));
    expect(said.filter((text) => text === 'ok')).toHaveLength(3);
    expect(said.filter((text) => text === WORD)).toHaveLength(1);
  });
};

describe('limit() in memory', () =>
  contract(() => {
    const clock = movableClock();
    return { clock, store: memoryStore(clock) };
  }));

describeWithRedis()('limit() with Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());
  contract(() => ({
    clock: movableClock(),
    store: redisStore(server.connect({ commandTimeout: undefined }), { prefix: `${Math.random()}:` }),
  }));
});

describe('limit()', () => {
  it('counts a message once, whatever number of deliveries it takes', async () => {
    const { alice, simulator, clock } = bot({ perMinute: 2 });
    simulator.disturb('lost-answer', { times: 2 });
    const first = alice.says('1');
    await clock.advance(15_000);
    expect((await first).deliveries).toHaveLength(3);
    expect(await ask(alice, 2)).toEqual(['ok', WORD]);
  });

  it.each([
    ['that was let through', 0, 'ok', ['ok', WORD]],
    ['that was told', 2, WORD, [undefined]],
  ])(
    'says the same of a message %s when it is handled again after a crash',
    async (_what, before, says, after) => {
      const clock = movableClock();
      let isSlow = false;
      const { alice, route, crash, starts } = startProcesses(memoryStore(clock), clock, (wx, n, own) =>
        wx
          .use(async (_ctx, next) => {
            const answer = await next();
            // It dies when it has counted, and before it has answered.
            if (n === 0 && isSlow) await new Promise(() => undefined);
            return answer;
          })
          .use(limit({ store: own, clock, logger: quiet, perMinute: 2, answer: WORD }))
          .text(() => 'ok'),
      );
      await ask(alice, before);
      isSlow = true;
      const first = alice.says('1');
      await clock.advance(1000);
      crash(0);
      route(1);
      await clock.advance(14_000);
      expect((await first).reply).toMatchObject({ Content: says });
      expect(starts.slice(-2)).toEqual(['0:1', '1:2']);
      expect(await ask(alice, after.length)).toEqual(after);
    },
  );

  it('counts messages and menu clicks, and lets other events pass', async () => {
    const { alice } = bot({ perMinute: 1 });
    expect((await alice.triggers('LOCATION')).reply).toMatchObject({ Content: 'event' });
    expect((await alice.clicks('HELP')).reply).toMatchObject({ Content: 'event' });
    expect((await alice.clicks('HELP')).reply).toMatchObject({ Content: WORD });
    expect((await alice.sends('image')).outcome).toBe('silent');
    expect((await alice.triggers('LOCATION')).reply).toMatchObject({ Content: 'event' });
  });

  it('counts what was merged as one, and what waits in line when it is handled', async () => {
    const { simulator, wx } = playWith();
    const { clock } = simulator;
    wx.use(inOrder({ clock }), merge({ clock }), limit({ clock, perMinute: 1, answer: WORD })).text(
      ({ merged }) => merged.map(String).join('+'),
    );
    const alice = simulator.user('alice');
    for (const texts of [
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]) {
      const all = alice.says(texts);
      await clock.advance(3000);
      await all;
    }
    expect(alice.sees()).toMatchObject([{ Content: 'a+b+c' }, { Content: WORD }]);
  });

  it.each<[string, NonNullable<LimitOptions['answer']>, unknown]>([
    ['a reply', reply.image('media'), { MsgType: 'image' }],
    ['nothing', '', undefined],
    [
      'a function',
      ({ limit: which, retryAfter }: LimitReached) => `${which} ${retryAfter > 50_000}`,
      { Content: 'perMinute true' },
    ],
  ])('can answer %s', async (_what, answer, expected) => {
    const { alice } = bot({ perMinute: 1, answer });
    await ask(alice, 1);
    const { reply: said } = await alice.says('2');
    if (expected === undefined) expect(said).toBeUndefined();
    else expect(said).toMatchObject(expected as object);
  });

  it.each<[LimitOptions, string]>([
    [{ perMinute: 1 }, '一分钟后'],
    [{ perHour: 1 }, '60 分钟后|1 小时后'],
    [{ perDay: 1 }, '24 小时后'],
    [{ perMinute: 1, perDay: 1 }, '24 小时后'],
  ])('says in Chinese how long to wait: %j', async (limits, words) => {
    const { simulator, wx } = playWith();
    wx.use(limit({ clock: simulator.clock, ...limits })).text(() => 'ok');
    const [, said] = await ask(simulator.user('alice'), 2);
    expect(said).toMatch(new RegExp(words));
  });

  it('counts limits of different numbers apart, those of one name together', async () => {
    const { simulator, wx } = playWith();
    const { clock } = simulator;
    const of = (options: LimitOptions) => limit({ clock, answer: WORD, ...options });
    const store = memoryStore(clock);
    wx.use(of({ store, perDay: 4 }))
      .text(/^a/, of({ store, perDay: 2, name: 'both' }), () => 'a')
      .text(/^b/, of({ store, perDay: 2, name: 'both' }), () => 'b')
      .text(() => 'ok');
    const alice = simulator.user('alice');
    const said: unknown[] = [];
    for (const text of ['a', 'b', 'a', 'c', 'c']) said.push((await alice.says(text)).reply);
    expect(said).toMatchObject([
      { Content: 'a' },
      { Content: 'b' },
      { Content: WORD },
      { Content: 'ok' },
      { Content: WORD },
    ]);
  });

  it('counts by another key, or lets through', async () => {
    const { simulator } = bot({ perDay: 1, key: ({ openid }) => (openid === 'vip' ? '' : 'all') });
    expect(await ask(simulator.user('alice'), 1)).toEqual(['ok']);
    expect(await ask(simulator.user('bob'), 1)).toEqual([WORD]);
    expect(await ask(simulator.user('vip'), 3)).toEqual(['ok', 'ok', 'ok']);
  });

  it('counts by itself while the store fails, and warns', async () => {
    const logged: unknown[] = [];
    const fails = () => {
      throw new StoreError('Redis is away.');
    };
    const { alice } = bot({
      perMinute: 1,
      store: { sessions: { read: fails, replace: fails } },
      logger: { ...quiet, warn: ({ event }) => logged.push(event) },
    });
    expect(await ask(alice, 3)).toEqual(['ok', WORD, undefined]);
    expect(logged).toEqual(['limit-not-shared']);
  });

  it.each<[object, string]>([
    [{}, 'needs "perMinute"'],
    [{ perMinute: 0 }, '"perMinute"'],
    [{ perDay: 1.5 }, '"perDay"'],
    [{ perMinutes: 5 }, 'Did you mean "perMinute"'],
    [{ perMinute: 1, store: {} }, '"store"'],
  ])('refuses %j', (options, words) => {
    expect(() => limit(options as LimitOptions)).toThrow(words);
  });
});

describe('the count', () => {
  it('lets at most so many through in any 59 seconds, and lets through again after 60 of silence', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 60 }),
        (perMinute, pauses) => {
          let record = readLimits(undefined);
          let now = 1_700_000_000_123;
          const allowed: number[] = [];
          for (const [i, pause] of pauses.entries()) {
            now += pause;
            const counted = countMessage(record, String(i), { perMinute }, now);
            // As it would be stored.
            record = readLimits(JSON.stringify(counted.record));
            if (counted.verdict.is === 'allowed') allowed.push(now);
            else {
              const recent = allowed.filter((at) => now - at < 60_000);
              expect(recent.length).toBeGreaterThanOrEqual(perMinute);
            }
            expect(countMessage(record, String(i), { perMinute }, now + 1).verdict).toEqual(counted.verdict);
          }
          for (const at of allowed)
            expect(allowed.filter((each) => each >= at && each - at <= 59_000).length).toBeLessThanOrEqual(
              perMinute,
            );
        },
      ),
    );
  });

  it.each(['', 'x', 'null', '[]', '{"last":1}', '{"last":[],"counts":null}'])(
    'begins anew from %j',
    (text) => {
      expect(countMessage(readLimits(text), 'a', { perDay: 1 }, 0).verdict).toEqual({ is: 'allowed' });
    },
  );

  it('stays small', () => {
    let record = readLimits(undefined);
    for (let i = 0; i < 2000; i++)
      ({ record } = countMessage(
        record,
        String(i).padStart(64, '0'),
        { perMinute: 100, perHour: 500, perDay: 9999 },
        i * 50_000,
      ));
    expect(JSON.stringify(record).length).toBeLessThan(6000);
  });
});
