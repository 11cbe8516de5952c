import type { Redis } from 'ioredis';
import {
  createDialogue,
  createForm,
  createRouter,
  inOrder,
  memoryStore,
  redisStore,
  reply,
  session,
} from 'offiaccount';
import type { Context, DialogueOptions, DialogueScript, Handler, Router, Store } from 'offiaccount';
import { readMessage } from '../../lib/model/message';
import { createContext } from '../../lib/router/context';
import { StoreError } from '../../lib/store/store';
import { patientClock } from '../support/clock';
import { describeWithRedis, startRedis, until, type RedisServer } from '../support/redis';
import { dispatched, listener, silent, talkative } from '../support/talk';

const quiet = { logger: silent };
const twoQuestions: DialogueScript = async ({ ask }) => `${await ask('a?')} ${await ask('b?')}`;
const order = (script: DialogueScript, options: DialogueOptions = {}) =>
  createDialogue('order', script, { ...quiet, ...options });
const form = (version: number, end = 'end', options: DialogueOptions = {}) =>
  createForm('order', {
    version,
    ...options,
    fields: { a: { ask: 'a?' }, b: { ask: 'b?' } },
    done: ({ a, b }) => `${end} ${a} ${b}`,
    ...quiet,
  });

const manyQuestions =
  (many: number): DialogueScript =>
  async ({ ask }) => {
    for (let i = 0; i < many; i++) await ask(`${i}?`);
    return 'end';
  };

/** Processes that share a store. */
const processes = (store: Store, ...conversations: readonly ReturnType<typeof order>[]): readonly Router[] =>
  conversations.map((conversation) => talkative({ order: conversation }, { store }));

