import express from 'express';
import { wechat } from 'offiaccount';
import type { Handler, LogFields, WeChat, WeChatConfig } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import type { Simulator } from 'offiaccount/testing';
import { never } from '../support/clock';

const account = { appId: 'wx4f0c2b9d7e61a853', token: 'sampleTok3n' };

let simulator: Simulator;
let wx: WeChat;
let logged: (LogFields & { readonly message: string })[];
let runs: number;

/** A bot with one handler, on the simulator's clock. */
function start(handler: Handler, config: Partial<WeChatConfig> = {}): void {
  const app = express();
  simulator = simulate(app, account);
  logged = [];
  runs = 0;
  const log = (fields: LogFields, message: string): void => void logged.push({ ...fields, message });
  const logger = { warn: log, error: log };
  wx = wechat({ ...account, logger, clock: simulator.clock, ...config });
  app.use(wx.use((ctx, next) => ((runs += 1), handler(ctx, next))));
}

/** More than the time after which handlers are given up: no run outlives its spec, and nothing is published into the next. */
const ALL_RUNS_OVER_MS = 61_000;

afterEach(async () => {
  await simulator.clock.advance(ALL_RUNS_OVER_MS);
  await simulator.close();
});

const after =
  (ms: number): Handler =>
  async () => {
    await simulator.clock.sleep(ms);
    return `after ${ms}`;
  };

describe('the last delivery', () => {
  it('is answered with the placeholder when the handler is still at work', async () => {
    start(after(20_000), { placeholder: 'One moment, please.' });
    const seen = simulator.user().says('x');
    await simulator.clock.advance(15_000);
    expect(await seen).toMatchObject({ outcome: 'replied', reply: { Content: 'One moment, please.' } });
    expect((await seen).deliveries.map(({ cut }) => cut)).toEqual([true, true, false]);
    expect((await seen).deliveries[2]!.ms).toBeLessThanOrEqual(4500);
    expect((await seen).deliveries[2]!.ms).toBeGreaterThan(4400);
    expect(runs).toBe(1);
  });

  it('gets success without one, and the answer goes to onLate', async () => {
    const late: unknown[] = [];
    start(after(20_000), { onLate: (answer, ctx, error) => late.push([answer, ctx.openid, error]) });
    const seen = simulator.user('alice').says('x');
    await simulator.clock.advance(15_000);
    expect((await seen).outcome).toBe('silent');
    expect(late).toEqual([]);
    await simulator.clock.advance(10_000);
    expect(late).toEqual([[{ MsgType: 'text', Content: 'after 20000' }, 'alice', undefined]]);
  });

  it('tells onLate what a handler threw', async () => {
    const late: unknown[] = [];
    const handler: Handler = async () => {
      await simulator.clock.sleep(20_000);
      throw new Error('too bad');
    };
    start(handler, { onLate: (answer, _ctx, error) => late.push([answer, (error as Error).message]) });
    void simulator.user().says('x');
    await simulator.clock.advance(25_000);
    expect(late).toEqual([[undefined, 'too bad']]);
  });

  it('leaves a warning when nobody takes the answer', async () => {
    start(after(20_000));
    void simulator.user().says('x');
    await simulator.clock.advance(25_000);
    expect(logged).toEqual([
      expect.objectContaining({ event: 'late', message: expect.stringContaining('onLate') as string }),
    ]);
  });

  it('survives an onLate that throws', async () => {
    start(after(20_000), {
      onLate: () => {
        throw new Error('late');
      },
    });
    void simulator.user().says('x');
    await simulator.clock.advance(25_000);
    expect(logged).toEqual([expect.objectContaining({ event: 'late', message: 'onLate() threw.' })]);
    expect(wx.stats()).toMatchObject({ running: 0, remembered: 1 });
  });
});

describe('a handler that never ends', () => {
  it('is aborted after 60 s, and its message is not handled again', async () => {
    let signal: AbortSignal | undefined;
    start((ctx) => {
      ({ signal } = ctx);
      return never();
    });
    const alice = simulator.user();
    void alice.sends('text', { Content: 'x', MsgId: '24718305561935662', CreateTime: 1 });
    await simulator.clock.advance(59_000);
    expect(signal?.aborted).toBe(false);
    expect(wx.stats().running).toBe(1);
    await simulator.clock.advance(2000);
    expect(signal?.aborted).toBe(true);
    expect(wx.stats()).toMatchObject({ running: 0, remembered: 1 });
    expect(logged.map(({ event }) => event)).toEqual(['handler-aborted']);
    await alice.sends('text', { Content: 'x', MsgId: '24718305561935662', CreateTime: 1 });
    expect(runs).toBe(1);
  });

  it('sees a signal asked for late as aborted, too', async () => {
    let aborted: boolean | undefined;
    start(async (ctx) => {
      await simulator.clock.sleep(61_000);
      aborted = ctx.signal.aborted;
    });
    void simulator.user().says('x');
    await simulator.clock.advance(62_000);
    expect(aborted).toBe(true);
  });
});

describe('an old message', () => {
  it('is acknowledged at its first delivery, since WeChat will not deliver it again', async () => {
    start(after(20_000));
    const seen = simulator
      .user()
      .sends('text', { Content: 'x', CreateTime: Math.floor(simulator.clock.now() / 1000) - 10 });
    await simulator.clock.advance(5000);
    expect(await seen).toMatchObject({ outcome: 'silent', deliveries: [{ cut: false }] });
  });
});

describe('close()', () => {
  it('waits for running handlers, and leaves new messages to other processes, up to their last delivery', async () => {
    start(after(3000));
    const seen = simulator.user().says('x');
    await simulator.clock.advance(1000);
    let closed = false;
    const closing = wx.close().then(() => (closed = true));
    const other = simulator.user().says('new');
    await simulator.clock.advance(100);
    expect(runs).toBe(1);
    expect(closed).toBe(false);
    await simulator.clock.advance(2500);
    await closing;
    expect((await seen).reply).toMatchObject({ Content: 'after 3000' });
    await simulator.clock.advance(15_000);
    expect((await other).deliveries.map(({ cut }) => cut)).toEqual([true, true, false]);
    expect((await other).outcome).toBe('silent');
    expect(runs).toBe(1);
  });

  it('aborts what has not ended within 10 s', async () => {
    let signal: AbortSignal | undefined;
    start((ctx) => {
      ({ signal } = ctx);
      return never();
    });
    void simulator.user().says('x');
    await simulator.clock.advance(100);
    const closing = wx.close();
    await simulator.clock.advance(9_000);
    expect(signal?.aborted).toBe(false);
    await simulator.clock.advance(2_000);
    await closing;
    expect(signal?.aborted).toBe(true);
  });

  it('is done at once when nothing runs', async () => {
    start(() => 'x');
    await wx.close();
    expect(wx.stats()).toMatchObject({ running: 0, remembered: 0, shed: 0 });
  });
});

describe('onError', () => {
  const fail: Handler = () => Promise.reject(new Error('first'));

  it('may make an answer of an error', async () => {
    start(fail, { onError: (error, { openid }) => `${openid}: ${(error as Error).message}` });
    expect((await simulator.user('alice').says('x')).reply).toMatchObject({ Content: 'alice: first' });
  });

  it('may fail itself: WeChat gets success, and the log both errors', async () => {
    start(fail, {
      onError: () => {
        throw new Error('second');
      },
    });
    expect((await simulator.user().says('x')).outcome).toBe('silent');
    expect(logged.map(({ event, err }) => [event, (err as Error).message])).toEqual([
      ['handler-failed', 'first'],
      ['on-error-failed', 'second'],
    ]);
  });
});
