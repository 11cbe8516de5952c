import express from 'express';
import { memoryStore, reply, redisStore, tap, wechat } from 'offiaccount';
import type { Store, WeChat } from 'offiaccount';
import { movableClock, simulate } from 'offiaccount/testing';
import type { MovableClock, Seen, SimulatedUser } from 'offiaccount/testing';
import { describeWithRedis, startRedis } from '../support/redis';
import type { RedisServer } from '../support/redis';
import { bot, closeBots, texts } from './support';

afterEach(closeBots);

const DAY_MS = 86_400_000;
const offered = { 价格: 'price', 客服: 'service', 'Opening hours': 'a&b' };

/** A bot that tells what it understood. */
function answering(wx: WeChat): WeChat {
  return wx
    .text('menu', () => reply.choices('想看什么？', offered))
    .text('other', () => reply.choices('喝什么？', { 茶: 'tea', 水: 'water' }))
    .text('price', ({ chosen }) => `price by ${chosen?.said ?? 'itself'}`)
    .text(({ message, chosen }) => `${message.Content} (${chosen?.label ?? '-'})`);
}

const said = ({ reply }: Seen): string => (reply?.MsgType === 'text' ? reply.Content : '');

describe('reply.choices', () => {
  it.each([
    ['1', 'price by 1'],
    ['２', 'service (客服)'],
    ['二', 'service (客服)'],
    ['第2个', 'service (客服)'],
    ['②', 'service (客服)'],
    ['2.', 'service (客服)'],
    ['选三', 'a&b (Opening hours)'],
    ['价格', 'price by 价格'],
    [' opening HOURS ', 'a&b (Opening hours)'],
    ['４', '４ (-)'],
    ['价格多少', '价格多少 (-)'],
  ])('understands %j', async (text, answer) => {
    const { wx, wechat } = bot();
    answering(wx);
    const alice = wechat.user('alice');
    await alice.says('menu');
    expect(said(await alice.says(text))).toBe(answer);
  });

  it.each(['personal', 'subscription', 'unverified-service', 'service', 'test'] as const)(
    'understands a tap on an account of the kind %s',
    async (kind) => {
      const { wx, wechat } = bot({ kind, ...(kind === 'personal' && { api: undefined }) });
      answering(wx);
      const alice = wechat.user('alice');
      await alice.says('menu');
      expect(said(await alice.taps('客服'))).toBe('service (客服)');
      expect(said(await alice.taps('Opening hours'))).toBe('a&b (Opening hours)');
    },
  );

  it('takes a number with the next text alone, a tap and a label for a day', async () => {
    const { wx, wechat } = bot();
    answering(wx);
    const alice = wechat.user('alice');
    await alice.says('menu');
    await alice.sends('image');
    expect(said(await alice.says('2'))).toBe('service (客服)');
    expect(said(await alice.says('2'))).toBe('2 (-)');
    await wechat.clock.advance(DAY_MS - 60_000);
    expect(said(await alice.taps('客服'))).toBe('service (客服)');
    expect(said(await alice.says('客服'))).toBe('service (客服)');
    await wechat.clock.advance(120_000);
    expect(said(await alice.taps('客服'))).toBe('客服 (-)');
    expect(said(await alice.says('客服'))).toBe('客服 (-)');
  });

  it('reads a number as one of the last question, and a label as one of any', async () => {
    const { wx, wechat } = bot();
    answering(wx);
    const alice = wechat.user('alice');
    await alice.says('menu');
    await alice.says('other');
    expect(said(await alice.says('2'))).toBe('water (水)');
    expect(said(await alice.says('客服'))).toBe('service (客服)');
    expect(said(await alice.taps('价格'))).toBe('price by 价格');
  });

  it('is somebody’s own question', async () => {
    const { wx, wechat } = bot();
    answering(wx);
    await wechat.user('alice').says('menu');
    const bob = wechat.user('bob');
    expect(said(await bob.says('2'))).toBe('2 (-)');
    expect(said(await bob.says('客服'))).toBe('客服 (-)');
    expect(said(await bob.sends('text', { Content: '客服', bizmsgmenuid: 'service' }))).toBe('客服 (-)');
  });

  it('leaves other taps as they are', async () => {
    const { wx, wechat } = bot();
    answering(wx).text('more', () => tap('继续'));
    const alice = wechat.user('alice');
    await alice.says('menu');
    expect(said(await alice.sends('text', { Content: '别的', bizmsgmenuid: 'price' }))).toBe('别的 (-)');
    expect(said(await alice.sends('text', { Content: '价格', bizmsgmenuid: 'other' }))).toBe('价格 (-)');
  });

  it('is understood when it came as a customer-service message, or late', async () => {
    const { wx, wechat } = bot();
    wx.text('sent', (ctx) => ctx.send(reply.choices('？', offered)));
    wx.text('late', async () => {
      await wechat.clock.sleep(20_000);
      return reply.choices('？', offered);
    });
    answering(wx);
    for (const [openid, text] of [
      ['alice', 'sent'],
      ['bob', 'late'],
    ] as const) {
      const user = wechat.user(openid);
      const seen = user.says(text);
      await wechat.clock.advance(21_000);
      await seen;
      expect(texts(user.sees()).at(-1)).toMatch(/^\+ ？\n1\. /);
      expect(said(await user.says('2'))).toBe('service (客服)');
    }
  });

  it('understands the same in every delivery and run of a message', async () => {
    const { wx, wechat } = bot();
    const heard: string[] = [];
    wx.text('menu', () => reply.choices('？', offered));
    wx.text(async ({ message }) => {
      heard.push(message.Content);
      await wechat.clock.sleep(7000);
      return reply.choices('再问？', { 二: 'zwei', 三: 'drei' });
    });
    const alice = wechat.user('alice');
    await alice.says('menu');
    const seen = alice.says('2');
    await wechat.clock.advance(9000);
    expect((await seen).deliveries).toHaveLength(2);
    expect(heard).toEqual(['service']);
  });

  it('does without a store that is away', async () => {
    const store = { ...memoryStore() };
    const down = () => Promise.reject(new Error('secret words'));
    const { wx, wechat, logger } = bot({
      store: { ...store, sessions: { ...store.sessions, read: down, replace: down, write: down } },
    });
    answering(wx);
    const alice = wechat.user('alice');
    expect(said(await alice.says('menu'))).toMatch(/^想看什么？/);
    expect(said(await alice.says('2'))).toBe('2 (-)');
    expect(logger.lines.join()).toContain('choices-away');
  });

  it('costs bots that offer nothing no question to the store', async () => {
    for (const isShared of [undefined, false, true]) {
      const asked: string[] = [];
      const { sessions, ...store } = memoryStore();
      const note = <T>(name: string, result: T): T => {
        asked.push(name);
        return result;
      };
      const { wx, wechat } = bot({
        store: {
          ...store,
          sessions: {
            ...(isShared !== undefined && { isShared }),
            read: (...given) => note('read', sessions.read(...given)),
            replace: (...given) => note('replace', sessions.replace(...given)),
            write: (...given) => note('write', sessions.write(...given)),
          },
        },
      });
      wx.text(({ message }) => message.Content);
      const alice = wechat.user('alice');
      for (const text of ['hello', 'a', '价格', 'x'.repeat(100)]) await alice.says(text);
      await alice.sends('image');
      // Where others may put questions, it is looked once a minute whether anybody does.
      expect(asked).toEqual(isShared === true ? ['read'] : []);
      await closeBots();
    }
  });
});

