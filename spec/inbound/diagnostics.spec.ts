import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { playing, startServedFleet } from '../support/fleet';
import type { Fleet } from '../support/fleet';
import { request } from 'node:http';
import { createServer } from '../../lib/server';
import express from 'express';
import { wechat } from 'offiaccount';
import type { AddressInfo } from 'node:net';

type Event = Readonly<Record<string, unknown>>;
let fleet: Fleet | undefined;
let published: Event[];
const listen = (event: unknown): void => void published.push(event as Event);
const channels = ['offiaccount:push', 'offiaccount:delivery'];

beforeEach(() => {
  published = [];
  for (const name of channels) subscribe(name, listen);
});
afterEach(async () => {
  for (const name of channels) unsubscribe(name, listen);
  await fleet?.close();
  fleet = undefined;
});

const { after: answerAfter } = playing(() => fleet!);
const after = (ms: number) => answerAfter(ms, 'my answer');

/** All deliveries of the message one of whose has ended so; others may publish as well in this process. */
const deliveriesOf = (how: string) => {
  const id = published.find(({ outcome }) => outcome === how)?.deliveryId;
  return published.filter((event) => 'delivery' in event && event.deliveryId === id);
};

it('offiaccount:delivery tells how each delivery ended, and by which the answer went', async () => {
  fleet = await startServedFleet(after(7000));
  const seen = fleet.simulator.user('alice').says('my question');
  await fleet.simulator.clock.advance(8000);
  await seen;
  const deliveries = deliveriesOf('answered');
  expect(deliveries).toMatchObject([
    { outcome: 'gone', delivery: 1, attempt: 1 },
    { outcome: 'answered', delivery: 2, attempt: 0, reply: 'text', degraded: false },
  ]);
  expect(deliveries[1]!.timeLeft).toBeGreaterThan(2000);
  expect(deliveries[1]!.timeLeft).toBeLessThan(3100);
  expect(deliveries[1]!.deliveryId).toMatch(/^[0-9a-f]{64}$/);
});

it('offiaccount:delivery tells of acknowledgements, late messages and what is left open', async () => {
  fleet = await startServedFleet(after(20_000), { count: 1 });
  void fleet.simulator.user('alice').says('my question');
  await fleet.simulator.clock.advance(25_000);
  const deliveries = deliveriesOf('sent-late');
  const outcomes = deliveries.map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome !== 'gone')).toEqual(['acknowledged', 'sent-late']);
  expect(deliveries.at(-1)).toMatchObject({ outcome: 'sent-late', delivery: 0, attempt: 1, reply: 'text' });
});

it('offiaccount:push tells what came in, and never a word of it', async () => {
  fleet = await startServedFleet(() => 'my answer', { count: 1 });
  await fleet.simulator.user('alice').says('my question');
  await fleet.simulator.user('alice').clicks('MY_KEY');
  // Of a fleet that was closed just before, connections may still end.
  const pushes = published.filter((event) => !('delivery' in event) && event.reason !== 'gone');
  expect(pushes).toMatchObject([
    { outcome: 'accepted', format: 'xml', encrypted: false, MsgType: 'text' },
    { outcome: 'accepted', MsgType: 'event', Event: 'CLICK' },
  ]);
  const said = JSON.stringify(published);
  for (const secret of ['my question', 'my answer', 'alice', 'sampleTok3n', 'MY_KEY'])
    expect(said).not.toContain(secret);
});

it('offiaccount:push tells why a request was refused', async () => {
  const logger = { warn: () => undefined, error: () => undefined };
  const app = express().use('/wechat', wechat({ appId: 'wx1', token: 't', logger }));
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const status = await new Promise((resolve) => {
    request({ port, host: '127.0.0.1', method: 'POST', path: '/wechat?signature=x' }, (res) => {
      res.resume().on('end', () => resolve(res.statusCode));
    }).end('<xml/>');
  });
  server.close();
  expect(status).toBe(403);
  expect(published).toMatchObject([
    { outcome: 'refused', status: 403, reason: expect.stringContaining('no timestamp') as string },
  ]);
});
