import { readFile, writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startSimulator } from '../../../lib/simulator';
import type { RunningSimulator } from '../../../lib/simulator';
import { describeInChromium, openChromium } from '../../support/chromium';
import { until } from '../../support/redis';
import { createSession, follow, newest, phone, property, say } from './session';
import type { SimulatorSession } from './session';

jest.setTimeout(60_000);

describeInChromium()('the inspector', () => {
  let session: SimulatorSession;
  let page: Page;
  const item = (name: string) => page.locator('.item').filter({ hasText: name }).first();
  const detail = () => page.locator('.detail');
  const fold = (title: string) =>
    page.locator('.fold').filter({ has: page.getByText(title, { exact: true }) });
  const tab = (name: string) => page.getByRole('tab', { name }).click();
  const step = () => page.getByRole('button', { name: 'Move the clock by +5 s' }).click();
  const copied = async () => {
    await page.getByRole('tabpanel').getByRole('button', { name: 'Copy as curl' }).click();
    await page.getByText('Copied').last().waitFor();
    return page.evaluate<string>('navigator.clipboard.readText()');
  };

  beforeAll(async () => {
    session = await createSession();
    page = await session.open({ permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true });
    await follow(page);
  });
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.offences.splice(0)).toEqual([]);
  });

  it('shows what the bot keeps of the user', async () => {
    await tab('Conversation');
    await page.getByText('Nothing of this user').waitFor();
    await say(page, 'keep <b>milk</b>');
    await page.getByLabel('Session (ctx.session)').getByText('<b>milk</b>').waitFor();
    await tab('Traffic');
  });

  it('shows a push with its query, its envelope, what was in it, and the answer', async () => {
    await say(page, 'echo <b>&amp;</b>');
    await newest(page).getByText('<b>&amp;</b>').waitFor();
    await item('echo').click();
    expect(await detail().locator('.verdict').innerText()).toMatch(
      /^Attempt 1 was answered after .+ saw the reply\.$/,
    );
    expect(await fold('Message').locator('.code').innerText()).toContain('<![CDATA[echo <b>&amp;</b>]]>');
    expect(await fold('Query').innerText()).toContain('Signature accepted');
    await fold('Query').locator('summary').click();
    expect(await fold('Query').locator('th').allInnerTexts()).toEqual(
      expect.arrayContaining(['signature', 'timestamp', 'nonce', 'openid', 'encrypt_type', 'msg_signature']),
    );
    await fold('Envelope as sent').locator('summary').click();
    expect(await fold('Envelope as sent').locator('.code').innerText()).toContain('<Encrypt>');
    await fold('Answer, decrypted').locator('summary').click();
    expect(await fold('Answer, decrypted').locator('.code').innerText()).toContain(
      '<Content><![CDATA[<b>&amp;</b>]]>',
    );
    expect(await copied()).toMatch(/^curl .*msg_signature=[\da-f]{40}/s);
  });

  it('draws the deliveries with the cut at 5 s, and says which was answered', async () => {
    await say(page, 'sleep 12000');
    await phone(page).locator('.pending').waitFor();
    await step();
    await phone(page).getByText('Attempt 2').waitFor();
    await step();
    await phone(page).getByText('Attempt 3').waitFor();
    await step();
    await newest(page).getByText('Slept for 12000 ms.').waitFor();
    await item('sleep 12000').click();
    const lanes = detail().locator('.timeline li:not(.axis)');
    const looks = (await lanes.locator('.span').all()).map((span) => span.getAttribute('class'));
    expect(await Promise.all(looks)).toEqual(['span bad', 'span bad', 'span good']);
    expect(await lanes.first().innerText()).toMatch(/cut at 5\.0\d s/);
    expect(await detail().locator('.verdict').innerText()).toContain(
      'The first two attempts had no answer. Attempt 3',
    );
    expect(await detail().locator('.verdict').innerText()).toMatch(
      /The user waited 1[2-5]\.\d+ s for the first word\.$/,
    );
    const [first, second, third] = await Promise.all(
      [0, 1, 2].map((n) => lanes.nth(n).locator('.span').boundingBox()),
    );
    expect(Math.abs(first!.x + first!.width - second!.x)).toBeLessThan(4);
    expect(third!.width / first!.width).toBeCloseTo(0.4, 1);
    await detail().getByRole('button', { name: 'Attempt 1' }).click();
    expect(await fold('Query').innerText()).toContain('No answer');
  });

  it('shows calls with their token, code and bodies', async () => {
    await say(page, 'template');
    await newest(page).locator('.template-card').waitFor();
    await page.getByRole('group', { name: 'Filter' }).getByRole('button', { name: 'API calls' }).click();
    expect(await page.locator('.item-icon.push').count()).toBe(0);
    await item('/message/template/send').click();
    expect(await detail().locator('.token-line').innerText()).toContain('good');
    expect(await fold('Request body').locator('.code').innerText()).toContain('"template_id"');
    expect(await copied()).toMatch(/^curl -X POST "http:.*\?access_token=\$ACCESS_TOKEN"/);
    expect(await page.locator('.items').innerText()).not.toContain('subscribe');
  });

  it('leads from a message to what is behind it', async () => {
    await newest(page).locator('.inspect').click();
    expect(await detail().locator('h3').innerText()).toContain('/cgi-bin/message/template/send');
    expect(await page.getByRole('button', { name: 'All', exact: true }).getAttribute('aria-pressed')).toBe(
      'true',
    );
  });

  it('shows a revoked token, and a refused call with its rid', async () => {
    await tab('Switches');
    await page.getByRole('button', { name: 'Revoke the access token' }).click();
    await tab('Traffic');
    await say(page, 'template');
    await item('40001').click();
    expect(await detail().locator('.token-line').innerText()).toContain('replaced');
    expect(await detail().locator('.problem').innerText()).toMatch(/^The access token is not the newest/);
    await tab('Switches');
    await page.getByLabel('Quota used up').click();
    await tab('Traffic');
    await say(page, 'mini');
    await item('45009').click();
    expect(await detail().locator('.pairs').first().innerText()).toMatch(/errcode\s+45009[^]*rid\s+\S+/);
    await tab('Switches');
    await page.getByLabel('Quota used up').click();
  });

  it('switches mode, format and kind of account while all runs', async () => {
    await tab('Switches');
    await page.getByLabel('Mode').selectOption('compatible');
    await page.getByLabel('Format').selectOption('json');
    await page.getByLabel('Kind of account').selectOption('personal');
    for (const chip of ['Compatible', 'Personal']) await page.locator('.chips').getByText(chip).waitFor();
    await say(page, 'echo json');
    await newest(page).getByText('json', { exact: true }).waitFor();
    await tab('Traffic');
    await item('echo json').click();
    expect(await fold('Message').locator('.code').innerText()).toContain('"Content": "echo json"');
    await say(page, 'template');
    await item('48001').waitFor();
    await tab('Switches');
    await page.getByLabel('Mode').selectOption('safe');
    await page.getByLabel('Format').selectOption('xml');
    await page.getByLabel('Kind of account').selectOption('service');
  });

  it('checks the address as the console does', async () => {
    await page.getByRole('button', { name: 'Check the address' }).click();
    await page.locator('.check-result').getByText('The address is good').waitFor();
    await tab('Traffic');
    await item('Address check').click();
    expect(await detail().locator('.verdict').innerText()).toContain('returned the echostr');
    expect(await fold('Query').innerText()).toContain('GET http://');
  });

  it("says what is wrong in the reader's language, and that a transfer reaches nobody where that is so", async () => {
    await tab('Switches');
    await page.getByLabel('Kind of account').selectOption('personal');
    await page.locator('.chips').getByText('Personal').waitFor();
    await say(page, 'transfer');
    await newest(page).getByText('no customer service: nobody got the message').waitFor();
    await tab('Traffic');
    await item('transfer').click();
    expect(await detail().locator('.problem').innerText()).toMatch(/has no customer service: nobody gets/);
    expect(await detail().locator('.verdict').innerText()).toMatch(/the user sees nothing\.$/);
    await page.locator('.language').click();
    await detail().getByText('这类账号没有客服功能：没有人会收到这条消息。').waitFor();
    await newest(page).getByText('没有人收到消息').waitFor();
    await page.locator('.language').click();
    await tab('Switches');
    await page.getByLabel('Kind of account').selectOption('service');
  });

  it('stops the clock, moves it and lets it go on', async () => {
    const time = async () => Date.parse((await page.locator('.clock-time').getAttribute('datetime')) ?? '');
    await page.getByRole('button', { name: 'Pause the clock' }).click();
    await page.getByRole('button', { name: 'Let the clock go on' }).waitFor();
    const before = await time();
    await page.getByRole('button', { name: 'Move the clock by +48 h' }).click();
    await until(async () => (await time()) - before === 48 * 3_600_000);
    await page.getByRole('button', { name: 'Let the clock go on' }).click();
    await page.getByRole('button', { name: 'Pause the clock' }).waitFor();
  });

  it('saves the conversation, as data and as a spec, and plays it again', async () => {
    await tab('Conversation');
    await page.getByRole('button', { name: 'Clear chats and traffic' }).click();
    await page.locator('.thread-empty').first().waitFor();
    await say(page, 'echo keep me');
    await newest(page).getByText('keep me', { exact: true }).waitFor();
    const download = async (name: string) => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name }).click(),
      ]);
      return readFile(await file.path(), 'utf8');
    };
    const spec = await download('Save as a jest spec');
    expect(spec).toContain("from 'offiaccount/testing'");
    expect(spec).toContain('echo keep me');
    await page.getByRole('button', { name: 'Show the jest spec' }).click();
    await page.locator('.preview .code').waitFor();
    expect(await property(page.locator('.preview .code'), 'textContent')).toBe(spec);
    const saved = await download('Save the conversation (JSON)');
    expect(JSON.parse(saved)).toMatchObject({
      format: 'offiaccount-conversation',
      steps: [{ outcomes: ['replied'] }],
    });

    const folder = await mkdtemp(join(tmpdir(), 'conversation-'));
    try {
      const play = async (text: string) => {
        await writeFile(join(folder, 'saved.json'), text);
        const [chooser] = await Promise.all([
          page.waitForEvent('filechooser'),
          page.getByRole('button', { name: 'Open a conversation' }).click(),
        ]);
        await chooser.setFiles(join(folder, 'saved.json'));
      };
      await play(saved);
      await page.getByText('Done, and all is as it was.').waitFor();
      await play(
        saved
          .replace('"Content":"keep me"', '"Content":"something else"')
          .replace('"Content": "keep me"', '"Content": "something else"'),
      );
      await page.locator('.differences').getByText('something else').waitFor();
      await play('no json');
      await page.getByText('This is no JSON').waitFor();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describeInChromium()('without its server', () => {
  it('the page says so, and goes on when it is there again', async () => {
    const options = { url: 'http://127.0.0.1:9/', token: 'any' };
    const first = await startSimulator(options);
    const port = Number(new URL(first.url).port);
    const browser = await openChromium();
    let second: RunningSimulator | undefined;
    try {
      const page = await browser.newPage({ locale: 'en-US' });
      await page.goto(first.url);
      await page.getByRole('heading', { name: 'Alice' }).waitFor();
      await first.close();
      await page.getByText('The simulator does not answer').waitFor();
      second = await startSimulator({ ...options, port });
      await page.getByText('The simulator does not answer').waitFor({ state: 'hidden' });
    } finally {
      await browser.close();
      await second?.close();
    }
  });
});
