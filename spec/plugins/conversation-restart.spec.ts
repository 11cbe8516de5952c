import type { Redis } from 'ioredis';
import express from 'express';
import {
  createDialogue,
  createForm,
  inOrder,
  memoryStore,
  merge,
  redisStore,
  session,
  wechat,
} from 'offiaccount';
import type { Conversation, ConversationOptions, Store } from 'offiaccount';
import { movableClock, simulate } from 'offiaccount/testing';
import type { AppProcess, MovableClock, Seen, SimulatedUser, Simulator } from 'offiaccount/testing';
import { never, patientClock } from '../support/clock';
import { describeWithRedis, startRedis, type RedisServer } from '../support/redis';
import { silent } from '../support/talk';

const account = { appId: 'wx9f1d2c3b4a5e6f70', token: 'any' };
const simulators: Simulator[] = [];
afterEach(async () => {
  await Promise.all(simulators.splice(0).map((each) => each.close()));
});

const paid: string[] = [];
beforeEach(() => void paid.splice(0));

type Make = (options: ConversationOptions, pay?: (name: string) => unknown) => Conversation;
const payAtOnce = (name: string) => paid.push(name);

/** Two questions, a side effect, and the end. */
const makes = {
  form: (options, pay = payAtOnce) =>
    createForm('order', {
      ...options,
      fields: { name: { ask: 'name?' }, way: { ask: 'how?', choices: { 外卖: 'delivery', 自取: 'pickup' } } },
      done: async ({ name, way }, _ctx, { once }) =>
        `${String(await once('pay', () => pay(name)))} ${name} ${way}`,
    }),
  dialogue: (options, pay = payAtOnce) =>
    createDialogue(
      'order',
      async ({ ask, once }) => {
        const name = await ask('name?');
        const way = await ask.choice('how?', { 外卖: 'delivery', 自取: 'pickup' });
        return `${String(await once('pay', () => pay(name)))} ${name} ${way}`;
      },
      options,
    ),
} satisfies Record<string, Make>;
const kinds = Object.keys(makes) as (keyof typeof makes)[];

interface Played {
  readonly simulator: Simulator;
  readonly alice: SimulatedUser;
  readonly clock: MovableClock;
  /** What a text is answered, with the time that WeChat's deliveries take. */
  readonly says: (text: string) => Promise<string | undefined>;
}

/** A bot whose processes share a store that outlives them. */
function play(
  make: (process: AppProcess, n: number) => Conversation,
  { outer, merges = false }: { outer?: Store; merges?: boolean } = {},
): Played {
  const clock = movableClock();
  const kept = outer ?? memoryStore(clock);
  let n = 0;
  const simulator = simulate(
    {
      start: (process) => {
        const store = process.keeps(kept);
        const conversation = make(process, n++);
        const common = { store, clock: process.clock, logger: silent };
        const wx = wechat({ ...account, ...common })
          .use(
            inOrder(common),
            session({ store, logger: silent }),
            ...(merges ? [merge({ ...common, unless: 'order' })] : []),
          )
          .text('help', () => 'HELP')
          .use(conversation)
          .text('order', conversation.begin)
          .text(({ merged }) => merged.map(String).join('+'));
        return express().use(wx);
      },
    },
    { ...account, clock },
  );
  simulators.push(simulator);
  const alice = simulator.user('alice');
  return { simulator, clock, alice, says: async (text) => shown(await over(clock, alice.says(text))) };
}

const shown = ({ reply, outcome }: Seen): string | undefined =>
  reply === undefined ? outcome : reply.MsgType === 'text' ? reply.Content : reply.MsgType;

/** Lets time go on until something is over. */
async function over<T>(clock: MovableClock, doing: Promise<T>): Promise<T> {
  await clock.advance(16_000);
  return doing;
}

const HOW = expect.stringMatching(/^how\?\n1\. /) as string;

