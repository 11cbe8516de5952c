import type { Redis } from 'ioredis';
import { inOrder, memoryStore, redisStore, reply } from 'offiaccount';
import type { Context, InOrderOptions, LogFields, Message } from 'offiaccount';
import { movableClock } from 'offiaccount/testing';
import type { Simulator } from 'offiaccount/testing';
import type { UserKey } from '../../lib/store/sessions';
import type { TurnStore } from '../../lib/store/turns';
import { StoreError } from '../../lib/store/store';
import { closeAll, playWith } from '../support/accounts';
import { blockable, patientClock } from '../support/clock';
import { describeWithRedis, startRedis, until, type RedisServer } from '../support/redis';

let logged: (LogFields & { readonly message: string })[];
const log = (fields: LogFields, message: string): void => void logged.push({ ...fields, message });
const logger = { warn: log, error: log };

/** What happened: `+1` when the handlers of message 1 begin, `-1` when they end. */
let story: string[];
let gates: Map<string, () => void>;

beforeEach(() => {
  logged = [];
  story = [];
  gates = new Map();
});
afterEach(async () => {
  for (const open of gates.values()) open();
  await closeAll();
});

type Text = Context<Message<'text'>>;

/** Handles a message until its gate is opened. */
const gated = async ({ message: { Content } }: Text) => {
  story.push(`+${Content}`);
  await new Promise<void>((resolve) => gates.set(Content, resolve));
  story.push(`-${Content}`);
  return `answer ${Content}`;
};
const open = (content: string) => gates.get(content)?.();

/** A process with a bot that handles the messages of a user in order. */
function bot(options: InOrderOptions = {}, handler: (ctx: Text) => Promise<string> = gated) {
  const { simulator, wx } = playWith({}, { logger });
  wx.use(inOrder({ logger, ...options })).text(handler);
  return simulator;
}
const ask = (simulator: Simulator, content: string, openid = 'alice') => simulator.user(openid).says(content);
const tells = (...expected: string[]) =>
  until(() => JSON.stringify(story) === JSON.stringify(expected)).catch(() =>
    expect(story).toEqual(expected),
  );
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A store's turns, with a way to know how many have got in line. */
function watched(turns: TurnStore) {
  const seen = new Set<string>();
  const store = {
    fails: false,
    turns: {
      ask: async (key, ticket, most, lease) => {
        if (store.fails) throw new StoreError('Redis is away.');
        const turn = await turns.ask(key, ticket, most, lease);
        seen.add(ticket.id);
        return turn;
      },
      leave: async (key, ticket) => {
        if (store.fails) throw new StoreError('Redis is away.');
        await turns.leave(key, ticket);
      },
    } satisfies TurnStore,
    joined: (count: number) => until(() => seen.size === count),
  };
  return store;
}

