import { never } from '../support/clock';
import { playing, startFleet } from '../support/fleet';
import type { Fleet } from '../support/fleet';
import type { Handler } from 'offiaccount';

let fleet: Fleet;
afterEach(() => fleet.close());

const { after, advance, contents } = playing(() => fleet);

describe('close()', () => {
  it('leaves a message that takes too long to another process at once', async () => {
    fleet = await startFleet((ctx) => (ctx.attempt > 1 ? 'second' : never()));
    const seen = fleet.simulator.user('alice').says('x');
    await advance(100);
    const closing = fleet.members[0]!.wx.close();
    await advance(11_000);
    await closing;
    await advance(1000);
    expect((await seen).reply).toMatchObject({ Content: 'second' });
    expect(fleet.starts).toEqual(['0:1', '2:2']);
  });

  /** What a process leaves behind does not settle: neither by itself, nor, when it heeds its signal, by what it throws. */
  const unfinished =
    (heeds: boolean): Handler =>
    (ctx) =>
      ctx.attempt > 1
        ? 'second'
        : new Promise<never>((_resolve, reject) => {
            if (heeds) ctx.signal.addEventListener('abort', () => reject(new Error('Aborted.')));
          });

  it('takes what its aborted handlers throw for no answer, and leaves their message to another process', async () => {
    fleet = await startFleet(unfinished(true), { count: 2 });
    fleet.route = [0, 0, 1];
    const seen = fleet.simulator.user('alice').says('x');
    await advance(500);
    const closing = fleet.members[0]!.wx.close();
    await advance(12_000);
    await closing;
    expect((await seen).reply).toMatchObject({ Content: 'second' });
    expect(fleet.starts).toEqual(['0:1', '1:2']);
    expect(fleet.members[0]!.wx.stats().running).toBe(0);
  });

  it('does not take back the messages that it has left', async () => {
    fleet = await startFleet(unfinished(false), { count: 2 });
    const count = 10;
    fleet.route = Array.from({ length: count * 3 }, (_, delivery) => (delivery < count * 2 ? 0 : 1));
    const users = Array.from({ length: count }, (_, n) => `user ${n}`);
    // Their leases are renewed at other times, and looked at by the process that has acknowledged them once a second.
    for (const user of users) {
      void fleet.simulator.user(user).says('x');
      await advance(170);
    }
    await advance(15_000);
    const closing = fleet.members[0]!.wx.close();
    await advance(13_000);
    await closing;
    for (const user of users) expect(contents(user)).toEqual(['second']);
  });

  it('tells onLate of a message that nobody will finish, since it was acknowledged here', async () => {
    const late: unknown[] = [];
    fleet = await startFleet(unfinished(true), {
      onLate: (answer, { openid }, error) => late.push([answer, openid, String(error)]),
    });
    void fleet.simulator.user('alice').says('x');
    fleet.route = [0];
    await advance(15_000);
    const closing = fleet.members[0]!.wx.close();
    await advance(11_000);
    await closing;
    expect(late).toEqual([[undefined, 'alice', 'ShutdownError: The server is shutting down.']]);
    expect(fleet.members[0]!.wx.stats().late).toBe(1);
  });

  it('tells onLate when the last delivery waits here, since the message comes to nobody else', async () => {
    const late: unknown[] = [];
    fleet = await startFleet((ctx) => (ctx.attempt > 1 ? 'second' : never()), {
      count: 2,
      onLate: (answer, { openid }, error) => late.push([answer, openid, String(error)]),
    });
    fleet.route = [0, 0, 0, 1];
    const seen = fleet.simulator.user('alice').says('x');
    await advance(2000);
    const closing = fleet.members[0]!.wx.close();
    await advance(60_000);
    await closing;
    expect((await seen).outcome).toBe('silent');
    expect(contents('alice')).toEqual([]);
    expect(late).toEqual([[undefined, 'alice', 'ShutdownError: The server is shutting down.']]);
  });

  it('gives onLate no error for an answer that is being handed in, and sent', async () => {
    const late: unknown[] = [];
    fleet = await startFleet(after(24_900), {
      count: 1,
      onLate: (answer, _ctx, error) => late.push([answer, String(error)]),
    });
    fleet.members[0]!.delay = 190;
    void fleet.simulator.user('alice').says('x');
    await advance(15_100);
    const closing = fleet.members[0]!.wx.close();
    await advance(20_000);
    await closing;
    expect({ seen: contents('alice'), late }).toEqual({ seen: ['after 24900'], late: [] });
  });

  it('sends what came in time although the store is away, and nothing more once it is over', async () => {
    const story: string[] = [];
    fleet = await startFleet(after(22_000), {
      count: 1,
      onLate: (_answer, _ctx, error) => story.push(String(error)),
    });
    void fleet.simulator.user('alice').says('x');
    await advance(15_100);
    const closing = fleet.members[0]!.wx.close().then(() => story.push('closed'));
    await advance(5900);
    fleet.members[0]!.away = true;
    await advance(7000);
    await closing;
    fleet.members[0]!.away = false;
    await advance(20_000);
    // Nobody else can have sent it: what came in time goes out without the store.
    expect({ seen: contents('alice'), story }).toEqual({ seen: ['after 22000'], story: ['closed'] });
  });

  it('waits for a late answer on its way', async () => {
    fleet = await startFleet(after(20_000), { count: 1 });
    void fleet.simulator.user('alice').says('x');
    await advance(15_000);
    let closed = false;
    const closing = fleet.members[0]!.wx.close().then(() => (closed = true));
    await advance(4000);
    expect(closed).toBe(false);
    await advance(2000);
    await closing;
    expect(contents('alice')).toEqual(['after 20000']);
  });

  it('leaves it at the end of its 10 s, not a second later', async () => {
    fleet = await startFleet((ctx) => (ctx.attempt > 1 ? 'second' : never()), { count: 2 });
    fleet.route = [0, 1, 1];
    const seen = fleet.simulator.user('alice').says('x');
    await advance(100);
    void fleet.members[0]!.wx.close();
    await advance(9900);
    expect(fleet.starts).toEqual(['0:1']);
    await advance(400);
    expect(fleet.starts).toEqual(['0:1', '1:2']);
    expect((await seen).deliveries).toHaveLength(3);
  });

  it('tells onLate nothing of a message that will be delivered again', async () => {
    const late: unknown[] = [];
    fleet = await startFleet((ctx) => (ctx.attempt > 1 ? 'second' : never()), {
      count: 2,
      onLate: (answer, _ctx, error) => late.push([answer, error]),
    });
    const seen = fleet.simulator.user('alice').says('x');
    fleet.route = [0, 0, 1];
    // The second delivery waits here when the ten seconds are over.
    await advance(1);
    const closing = fleet.members[0]!.wx.close();
    await advance(12_000);
    await closing;
    expect((await seen).reply).toMatchObject({ Content: 'second' });
    expect(late).toEqual([]);
  });

  it('tells onLate of one whose last delivery has been cut, since it comes to nobody else', async () => {
    const late: unknown[] = [];
    fleet = await startFleet(never, {
      count: 1,
      onLate: (answer, _ctx, error) => late.push([answer, String(error)]),
    });
    const [member] = fleet.members;
    const seen = fleet.simulator.user('alice').says('x');
    await advance(9000);
    const closing = member!.wx.close();
    await advance(5000);
    // No answer of the store reaches it, so it cannot be answered.
    member!.frozen = true;
    await advance(1500);
    member!.frozen = false;
    await advance(6000);
    await closing;
    expect((await seen).outcome).toBe('service-unavailable');
    expect(late).toEqual([[undefined, 'ShutdownError: The server is shutting down.']]);
  });

  it.each([
    ['waits for onLate', 500, 500],
    ['but not for long', 5000, 1000],
  ])('%s when something was cut off', async (_, takes, waits) => {
    fleet = await startFleet(never, {
      count: 1,
      onLate: () => fleet.simulator.clock.sleep(takes),
    });
    void fleet.simulator.user('alice').says('x');
    await advance(15_000);
    const began = fleet.simulator.clock.monotonic();
    let took = 0;
    void fleet.members[0]!.wx.close().then(() => (took = fleet.simulator.clock.monotonic() - began));
    await advance(20_000);
    expect(took).toBeGreaterThanOrEqual(10_000 + waits);
    expect(took).toBeLessThan(10_000 + waits + 100);
  });

  it('waits 10 s for onLate of a handler that has ended', async () => {
    let isTold = false;
    fleet = await startFleet(after(15_000), {
      count: 1,
      late: 'retry-only',
      onLate: async () => {
        await fleet.simulator.clock.sleep(5000);
        isTold = true;
      },
    });
    void fleet.simulator.user('alice').says('x');
    await advance(15_100);
    let closed: boolean | undefined;
    void fleet.members[0]!.wx.close().then(() => (closed = isTold));
    await advance(3000);
    expect(closed).toBeUndefined();
    await advance(3000);
    expect(closed).toBe(true);
  });

  describe('and then the last delivery of a message that is not its own', () => {
    it('is acknowledged, and the process that runs the message sends the answer', async () => {
      fleet = await startFleet(after(12_000), { count: 2 });
      fleet.route = [0, 0, 1];
      const seen = fleet.simulator.user('alice').says('x');
      await advance(9000);
      const closed = fleet.members[1]!.wx.close();
      await advance(50_000);
      await closed;
      expect(contents('alice')).toEqual(['after 12000']);
      expect((await seen).outcome).toBe('silent');
      expect(fleet.starts).toEqual(['0:1']);
    });

    it('gets the answer as the reply while the process still waits for other messages', async () => {
      fleet = await startFleet(
        (ctx) => after(ctx.openid === 'alice' ? 12_000 : 9000)(ctx, () => Promise.resolve(undefined)),
        { count: 2 },
      );
      fleet.route = [0, 0, 1, 1];
      const seen = fleet.simulator.user('alice').says('x');
      await advance(9000);
      void fleet.simulator.user('bob').says('x');
      fleet.route = [1];
      await advance(100);
      const closed = fleet.members[1]!.wx.close();
      await advance(50_000);
      await closed;
      expect(contents('alice')).toEqual(['after 12000']);
      expect((await seen).outcome).toBe('replied');
      expect(contents('bob')).toEqual(['after 9000']);
    });

    it.each([[false], [true]])(
      'is no failure notice where nobody else answers, with the store away: %s',
      async (away) => {
        const late: unknown[] = [];
        fleet = await startFleet(never, {
          count: 1,
          onLate: (answer, { openid }, error) => late.push([answer, openid, String(error)]),
        });
        const [member] = fleet.members;
        await member!.wx.close();
        const seen = fleet.simulator.user('alice').says('x');
        member!.away = away;
        await advance(60_000);
        expect((await seen).outcome).toBe('silent');
        expect(fleet.starts).toEqual([]);
        expect(late).toEqual([[undefined, 'alice', 'ShutdownError: The server is shutting down.']]);
        expect(member!.wx.stats()).toMatchObject({ running: 0, after: 0 });
      },
    );

    it('is told in the log where there is no onLate', async () => {
      fleet = await startFleet(never, { count: 1 });
      await fleet.members[0]!.wx.close();
      void fleet.simulator.user('alice').says('x');
      await advance(60_000);
      expect(fleet.logged.map(({ message }) => message)).toEqual([
        expect.stringContaining('The server is shutting down before there is an answer'),
      ]);
    });
  });

  describe('of a process that has acknowledged a message behind the store', () => {
    const told: unknown[] = [];
    beforeEach(() => void told.splice(0));

    /** The third process has acknowledged it, and the store hears nothing of that until it is back at `until`. */
    async function acknowledge(takes: number, until: number): Promise<void> {
      fleet = await startFleet(after(takes), {
        onLate: (answer, _ctx, error) => told.push([answer, String(error)]),
      });
      const third = fleet.members[2]!;
      void fleet.simulator.user('alice').says('x');
      await advance(14_150);
      third.away = true;
      fleet.simulator.clock.setTimeout(() => (third.away = false), until - 14_150);
      await advance(600);
      let isClosed = false;
      void third.wx.close().then(() => (isClosed = true));
      await advance(100);
      expect(isClosed).toBe(true);
    }

    it('tells the store, whose owner then sends', async () => {
      await acknowledge(20_000, 14_700);
      await advance(10_000);
      expect(contents('alice')).toEqual(['after 20000']);
      expect(fleet.members.map(({ wx }) => wx.stats().sentLate)).toEqual([1, 0, 0]);
      expect(told).toEqual([]);
    });

    it('tells onLate when the store is still away', async () => {
      await acknowledge(20_000, 30_000);
      expect(told).toEqual([[undefined, 'ShutdownError: The server is shutting down.']]);
      expect(contents('alice')).toEqual([]);
    });

    it('sends the answer that is there already', async () => {
      await acknowledge(14_400, 14_700);
      expect(contents('alice')).toEqual(['after 14400']);
      expect(fleet.members.map(({ wx }) => wx.stats().sentLate)).toEqual([0, 0, 1]);
      expect(told).toEqual([]);
    });
  });
});
