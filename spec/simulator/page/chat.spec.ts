import type { Page } from 'playwright-core';
import type { State } from '../../../lib/simulator';
import { describeInChromium } from '../../support/chromium';
import { PNG, createSession, follow, newest, phone, property, say } from './session';
import type { SimulatorSession } from './session';

jest.setTimeout(60_000);

describeInChromium()('the chat', () => {
  let session: SimulatorSession;
  let page: Page;
  const expectNewest = async (text: string) => {
    await newest(page).getByText(text).first().waitFor();
  };
  const more = async (label: string) => {
    await phone(page).getByRole('button', { name: 'More', exact: true }).click();
    await phone(page).getByRole('button', { name: label, exact: true }).click();
  };
  const chooses = async (
    file: { name: string; mimeType: string; buffer: Buffer },
    click: () => Promise<void>,
  ) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), click()]);
    await chooser.setFiles(file);
  };
  const cat = { name: 'cat.png', mimeType: 'image/png', buffer: PNG };
  beforeAll(async () => {
    session = await createSession();
    page = await session.open();
  });
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.offences.splice(0)).toEqual([]);
  });

  it('offers to follow, and then shows the answer to it', async () => {
    await follow(page);
    await expectNewest('Welcome!');
    expect(await phone(page).locator('textarea').isVisible()).toBe(true);
    expect(await phone(page).locator('.notice').first().innerText()).toContain('Followed the account');
  });

  it('shows text with links, bare addresses and emoji of WeChat', async () => {
    await say(page, 'hello');
    await expectNewest('Hi 🙂 see the docs');
    const links = newest(page).locator('a');
    expect(await Promise.all((await links.all()).map((link) => link.getAttribute('href')))).toEqual([
      'https://example.com/docs',
      'https://example.com/bare',
    ]);
    const [opened] = await Promise.all([page.waitForEvent('popup'), links.first().click()]);
    expect(opened.url()).toBe('https://example.com/docs');
    await opened.close();
  });

  it('sends what a link of an answer says when it is tapped, as WeChat does', async () => {
    await say(page, 'question');
    await expectNewest('What would you like?');
    expect(await newest(page).locator('.tap').allInnerTexts()).toEqual(['Green tea', 'Water']);
    await newest(page).getByRole('button', { name: 'Green tea' }).click();
    await expectNewest('Chosen: Green tea');
    expect(await phone(page).locator('.mine .bubble').last().innerText()).toBe('Green tea');
  });

  it('puts what the user says on the right, what the account says on the left', async () => {
    await say(page, 'echo left');
    await expectNewest('left');
    const [mine, theirs] = await Promise.all(
      ['.mine .bubble', '.theirs:not(.pending) .bubble'].map((row) =>
        phone(page).locator(row).last().boundingBox(),
      ),
    );
    const frame = await phone(page).boundingBox();
    expect(mine!.x + mine!.width / 2).toBeGreaterThan(frame!.x + frame!.width / 2);
    expect(theirs!.x + theirs!.width / 2).toBeLessThan(frame!.x + frame!.width / 2);
  });

  it('sends emoji as WeChat writes them', async () => {
    await phone(page).getByRole('button', { name: 'Emoji', exact: true }).click();
    await phone(page).getByTitle('[得意] /:8-)').click();
    expect(await phone(page).locator('textarea').inputValue()).toBe('/:8-)');
    await phone(page).getByRole('button', { name: 'Send', exact: true }).click();
    await expectNewest('You said: 😎');
  });

  it('sends a picture of the disk, which the bot gets and sends back', async () => {
    await chooses(cat, () => more('Picture'));
    await newest(page).locator('.theirs img').waitFor();
    expect(await property(newest(page).locator('img'), 'naturalWidth')).toBe(1);
  });

  it.each([
    ['paste', 'ClipboardEvent', 'clipboardData'],
    ['drop', 'DragEvent', 'dataTransfer'],
  ])('sends a picture by %s', async (name, kind, field) => {
    const before = await phone(page).locator('.mine img').count();
    await page.evaluate(`(() => {
      const bytes = Uint8Array.from(atob('${PNG.toString('base64')}'), (sign) => sign.charCodeAt(0));
      const files = new DataTransfer();
      files.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
      const event = new ${kind}('${name}', { bubbles: true, cancelable: true, ${field}: files });
      document.querySelector('.phone textarea').dispatchEvent(event);
    })()`);
    await phone(page).locator('.mine img').nth(before).waitFor();
    await newest(page).locator('.theirs img').waitFor();
  });

  it('says what a file is not', async () => {
    await chooses({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('text') }, () =>
      more('Picture'),
    );
    await page.locator('.toast.bad').first().waitFor();
    // The browser tells of every answer that is not taken.
    expect(session.offences.splice(0)).toEqual([expect.stringContaining('400')]);
  });

  it('sends a sample voice message and plays the one that comes back', async () => {
    await more('Sample tone');
    const voice = newest(page).locator('.theirs .voice');
    await voice.getByText('2″').waitFor();
    await voice.click();
    await newest(page).locator('.voice.playing').waitFor();
  });

  it('sends a video, and shows the one that comes back with its words', async () => {
    const start = Buffer.from('\0\0\0\u0018ftypmp42\0\0\0\0mp42isom', 'latin1');
    await chooses({ name: 'clip.mp4', mimeType: 'video/mp4', buffer: start }, () => more('Video'));
    await expectNewest('Your video');
  });

  it('sends a location by a tap on the map or by numbers, and reports one', async () => {
    await more('Location');
    const dialog = page.getByRole('dialog');
    const map = dialog.locator('.map');
    const { width, height } = (await map.boundingBox())!;
    await map.click({ position: { x: width / 2, y: height / 4 } });
    expect(Math.abs(Number(await dialog.getByLabel('Latitude').inputValue()) - 45)).toBeLessThan(1);
    await dialog.getByLabel('Latitude').fill('30.25');
    await dialog.getByLabel('Longitude').fill('120.5');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await expectNewest('Location 30.25, 120.50');
    expect(await phone(page).locator('.mine .place-card').last().innerText()).toContain(
      '30.250000, 120.500000',
    );

    await more('Location');
    await dialog.getByRole('button', { name: 'London' }).click();
    await dialog.getByRole('button', { name: 'Only report it' }).click();
    await expectNewest('You are at 51.5');
  });

  it('sends a link, and refuses what is none', async () => {
    await more('Link');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Address').fill('no address');
    await dialog.getByRole('button', { name: 'Send' }).click();
    expect(await dialog.isVisible()).toBe(true);
    await dialog.getByLabel('Address').fill('https://example.com/mine');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await expectNewest('Link https://example.com/mine');
  });

  it('raises any other event, with fields', async () => {
    await more('Other event');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Event', { exact: true }).fill('user_get_card');
    await dialog.getByLabel('Fields').fill('{ "CardId": "card_1" ');
    await dialog.getByRole('button', { name: 'Raise' }).click();
    expect(await dialog.isVisible()).toBe(true);
    await dialog.getByLabel('Fields').fill('{ "CardId": "card_1" }');
    await dialog.getByRole('button', { name: 'Raise' }).click();
    await expectNewest('Card card_1');
  });

  it('shows the menu as it was published; its buttons raise their events', async () => {
    await say(page, 'menu');
    await expectNewest('The menu is there.');
    await phone(page).getByRole('button', { name: 'Account menu' }).click();
    const tap = (name: string) => phone(page).getByRole('button', { name, exact: true }).click();

    await tap('Help');
    await expectNewest('Article 3');
    expect(await newest(page).locator('.news-item').count()).toBe(2);

    await tap('Tools');
    await tap('Scan');
    await page.getByRole('dialog').getByLabel('What the code says').fill('4006381333931');
    await page.getByRole('dialog').getByRole('button', { name: 'Scan' }).click();
    await expectNewest('Code 4006381333931');

    await tap('Tools');
    await chooses(cat, () => tap('Photo'));
    await phone(page).getByText('Photos 1').waitFor();
    await newest(page).locator('.theirs img').waitFor();

    await tap('Tools');
    await tap('Where');
    await page.getByRole('dialog').getByRole('button', { name: 'Shanghai' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await phone(page).getByText('Place Shanghai').waitFor();
    await expectNewest('Location 31.23, 121.47');

    const [opened] = await Promise.all([page.waitForEvent('popup'), tap('Site')]);
    expect(opened.url()).toBe('https://example.com/site');
    await opened.close();
    await expectNewest('Tapped “Site” (VIEW)');
  });

  it.each([
    ['news', '.news-card', 'One article'],
    ['music', '.music-card', 'A song'],
    ['mini', '.mini-card', 'Book a table'],
    ['template', '.template-card', 'Your order of Tea is on its way.'],
    ['transfer', '.notice', 'Handed over to customer service'],
  ])('shows a %s', async (text, card, words) => {
    await say(page, text);
    await newest(page).locator(card).getByText(words).first().waitFor();
  });

  it('lets the user tap an answer of a menu message', async () => {
    await say(page, 'choose');
    await newest(page).getByRole('button', { name: 'Yes, quite' }).click();
    await expectNewest('You said: Yes, quite');
  });

  it('shows the notice of WeChat when nobody answers, and how far the deliveries are', async () => {
    await page.getByRole('tab', { name: 'Switches' }).click();
    await page.getByLabel('Lose the next answers').fill('3');
    await page.getByLabel('Lose the next answers').press('Enter');
    await say(page, 'echo lost');
    await phone(page).locator('.pending .dots').waitFor();
    const step = page.getByRole('button', { name: 'Move the clock by +5 s' });
    await step.click();
    await phone(page).locator('.pending').getByText('Attempt 2').waitFor();
    await step.click();
    await phone(page).locator('.pending').getByText('Attempt 3').waitFor();
    await step.click();
    await phone(page).getByText('该公众号提供的服务出现故障').waitFor();
    expect(await phone(page).locator('.pending').isVisible()).toBe(false);
  });

  it('lets users scan a code of the account, or any scene', async () => {
    await say(page, 'code');
    await expectNewest('There is a code.');
    await more('Scan');
    await page.getByRole('dialog').getByRole('button', { name: 'table_7' }).click();
    await expectNewest('Scanned table_7');
    await more('Scan');
    await page.getByRole('dialog').getByLabel('Scene').fill('typed');
    await page.getByRole('dialog').getByRole('button', { name: 'Scan', exact: true }).click();
    await expectNewest('Scanned typed');
  });

  it('lets users say whether they want notices of a template', async () => {
    await more('Subscribed notice');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('template_id').fill('template_1');
    await dialog.getByLabel('What the user chooses').selectOption('Reject');
    await dialog.getByRole('button', { name: 'Raise' }).click();
    await expectNewest('subscribe_msg_popup_event');
    const { pushes } = (await (await fetch(`${session.simulator.url}state`)).json()) as State;
    expect(pushes.at(-1)?.text).toMatch(/template_1.*reject/s);
  });

  it('lets users leave, and come back by a code', async () => {
    await phone(page).getByRole('button', { name: 'About the account' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Unfollow' }).click();
    await expectNewest('Unfollowed');
    expect(await phone(page).locator('textarea').isVisible()).toBe(false);
    await phone(page).locator('.invite').getByRole('button', { name: 'Scan' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'table_7' }).click();
    await expectNewest('Welcome! qrscene_table_7');
  });

  it('gives a user another name', async () => {
    await phone(page).getByRole('button', { name: 'About the account' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Alicia');
    await page.getByRole('dialog').getByLabel('Name').press('Enter');
    await page.getByRole('article', { name: 'Phone of Alicia' }).waitFor();
  });

  it('has several users, one at a time or side by side', async () => {
    await page.getByRole('button', { name: 'Add a user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Zoë 张');
    await dialog.getByLabel('openid').fill('zoe');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('article', { name: 'Phone of Zoë 张' }).waitFor();
    expect(await page.locator('.phone:visible').count()).toBe(1);
    await follow(page);
    await say(page, 'from zoe');
    await expectNewest('You said: from zoe');
    await page.getByRole('button', { name: 'side by side' }).click();
    expect(await page.locator('.phone:visible').count()).toBe(2);
    await page.getByRole('button', { name: 'side by side' }).click();
    await page.getByRole('navigation', { name: 'Users' }).getByRole('button', { name: 'Alicia' }).click();
    expect(await phone(page).getByText('from zoe').count()).toBe(0);
  });
});
