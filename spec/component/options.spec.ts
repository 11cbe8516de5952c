import { inspect } from 'node:util';
import {
  createApi,
  createLedger,
  createPlatform,
  memoryStore,
  post,
  wechat,
  type PlatformOptions,
} from 'offiaccount';
import { keptLogger } from '../support/api';
import { fakePlatform, PLATFORM, PLATFORM_SECRET, type FakePlatform } from '../support/fake-platform';
import type { Behaviour, SeenRequest } from '../support/fake-wechat';
import { failure, goOn, SCHOOL, SHOP, stage } from './support';

const good = { componentAppId: PLATFORM, componentAppSecret: PLATFORM_SECRET };

describe('createPlatform() refuses', () => {
  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /needs an object/],
    [
      'no AppID',
      { componentAppSecret: 'canary' },
      /needs "componentAppId".*AppID of the third-party platform/,
    ],
    ['no secret', { componentAppId: PLATFORM }, /needs "componentAppSecret".*environment/],
    ['a variable that is not set', { ...good, componentAppSecret: undefined }, /needs "componentAppSecret"/],
    ['an empty secret', { ...good, componentAppSecret: '' }, /"componentAppSecret" must be text/],
    ['an AppID with a space', { ...good, componentAppId: 'wx 1' }, /"componentAppId" must be text/],
    ['the words of wechat()', { appId: PLATFORM }, /no setting "appId".*"componentAppId"/],
    ['another word', { ...good, apiHost: 'x' }, /no setting "apiHost".*"host"/],
    ['a typing error', { ...good, acounts: 'x' }, /no setting "acounts".*"accounts"/],
    ['a host that is none', { ...good, host: 'example' }, /^createPlatform\(\): "host"/],
    ['a timeout that is none', { ...good, timeout: NaN }, /"timeout"/],
    [
      'a store without the port',
      { ...good, store: { credentials: {} } },
      /"store" is memoryStore\(\).*"platforms"/,
    ],
    [
      'half a database',
      { ...good, accounts: { account: () => 1 } },
      /"accounts" is .*account, appIdOf, save, list.*"appIdOf"/,
    ],
  ])('%s', (_what, options, message) => {
    const make = () => createPlatform(options as PlatformOptions);
    expect(make).toThrow(message);
    expect(make).not.toThrow('canary');
  });
});

