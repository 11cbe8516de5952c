import type { CDPSession, Page } from 'playwright-core';
import { describeInChromium } from '../../support/chromium';
import { barriers, cutOff } from './barriers';
import { createSession, follow, newest, phone, say, style, unfold } from './session';
import type { SimulatorSession } from './session';

jest.setTimeout(60_000);

const focused = (page: Page) => page.locator(':focus');

describeInChromium()('the page', () => {
  // One page for all of it: a new one costs seconds. What a test leaves behind, the next one begins with `anew`.
  let session: SimulatorSession;
  let page: Page;

  beforeAll(async () => {
    session = await createSession();
    page = await session.open({ links: false, hasTouch: true });
    await follow(page);
    for (const text of ['hello', 'news', 'music', 'mini', 'template', 'choose', 'menu', 'code', 'quiet'])
      await say(page, text);
    await newest(page).getByText('quiet').waitFor();
    await anew();
  });
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.offences.splice(0)).toEqual([]);
  });

  /** The page as somebody sees it who has never been there. */
  async function anew(): Promise<void> {
    await page.evaluate('localStorage.clear()');
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.reload();
    await phone(page).locator('.entry').last().waitFor();
  }

  describe('by keyboard and by ear', () => {
    it('works by keyboard alone', async () => {
      const press = (key: string) => page.keyboard.press(key);
      const tabTo = async (name: string) => {
        for (let presses = 0; presses < 60; presses++) {
          await press('Tab');
          const label = (await focused(page).getAttribute('aria-label')) ?? (await focused(page).innerText());
          if (label.trim() === name) return;
        }
        throw new Error(`Nothing called "${name}" within reach of the Tab key.`);
      };

      await tabTo('Keyboard');
      expect(await style(focused(page), 'outlineStyle')).toBe('solid');
      await press('Enter');
      // The text field has the focus: what is typed goes there.
      await page.keyboard.type('one');
      await press('Shift+Enter');
      await page.keyboard.type('two');
      await press('Enter');
      await newest(page).getByText('You said: one\ntwo').waitFor();

      await press('Tab');
      await press('Enter');
      await phone(page).locator('.emoji-panel').waitFor();
      await press('Escape');
      expect(await phone(page).locator('.emoji-panel').isVisible()).toBe(false);
      expect(await focused(page).getAttribute('aria-label')).toBe('Message');

      await tabTo('More');
      await press('Enter');
      await tabTo('Scan');
      await press('Enter');
      await page.getByRole('dialog').waitFor();
      await press('Escape');
      expect(await page.getByRole('dialog').count()).toBe(0);

      await page.getByRole('tab', { name: 'Traffic' }).focus();
      await press('ArrowRight');
      expect(await page.getByRole('tab', { name: 'Switches' }).getAttribute('aria-selected')).toBe('true');
      await press('ArrowLeft');
      await tabTo('API calls');
      await press('Space');
      // Past what else the list is filtered by.
      for (let presses = 0; presses < 8; presses++) {
        await press('Tab');
        if ((await focused(page).getAttribute('class')) === 'item') break;
      }
      await press('Enter');
      expect(await page.locator('.detail h3').innerText()).toContain('#A');
    });

    it('opens and closes the menu of the account by keyboard', async () => {
      const toMenu = phone(page).getByRole('button', { name: 'Account menu' });
      await toMenu.focus();
      await page.keyboard.press('Enter');
      expect(await focused(page).getAttribute('aria-label')).toBe('Keyboard');
      const tools = phone(page).getByRole('button', { name: 'Tools' });
      await tools.focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await focused(page).innerText()).toBe('Scan');
      await page.keyboard.press('Escape');
      expect(await tools.getAttribute('aria-expanded')).toBe('false');
      expect(await focused(page).innerText()).toBe('Tools');
    });

    it('tells screen readers what is new', async () => {
      await say(page, 'echo listen');
      const log = page.getByRole('log');
      expect(await log.getAttribute('aria-live')).toBe('polite');
      await log.getByText('listen', { exact: true }).waitFor();
      // Not the inner text, which is that of what is drawn.
      expect(await newest(page).textContent()).toContain('The account said:');
    });
  });

  describe('as it was asked for', () => {
    let browser: CDPSession;
    /** What the browser's language is, from the next load on. */
    const speak = (acceptLanguage: string) =>
      browser.send('Emulation.setUserAgentOverride', { userAgent: 'Any', acceptLanguage });
    beforeAll(async () => {
      browser = await page.context().newCDPSession(page);
    });
    beforeEach(async () => {
      await speak('en-US');
    });

    it.each([
      ['zh-CN', 'zh-CN', '离线微信 · offiaccount', 'English', '开关', 'en'],
      ['en-GB', 'en', 'Offline WeChat · offiaccount', '中文', 'Switches', 'zh-CN'],
      ['fr', 'en', 'Offline WeChat · offiaccount', '中文', 'Switches', 'zh-CN'],
    ])(
      'speaks the language of a browser in %s, and remembers another choice',
      async (locale, lang, title, other, word, then) => {
        await speak(locale);
        await anew();
        const html = page.locator('html');
        expect(await html.getAttribute('lang')).toBe(lang);
        expect(await page.title()).toBe(title);
        await page.getByRole('tab', { name: word }).waitFor();
        await phone(page).locator('.menu-bar .switch-bar').click();
        await phone(page).locator('textarea').fill('草稿 draft');
        await page.locator('.language').click();
        expect(await html.getAttribute('lang')).toBe(then);
        expect(await page.getByRole('tab', { name: word }).count()).toBe(0);
        expect(await phone(page).locator('textarea').inputValue()).toBe('草稿 draft');
        expect(await focused(page).getAttribute('class')).toContain('language');
        expect(await page.getByText(other, { exact: true }).count()).toBe(0);
        await page.reload();
        await phone(page).waitFor();
        expect(await html.getAttribute('lang')).toBe(then);
      },
    );

    describe('in light and dark colours', () => {
      /** What is shown, in both of them. */
      const barriersInBoth = async () => {
        const found: string[] = [];
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          found.push(...(await barriers(page)).map((barrier) => `${colorScheme}: ${barrier}`));
        }
        return found;
      };
      beforeAll(anew);

      it('has no barriers as it begins', async () => {
        expect(await barriersInBoth()).toEqual([]);
      });

      it('has none in what is behind a message, with all parts unfolded, nor among emoji', async () => {
        await page.locator('.item').first().click();
        await unfold(page);
        await phone(page).getByRole('button', { name: 'Keyboard' }).click();
        await phone(page).getByRole('button', { name: 'Emoji', exact: true }).click();
        expect(await barriersInBoth()).toEqual([]);
      });

      it('has none in the panel of what else can be sent, nor in the switches', async () => {
        await phone(page).getByRole('button', { name: 'More', exact: true }).click();
        await page.getByRole('tab', { name: 'Switches' }).click();
        expect(await barriersInBoth()).toEqual([]);
      });

      it('has none in a dialog, nor in what is told of the conversation', async () => {
        await page.getByRole('tab', { name: 'Conversation' }).click();
        await phone(page).getByRole('button', { name: 'Location', exact: true }).click();
        expect(await barriersInBoth()).toEqual([]);
      });
    });

    it('remembers the colours that were chosen', async () => {
      await anew();
      const ground = () => style(page.locator('.bar'), 'backgroundColor');
      const light = await ground();
      await page.getByRole('button', { name: 'Dark or light' }).click();
      const dark = await ground();
      expect(dark).not.toBe(light);
      await page.reload();
      await phone(page).waitFor();
      expect(await ground()).toBe(dark);
    });

    it('shows one view at a time on a phone, none wider than it', async () => {
      await anew();
      await page.setViewportSize({ width: 360, height: 700 });
      expect(await phone(page).isVisible()).toBe(true);
      expect(await page.locator('.inspector').isVisible()).toBe(false);
      expect(await cutOff(page)).toEqual([]);
      await say(page, 'echo small');
      await newest(page).getByText('small', { exact: true }).waitFor();
      await newest(page).locator('.inspect').tap();
      expect(await phone(page).isVisible()).toBe(false);
      await page.locator('.detail .verdict').waitFor();
      expect(await page.locator('.items').isVisible()).toBe(false);
      expect(await cutOff(page)).toEqual([]);
      expect(await barriers(page)).toEqual([]);
      await page.getByRole('button', { name: 'Back' }).tap();
      await page.locator('.item').first().waitFor();
      await page.getByRole('tab', { name: 'Switches' }).tap();
      await page.locator('.step').first().tap();
      const back = page.getByRole('button', { name: 'Back to now' });
      await back.waitFor();
      expect(await cutOff(page)).toEqual([]);
      await back.tap();
      await back.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Chat', exact: true }).tap();
      expect(await phone(page).isVisible()).toBe(true);
      expect(await barriers(page)).toEqual([]);
    });

    it('keeps still for those who asked for that', async () => {
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await say(page, 'sleep 3000');
      const dot = phone(page).locator('.dots i').first();
      await dot.waitFor();
      expect(await style(dot, 'animationIterationCount')).toBe('1');
      await page.getByRole('button', { name: 'Move the clock by +5 s' }).click();
      await newest(page).getByText('Slept').waitFor();
    });
  });
});
