import { subscribeMessage } from '../../../lib/api/groups/subscribe-message';
import type { ApiRequest } from '../../../lib/api/request';

const rows: readonly (readonly [name: string, request: ApiRequest, expected: object])[] = [
  [
    'addTemplate',
    subscribeMessage.addTemplate({ tid: '401', kidList: [1, 2], sceneDesc: '测试数据' }),
    {
      method: 'POST',
      path: '/wxaapi/newtmpl/addtemplate',
      json: { tid: '401', kidList: [1, 2], sceneDesc: '测试数据' },
    },
  ],
  [
    'deleteTemplate',
    subscribeMessage.deleteTemplate('P1'),
    { method: 'POST', path: '/wxaapi/newtmpl/deltemplate', json: { priTmplId: 'P1' } },
  ],
  ['getCategory', subscribeMessage.getCategory(), { method: 'GET', path: '/wxaapi/newtmpl/getcategory' }],
  [
    'getPubTemplateKeywords',
    subscribeMessage.getPubTemplateKeywords('99'),
    { method: 'GET', path: '/wxaapi/newtmpl/getpubtemplatekeywords', query: { tid: '99' } },
  ],
  [
    'getPubTemplateTitles',
    subscribeMessage.getPubTemplateTitles({ ids: '2,616', start: 0, limit: 30 }),
    {
      method: 'GET',
      path: '/wxaapi/newtmpl/getpubtemplatetitles',
      query: { ids: '2,616', start: 0, limit: 30 },
    },
  ],
  [
    'getTemplateList',
    subscribeMessage.getTemplateList(),
    { method: 'GET', path: '/wxaapi/newtmpl/gettemplate' },
  ],
  [
    'send',
    subscribeMessage.send({
      touser: 'o1',
      template_id: 'P1',
      page: 'https://example.com/',
      miniprogram: { appid: 'wx2', pagepath: 'index?foo=bar' },
      data: { thing1: { value: '名字' }, date2: { value: '2019-11-01' } },
    }),
    {
      method: 'POST',
      path: '/cgi-bin/message/subscribe/bizsend',
      json: {
        touser: 'o1',
        template_id: 'P1',
        page: 'https://example.com/',
        miniprogram: { appid: 'wx2', pagepath: 'index?foo=bar' },
        data: { thing1: { value: '名字' }, date2: { value: '2019-11-01' } },
      },
    },
  ],
];

it.each(rows)('builds %s', (_name, request, expected) => {
  expect(request).toEqual(expected);
});

it('does not compile a message or template that is not complete', () => {
  // @ts-expect-error the data is missing
  subscribeMessage.send({ touser: 'o1', template_id: 'P1' });
  // @ts-expect-error the scene is missing
  subscribeMessage.addTemplate({ tid: '401', kidList: [1, 2] });
});
