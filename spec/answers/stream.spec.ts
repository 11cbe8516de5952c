import { inOrder, mailbox, memoryStore, reply } from 'offiaccount';
import { fakeStream } from 'offiaccount/testing';
import type { MovableClock } from 'offiaccount/testing';
import { bot, closeBots, texts } from './support';

afterEach(closeBots);

const paragraph = (name: string) => `${name.repeat(600)}。`;
const three = paragraph('一') + paragraph('二') + paragraph('三');

async function* every(clock: MovableClock, ms: number, pieces: readonly string[]): AsyncGenerator<string> {
  for (const piece of pieces) {
    await clock.sleep(ms);
    yield piece;
  }
}

async function* events(...given: unknown[]): AsyncGenerator {
  for (const each of given) yield await Promise.resolve(each);
}

describe('reply.long', () => {
  it('answers with what fits, and sends the rest in order', async () => {
    const { wx, wechat } = bot();
    wx.text(() => reply.long(three));
    const alice = wechat.user('alice');
    await alice.says('x');
    await wechat.clock.advance(3000);
    const seen = texts(alice.sees());
    expect(seen.map((text) => text.slice(0, 3))).toEqual(['一一一', '+ 二', '+ 三']);
    expect(seen.join('').replaceAll('+ ', '')).toBe(three);
  });

  it('is one reply when it is short', async () => {
    const { wx, wechat } = bot();
    wx.text(() => reply.long('short'));
    const alice = wechat.user('alice');
    await alice.says('x');
    await wechat.clock.advance(3000);
    expect(texts(alice.sees())).toEqual(['short']);
  });

  it.each([45047, 45015, 48001])(
    'leaves the rest to the mailbox after %d, and opens it part by part',
    async (errcode) => {
      const { wx, wechat } = bot();
      wx.use(mailbox({ store: memoryStore(wechat.clock), clock: wechat.clock }));
      wx.text('x', () => reply.long(three));
      wx.text(() => 'another answer');
      wechat.api.fail('/cgi-bin/message/custom/send', { errcode });
      const alice = wechat.user('alice');
      await alice.says('x');
      await wechat.clock.advance(3000);
      expect(texts(alice.sees())).toHaveLength(1);
      expect(texts([(await alice.says('a new question')).reply!])[0]).toMatch(
        /^another answer\n\n上一个回答已好，<a href/,
      );
      const opened = [(await alice.says('继续')).reply!, (await alice.says(' 继续 ')).reply!];
      expect(texts(opened)[0]).toContain('二二二');
      expect(texts(opened)[1]).toContain('三三三');
      expect(texts([(await alice.says('继续')).reply!])).toEqual(['another answer']);
    },
  );

  it('is for accounts that may not send at all, too', async () => {
    const { wx, wechat } = bot({ kind: 'personal', api: undefined });
    wx.use(mailbox({ store: memoryStore(wechat.clock), clock: wechat.clock }));
    wx.text('x', () => reply.long(three));
    const alice = wechat.user('alice');
    expect(texts([(await alice.says('x')).reply!])[0]).toMatch(/msgmenucontent=继续/);
    await wechat.clock.advance(1000);
    const rest = [];
    for (let i = 0; i < 2; i++) rest.push((await alice.says('继续')).reply!);
    expect(texts(rest).join('')).toContain('三三三');
  });
});

