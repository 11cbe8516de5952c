import type { Redis } from 'ioredis';
import { inOrder, mailbox, memoryStore, merge, redisStore, reply, session } from 'offiaccount';
import type { Context, InOrderOptions, LogFields, Message, Store } from 'offiaccount';
import { fakeStream, movableClock } from 'offiaccount/testing';
import type { MovableClock, SimulatedUser } from 'offiaccount/testing';
import { bot as answeringBot, closeBots } from '../answers/support';
import { closeAll, playWith } from '../support/accounts';
import { describeWithRedis, startRedis, until, type RedisServer } from '../support/redis';

type Text = Context<Message<'text'>>;

let story: string[];
let logged: (LogFields & { readonly message: string })[];
beforeEach(() => {
  story = [];
  logged = [];
});
afterEach(closeAll);
afterEach(closeBots);

const log = (fields: LogFields, message: string): void => void logged.push({ ...fields, message });
const logger = { warn: log, error: log };
const said = (user: SimulatedUser): string[] =>
  user.sees().map((message) => ('Content' in message ? String(message.Content) : message.MsgType));

/** Thinks for 3 s, or until it is told to stop. */
const think =
  (clock: MovableClock) =>
  async ({ message: { Content }, signal }: Text) => {
    story.push(`+${Content}`);
    const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve));
    if (!signal.aborted) await Promise.race([clock.sleep(3000), stopped]);
    story.push(`${signal.aborted ? 'x' : '-'}${Content}`);
    signal.throwIfAborted();
    return `answer ${Content}`;
  };

function bot(options: InOrderOptions = {}) {
  const onError = jest.fn(() => 'Sorry.');
  const { wechat: simulator, wx } = answeringBot({ onError, logger });
  const { clock } = simulator;
  wx.use(inOrder({ clock, logger, ...options }));
  return { simulator, wx, clock, onError, alice: simulator.user('alice') };
}

