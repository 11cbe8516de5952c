import express from 'express';
import { createApi, mailbox, memoryStore, reply, wechat } from 'offiaccount';
import type { WeChat } from 'offiaccount';
import { fakeStream, simulate } from 'offiaccount/testing';
import { keptLogger } from '../support/api';
import { texts } from './support';

const account = { appId: 'wx9f1d2c3b4a5e6f70', token: 'any' };
const SENTENCES = Array.from({ length: 12 }, (_, n) => `第${n + 1}句。`);

/** Processes of one bot, with one store; the one in use gets the deliveries. */
function open(count: number, every: number) {
  let inUse = 0;
  const app = express().use((req, res, next) => all[inUse]!(req, res, next));
  const simulator = simulate(app, account);
  const { clock } = simulator;
  const { transport } = simulator.api;
  const store = memoryStore(clock);
  const logger = keptLogger();
  const starts: number[] = [];
  const all = Array.from({ length: count }, (_, n): WeChat => {
    const api = createApi({ appId: account.appId, appSecret: 'an-app-secret', clock, transport, logger });
    const wx = wechat({ ...account, clock, logger, api, store });
    wx.use(mailbox({ store, clock }));
    wx.text('x', () => {
      starts.push(n);
      return reply.stream(fakeStream(SENTENCES, { clock, every }));
    });
    return wx;
  });
  const closing: Promise<unknown>[] = [];
  const alice = simulator.user('alice');
  return {
    ...{ clock, starts, alice },
    use: (n: number) => (inUse = n),
    close: (n: number) => closing.push(all[n]!.close()),
    waiting: () => mailbox({ store, clock }).waiting('alice', 'gh_7d1f0a4c93be'),
    end: async () => {
      closing.push(...all.map((wx) => wx.close()), simulator.close());
      await clock.advance(20_000);
      await Promise.all(closing);
    },
  };
}

/** An answer that is not there when its process ends, and whose first delivery alone went there. */
it.each([0, 100, 300, 2000])(
  'an answer of a process that ends is left to the one that has the next deliveries, begun %i ms before',
  async (before) => {
    const { clock, starts, alice, use, close, waiting, end } = open(2, 1500);
    const seen = alice.says('x');
    await clock.advance(before);
    close(0);
    await clock.advance(4990 - before);
    use(1);
    for (let n = 0; n < 30; n++) await clock.advance(1000);
    await seen;
    expect(starts).toEqual([0, 1]);
    expect(await waiting()).toEqual([]);
    expect(texts(alice.sees()).join('').replaceAll('+ ', '')).toBe(SENTENCES.join(''));
    await end();
  },
);

it.each([500, 2000, 3500])(
  'what is there waits in the mailbox when the process of the last delivery ends, begun %i ms before',
  async (before) => {
    const { clock, alice, use, close, waiting, end } = open(2, 1500);
    const seen = alice.says('x');
    await clock.advance(before);
    close(0);
    // The third delivery waits there when the time to end has come.
    await clock.advance(10_050 + before);
    use(1);
    for (let n = 0; n < 10; n++) await clock.advance(1000);
    await seen;
    expect(texts(alice.sees())).toEqual([]);
    const [kept = '', ...more] = await waiting();
    expect(more).toEqual([]);
    expect(kept).toBe(`${SENTENCES.slice(0, Math.floor((10_000 + before) / 1500)).join('')}\n\n（回答中断）`);
    await end();
  },
);
