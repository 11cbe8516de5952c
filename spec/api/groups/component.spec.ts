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
    component.createPreAuthCode(),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_create_preauthcode',
      json: {},
      auth: 'component',
    },
  ],
  [
    'queryAuth',
    component.queryAuth('CODE'),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_query_auth',
      json: { authorization_code: 'CODE' },
      auth: 'component',
    },
  ],
  [
    'getAuthorizerAccessToken',
    component.getAuthorizerAccessToken('wx1', 'REFRESH'),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_authorizer_token',
      json: { authorizer_appid: 'wx1', authorizer_refresh_token: 'REFRESH' },
      auth: 'component',
    },
  ],
  [
    'getAuthorizerInfo',
    component.getAuthorizerInfo('wx1'),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_get_authorizer_info',
      json: { authorizer_appid: 'wx1' },
      auth: 'component',
      safe: true,
    },
  ],
  [
    'getAuthorizerList',
    component.getAuthorizerList(0, 500),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_get_authorizer_list',
      json: { offset: 0, count: 500 },
      auth: 'component',
      safe: true,
    },
  ],
  [
    'getAuthorizerOption',
    component.getAuthorizerOption('voice_recognize'),
    {
      method: 'POST',
      path: '/cgi-bin/component/get_authorizer_option',
      json: { option_name: 'voice_recognize' },
      auth: 'component',
      tokenName: 'access_token',
      safe: true,
    },
  ],
  [
    'setAuthorizerOption',
    component.setAuthorizerOption('location_report', '2'),
    {
      method: 'POST',
      path: '/cgi-bin/component/set_authorizer_option',
      json: { option_name: 'location_report', option_value: '2' },
      auth: 'component',
      tokenName: 'access_token',
    },
  ],
  [
    'getAuthorizerOptionLegacy',
    component.getAuthorizerOptionLegacy('wx1', 'customer_service'),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_get_authorizer_option',
      json: { authorizer_appid: 'wx1', option_name: 'customer_service' },
      auth: 'component',
      safe: true,
    },
  ],
  [
    'setAuthorizerOptionLegacy',
    component.setAuthorizerOptionLegacy({
      authorizer_appid: 'wx1',
      option_name: 'customer_service',
      option_value: '1',
    }),
    {
      method: 'POST',
      path: '/cgi-bin/component/api_set_authorizer_option',
      json: { authorizer_appid: 'wx1', option_name: 'customer_service', option_value: '1' },
      auth: 'component',
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
    component.getAuthorizerOption('voice_recognise');
    // @ts-expect-error the page's size is missing
    component.getAuthorizerList(0);
    // @ts-expect-error the client adds the platform's token and AppID
    component.queryAuth('CTOKEN', 'wxc', 'CODE');
    // @ts-expect-error there is no such kind of account
    component.loginPageUrl({ component_appid: 'c', pre_auth_code: 'p', redirect_uri: 'r', auth_type: 7 });
  });
});
