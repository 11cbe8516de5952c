import { claim, hello, startWithStore } from '../support/asked-store';

describe('an answer that is handed in', () => {
  /** Handlers that answer after `ms`, of one delivery. */
  async function answered(ms = 0, isCut = true) {
    const late: unknown[] = [];
    const bot = startWithStore(
      async () => {
        await bot.clock.sleep(ms);
        return 'hello';
      },
      { onLate: (answer) => late.push(answer) },
    );
    const connection = bot.deliver(1);
    if (isCut) connection.destroy();
    bot.claim.answer(claim('run'));
    while (bot.finish.times === 0) {
      await bot.clock.advance(Math.min(ms, 200));
      if (bot.renew.isOpen) bot.renew.answer(true);
    }
    return { ...bot, late };
  }

  /** Handed in unheard, and under way once more. */
  async function unheard() {
    const bot = await answered();
    bot.finish.answer('stored');
    await bot.clock.advance(1000);
    return bot;
  }

  it('and heard is handed in once', async () => {
    const { clock, answers, finish } = await answered(0, false);
    finish.answer('stored');
    await clock.advance(5000);
    expect([answers, finish.times]).toEqual([[hello], 1]);
  });

  it('and heard by one of two is handed in once', async () => {
    const { deliver, clock, answers, finish, claim: claims } = await answered(100);
    deliver(1);
    claims.answer(claim('run', { deliveries: 2 }));
    await clock.advance(0);
    finish.answer('stored');
    await clock.advance(5000);
    expect([answers, finish.times]).toEqual([[undefined, hello], 1]);
  });

  it('and is to go as a late message is sent once, and acknowledged to whoever waits', async () => {
    const { clock, answers, finish, late } = await answered(0, false);
    finish.answer('send-late');
    await clock.advance(0);
    expect([answers, late]).toEqual([['success'], [hello]]);
    // The store hears that it was sent.
    for (let repeats = 0; repeats < 2; repeats++) {
      await clock.advance(1000);
      finish.answer('send-late');
    }
    await clock.advance(5000);
    expect([late, finish.times]).toEqual([[hello], 4]);
  });

  it.each([
    [4800, 1],
    [5200, 4],
  ])('after %d ms counts as heard as long as WeChat waits', async (ms, times) => {
    const { clock, finish } = await answered(ms, false);
    for (let repeats = 0; repeats < 4; repeats++) {
      if (finish.isOpen) finish.answer('stored');
      await clock.advance(1000);
    }
    expect(finish.times).toBe(times);
  });

  it('unheard is handed in three times more', async () => {
    // Longer than handlers may take: what they answer in the end is none.
    const { bot, clock, finish } = await answered(61_000);
    for (let repeats = 0; repeats < 4; repeats++) {
      finish.answer('stored');
      await clock.advance(1000);
    }
    await clock.advance(5000);
    expect([finish.times, bot.stats().running]).toEqual([4, 0]);
  });

  it('unheard is sent when it turns out to be owed', async () => {
    const { clock, finish, late } = await unheard();
    finish.answer('send-late');
    await clock.advance(1000);
    finish.answer('send-late');
    await clock.advance(5000);
    expect(late).toEqual([hello]);
  });

  it('unheard is left when the message turns out to be another’s', async () => {
    const { clock, finish, late } = await unheard();
    finish.answer('lost');
    await clock.advance(5000);
    expect([late, finish.times]).toEqual([[], 2]);
  });

  it('unheard is not sent by a process that is closed', async () => {
    const { bot, clock, finish, late } = await unheard();
    void bot.close();
    await clock.advance(100);
    finish.answer('send-late');
    await clock.advance(5000);
    expect([late, finish.times]).toEqual([[], 2]);
  });

  it('unheard has a store that is away asked again ten times', async () => {
    const { bot, clock, finish } = await answered();
    finish.fail();
    await clock.advance(740);
    expect(finish.times).toBe(1);
    await clock.advance(470);
    expect(finish.times).toBe(2);
    for (let seconds = 0; seconds < 40; seconds++) {
      if (finish.isOpen) finish.fail();
      await clock.advance(500);
    }
    expect([finish.times, bot.stats().running]).toEqual([11, 0]);
  });

  it('unheard has a store that goes away asked again ten times', async () => {
    const { clock, finish } = await answered();
    finish.answer('stored');
    for (let seconds = 0; seconds < 20; seconds++) {
      await clock.advance(1000);
      if (finish.isOpen) finish.fail();
    }
    expect(finish.times).toBe(11);
  });

  it.each(['fail', 'answer'] as const)(
    'and found by a delivery that came meanwhile is handed in no more (%s)',
    async (how) => {
      const { deliver, clock, answers, finish, claim: claims } = await answered(100);
      if (how === 'fail') finish.fail();
      deliver(1);
      claims.answer(claim('done', { answer: hello }));
      await clock.advance(0);
      if (how === 'answer') finish.answer('stored');
      await clock.advance(5000);
      expect([answers, finish.times]).toEqual([[undefined, hello], 1]);
    },
  );
});

describe('an answer that only this process knows to be owed, of a message that is another’s by now', () => {
  /** Its message was acknowledged behind the store, which then says that the run is lost. */
  async function lost() {
    const late: unknown[] = [];
    const bot = startWithStore(
      async () => {
        await bot.clock.sleep(4500);
        return 'hello';
      },
      { onLate: (answer) => late.push(answer) },
    );
    bot.deliver(1, 9500);
    bot.claim.answer(claim('run'));
    for (const ms of [2100, 1900]) {
      await bot.clock.advance(ms);
      bot.renew.answer(true);
    }
    await bot.clock.advance(400);
    bot.giveUp.fail();
    await bot.clock.advance(200);
    bot.finish.answer('lost');
    await bot.clock.advance(0);
    expect([bot.answers, bot.giveUp.times]).toEqual([['success'], 2]);
    return { ...bot, late };
  }

  it('is sent when the other has told its own to nobody', async () => {
    const { giveUp, clock, late } = await lost();
    giveUp.answer({ state: 'answer', answer: { MsgType: 'text', Content: 'other' } });
    await clock.advance(0);
    expect(late).toEqual([hello]);
  });

  it.each(['owed', 'late'] as const)('is not sent when the other’s is sent (%s)', async (state) => {
    const { giveUp, finish, clock, late } = await lost();
    giveUp.answer({ state });
    await clock.advance(5000);
    expect([late, finish.times]).toEqual([[], 1]);
  });

  it('is handed in again when the store does not say', async () => {
    const { giveUp, finish, clock, late } = await lost();
    giveUp.fail();
    await clock.advance(1300);
    expect([late, finish.times]).toEqual([[], 2]);
  });
});
