import type { Redis } from 'ioredis';
import { createRouter, inOrder, memoryStore, redisStore, reply, session } from 'offiaccount';
import type { Answer, Context, Handler, Router, SessionOptions, Store } from 'offiaccount';
import { readMessage } from '../../lib/model/message';
import { createContext } from '../../lib/router/context';
import { StoreError } from '../../lib/store/store';
import { never, patientClock } from '../support/clock';
import { describeWithRedis, startRedis, type RedisServer } from '../support/redis';

declare module 'offiaccount' {
  interface Session {
    answers?: string[];
  }
}

const silent = { warn: () => undefined, error: () => undefined };

/** A text of alice's whose handlers are started. */
function saying(content: string, id: string, attempt = 1): Context {
  return createContext(
    readMessage({
      ToUserName: 'gh_1',
      FromUserName: 'alice',
      CreateTime: '1735689661',
      MsgId: '1',
      MsgType: 'text',
      Content: content,
    }),
    { deliveryId: id.padEnd(64, '0'), attempt, signal: new AbortController().signal },
    () => {
      throw new Error('This spec has no API.');
    },
    { appId: 'wx9f1d2c3b4a5e6f70', logger: silent },
  );
}

/** Asks one question after the other, and remembers the answers. */
const asks: Handler = async (ctx) => {
  const held = await ctx.session;
  const { message } = ctx;
  const answers = [...(held.answers ?? []), message.MsgType === 'text' ? message.Content : ''];
  held.answers = answers;
  return `question ${answers.length}`;
};

async function* partsOf(answer: Answer): AsyncIterable<string> {
  if (typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer) yield* answer;
  else if (typeof answer === 'string') yield answer;
}
const textOf = async (answer: Answer): Promise<string | undefined> => {
  let text: string | undefined;
  for await (const part of partsOf(answer)) text = (text ?? '') + part;
  return text;
};

const streams: Handler = async (ctx, next) => reply.long((await textOf(await asks(ctx, next))) ?? '');

const bot = (handler: Handler, options: SessionOptions): Router =>
  createRouter()
    .use(session({ logger: silent, ...options }))
    .use(handler);

/** Lets the handlers finish and their session be stored, and the process die before anybody learns of the answer. */
const dies = async (router: Router, ctx: Context): Promise<void> => {
  await router.dispatch(ctx);
};

const look = async (store: Store): Promise<readonly string[]> => {
  let found: readonly string[] = [];
  await bot(async (ctx) => void (found = (await ctx.session).answers ?? []), { store }).dispatch(
    saying('look', 'ff'),
  );
  return found;
};

