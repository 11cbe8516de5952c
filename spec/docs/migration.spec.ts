import type { RequestListener } from 'node:http';
import type { WeChatConfig } from 'offiaccount';
import { callWeChat, createBot } from '../../docs/examples/migrate-from-co-wechat';
import { serveBot as serveAfterEasyWeChat } from '../../docs/examples/migrate-from-node-easywechat';
import { serveBots } from '../../docs/examples/migrate-from-tnwx';
import { serveBot } from '../../docs/examples/migrate-from-wechat';
import { servePortal } from '../../docs/examples/migrate-from-wxjava';
import { closeAll, play, settings } from '../support/accounts';

/* What the migration pages show in place of what a reader has does what it says. */

afterEach(closeAll);
beforeEach(() => void jest.spyOn(console, 'log').mockImplementation());
afterEach(() => void jest.restoreAllMocks());

const { appId, token } = settings.clear;
const text = (Content: unknown) => ({ outcome: 'replied', reply: { MsgType: 'text', Content } });

/** A bot that is made when WeChat is there, and a user of it. */
async function playBot(create: (config: WeChatConfig) => RequestListener, path = '/wechat') {
  const simulator = play(
    (req, res) => {
      app(req, res);
    },
    { path },
  );
  const host = await simulator.api.url();
  const app = create({ appId, token, appSecret: 'any', apiHost: host, clock: simulator.clock });
  return { simulator, host, alice: simulator.user('alice') };
}

it('from wechat: replies, articles, pictures and sessions', async () => {
  const { alice } = await playBot((config) => serveBot(config).app);
  expect(await alice.follows()).toMatchObject(text('Welcome!'));
  expect(await alice.says('help')).toMatchObject(text(expect.stringContaining('news') as unknown));
  expect(await alice.says('news')).toMatchObject({ reply: { MsgType: 'news' } });
  expect(await alice.sends('image')).toMatchObject({ reply: { MsgType: 'image' } });
  expect(await alice.says('count')).toMatchObject(text('You have asked 1 times.'));
  expect(await alice.says('count')).toMatchObject(text('You have asked 2 times.'));
  expect(await alice.says('?')).toMatchObject({ reply: { MsgType: 'transfer_customer_service' } });
});

it('from co-wechat and co-wechat-api: Koa, and calls', async () => {
  const { simulator, host, alice } = await playBot((config) => createBot(config).callback(), '/');
  expect(await alice.says('hello')).toMatchObject(text('Hello world!'));
  expect(await alice.says('order 17')).toMatchObject(text('Order 17 is on its way.'));
  expect(await callWeChat({ appId, appSecret: 'any', host }, 'alice')).toBe('');
  expect(alice.sees().at(-1)).toMatchObject({ via: 'customer-service', Content: 'Hello world' });
  expect(simulator.api.menu?.button).toHaveLength(1);
});

it('from node-easywechat: middleware, a method, and any path', async () => {
  const { alice } = await playBot(serveAfterEasyWeChat);
  expect(await alice.follows()).toMatchObject(text('Welcome! You have 0 tags.'));
  expect(await alice.says('hi')).toMatchObject(text('You said: hi'));
  expect(console.log).toHaveBeenCalledWith('text');
});

it('from TNWX: one object for each account', async () => {
  const other = { appId: 'wx0000000000000001', token: 'coffee' };
  const tea = await playBot((config) => serveBots(config, other), '/msg/tea');
  expect(await tea.alice.says('help')).toMatchObject(text('Send a picture.'));
  expect(await tea.alice.scans('17')).toMatchObject(text('You came by 17.'));
  expect(await tea.alice.clicks('A')).toMatchObject(text('You tapped A.'));
  const coffee = play((req, res) => void app(req, res), { ...other, path: '/msg/coffee' });
  const app = serveBots({ appId, token }, { ...other, clock: coffee.clock });
  expect(await coffee.user('bob').says('tea')).toMatchObject(text('You said: tea'));
});

it('from WxJava: rules become routes', async () => {
  const { alice } = await playBot((config) => servePortal([config]), `/wx/portal/${appId}`);
  expect(await alice.follows()).toMatchObject(text(expect.stringContaining('Thank you') as unknown));
  expect(await alice.clicks('HOURS')).toMatchObject(text('We are open from 9 to 18 o’clock.'));
  expect(await alice.says('order 7')).toMatchObject(text('Order 7 is on its way.'));
  expect(await alice.says('?')).toMatchObject({ reply: { MsgType: 'transfer_customer_service' } });
});
