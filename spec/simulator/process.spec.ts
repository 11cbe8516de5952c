import express from 'express';
import { createApi, memoryStore, session, wechat } from 'offiaccount';
import type { Store } from 'offiaccount';
import { startSimulator } from 'offiaccount/simulator';
import type { State } from 'offiaccount/simulator';
import { movableClock } from 'offiaccount/testing';
import type { AppProcess } from 'offiaccount/testing';
import { appId, closeAll, start, startWithBot, token } from './support';
import type { Page } from './support';

const logger = { warn: () => undefined, error: () => undefined };

afterEach(closeAll);

/** The text of the last reply to the first user. */
const lastReply = ({ entries }: State): unknown => {
  const message = entries.findLast((entry) => entry.message !== undefined)?.message;
  return message !== undefined && 'Content' in message ? message.Content : undefined;
};

/** A bot that counts, in its session and in its memory, built by the simulator. */
async function startHere(keepsStore: boolean): Promise<Page & { processes: () => number }> {
  const clock = movableClock();
  const outer = memoryStore(clock);
  let processes = 0;
  const build = (life: AppProcess) => {
    processes++;
    const store: Store = keepsStore ? life.keeps(outer) : memoryStore(life.clock);
    let inMemory = 0;
    const wx = wechat({ appId, token, logger, clock: life.clock, store });
    wx.use(session({ store, logger })).text(async (ctx) => {
      const held = (await ctx.session) as { count?: number };
      held.count = (held.count ?? 0) + 1;
      return `session ${held.count}, memory ${++inMemory}`;
    });
    return express().use('/bot', wx);
  };
  return { ...(await start({ start: build, path: '/bot', clock })), processes: () => processes };
}

describe('a bot that the simulator builds', () => {
  it('may call WeChat as soon as it is built', async () => {
    const called: Promise<unknown>[] = [];
    const { state } = await start({
      appId,
      start({ transport, clock }) {
        const api = createApi({ appId, appSecret: 'any', transport, clock, logger });
        called.push(
          api.menu.getCurrentSelfmenuInfo(),
          Promise.resolve().then(() => api.tag.getList()),
        );
        return express().use('/bot', wechat({ appId, token, logger, clock, api }));
      },
      path: '/bot',
    });
    await expect(Promise.all(called)).resolves.toHaveLength(2);
    expect((await state()).calls.map(({ path }) => path)).toContain('/cgi-bin/tags/get');
  });

  it('opens none of the pages of others in its own frame', async () => {
    const { command, openid } = await start({ appId, start: () => express(), path: '/bot' });
    expect(await command({ type: 'openPage', openid, url: 'https://example.com/' })).toEqual({ ok: true });
  });

  it('is started again by hand, with what its store keeps', async () => {
    const { command, until, state, processes } = await startHere(true);
    expect((await state()).account).toMatchObject({ canRestart: true, urls: [], startLine: '' });
    await command({ type: 'say', content: '1' });
    await until((now) => lastReply(now) === 'session 1, memory 1');
    await command({ type: 'restart' });
    expect(processes()).toBe(2);
    await command({ type: 'say', content: '2' });
    await until((now) => lastReply(now) === 'session 2, memory 1');
  });

  it('dies before its next answer, once: another process answers the next delivery', async () => {
    const { command, until, state, processes } = await startHere(true);
    await command({ type: 'switch', switches: { diesBeforeAnswer: true } });
    expect((await state()).account.switches.diesBeforeAnswer).toBe(true);
    await command({ type: 'say', content: '1' });
    const { pushes, account } = await until((now) => now.pushes[0]?.outcome !== undefined);
    expect(pushes[0]).toMatchObject({ outcome: 'replied' });
    expect(pushes[0]!.deliveries.length).toBeGreaterThan(1);
    expect(processes()).toBe(2);
    expect(account.switches.diesBeforeAnswer).toBe(false);
  });

  it('cannot die so where no store is kept, and the page says what it needs', async () => {
    const { refused, state } = await startHere(false);
    const failure = await refused({ type: 'switch', switches: { diesBeforeAnswer: true } });
    expect(failure).toMatchObject({ status: 400, reason: 'no-kept-store' });
    expect(failure.text.zh).toContain('keeps(store)');
    expect((await state()).account.switches.diesBeforeAnswer).toBe(false);
  });

  it.each([
    [{}, /needs the "url" of the bot, or "start"/],
    [{ url: 'http://127.0.0.1:9/', start: () => express() }, /takes "url" or "start", not both/],
  ])('is given instead of an address: %j', async (options, message) => {
    await expect(startSimulator({ token, ...options })).rejects.toThrow(message);
  });
});

it('a bot in another process is not started again', async () => {
  const { refused, state } = await start({ url: 'http://127.0.0.1:9/' });
  expect((await state()).account.canRestart).toBe(false);
  expect(await refused({ type: 'restart' })).toMatchObject({ status: 400, reason: 'cannot-restart' });
});

describe('a push that is delivered again', () => {
  it.each([
    ['a message', { type: 'say', content: 'once' }],
    ['an event', { type: 'trigger', event: 'CLICK', fields: { EventKey: 'HELP' } }],
  ] as const)('is the same message to the bot: %s', async (_what, done) => {
    const { command, until, received } = await startWithBot({}, (wx) =>
      wx.text(() => 'answered').click('HELP', () => 'answered'),
    );
    await command(done);
    const before = await until(({ pushes }) => pushes[0]?.outcome === 'replied');
    await command({ type: 'again', push: before.pushes[0]!.id });
    const { pushes, entries } = await until((now) => now.pushes[1]?.outcome !== undefined);
    expect(pushes).toHaveLength(2);
    expect(pushes[1]!.text).toBe(pushes[0]!.text);
    expect(pushes[1]!.deliveries[0]!.query.nonce).not.toBe(pushes[0]!.deliveries[0]!.query.nonce);
    // The handlers ran once.
    expect(received).toHaveLength(1);
    expect(entries.find(({ pushId }) => pushId === pushes[1]!.id)?.action).toEqual({
      type: 'again',
      push: pushes[0]!.id,
    });
  });

  it.each([[0], [1_000_000], ['x']])('is one of a user that is kept: not %j', async (push) => {
    const { refused } = await start({ url: 'http://127.0.0.1:9/' });
    expect((await refused({ type: 'again', push })).ok).toBe(false);
  });
});
