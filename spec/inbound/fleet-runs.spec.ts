import { memoryStore } from 'offiaccount';
import type { Reply } from 'offiaccount';
import { blockable, never } from '../support/clock';
import { playing, startFleet } from '../support/fleet';
import type { Fleet } from '../support/fleet';

let fleet: Fleet;
afterEach(() => fleet.close());

const { after, advance, contents } = playing(() => fleet);

describe('a run', () => {
  it('that does not end is given up after 60 s: it is logged, and onLate is told', async () => {
    const late: unknown[] = [];
    let signal: AbortSignal | undefined;
    fleet = await startFleet(
      (ctx) => {
        ({ signal } = ctx);
        return never();
      },
      { onLate: (answer, _ctx, error) => late.push([answer, String(error)]) },
    );
    void fleet.simulator.user('alice').says('x');
    await advance(58_000);
    expect(signal?.aborted).toBe(false);
    await advance(3000);
    expect(signal?.aborted).toBe(true);
    expect(late).toEqual([[undefined, 'Error: The handlers took more than 60 s.']]);
    expect(fleet.logged).toMatchObject([
      { event: 'handler-aborted', message: 'The handlers took more than 60 s.' },
    ]);
  });

  it('gives its answer to a waiting delivery soon', async () => {
    for (const ms of [6100, 7350, 8725]) {
      fleet = await startFleet(after(ms));
      const seen = fleet.simulator.user('alice').says('x');
      await advance(ms + 1500);
      const [, second] = (await seen).deliveries;
      // From when the answer was there.
      expect(second!.ms + 5000 - ms).toBeLessThan(350);
      await fleet.close();
    }
  });

  it('of a large message gives another process its answer too', async () => {
    fleet = await startFleet(after(7000));
    const seen = fleet.simulator.user('alice').says('x'.repeat(2500));
    await advance(8000);
    expect((await seen).reply).toMatchObject({ MsgType: 'text', Content: 'after 7000' });
  });

  it('of a large message stores what WeChat knows of its answer, whatever else was built into it', async () => {
    // As JavaScript may build it; a bigint cannot be stored.
    const odd = { MsgType: 'text', Content: 'x', more: 1n } as Reply;
    fleet = await startFleet(after(7000, odd));
    const seen = fleet.simulator.user('alice').says('x'.repeat(2500));
    await advance(8000);
    expect(await seen).toMatchObject({ outcome: 'replied', reply: { MsgType: 'text', Content: 'x' } });
  });

  it('whose process did nothing for a while is warned about', async () => {
    const now = performance.now();
    let moved = 0;
    const { clock, block, wake } = blockable({
      now: () => Date.now(),
      monotonic: () => now + moved,
      setTimeout: (callback, ms) => fleet.simulator.clock.setTimeout(callback, ms),
      clearTimeout: (timer) => fleet.simulator.clock.clearTimeout(timer),
    });
    fleet = await startFleet(never, { count: 1, store: memoryStore(), clock });
    void fleet.simulator.user('alice').says('x');
    await advance(100);
    block();
    await advance(4900);
    moved = 4900;
    wake();
    expect(fleet.logged).toMatchObject([{ event: 'blocked', ms: 2900 }]);
    expect(fleet.logged[0]!.message).toMatch(/^This process did nothing for a while/);
  });

  it('whose late answer was sent keeps no shutdown waiting', async () => {
    fleet = await startFleet(after(20_000), { count: 1 });
    void fleet.simulator.user('alice').says('x');
    await advance(25_000);
    expect(contents('alice')).toEqual(['after 20000']);
    let isClosed = false;
    void fleet.members[0]!.wx.close().then(() => (isClosed = true));
    await advance(100);
    expect(isClosed).toBe(true);
  });
});

describe('a run that another process has taken over', () => {
  /** The first process loses the store for a while, and the second begins its message too. */
  async function takeOver(first: number, second: number) {
    const signals: AbortSignal[] = [];
    fleet = await startFleet(
      (ctx, next) => {
        signals.push(ctx.signal);
        return after(ctx.attempt === 1 ? first : second, `attempt ${ctx.attempt}`)(ctx, next);
      },
      { count: 2 },
    );
    fleet.route = [0, 1, 1];
    const seen = fleet.simulator.user('alice').says('x');
    await advance(100);
    fleet.members[0]!.away = true;
    await advance(8900);
    fleet.members[0]!.away = false;
    await advance(12_000);
    expect(fleet.starts).toEqual(['0:1', '1:2']);
    return { reply: (await seen).reply, aborted: signals.map(({ aborted }) => aborted) };
  }

  it('goes on, and its answer counts if it is the first', async () => {
    const { reply, aborted } = await takeOver(11_000, 9000);
    expect(reply).toMatchObject({ Content: 'attempt 1' });
    expect(aborted).toEqual([false, true]);
  });

  it('is stopped when there is an answer', async () => {
    const { reply, aborted } = await takeOver(14_000, 5000);
    expect(reply).toMatchObject({ Content: 'attempt 2' });
    expect(aborted).toEqual([true, false]);
    expect(fleet.members.map(({ wx }) => wx.stats().running)).toEqual([0, 0]);
  });
});

