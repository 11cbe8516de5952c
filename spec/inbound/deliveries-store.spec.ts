import type { Handler } from 'offiaccount';
import { claim, hello, startWithStore } from '../support/asked-store';
import { never } from '../support/clock';
import { outcomes } from '../support/one-bot';

describe('two claims of one message under way at once', () => {
  it('that find it parked count it once', async () => {
    const { bot, deliver, clock, answers, logged, ...store } = startWithStore(never);
    deliver(1);
    deliver(1);
    store.claim.answer(claim('parked'));
    store.claim.answer(claim('parked'));
    await clock.advance(0);
    expect(answers).toEqual(['success', 'success']);
    expect(bot.stats()).toMatchObject({ running: 0, parked: 1 });
    expect(logged).toMatchObject([{ event: 'parked' }]);
  });

  it('that find its answer have what is owed sent once', async () => {
    const late: unknown[] = [];
    const { deliver, clock, answers, ...store } = startWithStore(never, {
      onLate: (answer) => late.push(answer),
    });
    deliver(1, 9500);
    store.claim.answer(claim('wait'));
    await clock.advance(100);
    // The look of 0.1 s stays open.
    await clock.advance(4300);
    store.giveUp.fail();
    await clock.advance(0);
    expect(answers).toEqual(['success']);
    deliver(1, 15_000);
    store.claim.answer(claim('done', { answer: hello }));
    store.claim.answer(claim('done', { answer: hello }));
    await clock.advance(0);
    expect(answers).toEqual(['success', 'success']);
    expect(late).toEqual([hello]);
  });
});

describe('a store that says nothing', () => {
  it('of a claim has the message forgotten when WeChat has cut the connection', async () => {
    const told = outcomes();
    const { bot, deliver, clock } = startWithStore(never);
    deliver(1).destroy();
    await clock.advance(5400);
    expect(bot.stats().running).toBe(1);
    await clock.advance(150);
    expect(bot.stats().running).toBe(0);
    expect(told()).toEqual(['gone']);
  });

  it('and answers after that leaves the next delivery of the message alone', async () => {
    const { bot, deliver, clock, answers, ...store } = startWithStore(() => 'mine');
    deliver(1).destroy();
    await clock.advance(5600);
    deliver(1);
    store.claim.answer(claim('done', { answer: hello }));
    await clock.advance(0);
    expect(bot.stats().running).toBe(1);
    store.claim.answer(claim('done', { answer: hello }));
    await clock.advance(0);
    expect(answers).toEqual([undefined, hello]);
    expect(bot.stats().running).toBe(0);
  });
});

describe('a last delivery that gives up', () => {
  it('and whose message another process has answered late is acknowledged, without a placeholder', async () => {
    const told = outcomes();
    const { bot, deliver, clock, answers, ...store } = startWithStore(never, { placeholder: 'wait' });
    deliver(1, 9500);
    store.claim.answer(claim('wait'));
    await clock.advance(4400);
    store.giveUp.answer({ state: 'late' });
    await clock.advance(0);
    expect(answers).toEqual(['success']);
    expect(told()).toEqual(['acknowledged']);
    expect(bot.stats().acknowledged).toBe(1);
  });

  it('gets the answer that is found while the store does not say where it goes', async () => {
    const told = outcomes();
    const { bot, deliver, clock, answers, ...store } = startWithStore(never);
    deliver(1, 9500);
    store.claim.answer(claim('wait'));
    await clock.advance(4400);
    store.claim.answer(claim('done', { answer: hello }));
    await clock.advance(0);
    expect([answers, bot.stats().running]).toEqual([[], 0]);
    store.giveUp.fail();
    await clock.advance(0);
    expect(answers).toEqual([hello]);
    expect(told()).toEqual(['answered']);
    expect(bot.stats()).toMatchObject({ answered: 1, acknowledged: 0 });
  });
});

