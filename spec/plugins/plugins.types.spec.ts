import {
  limit,
  atMostOnce,
  createRouter,
  inOrder,
  memoryStore,
  merge,
  redisStore,
  reply,
  session,
} from 'offiaccount';
import type { Context, EventMessage, Handler, MergedPart, Message, Session } from 'offiaccount';
import { Redis } from 'ioredis';

/*
 * What the compiler must accept and refuse of the plugins. Nothing here is run but the last line: `npm run types` is the test, since
 * an unused @ts-expect-error is an error too.
 */

declare module 'offiaccount' {
  interface Session {
    /** Added by a user. */
    specStep?: 'name' | 'age';
  }
}

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T | undefined => undefined;

export const types = (): void => {
  const router = createRouter();
  const redis = redisStore(new Redis({ lazyConnect: true }));

  // Plugins are handlers, for all messages or on one route.
  router.use(session(), inOrder());
  router.use(session({ store: redis, ttl: 60_000, key: ({ openid }) => openid, maxSize: 1000 }));
  router.use(inOrder({ store: memoryStore(), most: 3, busy: reply.text('One at a time, please.') }));
  router.text(/x/, session(), inOrder(), ({ match }) => match[0]);

  // What a user has declared is known in every handler.
  router.text(async (ctx) => {
    const held = await ctx.session;
    is<Equal<typeof held, Session>>();
    is<Equal<typeof held.specStep, 'name' | 'age' | undefined>>();
    held.specStep = 'age';
    ctx.session = { specStep: 'name' };
    ctx.session = {};
    ctx.session = null;
    // @ts-expect-error a value that was not declared
    held.specStep = 'nam';
    // @ts-expect-error a field that was not declared
    held.specStpe = 'name';
    // @ts-expect-error a session is an object
    ctx.session = 'name';
    // @ts-expect-error it must be waited for
    ctx.session.specStep = 'name';
  });
  const apart: Handler<Context<EventMessage<'CLICK'>>> = async ({ session: held }) => (await held).specStep;
  router.event('CLICK', apart);

  router.use(inOrder({ onNew: 'replace' }));
  // @ts-expect-error no such way
  inOrder({ onNew: 'drop' });

  router.use(limit({ store: redis, perMinute: 6, perHour: 50, perDay: 100, name: 'questions' }));
  router.text(
    /x/,
    limit({
      perDay: 1,
      answer: ({ limit: name, retryAfter }) =>
        is<Equal<typeof name, 'perMinute' | 'perHour' | 'perDay'>>() && retryAfter.toFixed(),
    }),
    ({ match }) => match[0],
  );
  // @ts-expect-error a limit that there is not
  limit({ perYear: 1 });

  // What merge() makes one of is text, or a message of another type.
  router.use(merge({ store: redis, quiet: 500, most: 4, unless: [/^\//, '帮助'] }));
  router.use(merge({ unless: async (ctx) => (await ctx.session).specStep !== undefined }));
  router.text(({ merged }) => {
    is<Equal<typeof merged, readonly MergedPart[]>>();
    for (const part of merged)
      if (typeof part !== 'string' && part.MsgType === 'image') is<Equal<typeof part, Message<'image'>>>();
    // @ts-expect-error what was said cannot be changed
    merged[0] = 'x';
  });
  // @ts-expect-error an option that there is not
  merge({ quit: 500 });
  // @ts-expect-error a pattern, words or a function
  merge({ unless: 5 });

  // atMostOnce() keeps what the route knows of the message.
  router.text(atMostOnce(({ message }) => is<Equal<typeof message.Content, string>>() && message.Content));
  router.text(
    ['a', 'b'],
    atMostOnce(({ match }) => is<Equal<typeof match, 'a' | 'b'>>() && match),
  );
  router.text(
    /x/,
    atMostOnce(({ match }) => is<Equal<typeof match, RegExpExecArray>>() && match[0]),
  );
  router.event(
    'SCAN',
    atMostOnce(
      ({ message }) => message.EventKey,
      ({ message }) => message.Ticket,
    ),
  );
  router.use(
    atMostOnce(async ({ message }, next) => (message.MsgType === 'text' ? message.Content : next())),
  );
  const pay = atMostOnce(({ message }: Context<Message<'text'>>) => message.Content);
  router.text(pay).text(/^pay/, pay);

  // @ts-expect-error a handler for texts is none for everything
  router.use(pay);
  // @ts-expect-error an answer is text, a reply or nothing
  router.text(atMostOnce(() => 42));
  // @ts-expect-error a setting that does not exist
  session({ tll: 60_000 });
  // @ts-expect-error nor does this one
  inOrder({ max: 3 });
};

it('is checked by the compiler', () => {
  expect(typeof types).toBe('function');
});
