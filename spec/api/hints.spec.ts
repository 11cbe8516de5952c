import { ApiError, get, hintFor, post, type Api, type ApiOptions } from 'offiaccount';
import { setUp, type Setup } from '../support/api';

let setup: Setup;

beforeAll(async () => {
  setup = await setUp();
});
afterAll(() => setup.close());

/** What a call of the path is told when WeChat answers the code, always. */
async function told(
  path: string,
  errcode: number,
  call: (api: Api) => Promise<unknown>,
  options: Partial<ApiOptions> = {},
): Promise<ApiError> {
  setup.fake.always(path, { json: { errcode, errmsg: 'no' } });
  const component = path.includes('/component/') ? platform : {};
  const error: unknown = await call(setup.another({ ...component, ...options })).catch(
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw error;
  return error;
}

let tokens = 0;
/** The client of a platform, whose tokens are all different. */
const platform: Partial<ApiOptions> = {
  componentAppId: 'wx1',
  componentAccessToken: () => Promise.resolve(`component-${++tokens}`),
};

const TOKENS = [40001, 40014, 42001];
const SECRETS = /AppSecret/;

describe('a call that fails is told of the credential it was made with', () => {
  it.each<[string, string, (api: Api) => Promise<unknown>, string, RegExp]>([
    ['oauth.getUserInfo', '/sns/userinfo', (api) => api.oauth.getUserInfo('t-1', 'o-1'), 'user', /user/],
    [
      'oauth.checkAccessToken',
      '/sns/auth',
      (api) => api.oauth.checkAccessToken('t-1', 'o-1'),
      'user',
      /user/,
    ],
    [
      'oauth.refreshToken',
      '/sns/oauth2/refresh_token',
      (api) => api.oauth.refreshToken('wx1', 'r-1'),
      'user',
      /user/,
    ],
    [
      'sns/userinfo by hand',
      '/sns/userinfo',
      (api) => api.request(get('/sns/userinfo', { access_token: 't-1', openid: 'o' }, { auth: 'none' })),
      'user',
      /user/,
    ],
    [
      'component.createPreAuthCode',
      '/cgi-bin/component/api_create_preauthcode',
      (api) => api.component.createPreAuthCode(),
      'component',
      /component_access_token/,
    ],
    [
      'component.getAuthorizerAccessToken',
      '/cgi-bin/component/api_authorizer_token',
      (api) => api.component.getAuthorizerAccessToken('wx1', 'r'),
      'component',
      /component_access_token/,
    ],
    [
      'component.setAuthorizerOption',
      '/cgi-bin/component/set_authorizer_option',
      (api) => api.component.setAuthorizerOption('voice_recognize', '1'),
      'component',
      /component_access_token/,
    ],
    [
      'oauth.getComponentAccessToken',
      '/sns/oauth2/component/access_token',
      (api) => api.oauth.getComponentAccessToken('wx1', 'x'),
      'component',
      /component_access_token/,
    ],
    [
      'an account by hand',
      '/cgi-bin/tags/get',
      (api) => api.request(get('/cgi-bin/tags/get', { access_token: 'a-1' }, { auth: 'none' })),
      'authorizer',
      /authorizer_access_token/,
    ],
  ])('%s', async (_name, path, call, credential, words) => {
    for (const errcode of TOKENS) {
      const error = await told(path, errcode, call);
      expect(error).toMatchObject({ errcode, credential, hint: expect.stringMatching(words) as string });
      for (const language of ['en', 'zh'] as const) expect(hintFor(error, language)).not.toMatch(SECRETS);
      expect(error.message).toContain(error.hint);
    }
  });

  it('the account’s own token', async () => {
    const error = await told('/cgi-bin/tags/get', 48001, (api) => api.tag.getList());
    expect(error).toMatchObject({ credential: 'account' });
    expect(hintFor(error, 'zh')).toContain('接口权限');
  });

  it('a token of a function of yours', async () => {
    let count = 0;
    const accessToken = () => Promise.resolve(`t-${++count}`);
    for (const errcode of TOKENS) {
      const error = await told('/cgi-bin/tags/get', errcode, (api) => api.tag.getList(), { accessToken });
      expect(error).toMatchObject({
        credential: 'function',
        hint: expect.stringContaining('your function accessToken()') as string,
      });
      expect(hintFor(error, 'zh')).toContain('accessToken() 函数');
      for (const language of ['en', 'zh'] as const) expect(hintFor(error, language)).not.toMatch(SECRETS);
    }
  });

  it.each<[string, string, (api: Api) => Promise<unknown>, string, RegExp]>([
    [
      'an account',
      '/sns/oauth2/access_token',
      (api) => api.oauth.getAccessToken('x'),
      'app-secret',
      /^The AppSecret is wrong/,
    ],
    [
      'an account by hand',
      '/sns/oauth2/access_token',
      (api) =>
        api.request(get('/sns/oauth2/access_token', { appid: 'wx1', secret: 's-1' }, { auth: 'none' })),
      'app-secret',
      /^The AppSecret is wrong/,
    ],
    [
      'a platform',
      '/cgi-bin/component/api_component_token',
      (api) => api.component.getComponentAccessToken('ticket'),
      'component-secret',
      /third-party platform/,
    ],
    [
      'a platform by hand',
      '/cgi-bin/component/api_component_token',
      (api) =>
        api.request(
          post(
            '/cgi-bin/component/api_component_token',
            { component_appid: 'wx2', component_appsecret: 's-1' },
            { auth: 'none' },
          ),
        ),
      'component-secret',
      /third-party platform/,
    ],
  ])('the secret of %s', async (_name, path, call, credential, words) => {
    for (const errcode of [40001, 40125])
      expect(await told(path, errcode, call)).toMatchObject({
        credential,
        hint: expect.stringMatching(words) as string,
      });
  });

  it('nothing, where none is needed', async () => {
    const error = await told('/cgi-bin/any', 40035, (api) =>
      api.request(get('/cgi-bin/any', {}, { auth: 'none' })),
    );
    expect(error.credential).toBeUndefined();
  });
});

it('a quota that is used up is told once more, with all that is known', async () => {
  const call = (api: Api) => api.component.createPreAuthCode();
  const api = setup.another(platform);
  setup.fake.always('/cgi-bin/component/api_create_preauthcode', { json: { errcode: 45009, errmsg: 'no' } });
  const [first, second] = [
    await call(api).catch((e: unknown) => e),
    await call(api).catch((e: unknown) => e),
  ];
  for (const error of [first, second])
    expect(error).toMatchObject({
      credential: 'component',
      retryAfter: expect.any(Date) as Date,
      hint: expect.stringContaining('platform') as string,
    });
  // The second was not sent: who reads Chinese is told so as well.
  expect(hintFor(second as ApiError, 'zh')).toMatch(/第三方平台.*这次没有询问微信，\S+ 之后会再次询问。$/);
  expect(hintFor(first as ApiError, 'zh')).not.toContain('没有询问');
});

it('an ApiError can be made as ever', () => {
  const error = new ApiError({
    errcode: 45015,
    errmsg: 'out of time',
    endpoint: '/cgi-bin/message/custom/send',
  });
  expect(error).toMatchObject({ credential: undefined, hint: undefined, retryAfter: undefined });
  expect(error.message).toBe('/cgi-bin/message/custom/send answered 45015: out of time');
});
