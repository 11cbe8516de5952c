import { inOrder, memoryStore, merge, redisStore, reply, session, wechat } from 'offiaccount';
import type { Context, MergeOptions, MergedPart, Store } from 'offiaccount';
import { movableClock } from 'offiaccount/testing';
import type { Seen, SimulatedUser, Simulator } from 'offiaccount/testing';
import { messageSession } from '../../lib/plugins/message-session';
import { StoreError } from '../../lib/store/store';
import { closeAll, playWith, settings } from '../support/accounts';
import { startProcesses } from '../support/processes';
import { describeWithRedis, startRedis, until, type RedisServer } from '../support/redis';

const quiet = { warn: () => undefined, error: () => undefined };
afterEach(closeAll);

/** What handlers were given, each time they ran. */
let handled: (readonly MergedPart[])[];
beforeEach(() => {
  handled = [];
});

const answer = (ctx: Context): string => {
  handled.push(ctx.merged);
  return `answer to ${ctx.merged.map((part) => (typeof part === 'string' ? part : part.MsgType)).join('+')}`;
};
const said = (user: SimulatedUser) =>
  user.sees().map((message) => ('Content' in message ? message.Content : message.MsgType));

function bot(options: MergeOptions = {}) {
  const { simulator, wx } = playWith();
  const { clock } = simulator;
  let pushes = 0;
  wx.use((_ctx, next) => {
    pushes++;
    return next();
  });
  wx.use(merge({ clock, logger: quiet, ...options }));
  const arrived = (n: number) => until(() => pushes === n);
  return { simulator, wx, clock, arrived, alice: simulator.user('alice') };
}

/** Does something, and lets time go on until it is over. */
async function over<T>({ clock }: Pick<Simulator, 'clock'>, doing: Promise<T>, ms = 5000): Promise<T> {
  await clock.advance(ms);
  return doing;
}

