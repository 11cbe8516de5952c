import type { Redis } from 'ioredis';
import {
  ConfigError,
  createApi,
  createLedger,
  inOrder,
  mailbox,
  memoryStore,
  redisStore,
  reply,
} from 'offiaccount';
import type { MailboxOptions, Store, WeChatConfig } from 'offiaccount';
import { fakeStream, movableClock } from 'offiaccount/testing';
import type { SeenMessage, SimulatedAccount, SimulatedUser } from 'offiaccount/testing';
import { keptLogger } from '../support/api';
import { describeWithRedis, startRedis } from '../support/redis';
import type { RedisServer } from '../support/redis';
import { bot, closeBots, texts } from './support';

afterEach(closeBots);

const LINK = /<a href="weixin:\/\/bizmsgmenu\?msgmenucontent=[^"]*">[^<]*<\/a>/g;
/** An answer in sentences, each of which says its number: what is lost, doubled or out of order shows. */
function answer(characters: number): string {
  let text = '';
  for (let n = 1; text.length < characters; n++)
    text += `第${n}句说的是公众号里怎么回答一个很长的问题${n % 7 === 0 ? '，并且这一句还要更长一些' : ''}。${n % 9 === 0 ? '\n\n' : ''}`;
  return text.slice(0, characters);
}

const contentOf = (message: SeenMessage | undefined): string =>
  message?.MsgType === 'text' ? message.Content : '';

/** What the user has read, without what stands beside the answer. */
const read = (parts: readonly string[]): string =>
  parts
    .map((part) =>
      part
        .replace(/^（前面有 \d+ 段没有保留）\n/, '')
        .replace(/（还有 \d+ 段）$/, '')
        .replace(LINK, '')
        .replace(/\n\n$/, ''),
    )
    .join('')
    .replaceAll('\n', '');

/** Taps 继续 until nothing is left. */
async function tapAll(alice: SimulatedUser): Promise<string[]> {
  const parts: string[] = [];
  while (contentOf(alice.sees().at(-1)).includes('msgmenucontent=') && parts.length < 30)
    parts.push(contentOf((await alice.taps('继续')).reply));
  return parts;
}

function withBox(
  config: Partial<WeChatConfig> = {},
  account: Partial<SimulatedAccount> = {},
  options: Partial<MailboxOptions> = {},
) {
  const made = bot(config, account);
  const { clock } = made.wechat;
  const store = memoryStore(clock);
  made.wx.use(mailbox({ store, clock, logger: made.logger, ...options }));
  return { ...made, store, clock, alice: made.wechat.user('alice') };
}

const TEXT_LIMIT = 2047;

describe('an answer of 4,000 characters', () => {
  it.each<[string, boolean, (text: string) => ReturnType<typeof reply.long>]>([
    ['at once', false, (text) => reply.long(text)],
    ['at once, beside a mailbox', true, (text) => reply.long(text)],
    ['piece by piece', true, (text) => reply.stream(pieces(text))],
    ['at once, with a label', true, (text) => reply.long(text, { label: '（内容由 AI 生成）' })],
  ])('reaches the user of a service account whole in 6 messages: %s', async (_, hasBox, make) => {
    const { wx, wechat, alice } = hasBox ? withBox() : { ...bot(), alice: undefined };
    const user = alice ?? wechat.user('alice');
    const text = answer(4000);
    wx.text(() => make(text));
    const { deliveries } = await user.says('x');
    // The first words came in the first delivery.
    expect(deliveries).toHaveLength(1);
    await wechat.clock.advance(5000);
    const seen = user.sees().map(contentOf);
    expect(seen).toHaveLength(6);
    for (const part of seen) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(TEXT_LIMIT);
    expect(seen.map((part) => part.replace('\n\n（内容由 AI 生成）', '')).join('')).toBe(text);
  });

  it('is all readable by taps for a personal account', async () => {
    const { wx, alice, clock } = withBox({ kind: 'personal', api: undefined }, { kind: 'personal' });
    const text = answer(4000);
    wx.text('x', () => reply.long(text));
    const first = contentOf((await alice.says('x')).reply);
    await clock.advance(1000);
    expect(read([first, ...(await tapAll(alice))])).toBe(text.replaceAll('\n', ''));
  });
});