function cases(open: () => Promise<Store> | Store): void {
  let store: Store;
  /** A process that has crashed keeps its place in the line no longer than its spec. */
  let crashed: AbortController;
  beforeEach(async () => {
    store = await open();
    crashed = new AbortController();
  });
  afterEach(() => crashed.abort());

  it.each([
    ['a form', () => form(1)],
    ['a dialogue', () => order(twoQuestions)],
  ])(
    '%s goes on in another process, and repeats its question to a message that comes again',
    async (_what, make) => {
      const [one, two] = processes(store, make(), make());
      expect(await dispatched(one!, 'order', { id: '1' })).toBe('a?');
      expect(await dispatched(two!, 'order', { id: '1', attempt: 2 })).toBe('a?');
      expect(await dispatched(two!, 'x', { id: '2' })).toBe('b?');
      for (let i = 0; i < 3; i++) expect(await dispatched(one!, 'x', { id: '2', attempt: 2 })).toBe('b?');
      expect(await dispatched(one!, 'y', { id: '3' })).toMatch(/x y$/);
      expect(await dispatched(two!, 'y', { id: '3', attempt: 2 })).toMatch(/x y$/);
      expect(await dispatched(two!, 'z')).toBe('?');
    },
  );

  it('ends with a word after a new version, and the next message is a usual one', async () => {
    const [before, after] = processes(store, form(1), form(2));
    await dispatched(before!, 'order');
    expect(await dispatched(after!, 'x', { id: '1' })).toBe('刚才的内容有更新，请重新开始。');
    expect(await dispatched(after!, 'x', { id: '1', attempt: 2 })).toBe('刚才的内容有更新，请重新开始。');
    expect(await dispatched(after!, 'x')).toBe('?');
    expect(await dispatched(after!, 'order')).toBe('a?');
  });

  it.each<[string, DialogueScript]>([
    ['a question of another kind', async ({ ask }) => (await ask.image('a?')).MediaId],
    ['no question', () => 'end'],
    ['another question before it', async ({ ask }) => `${await ask.choice('0?', ['x'])} ${await ask('a?')}`],
    ['an error', () => Promise.reject(new Error('new code'))],
    ['a time before it', async ({ ask, now }) => `${now()} ${await ask('a?')}`],
  ])('ends with a word where its code has %s, also without a new version', async (_what, script) => {
    for (const check of [true, false]) {
      const [before, after] = processes(
        store,
        order(twoQuestions),
        order(script, { check, changed: 'changed' }),
      );
      await dispatched(before!, 'order');
      await dispatched(before!, 'x');
      expect(await dispatched(after!, 'y')).toBe('changed');
      expect(await dispatched(after!, 'y')).toBe('?');
    }
  });

  it('ends with a word where a choice is no longer offered, or a field has another name', async () => {
    const choice = (word: string) =>
      order(async ({ ask }) => `${await ask.choice('a?', [word, 'other'])} ${await ask('b?')}`, {
        check: false,
      });
    const [one, two] = processes(store, choice('red'), choice('blue'));
    await dispatched(one!, 'order');
    expect(await dispatched(one!, '1')).toBe('b?');
    expect(await dispatched(two!, 'y')).toBe('刚才的内容有更新，请重新开始。');
    const renamed = createForm('order', { fields: { c: { ask: 'c?' } }, done: () => 'end', ...quiet });
    const [three, four] = processes(store, form(1), renamed);
    await dispatched(three!, 'order');
    expect(await dispatched(four!, 'y')).toBe('刚才的内容有更新，请重新开始。');
  });

  it('that nobody knows any more is in nobody’s way', async () => {
    const [before] = processes(store, order(twoQuestions));
    await dispatched(before!, 'order');
    const after = talkative(
      { other: createForm('other', { fields: { a: { ask: 'other?' } }, done: () => 'end', ...quiet }) },
      { store },
    );
    expect(await dispatched(after, 'x')).toBe('?');
    expect(await dispatched(after, 'other')).toBe('other?');
    expect(await dispatched(after, 'x')).toBe('end');
  });

  it('does a side effect at most once, and says so when nobody knows how far it came', async () => {
    const done: string[] = [];
    let crash: (() => void) | undefined;
    const make = (instead?: () => string) =>
      order(
        async ({ ask, once }) => {
          const name = await ask('a?');
          const id = await once(
            'create',
            async () => {
              done.push(name);
              if (crash !== undefined) {
                crash();
                await new Promise(() => undefined);
              }
              return 'created';
            },
            instead,
          );
          return `${id} ${name}`;
        },
        { unclear: 'unclear' },
      );
    const story = async (instead?: () => string) => {
      const [one, two] = processes(store, make(instead), make(instead));
      await dispatched(one!, 'order');
      const died = new Promise<void>((resolve) => (crash = resolve));
      void dispatched(one!, 'x', { id: 'crash', signal: crashed.signal }).catch(() => undefined);
      await died;
      crash = undefined;
      return dispatched(two!, 'x', { id: 'crash', attempt: 2 });
    };
    expect(await story()).toBe('unclear');
    const [next] = processes(store, make());
    expect(await dispatched(next!, 'x')).toBe('?');
    expect(done).toEqual(['x']);
  });

  it('finds out what a side effect did that was cut off, where it is told how', async () => {
    let crash: () => void = () => undefined;
    const died = new Promise<void>((resolve) => (crash = resolve));
    let found = 0;
    const make = () =>
      order(async ({ ask, once }) => {
        const name = await ask('a?');
        const id = await once(
          'create',
          () => (crash(), new Promise<string>(() => undefined)),
          () => `found ${++found}`,
        );
        await ask('b?');
        return `${id} ${name}`;
      });
    const [one, two] = processes(store, make(), make());
    await dispatched(one!, 'order');
    void dispatched(one!, 'x', { id: 'crash', signal: crashed.signal }).catch(() => undefined);
    await died;
    expect(await dispatched(two!, 'x', { id: 'crash', attempt: 2 })).toBe('b?');
    expect(await dispatched(two!, 'y')).toBe('found 1 x');
  });

  it('knows what was done once when an answer that is not kept is made again', async () => {
    let runs = 0;
    const make = () =>
      order(async ({ ask, once }) => {
        const name = await ask('a?');
        return reply.long(`${await once('n', () => ++runs)} ${name}`);
      });
    const [one, two] = processes(store, make(), make());
    await dispatched(one!, 'order');
    expect(await dispatched(one!, 'x', { id: 'long' })).toBe('1 x');
    expect(await dispatched(two!, 'x', { id: 'long', attempt: 2 })).toBe('1 x');
    expect(await dispatched(two!, 'x')).toBe('?');
  });

  it('repeats the step when its code has thrown, and counts no try', async () => {
    let fails = true;
    const bot = talkative(
      {
        order: order(
          async ({ ask }) => {
            const name = await ask('a?');
            if (fails) throw new Error('away');
            return name;
          },
          { tries: 1 },
        ),
      },
      { store },
    );
    await dispatched(bot, 'order');
    await expect(dispatched(bot, 'x')).rejects.toThrow('away');
    fails = false;
    expect(await dispatched(bot, 'y')).toBe('y');
  });

  it.each([
    ['a form', () => form(1)],
    ['a dialogue', () => order(twoQuestions)],
  ])(
    '%s lets events pass, is replaced by another that a menu begins, and ends when the user leaves',
    async (_what, make) => {
      const other = createForm('other', { fields: { c: { ask: 'c?' } }, done: ({ c }) => c, ...quiet });
      const event = (Event: string, more = {}) => ({ fields: { MsgType: 'event', Event, ...more } });
      const bot = talkative(
        { order: make(), other },
        { store, before: [createRouter().click('OTHER', other.begin)] },
      );
      await dispatched(bot, 'order');
      expect(await dispatched(bot, '', event('CLICK', { EventKey: 'KEY' }))).toBeUndefined();
      expect(await dispatched(bot, 'x')).toBe('b?');
      expect(await dispatched(bot, '', event('CLICK', { EventKey: 'OTHER' }))).toBe('c?');
      expect(await dispatched(bot, 'z')).toBe('z');
      await dispatched(bot, 'order');
      await dispatched(bot, '', event('unsubscribe'));
      expect(await dispatched(bot, 'x')).toBe('?');
    },
  );

  it.each([
    ['a form', (options: DialogueOptions) => form(1, 'end', options)],
    ['a dialogue', (options: DialogueOptions) => order(twoQuestions, options)],
  ])(
    '%s asks again after a message of another type, and is over after its time, with a word',
    async (_what, make) => {
      const bot = talkative({ order: make({ ttl: 60_000, expired: 'late.', tries: 1 }) }, { store });
      const image = { fields: { MsgType: 'image', PicUrl: '', MediaId: 'm' } };
      await dispatched(bot, 'order');
      for (const at of [50, 100])
        expect(await dispatched(bot, '', { ...image, at })).toBe('请用文字回复。\na?');
      expect(await dispatched(bot, 'x', { at: 150 })).toBe('b?');
      expect(await dispatched(bot, 'y', { at: 211 })).toBe('late.\n?');
      expect(await dispatched(bot, 'y', { at: 212 })).toBe('?');
    },
  );

  it.each([
    ['a form', () => form(1)],
    ['a dialogue', () => order(twoQuestions)],
  ])('%s takes answers that two processes get at the same time one after the other', async (_what, make) => {
    const [one, two] = processes(store, make(), make());
    await dispatched(one!, 'order');
    const both = [dispatched(one!, 'x'), dispatched(two!, 'x')];
    expect((await Promise.all(both)).sort()).toEqual(['b?', expect.stringMatching(/x x$/)]);
    expect(await dispatched(one!, 'x')).toBe('?');
  });

  it.each<[string, DialogueScript, number]>([
    [
      '50 answers',
      async ({ ask }) => {
        for (;;) await ask('a?');
      },
      50,
    ],
    [
      '16 KiB',
      async ({ ask, once }) => {
        for (let i = 0; ; i++) {
          await once(String(i), () => 'x'.repeat(4000));
          await ask('a?');
        }
      },
      4,
    ],
  ])(
    'ends with a word when it keeps %s, and the next message is a usual one',
    async (_what, script, most) => {
      const bot = talkative({ order: order(script, { check: false, tooLong: 'too long' }) }, { store });
      for (let i = 0; i < most; i++) expect(await dispatched(bot, i === 0 ? 'order' : 'x')).toBe('a?');
      expect(await dispatched(bot, 'x')).toBe('too long');
      expect(await dispatched(bot, 'x')).toBe('?');
    },
  );

  it('does not go on in memory: what waits for an answer is never ended', async () => {
    const ended: string[] = [];
    const script: DialogueScript = async ({ ask }) => {
      try {
        return await ask('a?');
      } finally {
        ended.push('finally');
      }
    };
    const bot = talkative({ order: order(script) }, { store });
    await dispatched(bot, 'order');
    expect(await dispatched(bot, '取消')).toBe('已取消。');
    expect(ended).toEqual([]);
    await dispatched(bot, 'order');
    expect(await dispatched(bot, 'x')).toBe('x');
    expect(ended).toEqual(['finally']);
  });

  it('is kept beside the session of the handlers, which stays theirs', async () => {
    let held: unknown;
    const look = createRouter().text('look', async (ctx) => {
      held = await ctx.session;
      return 'looked';
    });
    const bot = talkative({ order: order(twoQuestions) }, { store, before: [look] });
    await dispatched(bot, 'order');
    await dispatched(bot, 'look');
    expect(held).toEqual({});
    expect(await dispatched(bot, 'x')).toBe('b?');
  });
}

