import { reply } from 'offiaccount';
import type { Handler } from 'offiaccount';
import { never } from '../support/clock';
import { playing, startFleet } from '../support/fleet';
import type { Fleet, FleetSeen } from '../support/fleet';

let fleet: Fleet;
afterEach(() => fleet.close());

const { after, advance, contents } = playing(() => fleet);
/** A text of this moment: sent again, it is the same message. */
const resendable = () => ({
  Content: 'x',
  MsgId: '24718305561935662',
  CreateTime: Math.floor(fleet.simulator.clock.now() / 1000),
});
const events = () => fleet.logged.map(({ event }) => event);

describe('deliveries to several processes', () => {
  it.each([
    [1000, 1],
    [7000, 2],
    [12_000, 3],
  ])('share one run: an answer after %d ms goes out on delivery %d', async (ms, doors) => {
    fleet = await startFleet(after(ms));
    const seen = fleet.simulator.user('alice').says('x');
    await advance(ms + 400);
    expect(await seen).toMatchObject({ outcome: 'replied', reply: { Content: `after ${ms}` } });
    expect((await seen).deliveries).toHaveLength(doors);
    expect(fleet.starts).toEqual(['0:1']);
    expect(contents('alice')).toEqual([`after ${ms}`]);
    expect(fleet.members.map(({ wx }) => wx.stats().takenOver)).toEqual([0, 0, 0]);
  });

  it('send an answer once that is too late for all of them', async () => {
    const late: unknown[] = [];
    fleet = await startFleet(after(20_000), { onLate: (answer) => late.push(answer) });
    const seen = fleet.simulator.user('alice').says('x');
    await advance(15_000);
    expect(await seen).toMatchObject({ outcome: 'silent' });
    expect((await seen).deliveries.map(({ cut }) => cut)).toEqual([true, true, false]);
    expect(contents('alice')).toEqual([]);
    await advance(30_000);
    expect(fleet.simulator.user('alice').sees()).toMatchObject([
      { MsgType: 'text', Content: 'after 20000', via: 'customer-service' },
    ]);
    expect(fleet.starts).toEqual(['0:1']);
    expect(late).toEqual([]);
    const stats = fleet.members.map(({ wx }) => wx.stats());
    expect(stats.map(({ sentLate }) => sentLate)).toEqual([1, 0, 0]);
    expect(stats.map(({ running }) => running)).toEqual([0, 0, 0]);
  });

  it('answer the last with the placeholder, and send the answer later', async () => {
    fleet = await startFleet(after(20_000), { placeholder: 'One moment.' });
    const seen = fleet.simulator.user('alice').says('x');
    await advance(25_000);
    expect((await seen).reply).toMatchObject({ Content: 'One moment.' });
    expect(contents('alice')).toEqual(['One moment.', 'after 20000']);
  });

  it('give a replay the same outcome everywhere, and run nothing', async () => {
    fleet = await startFleet(after(100));
    const alice = fleet.simulator.user('alice');
    const fields = resendable();
    for (let i = 0; i < 3; i++) {
      const seen = alice.sends('text', fields);
      await advance(500);
      expect((await seen).reply).toMatchObject({ Content: 'after 100' });
    }
    expect(fleet.starts).toEqual(['0:1']);
  });

  it.each([
    ['while its answer is owed', 16_000],
    ['when its answer was sent', 22_000],
  ])('of an acknowledged message are acknowledged at once, %s', async (_, at) => {
    fleet = await startFleet(after(20_000));
    const fields = resendable();
    void fleet.simulator.user('alice').sends('text', fields);
    await advance(at);
    fleet.route = [1];
    const again = fleet.simulator.user('alice').sends('text', fields);
    await advance(300);
    expect(await again).toMatchObject({ outcome: 'silent' });
    expect((await again).deliveries[0]!.ms).toBeLessThan(200);
    expect(fleet.members[1]!.wx.stats()).toMatchObject({ acknowledged: 1, answered: 0 });
  });

  it('that arrive at one process while the store is slow share its run', async () => {
    fleet = await startFleet(after(4000), { count: 1 });
    fleet.members[0]!.delay = 150;
    const seen = fleet.simulator.user('alice').says('x');
    await advance(6000);
    expect((await seen).reply).toMatchObject({ Content: 'after 4000' });
    expect(fleet.starts).toEqual(['0:1']);
  });
});

