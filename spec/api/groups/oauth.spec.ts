import { oauth } from '../../../lib/api/groups/oauth';

const rows: [string, unknown, unknown][] = [
  [
    'getAccessToken',
    oauth.getAccessToken('CODE'),
    {
      method: 'GET',
      path: '/sns/oauth2/access_token',
      query: { code: 'CODE', grant_type: 'authorization_code' },
      auth: { in: 'query', appid: 'appid', secret: 'secret' },
    },
  ],
  [
    'refreshToken',
    oauth.refreshToken('wx1', 'REFRESH'),
    {
      method: 'GET',
      path: '/sns/oauth2/refresh_token',
      query: { appid: 'wx1', grant_type: 'refresh_token', refresh_token: 'REFRESH' },
      auth: 'none',
    },
  ],
  [
    'getUserInfo',
    oauth.getUserInfo('TOKEN', 'o1', 'zh_CN'),
    {
      method: 'GET',
      path: '/sns/userinfo',
      query: { access_token: 'TOKEN', openid: 'o1', lang: 'zh_CN' },
      auth: 'none',
    },
  ],
  [
    'getUserInfo without a language',
    oauth.getUserInfo('TOKEN', 'o1'),
    { method: 'GET', path: '/sns/userinfo', query: { access_token: 'TOKEN', openid: 'o1' }, auth: 'none' },
  ],
  [
    'checkAccessToken',
    oauth.checkAccessToken('TOKEN', 'o1'),
    { method: 'GET', path: '/sns/auth', query: { access_token: 'TOKEN', openid: 'o1' }, auth: 'none' },
  ],
  [
    'getComponentAccessToken',
    oauth.getComponentAccessToken('wx1', 'CODE'),
    {
      method: 'GET',
      path: '/sns/oauth2/component/access_token',
      query: {
        appid: 'wx1',
        code: 'CODE',
        grant_type: 'authorization_code',
      },
      auth: 'component',
    },
  ],
  [
    'refreshComponentToken',
    oauth.refreshComponentToken('wx1', 'REFRESH'),
    {
      method: 'GET',
      path: '/sns/oauth2/component/refresh_token',
      query: {
        appid: 'wx1',
        grant_type: 'refresh_token',
        refresh_token: 'REFRESH',
      },
      auth: 'component',
    },
  ],
  [
    'jscode2session',
    oauth.jscode2session('CODE'),
    {
      method: 'GET',
      path: '/sns/jscode2session',
      query: { js_code: 'CODE', grant_type: 'authorization_code' },
      auth: { in: 'query', appid: 'appid', secret: 'secret' },
    },
  ],
  [
    'componentJscode2session',
    oauth.componentJscode2session('wx1', 'CODE'),
    {
      method: 'GET',
      path: '/sns/component/jscode2session',
      query: { appid: 'wx1', js_code: 'CODE', grant_type: 'authorization_code' },
      auth: 'component',
    },
  ],
  [
    'authorizeUrl',
    oauth.authorizeUrl({ appid: 'wx1', redirect_uri: 'https://a.example/b?c=d&e=f', scope: 'snsapi_base' }),
    'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1&redirect_uri=https%3A%2F%2Fa.example%2Fb%3Fc%3Dd%26e%3Df' +
      '&response_type=code&scope=snsapi_base#wechat_redirect',
  ],
  [
    'authorizeUrl with everything, in the order WeChat wants',
    oauth.authorizeUrl({
      component_appid: 'wxc',
      forceSnapShot: false,
      forcePopup: true,
      state: 'S1',
      scope: 'snsapi_userinfo',
      redirect_uri: 'https://a.example',
      appid: 'wx1',
    }),
    'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1&redirect_uri=https%3A%2F%2Fa.example' +
      '&response_type=code&scope=snsapi_userinfo&state=S1&forcePopup=true&forceSnapShot=false&component_appid=wxc#wechat_redirect',
  ],
  [
    'qrconnectUrl',
    oauth.qrconnectUrl({ appid: 'wxw', redirect_uri: 'https://a.example', state: 'S1', lang: 'en' }),
    'https://open.weixin.qq.com/connect/qrconnect?appid=wxw&redirect_uri=https%3A%2F%2Fa.example' +
      '&response_type=code&scope=snsapi_login&state=S1&lang=en#wechat_redirect',
  ],
];

describe('oauth', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error a typo in the scope
    oauth.authorizeUrl({ appid: 'wx1', redirect_uri: 'https://a.example', scope: 'snsapi_user' });
    // @ts-expect-error the address to come back to is missing
    oauth.authorizeUrl({ appid: 'wx1', scope: 'snsapi_base' });
    // @ts-expect-error the client adds the platform's token
    oauth.getComponentAccessToken('CTOKEN', { appid: 'wx1', code: 'CODE' });
    expect(Object.keys(oauth)).toHaveLength(10);
  });
});