describe("inOrder({ onNew: 'replace' })", () => {
  it('aborts what is being answered, and answers what has come instead', async () => {
    const { wx, clock, alice, onError } = bot({ onNew: 'replace' });
    wx.text(think(clock));
    const first = alice.says('1');
    await clock.advance(1000);
    const second = alice.says('2');
    await clock.advance(5000);
    expect((await first).outcome).toBe('silent');
    expect((await second).reply).toMatchObject({ Content: 'answer 2' });
    expect(story).toEqual(['+1', 'x1', '+2', '-2']);
    expect(said(alice)).toEqual(['answer 2']);
    expect([logged, onError.mock.calls]).toEqual([[], []]);
  });

  it.each<[string, (ctx: Text, clock: MovableClock) => Promise<string | undefined>]>([
    [
      'answers all the same',
      async ({ message }, clock) => (await clock.sleep(3000), `answer ${message.Content}`),
    ],
    [
      'answers at once when it is aborted',
      ({ message, signal }, clock) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve('I was told to stop.'));
          clock.setTimeout(() => resolve(`answer ${message.Content}`), 3000);
        }),
    ],
    [
      'sends',
      async ({ message, send }, clock) => {
        await clock.sleep(3000);
        await send(`answer ${message.Content}`);
        return undefined;
      },
    ],
  ])('lets nothing through of a handler that %s', async (_what, handler) => {
    const { wx, clock, alice } = bot({ onNew: 'replace' });
    wx.text((ctx) => (story.push(ctx.message.Content), handler(ctx, clock)));
    const first = alice.says('1');
    await clock.advance(1000);
    const second = alice.says('2');
    await clock.advance(9000);
    await Promise.all([first, second]);
    expect(story).toEqual(['1', '2']);
    expect(said(alice).filter((text) => text !== 'answer 2')).toEqual([]);
  });

  it('waits a second at most for a handler that does not stop', async () => {
    const { wx, clock, alice } = bot({ onNew: 'replace' });
    wx.text('1', () => new Promise<string>(() => undefined)).text(() => 'answer 2');
    const first = alice.says('1');
    await clock.advance(1000);
    const second = alice.says('2');
    await clock.advance(1100);
    expect((await first).outcome).toBe('silent');
    const { reply: answer, deliveries } = await second;
    expect(answer).toMatchObject({ Content: 'answer 2' });
    expect(deliveries[0]!.ms).toBeGreaterThanOrEqual(1000);
  });

  it('lets every message reach the handlers', async () => {
    const { wx, clock, alice } = bot({ onNew: 'replace' });
    wx.text(think(clock));
    const first = alice.says('1');
    await clock.advance(500);
    const rest = alice.says(['2', '3', '4']);
    await clock.advance(9000);
    await Promise.all([first, rest]);
    expect(story.filter((each) => each.startsWith('+'))).toEqual(['+1', '+2', '+3', '+4']);
    expect(said(alice)).toEqual(['answer 4']);
  });

  it('stops a stream at its source, and keeps nothing of it', async () => {
    const { wx, clock, alice } = bot({ onNew: 'replace' });
    let ended = 0;
    const store = memoryStore(clock);
    wx.use(mailbox({ store, clock })).text('1', () =>
      reply.stream(
        (async function* () {
          try {
            for (;;) {
              await clock.sleep(500);
              yield '很长的回答。'.repeat(100);
            }
          } finally {
            ended++;
          }
        })(),
      ),
    );
    wx.text(() => 'answer 2');
    const first = alice.says('1');
    await clock.advance(1600);
    const second = alice.says('2');
    await clock.advance(20_000);
    await Promise.all([first, second]);
    expect(ended).toBe(1);
    const seen = said(alice);
    // What had been said before stays.
    expect(seen.filter((text) => !text.startsWith('很长'))).toEqual(['answer 2']);
    expect(said(alice).indexOf('answer 2')).toBe(seen.length - 1);
    expect((await alice.says('继续')).reply).toMatchObject({ Content: 'answer 2' });
  });

  it('lets events wait, and other users alone', async () => {
    const { wx, clock, alice, simulator } = bot({ onNew: 'replace' });
    wx.text(think(clock)).event(() => void story.push('event'));
    const first = alice.says('1');
    await clock.advance(500);
    const event = alice.triggers('LOCATION');
    const bob = simulator.user('bob').says('2');
    await clock.advance(6000);
    expect((await first).reply).toMatchObject({ Content: 'answer 1' });
    await Promise.all([event, bob]);
    expect(story.indexOf('event')).toBeGreaterThan(story.indexOf('-1'));
  });

  it('does not replace what waits in merge() for more', async () => {
    const { wx, clock, alice } = bot({ onNew: 'replace' });
    wx.use(merge({ clock, logger })).text(({ merged }) => merged.map(String).join('+'));
    const all = alice.says(['a', 'b', 'c']);
    await clock.advance(5000);
    await all;
    expect(said(alice)).toEqual(['a+b+c']);
  });

  it('stores the session of neither too late', async () => {
    const { wx, clock, alice } = bot({ onNew: 'replace' });
    wx.use(session()).text(async (ctx) => {
      const held = (await ctx.session) as { list?: string[] };
      held.list = [...(held.list ?? []), ctx.message.Content];
      await Promise.race([
        clock.sleep(2000),
        new Promise((resolve) => ctx.signal.addEventListener('abort', resolve)),
      ]);
      return held.list.join();
    });
    const first = alice.says('1');
    await clock.advance(500);
    const second = alice.says('2');
    await clock.advance(5000);
    await Promise.all([first, second]);
    expect(said(alice)).toEqual(['1,2']);
  });

  it.each(['replaced', '', 1])('refuses "onNew": %j', (onNew) => {
    expect(() => inOrder({ onNew: onNew as 'wait' })).toThrow("'wait' or 'replace'");
  });
});