describe('the store', () => {
  it('has its say before the answer goes out', async () => {
    fleet = await startFleet(() => 'x', { count: 1 });
    fleet.members[0]!.delay = 100;
    const seen = fleet.simulator.user('alice').says('x');
    await advance(1000);
    // Asked twice: who runs the message, and where its answer goes.
    expect((await seen).deliveries[0]!.ms).toBeGreaterThanOrEqual(199);
  });

  it('has it as well once it has heard of the run by a renewal', async () => {
    fleet = await startFleet(after(3000), { count: 1 });
    const [member] = fleet.members;
    member!.away = true;
    const seen = fleet.simulator.user('alice').says('x');
    await advance(1000);
    Object.assign(member!, { away: false, delay: 150 });
    await advance(4000);
    expect((await seen).deliveries[0]!.ms).toBeGreaterThanOrEqual(3149);
  });

  it('that was away once counts once', async () => {
    fleet = await startFleet(after(3000), { count: 1 });
    const seen = fleet.simulator.user('alice').says('x');
    await advance(1500);
    fleet.members[0]!.away = true;
    await advance(1000);
    fleet.members[0]!.away = false;
    await advance(2000);
    expect((await seen).reply).toMatchObject({ Content: 'after 3000' });
    expect(fleet.members[0]!.wx.stats().degraded).toBe(1);
  });

  it('may throw at once', async () => {
    const fail = (): never => {
      throw new Error('Not here.');
    };
    const store = { ...memoryStore(), deliveries: { sync: fail } };
    fleet = await startFleet(after(3000), { count: 1, store });
    const seen = fleet.simulator.user('alice').says('x');
    await advance(4000);
    expect((await seen).reply).toMatchObject({ Content: 'after 3000' });
  });
});

describe('a last delivery that cannot wait any longer', () => {
  it('gets the answer that came while the store was told so', async () => {
    fleet = await startFleet(after(14_420));
    fleet.members[2]!.delay = 200;
    const seen = fleet.simulator.user('alice').says('x');
    await advance(15_000);
    expect((await seen).reply).toMatchObject({ Content: 'after 14420' });
    expect((await seen).deliveries).toHaveLength(3);
    expect(fleet.starts).toEqual(['0:1']);
  });

  it('and the run with it, when only the store’s reply to the answer was lost', async () => {
    fleet = await startFleet(after(14_000), { count: 1 });
    const [member] = fleet.members;
    member!.delay = 200;
    const seen = fleet.simulator.user('alice').says('x');
    // Handed in at 14.2 s, carried out at 14.4 s.
    await advance(14_350);
    member!.deaf = true;
    await advance(80);
    member!.deaf = false;
    await advance(120);
    expect((await seen).reply).toMatchObject({ Content: 'after 14000' });
    expect(member!.wx.stats()).toMatchObject({ running: 0, answered: 1 });
  });
});

describe('a process that acknowledged a message behind a store that was away', () => {
  it('takes it over when its owner vanishes after the store has heard', async () => {
    fleet = await startFleet((ctx) => (ctx.attempt > 1 ? 'second' : never()));
    const seen = fleet.simulator.user('alice').says('x');
    await advance(14_150);
    fleet.members[2]!.away = true;
    await advance(1000);
    expect((await seen).outcome).toBe('silent');
    fleet.members[2]!.away = false;
    await advance(3000);
    fleet.members[0]!.frozen = true;
    await advance(15_000);
    expect(fleet.starts).toEqual(['0:1', '2:2']);
    expect(contents('alice')).toEqual(['second']);
  });

  it('stops a run of its own as soon as there is an answer', async () => {
    const signals: AbortSignal[] = [];
    fleet = await startFleet((ctx, next) => {
      signals.push(ctx.signal);
      return after(30_000)(ctx, next);
    });
    void fleet.simulator.user('alice').says('x');
    await advance(9900);
    fleet.members[2]!.away = true;
    await advance(5100);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    fleet.members[2]!.away = false;
    await advance(4000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    await advance(30_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
    expect(contents('alice')).toEqual(['after 30000']);
  });
});
