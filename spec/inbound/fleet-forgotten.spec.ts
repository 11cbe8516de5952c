import { playing, startDirectFleet, startFleet } from '../support/fleet';
import type { Fleet } from '../support/fleet';

let fleet: Fleet;
afterEach(() => fleet.close());

const { after, advance, contents } = playing(() => fleet);

describe('a store that forgets everything', () => {
  it('after an answer was sent has nobody make and send another', async () => {
    fleet = await startFleet(after(20_000));
    const seen = fleet.simulator.user('alice').says('x');
    // Acknowledged by the third process, which looks once a second, and sent by the first.
    await advance(20_000);
    while (contents('alice').length === 0) await advance(20);
    fleet.flush();
    await advance(40_000);
    expect(await seen).toMatchObject({ outcome: 'silent' });
    expect(fleet.starts).toEqual(['0:1']);
    expect(contents('alice')).toEqual(['after 20000']);
  });

  it('while a delivery waits for another process does not have its message begun again', async () => {
    fleet = await startFleet(after(8000));
    const seen = fleet.simulator.user('alice').says('x');
    await advance(5500);
    fleet.flush();
    await advance(4000);
    expect((await seen).reply).toMatchObject({ Content: 'after 8000' });
    expect(fleet.starts).toEqual(['0:1']);
  });

  it.each([7000, 12_000])(
    'before a waiting delivery has seen the answer gets it again (%d ms)',
    async (ms) => {
      fleet = await startFleet(after(ms));
      const seen = fleet.simulator.user('alice').says('x');
      await advance(ms - 1);
      // In the very moment when it was stored.
      fleet.simulator.clock.setTimeout(fleet.flush, 2);
      await advance(3000);
      expect((await seen).reply).toMatchObject({ Content: `after ${ms}` });
      expect(fleet.starts).toEqual(['0:1']);
    },
  );

  it('that an answer is owed is told so again, and has it sent once', async () => {
    fleet = await startFleet(after(20_000));
    void fleet.simulator.user('alice').says('x');
    await advance(16_000);
    fleet.flush();
    await advance(10_000);
    expect(contents('alice')).toEqual(['after 20000']);
    expect(fleet.members.map(({ wx }) => wx.stats().sentLate)).toEqual([1, 0, 0]);
    expect(fleet.starts).toEqual(['0:1']);
  });

  it('when the owner has handed in an answer that is owed elsewhere has it sent once', async () => {
    for (const wait of [0, 300, 600, 900]) {
      fleet = await startFleet(after(20_000));
      void fleet.simulator.user('alice').says('x');
      await advance(19_000 + wait);
      // Forgotten that it is owed; then, that it was there.
      fleet.flush();
      fleet.simulator.clock.setTimeout(fleet.flush, 1001 - wait);
      await advance(20_000);
      expect(contents('alice')).toEqual(['after 20000']);
      expect(fleet.starts).toEqual(['0:1']);
      await fleet.close();
    }
  });

  it('that an answer was sent is told so again, and whoever watches the message rests', async () => {
    fleet = await startFleet(after(20_000));
    void fleet.simulator.user('alice').says('x');
    await advance(20_000);
    while (contents('alice').length === 0) await advance(20);
    fleet.flush();
    await advance(3000);
    expect(fleet.members.map(({ wx }) => wx.stats().running)).toEqual([0, 0, 0]);
  });

  it('with its owner has nobody begin the message before its lease would be over', async () => {
    fleet = await startFleet((ctx, next) => after(fleet.starts.length === 1 ? 20_000 : 100)(ctx, next));
    void fleet.simulator.user('alice').says('x');
    await advance(16_000);
    fleet.members[0]!.frozen = true;
    fleet.flush();
    // Whoever acknowledged it says that it runs, and has a whole lease.
    await advance(5900);
    expect(fleet.starts).toEqual(['0:1']);
    await advance(2500);
    expect(fleet.starts).toEqual(['0:1', '2:2']);
    expect(contents('alice')).toEqual(['after 100']);
  });

  it('again and again has a message watched as long as its owner puts it back', async () => {
    fleet = await startFleet((ctx) =>
      ctx.attempt > 1 ? 'second' : after(60_000)(ctx, async () => undefined),
    );
    const { clock } = fleet.simulator;
    void fleet.simulator.user('alice').says('x');
    await advance(16_000);
    for (let i = 1; i < 8; i++) clock.setTimeout(fleet.flush, i * 3000);
    await advance(25_000);
    fleet.members[0]!.frozen = true;
    await advance(15_000);
    expect(fleet.starts).toEqual(['0:1', '2:2']);
    expect(contents('alice')).toEqual(['second']);
  });

  it.each([
    ['has it sent by its owner', false, ['0:1']],
    ['has another begin it, whose owner is closed', true, ['0:1', '2:2']],
  ])('between the answer and the end of the last delivery %s', async (_, isClosed, starts) => {
    // On a clock that begins at 0: when the last delivery ends is known to 50 ms only.
    fleet = await startDirectFleet(after(14_170));
    const seen = fleet.simulator.user('alice').says('x');
    fleet.simulator.clock.setTimeout(fleet.flush, 14_172);
    await advance(14_180);
    if (isClosed) await Promise.all([fleet.members[0]!.wx.close(), advance(100)]);
    await advance(40_000);
    expect(await seen).toMatchObject({ outcome: 'silent' });
    expect(contents('alice')).toEqual(['after 14170']);
    expect(fleet.starts).toEqual(starts);
  });
});