describe.each(kinds)('a %s', (kind) => {
  const start = (options: ConversationOptions = {}) =>
    play((process) => makes[kind]({ logger: silent, clock: process.clock, ...options }));

  it('goes on in the process that begins after a restart, after each question', async () => {
    const { simulator, alice } = start();
    const seen: (string | undefined)[] = [];
    for (const text of ['order', 'help', 'Bob', '2', 'x']) {
      seen.push(shown(await alice.says(text)));
      simulator.restart();
    }
    expect(seen).toEqual(['name?', 'HELP', HOW, '1 Bob pickup', 'x']);
    expect(paid).toEqual(['Bob']);
  });

  it.each([0, 1, 2])(
    'takes no step twice when the process of message %d ends between what is stored and the answer',
    async (which) => {
      const { simulator, says } = start();
      const seen: (string | undefined)[] = [];
      for (const [i, text] of ['order', 'Bob', '自取', 'x'].entries()) {
        if (i === which) simulator.disturb('dies-before-answer');
        seen.push(await says(text));
      }
      expect(seen).toEqual(['name?', HOW, '1 Bob pickup', 'x']);
      expect(paid).toEqual(['Bob']);
    },
  );

  it('takes no step twice when answers are lost on their way, so that messages are delivered three times', async () => {
    const { simulator, alice, says } = start();
    for (const text of ['order', 'Bob', '1']) {
      simulator.disturb('lost-answer', { times: 2 });
      expect(await says(text)).toBeDefined();
    }
    expect(alice.sees().map((message) => ('Content' in message ? message.Content : ''))).toEqual([
      'name?',
      HOW,
      '1 Bob delivery',
    ]);
    expect(paid).toEqual(['Bob']);
  });

  it.each([
    ['ends with a word when its process ends while a side effect runs', false, 'unclear', 'x'],
    ['begins anew after a new version, with a word', true, 'changed', 'x'],
  ])('%s, and the next message is a usual one', async (_what, isNew, word, next) => {
    const texts = { unclear: 'unclear', changed: 'changed', logger: silent };
    const { simulator, clock, alice, says } = play((process, n) =>
      makes[kind](
        { ...texts, clock: process.clock, version: isNew ? n : 1 },
        n === 0 && !isNew ? (name) => (paid.push(name), never()) : payAtOnce,
      ),
    );
    await says('order');
    await says('Bob');
    const last = isNew ? undefined : alice.says('1');
    await clock.advance(1000);
    simulator.restart();
    expect(last === undefined ? await says('1') : shown(await over(clock, last))).toBe(word);
    expect(await says('x')).toBe(next);
    expect(paid).toEqual(isNew ? [] : ['Bob']);
  });

  it('takes quick answers one by one beside merge(), before and after which texts become one', async () => {
    const { alice, clock } = play((process) => makes[kind]({ logger: silent, clock: process.clock }), {
      merges: true,
    });
    const said = async (...texts: string[]) => (await over(clock, alice.says(texts))).map(shown);
    expect(await said('a', 'b')).toEqual(['silent', 'a+b']);
    expect(await said('order')).toEqual(['name?']);
    const release = clock.pause();
    expect((await alice.says(['Bob', '2'])).map(shown)).toEqual([HOW, '1 Bob pickup']);
    release();
    expect(await said('c', 'd', 'e')).toEqual(['silent', 'silent', 'c+d+e']);
    expect(paid).toEqual(['Bob']);
  });
});

describeWithRedis()('in Redis', () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = server.connect({ commandTimeout: 5000 });
  });
  afterAll(() => server.close());

  it.each(kinds)('a %s goes on after each restart', async (kind) => {
    const outer = redisStore(client, { clock: patientClock, prefix: `${kind}:` });
    const { simulator, alice } = play(() => makes[kind]({ logger: silent }), { outer });
    const seen: (string | undefined)[] = [];
    for (const text of ['order', 'Bob', '第二个', 'x']) {
      seen.push(shown(await alice.says(text)));
      simulator.restart();
    }
    expect(seen).toEqual(['name?', HOW, '1 Bob pickup', 'x']);
    expect(paid).toEqual(['Bob']);
  });
});
