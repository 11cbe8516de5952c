import { createApi, createLedger, inOrder, mailbox, memoryStore, reply } from 'offiaccount';
import { fakeStream, movableClock } from 'offiaccount/testing';
import { addText, MAX_BYTES, readRecord } from '../../lib/answers/mailbox-record';
import { keptLogger } from '../support/api';
import { bot, closeBots, texts } from './support';

afterEach(closeBots);

const SEND = '/cgi-bin/message/custom/send';
const three = ['一', '二', '三'].map((name) => `${name.repeat(600)}。`).join('');
const begins = (seen: readonly string[]) => seen.map((text) => text.slice(0, 3));

describe('an answer that nobody can receive', () => {
  it.each<[string, readonly string[]]>([
    ['nothing is there', []],
    ['its beginning is there', ['开头。']],
  ])('ends at its source with the last delivery, when %s', async (_, first) => {
    const { wx, wechat } = bot({ kind: 'personal', api: undefined });
    const pieces = [...first, ...Array<string>(30).fill(''), '来不及了。'];
    const source = fakeStream(pieces, { clock: wechat.clock, every: 1000 });
    wx.text(() => reply.stream(source));
    const said = wechat.user('alice').says('x');
    await wechat.clock.advance(12_000);
    expect(source.state).toBe('running');
    await wechat.clock.advance(3000);
    await said;
    expect(source.state).toBe('stopped');
    expect(texts(wechat.user('alice').sees())).toEqual(first);
  });

  it('ends there, too, where WeChat has refused to send a moment ago', async () => {
    const { wx, wechat } = bot();
    wechat.api.fail(SEND, { errcode: 48001 });
    const source = fakeStream(Array<string>(30).fill(''), { clock: wechat.clock, every: 1000 });
    wx.text('send', (ctx) => ctx.send('x').catch(() => undefined)).text(() => reply.stream(source));
    const alice = wechat.user('alice');
    await alice.says('send');
    const said = alice.says('x');
    await wechat.clock.advance(15_000);
    await said;
    expect(source.state).toBe('stopped');
  });
});

describe('what WeChat says in the middle of an answer', () => {
  it.each([45047, 45015])('%d: is told to the ledger, nothing is tried again', async (errcode) => {
    const clock = movableClock();
    const store = memoryStore(clock);
    const ledger = createLedger({ store, clock, logger: keptLogger() });
    const api = createApi({
      ...{ appId: 'wx9f1d2c3b4a5e6f70', appSecret: 'an-app-secret', clock, logger: keptLogger(), ledger },
      transport: (request) => made.wechat.api.transport(request),
    });
    const made = bot({ api }, { clock });
    const { wx, wechat } = made;
    wx.use(ledger, mailbox({ store, clock })).text('x', () => reply.long(three.repeat(2)));
    wx.text(() => 'nothing');
    // The first message that is sent arrives.
    const alice = wechat.user('alice');
    const said = alice.says('x');
    await wechat.clock.advance(400);
    wechat.api.fail(SEND, { errcode });
    await wechat.clock.advance(5000);
    await said;
    const sent = wechat.api.calls.filter(({ path }) => path === SEND);
    expect(sent.map(({ errcode: code }) => code ?? 0)).toEqual([0, errcode]);
    expect((await ledger.of('alice')).left).toBe(0);
    const rest: string[] = [];
    for (let part = ''; !part.startsWith('nothing') && rest.length < 9; rest.push(part))
      part = texts([(await alice.says('继续')).reply!]).join();
    expect(begins(texts(alice.sees()).slice(0, 2)).map((text) => text.replace('+ ', ''))).toEqual([
      '一一一',
      '二',
    ]);
    expect(begins(rest)).toEqual(['三三三', '一一一', '二二二', '三三三', 'not']);
  });

  it('a 48001 goes on counting: the next answer goes to the mailbox without a call', async () => {
    const { wx, wechat } = bot();
    wx.use(mailbox({ store: memoryStore(wechat.clock), clock: wechat.clock }));
    wx.text('x', () => reply.long(three)).text(() => 'nothing');
    wechat.api.fail(SEND, { errcode: 48001 });
    const alice = wechat.user('alice');
    for (let n = 0; n < 2; n++) {
      await alice.says('x');
      await wechat.clock.advance(3000);
    }
    expect(wechat.api.calls.filter(({ path }) => path === SEND)).toHaveLength(1);
    expect(begins([texts([(await alice.says('继续')).reply!]).join()])).toEqual(['二二二']);
  });
});

