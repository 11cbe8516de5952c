/**
 * Makes the pictures of the README from the real page, with a small bot behind it: `npm run screenshots`.
 *
 * Needs Chromium (at `CHROME_PATH` or on the path), and fonts with Chinese and emoji; on Debian:
 * `apt-get install chromium fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji`.
 */
import { mkdirSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { createApi, createServer, wechat } from 'offiaccount';
import type { Browser, Page } from 'playwright-core';
import { startSimulator } from '../lib/simulator';
import type { Command, RunningSimulator, State, UserCommand } from '../lib/simulator';
import { openChromium } from '../spec/support/chromium';
import { until } from '../spec/support/redis';
import { createTeaHouse, drawCover } from './tea-house';
import type { Words } from './tea-house';
import { en, zh } from './tea-house-words';

const PICTURES = join(__dirname, 'pictures');
/** Larger ones make a README slow. */
const MOST_BYTES = 250_000;

const account = {
  appId: 'wx5e1f0a4c93be7d20',
  token: 'screenshots',
  encodingAESKey: 'keyOfTheScreenshots0123456789abcdefghijklmn',
};

/** A bot and the offline WeChat for it, after a short conversation. */
async function play(browser: Browser, words: Words): Promise<RunningSimulator & { end(): Promise<void> }> {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  const simulator = await startSimulator({ ...account, url: `http://127.0.0.1:${port}/wechat` });
  const { clock, api: fake } = simulator.simulator;
  const api = createApi({ appId: account.appId, appSecret: 'any', host: simulator.apiUrl, clock });
  const { url: cover } = await api.media.uploadImg({ data: await drawCover(browser), filename: 'cover.png' });
  const templateId = fake.addTemplate({ title: words.template.title, content: words.template.content });
  app.use(
    '/wechat',
    wechat({ ...account, api, clock }).use(createTeaHouse({ words, clock, cover, templateId })),
  );

  const [first = ''] = (await state(simulator)).users.map(({ openid }) => openid);
  await act(simulator, { type: 'renameUser', openid: first, name: words.names[0] });
  await act(simulator, { type: 'addUser', openid: 'second', name: words.names[1] });
  const does = async (command: UserCommand): Promise<void> => {
    const { pushes } = await state(simulator);
    await act(simulator, command);
    await until(async () => (await state(simulator)).pushes.length > pushes.length);
    await until(async () => (await state(simulator)).pushes.at(-1)?.outcome !== undefined);
  };
  await does({ type: 'follow', openid: 'second', scene: 'table_7' });
  await does({ type: 'say', openid: 'second', content: words.order });
  await does({ type: 'follow', openid: first, scene: 'campaign_spring' });
  await does({ type: 'say', openid: first, content: words.ask });
  await act(simulator, { type: 'say', openid: first, content: words.slow });
  for (let attempt = 1; attempt <= 2; attempt++) {
    await until(async () => (await state(simulator)).pushes.at(-1)?.deliveries.length === attempt);
    await act(simulator, { type: 'stepClock', ms: 5000 });
  }
  await act(simulator, { type: 'stepClock', ms: 3000 });
  await until(async () => (await state(simulator)).pushes.at(-1)?.outcome === 'replied');
  return {
    ...simulator,
    end: async () => {
      await simulator.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const state = async ({ url }: RunningSimulator) =>
  // As the protocol has it.
  (await (await fetch(`${url}state`)).json()) as State;

async function act({ url }: RunningSimulator, command: Command): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${url}commands`, { method: 'POST', headers, body: JSON.stringify(command) });
  if (!response.ok) throw new Error(await response.text());
}

interface View {
  readonly name: string;
  readonly locale: 'zh-CN' | 'en-GB';
  readonly colorScheme?: 'dark' | 'light';
  readonly size: { readonly width: number; readonly height: number };
  readonly scale?: number;
  /** Brings the page into the state to be shown. */
  readonly stage: (page: Page, words: Words) => Promise<void>;
}

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 780 };

/** Chooses the push with three deliveries. */
const inspectSlow = (page: Page, { slow }: Words) =>
  page.locator('.item').filter({ hasText: slow }).first().click();

const VIEWS: readonly View[] = [
  { name: 'simulator', locale: 'en-GB', size: DESKTOP, stage: inspectSlow },
  { name: 'simulator.zh-CN', locale: 'zh-CN', size: DESKTOP, stage: inspectSlow },
  {
    name: 'simulator-dark',
    locale: 'zh-CN',
    colorScheme: 'dark',
    size: { width: 1440, height: 800 },
    stage: async (page, words) => {
      await page.locator('.columns-button').click();
      await inspectSlow(page, words);
    },
  },
  { name: 'simulator-phone', locale: 'zh-CN', size: PHONE, scale: 1.5, stage: () => Promise.resolve() },
  {
    name: 'simulator-phone-inspector',
    locale: 'zh-CN',
    size: PHONE,
    scale: 1.5,
    stage: async (page, words) => {
      await page.locator('.view').last().click();
      await inspectSlow(page, words);
    },
  },
];

async function take(browser: Browser, { url }: RunningSimulator, view: View, words: Words): Promise<void> {
  const { name, locale, colorScheme = 'light', size, scale = 1, stage } = view;
  const context = await browser.newContext({
    viewport: size,
    deviceScaleFactor: scale,
    locale,
    colorScheme,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('.phone .entry').last().waitFor();
  await stage(page, words);
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement.blur(); document.fonts.ready');
  await page.waitForLoadState('networkidle').catch(() => undefined);
  const path = join(PICTURES, `${name}.png`);
  await page.screenshot({ path });
  await context.close();
  const { size: bytes } = statSync(path);
  console.log(`${path}: ${Math.round(bytes / 1000)} kB`);
  if (bytes > MOST_BYTES) throw new Error(`${path} has more than ${MOST_BYTES / 1000} kB.`);
}

async function main(): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const browser = await openChromium();
  try {
    for (const [locale, words] of [
      ['en-GB', en],
      ['zh-CN', zh],
    ] as const) {
      const simulator = await play(browser, words);
      for (const view of VIEWS.filter((each) => each.locale === locale))
        await take(browser, simulator, view, words);
      await simulator.end();
    }
  } finally {
    await browser.close();
  }
}

void main();