describe('a conversation in memory', () => cases(() => memoryStore()));

describeWithRedis()('a conversation in Redis', () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = server.connect({ commandTimeout: 5000 });
  });
  afterAll(() => server.close());
  cases(async () => {
    await client.flushall();
    return redisStore(client, { clock: patientClock });
  });

  it('is there again when Redis was away, and says so meanwhile', async () => {
    const bot = talkative({ order: order(twoQuestions) }, { store: redisStore(client) });
    await dispatched(bot, 'order');
    server.freeze();
    expect(await dispatched(bot, 'x')).toBe('系统繁忙，请稍后再试。');
    server.thaw();
    let answer: string | undefined;
    await until(async () => (answer = await dispatched(bot, 'x')) !== '系统繁忙，请稍后再试。');
    expect(answer).toBe('b?');
  });
});

/** A store in memory that counts what its sessions are asked, and can fail. */
function counted() {
  const { sessions, ...others } = memoryStore();
  const seen = { asked: 0, fails: '' };
  const ask = <T>(name: string, run: () => T): T => {
    seen.asked++;
    if (seen.fails.includes(name)) throw new StoreError('The store is away.');
    return run();
  };
  const store: Store = {
    ...others,
    sessions: {
      read: (...all) => ask('read', () => sessions.read(...all)),
      write: (...all) => ask('write', () => sessions.write(...all)),
      replace: (...all) => ask('write', () => sessions.replace(...all)),
    },
  };
  return { seen, store };
}

