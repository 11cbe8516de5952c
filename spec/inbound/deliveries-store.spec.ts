import { hello, other, running, startWithStore } from '../support/asked-store';
import { never } from '../support/clock';
import { outcomes } from '../support/one-bot';

const answered = { answer: other, value: hello };
const long = 100_000;

describe('a message that takes less than 2 s', () => {
  it('has the store asked twice: who runs it, and where its answer goes', async () => {
    const { deliver, clock, answers, store, bot } = startWithStore(() => 'hello');
    deliver(1);
    expect(store.last.wish).toEqual({ run: 'first', ack: false, send: false });
    store.grant();
    await clock.advance(0);
    expect(answers).toEqual([]);
    expect(store.last).toMatchObject({
      facts: { answer: store.last.me, value: hello },
      wish: { run: 'no', send: true },
    });
    store.answer();
    await clock.advance(20_000);
    expect([answers, store.times, bot.stats().running]).toEqual([[hello], 2, 0]);
  });
});

describe('a store that says nothing', () => {
  it('has the message forgotten when WeChat has cut the connection', async () => {
    const told = outcomes();
    const { bot, deliver, clock } = startWithStore(never);
    const connection = deliver(1);
    await clock.advance(4900);
    connection.destroy();
    expect(bot.stats().running).toBe(1);
    await clock.advance(200);
    expect([bot.stats().running, told()]).toEqual([0, ['gone']]);
  });

  it('and answers after that leaves the next delivery of the message alone', async () => {
    const { bot, deliver, clock, answers, store } = startWithStore(never);
    deliver(1).destroy();
    await clock.advance(5600);
    deliver(1);
    store.answer(answered);
    await clock.advance(0);
    expect(bot.stats().running).toBe(1);
    store.answer(answered);
    await clock.advance(0);
    expect(answers).toEqual([undefined, hello]);
  });
});

describe('a last delivery', () => {
  /** Which waits for another process, and has just asked for the last word. */
  async function last(config: Parameters<typeof startWithStore>[1] = {}) {
    const bot = startWithStore(never, config);
    bot.deliver(1, 9500);
    for (let ms = 0; ms < 4280; ms += 20) {
      if (bot.store.isOpen && !bot.store.last.wish.ack) bot.store.answer(running(long));
      await bot.clock.advance(20);
    }
    expect([bot.store.last.wish.ack, bot.answers]).toEqual([true, []]);
    return bot;
  }

  it('is acknowledged with the placeholder when it is this process that tells WeChat so', async () => {
    const { clock, answers, store } = await last({ placeholder: 'wait' });
    store.answer(({ me }) => ({ ...running(long), ack: me }));
    await clock.advance(0);
    expect(answers).toMatchObject([{ Content: 'wait' }]);
  });

  it('is acknowledged without a placeholder when another process has sent the answer', async () => {
    const told = outcomes();
    const { clock, answers, store, bot } = await last({ placeholder: 'wait' });
    store.answer({ ...answered, ack: other, late: other, knows: [other] });
    await clock.advance(0);
    expect([answers, told(), bot.stats().acknowledged]).toEqual([['success'], ['acknowledged'], 1]);
  });

  it('gets the answer that is there after all', async () => {
    const { clock, answers, store } = await last({ placeholder: 'wait' });
    store.answer({ ...running(long), ...answered });
    await clock.advance(0);
    expect(answers).toEqual([hello]);
  });

  it('gets no answer any more when the store, asked for the last word, is not heard', async () => {
    const late: unknown[] = [];
    const { clock, answers, store } = await last({ onLate: (answer) => late.push(answer) });
    store.fail();
    await clock.advance(1000);
    expect(answers).toEqual(['success']);
    // The other process answers, and cannot know that this one has acknowledged: this one tells, and asks who sends.
    store.answer(({ me }) => ({ ...running(long), ...answered, ack: me, late: other }));
    await clock.advance(10);
    expect([answers, late]).toEqual([['success'], []]);
  });

  describe('that was acknowledged here', () => {
    async function acknowledged() {
      const bot = await last();
      bot.store.answer(({ me }) => ({ ...running(long), ack: me }));
      await bot.clock.advance(0);
      expect(bot.answers).toEqual(['success']);
      return bot;
    }

    it('has the store asked once a second, for 70 s', async () => {
      const { clock, store, bot } = await acknowledged();
      const first = store.times;
      for (let ms = 0; ms < 80_000; ms += 50) {
        if (store.isOpen) store.answer(({ facts }) => ({ ...running(long), ack: facts.ack }));
        await clock.advance(50);
      }
      expect(store.times - first).toBeGreaterThanOrEqual(62);
      expect(store.times - first).toBeLessThanOrEqual(78);
      expect(bot.stats().running).toBe(0);
    });

    it('is not begun here when the store, which knows so, is away', async () => {
      const { clock, store, bot } = await acknowledged();
      for (let ms = 0; ms < 30_000; ms += 50) {
        if (store.isOpen) store.fail();
        await clock.advance(50);
      }
      expect(store.last.facts.runs.map(({ owner }) => owner)).toEqual([other]);
      expect(bot.stats().running).toBe(1);
    });
  });
});

