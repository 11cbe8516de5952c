import type { Locator, Page } from 'playwright-core';
import type { Switches } from 'offiaccount/simulator';
import { describeInChromium } from '../../support/chromium';
import { cutOff } from './barriers';
import { createSession, follow, newest, phone, say } from './session';
import type { SimulatorSession } from './session';

jest.setTimeout(60_000);

const FAULTS: Partial<Switches> = {
  networkDelay: 100,
  loseAnswers: 2,
  rotate: true,
  ipRefused: true,
  quotaUsedUp: true,
  upstream: 'busy',
};
const NONE: Partial<Switches> = {
  networkDelay: 0,
  loseAnswers: 0,
  rotate: false,
  ipRefused: false,
  quotaUsedUp: false,
  upstream: 'up',
};

describeInChromium()('the page, in windows of all sizes,', () => {
  let session: SimulatorSession;
  let page: Page;
  beforeAll(async () => {
    session = await createSession();
    page = await session.open({ links: false, permissions: ['clipboard-read', 'clipboard-write'] });
  });
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.offences.splice(0)).toEqual([]);
  });

  const at = (width: number, height = 800) => page.setViewportSize({ width, height });
  /** Whether nothing of it is cut off, nor out of the window. */
  const isWhole = async (element: Locator): Promise<boolean> => {
    const box = await element.boundingBox();
    const size = page.viewportSize();
    if (box === null || size === null) return false;
    return (
      box.width > 0 &&
      box.x >= 0 &&
      box.y >= 0 &&
      box.x + box.width <= size.width &&
      box.y + box.height <= size.height
    );
  };
  const set = (switches: Partial<Switches>) =>
    page.evaluate(
      async (body) => {
        const answer = await fetch('commands', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body,
        });
        return answer.status;
      },
      JSON.stringify({ type: 'switch', switches }),
    );

  it('says in an empty chat what the bar below it offers, and how a bot is started', async () => {
    expect(await phone(page).locator('.thread-empty').innerText()).toContain('begins with following');
    expect(await isWhole(phone(page).locator('.invite .primary'))).toBe(true);
    const line = await page.locator('.empty code').innerText();
    expect(line).toContain('WECHAT_API_HOST');
    await page.locator('.empty').getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(line);
    await follow(page);
    expect(await phone(page).locator('.thread-empty').isVisible()).toBe(false);
    expect(await page.locator('.empty').isVisible()).toBe(false);
  });

  it.each([360, 390, 900, 1280, 1920])('shows each fault that is on, at %d px', async (width) => {
    await at(width);
    expect(await set(FAULTS)).toBe(200);
    const chips = page.locator('.disturbance');
    await chips.nth(5).waitFor();
    expect(await chips.count()).toBe(6);
    for (const chip of await chips.all()) expect(await isWhole(chip)).toBe(true);
    expect(await cutOff(page)).toEqual([]);
    expect(await set(NONE)).toBe(200);
    await chips.first().waitFor({ state: 'detached' });
  });

  it.each([
    [390, 700],
    [900, 600],
    [1280, 800],
    [1920, 1080],
  ])('shows all that can be sent, at %d × %d px', async (width, height) => {
    await at(width, height);
    await phone(page).getByRole('button', { name: 'More' }).click();
    const tiles = phone(page).locator('.more-panel .tile');
    expect(await tiles.count()).toBe(9);
    for (const tile of await tiles.all()) {
      await tile.scrollIntoViewIfNeeded();
      expect(await isWhole(tile)).toBe(true);
    }
    expect(await cutOff(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('shows three users side by side, and what is behind their messages, at 1920 px', async () => {
    await at(1920, 1080);
    for (const name of ['Bob', 'Carol']) {
      await page.getByRole('button', { name: 'Add a user' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill(name);
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('article', { name: `Phone of ${name}` }).waitFor();
    }
    await page.getByRole('button', { name: 'side by side' }).click();
    const phones = page.locator('.phone:visible');
    expect(await phones.count()).toBe(3);
    for (const each of await phones.all()) expect(await isWhole(each)).toBe(true);
    expect(await isWhole(page.locator('.inspector'))).toBe(true);
    await at(1280);
    // The row scrolls; the page does not.
    expect(await cutOff(page)).toEqual([]);
    expect(await isWhole(page.locator('.inspector'))).toBe(true);
    await page.getByRole('button', { name: 'side by side' }).click();
  });

  describe('says', () => {
    beforeAll(async () => {
      await at(1280);
      await page.locator('.users .user-tab').first().click();
    });
    const item = (text: string) => page.locator('.item', { hasText: text }).first();
    const detail = () => page.locator('.detail').innerText();

    it('of the check of the address that the console caused it', async () => {
      await page.getByRole('tab', { name: 'Switches' }).click();
      await page.getByRole('button', { name: 'Check the address' }).click();
      await page.locator('.check-result').getByText('The address is good').waitFor();
      await page.getByRole('tab', { name: 'Traffic' }).click();
      await item('Address check').click();
      await page.locator('.detail .verdict').getByText('returned the echostr').waitFor();
      expect(await detail()).toContain('set off by the console');
      expect(await detail()).not.toContain('set off by an API call');
    });

    it('of a push on its way that it waits, not that it has no answer', async () => {
      await say(page, 'sleep 2500');
      await phone(page).locator('.pending').waitFor();
      await item('sleep 2500').click();
      await page.locator('.detail .verdict').getByText('is on its way').waitFor();
      expect(await detail()).not.toContain('No answer');
      await newest(page).getByText('Slept for 2500 ms.').waitFor();
      expect(await detail()).toContain('the user saw the reply');
    });
  });
});
