import { inspect } from 'node:util';
import { createApi } from 'offiaccount';
import { appId, appSecret, closeAll, encodingAESKey, listen, start, startWithBot } from './support';
import type { PlayedBot } from './support';

afterEach(closeAll);

const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 0,
    (error: unknown) =>
      error instanceof Error && 'errcode' in error
        ? error.errcode
        : error instanceof Error && 'code' in error && error.code,
  );

it('stand as the options say', async () => {
  const { state } = await startWithBot({ mode: 'compatible', format: 'json', kind: 'test', encodingAESKey });
  expect((await state()).account).toMatchObject({
    canEncrypt: true,
    switches: {
      mode: 'compatible',
      format: 'json',
      kind: 'test',
      windowOverlap: 'adds-up',
      arrivalJitter: 0,
      networkDelay: 0,
      loseAnswers: 0,
      diesBeforeAnswer: false,
      rotate: false,
      ipRefused: false,
      quotaUsedUp: false,
      upstream: 'up',
    },
  });
});

it('mode and format change what is pushed from now on', async () => {
  const { command, until } = await startWithBot({ mode: 'clear', encodingAESKey }, (wx) =>
    wx.text(() => 'Hi!'),
  );
  let sent = 0;
  for (const mode of ['clear', 'compatible', 'safe'] as const)
    for (const format of ['xml', 'json'] as const) {
      await command({ type: 'switch', switches: { mode, format } });
      await command({ type: 'say', content: 'hi' });
      const { pushes } = await until(({ pushes }) => pushes[sent]?.outcome !== undefined);
      const { deliveries, ...push } = pushes[sent++]!;
      expect(push).toMatchObject({ mode, format, outcome: 'replied' });
      const { body } = deliveries[0]!;
      expect(body.startsWith(format === 'xml' ? '<xml>' : '{')).toBe(true);
      expect(body.includes('Encrypt')).toBe(mode !== 'clear');
      expect(body.includes('Content')).toBe(mode !== 'safe');
    }
});

describe('the kind of account', () => {
  const calls: Record<string, (bot: PlayedBot) => Promise<unknown>> = {
    menu: ({ wx }) => wx.api.menu.create({ button: [{ type: 'click', name: 'A', key: 'K' }] }),
    users: ({ wx }) => wx.api.tag.getList(),
    message: ({ wx, openid: touser }) =>
      wx.api.customerMessage.send({ touser, msgtype: 'text', text: { content: 'x' } }),
    code: ({ wx }) => wx.api.qrcode.createTemporary('x', 60),
    template: ({ wx }) => wx.api.templateMessage.getIndustry(),
    quota: ({ wx }) => wx.api.openapi.getApiQuota('/cgi-bin/menu/create'),
  };

  it.each([
    ['personal', { menu: 48001, users: 48001, message: 48001, code: 48001, template: 48001, quota: 0 }],
    ['unverified-service', { menu: 0, users: 48001, message: 48001, code: 48001, template: 48001, quota: 0 }],
    ['subscription', { menu: 0, users: 0, message: 0, code: 48001, template: 48001, quota: 0 }],
    ['service', { menu: 0, users: 0, message: 0, code: 0, template: 0, quota: 0 }],
    ['test', { menu: 0, users: 0, message: 0, code: 0, template: 0, quota: 0 }],
  ] as const)('%s decides which calls are allowed', async (kind, codes) => {
    const bot = await startWithBot();
    await bot.command({ type: 'switch', switches: { kind } });
    await bot.command({ type: 'say', content: 'hi' });
    await bot.until(({ pushes }) => pushes[0]?.outcome !== undefined);
    const got = Object.entries(calls).map(async ([name, call]) => [name, await codeOf(call(bot))] as const);
    expect(Object.fromEntries(await Promise.all(got))).toEqual(codes);
  });

  it('decides quotas', async () => {
    const { command, wx } = await startWithBot({ kind: 'test' });
    const limit = async () => (await wx.api.openapi.getApiQuota('/cgi-bin/menu/create')).quota.daily_limit;
    await calls.menu!({ wx } as PlayedBot);
    expect(await limit()).toBe(100);
    await command({ type: 'switch', switches: { kind: 'service' } });
    await calls.menu!({ wx } as PlayedBot);
    expect(await limit()).toBe(1000);
  });

  it('decides whether there is customer service, and who is told of places', async () => {
    const { command, until, refused } = await startWithBot({ kind: 'personal' }, (wx) =>
      wx.text(() => ({ MsgType: 'transfer_customer_service' })),
    );
    await command({ type: 'say', content: 'help' });
    const { pushes, users } = await until(({ pushes }) => pushes[0]?.outcome !== undefined);
    expect(pushes[0]!.problem).toMatch(/no customer service/);
    expect(users[0]).not.toHaveProperty('service');
    const place = { latitude: 1, longitude: 1 };
    expect((await refused({ type: 'reportLocation', place })).message).toMatch(/service accounts/);
  });
});

