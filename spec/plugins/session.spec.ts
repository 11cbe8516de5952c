import type { Redis } from 'ioredis';
import { memoryStore, redisStore, session } from 'offiaccount';
import type { Context, Handler, LogFields, Message, Session, SessionOptions } from 'offiaccount';
import type { Simulator } from 'offiaccount/testing';
import type { SessionStore } from '../../lib/store/sessions';
import { StoreError } from '../../lib/store/store';
import { closeAll, playWith } from '../support/accounts';
import { patientClock } from '../support/clock';
import { describeWithRedis, startRedis, type RedisServer } from '../support/redis';

declare module 'offiaccount' {
  interface Session {
    stage?: string | undefined;
    visits?: number;
    odd?: unknown;
  }
}

type Texts = Pick<SessionStore, 'read' | 'write'>;

let logged: (LogFields & { readonly message: string })[];
const log = (fields: LogFields, message: string): void => void logged.push({ ...fields, message });
const logger = { warn: log, error: log };

beforeEach(() => {
  logged = [];
});
afterEach(closeAll);

/** A bot with sessions. */
function bot(handler: Handler<Context<Message<'text'>>>, options: SessionOptions = {}): Simulator {
  const { simulator, wx } = playWith({}, { logger });
  wx.use(session({ logger, ...options })).text(handler);
  return simulator;
}

const counts: Handler = async (ctx) => {
  const held = await ctx.session;
  held.visits = (held.visits ?? 0) + 1;
  return String(held.visits);
};
const says = async (simulator: Simulator, openid: string, content = 'x') => {
  const { reply } = await simulator.user(openid).says(content);
  return reply?.MsgType === 'text' ? reply.Content : undefined;
};

/** A store in memory that remembers what it was asked. */
function watched(): { sessions: Texts; asked: string[]; fails: boolean } {
  const { sessions } = memoryStore();
  const seen = {
    asked: [] as string[],
    fails: false,
    sessions: {
      read: async (key, ttl) => {
        seen.asked.push('read');
        if (seen.fails) throw new StoreError('Redis is away.');
        return sessions.read(key, ttl);
      },
      write: async (key, text, ttl) => {
        // How the message was answered stands below it.
        seen.asked.push(`write ${text?.split('\n', 1)[0]}`);
        if (seen.fails) throw new StoreError('Redis is away.');
        return sessions.write(key, text, ttl);
      },
    } satisfies Texts,
  };
  return seen;
}