describe('a platform', () => {
  let fake: FakePlatform;
  const open = async () => (fake = await fakePlatform());
  afterEach(() => fake.close());
  const make = (options: Partial<PlatformOptions> = {}) =>
    createPlatform({ ...good, host: fake.origin, logger: keptLogger(), ...options });

  it('asks nobody before it is used, and gives the same account while that is in use', async () => {
    await open();
    const wx = make();
    const account = wx.account(SHOP);
    expect(wx.account(SHOP)).toBe(account);
    expect(account.api).toBe(account.api);
    for (const appId of ['', 'a b', undefined, 7, PLATFORM])
      expect(() => wx.account(appId as string)).toThrow(/account\(\) needs the AppID of an account/);
    await wx.close();
    expect(fake.seen).toEqual([]);
  });

  it('leads administrators to WeChat’s page, with a code for each view', async () => {
    await open();
    const store = memoryStore();
    await store.platforms.addTicket(PLATFORM, { value: fake.ticket(), createdAt: 1 });
    const wx = make({ store });
    const redirectUri = 'https://a.example/connected?x=1';
    const page = new URL(await wx.authorizationUrl({ redirectUri, authType: 3, categories: [1, 4] }));
    expect(page.origin + page.pathname).toBe('https://mp.weixin.qq.com/cgi-bin/componentloginpage');
    expect(Object.fromEntries(page.searchParams)).toEqual({
      component_appid: PLATFORM,
      pre_auth_code: 'canary-pre-auth-code-3',
      redirect_uri: redirectUri,
      auth_type: '3',
      category_id_list: '1|4',
    });
    const phone = new URL(await wx.authorizationUrl({ redirectUri, bizAppId: SHOP, phone: true }));
    expect(phone.href).toMatch(
      /^https:\/\/open\.weixin\.qq\.com\/wxaopen\/safe\/bindcomponent.*#wechat_redirect$/,
    );
    expect(phone.searchParams.get('biz_appid')).toBe(SHOP);
    expect(phone.searchParams.get('pre_auth_code')).not.toBe(page.searchParams.get('pre_auth_code'));
    for (const [wrong, message] of [
      [{ redirectUri: '/connected' }, /"redirectUri"/],
      [{ redirectUri, authType: 1, bizAppId: SHOP }, /not both/],
      [{ redirectUri, categories: [0] }, /"categories"/],
    ] as const)
      await expect(wx.authorizationUrl(wrong)).rejects.toThrow(message);
  });

  it('calls what has no function, for mini programs too, and goes through the platform for pages', async () => {
    const { wx, fake: at, close } = await stage();
    fake = await fakePlatform();
    at.authorized(SHOP);
    const { api } = wx.account(SHOP);
    at.always('/wxa/get_category', { json: { errcode: 0, category_list: [] } });
    expect(await api.request(post('/wxa/get_category'))).toMatchObject({ category_list: [] });
    at.always('/sns/oauth2/component/access_token', ({ query }) => ({ json: { openid: query.appid } }));
    expect(await api.oauth.getAccessToken('CODE')).toEqual({ openid: SHOP });
    at.always('/sns/component/jscode2session', ({ query }) => ({ json: { openid: query.component_appid } }));
    expect(await api.oauth.jscode2session('CODE')).toMatchObject({ openid: PLATFORM });
    at.always('/cgi-bin/ticket/getticket', {
      json: { errcode: 0, ticket: 'canary-jsapi', expires_in: 7200 },
    });
    expect(await api.ticket.getTicket('jsapi')).toMatchObject({ ticket: 'canary-jsapi' });
    expect(api.oauth.authorizeUrl({ redirect_uri: 'https://a.example', scope: 'snsapi_base' })).toContain(
      `appid=${SHOP}`,
    );
    await expect(wx.api.tag.getList()).rejects.toThrow(/account\(appId\)\.api/);
    await close();
  });

  it('shares no key with another platform, nor with an account’s own client', async () => {
    await open();
    const other = await fakePlatform();
    const keys = new Set<string>();
    const inner = memoryStore();
    const store = {
      platforms: inner.platforms,
      credentials: {
        ...inner.credentials,
        claim: (...args: Parameters<typeof inner.credentials.claim>) => {
          keys.add(`${args[0].account} ${args[0].name}`);
          return inner.credentials.claim(...args);
        },
      },
    };
    const second = 'wx1111111111111111';
    await store.platforms.addTicket(PLATFORM, { value: fake.ticket(), createdAt: 1 });
    fake.authorized(SHOP);
    await make({ store }).account(SHOP).accessToken();
    await failure(make({ store, componentAppId: second, timeout: 300 }).account(SHOP).accessToken());
    const own = createApi({ appId: SHOP, appSecret: 'canary-app-secret', host: fake.origin, store });
    fake.always('/cgi-bin/x', { json: { errcode: 0 } });
    await own.request(post('/cgi-bin/x'));
    wechat({ appId: SHOP, token: 't', appSecret: 's' });
    expect([...keys].sort()).toEqual(
      [
        `${PLATFORM} component-token`,
        `${SHOP} token`,
        `${SHOP} token:${PLATFORM}`,
        `${SHOP} token:${second}`,
        `${second} component-token`,
        `${second} ticket-push`,
      ].sort(),
    );
    await other.close();
  });
});