async function* pieces(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 50) yield await Promise.resolve(text.slice(at, at + 50));
}

describe('an answer of 10,000 characters', () => {
  it('goes out as far as the account may send, the rest one tap at a time', async () => {
    const { wx, alice, clock } = withBox();
    const text = answer(10_000);
    wx.text('x', () => reply.long(text));
    await alice.says('x');
    await clock.advance(5000);
    const sent = alice.sees().map(contentOf);
    expect(sent).toHaveLength(6);
    expect(sent.filter((part) => part.match(LINK))).toEqual([sent.at(-1)]);
    const tapped = await tapAll(alice);
    expect(tapped.length).toBeGreaterThan(5);
    for (const part of [...sent, ...tapped]) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(TEXT_LIMIT);
    expect(read([...sent, ...tapped])).toBe(text.replaceAll('\n', ''));
  });

  it.each([
    [2, false],
    [0, true],
  ])('beside a ledger that says %d: shows in the last message where the rest is', async (left, isReply) => {
    const clock = movableClock();
    const ledger = createLedger({ store: memoryStore(clock), clock, logger: keptLogger() });
    const api = createApi({
      ...{ appId: 'wx9f1d2c3b4a5e6f70', appSecret: 'an-app-secret', clock, logger: keptLogger(), ledger },
      transport: (request) => wechat.api.transport(request),
    });
    const { wx, alice, wechat } = withBox({ api }, { clock });
    const text = answer(10_000);
    wx.text('x', async ({ openid }) => {
      await ledger.note(openid, 'menu');
      for (let n = left; n < 3; n++)
        await ledger.observe(
          { method: 'POST', path: '/cgi-bin/message/custom/send', json: { touser: openid } },
          () => Promise.resolve(undefined),
        );
      return reply.long(text);
    });
    const seen = await alice.says('x');
    await clock.advance(5000);
    expect(LINK.test(contentOf(seen.reply))).toBe(isReply);
    LINK.lastIndex = 0;
    const sent = wechat.api.calls.filter(({ path }) => path === '/cgi-bin/message/custom/send');
    expect(sent).toHaveLength(left);
  });
});

