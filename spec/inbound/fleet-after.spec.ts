import { Connection } from '../support/direct-wechat';
import { playing, startServedFleet } from '../support/fleet';
import type { Fleet } from '../support/fleet';
import { start } from '../support/one-bot';

let fleet: Fleet;
const { advance, contents } = playing(() => fleet);

/** What has begun: the process and the attempt whose answer it follows, and when. */
let followed: string[] = [];
beforeEach(() => (followed = []));

/** Handlers that answer after so many milliseconds, and leave something for after that. */
const leaveWork = (...takes: readonly number[]): Parameters<typeof startServedFleet>[0] => {
  let runs = 0;
  return async (ctx) => {
    const who = fleet.starts.at(-1)!;
    const ms = takes[Math.min(runs++, takes.length - 1)]!;
    ctx.after(() => {
      // Nothing comes before the answer.
      expect(contents('alice')).toHaveLength(1);
      followed.push(who);
    });
    await fleet.simulator.clock.sleep(ms);
    return `answer of ${who}`;
  };
};
const events = () => fleet.logged.map(({ event }) => event);

describe('what is left for after an answer', () => {
  afterEach(() => fleet.close());

  it('begins in the process that made the answer, when another has handed it in', async () => {
    fleet = await startServedFleet(leaveWork(7000), { count: 2 });
    void fleet.simulator.user('alice').says('x');
    await advance(6900);
    expect(followed).toEqual([]);
    await advance(3000);
    expect([contents('alice'), followed]).toEqual([['answer of 0:1'], ['0:1']]);
  });

  it('begins where the late answer was sent', async () => {
    fleet = await startServedFleet(leaveWork(20_000), { count: 3 });
    void fleet.simulator.user('alice').says('x');
    await advance(19_900);
    expect(followed).toEqual([]);
    await advance(10_000);
    expect([contents('alice'), followed]).toEqual([['answer of 0:1'], ['0:1']]);
  });

  it('does not begin in a process whose answer went nowhere while the store was away', async () => {
    fleet = await startServedFleet(leaveWork(8000, 1000), { count: 2 });
    void fleet.simulator.user('alice').says('x');
    await advance(1000);
    for (const member of fleet.members) member.away = true;
    await advance(40_000);
    expect([contents('alice'), followed]).toEqual([['answer of 1:1'], ['1:1']]);
    expect(events()).toContain('after-dropped');
  });

  it('does not begin when the store says later that another answer was first', async () => {
    fleet = await startServedFleet(leaveWork(7500, 1000), { count: 2 });
    const [first, second] = fleet.members;
    void fleet.simulator.user('alice').says('x');
    await advance(1000);
    for (const member of fleet.members) member.away = true;
    await advance(6000);
    // Its answer is the first that the store hears of; the other has handed in its own.
    first!.away = false;
    await advance(2000);
    second!.away = false;
    await advance(40_000);
    expect([contents('alice'), followed]).toEqual([['answer of 1:1'], ['1:1']]);
  });

  it('waits a little longer where another process sends the answer late', async () => {
    // The second has acknowledged, and runs it too: the sending is left to it, of the answer that was first.
    fleet = await startServedFleet(leaveWork(17_500, 30_000), { count: 2 });
    fleet.route = [0, 1, 1];
    const [first, second] = fleet.members;
    void fleet.simulator.user('alice').says('x');
    await advance(5000);
    second!.away = true;
    await advance(8000);
    second!.away = false;
    await advance(40_000);
    expect(contents('alice')).toEqual(['answer of 0:1']);
    expect(followed).toEqual(['0:1']);
    expect(first!.wx.stats().running).toBe(0);
  });
});