describe('somebody who unfollows', () => {
  it.each(['wait', 'replace'] as const)('is answered no more (onNew: %s)', async (onNew) => {
    const { wx, clock, alice, onError } = bot({ onNew });
    wx.text(think(clock)).event('unsubscribe', () => void story.push('left'));
    const first = alice.says('1');
    await clock.advance(500);
    const waiting = alice.says('2');
    await clock.advance(500);
    const left = alice.unfollows();
    await clock.advance(5000);
    await Promise.all([first, waiting, left]);
    expect(story[0]).toBe('+1');
    expect(story).toContain('x1');
    expect(story).not.toContain('-2');
    expect(story.at(-1)).toBe('left');
    expect(said(alice)).toEqual([]);
    expect([logged, onError.mock.calls]).toEqual([[], []]);
  });

  it('stops work after the answer, too', async () => {
    const { wx, clock, alice, simulator } = bot();
    let aborted: unknown;
    wx.text((ctx) => {
      ctx.after(
        (signal) =>
          new Promise<void>((resolve) =>
            signal.addEventListener('abort', () => {
              aborted = signal.reason;
              resolve();
            }),
          ),
      );
      return 'yes';
    }).event(() => undefined);
    await alice.says('1');
    const bob = simulator.user('bob');
    await bob.says('1');
    await clock.advance(1000);
    expect(aborted).toBeUndefined();
    await alice.unfollows();
    expect(aborted).toMatchObject({
      name: 'UnwantedAnswerError',
      message: expect.stringContaining('unfollowed') as string,
    });
    await bob.unfollows();
  });

  it('finds what was written for them when they come back', async () => {
    const { wx, clock, alice } = bot();
    wx.use(mailbox({ store: memoryStore(clock), clock })).event(() => undefined);
    wx.text('1', () =>
      reply.stream(
        (async function* () {
          yield '这是开头。';
          await clock.sleep(60_000);
          yield '没有人看。';
        })(),
      ),
    ).text(() => 'other');
    const first = alice.says('1');
    await clock.advance(2000);
    await alice.unfollows();
    await clock.advance(2000);
    await first;
    await alice.follows();
    expect((await alice.says('继续')).reply).toMatchObject({
      Content: expect.stringContaining('这是开头。') as string,
    });
  });
});

describe('in two processes', () => {
  const contract = (
    open: () => { store: () => Store; clock: MovableClock; pass: (ms: number) => Promise<void> },
  ) => {
    it.each<[string, InOrderOptions['onNew'] & string, (user: SimulatedUser) => Promise<unknown>, string]>([
      ['another question replaces the first', 'replace', (user) => user.says('2'), '-2'],
      ['who unfollows is answered no more', 'wait', (user) => user.unfollows(), 'left'],
    ])('%s', async (_what, onNew, act, last) => {
      const { store, clock, pass } = open();
      const bots = [0, 1].map(() => {
        const { simulator, wx } = playWith({ clock }, { logger, clock });
        wx.use(inOrder({ clock, logger, store: store(), onNew }));
        wx.text('1', async ({ signal }) => {
          story.push('+1');
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          story.push('x1');
          return 'answer 1';
        })
          .text(() => void story.push('+2', '-2'))
          .event('unsubscribe', () => void story.push('left'));
        return simulator.user('alice');
      });
      const first = bots[0]!.says('1');
      await until(() => story.includes('+1'));
      const second = act(bots[1]!);
      await pass(4000);
      await until(() => story.includes(last));
      await second;
      expect((await first).outcome).toBe('silent');
      expect(story.slice(0, 2)).toEqual(['+1', 'x1']);
      expect(said(bots[0]!)).toEqual([]);
    });

    it.each<[string, (user: SimulatedUser) => Promise<unknown>, RegExp]>([
      ['is kept for who unfollows', (user) => user.unfollows(), /^这是开头。.*（回答中断）/s],
      ['is dropped for another question', (user) => user.says('2'), /^nothing/],
    ])('what a stream has said so far %s, and its source ends within a second', async (_what, act, read) => {
      const { store, clock, pass } = open();
      const stream = fakeStream(['这是开头。', ...Array<string>(60).fill('')], { clock, every: 1000 });
      const [one, two] = [0, 1].map(() => {
        const { simulator, wx } = playWith({ clock }, { logger, clock });
        wx.use(
          inOrder({ clock, logger, store: store(), onNew: 'replace' }),
          mailbox({ store: store(), clock }),
        );
        wx.text('1', () => reply.stream(stream)).text(() => 'nothing');
        return simulator.user('alice');
      });
      const first = one!.says('1');
      await until(() => stream.state === 'running');
      await clock.advance(1000);
      await until(() => stream.read > 0);
      const second = act(two!);
      await pass(1000);
      await until(() => stream.state === 'stopped');
      await pass(4000);
      await Promise.all([first, second]);
      expect((await two!.says('继续')).reply).toMatchObject({
        Content: expect.stringMatching(read) as string,
      });
    });
  };
  describe('in memory', () => {
    contract(() => {
      const clock = movableClock();
      const store = memoryStore(clock);
      return { clock, store: () => store, pass: (ms) => clock.advance(ms) };
    });
  });
  describeWithRedis()('with Redis', () => {
    let server: RedisServer;
    let client: Redis;
    beforeAll(async () => {
      server = await startRedis();
      client = server.connect({ commandTimeout: undefined });
    });
    afterAll(() => server.close());
    contract(() => ({
      clock: movableClock(),
      store: () => redisStore(client),
      pass: () => Promise.resolve(),
    }));
  });
});
