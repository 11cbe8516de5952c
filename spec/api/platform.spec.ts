import { inspect } from 'node:util';
import { ApiError, ConfigError, createApi, get, memoryStore, post } from 'offiaccount';
import { keptLogger, setUp, settle, type Setup } from '../support/api';
import type { Behaviour } from '../support/fake-wechat';

/* The client of an account that a third-party platform serves, and that of the platform. */

const PLATFORM = 'wxc';
const ok: Behaviour = { json: { errcode: 0, errmsg: 'ok' } };
const says = (errcode: number): Behaviour => ({ json: { errcode, errmsg: 'refused canary-component-1' } });

let setup: Setup;
let asked: { account: number; component: number };

/** The client of an account; each token that is asked for is another one. */
async function served(options: Parameters<typeof setUp>[0] = {}) {
  asked = { account: 0, component: 0 };
  setup = await setUp({
    appSecret: undefined,
    componentAppId: PLATFORM,
    accessToken: () => Promise.resolve(`canary-account-${++asked.account}`),
    componentAccessToken: () => Promise.resolve(`canary-component-${++asked.component}`),
    ...options,
  });
  return setup;
}

afterEach(() => setup.close());

const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => Promise.reject(new Error('It went well.')),
    (error: unknown) => error as Error,
  );

type Client = Setup['api'];
const component: Readonly<Record<string, [string, (api: Client) => Promise<unknown>]>> = {
  createPreAuthCode: [
    '/cgi-bin/component/api_create_preauthcode',
    ({ component }) => component.createPreAuthCode(),
  ],
  queryAuth: ['/cgi-bin/component/api_query_auth', ({ component }) => component.queryAuth('C')],
  getAuthorizerAccessToken: [
    '/cgi-bin/component/api_authorizer_token',
    ({ component }) => component.getAuthorizerAccessToken('wx1', 'R'),
  ],
  getAuthorizerInfo: [
    '/cgi-bin/component/api_get_authorizer_info',
    ({ component }) => component.getAuthorizerInfo('wx1'),
  ],
  getAuthorizerList: [
    '/cgi-bin/component/api_get_authorizer_list',
    ({ component }) => component.getAuthorizerList(0, 1),
  ],
  getAuthorizerOption: [
    '/cgi-bin/component/get_authorizer_option',
    ({ component }) => component.getAuthorizerOption('location_report'),
  ],
  setAuthorizerOption: [
    '/cgi-bin/component/set_authorizer_option',
    ({ component }) => component.setAuthorizerOption('location_report', '1'),
  ],
};

const pages: Readonly<
  Record<string, [string, Readonly<Record<string, string>>, (api: Client) => Promise<unknown>]>
> = {
  getAccessToken: [
    '/sns/oauth2/component/access_token',
    { appid: 'wx1', code: 'C', grant_type: 'authorization_code' },
    ({ oauth }) => oauth.getAccessToken('C'),
  ],
  refreshToken: [
    '/sns/oauth2/component/refresh_token',
    { appid: 'wx1', refresh_token: 'R', grant_type: 'refresh_token' },
    ({ oauth }) => oauth.refreshToken('wx1', 'R'),
  ],
  jscode2session: [
    '/sns/component/jscode2session',
    { appid: 'wx1', js_code: 'C', grant_type: 'authorization_code' },
    ({ oauth }) => oauth.jscode2session('C'),
  ],
  getComponentAccessToken: [
    '/sns/oauth2/component/access_token',
    { appid: 'wx2', code: 'C', grant_type: 'authorization_code' },
    ({ oauth }) => oauth.getComponentAccessToken('wx2', 'C'),
  ],
};