describe('"late"', () => {
  it('ack-then-send acknowledges the first delivery, and sends', async () => {
    fleet = await startFleet(after(8000), { late: 'ack-then-send' });
    const seen = fleet.simulator.user('alice').says('x');
    await advance(9000);
    expect(await seen).toMatchObject({ outcome: 'silent' });
    expect((await seen).deliveries).toHaveLength(1);
    expect((await seen).deliveries[0]!.ms).toBeLessThanOrEqual(4500);
    expect(contents('alice')).toEqual(['after 8000']);
  });

  it('ack-then-send answers at once what is there in time', async () => {
    fleet = await startFleet(after(3000), { late: 'ack-then-send' });
    const seen = fleet.simulator.user('alice').says('x');
    await advance(4000);
    expect(await seen).toMatchObject({ outcome: 'replied', deliveries: [{ status: 200 }] });
  });

  it('retry-only never sends: onLate gets the answer', async () => {
    const late: unknown[] = [];
    let signal: AbortSignal | undefined;
    const handler: Handler = (ctx, next) => {
      ({ signal } = ctx);
      return after(20_000)(ctx, next);
    };
    fleet = await startFleet(handler, {
      late: 'retry-only',
      onLate: (answer, { openid }) => late.push([answer, openid]),
    });
    void fleet.simulator.user('alice').says('x');
    await advance(25_000);
    expect(late).toEqual([[{ MsgType: 'text', Content: 'after 20000' }, 'alice']]);
    expect(contents('alice')).toEqual([]);
    expect(signal?.aborted).toBe(false);
  });

  it('retry-only without onLate aborts the handlers, since nobody can receive their answer', async () => {
    let signal: AbortSignal | undefined;
    fleet = await startFleet(
      async (ctx, next) => {
        ({ signal } = ctx);
        return after(20_000)(ctx, next);
      },
      { late: 'retry-only', count: 1 },
    );
    void fleet.simulator.user('alice').says('x');
    await advance(14_000);
    expect(signal?.aborted).toBe(false);
    await advance(1000);
    expect(String(signal?.reason)).toBe('Error: Nobody can receive the answer any more.');
  });

  it('hands what WeChat does not take to onLate, and never sends it again', async () => {
    const late: unknown[] = [];
    fleet = await startFleet(after(20_000), {
      onLate: (answer, _ctx, error) => late.push([answer, (error as { errcode: number }).errcode]),
    });
    fleet.simulator.api.fail('/cgi-bin/message/custom/send', { errcode: 45015 }, { times: 5 });
    void fleet.simulator.user('alice').says('x');
    await advance(60_000);
    expect(late).toEqual([[{ MsgType: 'text', Content: 'after 20000' }, 45015]]);
    const sends = fleet.simulator.api.calls.filter(({ path }) => path === '/cgi-bin/message/custom/send');
    expect(sends).toHaveLength(1);
    expect(events()).toContain('late-failed');
  });

  it('hands a transfer to customer service to onLate: it is no message', async () => {
    const late: unknown[] = [];
    fleet = await startFleet(after(20_000, reply.transfer()), {
      onLate: (answer, _ctx, error) => late.push([answer, error]),
    });
    void fleet.simulator.user('alice').says('x');
    await advance(25_000);
    expect(late).toEqual([[{ MsgType: 'transfer_customer_service' }, undefined]]);
  });

  it('outlives an onLate that is asynchronous and rejects', async () => {
    fleet = await startFleet(after(20_000), {
      calls: false,
      onLate: () => Promise.reject(new Error('The database is away.')),
    });
    void fleet.simulator.user('alice').says('x');
    await advance(25_000);
    expect(fleet.logged).toContainEqual(
      expect.objectContaining({ event: 'late', message: 'onLate() threw.' }),
    );
  });

  it('hands the answer to onLate where there is no API', async () => {
    const late: unknown[] = [];
    fleet = await startFleet(after(20_000), { calls: false, onLate: (answer) => late.push(answer) });
    void fleet.simulator.user('alice').says('x');
    await advance(25_000);
    expect(late).toEqual([{ MsgType: 'text', Content: 'after 20000' }]);
  });
});

