import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { inOrder, mailbox, memoryStore, reply } from 'offiaccount';
import { TextReader } from '../../lib/answers/reader';
import { bot, closeBots, texts } from './support';

afterEach(closeBots);

const SEND = '/cgi-bin/message/custom/send';
const MAX_AHEAD = 65_536;
/** A thousand are held by `npm run bench:streams`. */
const MANY = 40;

/** Text without an end, as fast as it is asked for. */
class Endless {
  read = 0;
  stopped = 0;
  [Symbol.asyncIterator](): AsyncIterator<string> {
    const piece = '一二三四五六七八九。'.repeat(4);
    return {
      next: () => {
        this.read += Buffer.byteLength(piece);
        return Promise.resolve({ done: false, value: piece });
      },
      return: () => {
        this.stopped++;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }
}

describe('many streams at once', () => {
  it('hold no more than what has not been sent, 64 KiB each, and end with their users', async () => {
    const { wx, wechat } = bot();
    const { clock } = wechat;
    const sources = new Map<string, Endless>();
    wx.use(inOrder({ clock }), mailbox({ store: memoryStore(clock), clock }));
    wx.text(({ openid }) => {
      const source = new Endless();
      sources.set(openid, source);
      return reply.stream(source);
    });
    const users = Array.from({ length: MANY }, (_, n) => wechat.user(`user${n}`));
    // WeChat takes long for each message that is sent: all streams are under way together.
    wechat.api.fail(SEND, { delay: 1500 }, { times: MANY * 6 });
    await Promise.all(users.map((user) => user.says('x')));
    const sentTo = (n: number) =>
      texts(users[n]!.sees()).reduce((sum, text) => sum + Buffer.byteLength(text.replace(/^\+ /, '')), 0);
    const ahead = () => [...sources.values()].map(({ read }, n) => read - sentTo(n));
    expect(sources.size).toBe(MANY);
    expect(Math.max(...ahead())).toBeLessThanOrEqual(MAX_AHEAD);
    await clock.advance(2500);
    expect(texts(users[0]!.sees()).length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...ahead())).toBeLessThanOrEqual(MAX_AHEAD);
    expect([...sources.values()].filter(({ stopped }) => stopped > 0)).toEqual([]);
    const left = users.map((user) => user.unfollows());
    await clock.advance(1000);
    await Promise.all(left);
    expect([...sources.values()].filter(({ stopped }) => stopped !== 1)).toEqual([]);
    const { read } = sources.get('user0')!;
    await clock.advance(5000);
    expect(sources.get('user0')!.read).toBe(read);
    expect(wx.stats().after).toBe(0);
  });

  it('end at their signal as well, which a model is given', async () => {
    const { wx, wechat } = bot();
    const { clock } = wechat;
    wx.use(inOrder({ clock }));
    const signals: AbortSignal[] = [];
    wx.text(async function* ({ signal }) {
      signals.push(signal);
      yield 'beginning. ';
      await clock.sleep(40_000);
      yield 'end.';
    });
    const users = Array.from({ length: 20 }, (_, n) => wechat.user(`user${n}`));
    const said = users.map((user) => user.says('x'));
    await clock.advance(2000);
    expect(signals.filter(({ aborted }) => aborted)).toEqual([]);
    const left = users.map((user) => user.unfollows());
    await clock.advance(1000);
    expect(signals.filter(({ aborted }) => aborted)).toHaveLength(20);
    await clock.advance(40_000);
    await Promise.all([...said, ...left]);
  });
});

it('a long answer keeps nothing of the pieces that have gone out', async () => {
  setFlagsFromString('--expose-gc');
  // With the flag above, a new context has it.
  const collect = runInNewContext('gc') as () => void;
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  async function* words(): AsyncGenerator<string> {
    for (let n = 0; n < 60_000; n++) yield await Promise.resolve('word ');
  }
  const reader = new TextReader(words(), new AbortController().signal, false);
  const before = heap();
  while (!reader.isSpent) {
    await reader.fill(2047);
    reader.take(2047);
  }
  // Some 70 bytes of each piece would be too much.
  expect(heap() - before).toBeLessThan(4_000_000);
});