describe('a call with the token of the platform', () => {
  it.each(Object.entries(component))(
    '%s gets the token and the AppID of the platform',
    async (_name, [path, call]) => {
      const { api, fake } = await served();
      fake.always(path, ok);
      await call(api);
      const name =
        path.includes('/get_') || path.includes('/set_') ? 'access_token' : 'component_access_token';
      expect(fake.seen).toHaveLength(1);
      expect(fake.seen[0]?.query).toEqual({ [name]: 'canary-component-1' });
      expect(JSON.parse(fake.seen[0]!.body)).toMatchObject({ component_appid: PLATFORM });
    },
  );

  it.each(Object.entries(pages))('%s goes through the platform', async (_name, [path, query, call]) => {
    const { api, fake } = await served();
    fake.always(path, { json: { openid: 'o' } });
    expect(await call(api)).toEqual({ openid: 'o' });
    expect(fake.seen[0]?.query).toEqual({
      ...query,
      component_appid: PLATFORM,
      component_access_token: 'canary-component-1',
    });
    expect(asked).toEqual({ account: 0, component: 1 });
  });

  it.each([40001, 40014, 42001, 42006])('is repeated once with another one after %i', async (code) => {
    const { api, fake } = await served();
    const [path] = component.queryAuth!;
    fake.on(path, says(code), ok);
    await api.component.queryAuth('C');
    expect(fake.seen.map(({ query }) => query.component_access_token)).toEqual([
      'canary-component-1',
      'canary-component-2',
    ]);
    fake.always(path, says(code));
    const error = await failure(api.component.queryAuth('C'));
    expect(error).toMatchObject({ code: 'api', errcode: code, endpoint: path });
    expect(error.message).toContain('component_access_token');
    expect(error.message).not.toContain('AppSecret');
    expect(fake.count(path)).toBe(4);
  });

  it('is not repeated with the one that was refused', async () => {
    const { api, fake } = await served({ componentAccessToken: () => Promise.resolve('canary-component-1') });
    const [path] = component.queryAuth!;
    fake.always(path, says(42006));
    const error = await failure(api.component.queryAuth('C'));
    expect(error).toMatchObject({ code: 'api', errcode: 40001, endpoint: 'componentAccessToken()' });
    expect(fake.count(path)).toBe(1);
  });

  it('may be refused for a code that has been used, and goes on afterwards', async () => {
    const { api, fake } = await served({ componentAccessToken: () => Promise.resolve('canary-component-1') });
    const path = '/sns/component/jscode2session';
    fake.on(path, says(40001), { json: { openid: 'o' } });
    const error = await failure(api.oauth.jscode2session('C'));
    expect(error).toMatchObject({ code: 'api', errcode: 40001, endpoint: path });
    expect(error.message).toContain('works once');
    expect(await api.oauth.jscode2session('D')).toEqual({ openid: 'o' });
    expect(fake.count(path)).toBe(2);
  });

  it('says whose token is missing, and how to give it', async () => {
    const { api, fake } = await served({ componentAccessToken: undefined });
    for (const call of [
      ...Object.values(component).map(([, each]) => each),
      ...Object.values(pages).map(([, , each]) => each),
    ]) {
      const error = await failure(call(api));
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toMatch(/component_access_token.*"componentAppId".*"componentAccessToken"/);
    }
    expect(fake.seen).toEqual([]);
  });

  it.each([
    [
      'fails',
      () => Promise.reject(new Error('canary-reason')),
      /no token of the third-party platform: .*componentAccessToken\(\) failed/,
    ],
    [
      'gives nothing',
      () => Promise.resolve(''),
      /no token of the third-party platform: .*componentAccessToken\(\) gave no token/,
    ],
  ])('tells that the function %s', async (_what, componentAccessToken, message) => {
    const { api } = await served({ componentAccessToken });
    const error = await failure(api.component.createPreAuthCode());
    expect(error).toMatchObject({ code: 'transport', sent: false, reason: 'token' });
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('canary');
  });

  it('brings no token of its own', async () => {
    const { api, fake } = await served();
    for (const name of ['access_token', 'component_access_token']) {
      const request = post('/cgi-bin/component/x', {}, { auth: 'component', query: { [name]: 'T' } });
      await expect(api.request(request)).rejects.toThrow(/leave it out/);
    }
    expect(fake.seen).toEqual([]);
  });

  it('keeps every secret out of errors and logs', async () => {
    const logger = keptLogger();
    const { api, fake, clock } = await served({ logger });
    const secrets = ['canary-code-1', 'canary-refresh-1', 'canary-component-', 'canary-account-'];
    const echo =
      (errcode: number): Behaviour =>
      ({ query, body }) => ({ json: { errcode, errmsg: `bad ${JSON.stringify(query)} ${body}` } });
    const calls: [string, () => Promise<unknown>][] = [
      ['/cgi-bin/component/api_query_auth', () => api.component.queryAuth('canary-code-1')],
      [
        '/cgi-bin/component/api_authorizer_token',
        () => api.component.getAuthorizerAccessToken('wx1', 'canary-refresh-1'),
      ],
      ['/sns/oauth2/component/access_token', () => api.oauth.getAccessToken('canary-code-1')],
      ['/sns/component/jscode2session', () => api.oauth.jscode2session('canary-code-1')],
      ['/cgi-bin/tags/get', () => api.tag.getList()],
    ];
    for (const [path, call] of calls)
      for (const behaviour of [echo(61023), echo(40001), 'reset-after-request' as const]) {
        fake.always(path, behaviour);
        const error = await failure(settle(call(), clock));
        const shown = [
          error.message,
          error.stack,
          inspect(error, { depth: 9, showHidden: true }),
          ...logger.lines,
        ].join();
        for (const secret of secrets) expect(shown).not.toContain(secret);
      }
  });
});