describe('the network', () => {
  it('can be slow, and what takes more than 5 s is cut', async () => {
    const { command, until, received } = await startWithBot({}, (wx) => wx.text(() => 'Hi!'));
    await command({ type: 'pauseClock' });
    await command({ type: 'switch', switches: { networkDelay: 3000 } });
    await command({ type: 'say', content: 'one' });
    await command({ type: 'stepClock', ms: 2999 });
    expect(received).toEqual([]);
    await command({ type: 'stepClock', ms: 1 });
    const { pushes } = await until(({ pushes }) => pushes[0]?.outcome !== undefined);
    expect(pushes[0]!.deliveries[0]!.end).toBeGreaterThanOrEqual(3000);
    await command({ type: 'switch', switches: { networkDelay: 6000 } });
    await command({ type: 'say', content: 'two' });
    await command({ type: 'stepClock', ms: 15_000 });
    const { pushes: all } = await until(({ pushes }) => pushes[1]?.outcome !== undefined);
    expect(all[1]).toMatchObject({ outcome: 'service-unavailable', deliveries: [{ cut: true }, {}, {}] });
    expect(received).toHaveLength(1);
    await command({ type: 'switch', switches: { networkDelay: 0 } });
    await command({ type: 'say', content: 'three' });
    await until(({ pushes }) => pushes[2]?.outcome === 'replied');
  });

  it('can lose answers: the bot is asked again, and the switch counts down', async () => {
    let asked = 0;
    const { command, until } = await start({
      url: await listen((_req, res) => (asked++, res.end('success'))),
    });
    await command({ type: 'switch', switches: { loseAnswers: 2 } });
    await command({ type: 'say', content: 'hi' });
    for (let i = 1; i <= 2; i++) {
      await until(() => asked === i);
      // The answer, which nothing tells of, is on its way.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await command({ type: 'stepClock', ms: 5000 });
    }
    const { pushes, account } = await until(({ pushes }) => pushes[0]?.outcome !== undefined);
    expect(pushes[0]).toMatchObject({
      outcome: 'silent',
      deliveries: [
        { cut: true, lost: true, answered: false },
        { cut: true, lost: true, answered: false },
        { cut: false, lost: false, answered: true, status: 200 },
      ],
    });
    expect(account.switches.loseAnswers).toBe(0);
  });

  it('takes deliveries to the processes of a bot in turn', async () => {
    const asked: string[] = [];
    const process = (name: string) => listen((_req, res) => (asked.push(name), res.end('success')));
    const url = await Promise.all(['a', 'b', 'c'].map(process));
    const { command, until } = await start({ url });
    let sent = 0;
    const say = async () => {
      await command({ type: 'say', content: 'hi' });
      return until(({ pushes }) => pushes[sent]?.outcome !== undefined).finally(() => sent++);
    };
    await say();
    await say();
    expect(asked).toEqual(['a', 'a']);
    await command({ type: 'switch', switches: { rotate: true } });
    for (let i = 0; i < 4; i++) await say();
    expect(new Set(asked.slice(2))).toEqual(new Set(['a', 'b', 'c']));
    expect(asked[2]).toBe(asked[5]);
    const { pushes, account } = await say();
    expect(account.urls).toEqual(url.map((each) => `${each}/`));
    expect(account.urls).toContain(pushes.at(-1)!.deliveries[0]!.url);
  });

  it('takes the deliveries of one push to different processes', async () => {
    const asked: string[] = [];
    const slow = await listen(() => void asked.push('slow'));
    const quick = await listen((_req, res) => (asked.push('quick'), res.end('success')));
    const { command, until } = await start({ url: [slow, quick] });
    await command({ type: 'switch', switches: { rotate: true } });
    await command({ type: 'say', content: 'hi' });
    await until(() => asked.length === 1);
    if (asked[0] === 'slow') await command({ type: 'stepClock', ms: 5000 });
    const { pushes } = await until(({ pushes }) => pushes[0]?.outcome !== undefined);
    expect(pushes[0]).toMatchObject({ outcome: 'silent' });
    expect(pushes[0]!.deliveries.map(({ url }) => url)).toEqual(
      asked.map((name) => `${name === 'slow' ? slow : quick}/`),
    );
  });
});