describe('a session', () => {
  it('is kept from message to message, for each user', async () => {
    const simulator = bot(counts);
    expect(await says(simulator, 'alice')).toBe('1');
    expect(await says(simulator, 'alice')).toBe('2');
    expect(await says(simulator, 'bob')).toBe('1');
    expect(await says(simulator, 'alice')).toBe('3');
  });

  it('leads through a conversation', async () => {
    const simulator = bot(async (ctx) => {
      const held = await ctx.session;
      if (held.stage === 'name') {
        ctx.session = null;
        return `Hello ${ctx.message.Content}`;
      }
      held.stage = 'name';
      return 'Your name?';
    });
    expect(await says(simulator, 'alice', 'hi')).toBe('Your name?');
    expect(await says(simulator, 'alice', 'Alice')).toBe('Hello Alice');
    expect(await says(simulator, 'alice', 'hi')).toBe('Your name?');
  });

  it('is one for each account on the same store', async () => {
    const store = memoryStore();
    const make = (originalId: string) => {
      const { simulator, wx } = playWith({ originalId });
      wx.use(session({ store })).text(counts);
      return simulator;
    };
    const [one, two] = [make('gh_000000000001'), make('gh_000000000002')];
    expect(await says(one, 'alice')).toBe('1');
    expect(await says(two, 'alice')).toBe('1');
    expect(await says(one, 'alice')).toBe('2');
  });

  it('is shared by all handlers of a message, whichever route they are on', async () => {
    const { simulator, wx } = playWith();
    const seen: Session[] = [];
    wx.text(/^x/, session(), async (ctx, next) => {
      (await ctx.session).stage = 'one';
      seen.push(await ctx.session);
      return next();
    });
    wx.text(async (ctx) => {
      seen.push(await ctx.session);
      return (await ctx.session).stage;
    });
    expect(await says(simulator, 'alice')).toBe('one');
    expect(seen[0]).toBe(seen[1]);
  });

  it('is asked of the store when a handler asks for it, once, and stored if it has changed', async () => {
    const store = watched();
    const simulator = bot(
      async (ctx) => {
        const { Content } = ctx.message;
        if (Content === 'nothing') return 'ok';
        const [held, again] = await Promise.all([ctx.session, ctx.session]);
        expect(held).toBe(again);
        if (Content === 'change') held.stage = 'a';
        if (Content === 'clear') delete held.stage;
        return 'ok';
      },
      { store },
    );
    const asks = async (content: string) => {
      store.asked = [];
      await says(simulator, 'alice', content);
      return store.asked;
    };
    expect(await asks('nothing')).toEqual([]);
    expect(await asks('look')).toEqual(['read']);
    expect(await asks('change')).toEqual(['read', 'write {"stage":"a"}']);
    expect(await asks('change')).toEqual(['read']);
    expect(await asks('clear')).toEqual(['read', 'write {}']);
    expect(await asks('clear')).toEqual(['read']);
  });

  it('can be replaced, or forgotten, without having been read', async () => {
    const store = watched();
    const simulator = bot(
      (ctx) => {
        ctx.session = ctx.message.Content === 'forget' ? null : { stage: ctx.message.Content };
        return 'ok';
      },
      { store },
    );
    await says(simulator, 'alice', 'a');
    await says(simulator, 'alice', 'forget');
    expect(store.asked).toEqual(['write {"stage":"a"}', 'write {}']);
  });

  it('is what it was set to last, even while it was being read', async () => {
    const store = watched();
    const simulator = bot(
      async (ctx) => {
        const before = ctx.session;
        ctx.session = { stage: 'new' };
        await before;
        return (await ctx.session).stage;
      },
      { store },
    );
    expect(await says(simulator, 'alice')).toBe('new');
    expect(store.asked).toEqual(['read', 'write {"stage":"new"}']);
  });

  it('is not stored when a handler fails', async () => {
    const simulator = bot(async (ctx) => {
      const held = await ctx.session;
      if (ctx.message.Content === 'look') return held.stage ?? 'none';
      held.stage = 'half';
      throw new Error('too bad');
    });
    await says(simulator, 'alice', 'fail');
    expect(await says(simulator, 'alice', 'look')).toBe('none');
  });

  it('is forgotten when it has not been used for its time', async () => {
    const { simulator, wx } = playWith();
    wx.use(session({ store: memoryStore(simulator.clock), ttl: 1000 })).text(counts);
    expect(await says(simulator, 'alice')).toBe('1');
    await simulator.clock.advance(900);
    expect(await says(simulator, 'alice')).toBe('2');
    await simulator.clock.advance(900);
    expect(await says(simulator, 'alice')).toBe('3');
    await simulator.clock.advance(1001);
    expect(await says(simulator, 'alice')).toBe('1');
  });

  it('may belong to whomever one likes', async () => {
    const simulator = bot(counts, { key: () => 'everybody' });
    expect(await says(simulator, 'alice')).toBe('1');
    expect(await says(simulator, 'bob')).toBe('2');
  });

  it('is not there for nobody, or without the plugin', async () => {
    await says(bot(counts, { key: () => '' }), 'alice');
    const { simulator, wx } = playWith({}, { logger });
    wx.text(counts);
    await says(simulator, 'alice');
    const failed = logged.filter(({ event }) => event === 'handler-failed').map(({ err }) => String(err));
    expect(failed).toEqual([
      'ConfigError: This message is nobody’s: it has no session.',
      'ConfigError: ctx.session needs wx.use(session()) before the handlers that use it.',
    ]);
  });
});

describe('a session holds plain JSON', () => {
  it.each<[string, Session]>([
    ['text and numbers', { odd: { a: 'x', b: 0, c: -1.5, d: true, e: null, f: [1, [{}]] } }],
    ['what has been cleared', { stage: undefined, visits: 1 }],
    ['objects without prototype', { odd: Object.assign(Object.create(null) as object, { a: 1 }) }],
    ['names that objects have', JSON.parse('{"odd":{"__proto__":1,"constructor":2,"toJSON":3}}') as Session],
  ])('%s', async (_what, value) => {
    const store = memoryStore();
    const simulator = bot(
      async (ctx) => {
        if (ctx.message.Content === 'set') ctx.session = value;
        return JSON.stringify(await ctx.session);
      },
      { store },
    );
    await says(simulator, 'alice', 'set');
    expect(await says(simulator, 'alice', 'get')).toBe(JSON.stringify(value));
    expect(logged).toEqual([]);
  });

  const circle: Record<string, unknown> = {};
  circle.self = circle;
  it.each<[string, unknown, string]>([
    ['a date', new Date(0), 'ctx.session.odd is of class Date.'],
    ['a map', { deep: [new Map()] }, 'ctx.session.odd.deep[0] is of class Map.'],
    ['a function', () => 1, 'ctx.session.odd is of type function.'],
    ['a big number', { a: 1n }, 'ctx.session.odd.a is of type bigint.'],
    ['a symbol', [Symbol('x')], 'ctx.session.odd[0] is of type symbol.'],
    ['no number', { a: NaN }, 'ctx.session.odd.a is NaN.'],
    ['an endless number', -Infinity, 'ctx.session.odd is -Infinity.'],
    ['a hole in a list', [undefined], 'ctx.session.odd[0] is of type undefined.'],
    [
      'an object of a class without name',
      Object.create({ constructor: 1 }),
      'ctx.session.odd is of class unknown.',
    ],
    ['a circle', circle, 'nested too deeply, or contains itself'],
    ['too much', '名'.repeat(5500), 'ctx.session has 16510 bytes, and may have 16384'],
  ])('and not %s', async (_what, value, message) => {
    const simulator = bot(async (ctx) => {
      const held = await ctx.session;
      if (ctx.message.Content === 'set') held.odd = value;
      return held.odd === undefined ? 'nothing' : 'something';
    });
    await says(simulator, 'alice', 'set');
    expect(String(logged[0]?.err)).toContain(message);
    expect(logged[0]?.err).toMatchObject({ code: 'config' });
    expect(await says(simulator, 'alice', 'get')).toBe('nothing');
  });

  it.each(['text', 7, [1], undefined])('and is an object: not %j', async (value) => {
    const simulator = bot((ctx) => {
      ctx.session = value as unknown as Session;
      return 'ok';
    });
    await says(simulator, 'alice');
    expect(String(logged[0]?.err)).toContain('ctx.session takes an object, or null.');
  });

  it('whatever another program has stored there', async () => {
    const store = memoryStore();
    let text = '';
    const sessions: Texts = { read: () => text, write: (...all) => store.sessions.write(...all) };
    const simulator = bot(counts, { store: { sessions } });
    for (text of ['{', '[]', '7', 'null', '""']) expect(await says(simulator, 'alice')).toBe('1');
    expect(logged).toEqual([]);
  });
});

