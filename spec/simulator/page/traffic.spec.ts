import type { Page } from 'playwright-core';
import { describeInChromium } from '../../support/chromium';
import { barriers, cutOff } from './barriers';
import { createSession, follow, newest, phone, say } from './session';
import type { SimulatorSession } from './session';

jest.setTimeout(60_000);

describeInChromium()('the list of traffic', () => {
  let session: SimulatorSession;
  let page: Page;
  const items = () => page.locator('.items .item');
  const item = (text: string) => items().filter({ hasText: text }).first();
  const detail = () => page.locator('.detail');
  const dialog = () => page.getByRole('dialog');
  const press = (name: string) => detail().getByRole('button', { name, exact: true }).click();
  const search = () => page.getByRole('searchbox', { name: 'Search' });
  const widthOf = async (selector: string) => (await page.locator(selector).first().boundingBox())!.width;

  beforeAll(async () => {
    session = await createSession();
    page = await session.open({ links: false, permissions: ['clipboard-read', 'clipboard-write'] });
    await follow(page);
  });
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.offences.splice(0)).toEqual([]);
  });

  it('delivers a push again as the same message, which the bot knows', async () => {
    await say(page, 'echo <i>same</i>');
    await newest(page).getByText('<i>same</i>', { exact: true }).waitFor();
    await item('same').click();
    const [id = ''] = /#P\d+/.exec(await detail().locator('h3').innerText()) ?? [];
    await press('Deliver again (same MsgId)');
    await phone(page).getByText(`WeChat delivered ${id} once more`).waitFor();
    await items().nth(1).waitFor();
    await items().first().click();
    await detail().getByText(`same message as ${id}`).waitFor();
  });

  it('does once more what caused a push, changed by hand', async () => {
    await item('same').click();
    await press('Once more, as new…');
    expect(await dialog().getByLabel('Message').inputValue()).toBe('echo <i>same</i>');
    await dialog().getByLabel('Message').fill('echo other');
    await dialog().getByRole('button', { name: 'Send' }).click();
    await newest(page).getByText('other', { exact: true }).waitFor();

    await item('subscribe').click();
    await press('Once more, as new…');
    expect(await dialog().getByLabel('Event', { exact: true }).inputValue()).toBe('subscribe');
    await dialog().getByLabel('Fields').fill('{ "EventKey": "qrscene_again" }');
    await dialog().getByRole('button', { name: 'Raise' }).click();
    await newest(page).getByText('Welcome! qrscene_again').waitFor();
  });

  it('does a location, a link and a picture once more', async () => {
    const more = async (label: string) => {
      await phone(page).getByRole('button', { name: 'More', exact: true }).click();
      await phone(page).getByRole('button', { name: label, exact: true }).click();
    };
    await more('Location');
    await dialog().getByRole('button', { name: 'London' }).click();
    await dialog().getByRole('button', { name: 'Send' }).click();
    await newest(page).getByText('Location 51.51, -0.13').waitFor();
    await item('location').click();
    await press('Once more, as new…');
    expect(await dialog().getByLabel('Address').inputValue()).toBe('London');
    expect(Number(await dialog().getByLabel('Latitude').inputValue())).toBeCloseTo(51.5074, 3);
    await dialog().getByRole('button', { name: 'Cancel' }).click();

    await more('Link');
    await dialog().getByRole('button', { name: 'Send' }).click();
    await newest(page).getByText('Link https://example.com/article').waitFor();
    await item('link').click();
    await press('Once more, as new…');
    expect(await dialog().getByLabel('Address').inputValue()).toBe('https://example.com/article');
    await page.keyboard.press('Escape');

    await more('Sample tone');
    await newest(page).locator('.theirs .voice').waitFor();
    const voices = await phone(page).locator('.mine .voice').count();
    await item('voice').click();
    await press('Once more, as new…');
    await phone(page).locator('.mine .voice').nth(voices).waitFor();
    await newest(page).locator('.theirs .voice').waitFor();
  });

  it('is searched for words, ids and what calls hold', async () => {
    await say(page, 'template');
    await newest(page).locator('.template-card').waitFor();
    const all = await items().count();
    await search().fill('qrscene_AGAIN');
    expect(await items().count()).toBe(1);
    expect(await page.locator('.shown-count').innerText()).toBe(`1 of ${all} shown`);
    await search().fill('template_id TEA');
    expect(await items().allInnerTexts()).toEqual([expect.stringContaining('/message/template/send')]);
    await search().fill('no such thing');
    await page.getByText('No push and no API call is like that.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await items().count()).toBe(all);
    expect(await search().inputValue()).toBe('');
  });

  it('shows what failed alone', async () => {
    await page.getByRole('button', { name: 'Failed only' }).click();
    await page.getByText('No push and no API call has failed.').waitFor();
    await page.getByRole('tab', { name: 'Switches' }).click();
    await page.getByLabel('Quota used up').click();
    await say(page, 'template');
    await page.getByRole('tab', { name: 'Traffic' }).click();
    await item('45009').waitFor();
    expect((await items().allInnerTexts()).join()).not.toContain('echo');
    await page.getByRole('button', { name: 'Quota used up' }).click();
    await page.getByRole('button', { name: 'Failed only' }).click();
  });

  it('shows what is of one user', async () => {
    await page.getByRole('button', { name: 'Add a user' }).click();
    await dialog().getByLabel('Name').fill('Zoë');
    await dialog().getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('article', { name: 'Phone of Zoë' }).waitFor();
    await follow(page);
    await page.getByLabel('User', { exact: true }).selectOption('Zoë');
    expect(await items().count()).toBe(1);
    await page.getByLabel('User', { exact: true }).selectOption('All users');
    await page.getByRole('navigation', { name: 'Users' }).getByRole('button').first().click();
  });

  it('is walked through by the arrow keys', async () => {
    await items().first().click();
    const title = () => detail().locator('h3').innerText();
    const first = await title();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await items().nth(2).getAttribute('aria-current')).toBe('true');
    expect(await page.locator(':focus').getAttribute('class')).toBe('item');
    expect(await title()).not.toBe(first);
    await page.keyboard.press('End');
    expect(await items().last().getAttribute('aria-current')).toBe('true');
    await page.keyboard.press('Home');
    expect(await title()).toBe(first);
  });

  it('gives its list and the chats the width that is chosen, and remembers it', async () => {
    const list = page.getByRole('separator', { name: 'Width of the list' });
    const chats = page.getByRole('separator', { name: 'Width of the chats' });
    const [before, beside] = [await widthOf('.pane-list'), await widthOf('.phones')];
    await list.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect((await widthOf('.pane-list')) - before).toBeGreaterThan(20);
    const box = (await chats.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 60, box.y + 200, { steps: 4 });
    await page.mouse.up();
    const drawn = await widthOf('.phones');
    expect(drawn - beside).toBeGreaterThan(30);
    expect(Number(await chats.getAttribute('aria-valuenow'))).toBeCloseTo(drawn, -1);
    await page.reload();
    await phone(page).waitFor();
    expect(await widthOf('.phones')).toBe(drawn);
    await chats.dblclick();
    expect(await widthOf('.phones')).toBe(beside);
    await list.dblclick();
    expect(await cutOff(page)).toEqual([]);
  });

  it('copies what is in a part, as it came', async () => {
    await item('same').click();
    await detail().getByRole('button', { name: 'Copy: Message' }).click();
    await page.getByText('Copied').last().waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain(
      '<Content><![CDATA[echo <i>same</i>]]></Content>',
    );
  });

  it('stands in Chinese as well', async () => {
    await page.locator('.language').click();
    await item('same').click();
    for (const name of ['再推送一次（同一 MsgId）', '再发一条…', '复制：消息明文'])
      await detail().getByRole('button', { name, exact: true }).waitFor();
    await page.getByRole('button', { name: '只看失败' }).waitFor();
    await page.getByRole('searchbox', { name: '搜索' }).fill('没有这样的内容');
    await page.getByText('没有符合条件的推送和接口调用。').waitFor();
    await page.getByRole('button', { name: '显示全部' }).click();
    await page.locator('.language').click();
  });

  it.each(['light', 'dark'] as const)('has no barriers, in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    expect(await barriers(page)).toEqual([]);
  });

  it.each([320, 360])('cutOff a phone of %d px, with its filters and what can be done', async (width) => {
    await page.setViewportSize({ width, height: 640 });
    await page.getByRole('button', { name: 'Inspector', exact: true }).click();
    // The record that was looked at before.
    const back = page.getByRole('button', { name: 'Back', exact: true });
    if (await back.isVisible()) await back.click();
    await search().waitFor();
    expect(await cutOff(page)).toEqual([]);
    for (const name of ['Width of the list', 'Width of the chats'])
      expect(await page.getByRole('separator', { name }).count()).toBe(0);
    expect(await barriers(page)).toEqual([]);
    await item('same').click();
    await detail().getByRole('button', { name: 'Deliver again (same MsgId)' }).waitFor();
    const box = (await detail().getByRole('button', { name: 'Once more, as new…' }).boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    expect(await cutOff(page)).toEqual([]);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Chat', exact: true }).click();
  });
});
