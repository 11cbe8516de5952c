import { wxopen } from '../../../lib/api/groups/wxopen';

const rows: [string, unknown, unknown][] = [
  [
    'getLinkedMiniPrograms',
    wxopen.getLinkedMiniPrograms(),
    { method: 'POST', path: '/cgi-bin/wxopen/wxamplinkget', json: {}, safe: true },
  ],
  [
    'linkMiniProgram',
    wxopen.linkMiniProgram({ appid: 'wxm', notify_users: 0, show_profile: 1 }),
    {
      method: 'POST',
      path: '/cgi-bin/wxopen/wxamplink',
      json: { appid: 'wxm', notify_users: 0, show_profile: 1 },
    },
  ],
  [
    'unlinkMiniProgram',
    wxopen.unlinkMiniProgram('wxm'),
    { method: 'POST', path: '/cgi-bin/wxopen/wxampunlink', json: { appid: 'wxm' } },
  ],
  [
    'getQrcodeJumpRules',
    wxopen.getQrcodeJumpRules(),
    { method: 'POST', path: '/cgi-bin/wxopen/qrcodejumpget', json: {}, safe: true },
  ],
  [
    'getQrcodeJumpRules with everything',
    wxopen.getQrcodeJumpRules({
      appid: 'wxm',
      get_type: 1,
      prefix_list: ['http://weixin.qq.com/q/02P5'],
      page_num: 1,
      page_size: 20,
    }),
    {
      method: 'POST',
      path: '/cgi-bin/wxopen/qrcodejumpget',
      json: {
        appid: 'wxm',
        get_type: 1,
        prefix_list: ['http://weixin.qq.com/q/02P5'],
        page_num: 1,
        page_size: 20,
      },
      safe: true,
    },
  ],
  [
    'addQrcodeJumpRule',
    wxopen.addQrcodeJumpRule({
      prefix: 'http://weixin.qq.com/q/02P5',
      permit_sub_rule: 1,
      state: 1,
      appid: 'wxm',
      path: 'pages/index/index',
      open_version: 3,
      debug_url: ['http://weixin.qq.com/q/02P5?a=1'],
      is_edit: 0,
    }),
    {
      method: 'POST',
      path: '/cgi-bin/wxopen/qrcodejumpadd',
      json: {
        prefix: 'http://weixin.qq.com/q/02P5',
        permit_sub_rule: 1,
        state: 1,
        appid: 'wxm',
        path: 'pages/index/index',
        open_version: 3,
        debug_url: ['http://weixin.qq.com/q/02P5?a=1'],
        is_edit: 0,
      },
    },
  ],
  [
    'publishQrcodeJumpRule',
    wxopen.publishQrcodeJumpRule('http://weixin.qq.com/q/02P5'),
    {
      method: 'POST',
      path: '/cgi-bin/wxopen/qrcodejumppublish',
      json: { prefix: 'http://weixin.qq.com/q/02P5' },
    },
  ],
  [
    'deleteQrcodeJumpRule',
    wxopen.deleteQrcodeJumpRule('http://weixin.qq.com/q/02P5', 'wxm'),
    {
      method: 'POST',
      path: '/cgi-bin/wxopen/qrcodejumpdelete',
      json: { prefix: 'http://weixin.qq.com/q/02P5', appid: 'wxm' },
    },
  ],
  [
    'downloadQrcodeText',
    wxopen.downloadQrcodeText(),
    { method: 'POST', path: '/cgi-bin/wxopen/qrcodejumpdownload', json: {}, safe: true },
  ],
];

describe('wxopen', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error a flag is 0 or 1
    wxopen.linkMiniProgram({ appid: 'wxm', notify_users: true, show_profile: 1 });
    // @ts-expect-error the page of the mini program is missing
    wxopen.addQrcodeJumpRule({ prefix: 'http://weixin.qq.com/q/02P5', is_edit: 0 });
    // @ts-expect-error there is no such kind of list
    wxopen.getQrcodeJumpRules({ get_type: 3 });
    expect(Object.keys(wxopen)).toHaveLength(8);
  });
});
