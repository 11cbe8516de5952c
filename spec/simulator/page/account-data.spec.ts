import { createApi } from 'offiaccount';
import type { AccountData } from 'offiaccount/simulator';
import type { Page } from 'playwright-core';
import { describeInChromium } from '../../support/chromium';
import { HOSTILE } from './bot';
import { barriers, cutOff } from './barriers';
import { PNG, createSession, follow, newest, phone, say } from './session';
import type { SimulatorSession } from './session';

jest.setTimeout(60_000);

describeInChromium()('what the account has', () => {
  let session: SimulatorSession;
  let page: Page;
  const group = (name: string) => page.getByRole('region', { name, exact: true });
  const add = (name: string) => group('Menu').getByRole('button', { name, exact: true }).click();
  const stored = async () =>
    (await (await fetch(`${session.simulator.url}account-data`)).json()) as AccountData;

  beforeAll(async () => {
    session = await createSession();
    page = await session.open({ links: false, permissions: ['clipboard-read', 'clipboard-write'] });
    await follow(page);
    await page.getByRole('tab', { name: 'Account' }).click();
  });
  afterAll(() => session.close());
  afterEach(async () => {
    expect(session.offences.splice(0)).toEqual([]);
    expect(await page.title()).toBe('Offline WeChat · offiaccount');
  });

  it('says of each part that is empty what fills it', async () => {
    await group('Drafts').getByText('api.draft.add() makes one').waitFor();
    await group('Publications').getByText('api.freepublish.submit() does that').waitFor();
    await group('Material').getByText('api.material.add() stores some').waitFor();
    await group('Menu').getByText('No menu yet').waitFor();
    await group('Templates').getByText('Your order of {{name.DATA}} is on its way.').waitFor();
  });

  it('shows what calls make as they make it, texts as texts', async () => {
    const { apiUrl } = session.simulator;
    const api = createApi({ appId: 'wx0123456789abcdef', appSecret: 'any', host: apiUrl });
    const { media_id } = await api.material.add({
      type: 'image',
      media: { data: PNG, filename: 'cover.png' },
    });
    const article = { author: 'Ann', thumb_media_id: media_id, digest: 'In short' };
    const content = `<h1>Head</h1><p>One &amp; two</p>${HOSTILE.script}<p>Three</p>`;
    const draft = await api.draft.add({
      articles: [{ ...article, title: HOSTILE.script.slice(0, 30), content }],
    });
    const other = await api.draft.add({
      articles: [{ ...article, title: 'To be published', content: '<p>Out</p>' }],
    });
    await api.freepublish.submit(other.media_id);
    const { tag } = await api.tag.create('<b>VIP</b>');
    const [alice = ''] = (await stored()).followers.map(({ openid }) => openid);
    await api.tag.batchTagging([alice], tag.id);

    await group('Material').getByText('cover.png').waitFor();
    await group('Drafts').getByText(draft.media_id).waitFor();
    await group('Drafts').getByText(HOSTILE.script.slice(0, 30)).first().waitFor();
    await group('Drafts').locator('summary').click();
    expect(await group('Drafts').locator('p.data-text').innerText()).toBe('Head\nOne & two\nThree');
    await group('Publications').getByText('To be published').first().waitFor();
    await group('Followers').getByText('<b>VIP</b> (1)').waitFor();
    await group('Followers').getByText('· <b>VIP</b>').waitFor();
    expect(await page.locator('script').count()).toBe(1);
  });

  it('copies ids', async () => {
    const id = await group('Templates').locator('code').innerText();
    await group('Templates')
      .getByRole('button', { name: `Copy: ${id}` })
      .click();
    await page.getByText('Copied').last().waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(id);
  });

  it('has its menu written, published and taken away here', async () => {
    await add('Add a button');
    await group('Menu').getByLabel('Name of the button').fill('Shop');
    await group('Menu').getByLabel('Type of the button').selectOption('view');
    await group('Menu').getByLabel('url').fill('https://example.com/shop');
    await add('Add a button');
    await group('Menu').getByLabel('Name of the button').nth(1).fill('Extra');
    await group('Menu').getByRole('button', { name: 'Add a button below' }).nth(1).click();
    await group('Menu').getByLabel('Name of the button').nth(2).fill('Help');
    await group('Menu').getByLabel('key').fill('HELP');
    await add('Publish the menu');
    await page.getByText('The menu is published').waitFor();
    expect((await stored()).menu).toEqual([
      { name: 'Shop', type: 'view', url: 'https://example.com/shop', sub_button: [] },
      { name: 'Extra', sub_button: [{ name: 'Help', type: 'click', key: 'HELP', sub_button: [] }] },
    ]);
    await phone(page).getByRole('button', { name: 'Extra', exact: true }).click();
    await phone(page).getByRole('button', { name: 'Help', exact: true }).click();
    await newest(page).getByText('Article 3').waitFor();
  });

  it('is told why a menu is refused, as WeChat refuses it', async () => {
    await group('Menu').getByLabel('Name of the button').first().fill('x'.repeat(80));
    await add('Publish the menu');
    await page.locator('.toast.bad').first().waitFor();
    // What the server refuses, the browser writes into its console.
    expect(session.offences.splice(0).join()).toContain('400');
    await add('Remove the menu');
    await page.getByText('The menu is removed').waitFor();
    await group('Menu').getByText('No menu yet').waitFor();
    expect((await stored()).menu).toBeUndefined();
  });

  it('shows the menu that the bot publishes', async () => {
    await say(page, 'menu');
    const names = group('Menu').getByLabel('Name of the button');
    await names.nth(5).waitFor();
    expect(await names.nth(1).inputValue()).toBe('Tools');
  });

  it('stands in Chinese as well', async () => {
    await page.locator('.language').click();
    for (const name of ['自定义菜单', '关注者', '模板', '草稿箱', '已发布', '永久素材'])
      await group(name).waitFor();
    await page.locator('.language').click();
  });

  it.each(['light', 'dark'] as const)('has no barriers, in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    expect(await barriers(page)).toEqual([]);
  });

  it.each([320, 360])('cutOff a phone of %d px', async (width) => {
    await page.setViewportSize({ width, height: 640 });
    await page.getByRole('button', { name: 'Inspector', exact: true }).click();
    await group('Menu').waitFor();
    expect(await cutOff(page)).toEqual([]);
    expect(
      await page.evaluate(`(() => {
        const panel = document.querySelector('.tab-panel:not([hidden])');
        return panel.scrollWidth <= panel.clientWidth;
      })()`),
    ).toBe(true);
    await page.getByRole('button', { name: 'Chat', exact: true }).click();
  });
});
