import { readFileSync } from 'node:fs';
import express from 'express';
import { createApi, createRouter, memoryStore, wechat } from 'offiaccount';
import type { JsSdkConfig, Router, WeChatConfig } from 'offiaccount';
import { errorCodes, errorCodesFile } from '../../docs/error-codes';
import { accountFrom } from '../../docs/examples/console-setup';
import { serve } from '../../docs/examples/deployment';
import { apologise, explain, remind } from '../../docs/examples/errors';
import { personal, reports, slowAnswers } from '../../docs/examples/five-seconds';
import { createBot } from '../../docs/examples/getting-started';
import {
  publications,
  publish,
  sendPicture,
  sendToTag,
  writeDraft,
} from '../../docs/examples/material-and-publishing';
import {
  menuAnswers,
  orderCode,
  posterCode,
  publishMenu,
  scanAnswers,
} from '../../docs/examples/menus-and-qr-codes';
import { replies } from '../../docs/examples/replies';
import { routes } from '../../docs/examples/routing';
import { countRefusals, duringChange } from '../../docs/examples/security';
import { serveSharePage } from '../../docs/examples/share-page';
import { shared, tokenOf } from '../../docs/examples/tokens';
import { serveAccounts } from '../../docs/examples/several-accounts';
import * as sending from '../../docs/examples/template-and-subscription-messages';
// The page's own tests, as a reader's would be.
import '../../docs/examples/testing';
import '../../docs/examples/testing-processes';
import '../../docs/examples/testing-streams';
import { followers, keepFollowers, members, tagNamed } from '../../docs/examples/users-and-tags';
import { closeAll, play, settings } from '../support/accounts';
import { until } from '../support/redis';

/* What the pages of the guide show does what they say. `examples.spec` compares the pages with the files. */

afterEach(closeAll);
afterEach(() => void jest.restoreAllMocks());

const { appId, token } = settings.clear;
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const picture = { data: PNG, filename: 'tea.png' };

/** A bot with these handlers, which can call WeChat, and a user. */
function playRoutes(...routes: readonly Router[]) {
  const app = express();
  const simulator = play(app);
  const { clock } = simulator;
  const logger = { warn: () => undefined, error: () => undefined };
  const api = createApi({ appId, appSecret: 'any', transport: simulator.api.transport, clock, logger });
  const wx = wechat({ appId, token, api, clock, logger });
  for (const route of routes) wx.use(route);
  app.use(wx);
  return { simulator, api, alice: simulator.user('alice') };
}

const text = (Content: unknown) => ({ outcome: 'replied', reply: { MsgType: 'text', Content } });

describe('getting started', () => {
  it('greets, finds, and repeats what it does not know', async () => {
    const simulator = play((req, res) => void app(req, res), { path: '/wechat' });
    const { app } = createBot({ appId, token, clock: simulator.clock });
    const alice = simulator.user('alice');
    expect(await alice.follows()).toMatchObject(text('Welcome! Send "hi".'));
    expect(await alice.says('hi')).toMatchObject(text('Hello!'));
    expect(await alice.says('find tea')).toMatchObject(text('You are looking for tea.'));
    expect(await alice.says('tea')).toMatchObject(text('You said: tea'));
  });
});

describe('console set-up', () => {
  const env = { WECHAT_APP_ID: appId, WECHAT_TOKEN: token };

  it('makes an account of the environment, with or without a key', () => {
    expect(accountFrom(env)).toBeInstanceOf(Function);
    const key = settings.safe.encodingAESKey;
    expect(accountFrom({ ...env, WECHAT_ENCODING_AES_KEY: key })).toBeInstanceOf(Function);
  });

  it('says what is missing', () => {
    expect(() => accountFrom({})).toThrow('"token"');
    expect(() => accountFrom({ WECHAT_TOKEN: token })).toThrow('"appId"');
  });
});

