import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page as Tab } from 'playwright-core';
import type { Switches } from 'offiaccount/simulator';
import { describeInChromium, openChromium } from '../support/chromium';
import { appId, appSecret, closeAll, encodingAESKey, start, token } from './support';
import type { Played } from './support';

jest.setTimeout(60_000);

const HOUR = 3_600_000;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  // A server on a port has an address of this form.
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

const ends: (() => Promise<unknown>)[] = [];

/** Starts the bot of the README as a process; resolves when it listens. */
async function startBot(port: number, api: string, settings: Record<string, string> = {}): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'spec/simulator/readme-bot.ts'], {
    cwd: join(__dirname, '..', '..'),
    env: {
      ...process.env,
      PORT: String(port),
      WECHAT_APP_ID: appId,
      WECHAT_APP_SECRET: appSecret,
      WECHAT_TOKEN: token,
      WECHAT_API_HOST: api,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  ends.push(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => {
      throw new Error('The bot ended before it listened.');
    }),
  ]);
}

const end = async (): Promise<void> => {
  await Promise.all(ends.splice(0).map((each) => each()));
  await closeAll();
};

/** A bot of its own process, started before or after the offline WeChat. */
async function play(order: 'before' | 'after', settings: Record<string, string> = {}): Promise<Played> {
  const [port, apiPort] = [await freePort(), await freePort()];
  const bot = () => startBot(port, `http://127.0.0.1:${apiPort}`, settings);
  if (order === 'before') await bot();
  const played = await start({
    url: `http://127.0.0.1:${port}/wechat`,
    apiPort,
    appId,
    appSecret,
    encodingAESKey,
    mode: settings.WECHAT_ENCODING_AES_KEY === undefined ? 'clear' : 'safe',
  });
  if (order === 'after') await bot();
  return played;
}

/** Says something, and yields what came of it. */
async function say({ command, until, openid }: Played, content: string) {
  const { pushes } = await until(() => true);
  const last = pushes.at(-1)?.id ?? 0;
  await command({ type: 'say', content });
  const { pushes: all } = await until((state) =>
    state.pushes.some((each) => each.id > last && each.openid === openid && each.outcome !== undefined),
  );
  return all.find((each) => each.id > last && each.openid === openid)!;
}

describe('a bot in a process of its own', () => {
  let played: Played;
  afterAll(end);

  describe.each(['before', 'after'] as const)('that was started %s the offline WeChat', (order) => {
    beforeAll(async () => {
      await end();
      played = await play(order);
    });

    it.each([
      ['+5 s', 5000],
      ['+1 h', HOUR],
      ['+48 h', 48 * HOUR],
      ['seven days', 168 * HOUR],
    ])('answers and calls when the clock was moved by %s', async (_, ms) => {
      await say(played, 'hi');
      await played.command({ type: 'stepClock', ms });
      expect(await say(played, 'hi')).toMatchObject({ outcome: 'replied' });
      expect(await say(played, 'call')).toMatchObject({
        outcome: 'replied',
        reply: { Content: expect.stringMatching(/^Tags: /) as unknown },
      });
      const { pushes, clock } = await played.state();
      // What it is sent has its own time; what WeChat keeps has WeChat's.
      const [, created] = /<CreateTime>(\d+)</.exec(pushes.at(-1)!.text)!;
      for (const seconds of [created, pushes.at(-1)!.deliveries[0]!.query.timestamp])
        expect(Math.abs(Number(seconds) * 1000 - Date.now())).toBeLessThan(20_000);
      expect(clock).toMatchObject({ shared: false, ahead: expect.any(Number) as unknown });
      expect(clock.ahead).toBeGreaterThanOrEqual(ms - 1000);
    });

    it('still answers when the clock is back, and shows it so', async () => {
      await played.command({ type: 'resetClock' });
      const { clock } = await played.state();
      expect(clock.ahead).toBe(0);
      expect(Math.abs(clock.now - Date.now())).toBeLessThan(20_000);
      expect(await say(played, 'call')).toMatchObject({ outcome: 'replied' });
    });
  });

  it('is not cut before its 5 s, however often the clock is moved meanwhile', async () => {
    const answer = say(played, 'slow 5500');
    for (let attempt = 0; attempt < 3; attempt++) await played.command({ type: 'stepClock', ms: 5000 });
    const { outcome, deliveries } = await answer;
    expect(outcome).toBe('replied');
    expect(deliveries.map(({ cut }) => cut)).toEqual([true, false]);
    expect(deliveries[0]!.end! - deliveries[0]!.start).toBeLessThan(7000);
  });

  it('has its windows, quotas, tokens and codes by the moved clock', async () => {
    await say(played, 'call');
    const windowOf = async () => (await played.state()).users[0]!.windowLeft;
    expect(await windowOf()).toBeGreaterThan(0);
    await played.command({ type: 'switch', switches: { quotaUsedUp: true } });
    await played.command({ type: 'stepClock', ms: 48 * HOUR });
    await played.until(({ users }) => users[0]!.windowLeft === 0);
    expect((await played.state()).account.switches.quotaUsedUp).toBe(false);
    await say(played, 'call');
    // The old token is over: a new one was asked for.
    const { calls } = await played.state();
    expect(calls.some(({ token }) => token === 'expired')).toBe(true);
    expect(calls.at(-1)).toMatchObject({ token: 'good', errcode: 0 });
  });

  it('has all events in order, though the clock was set back', async () => {
    await played.command({ type: 'stepClock', ms: HOUR });
    const first = await say(played, 'hi');
    await played.command({ type: 'resetClock' });
    const second = await say(played, 'hi');
    expect(second.at).toBeLessThan(first.at);
    expect(second.moment).toBeGreaterThan(first.moment);
  });

  const settings: readonly (readonly [Partial<Switches>, Partial<Switches>, outcome: string])[] = [
    [{ kind: 'personal' }, { kind: 'service' }, 'replied'],
    [{ kind: 'subscription' }, { kind: 'service' }, 'replied'],
    [{ kind: 'test' }, { kind: 'service' }, 'replied'],
    [{ format: 'json' }, { format: 'xml' }, 'replied'],
    [{ networkDelay: 300 }, { networkDelay: 0 }, 'replied'],
    [{ loseAnswers: 1 }, { loseAnswers: 0 }, 'replied'],
    [{ rotate: true }, { rotate: false }, 'replied'],
    [{ ipRefused: true }, { ipRefused: false }, 'replied'],
    [{ quotaUsedUp: true }, { quotaUsedUp: false }, 'replied'],
    [{ upstream: 'down' }, { upstream: 'up' }, 'replied'],
    [{ upstream: 'hanging' }, { upstream: 'up' }, 'replied'],
    [{ upstream: 'busy' }, { upstream: 'up' }, 'replied'],
  ];
  it.each(settings)('goes on after %j', async (on, off, outcome) => {
    await played.command({ type: 'switch', switches: on });
    expect(await say(played, 'hi')).toMatchObject({ outcome });
    await played.command({ type: 'switch', switches: off });
    expect(await say(played, 'hi')).toMatchObject({ outcome: 'replied' });
  });
});