it('a store that forgets an answer between saying so and being told that nobody waits is asked again', async () => {
  const late: unknown[] = [];
  const { bot, deliver, clock, answers, ...store } = startWithStore(never, {
    onLate: (answer) => late.push(answer),
  });
  deliver(1, 9500);
  store.claim.answer(claim('wait'));
  await clock.advance(4400);
  store.claim.answer(claim('done', { answer: hello }));
  await clock.advance(0);
  store.giveUp.answer({ state: 'owed' });
  await clock.advance(0);
  expect([answers, late]).toEqual([['success'], []]);
  await clock.advance(1100);
  // Handed in again, to a store that has forgotten once more, now that it is owed.
  store.claim.answer(claim('done', { answer: hello }));
  await clock.advance(0);
  expect([late, bot.stats().running]).toEqual([[hello], 0]);
});

it('a process that acknowledged a message behind its store forgets it when the store says that another sends', async () => {
  const late: unknown[] = [];
  const { bot, deliver, clock, ...store } = startWithStore(never, { onLate: (answer) => late.push(answer) });
  deliver(1, 9500);
  store.claim.answer(claim('wait'));
  await clock.advance(4400);
  store.giveUp.fail();
  await clock.advance(0);
  store.claim.answer(claim('wait'));
  await clock.advance(1100);
  expect(bot.stats().running).toBe(1);
  store.giveUp.answer({ state: 'late' });
  await clock.advance(0);
  expect([late, bot.stats().running]).toEqual([[], 0]);
});

it('a claim that comes back after close() hands its message to another process at once', async () => {
  let starts = 0;
  const { bot, deliver, clock, ...store } = startWithStore(() => {
    starts++;
    return undefined;
  });
  deliver(1);
  void bot.close();
  await clock.advance(12_000);
  store.claim.answer(claim('run'));
  await clock.advance(0);
  expect([starts, store.renew.times]).toEqual([0, 1]);
});

it('a process that is closed looks no more, whatever a look that was under way says', async () => {
  const { bot, deliver, clock, ...store } = startWithStore(never);
  deliver(1);
  store.claim.answer(claim('wait'));
  await clock.advance(200);
  expect(store.claim.times).toBe(2);
  void bot.close();
  await clock.advance(100);
  store.claim.answer(claim('wait'));
  await clock.advance(20_000);
  expect(store.claim.times).toBe(2);
});

it('a process follows what it has begun and lost as long as WeChat may deliver it again', async () => {
  const { bot, deliver, clock, ...store } = startWithStore(never);
  await clock.advance(20_000);
  deliver(1).destroy();
  store.claim.answer(claim('run'));
  await clock.advance(2100);
  store.renew.answer(false);
  await clock.advance(0);
  for (let ms = 3000; ms < 15_000; ms += 1000) {
    store.claim.answer(claim('wait'));
    expect(bot.stats().running).toBe(1);
    await clock.advance(1000);
  }
  store.claim.answer(claim('wait'));
  await clock.advance(1100);
  expect(bot.stats().running).toBe(0);
});

describe('a process that has acknowledged a message which another runs', () => {
  /** Ends with a look under way. */
  async function acknowledge(handler: Handler = never) {
    const bot = startWithStore(handler);
    bot.deliver(1, 9500);
    bot.claim.answer(claim('wait'));
    await bot.clock.advance(4400);
    bot.giveUp.answer({ state: 'owed' });
    await bot.clock.advance(0);
    expect(bot.answers).toEqual(['success']);
    return bot;
  }

  it('looks once a second', async () => {
    const store = await acknowledge();
    // Begun while the delivery waited, which is looked for more often.
    store.claim.answer(claim('wait', { acknowledged: true }));
    await store.clock.advance(200);
    const { times } = store.claim;
    for (let looks = 1; looks <= 5; looks++) {
      store.claim.answer(claim('wait', { acknowledged: true }));
      await store.clock.advance(900);
      expect(store.claim.times).toBe(times + looks - 1);
      await store.clock.advance(110);
      expect(store.claim.times).toBe(times + looks);
    }
  });

  it('says so again only if the store has forgotten it', async () => {
    const store = await acknowledge();
    for (let looks = 0; looks < 2; looks++) {
      store.claim.answer(claim('wait', { acknowledged: true }));
      await store.clock.advance(1010);
      expect(store.giveUp.times).toBe(1);
    }
    store.claim.answer(claim('wait'));
    await store.clock.advance(1010);
    expect(store.giveUp.times).toBe(2);
  });

  it('does not begin it when the store, which knows so, is away', async () => {
    let starts = 0;
    const store = await acknowledge(() => {
      starts++;
      return undefined;
    });
    for (let looks = 0; looks < 20; looks++) {
      store.claim.fail();
      await store.clock.advance(1010);
    }
    expect(starts).toBe(0);
    expect(store.bot.stats().running).toBe(1);
  });
});