describe('menus and QR codes', () => {
  it('publishes the menu, and answers its buttons', async () => {
    const { simulator, api, alice } = playRoutes(menuAnswers);
    await publishMenu(api);
    expect(simulator.api.menu?.button.map(({ name }) => name)).toEqual(['Today', 'Shop', 'Help']);
    expect(await alice.clicks('TODAY')).toMatchObject(text(expect.stringContaining('green tea') as unknown));
    const ScanCodeInfo = { ScanType: 'qrcode', ScanResult: '17' } as const;
    expect(await alice.triggers('scancode_waitmsg', { EventKey: 'TICKET', ScanCodeInfo })).toMatchObject(
      text('Your ticket: 17'),
    );
  });

  it('knows by which code somebody came, follower or not', async () => {
    const { api, alice, simulator } = playRoutes(scanAnswers);
    expect(await posterCode(api, 'Hangzhou')).toMatch(/^https:\/\/mp\.weixin\.qq\.com\/cgi-bin\/showqrcode/);
    expect(await orderCode(api, '17')).toMatch(/ticket=/);
    expect(await alice.scans('shop_Hangzhou')).toMatchObject(text('Welcome to our shop in Hangzhou!'));
    expect(await alice.scans('order_17')).toMatchObject(text('Order 17 is being packed.'));
    expect(await simulator.user('bob').follows()).toMatchObject(text('Welcome!'));
  });
});

describe('template, subscription and customer-service messages', () => {
  const { env } = process;
  afterEach(() => void (process.env = env));

  it('tells of an order, and what became of the message', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    const { simulator, api, alice } = playRoutes(sending.results);
    await alice.follows();
    const content = '订单号：{{character_string1.DATA}}\n时间：{{time2.DATA}}';
    process.env = { ...env, SHIPPED_TEMPLATE: simulator.api.addTemplate({ content }) };
    await sending.tellShipped(api, 'alice', 'T17');
    expect(alice.sees().at(-1)).toMatchObject({
      MsgType: 'template',
      Content: expect.stringContaining('T17') as unknown,
    });
    expect((await simulator.api.events()).at(-1)).toMatchObject({ outcome: 'silent' });
    expect(warn).not.toHaveBeenCalled();
  });

  it('sends the message of the day once to each, and goes on after who has left', async () => {
    const { simulator, api, alice } = playRoutes();
    const [bob, carol] = [simulator.user('bob'), simulator.user('carol')];
    for (const user of [alice, bob, carol]) await user.follows();
    await bob.unfollows();
    const content = '{{thing1.DATA}}\n{{date2.DATA}}';
    process.env = { ...env, DAILY_TEMPLATE: simulator.api.addTemplate({ content }) };
    const done = new Set<string>();
    const all = ['alice', 'bob', 'carol'];
    expect(await sending.sendDaily(api, all, '2026-11-30', done)).toBe(2);
    expect(await sending.sendDaily(api, all, '2026-11-30', done)).toBe(0);
    const daily = [alice, bob, carol].map((user) =>
      user.sees().filter((each) => each.MsgType === 'template'),
    );
    expect(daily.map(({ length }) => length)).toEqual([1, 0, 1]);
  });

  it('stops the message of the day when nobody can get it', async () => {
    const { simulator, api, alice } = playRoutes();
    await alice.follows();
    const content = '{{thing1.DATA}}{{date2.DATA}}';
    process.env = { ...env, DAILY_TEMPLATE: simulator.api.addTemplate({ content }) };
    simulator.api.fail('/cgi-bin/message/template/send', { errcode: 45009 });
    await expect(sending.sendDaily(api, ['alice'], '2026-11-30', new Set())).rejects.toMatchObject({
      errcode: 45009,
    });
  });

  it('sends one message for a consent, and none for a refusal', async () => {
    const { simulator, alice } = playRoutes(sending.subscriptions);
    const TemplateId = simulator.api.addTemplate({ content: '{{thing1.DATA}}', kind: 'subscribe' });
    const said = (SubscribeStatusString: 'accept' | 'reject') =>
      alice.triggers('subscribe_msg_popup_event', {
        SubscribeMsgPopupEvent: { List: [{ TemplateId, SubscribeStatusString, PopupScene: 1 }] },
      });
    await said('reject');
    expect(alice.sees()).toEqual([]);
    await said('accept');
    expect(alice.sees()).toMatchObject([{ MsgType: 'subscribe', Content: 'The new tea is here' }]);
  });

  it('answers at once, and once more when the work is done', async () => {
    const { alice } = playRoutes(sending.service);
    expect(await alice.says('invoice 17')).toMatchObject(text('One moment, please.'));
    await until(() => alice.sees().length === 2);
    expect(alice.sees().at(-1)).toMatchObject({
      via: 'customer-service',
      Content: 'Your invoice: https://shop.example.com/invoices/17',
    });
  });
});

