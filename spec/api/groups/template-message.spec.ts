import { templateMessage } from '../../../lib/api/groups/template-message';
import { digits, type ApiRequest } from '../../../lib/api/request';

const rows: readonly (readonly [name: string, request: ApiRequest, expected: object])[] = [
  [
    'setIndustry',
    templateMessage.setIndustry('1', '4'),
    {
      method: 'POST',
      path: '/cgi-bin/template/api_set_industry',
      json: { industry_id1: '1', industry_id2: '4' },
    },
  ],
  ['getIndustry', templateMessage.getIndustry(), { method: 'GET', path: '/cgi-bin/template/get_industry' }],
  [
    'addTemplate',
    templateMessage.addTemplate('TM00015', ['下单时间', '金额']),
    {
      method: 'POST',
      path: '/cgi-bin/template/api_add_template',
      json: { template_id_short: 'TM00015', keyword_name_list: ['下单时间', '金额'] },
    },
  ],
  [
    'getAllPrivateTemplate',
    templateMessage.getAllPrivateTemplate(),
    { method: 'GET', path: '/cgi-bin/template/get_all_private_template' },
  ],
  [
    'deletePrivateTemplate',
    templateMessage.deletePrivateTemplate('T1'),
    { method: 'POST', path: '/cgi-bin/template/del_private_template', json: { template_id: 'T1' } },
  ],
  [
    'send',
    templateMessage.send({
      touser: 'o1',
      template_id: 'T1',
      url: 'https://example.com/',
      miniprogram: { appid: 'wx2', pagepath: 'index?foo=bar' },
      data: { thing1: { value: '巧克力', color: '#173177' }, amount2: { value: '39.8元' } },
      client_msg_id: 'MSG_000001',
    }),
    {
      method: 'POST',
      path: '/cgi-bin/message/template/send',
      json: {
        touser: 'o1',
        template_id: 'T1',
        url: 'https://example.com/',
        miniprogram: { appid: 'wx2', pagepath: 'index?foo=bar' },
        data: { thing1: { value: '巧克力', color: '#173177' }, amount2: { value: '39.8元' } },
        client_msg_id: 'MSG_000001',
      },
    },
  ],
  [
    'queryBlockTmplMsg',
    templateMessage.queryBlockTmplMsg({ tmpl_msg_id: 'B1', largest_id: '9007199254740993', limit: 100 }),
    {
      method: 'POST',
      path: '/wxa/sec/queryblocktmplmsg',
      json: { tmpl_msg_id: 'B1', largest_id: digits('9007199254740993'), limit: 100 },
      safe: true,
    },
  ],
];

it.each(rows)('builds %s', (_name, request, expected) => {
  expect(request).toEqual(expected);
});

it('does not compile a message that is not complete', () => {
  // @ts-expect-error the data is missing
  templateMessage.send({ touser: 'o1', template_id: 'T1' });
  // @ts-expect-error a value is an object
  templateMessage.send({ touser: 'o1', template_id: 'T1', data: { thing1: '巧克力' } });
  // @ts-expect-error a mini program needs its page
  templateMessage.send({ touser: 'o1', template_id: 'T1', data: {}, miniprogram: { appid: 'wx2' } });
  // @ts-expect-error the template is missing
  templateMessage.addTemplate();
});

it('needs keywords for templates of a category only', () => {
  expect(templateMessage.addTemplate('TM00015').json).toEqual({ template_id_short: 'TM00015' });
});
