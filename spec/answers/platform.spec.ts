import { mailbox, memoryStore, reply } from 'offiaccount';
import { closePlatforms, connect, servePlatform } from '../support/platform';
import { textOf } from '../support/push';
import { until } from '../support/redis';

const shop = { appId: 'wx4f0c2b9d7e61a853', userName: 'gh_3f1c9a7be204' };
const school = { appId: 'wx7a6b5c4d3e2f1098', userName: 'gh_7a6b5c4d3e2f' };
const SEND = '/cgi-bin/message/custom/send';

afterEach(closePlatforms);

const three = ['一', '二', '三'].map((name) => `${name.repeat(600)}。`).join('');

describe('a mailbox of the accounts of a third-party platform', () => {
  it('keeps what an account may not send, for its own users alone', async () => {
    const store = memoryStore();
    const box = mailbox({ store });
    const served = await servePlatform({
      store,
      routes: (wx) => {
        wx.use(box);
        wx.text('x', () => reply.long(three)).text(() => 'nothing');
      },
    });
    await served.ticket();
    for (const { appId, userName } of [shop, school]) await connect(served, appId, userName);
    served.wechat.answer(({ path }) => (path === SEND ? served.wechat.refused(48001) : undefined));
    const said = async (userName: string, text: string, fields = {}): Promise<string> =>
      textOf((await served.says(userName, text, undefined, fields)).reply?.text ?? '', 'Content') ?? '';

    expect(await said(shop.userName, 'x')).toMatch(/^一/);
    // The specs have one openid for the users of all accounts.
    await until(async () =>
      (await said(shop.userName, '继续', { bizmsgmenuid: 'offiaccount-more' })).startsWith('二'),
    );
    expect(await said(school.userName, '继续')).toBe('nothing');
    expect(await said(shop.userName, '继续')).toMatch(/^三/);
    expect(await said(shop.userName, '继续')).toBe('nothing');
  });
});
