import express from 'express';
import { createApi, wechat } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import type { Observed, SimulatedAccount } from 'offiaccount/testing';
import { closeAll, playWith, settings } from '../support/accounts';

afterEach(closeAll);

const watch = (account: SimulatedAccount, serve: Parameters<typeof playWith>[1] = {}) => {
  const events: Observed[] = [];
  const played = playWith({ ...account, observe: (event) => events.push(event) }, serve);
  return { ...played, events };
};

it('a simulator tells of each push, its deliveries, the verdict and what the user sees, in order', async () => {
  const { events, simulator, wx } = watch({ ...settings.safe, mode: 'safe' });
  wx.text(() => 'Hi!');
  const alice = simulator.user('alice');
  const seen = await alice.says('hi');
  expect(events).toMatchObject([
    {
      type: 'push',
      kind: 'message',
      name: 'text',
      openid: 'alice',
      from: 'user',
      mode: 'safe',
      format: 'xml',
    },
    {
      type: 'delivery',
      index: 0,
      method: 'POST',
      headers: { 'Content-Type': 'text/xml' },
      request: seen.deliveries[0]!.request,
    },
    {
      type: 'delivered',
      index: 0,
      delivery: seen.deliveries[0],
      text: expect.stringContaining('Hi!') as unknown,
    },
    { type: 'verdict', seen },
    { type: 'seen', openid: 'alice', message: { MsgType: 'text', Content: 'Hi!' } },
  ]);
  expect(new Set(events.map((event) => 'push' in event && event.push)).size).toBe(1);
  const times = events.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

it('it tells of deliveries that are cut, and of an app that is gone', async () => {
  const { events, simulator, wx } = watch(settings.clear);
  wx.text(() => new Promise(() => undefined));
  const seen = simulator.user().says('hi');
  await simulator.clock.advance(15_000);
  await seen;
  expect(events.flatMap((event) => (event.type === 'delivered' ? event.delivery.cut : []))).toEqual([
    true,
    true,
    // wechat() acknowledges the last one in time.
    false,
  ]);
  const gone: Observed[] = [];
  const other = simulate(
    { url: 'http://127.0.0.1:1/' },
    { ...settings.clear, observe: (event) => gone.push(event) },
  );
  await other.user().says('hi');
  await other.close();
  expect(gone).toMatchObject([
    { type: 'push' },
    { type: 'delivery' },
    { type: 'delivered', failure: 'ECONNREFUSED' },
    { type: 'verdict' },
    { type: 'seen', message: { MsgType: 'system' } },
  ]);
});

it('it tells of the check of the address', async () => {
  const { events, simulator } = watch(settings.clear);
  await simulator.verifyUrl();
  expect(events).toMatchObject([
    { type: 'push', kind: 'check', openid: '' },
    { type: 'delivery', method: 'GET' },
    { type: 'delivered' },
    { type: 'verdict' },
  ]);
});

it('it tells of calls, of what they send and of what they set off', async () => {
  const events: Observed[] = [];
  const app = express();
  const simulator = simulate(app, { ...settings.clear, observe: (event) => events.push(event) });
  const api = createApi({
    appId: settings.clear.appId,
    appSecret: 's',
    transport: simulator.api.transport,
    clock: simulator.clock,
  });
  app.use(wechat({ ...settings.clear, api, clock: simulator.clock }));
  await simulator.user('alice').follows();
  const template_id = simulator.api.addTemplate({ content: '{{a.DATA}}' });
  events.splice(0);
  await api.templateMessage.send({ touser: 'alice', template_id, data: { a: { value: 'x' } } });
  await simulator.api.events();
  await simulator.close();
  const calls = events.flatMap((event) => (event.type === 'call' ? event : []));
  expect(calls[0]).toMatchObject({ record: { path: '/cgi-bin/stable_token', token: 'none' } });
  const [begun, over] = calls.filter(({ record }) => record.path === '/cgi-bin/message/template/send');
  const { call } = begun!;
  expect(begun).toMatchObject({ record: { token: 'good' } });
  expect(begun).not.toHaveProperty('ms');
  expect(over).toMatchObject({
    call,
    record: { status: 200, errcode: 0 },
    answer: { errmsg: 'ok' },
    ms: expect.any(Number) as unknown,
  });
  const seen = events.findIndex(({ type }) => type === 'seen');
  expect(events[seen]).toMatchObject({ call, openid: 'alice', message: { MsgType: 'template' } });
  expect(events.indexOf(begun!)).toBeLessThan(seen);
  expect(seen).toBeLessThan(events.indexOf(over!));
  expect(events.slice(events.indexOf(over!) + 1)).toMatchObject([
    { type: 'push', from: 'wechat', name: 'TEMPLATESENDJOBFINISH' },
    { type: 'delivery' },
    { type: 'delivered' },
    { type: 'verdict' },
  ]);
  expect(JSON.stringify(events)).not.toContain('access_token');
});
