import type { WeChatConfig } from 'offiaccount';
import { blockable, movedClock, never } from '../support/clock';
import { Connection } from '../support/direct-wechat';
import { outcomes, start } from '../support/one-bot';

describe('a delivery', () => {
  it('whose connection is closed before it is read does nothing', async () => {
    const { deliver, bot, answers, clock } = start(() => 'x');
    const connection = new Connection();
    connection.destroy();
    deliver(1, 0, connection);
    await clock.advance(100);
    expect(answers).toEqual([undefined]);
    expect(bot.stats()).toMatchObject({ running: 0, remembered: 0, answered: 0 });
  });

  it('that was cut when its answer came is not counted as answered', async () => {
    const told = outcomes();
    const { deliver, bot, answers, clock } = start(
      () => new Promise<string>((resolve) => clock.setTimeout(() => resolve('x'), 1000)),
    );
    deliver(1).destroy();
    await clock.advance(1100);
    expect(answers).toEqual([undefined]);
    expect(told()).toEqual(['gone']);
    expect(bot.stats()).toMatchObject({ answered: 0, acknowledged: 0 });
  });

  it('that is not the last, and that nobody cuts, is cut after 5.5 s', async () => {
    const { deliver, answers, clock } = start(never);
    const connection = deliver(1);
    const told = outcomes();
    await clock.advance(5400);
    expect([answers, connection.destroyed]).toEqual([[], false]);
    await clock.advance(150);
    expect(told()).toEqual(['left-open']);
    expect([answers, connection.destroyed]).toEqual([[undefined], true]);
  });

  it.each([
    [9400, false],
    [9500, true],
    [9600, true],
  ])(
    'of a message that is %d ms old by WeChat’s clock: whether it is the last is %s',
    async (age, isLast) => {
      const { deliver, answers, clock } = start(never);
      deliver(1, age);
      await clock.advance(4600);
      expect(answers).toEqual(isLast ? ['success'] : []);
    },
  );

  it.each([
    [9300, false],
    [9500, true],
  ])('%d ms after the first that arrived: whether it is the last is %s', async (ms, isLast) => {
    const { deliver, answers, clock } = start(never);
    deliver(1).destroy();
    await clock.advance(ms);
    deliver(1);
    await clock.advance(4600);
    expect(answers).toEqual(isLast ? [undefined, 'success'] : [undefined]);
  });

  it('that is the third is the last', async () => {
    const { deliver, answers, clock } = start(never);
    deliver(1).destroy();
    deliver(1).destroy();
    deliver(1);
    await clock.advance(4400);
    expect(answers).toEqual([]);
    await clock.advance(200);
    expect(answers).toContain('success');
  });
});

describe('after the last', () => {
  /** Whose handlers take 20 s; gives what onLate got. */
  function startSlow(config: Partial<WeChatConfig> = {}) {
    const late: unknown[] = [];
    const bot = start(
      async ({ signal }) => {
        await bot.clock.sleep(20_000);
        return signal.aborted ? 'aborted' : 'x';
      },
      { onLate: (answer) => late.push(answer), ...config },
    );
    return { ...bot, late };
  }

  it('a further delivery is acknowledged at once, and the answer is sent once', async () => {
    const { deliver, answers, clock, late } = startSlow();
    deliver(1, 9500);
    await clock.advance(4600);
    expect(answers).toEqual(['success']);
    const told = outcomes();
    deliver(1, 15_000);
    expect(answers).toEqual(['success', 'success']);
    expect(told()).toEqual(['acknowledged']);
    await clock.advance(20_000);
    expect(late).toEqual([{ MsgType: 'text', Content: 'x' }]);
  });

  it('handlers go on for an onLate that takes their answer, even when nothing is to be sent', async () => {
    const { deliver, clock, late } = startSlow({ late: 'retry-only' });
    deliver(1, 9500);
    await clock.advance(25_000);
    expect(late).toEqual([{ MsgType: 'text', Content: 'x' }]);
  });
});