describe('a process that vanishes', () => {
  /** The first start vanishes with its process: it neither renews nor finishes. */
  const vanishing =
    (times: number, then: Handler): Handler =>
    (ctx, next) => {
      const n = Number(fleet.starts.at(-1)!.split(':')[0]);
      if (fleet.starts.length <= times) {
        fleet.members[n]!.frozen = true;
        return never();
      }
      return then(ctx, next);
    };

  it('is followed by another when its lease is over, which answers the delivery that waits', async () => {
    fleet = await startFleet(vanishing(1, () => 'second'));
    const seen = fleet.simulator.user('alice').says('x');
    await advance(7000);
    expect(await seen).toMatchObject({ outcome: 'replied', reply: { Content: 'second' } });
    expect(fleet.starts).toEqual(['0:1', '1:2']);
    expect(fleet.members[1]!.wx.stats().takenOver).toBe(1);
  });

  it('has what it does after all thrown away, and its handlers aborted', async () => {
    let signal: AbortSignal | undefined;
    fleet = await startFleet(async (ctx) => {
      if (ctx.attempt > 1) return 'second';
      ({ signal } = ctx);
      fleet.members[0]!.frozen = true;
      await fleet.simulator.clock.sleep(12_000);
      fleet.members[0]!.frozen = false;
      return 'first';
    });
    void fleet.simulator.user('alice').says('x');
    await advance(40_000);
    expect(contents('alice')).toEqual(['second']);
    expect(fleet.starts).toEqual(['0:1', '1:2']);
    expect(signal?.aborted).toBe(true);
  });

  it('twice over one message has it parked: acknowledged, logged, run no more', async () => {
    fleet = await startFleet(vanishing(2, () => 'third'));
    fleet.route = [0, 1, 2];
    const alice = fleet.simulator.user('alice');
    const fields = resendable();
    const seen = alice.sends('text', fields);
    await advance(15_000);
    expect((await seen).outcome).toBe('silent');
    await advance(5000);
    fleet.route = [2];
    const again = alice.sends('text', fields);
    await advance(1000);
    expect((await again).outcome).toBe('silent');
    expect(fleet.starts).toEqual(['0:1', '1:2']);
    expect(fleet.members[2]!.wx.stats().parked).toBe(1);
    expect(fleet.logged).toContainEqual(
      expect.objectContaining({
        event: 'parked',
        message:
          'A message is not handled any more: two processes have vanished while they were handling it.',
      }),
    );
  });

  it('only for a while has its answer sent although the message was parked', async () => {
    fleet = await startFleet(
      vanishing(1, async (ctx, next) => {
        fleet.members[1]!.frozen = true;
        fleet.simulator.clock.setTimeout(() => (fleet.members[1]!.frozen = false), 7500);
        return after(9000)(ctx, next);
      }),
    );
    const seen = fleet.simulator.user('alice').says('x');
    await advance(14_000);
    expect(await seen).toMatchObject({ outcome: 'silent' });
    expect(events()).toContain('parked');
    await advance(10_000);
    expect(fleet.starts).toEqual(['0:1', '1:2']);
    expect(contents('alice')).toEqual(['after 9000']);
  });

  it('after its message was acknowledged elsewhere is followed by whoever acknowledged it', async () => {
    fleet = await startFleet(async (ctx) => {
      if (ctx.attempt > 1) return 'second';
      await fleet.simulator.clock.sleep(16_000);
      fleet.members[0]!.frozen = true;
      return never();
    });
    const seen = fleet.simulator.user('alice').says('x');
    await advance(15_000);
    expect((await seen).outcome).toBe('silent');
    await advance(15_000);
    expect(contents('alice')).toEqual(['second']);
    expect(fleet.starts).toEqual(['0:1', '2:2']);
  });
});

