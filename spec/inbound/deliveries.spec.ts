import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { DeliveryEvent, Handler, LogFields, Message, WeChatConfig } from 'offiaccount';
import { blockable, movedClock, never } from '../support/clock';
import { Connection, directBot } from '../support/direct-wechat';

/** A bot of one process, and what it answers. */
function start(handler: Handler, config: Partial<WeChatConfig> = {}) {
  const clock = movedClock();
  const logged: (LogFields & { readonly message: string })[] = [];
  const log = (fields: LogFields, message: string): void => void logged.push({ ...fields, message });
  const logger = { warn: log, error: log };
  const bot = directBot(handler, { appId: 'wx4f0c2b9d7e61a853', token: 'any', clock, logger, ...config });
  const answers: unknown[] = [];
  const deliver = (n: number, age = 0, connection = new Connection()): Connection =>
    bot.deliver(
      {
        ToUserName: 'gh_3f1c9a7be204',
        FromUserName: 'alice',
        CreateTime: 1,
        MsgType: 'text',
        Content: 'x',
        MsgId: String(n),
      } satisfies Message,
      age,
      (outcome) => answers.push(outcome && (outcome.reply ?? 'success')),
      connection,
    );
  return { clock, logged, bot, answers, deliver };
}

/** What is published of deliveries from now on, until it is asked for. */
function outcomes(): () => readonly string[] {
  const told: string[] = [];
  const listen = (event: unknown): void => void told.push((event as DeliveryEvent).outcome);
  subscribe('offiaccount:delivery', listen);
  return () => {
    unsubscribe('offiaccount:delivery', listen);
    return told;
  };
}

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
  it('a further delivery is acknowledged at once, and the answer is sent once', async () => {
    const late: unknown[] = [];
    const { deliver, answers, clock } = start(
      async () => {
        await new Promise<void>((resolve) => clock.setTimeout(resolve, 20_000));
        return 'x';
      },
      { onLate: (answer) => late.push(answer) },
    );
    deliver(1, 9500);
    await clock.advance(4600);
    expect(answers).toEqual(['success']);
    deliver(1, 15_000);
    expect(answers).toEqual(['success', 'success']);
    await clock.advance(20_000);
    expect(late).toEqual([{ MsgType: 'text', Content: 'x' }]);
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
  it('are acknowledged unheard, counted, and told of in the log once in 1,000', async () => {
    const { deliver, answers, logged, bot, clock } = start(never);
    for (let n = 0; n < 2000; n++) deliver(n);
    expect(answers).toEqual([]);
    const told = outcomes();
    for (let n = 2000; n < 3001; n++) deliver(n);
    expect(new Set(told())).toEqual(new Set(['shed']));
    expect(answers).toEqual(Array.from({ length: 1001 }, () => 'success'));
    expect(bot.stats()).toMatchObject({ running: 2000, shed: 1001 });
    expect(logged).toMatchObject([
      { event: 'shed', running: 2000, shed: 1 },
      { event: 'shed', running: 2000, shed: 1001 },
    ]);
    expect(logged[0]!.message).toBe('More than 2000 messages are being handled: further ones are not.');
    // Further deliveries of those that run have their place.
    deliver(0);
    expect(answers).toHaveLength(1001);
    await clock.advance(61_000);
    expect(bot.stats().running).toBe(0);
  });
});