describe('account() with a kind', () => {
  it('refuses what such accounts may not call, without asking, and leaves the same account without a kind as it is', async () => {
    const at = await stage();
    at.fake.authorized(SHOP);
    const personal = at.wx.account(SHOP, { kind: 'personal' });
    expect(at.wx.account(SHOP, { kind: 'personal' })).toBe(personal);
    const before = at.fake.seen.length;
    expect(await failure(personal.api.tag.getList())).toMatchObject({ errcode: 48001, kind: 'personal' });
    expect(at.fake.seen.length).toBe(before);
    expect(await at.wx.account(SHOP).api.tag.getList()).toEqual({ tags: [{ name: SHOP }] });
    // The token is that of the account, whatever it is called for.
    expect(await at.wx.account(SHOP, { kind: 'service' }).api.tag.getList()).toEqual({
      tags: [{ name: SHOP }],
    });
    expect(at.fake.renewals()).toBe(1);
    await at.close();
  });

  it.each([
    [{ kind: 'shop' }, 'account(): "kind" must be "personal"'],
    [{ knd: 'service' }, 'account() knows no setting "knd". Did you mean "kind"?'],
    [null, 'account() needs an object of settings, or none.'],
  ])('refuses %j', async (options, message) => {
    const at = await stage();
    // As JavaScript may.
    const given = options as unknown as { kind: 'service' };
    expect(() => at.wx.account(SHOP, given)).toThrow(message);
    await at.close();
  });
});

it('a ledger counts what is sent to the users of all accounts', async () => {
  const ledger = createLedger({ store: memoryStore() });
  const at = await stage({ ledger });
  at.fake.authorized(SHOP);
  at.fake.always('/cgi-bin/message/custom/send', { json: { errcode: 0, errmsg: 'ok' } });
  await ledger.note('oAlice', 'message');
  const before = (await ledger.of('oAlice')).left ?? 0;
  await at.wx
    .account(SHOP)
    .api.request(
      post('/cgi-bin/message/custom/send', { touser: 'oAlice', msgtype: 'text', text: { content: 'hi' } }),
    );
  expect((await ledger.of('oAlice')).left).toBe(before - 1);
  await at.close();
});

describe('the secrets of a platform', () => {
  const echo =
    (errcode: number) =>
    ({ query, body }: SeenRequest): Behaviour => ({
      json: { errcode, errmsg: `bad ${JSON.stringify(query)} ${body} rid: 65a1b2c3-0aaabbbb-1cccdddd` },
    });

  it.each([
    'api_component_token',
    'api_authorizer_token',
    'api_get_authorizer_info',
    'api_get_authorizer_list',
    'api_query_auth',
    'api_create_preauthcode',
    'api_start_push_ticket',
  ])('are in no error, log line or key name, whatever WeChat repeats: %s', async (path) => {
    for (const behaviour of [echo(40001), echo(61003), echo(61009), 'reset-after-request'] as const) {
      const at = await stage({ timeout: 2000 });
      const { wx, fake, logger } = at;
      fake.authorized(SHOP);
      fake.always(`/cgi-bin/component/${path}`, behaviour);
      const calls: (() => Promise<unknown>)[] = [
        () => wx.account(SHOP).api.tag.getList(),
        () => wx.account(SCHOOL).info(),
        () => wx.account(SHOP).accessToken(),
        () => wx.exchange('canary-code-of-a-page'),
        () => wx.sync(),
        () => wx.api.component.createPreAuthCode(),
      ];
      const shown: string[] = [];
      for (const call of calls) {
        const error = await goOn(call(), at, 1000).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        shown.push(
          inspect(error, { depth: 9, showHidden: true }),
          String((error as Error | undefined)?.stack),
        );
      }
      shown.push(
        ...logger.lines,
        inspect(wx, { depth: 9, showHidden: true }),
        inspect(wx.account(SHOP), { depth: 9 }),
      );
      const known = `${fake.account(SHOP).refreshToken} canary-code-of-a-page`;
      expect(known).toContain('canary');
      expect(shown.join('\n').replaceAll(PLATFORM_SECRET, 'SECRET')).not.toMatch(/canary/);
      await at.close();
    }
  });
});