describe('the client of an account that a platform serves', () => {
  it('calls with the token of the account, which it asks for every time', async () => {
    const { api, fake } = await served();
    fake.always('/cgi-bin/tags/get', ok);
    await api.tag.getList();
    await api.tag.getList();
    expect(fake.seen.map(({ query }) => query.access_token)).toEqual([
      'canary-account-1',
      'canary-account-2',
    ]);
    expect(asked.component).toBe(0);
  });

  it('says whose token was refused', async () => {
    const { api, fake } = await served();
    fake.always('/cgi-bin/tags/get', says(40001));
    const error = await failure(api.tag.getList());
    expect(error).toBeInstanceOf(ApiError);
    expect(error.message).toContain('your function accessToken()');
    expect(error.message).not.toContain('AppSecret');
  });

  it('needs neither secret nor token of the account for web pages, and says so of the rest', async () => {
    const { api, fake } = await served({ accessToken: undefined });
    fake.always('/sns/oauth2/component/access_token', { json: { openid: 'o' } });
    expect(await api.oauth.getAccessToken('C')).toEqual({ openid: 'o' });
    const error = await failure(api.tag.getList());
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/authorizer_access_token.*"accessToken"/);
  });

  it('leaves what needs a secret to those who have it', async () => {
    const { api, another, fake } = await served();
    await expect(api.openapi.clearQuotaByAppSecret()).rejects.toThrow(
      /component\.clearQuotaByAppSecret\(appid\)/,
    );
    await expect(another({ appSecret: 'canary-app-secret' }).component.startPushTicket()).rejects.toThrow(
      /of the platform/,
    );
    for (const call of [
      () => api.component.startPushTicket(),
      () => api.component.getComponentAccessToken('T'),
      () => api.component.clearQuotaByAppSecret('wx1'),
    ])
      await expect(call()).rejects.toThrow(/AppSecret of the third-party platform/);
    expect(fake.seen).toEqual([]);
  });

  /** On this machine the page is where the client's host is. */
  const atWeChat = (url: string) => url.replace(/^http:\/\/127\.0\.0\.1:\d+/, 'https://open.weixin.qq.com');

  it('writes its AppIDs into addresses, in the order that WeChat wants', async () => {
    const { api, another } = await served();
    const page = { redirect_uri: 'https://a.example/b', scope: 'snsapi_base', state: 'S' } as const;
    const address = (appid: string, end: string) =>
      `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${appid}&redirect_uri=https%3A%2F%2Fa.example%2Fb` +
      `&response_type=code&scope=snsapi_base&state=S${end}#wechat_redirect`;
    expect(atWeChat(api.oauth.authorizeUrl(page))).toBe(address('wx1', '&component_appid=wxc'));
    expect(atWeChat(api.oauth.authorizeUrl({ ...page, appid: 'wx2' }))).toBe(
      address('wx2', '&component_appid=wxc'),
    );
    const own = another({ appSecret: 's', componentAppId: undefined, componentAccessToken: undefined });
    expect(atWeChat(own.oauth.authorizeUrl(page))).toBe(address('wx1', ''));
    const login = { pre_auth_code: 'P', redirect_uri: 'https://a.example' };
    expect(api.component.loginPageUrl(login)).toContain('?component_appid=wxc&pre_auth_code=P');
    expect(api.component.bindComponentH5Url(login)).toContain('&component_appid=wxc&pre_auth_code=P');
  });

  it('shares no key with the own client of the account, nor with another platform', async () => {
    const store = memoryStore();
    const keys = new Set<string>();
    const read = store.credentials.read.bind(store.credentials);
    const credentials = {
      ...store.credentials,
      read: (key: Parameters<typeof read>[0]) => {
        keys.add(`${key.account} ${key.name}`);
        return read(key);
      },
    };
    const { api, another, fake } = await served({ store: { credentials } });
    let tickets = 0;
    fake.always('/cgi-bin/ticket/getticket', () => ({
      json: { errcode: 0, ticket: `ticket-${++tickets}`, expires_in: 7200 },
    }));
    const none = { accessToken: undefined, componentAccessToken: undefined } as const;
    const clients = [
      api,
      another({ componentAppId: 'wxd' }),
      another({ ...none, appSecret: 'canary-app-secret', componentAppId: undefined }),
    ];
    const got = await Promise.all(clients.map((client) => client.ticket.getTicket('jsapi')));
    expect(new Set(got.map(({ ticket }) => ticket)).size).toBe(3);
    expect(await api.ticket.getTicket('jsapi')).toMatchObject({ ticket: got[0]?.ticket });
    expect(tickets).toBe(3);
    const withSecret = another({ ...none, appSecret: 'canary-app-secret' });
    await withSecret.tag.getList();
    expect([...keys].sort()).toEqual([
      'wx1 own-token:wxc',
      'wx1 ticket:jsapi',
      'wx1 ticket:jsapi:wxc',
      'wx1 ticket:jsapi:wxd',
      'wx1 token',
    ]);
  });
});