it('a message is kept as long as a claim of it is under way', async () => {
  const { bot, deliver, clock, ...store } = startWithStore(never);
  deliver(1).destroy();
  store.claim.answer(claim('wait'));
  await clock.advance(10);
  deliver(1).destroy();
  await clock.advance(130);
  expect(bot.stats().running).toBe(1);
  // The claim, and a look that found nobody waiting any more.
  store.claim.answer(claim('wait'));
  store.claim.answer(claim('wait'));
  await clock.advance(1100);
  expect(bot.stats().running).toBe(0);
});

describe('a renewal', () => {
  it('that fails is tried again after 0.4 to 0.8 s', async () => {
    const { deliver, clock, ...store } = startWithStore(never);
    deliver(1);
    store.claim.answer(claim('run'));
    await clock.advance(2000);
    expect(store.renew.times).toBe(1);
    store.renew.fail();
    await clock.advance(340);
    expect(store.renew.times).toBe(1);
    await clock.advance(470);
    expect(store.renew.times).toBe(2);
  });

  it('that is refused has the handlers stopped, even when the store then says nothing', async () => {
    const signals: AbortSignal[] = [];
    const { deliver, clock, ...store } = startWithStore(({ signal }) => {
      signals.push(signal);
      return never();
    });
    deliver(1);
    store.claim.answer(claim('run'));
    await clock.advance(2000);
    store.renew.answer(false);
    await clock.advance(0);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    store.claim.fail();
    await clock.advance(0);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('that is refused while the answer is handed in does not take it back', async () => {
    const { deliver, clock, answers, ...store } = startWithStore(async () => {
      await clock.sleep(2100);
      return 'hello';
    });
    deliver(1);
    store.claim.answer(claim('run'));
    await clock.advance(2200);
    store.renew.answer(false);
    await clock.advance(0);
    expect(store.claim.times).toBe(1);
    store.finish.answer('stored');
    await clock.advance(0);
    expect(answers).toEqual([hello]);
  });

  it('of what only this process knows to be owed follows what the store is told first, and drops nothing', async () => {
    const late: unknown[] = [];
    const { deliver, clock, answers, ...store } = startWithStore(
      async ({ signal }) => {
        await clock.sleep(9000);
        return signal.aborted ? 'aborted' : 'hello';
      },
      { onLate: (answer) => late.push(answer) },
    );
    deliver(1, 9500);
    store.claim.answer(claim('run'));
    await clock.advance(2100);
    store.renew.answer(true);
    await clock.advance(1900);
    store.renew.answer(true);
    await clock.advance(400);
    store.giveUp.fail();
    await clock.advance(0);
    expect(answers).toEqual(['success']);
    await clock.advance(2000);
    expect([store.giveUp.times, store.renew.times]).toEqual([2, 2]);
    store.giveUp.fail();
    await clock.advance(0);
    expect(store.renew.times).toBe(3);
    store.renew.answer(false);
    await clock.advance(0);
    expect(store.claim.times).toBe(1);
    await clock.advance(2700);
    store.finish.answer('send-late');
    await clock.advance(0);
    expect(late).toEqual([hello]);
  });
});

describe('a store that is away when a message comes again', () => {
  it('is asked in vain until nobody waits any more: then nothing is begun', async () => {
    let starts = 0;
    const { bot, deliver, clock, ...store } = startWithStore(() => {
      starts++;
      return undefined;
    });
    const connection = deliver(1, 5000);
    store.claim.fail();
    await clock.advance(0);
    connection.destroy();
    await clock.advance(2000);
    expect([starts, bot.stats().running]).toEqual([0, 0]);
  });

  it('is not waited for where the answer is known', async () => {
    const { deliver, clock, answers, ...store } = startWithStore(() => 'hello');
    deliver(1);
    store.claim.fail();
    await clock.advance(0);
    expect(answers).toHaveLength(1);
    store.finish.fail();
    deliver(1, 5000);
    store.claim.fail();
    await clock.advance(0);
    expect(answers).toEqual([hello, hello]);
  });
});
