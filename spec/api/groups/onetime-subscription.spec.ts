import { onetimeSubscription } from '../../../lib/api/groups/onetime-subscription';

it('builds send', () => {
  expect(
    onetimeSubscription.send({
      touser: 'o1',
      template_id: 'T1',
      url: 'https://example.com/',
      miniprogram: { appid: 'wx2', pagepath: 'index' },
      scene: '1000',
      title: 'TITLE',
      data: { content: { value: 'VALUE', color: '#173177' } },
    }),
  ).toEqual({
    method: 'POST',
    path: '/cgi-bin/message/template/subscribe',
    json: {
      touser: 'o1',
      template_id: 'T1',
      url: 'https://example.com/',
      miniprogram: { appid: 'wx2', pagepath: 'index' },
      scene: '1000',
      title: 'TITLE',
      data: { content: { value: 'VALUE', color: '#173177' } },
    },
  });
});

it('builds authorizeUrl', () => {
  const page = { appid: 'wx1', scene: 1000, template_id: 'T1', redirect_url: 'https://example.com/a?b=c' };
  expect(onetimeSubscription.authorizeUrl({ ...page, reserved: 'test&1' })).toBe(
    'https://mp.weixin.qq.com/mp/subscribemsg?action=get_confirm&appid=wx1&scene=1000&template_id=T1' +
      '&redirect_url=https%3A%2F%2Fexample.com%2Fa%3Fb%3Dc&reserved=test%261#wechat_redirect',
  );
  expect(onetimeSubscription.authorizeUrl(page)).toBe(
    'https://mp.weixin.qq.com/mp/subscribemsg?action=get_confirm&appid=wx1&scene=1000&template_id=T1' +
      '&redirect_url=https%3A%2F%2Fexample.com%2Fa%3Fb%3Dc#wechat_redirect',
  );
});

it('does not compile other data than the content', () => {
  const message = { touser: 'o1', template_id: 'T1', scene: '1000', title: 'TITLE' };
  // @ts-expect-error the name is fixed
  onetimeSubscription.send({ ...message, data: { first: { value: 'VALUE' } } });
  // @ts-expect-error the data is missing
  onetimeSubscription.send(message);
});
