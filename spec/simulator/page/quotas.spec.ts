import type { Page } from 'playwright-core';
import { describeInChromium } from '../../support/chromium';
import { createSession, follow, phone, say } from './session';
import type { SimulatorSession } from './session';

jest.setTimeout(60_000);

describeInChromium()('what the account may still send', () => {
  let session: SimulatorSession;
  let page: Page;
  const waiting: string[] = [];
  const quotas = () => page.getByRole('group', { name: 'Service messages left, by user' });
  const bubbles = () => phone(page).getByText('Said by a model.');

  beforeAll(async () => {
    session = await createSession({ mailbox: { waiting: () => Promise.resolve(waiting) } });
    page = await session.open();
    await page.getByRole('tab', { name: 'Switches' }).click();
  });
  afterAll(() => session.close());
  afterEach(() => {
    expect(session.offences.splice(0)).toEqual([]);
  });

  it('is shown by what the user did, and until when', async () => {
    await quotas().getByText('No window is open').first().waitFor();
    await follow(page);
    await quotas()
      .getByText(/^Follow.*: 3, until /i)
      .waitFor();
    await say(page, 'quiet');
    await quotas()
      .getByText(/: 5, until /)
      .waitFor();
  });

  it('is counted down by each message that is sent, which has the mark of an AI', async () => {
    await say(page, 'model 300');
    await session.simulator.simulator.clock.advance(3000);
    await bubbles().nth(2).waitFor();
    // What ends first is used up first.
    await quotas()
      .getByText(/^Follow.*: 1, until /i)
      .waitFor();
    // The reply has a label of the bot's: WeChat marks what is sent alone.
    expect(await phone(page).getByText('(written by AI)').count()).toBe(1);
    expect(await phone(page).getByText('Written by an AI', { exact: true }).count()).toBe(2);
  });

  it('has beside it what waits in the mailbox', async () => {
    expect(await quotas().getByText('wait in the mailbox').count()).toBe(0);
    waiting.push('<b>the next part</b>', 'the last part');
    await quotas().getByText('2 parts wait in the mailbox').first().click();
    await quotas().getByText('<b>the next part</b>').first().waitFor();
    expect(await quotas().locator('b').count()).toBe(0);
  });

  it('is told in Chinese as well', async () => {
    const chinese = await session.open({ locale: 'zh-CN' });
    await chinese.getByRole('tab', { name: '开关' }).click();
    const group = chinese.getByRole('group', { name: '各用户还可收的客服消息' });
    await group.getByText('信箱里还有 2 段').first().waitFor();
    expect(await chinese.getByText('内容由 AI 生成', { exact: true }).count()).toBe(2);
  });
});
