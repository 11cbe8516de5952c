import { connect as connectTo } from 'node:net';
import { mailbox, memoryStore, reply } from 'offiaccount';
import { closePlatforms, componentAppId, connect, servePlatform } from '../support/platform';
import { push, textOf } from '../support/push';
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

it('an answer to a last delivery that WeChat had left before it was read comes late', async () => {
  const served = await servePlatform({ routes: (wx) => void wx.text(() => 'answer') });
  await served.ticket();
  await connect(served, shop.appId, shop.userName);
  const { url, body, headers } = push({
    mode: 'safe',
    message: { ToUserName: shop.userName, Content: 'x', CreateTime: Math.floor(Date.now() / 1000) - 10 },
    envelope: { receiveId: componentAppId },
  });
  const head = { Host: 'x', 'Content-Length': Buffer.byteLength(body), ...headers };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
  const socket = connectTo(Number(new URL(served.origin).port), '127.0.0.1');
  const request = [`POST /wechat${url} HTTP/1.1`, ...lines, '', body.toString()].join('\r\n');
  await new Promise<void>((resolve) => socket.write(request, () => resolve()));
  socket.destroy();
  await until(() => served.wechat.calls.some(({ path }) => path === SEND));
});
