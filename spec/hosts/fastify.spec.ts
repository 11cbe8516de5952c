import Fastify from 'fastify';
import { wechat } from 'offiaccount';
import { fastify } from 'offiaccount/hosts';
import { simulate } from 'offiaccount/testing';
import { drain, tellStories, type HostUnderTest } from '../support/stories';

const host: HostUnderTest = {
  name: 'Fastify',
  start: async (accounts, { drained }) => {
    const app = Fastify();
    if (drained)
      app.addHook('onRequest', async (request) => {
        await drain(request.raw);
      });
    for (const [path, wx] of Object.entries(accounts)) await app.register(fastify(wx), { prefix: path });
    await app.ready();
    return { listener: (req, res) => app.routing(req, res), close: () => app.close() };
  },
};

tellStories(host);
tellStories(host, 'cloudrun');

it('leaves the body parsers of the app to the app, also below the prefix', async () => {
  const wx = wechat({
    appId: 'wx1',
    token: 'one',
    logger: { warn: () => undefined, error: () => undefined },
  });
  wx.text(() => 'hello');
  const app = Fastify();
  await app.register(fastify(wx), { prefix: '/wechat' });
  for (const path of ['/orders', '/wechat/orders']) app.post(path, (request) => ({ got: request.body }));
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  for (const path of ['/orders', '/wechat/orders']) {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(origin + path, { method: 'POST', headers, body: '{"n":1}' });
    expect(await answer.json()).toEqual({ got: { n: 1 } });
  }
  const simulator = simulate((req, res) => app.routing(req, res), { token: 'one', path: '/wechat' });
  expect(await simulator.user().says('hi')).toMatchObject({ reply: { Content: 'hello' } });
  await simulator.close();
  await app.close();
  await wx.close();
});