describe('inOrder()', () => {
  it('lets a second message wait for the first, and answers both', async () => {
    const simulator = bot();
    const one = ask(simulator, '1');
    await tells('+1');
    const two = ask(simulator, '2');
    await pause(50);
    expect(story).toEqual(['+1']);
    open('1');
    await tells('+1', '-1', '+2');
    open('2');
    expect((await one).reply).toMatchObject({ Content: 'answer 1' });
    expect((await two).reply).toMatchObject({ Content: 'answer 2' });
  });

  it('lets users not wait for each other', async () => {
    const simulator = bot();
    void ask(simulator, '1', 'alice');
    await tells('+1');
    void ask(simulator, '2', 'bob');
    await tells('+1', '+2');
  });

  it('keeps the order of many', async () => {
    const store = watched(memoryStore().turns);
    const simulator = bot({ store });
    const names = ['1', '2', '3', '4', '5', '6'];
    for (const [i, name] of names.entries()) {
      void ask(simulator, name);
      await store.joined(i + 1);
    }
    for (const name of names) {
      await until(() => story.at(-1) === `+${name}`);
      open(name);
    }
    await tells(...names.flatMap((name) => [`+${name}`, `-${name}`]));
  });

  it('goes on after an error', async () => {
    const simulator = bot({}, async (ctx) => {
      await gated(ctx);
      throw new Error('too bad');
    });
    void ask(simulator, '1');
    await tells('+1');
    void ask(simulator, '2');
    open('1');
    await tells('+1', '-1', '+2');
  });

  it.each([
    ['a text', 'One at a time, please.', { MsgType: 'text', Content: 'One at a time, please.' }],
    ['a reply', reply.image('media'), { MsgType: 'image' }],
    ['nothing', undefined, undefined],
  ])('answers those that are too many with %s', async (_what, busy, expected) => {
    const store = watched(memoryStore().turns);
    const simulator = bot({ store, most: 1, ...(busy !== undefined && { busy }) });
    void ask(simulator, '1');
    await tells('+1');
    void ask(simulator, '2');
    await store.joined(2);
    const { outcome, reply: said } = await ask(simulator, '3');
    if (expected === undefined) expect([outcome, said]).toEqual(['silent', undefined]);
    else expect(said).toMatchObject(expected);
    open('1');
    await tells('+1', '-1', '+2');
    open('2');
    await tells('+1', '-1', '+2', '-2');
    void ask(simulator, '4');
    await tells('+1', '-1', '+2', '-2', '+4');
  });

  it('can have a line for something else, or none', async () => {
    const key = ({ message }: Context) =>
      message.MsgType === 'text' && message.Content.startsWith('free') ? '' : 'all';
    const simulator = bot({ key });
    void ask(simulator, '1', 'alice');
    await tells('+1');
    void ask(simulator, '2', 'bob');
    void ask(simulator, 'free', 'alice');
    await tells('+1', '+free');
    open('1');
    await tells('+1', '+free', '-1', '+2');
  });

  it('serves handlers on one route alone', async () => {
    const { simulator, wx } = playWith({}, { logger });
    wx.text(/^\d/, inOrder({ logger }), gated).text(gated);
    void ask(simulator, '1');
    await tells('+1');
    void ask(simulator, '2');
    void ask(simulator, 'x');
    await tells('+1', '+x');
    open('1');
    await tells('+1', '+x', '-1', '+2');
  });

  it.each([-1, 1.5, NaN])('refuses "most": %d', (most) => {
    expect(() => inOrder({ most })).toThrow('"most"');
  });
});

describe('a handler that is given up', () => {
  it('keeps nobody waiting', async () => {
    const { simulator, wx } = playWith({}, { logger });
    const { clock } = simulator;
    wx.use(inOrder({ logger, clock })).text(gated);
    void ask(simulator, '1');
    await tells('+1');
    await clock.advance(30_000);
    void ask(simulator, '2');
    await pause(50);
    await clock.advance(29_000);
    expect(story).toEqual(['+1']);
    await clock.advance(1500);
    await tells('+1', '+2');
    open('1');
    open('2');
    await tells('+1', '+2', '-1', '-2');
  });

  it('gives up its place when it is given up while it waits', async () => {
    const turns = memoryStore().turns;
    const store = watched(turns);
    const { simulator, wx } = playWith({}, { logger });
    const { clock } = simulator;
    let key: UserKey | undefined;
    const spying = {
      turns: {
        ...store.turns,
        ask: (...all: Parameters<TurnStore['ask']>) => ((key = all[0]), store.turns.ask(...all)),
      },
    };
    wx.use(inOrder({ logger, clock, store: spying })).text(gated);
    void ask(simulator, '1');
    await tells('+1');
    open('1');
    await tells('+1', '-1');
    // Somebody in another process, who never ends.
    const other = { id: 'other', owner: 'other' };
    expect(await turns.ask(key!, other, 10, 100_000_000)).toBe('mine');
    void ask(simulator, '2');
    await store.joined(2);
    await clock.advance(61_000);
    await turns.leave(key!, other);
    void ask(simulator, '3');
    await until(() => story.includes('+3'));
    expect(story).toEqual(['+1', '-1', '+3']);
  });
});

