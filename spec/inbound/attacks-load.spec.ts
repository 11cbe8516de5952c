import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { wechat } from 'offiaccount';
import type { WeChat } from 'offiaccount';
import { closeTargets, sendInProcess, settingsFor, startTarget } from '../support/attack';
import { push, textOf } from '../support/push';
import type { Fields } from '../support/push';
import { itThorough } from '../support/thorough';

afterEach(closeTargets);

const errors: unknown[] = [];
const logger = { warn: () => undefined, error: (fields: unknown) => errors.push(fields) };
afterEach(() => errors.splice(0));

let id = 0;
const send = (wx: WeChat, message: Fields = {}) => {
  const { url, body } = push({ message: { MsgId: String(++id), ...message } });
  return sendInProcess(wx, { path: url, body });
};

it('A39 a pattern sees 2,048 characters of a text, however long', async () => {
  const target = await startTarget();
  const seen: string[] = [];
  target.wx.text(/^[\s\S]*$/, ({ match }) => void seen.push(match[0]));
  const wx = wechat({ ...settingsFor('clear'), logger })
    .text(/^(x+x+)+y/, () => 'slow')
    .text(/^[\s\S]*$/, ({ match }) => `${match[0].length}`);
  const { url, body } = push({ message: { Content: `${'x'.repeat(20)}z${'x'.repeat(60_000)}` } });
  const started = performance.now();
  expect(textOf((await sendInProcess(wx, { path: url, body })).body, 'Content')).toBe('2048');
  expect(performance.now() - started).toBeLessThan(1000);
});

it('A39 a pattern that takes time by the square takes little for the longest text', async () => {
  const wx = wechat({ ...settingsFor('clear'), logger })
    .text(/ +y/, () => 'no')
    .text(() => 'done');
  const { url, body } = push({ message: { Content: `${' '.repeat(200_000)}x` } });
  const started = performance.now();
  expect(textOf((await sendInProcess(wx, { path: url, body })).body, 'Content')).toBe('done');
  expect(performance.now() - started).toBeLessThan(1000);
});

it.each([/hello/g, /hello/y, /hello/gy])('A40 %p matches every time, or never', async (pattern) => {
  pattern.lastIndex = 3;
  const wx = wechat({ ...settingsFor('clear'), logger })
    .text(pattern, () => 'matched')
    .text(() => 'not matched');
  for (let i = 0; i < 4; i++) expect(textOf((await send(wx)).body, 'Content')).toBe('matched');
  expect(pattern.lastIndex).toBe(3);
});

itThorough(
  'A41 a replay runs nothing, however many messages have come since',
  async () => {
    let runs = 0;
    const wx = wechat({ ...settingsFor('clear'), logger }).text(() => `a reply, ${++runs}`);
    const first = push({ message: { MsgId: 'first' } });
    await sendInProcess(wx, { path: first.url, body: first.body });
    for (let i = 0; i < 10_500; i += 100) await Promise.all(Array.from({ length: 100 }, () => send(wx)));
    expect(wx.stats()).toMatchObject({ running: 0, shed: 0, remembered: 10_501 });
    const { status, body } = await sendInProcess(wx, { path: first.url, body: first.body });
    // Its answer is kept no longer.
    expect([status, body, runs]).toEqual([200, 'success', 10_501]);
  },
  20_000,
);

it('A41 what is remembered of a message is small, however large the message', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What is answered may be a part of what was sent.
  const wx = wechat({ ...settingsFor('clear'), logger })
    .text(({ message }) => message.Content)
    .event(({ message }) => message.FromUserName.slice(0, 20));
  jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const sendLarge = async (name: string) => {
    const event = { MsgType: 'event', Event: 'CLICK', MsgId: undefined, EventKey: `${++id}` };
    const message = {
      ...(name === 'Content' ? { MsgId: `${++id}` } : event),
      [name]: `${++id}${'x'.repeat(200_000)}`,
    };
    const { url, body } = push({ message });
    expect((await sendInProcess(wx, { path: url, body })).status).toBe(200);
  };
  await sendLarge('Warm');
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 40; i++)
    for (const name of ['EventKey', 'Unknown', 'MsgId', 'FromUserName', 'Content']) await sendLarge(name);
  // What the last requests left to timers and promises ends first.
  await sleep(50);
  collect();
  expect(wx.stats().remembered).toBeGreaterThan(100);
  expect((process.memoryUsage().heapUsed - before) / 2 ** 20).toBeLessThan(10);
});

it('A42 with 2,000 messages in work, the last delivery of a further one is answered success at once, and counted', async () => {
  let started = 0;
  let finish: (() => void) | undefined;
  const all = new Promise<void>((resolve) => (finish = resolve));
  const wx = wechat({ ...settingsFor('clear'), logger }).text(async () => {
    started++;
    await all;
    return 'a reply';
  });
  const waiting = Array.from({ length: 2000 }, (_, n) => send(wx, { FromUserName: `user ${n % 20}` }));
  while (started < 2000) await new Promise(setImmediate);
  expect(wx.stats()).toMatchObject({ running: 2000, shed: 0 });
  const began = performance.now();
  const CreateTime = Math.floor(Date.now() / 1000) - 10;
  for (let i = 0; i < 5; i++)
    expect(await send(wx, { CreateTime })).toEqual({ status: 200, body: 'success' });
  expect(performance.now() - began).toBeLessThan(1000);
  expect(wx.stats()).toMatchObject({ running: 2000, shed: 5 });
  expect(errors).toHaveLength(1);
  expect(started).toBe(2000);

  finish?.();
  const answers = await Promise.all(waiting);
  expect(new Set(answers.map(({ body }) => textOf(body, 'Content')))).toEqual(new Set(['a reply']));
  expect(wx.stats()).toMatchObject({ running: 0 });
  expect(textOf((await send(wx)).body, 'Content')).toBe('a reply');
});