/** The same bot in another process, on a store that both share. */
function processes(
  stores: readonly Store[],
  clock: MovableClock,
): { users: SimulatedUser[]; close: () => Promise<unknown> } {
  const opened = stores.map((store) => {
    const app = express();
    const simulator = simulate(app, {
      appId: 'wx9f1d2c3b4a5e6f70',
      token: 'any',
      originalId: 'gh_0123456789ab',
      clock,
    });
    const wx = answering(wechat({ appId: 'wx9f1d2c3b4a5e6f70', token: 'any', clock, store }));
    app.use(wx);
    return { simulator, wx };
  });
  return {
    users: opened.map(({ simulator }) => simulator.user('alice')),
    close: () => Promise.all(opened.flatMap(({ simulator, wx }) => [wx.close(), simulator.close()])),
  };
}

describeWithRedis()('reply.choices in two processes', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  it.each([
    ['a number', '第2个', 'service (客服)'],
    ['a label', '价格', 'price by 价格'],
    ['a label that was looked for before', '客服', 'service (客服)'],
  ])('is understood by %s in the other', async (what, text, answer) => {
    const client = redis.connect();
    await client.flushall();
    const clock = movableClock();
    const stores = [0, 1].map(() => redisStore(redis.connect(), { prefix: `${what.length}:`, clock }));
    const { users, close } = processes(stores, clock);
    const [here, there] = users as [SimulatedUser, SimulatedUser];
    if (what.includes('before')) {
      expect(said(await there.says(text))).toBe('客服 (-)');
      await clock.advance(61_000);
    }
    await here.says('menu');
    expect(said(await there.says(text))).toBe(answer);
    expect(said(await there.sends('text', { Content: '价格', bizmsgmenuid: 'price' }))).toBe('price by 价格');
    expect((await client.keys('*')).join()).not.toContain('alice');
    await close();
  });
});
