import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import express from 'express';
import { createApi, createServer, wechat } from 'offiaccount';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { startSimulator } from '../../../lib/simulator';
import type { RunningSimulator, SimulatorOptions } from '../../../lib/simulator';
import { openChromium } from '../../support/chromium';
import { createBot } from './bot';

const account = {
  appId: 'wx0123456789abcdef',
  token: 'pageToken',
  encodingAESKey: 'keyOfThePageSpecs0123456789abcdefghijklmnOP',
};

/** A bot, the offline WeChat for it, and a browser. */
export interface SimulatorSession {
  readonly simulator: RunningSimulator;
  /** The page in a window of its own, with settings of its own. With `links: false`, which is faster, nothing may lead away. */
  open(options?: BrowserContextOptions & { readonly links?: boolean }): Promise<Page>;
  /** What no page may do and one did: console errors, exceptions, requests to other hosts. */
  readonly offences: string[];
  /** Closes the windows. */
  clean(): Promise<void>;
  close(): Promise<void>;
}

/** `mailbox`: what it shows of a bot's. */
export async function createSession(over: Pick<SimulatorOptions, 'mailbox'> = {}): Promise<SimulatorSession> {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const simulator = await startSimulator({
    ...account,
    ...over,
    url: `http://127.0.0.1:${portOf(server)}/wechat`,
  });
  const { clock, api: fake } = simulator.simulator;
  const templateId = fake.addTemplate({
    title: 'Order',
    content: 'Your order of {{name.DATA}} is on its way.',
  });
  const api = createApi({ appId: account.appId, appSecret: 'any', host: simulator.apiUrl, clock });
  const quiet = () => undefined;
  const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  app.use('/wechat', wechat({ ...account, api, clock, logger }).use(createBot(clock, templateId)));
  const browser = await openChromium();
  const offences: string[] = [];

  return {
    simulator,
    offences,
    open: async ({ links = true, ...options } = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        locale: 'en-US',
        ...options,
      });
      context.on('page', (page) => watch(page, offences));
      // A link that is followed opens a window, which gets an empty page; what is not one of ours must not be asked for.
      if (links)
        await context.route(
          (url) => !isOwn(url.href, simulator.url),
          (route) => {
            if (route.request().isNavigationRequest())
              return route.fulfill({ contentType: 'text/html', body: '' });
            offences.push(route.request().url());
            return route.abort();
          },
        );
      else
        context.on('request', (request) => {
          if (!isOwn(request.url(), simulator.url)) offences.push(request.url());
        });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      await page.goto(simulator.url);
      await page.locator('.phone').first().waitFor();
      return page;
    },
    clean: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    close: async () => {
      await browser.close();
      await simulator.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function watch(page: Page, offences: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') offences.push(message.text());
  });
  page.on('pageerror', (error) => offences.push(String(error)));
}

const isOwn = (url: string, home: string): boolean => /^(?:blob|data):/.test(url) || url.startsWith(home);

// A server on a port has an address of this form.
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** The phone that is shown. */
export const phone = (page: Page): Locator => page.locator('.phone:not([hidden])').first();

/** The newest thing in the chat. */
export const newest = (page: Page): Locator => phone(page).locator('.entry').last();

/** Follows, as soon as a phone is shown whose user does not. */
export async function follow(page: Page): Promise<void> {
  // What is hidden is not looked for: the phone that was shown before has such a button, too, and would be waited for.
  await phone(page).locator('.invite:not([hidden]) .primary').click();
  await phone(page).locator('.theirs .bubble').first().waitFor();
}

/** Types a text and sends it. */
export async function say(page: Page, text: string): Promise<void> {
  const toKeyboard = phone(page).locator('.menu-bar .switch-bar');
  if (await toKeyboard.isVisible()) await toKeyboard.click();
  await phone(page).locator('textarea').fill(text);
  await page.keyboard.press('Enter');
}

/** A property of an element, as the browser has it. */
export const property = (locator: Locator, name: string): Promise<unknown> =>
  locator.evaluate((element, key) => (element as unknown as Record<string, unknown>)[key], name);

/** A style of an element, as the browser computes it. */
export const style = (locator: Locator, name: string): Promise<string | undefined> =>
  locator.evaluate((element, key) => {
    // The browser's own; the compiler knows Node's.
    const { getComputedStyle } = globalThis as unknown as {
      readonly getComputedStyle: (element: unknown) => Readonly<Record<string, string>>;
    };
    return getComputedStyle(element)[key];
  }, name);

/** Unfolds all parts of what the inspector shows. */
export async function unfold(page: Page): Promise<void> {
  const folded = page.locator('.fold:not([open]) summary');
  while ((await folded.count()) > 0) await folded.first().click();
}

/** A picture of one pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgaJj5HwAE4wKDb2dMqgAAAABJRU5ErkJggg==',
  'base64',
);
