import { chatLogin, createApi, memoryStore, webAuth, wechat } from 'offiaccount';
import type { ChatLoginOptions, WebAuthOptions } from 'offiaccount';
import express from 'express';
import { movableClock, simulate } from 'offiaccount/testing';
import type { AccountKind } from 'offiaccount/testing';
import AxeBuilder from 'axe-core';
import { describeInChromium, openChromium } from '../support/chromium';
import { closeAll, closeLater, createBrowser, listen, SECRET } from './support';

afterEach(closeAll);

const desktop = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/130' };
const json = { ...desktop, accept: 'application/json' };
const silent = { warn: () => undefined, error: () => undefined };

/** A bot with a login, and its site. */
async function serve(
  kind: AccountKind = 'service',
  options: Partial<ChatLoginOptions> = {},
  of: Partial<WebAuthOptions> = {},
) {
  const app = express();
  const account = { appId: 'wx0123456789abcdef', appSecret: 'canary-secret', token: 'token' };
  const simulator = simulate(app, { ...account, kind, path: '/wechat' });
  closeLater(simulator);
  const { clock } = simulator;
  const store = memoryStore(clock);
  const api = createApi({ ...account, transport: simulator.api.transport, clock, logger: silent });
  const login = chatLogin({ api, store, secret: SECRET, clock, logger: silent, ...options });
  const wx = wechat({ ...account, api, store, clock, logger: silent }).use(login.chat());
  wx.text(/^\d+$/, ({ message }) => (message.Content === '111222' ? 'An order.' : undefined));
  // Served at http, on this machine.
  const web = webAuth({
    api,
    store,
    origin: 'http://localhost:3000',
    secret: SECRET,
    clock,
    logger: silent,
    login,
    ...of,
  });
  app.use('/wechat', wx);
  app.use(web);
  app.use('/login', login.pages());
  app.get('/account', web.require(), (req, res) => void res.json(req.wechat));
  const at = await listen(app);
  const made = () => simulator.api.calls.filter(({ path }) => path === '/cgi-bin/qrcode/create').length;
  return { simulator, at, made, api };
}

type Served = Awaited<ReturnType<typeof serve>>;
const CHECK = '/login?wx_login=page';

function visit(served: Pick<Served, 'at'>) {
  const browser = createBrowser(served);
  return {
    ...browser,
    async word(path = '/login') {
      const page = await browser.go(path, desktop);
      return /class="word"[^>]*>(\d{6})</.exec(page.body)?.[1] ?? '';
    },
    check: async (path = CHECK) =>
      JSON.parse((await browser.go(path, json, 'POST')).body) as { state: string; to?: string },
    account: async () =>
      JSON.parse((await browser.go('/account', json)).body) as { openid?: string; scope?: string },
  };
}

const codeOf = (served: Served): string => {
  const made = served.simulator.api.calls.filter(({ path }) => path === '/cgi-bin/qrcode/create');
  return /login_[0-9a-f]{32}/.exec(JSON.stringify(made.at(-1)))![0];
};

it.each(['service', 'subscription', 'personal', 'test'] as const)(
  'signs in by a word, on the page that shows it: %s account',
  async (kind) => {
    const served = await serve(kind);
    const [own, other] = [visit(served), visit(served)];
    const word = await own.word();
    await other.word();
    expect(word).toMatch(/^\d{6}$/);
    expect(await own.check()).toEqual({ state: 'waiting' });
    const { reply } = await served.simulator.user('oAlice').says(` ${word.slice(0, 3)} ${word.slice(3)}`);
    expect(reply).toMatchObject({ Content: expect.stringContaining('网页已登录') as string });
    expect(await other.check()).toEqual({ state: 'waiting' });
    expect(await own.check()).toEqual({ state: 'signed-in', to: '/' });
    expect(await own.account()).toMatchObject({ openid: 'oAlice', scope: 'chat' });
    expect((await other.account()).openid).toBeUndefined();
    // Once.
    expect(await own.check()).toEqual({ state: 'over' });
    const again = await served.simulator.user('oBob').says(word);
    expect(again.reply).toMatchObject({ Content: expect.stringContaining('登录码不正确') as string });
  },
);

it('signs in by a code: followers, and those who follow with it', async () => {
  for (const follows of [true, false]) {
    const served = await serve();
    const browser = visit(served);
    expect((await browser.go('/login', desktop)).body).toContain('<svg');
    const user = served.simulator.user('oAlice');
    if (follows) await user.follows();
    expect((await user.scans(codeOf(served))).reply).toMatchObject({
      Content: expect.stringContaining('网页已登录') as string,
    });
    // A code works once, the first time.
    expect((await served.simulator.user('oBob').scans(codeOf(served))).reply).toMatchObject({
      Content: expect.stringContaining('二维码已失效') as string,
    });
    await browser.check();
    expect((await browser.account()).openid).toBe('oAlice');
  }
});

it('shows it in place of a page that needs a user, and stays there', async () => {
  const served = await serve();
  const browser = visit(served);
  const word = await browser.word('/account?a=1');
  await served.simulator.user('oAlice').says(word);
  expect(await browser.check('/account?a=1&wx_login=here')).toEqual({
    state: 'signed-in',
    to: '/account?a=1',
  });
  expect((await browser.account()).openid).toBe('oAlice');
});