describe('reply.stream', () => {
  it.each<[string, () => Parameters<typeof reply.stream>[0]]>([
    ['text', () => 'Hello'],
    ['an async iterable of text', () => events('Hel', 'lo') as AsyncIterable<string>],
    [
      'parts of the AI SDK',
      () => ({
        fullStream: events(
          { type: 'start' },
          { type: 'reasoning-delta', text: 'hm' },
          { type: 'text-delta', text: 'Hello' },
          { type: 'finish' },
        ),
      }),
    ],
    [
      'chunks of OpenAI',
      () =>
        events(
          { choices: [{ delta: { reasoning_content: 'hm' } }] },
          { choices: [{ delta: { content: 'Hello' } }] },
          { choices: [] },
        ),
    ],
    [
      'events of OpenAI’s Responses',
      () => events({ type: 'response.created' }, { type: 'response.output_text.delta', delta: 'Hello' }),
    ],
    [
      'events of Anthropic',
      () =>
        events(
          { type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'hm' } },
          { type: 'content_block_delta', delta: { type: 'text_delta', text: 'Hello' } },
        ),
    ],
    [
      'a Response with SSE',
      () =>
        new Response(
          'data: {"choices":[{"delta":{"content":"Hel"}}]}\r\n\r\n: ping\n\ndata: {"choices":[{"delta":{"content":"lo"}}]}\n\ndata: [DONE]\n\n',
        ),
    ],
    ['thoughts in pieces', () => events('<th', 'ink>hm</thi', 'nk>Hel', 'lo') as AsyncIterable<string>],
  ])('takes %s', async (_, source) => {
    const { wx, wechat } = bot();
    wx.text(() => reply.stream(source()));
    expect((await wechat.user('alice').says('x')).reply).toMatchObject({ Content: 'Hello' });
  });

  it('takes a handler that is a generator', async () => {
    const { wx, wechat } = bot();
    wx.text(async function* ({ message }) {
      yield* events('You said ', message.Content) as AsyncIterable<string>;
    });
    expect((await wechat.user('alice').says('x')).reply).toMatchObject({ Content: 'You said x' });
  });

  it.each<[string, () => AsyncIterable<unknown>]>([
    ['an error', () => events({ type: 'error', error: new Error('overloaded') })],
    ['nothing', () => events()],
    ['thoughts alone', () => events('<think>hm')],
  ])('lets onError answer for %s', async (_, source) => {
    const { wx, wechat } = bot({ onError: () => 'sorry' });
    wx.text(() => reply.stream(source()));
    expect((await wechat.user('alice').says('x')).reply).toMatchObject({ Content: 'sorry' });
  });

  it('answers with the sentences that are there before the time is over, and sends the rest', async () => {
    const { wx, wechat } = bot();
    let whole = '';
    wx.text(() =>
      reply.stream(every(wechat.clock, 6000, ['一。', '二。三', '四。', '五。']), {
        label: 'AI',
        onDone: (text) => (whole = text),
      }),
    );
    const alice = wechat.user('alice');
    const seen = alice.says('x');
    await wechat.clock.advance(40_000);
    await seen;
    expect(texts(alice.sees())).toEqual(['一。二。\n\nAI', '+ 三四。五。']);
    expect(whole).toBe('一。二。三四。五。');
  });

  it('says that it broke off, and does not call onDone', async () => {
    const { wx, wechat, logger } = bot();
    let isDone = false;
    wx.text(() =>
      reply.stream(events(paragraph('一'), paragraph('二'), { type: 'error', error: 'overloaded' }), {
        onDone: () => (isDone = true),
      }),
    );
    const alice = wechat.user('alice');
    await alice.says('x');
    await wechat.clock.advance(3000);
    expect(texts(alice.sees()).at(-1)).toMatch(/二。\n\n（回答中断）$/);
    expect(isDone).toBe(false);
    expect(logger.lines.join()).toContain('answer-broken');
  });

  it('tells the source to stop when the time is over, and keeps what is there', async () => {
    const { wx, wechat } = bot({ maxRun: 20_000 });
    wx.use(mailbox({ store: memoryStore(wechat.clock), clock: wechat.clock }));
    let returned = 0;
    wx.text('x', () =>
      reply.stream({
        [Symbol.asyncIterator]: () => {
          let count = 0;
          return {
            next: () =>
              count++ < 3
                ? wechat.clock.sleep(6000).then(() => ({ done: false as const, value: `${count}。` }))
                : new Promise<never>(() => undefined),
            return: () => {
              returned++;
              return Promise.resolve({ done: true as const, value: undefined });
            },
          };
        },
      }),
    );
    const alice = wechat.user('alice');
    const seen = alice.says('x');
    await wechat.clock.advance(22_000);
    await seen;
    expect(returned).toBe(1);
    expect(texts([(await alice.says('继续')).reply!])[0]).toContain('3。');
  });

  it('lets the filter change and end it', async () => {
    const { wx, wechat } = bot();
    wx.text('change', () => reply.stream('bad', { filter: () => 'good' }));
    wx.text('end', () => reply.stream('bad', { filter: () => false }));
    const alice = wechat.user('alice');
    expect((await alice.says('change')).reply).toMatchObject({ Content: 'good' });
    expect((await alice.says('end')).reply).toMatchObject({ Content: '（回答中断）' });
  });

  it.each([
    ['a little', 2],
    ['a lot', 12],
  ])('sends all of it, in order, when the filter makes it longer: %s', async (_, times) => {
    const { wx, wechat } = bot();
    wx.use(mailbox({ store: memoryStore(wechat.clock), clock: wechat.clock }));
    const filter = (part: string) => part.replace(/[一二三]/g, (each) => each.repeat(times));
    wx.text('x', () => reply.long('一二三'.repeat(200), { filter })).text(() => 'nothing');
    const alice = wechat.user('alice');
    await alice.says('x');
    await wechat.clock.advance(5000);
    for (let opened = ''; !opened.startsWith('nothing');)
      opened = texts([(await alice.says('继续')).reply!]).join();
    const read = texts(alice.sees()).slice(0, -1);
    for (const part of read) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(2049);
    const all = read.map((part) => part.replace(/^\+ /, '').replace(/\n\n<a .*$/s, '')).join('');
    expect(all).toBe(filter('一二三'.repeat(200)));
  });

  it('keeps the next message of the user waiting in inOrder()', async () => {
    const { wx, wechat } = bot();
    wx.use(inOrder({ clock: wechat.clock }));
    wx.text('long', () => reply.long(three));
    wx.text('short', () => 'short');
    const alice = wechat.user('alice');
    await alice.says('long');
    const second = alice.says('short');
    await wechat.clock.advance(3000);
    await second;
    expect(texts(alice.sees()).at(-1)).toBe('short');
  });
});