describe('merge()', () => {
  it('makes one message of texts within a moment, answered by the newest', async () => {
    const { wx, clock, alice } = bot();
    wx.text(answer);
    const all = await over({ clock }, alice.says(['我想问', '明天', '开门吗']));
    expect(all.map(({ outcome }) => outcome)).toEqual(['silent', 'silent', 'replied']);
    expect(handled).toEqual([['我想问', '明天', '开门吗']]);
    expect(said(alice)).toEqual(['answer to 我想问+明天+开门吗']);
  });

  it('gives handlers that know nothing of it all the texts, in lines', async () => {
    const { wx, clock, alice } = bot();
    wx.text('b', () => 'only b')
      .text('a\nb', ({ match, message }) => `${match}: ${message.Content}`)
      .text(() => 'something else');
    await over({ clock }, alice.says(['a', 'b']));
    expect(said(alice)).toEqual(['a\nb: a\nb']);
  });

  it('finds the routes of routers in routers anew', async () => {
    const { wx, clock, alice } = bot();
    const inner = wechat({ ...settings.clear, logger: quiet }).text(/^x$/, () => 'inner x');
    wx.use((_ctx, next) => next(), inner).text(/^x\ny$/, () => 'both');
    await over({ clock }, alice.says(['x', 'y']));
    expect(said(alice)).toEqual(['both']);
  });

  it('lets a lone text wait for the quiet time, and no longer', async () => {
    const { wx, clock, alice } = bot({ quiet: 500 });
    wx.text(answer);
    const { reply, deliveries } = await over({ clock }, alice.says('hello'));
    expect(reply).toMatchObject({ Content: 'answer to hello' });
    expect(deliveries).toHaveLength(1);
    expect(deliveries[0]!.ms).toBeGreaterThanOrEqual(450);
    expect(deliveries[0]!.ms).toBeLessThan(1000);
  });

  it('answers texts that are further apart one by one', async () => {
    const { wx, clock, alice } = bot();
    wx.text(answer);
    await over({ clock }, alice.says('one'), 900);
    await over({ clock }, alice.says('two'), 900);
    expect(handled).toEqual([['one'], ['two']]);
  });

  it('keeps users apart', async () => {
    const { simulator, wx, clock, alice } = bot();
    wx.text(answer);
    const bob = simulator.user('bob');
    await over({ clock }, Promise.all([alice.says('from alice'), bob.says('from bob')]));
    expect([said(alice), said(bob)]).toEqual([['answer to from alice'], ['answer to from bob']]);
  });

  it('waits no more when there are as many as may become one', async () => {
    const { wx, clock, alice } = bot({ most: 2 });
    wx.text(answer);
    const [, second, third] = await over({ clock }, alice.says(['a', 'b', 'c']));
    expect(handled).toEqual([['a', 'b'], ['c']]);
    expect(second!.deliveries[0]!.ms).toBeLessThan(500);
    expect(third!.reply).toMatchObject({ Content: 'answer to c' });
  });

  it('answers somebody who goes on and on within the first delivery', async () => {
    const { wx, clock, alice } = bot({ quiet: 1000, most: 20 });
    wx.text(answer);
    const all: Promise<Seen>[] = [];
    for (let i = 0; i < 9; i++) {
      all.push(alice.says(String(i)));
      await clock.advance(900);
    }
    await clock.advance(5000);
    for (const { deliveries } of await Promise.all(all)) expect(deliveries).toHaveLength(1);
    expect(handled.length).toBeGreaterThan(1);
    expect(handled.flat()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
  });

  it.each<[string, NonNullable<MergeOptions['unless']>, string]>([
    ['a pattern', /^\//g, '/help'],
    ['a word', 'help', ' help '],
    ['words and patterns', ['no', /^\//], '/help'],
    ['a function', async ({ message }) => message.MsgType === 'text' && message.Content === '?', '?'],
  ])('does not delay what %s names', async (_what, unless, command) => {
    const { wx, clock, alice } = bot({ unless });
    wx.text(answer);
    const release = clock.pause();
    // Twice, since patterns with /g remember where they were.
    for (let i = 0; i < 2; i++) expect((await alice.says(command)).reply).toMatchObject({ MsgType: 'text' });
    release();
    expect(handled).toEqual([[command], [command]]);
    await over({ clock }, alice.says(['a', 'b']));
    expect(handled.at(-1)).toEqual(['a', 'b']);
  });

  it('does not delay taps, events, and pictures that come alone', async () => {
    const { wx, clock, alice } = bot();
    wx.use((ctx) => {
      handled.push(ctx.merged);
      return 'at once';
    });
    const release = clock.pause();
    await alice.sends('text', { Content: '继续', bizmsgmenuid: '1' });
    await alice.clicks('HELP');
    await alice.sends('image', { MediaId: 'picture' });
    release();
    expect(handled).toEqual([['继续'], [], [expect.objectContaining({ MediaId: 'picture' })]]);
  });

  it('does not delay the answer to an open form or dialogue', async () => {
    const { simulator, wx } = playWith();
    const { clock } = simulator;
    const alice = simulator.user('alice');
    const conversation = {
      name: 'booking',
      version: 1,
      id: 'x',
      at: 1,
      log: [],
      results: {},
      asked: 'text',
      tries: 0,
    };
    wx.use(inOrder({ clock }), session(), merge({ clock, logger: quiet, unless: ['begin', 'end'] }))
      .text('begin', async (ctx) => messageSession(ctx).setConversation(conversation))
      .text('end', async (ctx) => messageSession(ctx).setConversation(undefined))
      .text(answer);
    const release = clock.pause();
    for (const text of ['begin', 'one', 'two', 'end']) await alice.says(text);
    release();
    expect(handled).toEqual([['one'], ['two']]);
    await over({ clock }, alice.says(['a', 'b']));
    expect(handled.at(-1)).toEqual(['a', 'b']);
  });

  it('does not delay the number of an answer that was offered', async () => {
    const { wx, clock, alice } = bot({ unless: 'ask' });
    wx.text('ask', () => reply.choices('Which?', { Tea: 'tea', Coffee: 'coffee' })).text(answer);
    const release = clock.pause();
    await alice.says('ask');
    await alice.says('2');
    release();
    expect(handled).toEqual([['coffee']]);
  });

  it('keeps a picture between texts in its place', async () => {
    const { wx, clock, arrived, alice } = bot();
    wx.text(answer).image(answer);
    const release = clock.hold();
    const one = alice.says('这是');
    await arrived(1);
    const two = alice.sends('image', { MediaId: 'picture' });
    await arrived(2);
    const three = alice.says('什么');
    release();
    await over({ clock }, Promise.all([one, two, three]));
    expect(handled).toEqual([
      ['这是', expect.objectContaining({ MsgType: 'image', MediaId: 'picture' }), '什么'],
    ]);
  });

  it('runs the handler of the last type', async () => {
    const { wx, clock, arrived, alice } = bot();
    wx.text(() => 'text').image(answer);
    const one = alice.says('看');
    await arrived(1);
    const two = alice.sends('image', {});
    await over({ clock }, Promise.all([one, two]));
    expect(said(alice)).toEqual(['answer to 看+image']);
  });

  it.each([
    ['quiet', 0],
    ['quiet', 3001],
    ['most', 1],
    ['most', 21],
    ['most', NaN],
  ])('refuses "%s": %d', (name, value) => {
    expect(() => merge({ [name]: value })).toThrow(`"${name}"`);
  });

  it('refuses what is no pattern', () => {
    expect(() => merge({ unless: [1 as unknown as string] })).toThrow('"unless"');
  });

  it('says of a message without merge() that it is alone', async () => {
    const { simulator, wx } = playWith();
    wx.text(answer);
    await simulator.user('alice').says('hello');
    expect(handled).toEqual([['hello']]);
  });
});

describe('with inOrder()', () => {
  it.each(['before', 'behind'] as const)('merges when that is %s it', async (where) => {
    const { simulator, wx } = playWith();
    const { clock } = simulator;
    const alice = simulator.user('alice');
    const order = inOrder({ clock, logger: quiet });
    const merging = merge({ clock, logger: quiet });
    wx.use(...(where === 'before' ? [order, session(), merging] : [merging, order, session()])).text(
      async (ctx) => {
        const held = (await ctx.session) as { all?: string[] };
        held.all = [...(held.all ?? []), ...ctx.merged.map(String)];
        return held.all.join('+');
      },
    );
    await over({ clock }, alice.says(['a', 'b', 'c']));
    await over({ clock }, alice.says(['d', 'e']));
    expect(said(alice)).toEqual(['a+b+c', 'a+b+c+d+e']);
  });

  it('merges what was written while an answer is made', async () => {
    const { simulator, wx } = playWith();
    const { clock } = simulator;
    const alice = simulator.user('alice');
    wx.use(inOrder({ clock, logger: quiet }), merge({ clock, logger: quiet })).text(async (ctx) => {
      await clock.sleep(2000);
      return answer(ctx);
    });
    const first = alice.says('a');
    await clock.advance(1500);
    const rest = alice.says(['b', 'c']);
    await over({ clock }, Promise.all([first, rest]), 9000);
    expect(handled).toEqual([['a'], ['b', 'c']]);
  });
});

/** Two processes that share a store: `slow` never ends in the first. */
const twoProcesses = (store: Store, clock = movableClock(), options: MergeOptions = {}) =>
  startProcesses(store, clock, (wx, n, own) =>
    wx.use(merge({ store: own, clock, logger: quiet, ...options })).text(async (ctx) => {
      if (ctx.merged.includes('slow') && n === 0) await new Promise(() => undefined);
      return answer(ctx);
    }),
  );

describe('several processes', () => {
  const contract = (
    open: () => { store: Store; pass: (ms: number) => Promise<void>; clock?: Simulator['clock'] },
  ) => {
    it('make one message of what came to both', async () => {
      const { store, pass, clock } = open();
      const { alice, route, starts } = twoProcesses(store, clock, { quiet: 1000 });
      const all: Promise<Seen>[] = [];
      for (const [n, text] of ['a', 'b', 'c'].entries()) {
        route(n % 2);
        all.push(alice.says(text));
        await until(() => starts.length === n + 1);
      }
      await pass(3000);
      expect((await Promise.all(all)).map(({ outcome }) => outcome)).toEqual(['silent', 'silent', 'replied']);
      expect(handled).toEqual([['a', 'b', 'c']]);
    });
  };
  describe('in memory', () => {
    contract(() => {
      const clock = movableClock();
      return { store: memoryStore(clock), clock, pass: (ms) => clock.advance(ms) };
    });
  });
  describeWithRedis()('with Redis', () => {
    let server: RedisServer;
    beforeAll(async () => {
      server = await startRedis();
    });
    afterAll(() => server.close());
    contract(() => ({
      store: redisStore(server.connect({ commandTimeout: undefined })),
      pass: () => until(() => handled.length > 0),
    }));
  });

  it('lose nothing when that of the newest ends while it waits', async () => {
    const clock = movableClock();
    const { alice, route, crash, starts } = twoProcesses(memoryStore(clock), clock);
    route(1);
    const one = alice.says('a');
    await until(() => starts.length === 1);
    route(0);
    const two = alice.says('b');
    await until(() => starts.length === 2);
    crash(0);
    route(1);
    await clock.advance(16_000);
    expect((await one).outcome).toBe('silent');
    expect((await two).reply).toMatchObject({ Content: 'answer to a+b' });
    expect(starts).toEqual(['1:1', '0:1', '1:2']);
  });

  it('lose nothing when it ends while its handlers run, though more has come meanwhile', async () => {
    const clock = movableClock();
    const { alice, route, crash } = twoProcesses(memoryStore(clock), clock);
    const first = alice.says(['slow', 'b']);
    await clock.advance(1000);
    expect(handled).toEqual([]);
    crash(0);
    route(1);
    const later = alice.says('c');
    await clock.advance(1000);
    expect((await later).reply).toMatchObject({ Content: 'answer to c' });
    await clock.advance(14_000);
    expect((await first)[1]!.reply).toMatchObject({ Content: 'answer to slow+b' });
    expect(handled).toEqual([['c'], ['slow', 'b']]);
  });
});

describe('while the store fails', () => {
  it('merges what this process gets, and warns', async () => {
    const logged: unknown[] = [];
    const fails = () => {
      throw new StoreError('Redis is away.');
    };
    const { wx, clock, alice } = bot({
      store: { sessions: { read: fails, replace: fails } },
      logger: { ...quiet, warn: ({ event }) => logged.push(event) },
    });
    wx.text(answer);
    await over({ clock }, alice.says(['a', 'b']));
    expect(handled).toEqual([['a', 'b']]);
    expect(logged).toEqual(['messages-not-merged']);
  });

  it.each([1, 2, 3, 4, 5, 6])('loses no text when it fails after %d questions', async (good) => {
    const { sessions } = memoryStore();
    let asked = 0;
    const check = () => {
      if (++asked > good) throw new StoreError('Redis is away.');
    };
    const { wx, clock, alice } = bot({
      store: {
        sessions: {
          read: (...all) => (check(), sessions.read(...all)),
          replace: (...all) => (check(), sessions.replace(...all)),
        },
      },
    });
    wx.text(answer);
    await over({ clock }, alice.says(['a', 'b']));
    expect(new Set(handled.flat())).toEqual(new Set(['a', 'b']));
  });
});