describe('the client of a platform', () => {
  it('calls with the secret and the token of the platform, and has none of an account', async () => {
    const { another, fake } = await served();
    const api = another({ appId: PLATFORM, appSecret: 'canary-app-secret', accessToken: undefined });
    fake.always('/cgi-bin/component/api_start_push_ticket', ok);
    fake.always('/cgi-bin/component/api_create_preauthcode', ok);
    await api.component.startPushTicket();
    await api.component.createPreAuthCode();
    expect(JSON.parse(fake.seen[0]!.body)).toEqual({
      component_appid: PLATFORM,
      component_secret: 'canary-app-secret',
    });
    await expect(api.tag.getList()).rejects.toThrow(/authorizer_access_token/);
    // Its own accounts sign in at its own paths; by itself it is no account.
    fake.always('/sns/oauth2/component/access_token', { json: { openid: 'o' } });
    expect(await api.oauth.getComponentAccessToken('wx1', 'C')).toEqual({ openid: 'o' });
    expect(await api.request(get('/sns/oauth2/component/access_token', {}, { auth: 'component' }))).toEqual({
      openid: 'o',
    });
  });
});

describe('createApi() refuses', () => {
  const fn = () => Promise.resolve('t');
  it.each([
    ['a platform without name', { componentAccessToken: fn, accessToken: fn }, /needs "componentAppId"/],
    ['a name that is none', { componentAppId: 'a b', accessToken: fn }, /"componentAppId"/],
    [
      'a token that is no function',
      { componentAppId: 'wxc', componentAccessToken: 'canary' as never },
      /"componentAccessToken"/,
    ],
    [
      'classic tokens',
      { componentAppId: 'wxc', appSecret: 's', accessToken: 'classic' as const },
      /function/,
    ],
    ['nothing at all', {}, /"appSecret".*"componentAppId"/],
  ])('%s', async (_what, options, message) => {
    await served();
    expect(() => createApi({ appId: 'wx1', ...options })).toThrow(message);
    expect(() => createApi({ appId: 'wx1', ...options })).not.toThrow(/canary/);
  });
});
