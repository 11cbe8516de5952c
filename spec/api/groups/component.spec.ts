import { component } from '../../../lib/api/groups/component';

const rows: [string, unknown, unknown][] = [
  [
    'startPushTicket',
    component.startPushTicket(),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_start_push_ticket',
      json: {},
      auth: { in: 'json', appid: 'component_appid', secret: 'component_secret' },
    },
  ],
  [
    'getComponentAccessToken',
    component.getComponentAccessToken('TICKET'),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_component_token',
      json: { component_verify_ticket: 'TICKET' },
      auth: { in: 'json', appid: 'component_appid', secret: 'component_appsecret' },
    },
  ],
  [
    'createPreAuthCode',
    component.createPreAuthCode('CTOKEN', 'wxc'),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_create_preauthcode',
      query: { component_access_token: 'CTOKEN' },
      json: { component_appid: 'wxc' },
      auth: 'none',
    },
  ],
  [
    'queryAuth',
    component.queryAuth('CTOKEN', 'wxc', 'CODE'),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_query_auth',
      query: { component_access_token: 'CTOKEN' },
      json: { component_appid: 'wxc', authorization_code: 'CODE' },
      auth: 'none',
    },
  ],
  [
    'getAuthorizerAccessToken',
    component.getAuthorizerAccessToken('CTOKEN', {
      component_appid: 'wxc',
      authorizer_appid: 'wx1',
      authorizer_refresh_token: 'REFRESH',
    }),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_authorizer_token',
      query: { component_access_token: 'CTOKEN' },
      json: { component_appid: 'wxc', authorizer_appid: 'wx1', authorizer_refresh_token: 'REFRESH' },
      auth: 'none',
    },
  ],
  [
    'getAuthorizerInfo',
    component.getAuthorizerInfo('CTOKEN', 'wxc', 'wx1'),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_get_authorizer_info',
      query: { component_access_token: 'CTOKEN' },
      json: { component_appid: 'wxc', authorizer_appid: 'wx1' },
      auth: 'none',
      safe: true,
    },
  ],
  [
    'getAuthorizerList',
    component.getAuthorizerList('CTOKEN', { component_appid: 'wxc', offset: 0, count: 500 }),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_get_authorizer_list',
      query: { component_access_token: 'CTOKEN' },
      json: { component_appid: 'wxc', offset: 0, count: 500 },
      auth: 'none',
      safe: true,
    },
  ],
  [
    'getAuthorizerOption',
    component.getAuthorizerOption('CTOKEN', 'voice_recognize'),
    {
      method: 'POST',
      path: '/cgi-bin/component/get_authorizer_option',
      query: { access_token: 'CTOKEN' },
      json: { option_name: 'voice_recognize' },
      auth: 'none',
      safe: true,
    },
  ],
  [
    'setAuthorizerOption',
    component.setAuthorizerOption('CTOKEN', 'location_report', '2'),
    {
      method: 'POST',
      path: '/cgi-bin/component/set_authorizer_option',
      query: { access_token: 'CTOKEN' },
      json: { option_name: 'location_report', option_value: '2' },
      auth: 'none',
    },
  ],
  [
    'clearQuotaByAppSecret',
    component.clearQuotaByAppSecret('wx1'),
    {
      method: 'POST',
      path: '/cgi-bin/component/clear_quota/v2',
      json: { appid: 'wx1' },
      auth: { in: 'json', appid: 'component_appid', secret: 'appsecret' },
    },
  ],
  [
    'loginPageUrl',
    component.loginPageUrl({
      component_appid: 'wxc',
      pre_auth_code: 'PRE',
      redirect_uri: 'https://a.example/b',
      auth_type: 3,
      category_id_list: '1|2',
    }),
    'https://mp.weixin.qq.com/cgi-bin/componentloginpage?component_appid=wxc&pre_auth_code=PRE' +
      '&redirect_uri=https%3A%2F%2Fa.example%2Fb&auth_type=3&category_id_list=1%7C2',
  ],
  [
    'bindComponentH5Url',
    component.bindComponentH5Url({
      biz_appid: 'wx1',
      redirect_uri: 'https://a.example/b',
      pre_auth_code: 'PRE',
      component_appid: 'wxc',
    }),
    'https://open.weixin.qq.com/wxaopen/safe/bindcomponent?action=bindcomponent&no_scan=1&component_appid=wxc' +
      '&pre_auth_code=PRE&redirect_uri=https%3A%2F%2Fa.example%2Fb&biz_appid=wx1#wechat_redirect',
  ],
];

describe('component', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('has a row for every endpoint', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(component));
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error a typo in the option
    component.getAuthorizerOption('CTOKEN', 'voice_recognise');
    // @ts-expect-error the page's size is missing
    component.getAuthorizerList('CTOKEN', { component_appid: 'wxc', offset: 0 });
    // @ts-expect-error there is no such kind of account
    component.loginPageUrl({ component_appid: 'c', pre_auth_code: 'p', redirect_uri: 'r', auth_type: 7 });
  });
});