describe('a store that is away', () => {
  it('costs no answer: each process goes by its own memory, and says so once', async () => {
    fleet = await startFleet(after(1000));
    for (const member of fleet.members) member.away = true;
    const alice = fleet.simulator.user('alice');
    for (let i = 0; i < 3; i++) {
      const seen = alice.says(`x ${i}`);
      await advance(1500);
      expect((await seen).reply).toMatchObject({ Content: 'after 1000' });
    }
    expect(fleet.starts).toHaveLength(3);
    expect(events()).toEqual(['store-away', 'store-away', 'store-away']);
    expect(fleet.members.map(({ wx }) => wx.stats().degraded)).toEqual([1, 1, 1]);
  });

  it('and takes its time to say so costs that time once', async () => {
    fleet = await startFleet(after(1000), { count: 1 });
    Object.assign(fleet.members[0]!, { away: true, delay: 200 });
    const seen = fleet.simulator.user('alice').says('x');
    await advance(1500);
    expect((await seen).reply).toMatchObject({ Content: 'after 1000' });
    expect((await seen).deliveries[0]!.ms).toBeLessThan(1300);
  });

  it('may be one of the user’s own, with errors of its own', async () => {
    fleet = await startFleet(after(1000), { count: 1 });
    Object.assign(fleet.members[0]!, { away: true, strange: true });
    const seen = fleet.simulator.user('alice').says('x');
    await advance(1500);
    expect((await seen).reply).toMatchObject({ Content: 'after 1000' });
    expect(fleet.logged).toMatchObject([{ event: 'store-away' }]);
    expect(JSON.stringify(fleet.logged)).not.toContain('somebody else');
  });

  it('runs a slow message at most once in each process, and answers it once', async () => {
    fleet = await startFleet(after(7000));
    for (const member of fleet.members) member.away = true;
    const seen = fleet.simulator.user('alice').says('x');
    await advance(40_000);
    // Each process has begun anew, so none was done when the last delivery came; what that one made was sent.
    expect((await seen).outcome).toBe('silent');
    expect(fleet.starts).toEqual(['0:1', '1:1', '2:1']);
    expect(contents('alice')).toEqual(['after 7000']);
  });

  it('has the process that acknowledged the last delivery send the answer, and no other', async () => {
    fleet = await startFleet(after(30_000));
    for (const member of fleet.members) member.away = true;
    // Only the age of the message tells a process that knows nothing of the others that a delivery is the last.
    const seen = fleet.simulator.user('alice').says('x');
    await advance(60_000);
    expect((await seen).outcome).toBe('silent');
    expect(contents('alice')).toEqual(['after 30000']);
  });

  it('while the run goes on elsewhere has the waiting process run it too', async () => {
    fleet = await startFleet(after(6000));
    const seen = fleet.simulator.user('alice').says('x');
    await advance(5500);
    fleet.members[1]!.away = true;
    await advance(20_000);
    expect((await seen).reply).toMatchObject({ Content: 'after 6000' });
    expect(fleet.starts).toEqual(['0:1', '1:1']);
    expect(contents('alice')).toEqual(['after 6000']);
  });

  it('comes and goes: a process that runs a message already does not begin it again', async () => {
    fleet = await startFleet(after(13_000), { count: 2 });
    const seen = fleet.simulator.user('alice').says('x');
    const second = fleet.members[1]!;
    await advance(4500);
    second.away = true;
    // Begins it at 6.6 s for the second delivery, learns by renewing that the first process has it, and loses the store again.
    await advance(2400);
    expect(fleet.starts).toEqual(['0:1', '1:1']);
    second.away = false;
    await advance(2500);
    second.away = true;
    await advance(20_000);
    await seen;
    expect(fleet.starts).toEqual(['0:1', '1:1']);
    expect(contents('alice')).toHaveLength(1);
  });

  it('while further deliveries reach a process that follows their runs leaves none unanswered', async () => {
    fleet = await startFleet(after(30_000));
    const count = 10;
    fleet.route = Array.from({ length: count * 3 }, (_, delivery) => (delivery < count ? 0 : 1));
    const seen: Promise<FleetSeen>[] = [];
    for (let i = 0; i < count; i++) {
      seen.push(fleet.simulator.user(`user ${i}`).says('x'));
      await advance(1);
    }
    await advance(9980);
    fleet.members[1]!.away = true;
    await advance(5000);
    for (const each of seen) expect((await each).outcome).toBe('silent');
  });

  it.each([
    ['begins it here as well', 12_000, ['0:1', '2:1']],
    ['follows it', 14_150, ['0:1']],
  ])(
    'when a process acknowledges a message and %s has it send the answer which another has stored',
    async (_what, from, starts) => {
      fleet = await startFleet(after(16_000));
      const seen = fleet.simulator.user('alice').says('x');
      await advance(from);
      fleet.members[2]!.away = true;
      await advance(16_900 - from);
      expect((await seen).outcome).toBe('silent');
      fleet.members[2]!.away = false;
      await advance(30_000);
      expect(fleet.starts).toEqual(starts);
      expect(contents('alice')).toEqual(['after 16000']);
    },
  );

  it('for good, while a process follows a message that it acknowledges, has that process run it after all', async () => {
    fleet = await startFleet(after(16_000));
    const seen = fleet.simulator.user('alice').says('x');
    await advance(14_150);
    for (const member of fleet.members) member.away = true;
    await advance(60_000);
    expect((await seen).outcome).toBe('silent');
    expect(fleet.starts).toEqual(['0:1', '2:1']);
    expect(contents('alice')).toEqual(['after 16000']);
  });

  it('hesitates: nobody begins what another process runs', async () => {
    fleet = await startFleet(after(12_000));
    const seen = fleet.simulator.user('alice').says('x');
    for (const pause of [6000, 1750, 2750]) {
      await advance(pause);
      for (const member of fleet.members) member.away = true;
      await advance(250);
      for (const member of fleet.members) member.away = false;
    }
    await advance(2000);
    expect((await seen).reply).toMatchObject({ Content: 'after 12000' });
    expect(fleet.starts).toEqual(['0:1']);
  });

  it.each([
    ['second', 250, 4950, 7000],
    ['second', 1400, 4950, 7000],
    ['third', 1400, 9950, 12_000],
  ])(
    'hesitates when a message comes for the %s time, for %d ms: it is not begun where it comes to',
    async (_which, ms, from, takes) => {
      fleet = await startFleet(after(takes), { count: 2 });
      fleet.route = [0, 1, 1];
      const seen = fleet.simulator.user('alice').says('x');
      await advance(from);
      for (const member of fleet.members) member.away = true;
      await advance(ms);
      for (const member of fleet.members) member.away = false;
      await advance(10_000);
      expect((await seen).reply).toMatchObject({ Content: `after ${takes}` });
      expect(fleet.starts).toEqual(['0:1']);
    },
  );

  it('hesitates when a message comes again that nobody has got: it is begun as soon as the store is back', async () => {
    fleet = await startFleet(after(1000), { count: 2 });
    const [first, second] = fleet.members;
    first!.frozen = true;
    const seen = fleet.simulator.user('alice').says('x');
    await advance(4950);
    second!.away = true;
    await advance(500);
    second!.away = false;
    await advance(2000);
    expect((await seen).reply).toMatchObject({ Content: 'after 1000' });
    expect((await seen).deliveries[1]!.ms).toBeLessThan(2000);
    expect(fleet.starts).toEqual(['1:1']);
  });

  it('stays away: a message that comes again is begun at once, once that is known', async () => {
    fleet = await startFleet(after(100), { count: 2 });
    const [first, second] = fleet.members;
    first!.frozen = true;
    second!.away = true;
    const seen = fleet.simulator.user('alice').says('x');
    fleet.route = [0, 1, 1];
    await advance(1000);
    void fleet.simulator.user('bob').says('y');
    await advance(20_000);
    expect((await seen).deliveries[1]!.ms).toBeLessThan(200);
    expect(contents('alice')).toEqual(['after 100']);
  });

  it('whenever a lease is to be renewed has it renewed in between', async () => {
    fleet = await startFleet(after(8000));
    const seen = fleet.simulator.user('alice').says('x');
    for (const at of [1900, 3900, 5900]) {
      fleet.simulator.clock.setTimeout(() => (fleet.members[0]!.away = true), at);
      fleet.simulator.clock.setTimeout(() => (fleet.members[0]!.away = false), at + 300);
    }
    await advance(9000);
    expect((await seen).reply).toMatchObject({ Content: 'after 8000' });
    expect(fleet.starts).toEqual(['0:1']);
  });

  it('does what it was asked, and is not heard: one process sends the answer, not two', async () => {
    // The first start takes 16 s, the second one ends while the store knows that the first is to send its answer.
    fleet = await startFleet((ctx, next) => after(fleet.starts.length === 1 ? 16_000 : 4900, 'x')(ctx, next));
    const seen = fleet.simulator.user('alice').says('x');
    await advance(9900);
    const third = fleet.members[2]!;
    third.away = true;
    await advance(4200);
    third.away = false;
    third.deaf = true;
    await advance(500);
    third.deaf = false;
    expect((await seen).outcome).toBe('silent');
    await advance(10_000);
    expect(fleet.starts).toEqual(['0:1', '2:1']);
    expect(contents('alice')).toEqual(['x']);
  });

  it('when a run is over and comes back before it is told: the process does not run the message again', async () => {
    fleet = await startFleet(after(9000), { count: 1 });
    const member = fleet.members[0]!;
    member.away = true;
    const seen = fleet.simulator.user('alice').says('x');
    // Between the second delivery, which was cut, and the third.
    await advance(9990);
    member.away = false;
    await advance(3000);
    expect((await seen).reply).toMatchObject({ Content: 'after 9000' });
    expect(fleet.starts).toEqual(['0:1']);
  });

  it.each([
    ['is at work', 13_000],
    ['is done', 8000],
  ])('and forgets: a process that %s already does not begin again', async (_what, takes) => {
    fleet = await startFleet(after(takes), { count: 2 });
    const [first, second] = fleet.members;
    fleet.route = [0, 1, 0];
    first!.away = true;
    const seen = fleet.simulator.user('alice').says('x');
    await advance(5500);
    // The second process has the message, as the first learns, and vanishes.
    first!.away = false;
    await advance(2000);
    second!.frozen = true;
    await advance(20_000);
    await seen;
    expect(fleet.starts).toEqual(['0:1', '1:1']);
    expect(contents('alice')).toEqual([`after ${takes}`]);
  });

  it('and has a message begun here as well has this run go on when the other process vanishes', async () => {
    const signals: AbortSignal[] = [];
    fleet = await startFleet(
      async ({ signal }) => {
        signals.push(signal);
        if (signals.length === 1) return never();
        await fleet.simulator.clock.sleep(7000);
        return 'second';
      },
      { count: 2 },
    );
    const [first, second] = fleet.members;
    const seen = fleet.simulator.user('alice').says('x');
    fleet.route = [0, 1, 1];
    await advance(4900);
    second!.away = true;
    await advance(1000);
    first!.frozen = true;
    await advance(1000);
    // It has begun the message, and learns that the first has it.
    second!.away = false;
    await advance(15_000);
    expect((await seen).reply).toMatchObject({ Content: 'second' });
    expect(fleet.starts).toEqual(['0:1', '1:1']);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });

  it('after a process has handled a message does not make it begin it again', async () => {
    fleet = await startFleet(after(4990), { count: 2 });
    fleet.route = [0, 1, 0];
    fleet.members[0]!.delay = 100;
    fleet.members[1]!.frozen = true;
    const seen = fleet.simulator.user('alice').says('x');
    await advance(9000);
    fleet.members[0]!.away = true;
    await advance(30_000);
    expect((await seen).reply).toMatchObject({ Content: 'after 4990' });
    expect(fleet.starts).toEqual(['0:1']);
  });

  it('has handlers that heed their signal started no more often than there are processes', async () => {
    fleet = await startFleet(
      async ({ signal }) => {
        await Promise.race([
          fleet.simulator.clock.sleep(15_000),
          new Promise<never>((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(new Error('Aborted.'))),
          ),
        ]);
        return 'x';
      },
      { count: 2 },
    );
    const [first, second] = fleet.members;
    fleet.route = [0, 1, 1];
    const seen = fleet.simulator.user('alice').says('x');
    await advance(4900);
    // The second begins by itself, since its store stays away; then the first loses the store, and its lease runs out.
    second!.away = true;
    await advance(1000);
    first!.away = true;
    await advance(4700);
    second!.away = false;
    await advance(30_000);
    await seen;
    expect(contents('alice')).toEqual(['x']);
    expect(fleet.starts.length).toBeLessThanOrEqual(2);
  });

  it('that never answers is taken for one that is away, and keeps nothing waiting for good', async () => {
    fleet = await startFleet(after(1000), { count: 1 });
    fleet.members[0]!.frozen = true;
    const seen = fleet.simulator.user('alice').says('x');
    await advance(20_000);
    expect((await seen).deliveries[0]).toMatchObject({ cut: true });
    expect((await seen).reply).toMatchObject({ Content: 'after 1000' });
    expect(fleet.members[0]!.wx.stats().running).toBe(0);
  });

  it('gets an answer that others wait for as soon as it is back', async () => {
    fleet = await startFleet(after(16_000));
    const seen = fleet.simulator.user('alice').says('x');
    await advance(15_000);
    expect((await seen).outcome).toBe('silent');
    fleet.members[0]!.away = true;
    await advance(4000);
    expect(contents('alice')).toEqual([]);
    fleet.members[0]!.away = false;
    await advance(3000);
    expect(contents('alice')).toEqual(['after 16000']);
    expect(fleet.starts).toEqual(['0:1']);
  });
});
