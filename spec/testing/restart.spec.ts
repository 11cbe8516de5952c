import express from 'express';
import { createApi, inOrder, limit, memoryStore, merge, session, wechat } from 'offiaccount';
import type { Store, WeChat } from 'offiaccount';
import { movableClock, simulate } from 'offiaccount/testing';
import type { AppProcess, Simulator } from 'offiaccount/testing';

const account = { appId: 'wx9f1d2c3b4a5e6f70', token: 'any' };
const logger = { warn: () => undefined, error: () => undefined };

const simulators: Simulator[] = [];
afterEach(async () => {
  await Promise.all(simulators.splice(0).map((each) => each.close()));
});

/** An app whose processes share a store that outlives them, or, with `keepsStore: false`, have one each. */
function play(build: (wx: WeChat, store: Store, process: AppProcess, n: number) => void, keepsStore = true) {
  const clock = movableClock();
  const outer = memoryStore(clock);
  let count = 0;
  const simulator = simulate(
    {
      start: (process) => {
        const store = keepsStore ? process.keeps(outer) : memoryStore(process.clock);
        const { transport, clock } = process;
        const api = createApi({ appId: account.appId, appSecret: 'any', store, transport, clock, logger });
        const wx = wechat({ ...account, logger, clock, store, api });
        build(wx, store, process, count++);
        return express().use(wx);
      },
    },
    { ...account, clock },
  );
  simulators.push(simulator);
  return { simulator, clock, alice: simulator.user('alice'), processes: () => count };
}

interface Count {
  count?: number;
}

const counting = (wx: WeChat, store: Store): void => {
  let inMemory = 0;
  wx.use(inOrder({ store, logger }), session({ store, logger })).text(async (ctx) => {
    const held = (await ctx.session) as Count;
    held.count = (held.count ?? 0) + 1;
    return `session ${held.count}, memory ${++inMemory}`;
  });
};

describe('simulator.restart()', () => {
  it.each([
    ['keeps what outlives a process', true, 'session 3, memory 1'],
    ['loses the stores in its memory', false, 'session 1, memory 1'],
  ])('%s', async (_what, keepsStore, expected) => {
    const { simulator, alice, processes } = play(counting, keepsStore);
    await alice.says('1');
    await alice.says('2');
    simulator.restart();
    expect(processes()).toBe(2);
    expect((await alice.says('3')).reply).toMatchObject({ Content: expected });
  });

  it('ends the handlers at work; the next process handles the message again', async () => {
    const starts: string[] = [];
    const { simulator, clock, alice } = play((wx, _store, process, n) =>
      wx.text(async ({ attempt, send }) => {
        starts.push(`${n}:${attempt}`);
        await process.clock.sleep(n === 0 ? 3000 : 10);
        if (n === 0) await send('from the dead');
        return `answer of ${n}`;
      }),
    );
    const first = alice.says('1');
    await clock.advance(1000);
    simulator.restart();
    await clock.advance(16_000);
    const { reply, deliveries } = await first;
    expect(reply).toMatchObject({ Content: 'answer of 1' });
    expect(deliveries.length).toBeGreaterThan(1);
    expect(starts).toEqual(['0:1', '1:2']);
    expect(alice.sees()).toHaveLength(1);
  });

  it('lets a process that has ended do nothing any more', async () => {
    let dead: { store: Store; process: AppProcess } | undefined;
    const { simulator, clock } = play((_wx, store, process) => (dead ??= { store, process }));
    const { store, process } = dead!;
    const key = { account: 'gh_1', id: '0'.repeat(64) };
    await store.sessions.write(key, 'before', 60_000);
    const happened: string[] = [];
    const note = (what: string) => () => void happened.push(what);
    process.clock.setTimeout(note('timer'), 100);
    void process.clock.sleep(100).then(note('sleep'));
    const call = {
      method: 'GET',
      url: 'https://api.weixin.qq.com/cgi-bin/x',
      headers: {},
      timeout: 1000,
    } as const;
    simulator.restart();
    void Promise.resolve(store.sessions.write(key, 'after', 60_000)).then(note('write'));
    void process.transport(call as never).then(note('call'));
    await clock.advance(1000);
    expect(happened).toEqual([]);
    expect(simulator.api.calls).toEqual([]);
  });

  it('says what it needs', () => {
    const simulator = simulate(express(), account);
    simulators.push(simulator);
    expect(() => simulator.restart()).toThrow('simulate({ start: () => app })');
    expect(() => simulator.disturb('dies-before-answer')).toThrow('simulate({ start: () => app })');
    const { simulator: other } = play(counting, false);
    expect(() => other.disturb('dies-before-answer')).toThrow('keeps(store)');
    expect(() => simulate({ start: () => undefined as never }, account)).toThrow('must return the app');
  });
});

describe("disturb('dies-before-answer')", () => {
  it('ends the process when the session is stored; no step is lost or taken twice', async () => {
    const { simulator, clock, alice, processes } = play(counting);
    await alice.says('1');
    simulator.disturb('dies-before-answer');
    const second = alice.says('2');
    await clock.advance(16_000);
    expect(processes()).toBe(2);
    expect((await second).reply).toMatchObject({ Content: 'session 2, memory 2' });
    expect((await alice.says('3')).reply).toMatchObject({ Content: 'session 3, memory 1' });
  });

  it('ends as many processes as it is told, or none', async () => {
    const { simulator, clock, alice, processes } = play(counting);
    const undo = simulator.disturb('dies-before-answer', { times: Infinity });
    const first = alice.says('1');
    await clock.advance(20_000);
    // Two processes have ended over it, and its deliveries are over.
    expect((await first).outcome).toBe('service-unavailable');
    expect(processes()).toBe(3);
    undo();
    await alice.says('2');
    expect(processes()).toBe(3);
  });

  it('loses no text of merge(), and counts none twice in limit()', async () => {
    const handled: unknown[] = [];
    const { simulator, clock, alice } = play((wx, store, { clock }) =>
      wx
        .use(
          merge({ store, clock, logger }),
          limit({ store, clock, logger, perMinute: 1, answer: 'too many' }),
        )
        .text(({ merged }) => {
          handled.push(merged);
          return merged.map(String).join('+');
        }),
    );
    const first = alice.says('a');
    await clock.advance(400);
    const second = alice.says('b');
    await clock.advance(600);
    expect((await first).outcome).toBe('silent');
    simulator.disturb('dies-before-answer');
    await clock.advance(20_000);
    expect((await second).reply).toMatchObject({ Content: 'a+b' });
    expect(handled).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    const next = alice.says('c');
    await clock.advance(1000);
    expect((await next).reply).toMatchObject({ Content: 'too many' });
  });
});