describe('when the store is away', () => {
  const bot = (store: Store, options: DialogueOptions = {}) =>
    talkative({ order: order(twoQuestions, options) }, { store });

  it.each(['read', 'write'])('and fails to %s, no step is taken', async (what) => {
    const { seen, store } = counted();
    const router = bot(store, { lost: 'later' });
    await dispatched(router, 'order');
    seen.fails = what;
    expect(await dispatched(router, 'x')).toBe('later');
    seen.fails = '';
    expect(await dispatched(router, 'y')).toBe('b?');
    expect(await dispatched(router, 'z')).toBe('y z');
  });

  it('none is begun', async () => {
    const { seen, store } = counted();
    const conversation = order(twoQuestions);
    const router = createRouter()
      .use(inOrder({ store, logger: silent }), session({ store, logger: silent }))
      .text('order', conversation.begin)
      .use(conversation);
    seen.fails = 'read write';
    expect(await dispatched(router, 'order')).toBe('系统繁忙，请稍后再试。');
    seen.fails = '';
    expect(await dispatched(router, 'x')).toBeUndefined();
  });

  it('no side effect is begun', async () => {
    const { seen, store } = counted();
    let runs = 0;
    const script: DialogueScript = async ({ ask, once }) => {
      await ask('a?');
      await once('n', () => ++runs);
      return 'end';
    };
    const router = talkative({ order: order(script) }, { store });
    await dispatched(router, 'order');
    seen.fails = 'write';
    expect(await dispatched(router, 'x')).toBe('系统繁忙，请稍后再试。');
    expect(runs).toBe(0);
    seen.fails = '';
    expect(await dispatched(router, 'x')).toBe('end');
    expect(runs).toBe(1);
  });

  it('messages pass by where that is wanted', async () => {
    const { seen, store } = counted();
    const router = bot(store, { lost: '' });
    seen.fails = 'read';
    expect(await dispatched(router, 'x')).toBe('?');
  });
});