describe('a source', () => {
  /** Text without an end, as fast as it is asked for. */
  function endless() {
    const source = { read: 0, isStopped: false };
    async function* text(): AsyncGenerator<string> {
      try {
        for (;;) {
          source.read += 30;
          yield await Promise.resolve('一二三四五六七八九。');
        }
      } finally {
        source.isStopped = true;
      }
    }
    return { source, text };
  }

  it('is read as far as it is needed: never more than 64 KiB ahead of what has gone out', async () => {
    const { wx, wechat } = bot();
    const { source, text } = endless();
    wx.text(() => reply.stream(text()));
    const alice = wechat.user('alice');
    const readable = () => alice.sees().length;
    await alice.says('x');
    expect(readable()).toBe(1);
    expect(source.read).toBeLessThan(65_536);
    await wechat.clock.advance(700);
    expect(source.read).toBeLessThan(65_536 + readable() * 2048);
    await wechat.clock.advance(5000);
    // All that the account may send; there is no mailbox for more.
    expect(readable()).toBe(6);
    expect(source.isStopped).toBe(true);
  });

  it.each([40003, 43004, 43019])('ends at once when the user is gone: %d', async (errcode) => {
    const { wx, wechat } = bot();
    wx.use(mailbox({ store: memoryStore(wechat.clock), clock: wechat.clock }));
    const { source, text } = endless();
    wx.text(() => reply.stream(text()));
    wechat.api.fail('/cgi-bin/message/custom/send', { errcode });
    await wechat.user('alice').says('x');
    await wechat.clock.advance(1000);
    expect(source.isStopped).toBe(true);
  });

  it('ends within a second when its user unfollows', async () => {
    const { wx, wechat } = bot();
    const stream = fakeStream(['一。'.repeat(300), ...Array<string>(1000).fill('二。')], {
      clock: wechat.clock,
    });
    wx.use(inOrder({ clock: wechat.clock }));
    wx.text(() => reply.stream(stream));
    const alice = wechat.user('alice');
    const seen = alice.says('x');
    await wechat.clock.advance(16_000);
    await seen;
    expect(stream.state).toBe('running');
    const gone = alice.unfollows();
    await wechat.clock.advance(1000);
    await gone;
    expect(stream.state).toBe('stopped');
  });

  it('is told to stop at shutdown, and what is there waits in the mailbox', async () => {
    const { wx, wechat } = bot();
    const store = memoryStore(wechat.clock);
    wx.use(mailbox({ store, clock: wechat.clock }));
    const stream = fakeStream(Array<string>(1000).fill('一。'), { clock: wechat.clock, every: 1000 });
    wx.text(() => reply.stream(stream));
    const seen = wechat.user('alice').says('x');
    await wechat.clock.advance(16_000);
    await seen;
    const closed = wx.close();
    await wechat.clock.advance(11_000);
    await closed;
    expect(stream.state).toBe('stopped');
  });

  it('goes on after a message that may have arrived, which is never sent again', async () => {
    const { wx, wechat } = bot();
    wx.text(() => reply.long(three));
    wechat.api.fail('/cgi-bin/message/custom/send', 'reset-after', { times: 1 });
    const alice = wechat.user('alice');
    await alice.says('x');
    await wechat.clock.advance(5000);
    expect(texts(alice.sees()).map((text) => text.slice(0, 3))).toEqual(['一一一', '+ 二', '+ 三']);
  });

  it('has WeChat’s own mark on messages that are sent, where it has a label', async () => {
    const { wx, wechat } = bot();
    wx.text(() => reply.long(three, { label: '（内容由 AI 生成）' }));
    await wechat.user('alice').says('x');
    await wechat.clock.advance(3000);
    const sent = wechat.api.calls.filter(({ path }) => path === '/cgi-bin/message/custom/send');
    expect(sent).toHaveLength(2);
    for (const { body } of sent) expect(body).toMatchObject({ aimsgcontext: { is_ai_msg: 1 } });
  });
});