describe('material and publishing', () => {
  it('sends a picture', async () => {
    const { api, alice } = playRoutes();
    await alice.says('hi');
    await sendPicture(api, 'alice', picture);
    expect(alice.sees().at(-1)).toMatchObject({ MsgType: 'image' });
  });

  it('writes a draft, publishes it, and hears of it', async () => {
    const published: string[] = [];
    const { simulator, api } = playRoutes(publications((addresses) => void published.push(...addresses)));
    const draft = await writeDraft(api, picture, picture);
    expect((await api.draft.get(draft)).news_item[0]).toMatchObject({ title: 'The new tea is here' });
    await publish(api, draft);
    await simulator.api.events();
    expect(published).toEqual([expect.stringMatching(/^https?:/) as unknown]);
  });

  it('says that a publication has failed', async () => {
    const error = jest.spyOn(console, 'error').mockImplementation();
    const { alice } = playRoutes(publications(() => undefined));
    await alice.triggers('PUBLISHJOBFINISH', {
      PublishEventInfo: { publish_id: '7', publish_status: 4, fail_idx: [1] },
    });
    expect(error).toHaveBeenCalledWith('Publication 7 has status 4.');
  });

  it('sends a draft to those with a tag', async () => {
    const { api, alice, simulator } = playRoutes(members);
    await alice.follows();
    await alice.says('join');
    await sendToTag(api, await writeDraft(api, picture, picture), await tagNamed(api, 'Members'));
    await simulator.api.events();
    expect(alice.sees().at(-1)).toMatchObject({ via: 'mass' });
  });
});

describe('users and tags', () => {
  it('gives a tag, which is created once', async () => {
    const { api, alice } = playRoutes(members);
    await alice.follows();
    expect(await alice.says('join')).toMatchObject(text('You are a member now.'));
    const id = await tagNamed(api, 'Members');
    expect((await api.user.getInfo('alice')).tagid_list).toEqual([id]);
  });

  it('lists all followers, however many pages that takes', async () => {
    const { api, simulator } = playRoutes();
    const openids = Array.from({ length: 101 }, (_, i) => `user${i}`);
    for (const openid of openids) await simulator.user(openid).follows();
    const listed = [];
    for await (const { openid } of followers(api)) listed.push(openid);
    expect(listed.sort()).toEqual(openids.sort());
    expect(simulator.api.calls.filter(({ path }) => path === '/cgi-bin/user/info/batchget')).toHaveLength(2);
  });

  it('keeps a list of the followers', async () => {
    const kept = new Set<string>();
    const { alice } = playRoutes(
      keepFollowers(kept),
      createRouter().event('subscribe', () => 'Welcome!'),
    );
    expect(await alice.follows()).toMatchObject(text('Welcome!'));
    expect([...kept]).toEqual(['alice']);
    await alice.unfollows();
    expect([...kept]).toEqual([]);
  });
});

it('several accounts: each gets its own messages, and calls as itself', async () => {
  const names = ['tea', 'coffee'] as const;
  const accounts: Record<string, WeChatConfig> = {};
  const played = await Promise.all(
    names.map(async (name, i) => {
      const own = { appId: `wx000000000000000${i}`, token: `tokenOf${name}`, appSecret: name };
      const simulator = play((req, res) => void app(req, res), { ...own, path: `/wechat/${name}` });
      accounts[name] = { ...own, apiHost: await simulator.api.url() };
      return { own, simulator };
    }),
  );
  const { app } = serveAccounts(accounts, memoryStore());
  for (const { own, simulator } of played) {
    const alice = simulator.user('alice');
    await alice.follows();
    expect(await alice.says('hours')).toMatchObject(text(expect.stringContaining(own.appId) as unknown));
    expect(await alice.says('whoami')).toMatchObject(text('I have no name for you yet.'));
    expect(simulator.api.calls.at(-1)).toMatchObject({ path: '/cgi-bin/user/info', errcode: 0 });
  }
});