describe('a mailbox', () => {
  const three = ['一', '二', '三'].map((name) => `${name.repeat(600)}。`);

  it('opens the next part by a tap, by the word, and by the word in another shape', async () => {
    const { wx, alice, clock } = withBox({ kind: 'personal', api: undefined });
    wx.text('x', () => reply.long(three.join('')));
    await alice.says('x');
    await clock.advance(1000);
    expect(contentOf((await alice.taps('继续')).reply)).toMatch(/^二+。\n\n<a .*<\/a>（还有 1 段）$/);
    expect(contentOf((await alice.says('　继续 ')).reply)).toMatch(/^三+。$/);
    expect(
      contentOf((await alice.sends('text', { Content: '继续', bizmsgmenuid: 'offiaccount-more' })).reply),
    ).toMatch(/^没有更多内容了/);
  });

  it('has a word of your own', async () => {
    const { wx, alice, clock } = withBox({ kind: 'personal', api: undefined }, {}, { word: 'more' });
    wx.text('x', () => reply.long(three.join('')));
    wx.text(() => 'other');
    await alice.says('x');
    await clock.advance(1000);
    expect(contentOf((await alice.says('继续')).reply)).toMatch(/^other/);
    expect(contentOf((await alice.taps('more')).reply)).toMatch(/^二/);
  });

  it('gives the same part again when the message is repeated, on another process as well', async () => {
    const { wx, alice, clock, wechat } = withBox({ kind: 'personal', api: undefined });
    wx.text('x', () => reply.long(three.join('')));
    await alice.says('x');
    await clock.advance(1000);
    wechat.disturb('lost-answer');
    const seen = alice.says('继续');
    await clock.advance(6000);
    const { deliveries, reply: opened } = await seen;
    expect(deliveries).toHaveLength(2);
    expect(contentOf(opened)).toMatch(/^二/);
    expect(contentOf((await alice.says('继续')).reply)).toMatch(/^三/);
  });

  it('answers a new question normally, and says that an answer waits, until it was read', async () => {
    const { wx, alice, clock } = withBox({ kind: 'personal', api: undefined });
    wx.text('x', () => reply.long(three.join('')));
    wx.text('long', () => 'y'.repeat(2047));
    wx.text('silent', () => undefined);
    wx.text(() => reply.text('another'));
    await alice.says('x');
    await clock.advance(1000);
    expect(contentOf((await alice.says('a new question')).reply)).toMatch(/^another\n\n上一个回答已好，<a /);
    expect((await alice.says('silent')).outcome).toBe('silent');
    // The hint makes it longer than one message: its end waits as well, behind the others.
    expect(contentOf((await alice.says('long')).reply)).toMatch(/^y+.*上一个回答已好/s);
    await clock.advance(1000);
    for (const start of ['二', '三', 'y']) expect(contentOf((await alice.says('继续')).reply)[0]).toBe(start);
    expect(contentOf((await alice.says('a new question')).reply)).toBe('another');
  });

  it('keeps 20 parts, drops the oldest with a note', async () => {
    const { wx, alice, clock } = withBox({ kind: 'personal', api: undefined });
    const numbered = Array.from({ length: 24 }, (_, n) => `${n + 1}${'字'.repeat(590)}。`);
    wx.text('x', () => reply.long(numbered.join('')));
    await alice.says('x');
    await clock.advance(1000);
    const parts = await tapAll(alice);
    expect(parts).toHaveLength(20);
    expect(parts[0]).toMatch(/^（前面有 \d 段没有保留）\n/);
    expect(parts[1]).not.toContain('没有保留');
    expect(parts.at(-1)).toContain('字。');
  });

  it('keeps a part for 24 hours', async () => {
    const { wx, alice, clock } = withBox({ kind: 'personal', api: undefined });
    wx.text('x', () => reply.long(three.join('')));
    wx.text(() => 'another');
    await alice.says('x');
    await clock.advance(24 * 3_600_000 - 1000);
    expect(contentOf((await alice.says('继续')).reply)).toMatch(/^二/);
    await clock.advance(2000);
    expect(contentOf((await alice.says('继续')).reply)).toBe('another');
  });

  it('is one for each user', async () => {
    const { wx, alice, clock, wechat } = withBox({ kind: 'personal', api: undefined });
    wx.text('x', () => reply.long(three.join('')));
    wx.text(() => 'another');
    await alice.says('x');
    await clock.advance(1000);
    expect(contentOf((await wechat.user('bob').says('继续')).reply)).toBe('another');
  });

  it('takes what is late where the account may not send', async () => {
    const { wx, alice, clock } = withBox({ kind: 'unverified-service', api: undefined });
    wx.use(inOrder({ clock }));
    wx.text('x', async () => {
      await clock.sleep(20_000);
      return 'late';
    });
    const seen = alice.says('x');
    await clock.advance(21_000);
    await seen;
    expect(contentOf((await alice.says('继续')).reply)).toBe('late');
  });

  it('keeps nothing that may have arrived', async () => {
    const { wx, alice, clock, wechat } = withBox();
    wx.text('x', async () => {
      await clock.sleep(20_000);
      return 'late';
    });
    wx.text(() => 'another');
    wechat.api.fail('/cgi-bin/message/custom/send', 'reset-after');
    const seen = alice.says('x');
    await clock.advance(21_000);
    await seen;
    expect(contentOf((await alice.says('继续')).reply)).toBe('another');
  });

  /** A store that fails so often where it is changed; `isDone`: though it has done what it was asked. */
  function failing(inner: Store, { times, isDone }: { readonly times: number; readonly isDone: boolean }) {
    const state = { left: 0 };
    const replace: Store['sessions']['replace'] = async (...given) => {
      const fails = state.left > 0;
      if (fails) state.left--;
      const done = fails && !isDone ? false : await inner.sessions.replace(...given);
      if (fails) throw new Error('away');
      return done;
    };
    return { store: { sessions: { ...inner.sessions, replace } }, fail: () => (state.left = times) };
  }

  it.each([
    ['and had done nothing', 3, false],
    ['and had kept it all the same', 1, true],
  ])('keeps each text once, when the store failed for a while %s', async (_, times, isDone) => {
    const clock = movableClock();
    const { store, fail } = failing(memoryStore(clock), { times, isDone });
    const { wx, alice } = withBox({ kind: 'personal', api: undefined }, { clock }, { store });
    wx.text('x', () => {
      fail();
      return reply.long(three.join(''));
    });
    wx.text(() => 'nothing');
    await alice.says('x');
    await clock.advance(10_000);
    expect((await tapAll(alice)).map((text) => text[0])).toEqual(['二', '三']);
  });

  it.each([true, false])(
    'opens no part that nobody reads, when the store fails (done all the same: %s)',
    async (isDone) => {
      const clock = movableClock();
      const { store, fail } = failing(memoryStore(clock), { times: 1, isDone });
      const { wx, alice, logger } = withBox({ kind: 'personal', api: undefined }, { clock }, { store });
      wx.text('x', () => reply.long(three.join('')));
      wx.text(() => 'another');
      await alice.says('x');
      await clock.advance(1000);
      fail();
      expect(contentOf((await alice.taps('继续')).reply)).toMatch(/^暂时打不开/);
      expect(logger.lines.join()).toContain('mailbox-away');
      await clock.advance(1000);
      expect((await tapAll(alice)).map((text) => text[0])).toEqual(['二', '三']);
    },
  );

  it('has all that was not sent after close(), also of an answer that was on its way', async () => {
    const { wx, alice, clock, store, wechat } = withBox();
    const sentences = Array.from({ length: 400 }, (_, n) => `第${n + 1}句，写得慢。`);
    wx.text('x', () => reply.stream(fakeStream(sentences, { clock, every: 100 })));
    const seen = alice.says('x');
    await clock.advance(20_000);
    await seen;
    const sent = alice.sees().length;
    const closed = wx.close();
    await clock.advance(12_000);
    await closed;
    // It goes on for as long as a shutdown waits.
    expect(alice.sees().length).toBeGreaterThanOrEqual(sent);
    const next = bot({}, { clock });
    next.wx.use(mailbox({ store, clock }));
    next.wx.text(() => 'nothing');
    const again = next.wechat.user('alice');
    const opened = contentOf((await again.says('继续')).reply);
    expect(opened).toMatch(/（回答中断）$/);
    const all = [...alice.sees().map(contentOf), opened].join('').replace('\n\n（回答中断）', '');
    expect(sentences.join('').startsWith(all)).toBe(true);
    expect(all.length).toBeGreaterThan(1000);
    expect(wechat.api.calls.filter(({ errcode = 0 }) => errcode !== 0)).toEqual([]);
  });

  it('keeps nothing of an answer that is told to stop at shutdown, and comes anew', async () => {
    const { wx, alice, clock, store } = withBox();
    wx.text('x', () => reply.stream(fakeStream(['一。', '二。'], { clock, every: 1500 })));
    void alice.says('x');
    await clock.advance(1600);
    const closed = wx.close();
    // As a supervisor that waits for nobody.
    await clock.advance(200);
    expect(await mailbox({ store, clock }).waiting('alice', 'gh_1b9c3d5e7f02')).toEqual([]);
    await clock.advance(12_000);
    await closed;
  });

  it('keeps nothing where the store fails, and says so', async () => {
    const fails = () => Promise.reject(new Error('away'));
    const store = { sessions: { read: fails, write: fails, replace: fails } };
    const { wx, alice, clock, logger } = withBox({ kind: 'personal', api: undefined }, {}, { store });
    wx.text('x', () => reply.long(three.join('')));
    wx.text(() => 'another');
    expect(contentOf((await alice.says('x')).reply)).toMatch(/^一/);
    await clock.advance(1000);
    expect(contentOf((await alice.says('继续')).reply)).toBe('another');
    expect(logger.lines.join()).toContain('mailbox-away');
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, '{ store }'],
    ['no store', {}, '"store"'],
    ['an unknown setting', { store: memoryStore(), wrod: 'more' }, 'wrod'],
    ['an empty word', { store: memoryStore(), word: ' ' }, '"word"'],
    ['a long word', { store: memoryStore(), word: 'x'.repeat(21) }, '"word"'],
  ])('refuses %s', (_, options, words) => {
    expect(() => mailbox(options as never)).toThrow(ConfigError);
    expect(() => mailbox(options as never)).toThrow(words);
  });
});