describe('several processes', () => {
  /** Two processes that share a store and a clock. */
  function two(options: InOrderOptions = {}) {
    const first = playWith({}, { logger });
    const { clock } = first.simulator;
    const second = playWith({ clock }, { logger, clock });
    const store = watched(memoryStore(clock).turns);
    for (const { wx } of [first, second]) wx.use(inOrder({ logger, clock, store, ...options })).text(gated);
    return { a: first.simulator, b: second.simulator, clock, store };
  }

  it('wait for each other, however long a handler takes', async () => {
    const { a, b, clock, store } = two();
    void ask(a, '1');
    await tells('+1');
    void ask(b, '2');
    await store.joined(2);
    await clock.advance(8000);
    expect(story).toEqual(['+1']);
    open('1');
    await tells('+1', '-1', '+2');
  });

  it('let nobody overtake a message that waits in its own process', async () => {
    const { a, b, clock, store } = two();
    void ask(a, '1');
    await tells('+1');
    void ask(a, '2');
    await store.joined(2);
    void ask(b, '3');
    await store.joined(3);
    await clock.advance(3000);
    open('1');
    await tells('+1', '-1', '+2');
    await clock.advance(3000);
    expect(story).toEqual(['+1', '-1', '+2']);
    open('2');
    await tells('+1', '-1', '+2', '-2', '+3');
  });

  it('wait 6 s for one that has died', async () => {
    const { a, b, clock, store } = two();
    void ask(a, '1');
    await tells('+1');
    // From now on it is as silent as the dead.
    let key: UserKey | undefined;
    const { ask: asks } = store.turns;
    store.turns.ask = (...all) => ((key = all[0]), asks(...all));
    await clock.advance(2000);
    open('1');
    await tells('+1', '-1');
    await store.turns.ask(key!, { id: 'dead', owner: 'dead' }, 10, 6000);
    void ask(b, '2');
    await store.joined(3);
    await clock.advance(4000);
    expect(story).toEqual(['+1', '-1']);
    await clock.advance(2200);
    await tells('+1', '-1', '+2');
  });

  it('go on after one was blocked for so long that its places are gone, whatever it does first then', async () => {
    const { simulator, wx } = playWith({}, { logger });
    const { clock } = simulator;
    const store = watched(memoryStore(clock).turns);
    const asks: Parameters<TurnStore['ask']>[] = [];
    const { ask: askStore } = store.turns;
    store.turns.ask = (...all) => (asks.push(all), askStore(...all));
    const own = blockable(clock);
    wx.use(inOrder({ logger, clock: own.clock, store })).text(gated);
    void ask(simulator, '1');
    await tells('+1');
    open('1');
    await tells('+1', '-1');
    // Somebody in another process.
    const [key] = asks[0]!;
    const other = { id: 'other', owner: 'other' };
    await store.turns.ask(key, other, 10, 100_000_000);
    void ask(simulator, '2');
    await store.joined(3);
    void ask(simulator, '3');
    await store.joined(4);
    own.block();
    await clock.advance(8000);
    own.wake();
    await clock.advance(200);
    await store.turns.leave(key, other);
    await clock.advance(4000);
    expect(story).toEqual(['+1', '-1', '+2']);
    open('2');
    await clock.advance(200);
    await tells('+1', '-1', '+2', '-2', '+3');
  });

  it('keep an order of their own when the store fails, and warn once a minute', async () => {
    const { a, b, store } = two();
    store.fails = true;
    void ask(a, '1');
    await tells('+1');
    void ask(a, '2');
    void ask(b, '3');
    await tells('+1', '+3');
    open('1');
    await tells('+1', '+3', '-1', '+2');
    const warnings = logged.filter(({ event }) => event === 'order-not-shared');
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatchObject({ reason: 'Redis is away.' });
  });

  it('have a bound without the store as well', async () => {
    const { a, store } = two({ most: 1, busy: 'busy' });
    store.fails = true;
    void ask(a, '1');
    await tells('+1');
    void ask(a, '2');
    await pause(50);
    expect((await ask(a, '3')).reply).toMatchObject({ Content: 'busy' });
  });

  it('wait for a lease when the store fails while somebody is known to be before them', async () => {
    const { a, b, clock, store } = two();
    void ask(a, '1');
    await tells('+1');
    void ask(b, '2');
    await store.joined(2);
    store.fails = true;
    await clock.advance(5000);
    expect(story).toEqual(['+1']);
    await clock.advance(1500);
    await tells('+1', '+2');
  });
});