it('deployment: a bot says how it is, and answers what is running before it ends', async () => {
  const logger = { warn: () => undefined, error: () => undefined };
  let finish = (): void => undefined;
  let start = (): void => undefined;
  const started = new Promise<void>((resolve) => (start = resolve));
  const wx = wechat({ appId, token, logger }).text(async () => {
    start();
    await new Promise<void>((resolve) => (finish = resolve));
    return 'done';
  });
  const { close, port } = await serve(wx, 0);
  const origin = `http://127.0.0.1:${port}`;
  expect(await (await fetch(`${origin}/health`)).json()).toMatchObject({ running: 0 });

  const seen = play({ url: `${origin}/wechat` })
    .user('alice')
    .says('hi');
  await started;
  const closed = close();
  expect((await fetch(`${origin}/health`)).status).toBe(503);
  finish();
  expect(await seen).toMatchObject(text('done'));
  await closed;
  await expect(fetch(`${origin}/health`)).rejects.toThrow();
});

// After a change of a hint: npx tsx docs/error-codes.ts && npx prettier --write docs/error-codes*.md
it.each(['en', 'zh'] as const)('the page of return codes (%s) has all hints', (language) => {
  // Prettier widens the columns.
  const lines = (page: string) => page.split('\n').map((line) => line.replaceAll(/-{3,}|[\s\\]/g, ''));
  const [shown, wanted] = [
    lines(readFileSync(errorCodesFile(language), 'utf8')),
    lines(errorCodes(language)),
  ];
  expect(wanted.filter((line) => !shown.includes(line))).toEqual([]);
  expect(shown.filter((line) => !wanted.includes(line))).toEqual([]);
});

describe('errors', () => {
  it.each([
    [45015, false],
    [45047, false],
  ])('a reminder that WeChat refuses with %i is not sent', async (errcode, expected) => {
    const { simulator, api, alice } = playRoutes();
    await alice.says('hi');
    expect(await remind(api, 'alice', 'It is time.')).toBe(true);
    simulator.api.fail('/cgi-bin/message/custom/send', { errcode });
    expect(await remind(api, 'alice', 'It is time.')).toBe(expected);
  });

  it('a user gets an answer whatever goes wrong, and the operator the reason', async () => {
    const error = jest.spyOn(console, 'error').mockImplementation();
    const { simulator, alice } = playRoutes(
      createRouter()
        .use(apologise)
        .text('menu', ({ api }) => publishMenu(api))
        .text('bug', () => {
          throw new Error('a bug');
        }),
    );
    simulator.api.fail('/cgi-bin/menu/create', { errcode: 45009 });
    expect(await alice.says('menu')).toMatchObject(text(expect.stringContaining('Sorry') as unknown));
    expect(error.mock.lastCall?.[0]).toMatch(/menu\/create 45009 .*[一-龥]/);
    expect(await alice.says('bug')).toMatchObject(text(expect.stringContaining('Sorry') as unknown));
    expect(error).toHaveBeenLastCalledWith(explain(new Error('a bug')));
  });
});