describe('when the store fails', () => {
  it('handlers see an empty session, which is not stored, and one warning a minute says so', async () => {
    const store = watched();
    const simulator = bot(counts, { store });
    expect(await says(simulator, 'alice')).toBe('1');
    expect(await says(simulator, 'alice')).toBe('2');
    store.fails = true;
    store.asked = [];
    for (let i = 0; i < 3; i++) expect(await says(simulator, 'alice')).toBe('1');
    expect(store.asked).toEqual(['read', 'read', 'read']);
    expect(logged).toEqual([
      {
        event: 'session-not-read',
        reason: 'Redis is away.',
        message: 'A session could not be read: the handlers see an empty one.',
      },
    ]);
    store.fails = false;
    expect(await says(simulator, 'alice')).toBe('3');
  });

  it('the answer is given all the same when the session cannot be stored', async () => {
    const store = watched();
    const simulator = bot(
      async (ctx) => {
        (await ctx.session).stage = 'a';
        store.fails = true;
        return 'answer';
      },
      { store },
    );
    expect(await says(simulator, 'alice')).toBe('answer');
    expect(logged.map(({ event }) => event)).toEqual(['session-not-stored']);
  });

  it('what a handler replaces is stored, if it can be', async () => {
    const store = watched();
    const simulator = bot(
      async (ctx) => {
        if (ctx.message.Content === 'look') return (await ctx.session).stage;
        store.fails = true;
        await ctx.session;
        store.fails = false;
        ctx.session = { stage: 'b' };
        return 'ok';
      },
      { store },
    );
    await says(simulator, 'alice', 'replace');
    expect(await says(simulator, 'alice', 'look')).toBe('b');
  });

  it('other errors of a store show nothing of themselves', async () => {
    const sessions: Texts = {
      read: () => {
        throw new Error('canary');
      },
      write: () => undefined,
    };
    const simulator = bot(counts, { store: { sessions } });
    expect(await says(simulator, 'alice')).toBe('1');
    expect(JSON.stringify(logged)).toContain('The store failed.');
    expect(JSON.stringify(logged)).not.toContain('canary');
  });
});

describe('settings', () => {
  it.each([
    [{ ttl: 0 }, '"ttl"'],
    [{ ttl: NaN }, '"ttl"'],
    [{ ttl: 2 ** 31 }, '"ttl"'],
    [{ maxSize: 1.5 }, '"maxSize"'],
  ])('%j are refused', (options, name) => {
    expect(() => session(options)).toThrow(name);
  });
});

describeWithRedis()('sessions in Redis', () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = server.connect({ commandTimeout: 5000 });
    await client.ping();
  });
  afterAll(() => server.close());

  it('are shared by processes, under names that show no openid', async () => {
    const [one, two] = [1, 2].map(() =>
      bot(counts, {
        store: redisStore(server.connect({ commandTimeout: 5000 }), { clock: patientClock }),
        ttl: 60_000,
      }),
    );
    expect(await says(one!, 'alice-canary')).toBe('1');
    expect(await says(two!, 'alice-canary')).toBe('2');
    const names = await client.keys('*');
    expect(names).toEqual([expect.stringMatching(/^wx:\{gh_\w+:[0-9a-f]{64}\}:s$/)]);
    expect(await client.get(names[0]!)).toMatch(/^\{"visits":2\}\n/);
    expect(await client.pttl(names[0]!)).toBeGreaterThan(30_000);
  });

  it('survive a frozen Redis, which costs each message 200 ms at most', async () => {
    const simulator = bot(counts, { store: redisStore(server.connect()) });
    expect(await says(simulator, 'bob')).toBe('1');
    server.freeze();
    const start = performance.now();
    expect(await says(simulator, 'bob')).toBe('1');
    expect(performance.now() - start).toBeLessThan(1000);
    server.thaw();
    expect(logged.map(({ event }) => event)).toEqual(['session-not-read']);
  });
});
