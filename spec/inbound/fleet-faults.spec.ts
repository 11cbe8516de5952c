import { playing, startFleet } from '../support/fleet';
import type { Fleet } from '../support/fleet';

let fleet: Fleet;
afterEach(() => fleet.close());
afterEach(() => jest.restoreAllMocks());
const { after, advance, contents } = playing(() => fleet);

it('an answer that came after another process had taken over is never told, whatever the store is asked in vain', async () => {
  fleet = await startFleet(
    (ctx, next) => after(ctx.attempt === 1 ? 9000 : 20_000, `attempt ${ctx.attempt}`)(ctx, next),
    { count: 2 },
  );
  fleet.route = [0, 1, 0];
  const first = fleet.members[0]!;
  const seen = fleet.simulator.user('alice').says('x');
  await advance(100);
  first.away = true;
  // The second takes over at about 6 s. The first hands in its own answer at 9 s: lost.
  await advance(8890);
  first.away = false;
  await advance(5210);
  // The store is told that nobody waits, and its reply is lost.
  first.deaf = true;
  await advance(250);
  first.deaf = false;
  await advance(40_000);
  await seen;
  expect(contents('alice')).toHaveLength(1);
});

it.each([0.6, 0.7, 0.8, 0.9])(
  'an answer found while the store is told, in vain, that nobody waits goes to the delivery (look at %d)',
  async (random) => {
    // One of them sets out right before the delivery is given up.
    jest.spyOn(Math, 'random').mockReturnValue(random);
    fleet = await startFleet(after(14_200));
    const third = fleet.members[2]!;
    void fleet.simulator.user('alice').says('x');
    await advance(14_000);
    third.delay = 190;
    for (let i = 0; i < 120 && third.wx.stats().running > 0; i++) await advance(5);
    third.away = true;
    await advance(700);
    third.away = false;
    await advance(20_000);
    expect(contents('alice')).toEqual(['after 14200']);
  },
);

it.each([3000, 7000])('a store that comes back empty after %d ms is handed the answer again', async (ms) => {
  fleet = await startFleet(after(14_170));
  void fleet.simulator.user('alice').says('x');
  await advance(14_172);
  for (const member of fleet.members) member.away = true;
  await advance(ms);
  fleet.flush();
  for (const member of fleet.members) member.away = false;
  await advance(30_000);
  expect(contents('alice')).toEqual(['after 14170']);
});

it.each([
  ['away', 600],
  ['empty', 0],
])(
  'an acknowledgement that neither WeChat nor the store has got makes no second answer (%s)',
  async (_, lasts) => {
    fleet = await startFleet(after(4800), { count: 2, late: 'ack-then-send' });
    fleet.simulator.disturb('lost-answer', { times: 1 });
    void fleet.simulator.user('alice').says('x');
    await advance(4000);
    fleet.members[0]!.away = lasts > 0;
    await advance(600);
    fleet.members[0]!.away = false;
    if (lasts === 0) fleet.flush();
    await advance(30_000);
    expect(contents('alice')).toHaveLength(1);
  },
);

it('close() tells the store of a message that was acknowledged behind its back', async () => {
  const late: unknown[] = [];
  fleet = await startFleet(after(20_000), { onLate: (answer) => late.push(answer) });
  void fleet.simulator.user('alice').says('x');
  await advance(14_150);
  fleet.members[2]!.away = true;
  await advance(500);
  fleet.members[2]!.away = false;
  await Promise.all([fleet.members[2]!.wx.close(), advance(3000)]);
  await advance(20_000);
  expect([...contents('alice'), ...late]).toHaveLength(1);
});

it('nothing is sent after close() by a look that was under way', async () => {
  fleet = await startFleet(after(16_000));
  const third = fleet.members[2]!;
  void fleet.simulator.user('alice').says('x');
  await advance(14_150);
  third.away = true;
  await advance(2000);
  Object.assign(third, { away: false, delay: 190 });
  // Looks once a second: at 16.26 s.
  await advance(200);
  let whenClosed = -1;
  void third.wx.close().then(() => (whenClosed = contents('alice').length));
  await advance(2500);
  expect(contents('alice')).toHaveLength(whenClosed);
});

it('two runs of one message, one of them begun without the store, go on until one has the answer', async () => {
  fleet = await startFleet(
    async (ctx, next) => {
      if (fleet.starts.length === 1) return after(13_000, 'x')(ctx, next);
      for (let step = 0; step < 3; step++) {
        await fleet.simulator.clock.sleep(4200);
        ctx.signal.throwIfAborted();
      }
      return 'x';
    },
    { count: 2 },
  );
  const second = fleet.members[1]!;
  fleet.route = [0, 1, 1];
  void fleet.simulator.user('alice').says('x');
  await advance(4900);
  second.away = true; // 6.6 s: begins it here as well
  await advance(2000);
  second.away = false; // 8.6 s: learns that another has it
  await advance(2000);
  second.away = true;
  await advance(2500);
  second.away = false;
  await advance(30_000);
  expect(contents('alice')).toEqual(['x']);
  expect(fleet.starts).toEqual(['0:1', '1:1']);
});

it('an owner that vanishes together with what the store knew is followed by whoever acknowledged the message', async () => {
  const late: unknown[] = [];
  fleet = await startFleet((ctx, next) => after(fleet.starts.length === 1 ? 20_000 : 100)(ctx, next), {
    onLate: (...all) => late.push(all),
  });
  void fleet.simulator.user('alice').says('x');
  await advance(16_000);
  fleet.members[0]!.frozen = true;
  fleet.flush();
  await advance(60_000);
  expect([...contents('alice'), ...late]).toHaveLength(1);
});

it.each([0, 200, 400, 600, 800])(
  'an answer sent behind a store that was away is not owed once it is back, empty (%d ms)',
  async (ms) => {
    fleet = await startFleet(after(15_100), { count: 2 });
    fleet.route = [0, 1, 0];
    void fleet.simulator.user('alice').says('x');
    await advance(6200);
    for (const member of fleet.members) member.away = true;
    await advance(14_700 + ms);
    fleet.flush();
    for (const member of fleet.members) member.away = false;
    await advance(40_000);
    expect(fleet.starts).toEqual(['0:1', '1:1']);
    expect(contents('alice')).toEqual(['after 15100']);
  },
);