describe('the parts of an answer', () => {
  it('go out one after the other, 0.3 s after the one before has arrived', async () => {
    const { wx, wechat } = bot();
    wx.text(() => reply.long(three + three));
    for (let n = 0; n < 5; n++) wechat.api.fail(SEND, { delay: 1000 });
    const alice = wechat.user('alice');
    await alice.says('x');
    const from = wechat.clock.now();
    const arrivals: number[] = [];
    for (let step = 0; step < 80; step++) {
      await wechat.clock.advance(100);
      const sent = wechat.api.calls.filter(({ path }) => path === SEND).length;
      while (arrivals.length < sent) arrivals.push(wechat.clock.now() - from);
    }
    expect(
      texts(alice.sees())
        .map((text) => text.replace('+ ', ''))
        .join(''),
    ).toBe(three + three);
    expect(arrivals).toHaveLength(5);
    for (const [n, at] of arrivals.entries())
      if (n > 0) expect(at - arrivals[n - 1]!).toBeGreaterThanOrEqual(1200);
  });

  it.each([
    ['the first delivery is cut', 7000, ['一一一', '+ 二', '+ 三']],
    ['all are, and the first part is the late message', 20_000, ['+ 一', '+ 二', '+ 三']],
  ])('wait for the first part, when %s', async (_, ms, order) => {
    const { wx, wechat } = bot();
    wx.text(async () => {
      await wechat.clock.sleep(ms);
      return reply.long(three);
    });
    const alice = wechat.user('alice');
    const said = alice.says('x');
    await wechat.clock.advance(ms - 100);
    expect(texts(alice.sees())).toEqual([]);
    await wechat.clock.advance(5000);
    await said;
    const seen = texts(alice.sees());
    expect(begins(seen)).toEqual(order);
    expect(seen.map((text) => text.replace('+ ', '')).join('')).toBe(three);
  });
});

describe('the source of an answer', () => {
  it('that throws before its first word is told to onError', async () => {
    const { wx, wechat } = bot({ onError: (error) => `sorry: ${(error as Error).message}` });
    wx.text(async function* () {
      await wechat.clock.sleep(10);
      if (wechat.clock.now() > 0) throw new Error('overloaded');
      yield 'never';
    });
    const said = wechat.user('alice').says('x');
    await wechat.clock.advance(100);
    expect((await said).reply).toMatchObject({ Content: 'sorry: overloaded' });
  });

  it('gets 10 s at close(); then what is there waits in the mailbox, also where nothing is sent', async () => {
    const clock = movableClock();
    const store = memoryStore(clock);
    const { wx, wechat } = bot({ kind: 'personal', api: undefined, late: 'retry-only' }, { clock });
    wx.use(mailbox({ store, clock }));
    const words = Array.from({ length: 400 }, (_, n) => `第${n + 1}句。`);
    const source = fakeStream(words, { clock, every: 100 });
    wx.text('x', () => reply.stream(source));
    const alice = wechat.user('alice');
    const said = alice.says('x');
    await clock.advance(15_000);
    await said;
    let isClosed = false;
    const closed = wx.close().then(() => (isClosed = true));
    await clock.advance(9500);
    expect([source.state, isClosed]).toEqual(['running', false]);
    await clock.advance(2500);
    await closed;
    expect(source.state).toBe('stopped');
    const next = bot({ kind: 'personal', api: undefined }, { clock });
    next.wx.use(mailbox({ store, clock }));
    const opened = texts([(await next.wechat.user('alice').says('继续')).reply!])[0]!;
    const begun = texts(alice.sees())[0]!.replace(/\n\n<a .*$/s, '');
    expect(opened).toMatch(/（回答中断）$/);
    const all = begun + opened.replace('\n\n（回答中断）', '');
    expect(words.join('').startsWith(all)).toBe(true);
    // All that was written until then.
    expect(all.length).toBeGreaterThan(230 * 4);
  });
});

it('a question that comes while another is being answered is answered, too', async () => {
  const { wx, wechat } = bot();
  wx.use(inOrder({ clock: wechat.clock }));
  wx.text(({ message }) =>
    reply.stream(fakeStream([`${message.Content}: `, 'done。'], { clock: wechat.clock, every: 3000 })),
  );
  const alice = wechat.user('alice');
  const said = ['1', '2', '3'].map((text) => alice.says(text));
  await wechat.clock.advance(60_000);
  await Promise.all(said);
  expect(texts(alice.sees()).map((text) => text.replace('+ ', ''))).toEqual([
    '1: done。',
    '2: done。',
    '3: done。',
  ]);
});

it('a mailbox keeps 64 KiB at most, and drops the oldest', () => {
  let record = readRecord(undefined, 0);
  for (let n = 0; n < 20; n++)
    record = addText(record, { text: `${n}.${'x'.repeat(8000)}`, at: 0, by: String(n) }, 10_000);
  const bytes = record.parts.reduce((sum, { text }) => sum + text.length, 0);
  expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
  expect(record.parts).toHaveLength(8);
  expect([record.parts[0]!.text.slice(0, 3), record.dropped]).toEqual(['12.', 12]);
});

describe('the text of a user', () => {
  it.each(['字'.repeat(2500), 'tab\tbell\u0007', ' space '])(
    'reaches the model as it was written',
    async (text) => {
      const { wx, wechat } = bot();
      let prompt = '';
      wx.text((ctx) => {
        prompt = ctx.message.Content;
        return reply.stream('yes');
      });
      await wechat.user('alice').says(text);
      expect(prompt).toBe(text);
    },
  );
});
