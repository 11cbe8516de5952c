import { describeInChromium } from '../../support/chromium';
import { createSession } from './session';
import type { SimulatorSession } from './session';

jest.setTimeout(60_000);

/* A call that no page of WeChat has, but that is taken. */

describeInChromium()('the inspector', () => {
  let session: SimulatorSession;

  beforeAll(async () => {
    session = await createSession();
  });
  afterAll(() => session.close());

  it.each([
    ['en-US', /the path "\/cgi-bin\/customservice\/getkflist"/],
    ['zh-CN', /微信文档中的路径是“\/cgi-bin\/customservice\/getkflist”/],
  ])('says what is unusual about a call, in %s', async (locale, words) => {
    const { apiUrl } = session.simulator;
    const query = 'grant_type=client_credential&appid=wx0123456789abcdef&secret=any';
    const { access_token } = (await (await fetch(`${apiUrl}/cgi-bin/token?${query}`)).json()) as {
      access_token: string;
    };
    for (const path of ['/customservice/getkflist', '/cgi-bin/tags/get'])
      await fetch(`${apiUrl}${path}?access_token=${access_token}`);
    const page = await session.open({ locale });
    await page.locator('.item').filter({ hasText: '/customservice/getkflist' }).first().click();
    expect(await page.locator('.detail .problem').allInnerTexts()).toEqual([expect.stringMatching(words)]);
    await page.locator('.item').filter({ hasText: 'tags/get' }).first().click();
    await page.locator('.detail h3').filter({ hasText: '/cgi-bin/tags/get' }).waitFor();
    expect(await page.locator('.detail .problem').count()).toBe(0);
    expect(session.offences).toEqual([]);
    await session.clean();
  });
});