describeInChromium()('every button of the clock on the page', () => {
  let browser: Browser;
  let tab: Tab;
  let played: Played;
  beforeAll(async () => {
    [browser, played] = await Promise.all([
      openChromium(),
      play('after', { WECHAT_ENCODING_AES_KEY: encodingAESKey }),
    ]);
    tab = await browser.newPage({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
    await tab.goto(played.simulator.url);
    await tab.locator('.clock').waitFor();
    await say(played, 'hi');
  });
  afterAll(async () => {
    await browser.close();
    await end();
  });

  it('leaves the bot to its users, and shows what is on until it is ended', async () => {
    const chips = tab.locator('.disturbance');
    const buttons = tab.locator('.clock button:visible');
    expect(await chips.count()).toBe(0);
    for (let index = 0; index < (await buttons.count()); index++) {
      await buttons.nth(index).click();
      await tab.locator('.clock [aria-busy]').waitFor({ state: 'detached' });
      expect(await say(played, 'call')).toMatchObject({ outcome: 'replied' });
    }
    // The last one sets the clock to now again, the first one has paused it.
    await tab.getByRole('button', { name: 'Move the clock by +48 h' }).click();
    await chips.getByText('+48 h').waitFor();
    expect(await tab.locator('.clock-time').innerText()).toMatch(/[A-Z][a-z]{2} \d|\d [A-Z][a-z]{2}/);
    while ((await chips.count()) > 0) {
      const text = await chips.first().innerText();
      await chips.first().click();
      await chips.getByText(text, { exact: true }).waitFor({ state: 'detached' });
    }
    expect((await played.state()).clock).toMatchObject({ paused: false, ahead: 0 });
    expect(await say(played, 'call')).toMatchObject({ outcome: 'replied' });
  });

  it('ends each fault by its chip, by keyboard as well', async () => {
    await played.command({
      type: 'switch',
      switches: {
        networkDelay: 100,
        loseAnswers: 2,
        rotate: true,
        ipRefused: true,
        quotaUsedUp: true,
        upstream: 'busy',
      },
    });
    const chips = tab.locator('.disturbance');
    await chips.nth(5).waitFor();
    await chips.first().focus();
    for (let left = 6; left > 0; left--) {
      await tab.keyboard.press('Enter');
      await chips.nth(left - 1).waitFor({ state: 'detached' });
    }
    const { switches } = (await played.state()).account;
    expect(switches).toMatchObject({
      networkDelay: 0,
      loseAnswers: 0,
      rotate: false,
      ipRefused: false,
      quotaUsedUp: false,
      upstream: 'up',
    });
    expect(await say(played, 'call')).toMatchObject({ outcome: 'replied' });
  });
});
