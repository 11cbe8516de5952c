import { playShop, playVisits } from '../../docs/examples/web-testing';

it('is a site whose users sign in', async () => {
  const wechat = await playShop();
  const { page, refused, virtual, verdict } = await playVisits(wechat);
  expect([page.status, page.html]).toEqual([200, '{"name":"oAlice"}']);
  expect([refused.status, virtual.status, virtual.isSnapshot]).toEqual([403, 403, true]);
  expect(verdict).toEqual({ errMsg: 'config:ok' });
  expect((await page.open('/')).html).toBe('{"openid":"oAlice"}');
  expect((await page.open('/news')).html).toBe('{"isKnown":true}');
  expect((await page.open('/MP_verify_0123456789abcdef.txt')).html).toBe('0123456789abcdef');
  await wechat.close();
});
