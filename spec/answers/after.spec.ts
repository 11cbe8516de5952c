import { ConfigError, wechat } from 'offiaccount';
import { bot, closeBots, texts } from './support';

afterEach(closeBots);

describe('ctx.timeLeft()', () => {
  it('counts down to the last delivery, then is 0', async () => {
    const { wx, wechat } = bot();
    const left: number[] = [];
    wx.text(async ({ timeLeft }) => {
      for (let i = 0; i < 4; i++) {
        left.push(timeLeft());
        await wechat.clock.sleep(5000);
      }
      return 'late';
    });
    const seen = wechat.user('alice').says('x');
    await wechat.clock.advance(30_000);
    await seen;
    expect(left[0]).toBeGreaterThan(14_000);
    expect(left[0]).toBeLessThanOrEqual(14_500);
    expect(left[1]).toBeGreaterThan(9000);
    expect(left[1]).toBeLessThanOrEqual(9500);
    expect(left[2]).toBeLessThanOrEqual(4500);
    expect(left[3]).toBe(0);
  });

  it('ends with the first delivery where that is acknowledged', async () => {
    const { wx, wechat } = bot({ late: 'ack-then-send' });
    let left = 0;
    wx.text(({ timeLeft }) => void (left = timeLeft()));
    await wechat.user('alice').says('x');
    expect(left).toBeGreaterThan(4000);
    expect(left).toBeLessThanOrEqual(4500);
  });
});

describe('ctx.after()', () => {
  it('goes on after the answer was handed in', async () => {
    const { wx, wechat } = bot();
    const events: string[] = [];
    wx.text((ctx) => {
      ctx.after(async () => {
        events.push(texts(alice.sees()).join());
        await ctx.send('more');
        events.push('sent');
      });
      return 'answer';
    });
    const alice = wechat.user('alice');
    await alice.says('x');
    await wechat.clock.advance(500);
    expect(texts(alice.sees())).toEqual(['answer', '+ more']);
    expect(events).toHaveLength(2);
  });

  it('waits for a late answer to be sent', async () => {
    const { wx, wechat } = bot();
    wx.text(async (ctx) => {
      ctx.after(() => ctx.send('more'));
      await wechat.clock.sleep(20_000);
      return 'late';
    });
    const alice = wechat.user('alice');
    const seen = alice.says('x');
    await wechat.clock.advance(21_000);
    await seen;
    expect(texts(alice.sees()).filter((text) => text.startsWith('+'))).toEqual(['+ late', '+ more']);
  });

  it('logs an error, and goes on with other work', async () => {
    const { wx, wechat, logger } = bot();
    wx.text((ctx) => {
      ctx.after(() => Promise.reject(new Error('no')));
      ctx.after(() => ctx.send('more'));
    });
    const alice = wechat.user('alice');
    await alice.says('x');
    await wechat.clock.advance(500);
    expect(texts(alice.sees())).toEqual(['+ more']);
    expect(logger.lines.join()).toContain('after-failed');
  });

  it('is told to stop when it has taken too long, with the handlers', async () => {
    const { wx, wechat } = bot({ maxRun: 10_000 });
    let aborted: number | undefined;
    wx.text((ctx) => {
      const began = wechat.clock.monotonic();
      ctx.after(async (signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        aborted = wechat.clock.monotonic() - began;
      });
      return 'answer';
    });
    await wechat.user('alice').says('x');
    await wechat.clock.advance(9000);
    expect(aborted).toBeUndefined();
    await wechat.clock.advance(1100);
    expect(aborted).toBeGreaterThan(9900);
  });

  it('is waited for by close(), 10 s at most', async () => {
    const { wx, wechat } = bot();
    const events: string[] = [];
    wx.text('short', (ctx) => ctx.after(() => wechat.clock.sleep(3000).then(() => events.push('short'))));
    wx.text('long', (ctx) =>
      ctx.after(async (signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        events.push('told to stop');
      }),
    );
    await wechat.user('alice').says('short');
    await wechat.user('bob').says('long');
    const closed = wx.close().then(() => events.push('closed'));
    await wechat.clock.advance(9000);
    expect(events).toEqual(['short']);
    await wechat.clock.advance(3000);
    await closed;
    expect(events).toEqual(['short', 'told to stop', 'closed']);
  });

  it('takes functions alone', async () => {
    const { wx, wechat, logger } = bot();
    // @ts-expect-error not a function
    wx.text((ctx) => ctx.after('work'));
    await wechat.user('alice').says('x');
    expect(logger.lines.join()).toContain('handler-failed');
  });
});

describe('ctx.send()', () => {
  it('sends a long text as several, in order', async () => {
    const { wx, wechat } = bot();
    const long = `${'一'.repeat(600)}。${'二'.repeat(600)}。${'三'.repeat(600)}。`;
    wx.text((ctx) => ctx.send(long));
    const alice = wechat.user('alice');
    await alice.says('x');
    const sent = texts(alice.sees()).map((text) => text.slice(2));
    expect(sent).toHaveLength(3);
    expect(sent.join('')).toBe(long);
  });
});

it.each([999, 600_001, 1.5])('refuses a maxRun of %d', (maxRun) => {
  expect(() => wechat({ appId: 'wx9f1d2c3b4a5e6f70', token: 'any', maxRun })).toThrow(ConfigError);
});
