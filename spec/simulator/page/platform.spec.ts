import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createServer, wechat } from 'offiaccount';
import type { Page } from 'playwright-core';
import { startPlatformSimulator } from '../../../lib/simulator';
import type { RunningPlatformSimulator } from '../../../lib/simulator';
import { describeInChromium, openChromium } from '../../support/chromium';
import { barriers } from './barriers';

jest.setTimeout(60_000);

const componentAppId = 'wx9b27d3e05c8fa146';
const token = 'pageToken';
const encodingAESKey = 'keyOfThePageSpecs0123456789abcdefghijklmnOP';
const logger = { warn: () => undefined, error: () => undefined };

describeInChromium()('the page for platforms', () => {
  let browser: Awaited<ReturnType<typeof openChromium>>;
  let server: Server;
  let running: RunningPlatformSimulator;
  let page: Page;
  const offences: string[] = [];

  beforeAll(async () => {
    const app = express();
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A server on a port has an address of this form.
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/wechat`;
    const settings = { url, componentAppId, token, encodingAESKey };
    running = await startPlatformSimulator({ ...settings, language: 'en' });
    const wx = wechat({ appId: componentAppId, token, encodingAESKey, logger });
    wx.text('hi', () => 'hello from the app').text(/^QUERY_AUTH_CODE/, () => 'not like this');
    wx.text('TESTCOMPONENT_MSG_TYPE_TEXT', () => 'TESTCOMPONENT_MSG_TYPE_TEXT_callback');
    app.use('/wechat', wx);
    app.get('/plain', (_req, res) => void res.send('no link'));
    browser = await openChromium();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US' });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => message.type() === 'error' && offences.push(message.text()));
    page.on('pageerror', (error) => offences.push(String(error)));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(running.url).origin) offences.push(request.url());
    });
    await page.goto(running.url);
    await card().waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await running.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  afterEach(() => {
    expect(offences.splice(0)).toEqual([]);
  });

  const card = (index = 0) => page.locator('.account-card').nth(index);
  const press = (name: string, index = 0) => card(index).getByRole('button', { name, exact: true }).click();
  const log = () => page.locator('.push-log');

  async function say(text: string, index = 0): Promise<void> {
    await card(index).getByLabel('Message of a user').fill(text);
    await press('Send', index);
  }

  it('shows the first ticket, and pushes others by WeChat’s clock', async () => {
    const tickets = log().getByText('component_verify_ticket', { exact: true });
    await tickets.first().waitFor();
    const before = await tickets.count();
    await page.getByRole('button', { name: 'Move the clock by +10 min' }).click();
    await tickets.nth(before).waitFor();
  });

  it('lets an account authorise, talk, change and withdraw', async () => {
    await say('hi');
    await card().getByText('has not authorised it').waitFor();
    await press('Authorise');
    await card().getByText('Authorised', { exact: true }).waitFor();
    await log().getByText('authorized', { exact: true }).waitFor();
    await card().getByText('The browser is led to').waitFor();
    await say('hi');
    await card().getByText('hello from the app').waitFor();

    await card().locator('summary').click();
    await press('Choose none');
    await card().getByLabel('1 messages', { exact: true }).check();
    await press('Change permissions');
    await log().getByText('updateauthorized', { exact: true }).waitFor();
    await press('Withdraw');
    await card().getByText('Not authorised', { exact: true }).waitFor();
    await log().getByText('unauthorized', { exact: true }).waitFor();
  });

  it('has several accounts side by side, mini programs among them', async () => {
    await page.getByLabel('Kind of account').selectOption('mini-program');
    await page.getByRole('button', { name: 'Add an account' }).click();
    await card(1).waitFor();
    await press('Authorise', 1);
    await card(1).getByText('Authorised', { exact: true }).waitFor();
    await press('Enter customer service', 1);
    await log().getByText('user_enter_tempsession', { exact: true }).waitFor();
    const [left, right] = [await card().boundingBox(), await card(1).boundingBox()];
    expect(right!.y).toBe(left!.y);
    expect(right!.x).toBeGreaterThan(left!.x);
  });

  it('says why an authorisation page does not work', async () => {
    await card().getByLabel('Page to begin at (optional)').fill('/plain');
    await press('Authorise');
    await page.locator('.toast.bad').getByText('has no link').waitFor();
    // What the server refuses, the browser writes into its console.
    expect(offences.splice(0).join()).toContain('400');
    await card().getByLabel('Page to begin at (optional)').fill('');
  });

  it('pushes every notice by name', async () => {
    await page.getByLabel('Notice', { exact: true }).selectOption('notify_3rd_wxa_auth');
    await page.getByRole('button', { name: 'Push', exact: true }).click();
    const item = log().locator('li').filter({ hasText: 'notify_3rd_wxa_auth' }).first();
    await item.getByText('received').waitFor();
    await item.locator('summary').click();
    await item.getByText('<InfoType><![CDATA[notify_3rd_wxa_auth]]></InfoType>').waitFor();
  });

  it('runs the release test, and shows its rows', async () => {
    await page.getByLabel('Accounts').last().selectOption('1');
    await page.getByRole('button', { name: 'Run the test' }).click();
    await page.getByText('Some rows did not pass').waitFor({ timeout: 50_000 });
    const row = (name: string) => page.getByRole('row').filter({ hasText: name });
    await row('Text answered').getByText('Passed').waitFor();
    await row('Text sent by a call').getByText('Failed').waitFor();
    expect(await page.getByRole('row').count()).toBe(9);
  });

  it('speaks Chinese, and remembers it', async () => {
    await page.getByRole('button', { name: '切换到中文 (switch language)' }).click();
    await page.getByRole('heading', { name: '全网发布接入检测' }).waitFor();
    await page.getByText('组件ticket正确接收').waitFor();
    expect(await page.title()).toBe('离线微信 · 第三方平台');
    expect(await page.evaluate('document.activeElement.className')).toContain('language');
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
    await page.getByRole('button', { name: 'Switch to English（切换语言）' }).click();
  });

  it.each(['light', 'dark'] as const)('has no barriers, in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    expect(await barriers(page)).toEqual([]);
  });

  it('fits a phone, and works by keyboard', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await page.evaluate(`document.querySelector('.platform').scrollWidth`)).toBeLessThanOrEqual(390);
    expect(await barriers(page)).toEqual([]);
    await card().getByLabel('Message of a user').focus();
    await page.keyboard.type('by keyboard');
    await page.keyboard.press('Enter');
    await card().getByText('by keyboard').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Send');
    await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  });
});
