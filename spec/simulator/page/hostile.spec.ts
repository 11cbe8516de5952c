import type { Page } from 'playwright-core';
import { describeInChromium } from '../../support/chromium';
import { HOSTILE } from './bot';
import { cutOff } from './barriers';
import { createSession, follow, newest, phone, property, say, style, unfold } from './session';
import type { SimulatorSession } from './session';

jest.setTimeout(60_000);

describeInChromium()('what a bot says', () => {
  let session: SimulatorSession;
  let page: Page;

  beforeAll(async () => {
    session = await createSession();
    page = await session.open();
    await follow(page);
  });
  afterAll(() => session.close());
  afterEach(async () => {
    // Nothing ran, nothing was asked of anybody, and nothing is where it should not be.
    expect(session.offences.splice(0)).toEqual([]);
    expect(await page.title()).toBe('Offline WeChat · offiaccount');
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('[onerror], [onclick], [style*="url"], a[href^="javascript"]').count()).toBe(0);
    expect(await cutOff(page)).toEqual([]);
    const [frame, inspector] = await Promise.all([
      phone(page).boundingBox(),
      page.locator('.inspector').boundingBox(),
    ]);
    expect(frame!.x + frame!.width).toBeLessThan(inspector!.x);
    const { width } = (await newest(page).boundingBox())!;
    expect(width).toBeLessThanOrEqual(frame!.width);
  });

  it('is text where it looks like markup', async () => {
    await say(page, 'hostile script');
    await newest(page).getByText(HOSTILE.script).waitFor();
    expect(await newest(page).locator('img').count()).toBe(0);
  });

  it('is a link only to the web, and never with more than an address', async () => {
    await say(page, 'hostile link');
    await newest(page).getByText('<a href="javascript:').waitFor();
    const links = newest(page).locator('.bubble a');
    expect(await links.count()).toBe(1);
    expect(await links.first().getAttribute('href')).toBe('https://example.com/ok');
    expect(await links.first().getAttribute('onclick')).toBeNull();
  });

  it('is text in the titles of articles, whose links lead nowhere else', async () => {
    await say(page, 'hostile news');
    const card = newest(page).locator('.news-card');
    await card.getByText(HOSTILE.script).waitFor();
    expect(await property(card, 'tagName')).toBe('DIV');
    await card.click();
    expect(page.context().pages()).toHaveLength(1);
  });

  it('stays in its bubble, whatever direction it is written in', async () => {
    await say(page, 'hostile rtl');
    await newest(page).getByText('left').waitFor();
    const bubble = newest(page).locator('.bubble');
    expect(await style(bubble, 'unicodeBidi')).toBe('isolate');
    expect(await newest(page).locator('.avatar').isVisible()).toBe(true);
  });

  it('breaks where it is too long', async () => {
    await say(page, 'hostile long');
    await newest(page).getByText(HOSTILE.long).waitFor();
  });

  it('is text in the inspector as well', async () => {
    for (const text of ['hostile script', 'hostile link', 'hostile rtl', 'hostile long', 'hostile news']) {
      await page.locator('.item').filter({ hasText: text }).first().click();
      await unfold(page);
      await page.locator('.detail .code').last().waitFor();
    }
    expect(await page.locator('.detail .code').last().innerText()).toContain('<script>');
  });

  it('is text in names and scenes of users', async () => {
    await page.getByRole('button', { name: 'Add a user' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('<img src=x onerror=alert(1)>\u202e');
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await phone(page).getByText('<img src=x').first().waitFor();
    await follow(page);
    await newest(page).waitFor();
  });
});