describe('routing, replies, the 5 seconds, tokens, security', () => {
  it('takes words, patterns, types and events, and what is left', async () => {
    const log = jest.spyOn(console, 'log').mockImplementation();
    const { alice } = playRoutes(routes);
    expect(await alice.says('prices')).toMatchObject(text('Green tea: 20 yuan.'));
    expect(await alice.says('order 7')).toMatchObject(text('Order 7 is on its way.'));
    expect(await alice.clicks('CART')).toMatchObject(text('Your cart is empty.'));
    expect(await alice.sends('location', { Label: 'Hangzhou' })).toMatchObject(text('You are at Hangzhou.'));
    expect(await alice.says('?')).toMatchObject(text('Send "price".'));
    expect(log).toHaveBeenCalledTimes(5);
  });

  it('replies in every form', async () => {
    const { alice } = playRoutes(replies);
    const said = [];
    for (const word of ['text', 'article', 'song', 'person', 'thanks'])
      said.push((await alice.says(word)).reply?.MsgType);
    for (const type of ['image', 'voice', 'video'] as const)
      said.push((await alice.sends(type)).reply?.MsgType);
    const forms = [
      'text',
      'news',
      'music',
      'transfer_customer_service',
      undefined,
      'image',
      'voice',
      'video',
    ];
    expect(said).toEqual(forms);
  });

  it('answers late by a customer-service message, or leaves the answer to onLate', async () => {
    const kept: string[] = [];
    const work = slowAnswers(async () => {
      await simulator.clock.sleep(20_000);
      return 'the result';
    });
    const { simulator, alice } = playRoutes(work);
    const seen = alice.says('ask me');
    await simulator.clock.advance(25_000);
    await seen;
    await until(() => alice.sees().length === 1);
    expect(alice.sees()).toMatchObject([{ via: 'customer-service', Content: 'the result' }]);

    const app = express();
    const other = play(app, { kind: 'personal' });
    const slow = slowAnswers(async () => {
      await other.clock.sleep(20_000);
      return 'the result';
    });
    const config = personal((openid, answer) => void kept.push(`${openid}: ${answer}`));
    app.use(wechat({ appId, token, clock: other.clock, ...config }).use(slow));
    const bob = other.user('bob').says('ask me');
    await other.clock.advance(25_000);
    expect(await bob).toMatchObject(text('This takes longer. Please send "result" in a minute.'));
    await until(() => kept.length === 1);
    expect(kept).toEqual(['bob: the result']);
  });

  it('goes on after an answer', async () => {
    const { alice } = playRoutes(reports((name) => Promise.resolve(`All is well with ${name}.`)));
    expect(await alice.says('report tea')).toMatchObject(text('The report on tea will come soon.'));
    await until(() => alice.sees().length === 2);
    expect(alice.sees().at(-1)).toMatchObject({ Content: 'All is well with tea.' });
  });

  it('shares a token, or asks another program for it', async () => {
    const { simulator } = playRoutes();
    const host = await simulator.api.url();
    const store = memoryStore();
    await shared(appId, 'any', store, host).tag.getList();
    await shared(appId, 'any', store, host).tag.getList();
    const asked = simulator.api.calls.filter(({ path }) => path === '/cgi-bin/stable_token');
    expect(asked).toHaveLength(1);

    const body = JSON.stringify({ grant_type: 'client_credential', appid: appId, secret: 'any' });
    const answer = await fetch(`${host}/cgi-bin/stable_token`, { method: 'POST', body });
    const { access_token } = (await answer.json()) as { access_token: string };
    const api = tokenOf(appId, () => Promise.resolve(access_token), host);
    expect(await api.tag.getList()).toHaveProperty('tags');
  });

  it('takes the former Token during a change, and counts what is refused', async () => {
    const counts = new Map<string, number>();
    const logger = countRefusals(counts);
    const { encodingAESKey } = settings.safe;
    const former = { appId, token: 'formerToken', encodingAESKey };
    const next = { appId, token: 'nextToken', encodingAESKey, logger };
    const outcomes = [];
    for (const each of [former.token, next.token, 'forgedToken']) {
      const app = express();
      const simulator = play(app, { ...settings.safe, token: each });
      app.use(duringChange({ ...next, clock: simulator.clock }, former).text(() => 'hi'));
      outcomes.push((await simulator.user('alice').says('hi')).outcome);
    }
    expect(outcomes).toEqual(['replied', 'replied', 'refused']);
    expect([...counts.keys()]).toEqual(['signature-wrong']);
  });
});

it('share page: who opens it is known, and the page may share', async () => {
  const origin = 'https://shop.example.com';
  const own = { appId, token, appSecret: 'any' };
  const webDomain = 'shop.example.com';
  const simulator = play((req, res) => void app(req, res), { ...own, path: '/wechat', webDomain });
  const config = { ...own, apiHost: await simulator.api.url() };
  const app = serveSharePage(config, origin, 'onlyForTests'.repeat(3));
  const alice = simulator.user('alice');
  const page = await alice.opens('/tea', { from: 'menu' });
  expect(page.status).toBe(200);
  expect(page.html).toContain('share this page');
  const signed = await alice.opens(`/jssdk-config?url=${encodeURIComponent(page.url)}`);
  const verdict = simulator.api.checkSignature({
    ...(JSON.parse(signed.html) as JsSdkConfig),
    url: page.url,
    platform: 'ios',
  });
  expect(verdict).toEqual({ errMsg: 'config:ok' });
  const script = await alice.opens('/jssdk-config/client.js');
  expect([script.status, script.html.includes('configureJsSdk')]).toEqual([200, true]);
});
