import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { LiveEvent } from 'offiaccount/simulator';
import { closeAll, startWithBot } from './support';

afterEach(closeAll);

/** Looks on, as a page does. */
async function watch(
  url: string,
): Promise<{ events: LiveEvent[]; response: IncomingMessage; leave: () => void }> {
  const events: LiveEvent[] = [];
  const sent = request(new URL('events', url), { agent: false });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('response', resolve).on('error', reject).end();
  });
  let text = '';
  response.setEncoding('utf8').on('error', () => undefined);
  response.on('data', (chunk: string) => {
    const lines = (text += chunk).split('\n\n');
    text = lines.pop() ?? '';
    for (const line of lines)
      if (line.startsWith('data: ')) events.push(JSON.parse(line.slice(6)) as LiveEvent);
  });
  return { events, response, leave: () => sent.destroy() };
}

const eventually = async (isSo: () => boolean): Promise<void> => {
  const end = performance.now() + 10_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error('It did not come to that.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

it('a page gets everything there is, then what changes, and everything again when it comes back', async () => {
  const { simulator, command, state, wx } = await startWithBot({}, (wx) => wx.text(() => 'Hi!'));
  const first = await watch(simulator.url);
  expect(first.response.headers['content-type']).toBe('text/event-stream');
  await eventually(() => first.events.length > 0);
  expect(first.events[0]).toMatchObject({ type: 'snapshot', state: { entries: [], limits: { users: 50 } } });
  await command({ type: 'say', content: 'hi' });
  await wx.api.menu.create({ button: [{ type: 'click', name: 'A', key: 'K' }] });
  await wx.api.qrcode.createTemporary('x', 60);
  await command({ type: 'pauseClock' });
  await command({ type: 'switch', switches: { upstream: 'busy' } });
  const { entries, pushes, calls, users, codes, account } = await state();
  await eventually(() => first.events.some((event) => event.type === 'account'));
  /** The last of a kind, as a page has it in the end. */
  const last = <T extends LiveEvent['type']>(type: T) =>
    first.events.findLast((event): event is Extract<LiveEvent, { type: T }> => event.type === type);
  expect(last('entry')!.entry).toEqual(entries.at(-1));
  expect(last('push')!.push).toEqual(pushes.at(-1));
  expect(last('call')!.call).toEqual(calls.at(-1));
  expect(last('user')!.user).toEqual(users[0]);
  expect(last('codes')!.codes).toEqual(codes);
  expect(last('clock')!.clock.paused).toBe(true);
  expect(last('account')!.account).toEqual(account);
  first.leave();
  const second = await watch(simulator.url);
  await eventually(() => second.events.length > 0);
  expect(second.events[0]).toMatchObject({ type: 'snapshot', state: { entries, pushes, users } });
});

it('a push is told of from its first delivery on', async () => {
  let answer: (() => void) | undefined;
  const { simulator, command, until } = await startWithBot({}, (wx) =>
    wx.text(() => new Promise<string>((resolve) => (answer = () => resolve('Hi!')))),
  );
  const { events } = await watch(simulator.url);
  await command({ type: 'say', content: 'hi' });
  await until(() => answer !== undefined);
  const pushes = () => events.flatMap((event) => (event.type === 'push' ? event.push : []));
  await eventually(() => pushes().length === 1);
  expect(pushes()[0]).toMatchObject({ deliveries: [{ cut: false, answer: '' }] });
  expect(pushes()[0]).not.toHaveProperty('outcome');
  answer!();
  await eventually(() => pushes().at(-1)!.outcome === 'replied');
  expect(new Set(pushes().map(({ id }) => id)).size).toBe(1);
});

it('everything again is what pages get when it was forgotten', async () => {
  const { simulator, command, until } = await startWithBot({}, (wx) => wx.text(() => 'Hi!'));
  await command({ type: 'say', content: 'hi' });
  await until(({ entries }) => entries.length === 2);
  const { events } = await watch(simulator.url);
  await command({ type: 'clear' });
  await eventually(() => events.filter(({ type }) => type === 'snapshot').length === 2);
  expect(events.at(-1)).toMatchObject({ type: 'snapshot', state: { entries: [] } });
});

it('at most 20 pages look on, and one that leaves makes room', async () => {
  const { simulator, ask } = await startWithBot();
  const pages = await Promise.all(Array.from({ length: 20 }, () => watch(simulator.url)));
  const refused = await ask('events');
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ code: 'busy' });
  pages[0]!.leave();
  await eventually(() => pages[0]!.response.destroyed);
  let status = 429;
  for (let i = 0; i < 100 && status === 429; i++) {
    const { response } = await watch(simulator.url);
    status = response.statusCode!;
  }
  expect(status).toBe(200);
});

it('a page that does not read is let go, and nobody else waits for it', async () => {
  const { simulator, command, until } = await startWithBot();
  const { response, events } = await watch(simulator.url);
  await eventually(() => events.length > 0);
  response.pause();
  let isGone = false;
  response.on('close', () => (isGone = true)).on('aborted', () => (isGone = true));
  // Each event is as large as a command may be, and is told of several times.
  for (let i = 0; i < 250; i++) {
    const event = `${i}`;
    await command({ type: 'trigger', event, fields: { Content: 'x'.repeat(60_000) } });
  }
  await until(({ pushes }) => pushes.at(-1)?.outcome !== undefined);
  response.resume();
  await eventually(() => isGone || response.destroyed);
}, 60_000);

it('closing ends what looks on, the page and the API', async () => {
  const { simulator } = await startWithBot();
  const { response } = await watch(simulator.url);
  await simulator.close();
  await eventually(() => response.destroyed);
  await expect(fetch(simulator.url)).rejects.toThrow();
  await expect(fetch(simulator.apiUrl)).rejects.toThrow();
});