describeWithRedis()('a mailbox in Redis', () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = server.connect();
    await client.ping();
  });
  afterAll(() => server.close());

  it('is opened by any process, each part once, whoever taps how often', async () => {
    const text = answer(6000);
    let isKept = false;
    const stores: Store[] = [1, 2].map(() => redisStore(client, { prefix: 'box:' }));
    const [one, two] = stores.map((store) => {
      const made = bot({ kind: 'personal', api: undefined }, { originalId: 'gh_7d1f0a4c93be' });
      made.wx.use(mailbox({ store }));
      made.wx.text('x', () => reply.long(text, { onDone: () => void (isKept = true) }));
      made.wx.text(() => 'nothing');
      return made.wechat.user('alice');
    });
    const first = contentOf((await one!.says('x')).reply);
    await waitFor(() => isKept);
    const opened = await Promise.all(
      [one!, two!, one!, two!].map(async (user) => contentOf((await user.says('继续')).reply)),
    );
    const rest: string[] = [];
    for (
      let part = contentOf((await two!.says('继续')).reply);
      part !== 'nothing';
      part = contentOf((await one!.says('继续')).reply)
    )
      rest.push(part);
    const all = [...opened, ...rest].map((part) => read([part]));
    expect(new Set(all).size).toBe(all.length);
    const inOrder = all.sort(
      (a, b) => text.replaceAll('\n', '').indexOf(a) - text.replaceAll('\n', '').indexOf(b),
    );
    expect(read([first]) + inOrder.join('')).toBe(text.replaceAll('\n', ''));
  });

  it('shows no openid, no text is kept for longer than 24 hours', async () => {
    for (const key of await client.keys('box:*')) {
      expect(`${key} ${await client.get(key)}`).not.toContain('alice');
      expect(await client.pttl(key)).toBeLessThanOrEqual(24 * 3_600_000);
    }
  });
});