function steps(open: () => Promise<Store> | Store): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });

  describe.each([
    ['a text', asks],
    ['an answer that comes piece by piece', streams],
  ])('whose answer was %s', (_what, handler) => {
    it('is not taken again after a crash between what is stored and the answer', async () => {
      const router = bot(handler, { store });
      expect(await textOf(await router.dispatch(saying('a', '1')))).toBe('question 1');
      await dies(router, saying('b', '2'));
      expect(await textOf(await router.dispatch(saying('b', '2', 2)))).toBe('question 2');
      expect(await textOf(await router.dispatch(saying('c', '3')))).toBe('question 3');
      expect(await look(store)).toEqual(['a', 'b', 'c']);
    });

    it('is not taken again by a process that knows nothing of the first', async () => {
      const router = bot(handler, { store });
      await dies(router, saying('a', '1'));
      expect(await textOf(await router.dispatch(saying('a', '1')))).toBe('question 1');
      expect(await look(store)).toEqual(['a']);
    });

    it('is not taken again when the next message came before', async () => {
      const router = bot(handler, { store });
      await dies(router, saying('a', '1'));
      expect(await textOf(await router.dispatch(saying('b', '2')))).toBe('question 2');
      const again = await textOf(await router.dispatch(saying('a', '1', 2)));
      expect(again).toBe(handler === asks ? 'question 1' : undefined);
      expect(await look(store)).toEqual(['a', 'b']);
    });
  });

  it('is taken when the first process died before anything was stored', async () => {
    void bot(
      async (ctx) => {
        (await ctx.session).answers = ['lost'];
        return never();
      },
      { store },
    ).dispatch(saying('a', '1'));
    expect(await bot(asks, { store }).dispatch(saying('a', '1', 2))).toBe('question 1');
    expect(await look(store)).toEqual(['a']);
  });

  it('is answered once for all by the run that was first', async () => {
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const slow = bot(
      async (ctx, next) => {
        await asks(ctx, next);
        await held;
        return 'the slow one';
      },
      { store },
    ).dispatch(saying('a', '1'));
    expect(await bot(asks, { store }).dispatch(saying('a', '1', 2))).toBe('question 1');
    goOn();
    expect(await slow).toBe('question 1');
    expect(await look(store)).toEqual(['a']);
  });

  it('is not undone by one whose turn was over', async () => {
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const router = (handler: Handler) =>
      createRouter().use(inOrder(), bot(handler, { store, lost: 'later' }));
    const frozen = router(async (ctx, next) => {
      const answer = await asks(ctx, next);
      await held;
      return answer;
    }).dispatch(saying('a', '1'));
    await new Promise((resolve) => setImmediate(resolve));
    // Another process does not wait for it any longer.
    await router(asks).dispatch(saying('b', '2'));
    await router(asks).dispatch(saying('c', '3'));
    goOn();
    expect(await frozen).toBe('later');
    expect(await look(store)).toEqual(['b', 'c']);
  });

  it('is repeated with its reply, also when it ended the session', async () => {
    const article = reply.news({ title: 't', url: 'https://example.com/' });
    let runs = 0;
    const router = bot(
      async (ctx) => {
        runs++;
        if (ctx.message.MsgType === 'text' && ctx.message.Content === 'begin') {
          ctx.session = { answers: [] };
          return reply.text('begun');
        }
        await ctx.session;
        ctx.session = null;
        return article;
      },
      { store },
    );
    await dies(router, saying('begin', '1'));
    expect(await router.dispatch(saying('begin', '1', 2))).toEqual(reply.text('begun'));
    await dies(router, saying('end', '2'));
    expect(await router.dispatch(saying('end', '2', 2))).toEqual(article);
    expect(runs).toBe(2);
    expect(await look(store)).toEqual([]);
  });
}

describe('a step of a conversation by hand, in memory,', () => steps(() => memoryStore()));

describeWithRedis()('a step of a conversation by hand, in Redis,', () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = server.connect({ commandTimeout: 5000 });
  });
  afterAll(() => server.close());
  steps(async () => {
    await client.flushall();
    return redisStore(client, { clock: patientClock });
  });
});

describe('what could not be stored', () => {
  const failing = (which: 'read' | 'write') => {
    const { sessions } = memoryStore();
    const fail = () => {
      throw new StoreError('Redis is away.');
    };
    return {
      sessions: {
        read: (...all: Parameters<typeof sessions.read>) =>
          which === 'read' ? fail() : sessions.read(...all),
        write: (...all: Parameters<typeof sessions.write>) =>
          which === 'write' ? fail() : sessions.write(...all),
      },
    };
  };

  it.each(['read', 'write'] as const)(
    'is answered with `lost`, where the store fails to %s',
    async (which) => {
      const router = (options: SessionOptions) => bot(asks, { store: failing(which), ...options });
      expect(await router({}).dispatch(saying('a', '1'))).toBe('question 1');
      expect(await router({ lost: 'Please try again.' }).dispatch(saying('a', '1'))).toBe(
        'Please try again.',
      );
    },
  );

  it('does not concern those whose session stays as it is', async () => {
    const router = bot(async (ctx) => ((await ctx.session).answers ?? ['none']).join(), {
      store: failing('read'),
      lost: 'Please try again.',
    });
    expect(await router.dispatch(saying('a', '1'))).toBe('none');
  });
});