describe('in one process,', () => {
  /** One process, one user: message 0 (8 s) at 0 s, 1 (1 s) at 1 s, 2 (1 s) at 1.5 s; each is given up after 60 s. */
  async function playAlone(
    arrange: (turns: { real: TurnStore; away: boolean }, clock: ReturnType<typeof movableClock>) => TurnStore,
  ) {
    const clock = movableClock();
    const resume = clock.pause();
    const said: string[] = [];
    const turns = arrange({ real: memoryStore(clock).turns, away: false }, clock);
    const plugin = inOrder({ store: { turns }, clock, logger });
    [
      [0, 0, 8000],
      [1, 1000, 1000],
      [2, 1500, 1000],
    ].forEach(([id, at, takes]) =>
      clock.setTimeout(() => {
        const controller = new AbortController();
        clock.setTimeout(() => controller.abort(), 60_000);
        // As much of a context as it needs.
        const ctx = {
          openid: 'alice',
          deliveryId: String(id),
          signal: controller.signal,
          message: { ToUserName: 'gh_1' },
        };
        Promise.resolve(
          plugin(ctx as unknown as Context, async () => {
            said.push(`+${id}`);
            await clock.sleep(takes!);
            return 'x';
          }),
        ).catch(() => said.push(`given up: ${id}`));
      }, at!),
    );
    await clock.advance(100_000);
    resume();
    return said;
  }

  it('a store that is away for 3 s while messages come lets none of them wait for each other', async () => {
    const said = await playAlone((store, clock) => {
      clock.setTimeout(() => (store.away = true), 500);
      clock.setTimeout(() => (store.away = false), 3200);
      const reach = <T>(ask: () => T): T => {
        if (store.away) throw new StoreError('Redis is away.');
        return ask();
      };
      return {
        ask: (...all) => reach(() => store.real.ask(...all)),
        leave: (...all) => reach(() => store.real.leave(...all)),
      };
    });
    expect(said).toEqual(['+0', '+1', '+2']);
  });

  it('nor does one that has lost its data', async () => {
    const said = await playAlone((store, clock) => {
      clock.setTimeout(() => (store.real = memoryStore(clock).turns), 3200);
      return { ask: (...all) => store.real.ask(...all), leave: (...all) => store.real.leave(...all) };
    });
    expect(said).toEqual(['+0', '+1', '+2']);
  });
});

describeWithRedis()('with Redis', () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = server.connect({ commandTimeout: 5000 });
    await client.ping();
  });
  afterAll(() => server.close());
  beforeEach(() => client.flushall());

  it('three processes handle the messages of each user one at a time, in the order in which they came', async () => {
    const store = [1, 2, 3].map(() =>
      watched(redisStore(server.connect({ commandTimeout: 5000 }), { clock: patientClock }).turns),
    );
    const busy = new Set<string>();
    const handled: Record<string, number[]> = { alice: [], bob: [] };
    const handler = async ({ openid, message: { Content } }: Text) => {
      if (busy.has(openid)) story.push(`${Content} came between`);
      busy.add(openid);
      await pause(Number(Content) % 4 === 0 ? 120 : 5);
      handled[openid]!.push(Number(Content));
      busy.delete(openid);
      return 'done';
    };
    const processes = store.map((each) => bot({ store: each, most: 100 }, handler));
    let joined = [0, 0, 0];
    const answers = [];
    for (let n = 0; n < 36; n++) {
      const which = (n * 7 + (n >> 2)) % 3;
      answers.push(ask(processes[which]!, String(n), n % 3 === 0 ? 'bob' : 'alice'));
      joined = joined.map((count, i) => (i === which ? count + 1 : count));
      await store[which]!.joined(joined[which]!);
    }
    for (const { reply } of await Promise.all(answers)) expect(reply).toMatchObject({ Content: 'done' });
    expect(story).toEqual([]);
    for (const [openid, ours] of [
      ['bob', true],
      ['alice', false],
    ] as const)
      expect(handled[openid]).toEqual(
        Array.from({ length: 36 }, (_, n) => n).filter((n) => (n % 3 === 0) === ours),
      );
    await until(async () => (await client.dbsize()) === 0);
    expect(logged).toEqual([]);
  });

  it('a Redis that is frozen costs a message 200 ms at most, and the next one nothing', async () => {
    const [one, other] = [1, 2].map(() =>
      bot({ store: redisStore(server.connect()) }, async () => 'done'),
    ) as [Simulator, Simulator];
    const timed = async (simulator: Simulator, content: string) => {
      const start = performance.now();
      expect((await ask(simulator, content)).reply).toMatchObject({ Content: 'done' });
      return performance.now() - start;
    };
    await timed(one, '1');
    await timed(other, '2');
    server.freeze();
    expect(await timed(one, '3')).toBeLessThan(1000);
    server.thaw();
    // What Redis carries out late keeps nobody waiting.
    expect(await timed(other, '4')).toBeLessThan(4000);
    await until(async () => (await client.dbsize()) === 0);
  });

  it('a message whose place could not be given up leaves it a little later', async () => {
    const store = watched(
      redisStore(server.connect({ commandTimeout: 5000 }), { clock: patientClock }).turns,
    );
    const simulator = bot({ store });
    void ask(simulator, '1');
    await tells('+1');
    store.fails = true;
    open('1');
    await tells('+1', '-1');
    expect(await client.dbsize()).toBe(1);
    store.fails = false;
    const start = performance.now();
    await until(async () => (await client.dbsize()) === 0);
    expect(performance.now() - start).toBeLessThan(4500);
  });
});