describe('handlers at work', () => {
  afterEach(() => void jest.restoreAllMocks());

  // Spread by chance, so that processes do not ask at once; timers may come 49 ms early, which shows where chance adds nothing.
  it.each([0.15, 0.5, 0.99])(
    'have their lease renewed every 2 s, and after a failure in 0.4 to 0.8 s (%f)',
    async (chance) => {
      jest.spyOn(Math, 'random').mockReturnValue(chance);
      const { deliver, clock, store } = startWithStore(never);
      deliver(1).destroy();
      store.grant();
      await clock.advance(2100);
      expect(store.times).toBe(2);
      expect(store.last.facts.runs[0]!.until - store.last.now).toBe(6000);
      store.fail();
      await clock.advance(380);
      expect(store.times).toBe(2);
      await clock.advance(480);
      expect(store.times).toBe(3);
    },
  );

  it('are stopped when there is an answer', async () => {
    const signals: AbortSignal[] = [];
    const { deliver, clock, answers, store } = startWithStore(({ signal }) => {
      signals.push(signal);
      return never();
    });
    deliver(1);
    store.grant();
    await clock.advance(2100);
    store.answer(answered);
    await clock.advance(0);
    expect([answers, signals.map(({ aborted }) => aborted)]).toEqual([[hello], [true]]);
  });

  it('are not stopped by a process that has begun them too', async () => {
    const signals: AbortSignal[] = [];
    const { deliver, clock, store } = startWithStore(({ signal }) => {
      signals.push(signal);
      return never();
    });
    deliver(1);
    store.grant();
    await clock.advance(2100);
    store.answer(running(long));
    await clock.advance(0);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });
});

describe('an answer for which nobody waits', () => {
  async function unheard() {
    const late: unknown[] = [];
    const bot = startWithStore(
      async () => {
        await bot.clock.sleep(1000);
        return 'hello';
      },
      { onLate: (answer) => late.push(answer) },
    );
    bot.deliver(1).destroy();
    bot.store.grant();
    await bot.clock.advance(1000);
    return { ...bot, late };
  }

  it('is told again until somebody has taken it', async () => {
    const { clock, store, bot } = await unheard();
    store.answer();
    await clock.advance(2100);
    store.answer({ taken: true });
    for (let ms = 0; ms < 20_000; ms += 100) {
      if (store.isOpen) store.answer({ taken: true });
      await clock.advance(100);
    }
    expect(store.times).toBeLessThanOrEqual(7);
    expect(bot.stats().running).toBe(0);
  });

  it('is sent when it turns out to be owed, once', async () => {
    const { clock, store, late } = await unheard();
    store.answer();
    await clock.advance(2100);
    for (let ms = 0; ms < 20_000; ms += 100) {
      if (store.isOpen) store.answer(({ me }) => ({ ack: other, late: me, knows: [other] }));
      await clock.advance(100);
    }
    expect(late).toEqual([hello]);
  });

  it('is not sent when another’s was first', async () => {
    const { clock, store, late } = await unheard();
    store.answer({ answer: other, ack: other, late: other, knows: [other] });
    await clock.advance(20_000);
    expect(late).toEqual([]);
  });
});

describe('a store that was away', () => {
  it('is told, when it is back, what was answered without it', async () => {
    const { deliver, clock, answers, store } = startWithStore(() => 'hello');
    deliver(1);
    const { me } = store.last;
    while (store.isOpen) {
      store.fail();
      await clock.advance(0);
    }
    await clock.advance(5000);
    const { times } = store;
    expect([answers, times]).toEqual([[hello], 3]);
    deliver(2);
    store.grant();
    await clock.advance(0);
    const told = store.questions.slice(times).find((question) => question.me === me);
    expect(told?.facts).toMatchObject({ answer: me, value: hello, taken: true });
  });

  it('has a delivery that comes again answered with what is known', async () => {
    const { deliver, clock, answers, store } = startWithStore(() => 'hello');
    for (const age of [0, 5000]) {
      deliver(1, age);
      while (store.isOpen) {
        store.fail();
        await clock.advance(0);
      }
    }
    expect(answers).toEqual([hello, hello]);
  });

  it('is asked in vain until nobody waits any more: then nothing is begun', async () => {
    let starts = 0;
    const { bot, deliver, clock, store } = startWithStore(() => {
      starts++;
      return undefined;
    });
    const connection = deliver(1, 5000);
    store.fail();
    await clock.advance(0);
    connection.destroy();
    await clock.advance(200);
    if (store.isOpen) store.fail();
    await clock.advance(3000);
    expect([starts, bot.stats().running]).toEqual([0, 0]);
  });
});

describe('close()', () => {
  it('lets go of a run that is granted after it', async () => {
    let starts = 0;
    const { bot, deliver, clock, store } = startWithStore(() => {
      starts++;
      return undefined;
    });
    deliver(1);
    void bot.close();
    await clock.advance(500);
    store.grant();
    await clock.advance(11_000);
    expect(starts).toBe(0);
    expect(store.last.facts.runs).toEqual([{ owner: store.last.me, until: -Infinity }]);
  });

  it('has nobody ask any more', async () => {
    const { bot, deliver, clock, store } = startWithStore(never);
    deliver(1);
    void bot.close();
    await clock.advance(13_000);
    const { times } = store;
    await clock.advance(20_000);
    expect([store.times, bot.stats().running]).toEqual([times, 0]);
  });
});