it('makes one code per browser, and few for those who keep no cookies', async () => {
  const served = await serve('service', { perMinute: 20 });
  const browser = visit(served);
  const words = new Set<string>();
  for (let i = 0; i < 10; i++) words.add(await browser.word());
  expect([words.size, served.made()]).toEqual([1, 1]);
  const statuses = await Promise.all(
    Array.from({ length: 50 }, async () => (await visit(served).go('/login', desktop)).status),
  );
  expect(served.made()).toBeLessThanOrEqual(20);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  await served.simulator.clock.advance(60_000);
  expect((await visit(served).go('/login', desktop)).status).toBe(200);
});

it('lets nobody guess: five wrong words a minute, and a word for two minutes', async () => {
  const served = await serve('personal');
  const browser = visit(served);
  const word = await browser.word();
  const user = served.simulator.user('oMallory');
  const wrong = Array.from({ length: 9 }, (_each, i) => String(i).repeat(6)).filter((each) => each !== word);
  for (const each of wrong.slice(0, 5))
    expect((await user.says(each)).reply).toMatchObject({
      Content: expect.stringContaining('不正确') as string,
    });
  expect((await user.says(word)).reply).toMatchObject({
    Content: expect.stringContaining('一分钟') as string,
  });
  expect(await browser.check()).toEqual({ state: 'waiting' });
  await served.simulator.clock.advance(60_000);
  expect((await user.says('333444')).reply).toMatchObject({
    Content: expect.stringContaining('不正确') as string,
  });
  await served.simulator.clock.advance(60_000);
  expect(await browser.check()).toEqual({ state: 'over' });
  expect((await served.simulator.user('oAlice').says(word)).reply).toMatchObject({
    Content: expect.stringContaining('过期') as string,
  });
});

it('counts wrong words in all processes, however many come at once', async () => {
  const clock = movableClock();
  const store = memoryStore(clock);
  // Nothing is shared but the store.
  const [first, second] = [
    await serve('personal', { store, clock }),
    await serve('personal', { store, clock }),
  ];
  const word = await visit(first).word();
  const wrong = Array.from({ length: 10 }, (_each, i) => String(i).repeat(6)).filter((each) => each !== word);
  const replies = await Promise.all(
    wrong.slice(0, 9).map(async (each, i) => {
      const { reply } = await (i % 2 === 0 ? first : second).simulator.user('oMallory').says(each);
      return JSON.stringify(reply).includes('一分钟') ? 'too many' : 'wrong';
    }),
  );
  expect(replies.filter((each) => each === 'wrong').length).toBe(5);
  const refused = await second.simulator.user('oMallory').says(word);
  expect(refused.reply).toMatchObject({ Content: expect.stringContaining('一分钟') as string });
  // Others are not held up, and their digits still reach the bot.
  expect((await first.simulator.user('oMallory').says('111222')).reply).toMatchObject({
    Content: 'An order.',
  });
  expect((await first.simulator.user('oAlice').says(word)).reply).toMatchObject({
    Content: expect.stringContaining('网页已登录') as string,
  });
});

it('leaves six digits to a bot that knows them', async () => {
  const served = await serve('personal');
  expect((await served.simulator.user().says('111222')).reply).toMatchObject({ Content: 'An order.' });
});

describe('attacks', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/a\nb',
    '%2f%2fevil',
    '',
  ])('the way back is a path of this site: %j', async (to) => {
    const served = await serve('personal');
    const browser = visit(served);
    const path = `/login?to=${encodeURIComponent(to)}`;
    await served.simulator.user('oAlice').says(await browser.word(path));
    expect(await browser.check(`${path}&wx_login=page`)).toEqual({ state: 'signed-in', to: '/' });
  });

  it('who has seen word and code has not seen the secret', async () => {
    const served = await serve();
    const [own, thief] = [visit(served), visit(served)];
    const word = await own.word();
    await served.simulator.user('oAlice').says(word);
    const [[name]] = [...own.jar] as [[string, string]];
    for (const guess of [word, codeOf(served), codeOf(served).replace('login_', ''), 'A'.repeat(22)]) {
      thief.jar.set(name, guess);
      expect(await thief.check()).toEqual({ state: 'over' });
    }
    expect((await own.go(CHECK, { ...json, 'sec-fetch-site': 'cross-site' }, 'POST')).status).toBe(403);
    expect((await own.check()).state).toBe('signed-in');
  });
});

describeInChromium()('in a browser', () => {
  it('waits for the word, then goes on; without a problem of access or policy', async () => {
    const served = await serve();
    const browser = await openChromium();
    try {
      const tab = await browser.newPage({ locale: 'en-GB' });
      const problems: string[] = [];
      tab.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      const at = served.at.replace('127.0.0.1', 'localhost');
      await tab.goto(`${at}/login?to=/account`);
      await tab.getByRole('img', { name: 'QR code to sign in' }).waitFor();
      const found = await tab.evaluate(`(() => { ${AxeBuilder.source}; return axe.run(); })()`);
      expect((found as { violations: { id: string }[] }).violations.map(({ id }) => id)).toEqual([]);
      const word = await tab.locator('.word').textContent();
      await served.simulator.user('oAlice').says(word ?? '');
      await tab.waitForURL('**/account');
      await tab.getByText('oAlice').waitFor();
      expect(problems.filter((each) => !each.includes('the server responded'))).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