describe('what is left for after an answer, in one process,', () => {
  let made: ReturnType<typeof start>;
  const bot = (ms: number, config = {}) => {
    const made = start(async (ctx) => {
      ctx.after(() => followed.push(`at ${made.clock.monotonic()}`));
      await made.clock.sleep(ms);
      return 'hello';
    }, config);
    return made;
  };

  it('waits for the delivery that gets it, when the connection of the one before was lost', async () => {
    const { deliver, clock, answers } = bot(3000);
    const connection = deliver(1);
    await clock.advance(1000);
    connection.destroy();
    await clock.advance(4000);
    expect(followed).toEqual([]);
    deliver(1, 5000);
    await clock.advance(1000);
    expect([answers.at(-1), followed]).toEqual([{ MsgType: 'text', Content: 'hello' }, ['at 5300']]);
  });

  it('waits for a connection that was lost at the very end', async () => {
    const { deliver, clock } = bot(3000);
    const connection = deliver(1);
    await clock.advance(2999);
    connection.destroy();
    await clock.advance(1500);
    expect(followed).toEqual([]);
    deliver(1, 5000, new Connection());
    await clock.advance(1000);
    expect(followed).toHaveLength(1);
  });

  it('waits for the next delivery, when WeChat may have left the one that was answered', async () => {
    const { deliver, clock, answers } = bot(4900);
    deliver(1);
    await clock.advance(5300);
    expect(answers).toHaveLength(1);
    deliver(1, 5000);
    await clock.advance(3000);
    expect(answers).toHaveLength(2);
    const [begun] = followed.map((at) => Number(at.slice(3)));
    expect(begun).toBeGreaterThan(5300);
    expect(followed).toHaveLength(1);
  });

  it('does not begin when nobody has got the answer, and the log says so', async () => {
    const { deliver, clock, logged } = bot(3000);
    const connection = deliver(1);
    await clock.advance(1000);
    connection.destroy();
    await clock.advance(60_000);
    expect(followed).toEqual([]);
    expect(logged.map(({ event }) => event)).toEqual(['after-dropped']);
  });

  it.each([
    ['does not end', () => new Promise<never>(() => undefined), 1],
    ['ends some seconds after its signal', (): Promise<void> => made.clock.sleep(35_000), 0],
    ['ends with an error', () => Promise.reject(new Error('on purpose')), 1],
  ])('is waited for until maxRun and a little longer, when it %s', async (how, work, errors) => {
    let aborted = 0;
    made = start(
      (ctx) => {
        ctx.after((signal) => {
          signal.addEventListener('abort', () => aborted++);
          return work();
        });
        return 'hello';
      },
      { maxRun: 30_000 },
    );
    const { clock, logged, bot: ended } = made;
    made.deliver(1);
    await clock.advance(1000);
    await clock.advance(38_000);
    const failed = () => logged.filter(({ event }) => event === 'after-failed').length;
    // Its signal has aborted at 30 s, unless it was over.
    const isOver = how === 'ends with an error';
    expect(aborted).toBe(isOver ? 0 : 1);
    expect(ended.stats().after).toBe(how === 'does not end' ? 1 : 0);
    await clock.advance(2000);
    expect([ended.stats().after, failed()]).toEqual([0, errors]);
    let isClosed = false;
    void ended.close().then(() => (isClosed = true));
    await clock.advance(0);
    expect(isClosed).toBe(true);
    expect(clock.waiting().filter((ms) => ms > 1000)).toEqual([]);
  });

  describe.each([
    ['onLate', { late: 'retry-only' as const }],
    ['onLate after the API has refused it', {}],
  ])('by %s,', (_how, config) => {
    const never = () => new Promise<never>(() => undefined);

    it('does not begin when that does not end, and nothing waits for it longer than maxRun', async () => {
      const {
        deliver,
        clock,
        logged,
        bot: closing,
      } = bot(18_000, { ...config, maxRun: 30_000, onLate: never });
      for (const age of [0, 5000, 10_000]) {
        deliver(1, age);
        await clock.advance(5000);
      }
      await clock.advance(25_000);
      expect([followed, logged]).toEqual([[], []]);
      expect(closing.stats()).toMatchObject({ late: 1, after: 0 });
      await clock.advance(10_000);
      expect(followed).toEqual([]);
      expect(logged.map(({ event, message }) => [event, message])).toEqual([
        ['late', 'onLate() has taken more than 30 s: nothing waits for it any more.'],
        ['after-dropped', expect.stringContaining('nobody is known')],
      ]);
      // Nothing is left to wait for.
      let isClosed = false;
      void closing.close().then(() => (isClosed = true));
      await clock.advance(0);
      expect(isClosed).toBe(true);
    });

    it.each([
      ['at once', async () => Promise.resolve()],
      ['with an error', async () => Promise.reject(new Error('on purpose'))],
      ['without a promise', () => undefined],
    ])('begins when that ends %s', async (_when, onLate) => {
      const { deliver, clock } = bot(18_000, { ...config, onLate });
      for (const age of [0, 5000, 10_000]) {
        deliver(1, age);
        await clock.advance(5000);
      }
      await clock.advance(5000);
      expect(followed).toHaveLength(1);
      expect(clock.waiting().filter((ms) => ms > 55_000 && ms <= 60_000)).toEqual([]);
    });
  });

  it('does not begin when the process ends before somebody has got it', async () => {
    const { deliver, clock, logged, bot: closing } = bot(3000);
    deliver(1).destroy();
    await clock.advance(3500);
    const closed = closing.close();
    await clock.advance(15_000);
    await closed;
    expect(followed).toEqual([]);
    expect(logged.map(({ event }) => event)).toContain('after-dropped');
  });

  it('is waited for by close(), until the next delivery has come', async () => {
    const { deliver, clock, bot: closing } = bot(3000);
    deliver(1).destroy();
    await clock.advance(3500);
    let isClosed = false;
    const closed = closing.close().then(() => (isClosed = true));
    await clock.advance(1500);
    expect(isClosed).toBe(false);
    deliver(1, 5000);
    await clock.advance(1000);
    await closed;
    expect(followed).toHaveLength(1);
  });
});