describe('the API', () => {
  /** A client without retries in its way. */
  const client = (bot: PlayedBot) =>
    createApi({
      appId,
      appSecret,
      host: bot.simulator.apiUrl,
      logger: { warn: () => undefined, error: () => undefined },
    });

  it('refuses the bot’s address, and names it', async () => {
    const bot = await startWithBot();
    await bot.wx.api.tag.getList();
    await bot.command({ type: 'switch', switches: { ipRefused: true } });
    // A token in use works on.
    expect(await codeOf(bot.wx.api.tag.getList())).toBe(0);
    await expect(client(bot).tag.getList()).rejects.toThrow(/127\.0\.0\.1/);
    expect(await codeOf(client(bot).tag.getList())).toBe(40164);
    await bot.command({ type: 'switch', switches: { ipRefused: false } });
    expect(await codeOf(client(bot).tag.getList())).toBe(0);
  });

  it('can have its tokens revoked, which a good client gets over', async () => {
    const { command, wx, state } = await startWithBot();
    await wx.api.tag.getList();
    await command({ type: 'revokeToken' });
    await wx.api.tag.getList();
    const { calls } = await state();
    expect(calls.filter(({ token }) => token === 'replaced')).toHaveLength(1);
  });

  it('can be used up, until the bot clears its quota', async () => {
    const bot = await startWithBot();
    await bot.command({ type: 'switch', switches: { quotaUsedUp: true } });
    expect(await codeOf(client(bot).tag.getList())).toBe(45009);
    const { quota } = await client(bot).openapi.getApiQuota('/cgi-bin/tags/get');
    expect(quota.remain).toBe(0);
    await client(bot).openapi.clearQuota(appId);
    expect((await bot.state()).account.switches.quotaUsedUp).toBe(false);
    expect(await codeOf(client(bot).tag.getList())).toBe(0);
  });

  it('is there again the next day', async () => {
    const bot = await startWithBot();
    await bot.command({ type: 'switch', switches: { quotaUsedUp: true } });
    await bot.command({ type: 'stepClock', ms: 86_400_000 });
    expect((await bot.state()).account.switches.quotaUsedUp).toBe(false);
  });

  it('can be switched back by hand', async () => {
    const bot = await startWithBot();
    await bot.command({ type: 'switch', switches: { quotaUsedUp: true } });
    await bot.command({ type: 'switch', switches: { quotaUsedUp: false } });
    expect(await codeOf(client(bot).tag.getList())).toBe(0);
  });

  it.each([
    ['down', /ECONNRESET|socket|network/i],
    ['hanging', /abort|timeout/i],
  ] as const)('can be %s', async (upstream, message) => {
    const bot = await startWithBot();
    await bot.command({ type: 'switch', switches: { upstream } });
    const call = () =>
      fetch(`${bot.simulator.apiUrl}/cgi-bin/tags/get`, { signal: AbortSignal.timeout(300) });
    await expect(
      // What fetch says of a broken connection is in the cause.
      call().catch((error: unknown) => Promise.reject(new Error(inspect(error)))),
    ).rejects.toThrow(message);
    await bot.command({ type: 'switch', switches: { upstream: 'up' } });
    expect((await call()).status).toBe(200);
    const { calls } = await bot.until(
      ({ calls }) => calls.length === 2 && calls.every(({ ms }) => ms !== undefined),
    );
    expect(calls[0]).not.toHaveProperty('status');
  });

  it('can be busy', async () => {
    const bot = await startWithBot();
    await bot.command({ type: 'switch', switches: { upstream: 'busy' } });
    const answer = await fetch(`${bot.simulator.apiUrl}/cgi-bin/tags/get`);
    expect(await answer.json()).toMatchObject({ errcode: -1 });
  });
});

describe('the clock', () => {
  it('stands while it is paused, and steps', async () => {
    const { command, state } = await startWithBot();
    await command({ type: 'pauseClock' });
    const { clock } = await state();
    expect(clock.paused).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await state()).clock).toEqual(clock);
    await command({ type: 'pauseClock' });
    await command({ type: 'stepClock', ms: 3_600_000 });
    expect((await state()).clock).toMatchObject({ now: clock.now + 3_600_000, paused: true });
    await command({ type: 'resumeClock' });
    await command({ type: 'resumeClock' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const after = (await state()).clock;
    expect(after.paused).toBe(false);
    expect(after.now).toBeGreaterThan(clock.now + 3_600_000);
  });

  it('closes the windows of customer-service messages', async () => {
    const { command, until, wx, openid: touser } = await startWithBot();
    await command({ type: 'say', content: 'hi' });
    await until(({ users }) => users[0]!.windowLeft === 5);
    const send = () =>
      codeOf(wx.api.customerMessage.send({ touser, msgtype: 'text', text: { content: 'x' } }));
    expect(await send()).toBe(0);
    await command({ type: 'stepClock', ms: 48 * 3_600_000 });
    await until(({ users }) => users[0]!.windowLeft === 0);
    expect(await send()).toBe(45015);
  });
});