describe('what the store is asked', () => {
  it.each<[string, Handler, number, number]>([
    ['do not read the session', () => '?', 0, 1],
    ['read the session', async (ctx) => JSON.stringify(await ctx.session), 1, 1],
    [
      'change the session',
      async (ctx) => {
        Object.assign(await ctx.session, { changed: true });
        return '?';
      },
      2,
      2,
    ],
  ])(
    'is for somebody without a conversation one question more than with session() alone at most, where handlers %s',
    async (_what, handler, alone, beside) => {
      const conversations = [form(1), order(twoQuestions), createDialogue('third', () => 'end', quiet)];
      const asked = async (...all: readonly Handler[]) => {
        const { seen, store } = counted();
        const bot = createRouter()
          .use(session({ store, logger: silent }), ...all)
          .message(handler);
        await dispatched(bot, 'x');
        return seen.asked;
      };
      expect([await asked(), await asked(...conversations)]).toEqual([alone, beside]);
    },
  );

  it('is nothing for events', async () => {
    const { seen, store } = counted();
    const bot = talkative({ order: order(twoQuestions) }, { store });
    await dispatched(bot, '', { fields: { MsgType: 'event', Event: 'CLICK', EventKey: 'x' } });
    await dispatched(bot, '', {
      fields: { MsgType: 'event', Event: 'LOCATION', Latitude: '1', Longitude: '1', Precision: '1' },
    });
    expect(seen.asked).toBe(0);
  });

  it('is two questions for each answer', async () => {
    const { seen, store } = counted();
    const bot = talkative({ order: order(twoQuestions) }, { store });
    for (const text of ['order', 'x', 'y']) {
      seen.asked = 0;
      await dispatched(bot, text);
      expect(seen.asked).toBe(2);
    }
  });
});

it.each([
  ['', false],
  [', and looked at in development,', true],
])('a dialogue of 50 answers is played again%s within a moment', async (_what, check) => {
  const bot = talkative({ order: order(manyQuestions(50), { check }) });
  await dispatched(bot, 'order');
  for (let i = 1; i < 50; i++) await dispatched(bot, 'x');
  const picture = { fields: { MsgType: 'image', PicUrl: '', MediaId: 'm' } };
  const runs = 50;
  const start = process.cpuUsage();
  // A picture is no answer, so that the dialogue stays where it is.
  for (let i = 0; i < runs; i++) expect(await dispatched(bot, '', picture)).toMatch(/^请用文字回复。/);
  const { user, system } = process.cpuUsage(start);
  // `npm run bench:conversations` measures 0.3 to 0.4 ms of CPU time for the whole message, and 1 ms is the limit.
  // Before the code is warm, and beside another worker of jest, it takes ten times that.
  expect((user + system) / runs / 1000).toBeLessThan(30);
});

it('a conversation needs a session', async () => {
  const { logger } = listener();
  const conversation = order(twoQuestions, { logger });
  const message = readMessage({
    ToUserName: 'gh_1',
    FromUserName: 'alice',
    CreateTime: '1',
    MsgId: '1',
    MsgType: 'text',
    Content: 'x',
  });
  const ctx: Context = createContext(
    message,
    { deliveryId: '1', attempt: 1, signal: new AbortController().signal },
    () => {
      throw new Error('This spec has no API.');
    },
    { appId: 'wx9f1d2c3b4a5e6f70', logger },
  );
  await expect(conversation(ctx, async () => undefined)).rejects.toThrow(
    'need wx.use(session()) before them',
  );
  await expect(conversation.begin(ctx)).rejects.toThrow('need wx.use(session()) before them');
});