async function waitFor(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the sign that the account is typing', () => {
  const slow = (clock: { sleep(ms: number): Promise<void> }, ms: number) =>
    (async function* () {
      await clock.sleep(ms);
      yield 'done';
    })();
  const signs = (calls: readonly { readonly path: string }[]) =>
    calls.filter(({ path }) => path === '/cgi-bin/message/custom/typing').length;

  it.each([
    [500, 0],
    [3000, 1],
    [14_000, 1],
    [40_000, 2],
  ])('is shown while an answer takes %d ms: %d times', async (ms, times) => {
    const { wx, wechat } = bot();
    wx.text(() => reply.stream(slow(wechat.clock, ms)));
    const alice = wechat.user('alice');
    const seen = alice.says('x');
    await wechat.clock.advance(ms + 2000);
    await seen;
    expect(texts(alice.sees()).at(-1)).toMatch(/done$/);
    expect(signs(wechat.api.calls)).toBe(times);
    expect(wechat.api.calls.filter(({ errcode = 0 }) => errcode !== 0)).toEqual([]);
  });

  it('is not asked for where the account may not, nor again where WeChat refuses it', async () => {
    const personal = bot({ kind: 'personal', api: undefined });
    const refused = bot();
    refused.wechat.api.fail('/cgi-bin/message/custom/typing', { errcode: 45080 });
    for (const { wx, wechat } of [personal, refused]) {
      wx.use(mailbox({ store: memoryStore(wechat.clock), clock: wechat.clock }));
      wx.text(() => reply.stream(slow(wechat.clock, 40_000)));
      const seen = wechat.user('alice').says('x');
      await wechat.clock.advance(42_000);
      await seen;
    }
    expect(signs(personal.wechat.api.calls)).toBe(0);
    expect(signs(refused.wechat.api.calls)).toBe(1);
  });
});