describe('what handlers make after the last', () => {
  /** What comes of it, with `onLate` and without. */
  async function madeLate(make: () => string | undefined, config: Partial<WeChatConfig>) {
    const { bot, clock, deliver, logged } = start(async () => {
      await clock.sleep(6000);
      return make();
    }, config);
    deliver(1, 9500);
    await clock.advance(10_000);
    return { late: bot.stats().late, logged };
  }
  const fail = () => {
    throw new Error('Out of order.');
  };

  it('is nothing to anybody when it is nothing', async () => {
    const told: unknown[] = [];
    expect(await madeLate(() => undefined, { onLate: (...all) => told.push(all) })).toEqual({
      late: 0,
      logged: [],
    });
    expect(told).toEqual([]);
  });

  it('leaves a warning when nobody takes it, but none beside the error of a handler', async () => {
    const { late, logged } = await madeLate(() => 'x', {});
    expect([late, logged.map(({ event }) => event)]).toEqual([1, ['late']]);
    const failed = await madeLate(fail, {});
    expect([failed.late, failed.logged.map(({ event }) => event)]).toEqual([1, ['handler-failed']]);
  });

  it('leaves the error of an onLate that fails in the log', async () => {
    const { logged } = await madeLate(() => 'x', { onLate: fail });
    expect(logged).toMatchObject([{ event: 'late', message: 'onLate() threw.' }]);
  });
});

describe('a process that was blocked', () => {
  it.each([
    [4900, ['success'], false],
    [5000, [undefined], true],
    [5200, [undefined], true],
  ])('for %d ms answers the last delivery as long as WeChat may hear it', async (ms, expected, isCut) => {
    const moved = movedClock();
    const { clock, block, wake } = blockable(moved);
    const { deliver, answers, bot } = start(never, { clock });
    const connection = deliver(1, 9500);
    block();
    await moved.advance(ms);
    wake();
    await moved.advance(1);
    expect([answers, connection.destroyed]).toEqual([expected, isCut]);
    expect(bot.stats().acknowledged).toBe(isCut ? 0 : 1);
  });
});

describe('more than 2,000 messages at once', () => {
  const users = (n: number) => `user ${n % 50}`;

  it('are left to WeChat’s next delivery, counted, and told of in the log once in 1,000', async () => {
    const { deliver, answers, logged, bot, clock } = start(never);
    for (let n = 0; n < 2000; n++) deliver(n, 0, new Connection(), users(n));
    expect(answers).toEqual([]);
    const told = outcomes();
    const shed = Array.from({ length: 1001 }, (_, n) => deliver(2000 + n, 0, new Connection(), users(n)));
    expect(new Set(told())).toEqual(new Set(['shed']));
    expect(new Set(answers)).toEqual(new Set([undefined]));
    expect(bot.stats()).toMatchObject({ running: 2000, shed: 1001 });
    expect(logged).toMatchObject([
      { event: 'shed', running: 2000, shed: 1 },
      { event: 'shed', running: 2000, shed: 1001 },
    ]);
    expect(logged[0]!.message).toBe(
      '2000 messages are being handled: further ones wait for their next delivery.',
    );
    // WeChat cuts them; whatever else holds them open has them cut.
    await clock.advance(5400);
    expect(shed.some(({ destroyed }) => destroyed)).toBe(false);
    await clock.advance(200);
    expect(shed.every(({ destroyed }) => destroyed)).toBe(true);
    await clock.advance(61_000);
    expect(bot.stats().running).toBe(0);
  });

  it('have their last delivery acknowledged, with the placeholder', () => {
    const { deliver, answers } = start(never, { placeholder: 'Later.' });
    for (let n = 0; n < 2000; n++) deliver(n, 0, new Connection(), users(n));
    deliver(2000, 9500, new Connection(), 'another');
    expect(answers).toMatchObject([{ Content: 'Later.' }]);
  });

  it('leave those that run their place', () => {
    const { deliver, answers, bot } = start(never);
    for (let n = 0; n < 2000; n++) deliver(n, 0, new Connection(), users(n));
    deliver(0, 0, new Connection(), users(0));
    expect([answers, bot.stats().shed]).toEqual([[], 0]);
  });

  it('are at most 200 of one user, who takes no place from others', async () => {
    const { deliver, logged, bot, clock } = start(({ openid }) => (openid === 'bob' ? 'hello' : never()));
    for (let n = 0; n < 210; n++) deliver(n);
    expect(bot.stats()).toMatchObject({ running: 200, shed: 10 });
    expect(logged).toMatchObject([{ event: 'shed' }]);
    expect(logged[0]!.message).toMatch(/^One user has 200 messages/);
    deliver(1000, 0, new Connection(), 'bob');
    await clock.advance(0);
    expect(bot.stats()).toMatchObject({ running: 200, shed: 10, answered: 1 });
  });
});
