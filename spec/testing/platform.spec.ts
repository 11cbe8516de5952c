import express from 'express';
import { ConfigError, reply, wechat } from 'offiaccount';
import type { NoticeMessage } from 'offiaccount';
import { simulate, simulatePlatform } from 'offiaccount/testing';
import type { NoticeName, Observed } from 'offiaccount/testing';
import { withoutSecrets } from '../../lib/testing/api/call';
import { notices as noticeTable } from '../../lib/model/notices';
import type { Shape } from '../../lib/model/shape';
import {
  closeAll,
  componentAppId,
  connect,
  HOUR,
  MINUTE,
  refused,
  settings,
  track,
} from './platform-support';

afterEach(closeAll);

const tickets = (notices: readonly NoticeMessage[]) =>
  notices.filter(({ InfoType }) => InfoType === 'component_verify_ticket');

describe('tickets', () => {
  it('come at once, every ten minutes, and when they are asked for', async () => {
    const { simulator, clock, notices, api, fake, renew } = await connect();
    expect(await simulator.push('component_verify_ticket')).toMatchObject({ outcome: 'silent' });
    expect(tickets(notices)).toHaveLength(2);
    await clock.advance(10 * MINUTE);
    expect(tickets(notices)).toHaveLength(3);
    await clock.advance(20 * MINUTE);
    expect(tickets(notices)).toHaveLength(5);
    await api.component.startPushTicket();
    await fake.events();
    expect(tickets(notices)).toHaveLength(6);
    await renew();
  });

  it('stop when they are not answered with success, until they are asked for', async () => {
    const app = express();
    const answers = ['{"ok":1}', '', '"success"', 'success'];
    let asked = 0;
    app.post('/wechat', (_req, res) => void res.send(answers[Math.min(asked++, 3)]));
    const simulator = track(simulatePlatform(app, settings));
    await simulator.clock.advance(15 * MINUTE);
    expect([asked, simulator.pushesTickets]).toEqual([2, true]);
    await simulator.clock.advance(HOUR);
    expect([asked, simulator.pushesTickets]).toEqual([3, false]);
    const body = { component_appid: componentAppId, component_secret: settings.componentAppSecret };
    const start = async () => {
      const url = `${await simulator.api.url()}/cgi-bin/component/api_start_push_ticket`;
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
      await simulator.api.events();
      return answer.json();
    };
    expect(await start()).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(await start()).toEqual({ errcode: 0, errmsg: 'in a normal state' });
    await simulator.clock.advance(10 * MINUTE);
    expect([asked, simulator.pushesTickets]).toEqual([6, true]);
  });

  it('get lost', async () => {
    const { simulator, clock, notices } = await connect();
    simulator.loseTickets(2);
    await clock.advance(11 * MINUTE);
    expect(notices).toEqual([]);
    await clock.advance(10 * MINUTE);
    expect(tickets(notices)).toHaveLength(1);
  });
});

describe('an account', () => {
  it('authorises: a notice with a code, which is in the redirect as well, once for an hour', async () => {
    const { simulator, clock, notices, exchange, api } = await connect();
    const shop = simulator.account({ kind: 'service', permissions: [1, 2, 4] });
    const { seen, code, redirect } = await shop.authorizes({
      redirectUri: 'https://a.example/back?tenant=7',
    });
    expect(seen).toMatchObject({ outcome: 'silent' });
    const notice = notices.at(-1);
    expect(notice).toMatchObject({
      AppId: componentAppId,
      InfoType: 'authorized',
      AuthorizerAppid: shop.appId,
      AuthorizationCode: code,
    });
    const { CreateTime, AuthorizationCodeExpiredTime } = notice as unknown as Record<string, number>;
    expect(AuthorizationCodeExpiredTime! - CreateTime!).toBe(3600);
    const back = new URL(redirect, 'https://a.example');
    expect(Object.fromEntries(back.searchParams)).toEqual({
      tenant: '7',
      auth_code: code,
      expires_in: '3600',
    });
    const { info } = await exchange(code);
    expect(info.func_info.map(({ funcscope_category: { id } }) => id)).toEqual([1, 2, 4]);
    await expect(exchange(code)).rejects.toEqual(refused(61009));
    expect(await api.component.getAuthorizerInfo(shop.appId)).toMatchObject({
      authorizer_info: { user_name: shop.originalId, service_type_info: { id: 2 } },
    });
    const late = await simulator.account().authorizes();
    await clock.advance(HOUR);
    await expect(exchange(late.code)).rejects.toEqual(refused(61010));
  });

  it('is told twice, later, or not at all', async () => {
    const { simulator, notices } = await connect();
    const names = () => notices.slice(1).map(({ InfoType }) => InfoType);
    const shop = simulator.account();
    const { again } = await shop.authorizes({ twice: true });
    expect(again).toMatchObject({ outcome: 'silent' });
    expect((await simulator.account().authorizes({ push: 'lost' })).seen).toBeUndefined();
    expect(names()).toEqual(['authorized']);
    const { push } = await simulator.account().authorizes({ order: 'redirect-first' });
    expect(names()).toEqual(['authorized']);
    await push();
    expect(names()).toEqual(['authorized', 'authorized']);
  });

  it('changes what it has granted, and withdraws', async () => {
    const { simulator, notices, exchange, api } = await connect();
    const shop = simulator.account({ permissions: [1, 2, 11] });
    await expect(shop.changes([1])).rejects.toThrow(/authorizes\(\)/);
    const { acting, refreshToken } = await exchange((await shop.authorizes()).code);
    await acting.tag.getList();
    const { code } = await shop.changes([1]);
    expect(notices.at(-1)).toMatchObject({ InfoType: 'updateauthorized', AuthorizationCode: code });
    await expect(acting.tag.getList()).rejects.toEqual(refused(40001));
    const renewed = await exchange(code);
    expect(renewed.refreshToken).not.toBe(refreshToken);
    await expect(renewed.acting.tag.getList()).rejects.toEqual(refused(61007));
    expect((await shop.authorizes()).seen).toBeUndefined();
    expect(await shop.withdraws()).toMatchObject({ outcome: 'silent' });
    expect(notices.at(-1)).toMatchObject({ InfoType: 'unauthorized', AuthorizerAppid: shop.appId });
    await expect(renewed.acting.tag.getList()).rejects.toMatchObject({ errcode: 40001 });
    await expect(api.component.getAuthorizerInfo(shop.appId)).rejects.toEqual(refused(61003));
    expect(shop.permissions).toEqual([]);
    await expect(shop.withdraws()).rejects.toThrow(ConfigError);
  });

  it('sends what its users send to the platform, at its own path, encrypted for the platform', async () => {
    const events: Observed[] = [];
    const { simulator, wx } = await connect({ observe: (event) => void events.push(event) });
    const paths: string[] = [];
    wx.text('hi', (ctx) => `hello ${ctx.openid}`);
    const shop = simulator.account();
    expect(await shop.user('alice').says('hi')).toMatchObject({
      outcome: 'silent',
      problemCode: 'not-authorized',
      deliveries: [],
    });
    await shop.authorizes();
    expect(await shop.user('alice').says('hi')).toMatchObject({ reply: { Content: 'hello alice' } });
    for (const event of events) if (event.type === 'delivery') paths.push(new URL(event.url).pathname);
    expect(paths).toEqual(['/wechat', '/wechat', `/wechat/${shop.appId}`]);
    await shop.changes([2]);
    expect(await shop.user('alice').says('hi')).toMatchObject({ problemCode: 'messages-not-granted' });
  });

  it.each([
    [{ list: [{ refresh_token: 'canary', auth_time: 1 }] }, { list: [{ auth_time: 1 }] }],
    [{ kept: { access_token: ['canary', ['canary']] } }, { kept: {} }],
    [[{ pre_auth_code: [['canary']], id: 7 }], [{ id: 7 }]],
    // A card's code, and a keyword of a template, are none.
    [
      { card: { code: '1' }, data: { secret: { value: 'x' } } },
      { card: { code: '1' }, data: { secret: { value: 'x' } } },
    ],
    [{ texts: ['one', 'two'] }, { texts: ['one', 'two'] }],
  ])('keeps of %j no credential', (json, kept) => {
    expect(withoutSecrets(json)).toEqual(kept);
  });

  it('observes calls without their tokens, however deep in an answer they stand', async () => {
    const calls: Observed[] = [];
    const observe = (event: Observed) => {
      if (event.type === 'call') calls.push(event);
    };
    const { simulator, api, current, exchange } = await connect({ observe });
    const shop = simulator.account();
    const { info, refreshToken } = await exchange((await shop.authorizes()).code);
    const { list } = await api.component.getAuthorizerList(0, 100);
    const shown = JSON.stringify(calls);
    const secrets = [info.authorizer_access_token, refreshToken, current.token, list[0]?.refresh_token];
    for (const secret of secrets) {
      expect(secret).toEqual(expect.stringMatching(/.{8}/));
      expect(shown).not.toContain(secret);
    }
    expect(shown).toContain('func_info');
  });
});

describe('users', () => {
  it('of several accounts at once are told apart by ToUserName, not by the path', async () => {
    const { simulator, wx } = await connect();
    wx.text('who', ({ message }) => message.ToUserName);
    const shops = [simulator.account(), simulator.account({ kind: 'subscription' })];
    for (const shop of shops) await shop.authorizes();
    const seen = await Promise.all(shops.map((shop) => shop.user('alice').says('who')));
    expect(seen.map(({ reply: said }) => said)).toMatchObject(
      shops.map(({ originalId }) => ({ Content: originalId })),
    );
    expect(shops.map((shop) => shop.user('alice').sees().length)).toEqual([1, 1]);
    expect(simulator.account({ appId: shops[0]!.appId })).toBe(shops[0]);
    expect(simulator.accounts).toEqual(shops);
  });

  it('are reached by what the platform sends in place of the account', async () => {
    const { simulator, exchange } = await connect();
    const shop = simulator.account();
    const { acting } = await exchange((await shop.authorizes()).code);
    const alice = shop.user('alice');
    await alice.says('hi');
    await acting.customerMessage.send({ touser: 'alice', msgtype: 'text', text: { content: 'later' } });
    expect(alice.sees()).toMatchObject([{ Content: 'later', via: 'customer-service' }]);
  });

  it('of a mini program enter its customer service, and are not answered by a reply', async () => {
    const { simulator, wx, exchange } = await connect();
    wx.event('user_enter_tempsession', () => undefined).text('bad', () => 'a passive reply');
    wx.text('staff', () => reply.transfer());
    const mini = simulator.account({ kind: 'mini-program' });
    const { acting } = await exchange((await mini.authorizes()).code);
    const user = mini.user('alice');
    expect(await user.triggers('user_enter_tempsession')).toMatchObject({ outcome: 'silent' });
    expect(await user.sends('miniprogrampage')).toMatchObject({ outcome: 'silent' });
    expect(await user.says('bad')).toMatchObject({ problemCode: 'mini-program-reply' });
    expect(user.sees()).toEqual([{ MsgType: 'system', Content: '该小程序客服暂时无法提供服务，请稍后再试' }]);
    expect(await user.says('staff')).toMatchObject({ outcome: 'replied' });
    await acting.customerMessage.send({ touser: 'alice', msgtype: 'text', text: { content: 'hi' } });
    await expect(acting.menu.get()).rejects.toEqual(refused(48001));
  });

  it('are refused where the app encrypts for the account instead of the platform', async () => {
    const app = express();
    const simulator = track(simulatePlatform(app, settings));
    const shop = simulator.account();
    const { token, encodingAESKey } = settings;
    const wrong = simulate(app, { appId: shop.appId, token, encodingAESKey, path: '/wechat' });
    app.use('/wechat', wechat({ appId: shop.appId, token, encodingAESKey, logger: silent }));
    await shop.authorizes();
    expect(await shop.user().says('hi')).toMatchObject({ outcome: 'refused' });
    expect(await wrong.user().says('hi')).toMatchObject({ outcome: 'silent' });
    await wrong.close();
  });
});

const silent = { warn: () => undefined, error: () => undefined };

describe('an account that somebody else serves', () => {
  it('is played by simulate() with the key of the platform', async () => {
    const { token, encodingAESKey } = settings;
    const app = express();
    const account = { appId: 'wx4f0c2b9d7e61a853', componentAppId, token, encodingAESKey };
    const simulator = simulate(app, account);
    app.use(wechat({ ...account, logger: silent, clock: simulator.clock }).text('hi', () => 'hello'));
    expect(await simulator.user().says('hi')).toMatchObject({ reply: { Content: 'hello' } });
    await simulator.close();
  });
});

describe('notices', () => {
  it.each(Object.keys(noticeTable) as NoticeName[])('can be pushed: %s', async (name) => {
    const { simulator, notices } = await connect();
    expect(await simulator.push(name, {}, { times: 2 })).toMatchObject({ outcome: 'silent' });
    const notice = notices.at(-1)!;
    expect(notice).toMatchObject({ InfoType: name, AppId: componentAppId });
    for (const [field, item] of Object.entries(noticeTable[name] as Shape))
      if (typeof item !== 'function' || item.optional !== true) expect(notice).toHaveProperty(field);
  });

  it('of a registration bring a mini program whose code works', async () => {
    const { simulator, notices, exchange } = await connect();
    await simulator.push('notify_third_fasteregister');
    const { auth_code = '', appid } = notices.at(-1) as unknown as Record<string, string>;
    expect((await exchange(auth_code)).info.authorizer_appid).toBe(appid);
  });

  it('arrive in another order than they were made in', async () => {
    const { simulator, notices } = await connect();
    const shop = simulator.account();
    await shop.authorizes();
    const release = simulator.holdNotices();
    expect(await shop.withdraws()).toBeUndefined();
    await simulator.clock.advance(2000);
    expect((await shop.authorizes()).seen).toBeUndefined();
    expect(await release('reversed')).toMatchObject([{ outcome: 'silent' }, { outcome: 'silent' }]);
    const [newer, older] = notices.slice(-2);
    expect([newer?.InfoType, older?.InfoType]).toEqual(['authorized', 'unauthorized']);
    expect(newer!.CreateTime - older!.CreateTime).toBeGreaterThanOrEqual(2);
  });

  it('for another platform are refused, and the address is checked', async () => {
    const { simulator } = await connect();
    expect(await simulator.push('unauthorized', { AppId: 'wx0' })).toMatchObject({ outcome: 'refused' });
    expect(await simulator.verifyUrl()).toMatchObject({ outcome: 'replied' });
    expect(await simulator.verifyUrl('wx4f0c2b9d7e61a853')).toMatchObject({ outcome: 'replied' });
    // @ts-expect-error there is no such notice
    await expect(simulator.push('authorised')).rejects.toThrow(/authorized/);
  });
});

describe('two platforms', () => {
  it('serve one account: both get what its users send, each as its own', async () => {
    const one = await connect();
    const two = await connect({
      ...{ componentAppId: 'wx0d1e2f3a4b5c6d7e', token: 'otherTok3n', api: one.fake, clock: one.clock },
    });
    one.wx.text('hi', () => 'from one');
    two.wx.text('hi', () => 'from two');
    const shop = one.simulator.account();
    const same = two.simulator.account({ appId: shop.appId });
    expect(same.originalId).toBe(shop.originalId);
    await shop.authorizes();
    expect(await shop.user('alice').says('hi')).toMatchObject({ reply: { Content: 'from one' } });
    await same.authorizes();
    expect(await same.user('alice').says('hi')).toMatchObject({ reply: { Content: 'from two' } });
    expect(same.user('alice').sees()).toHaveLength(2);
    await shop.withdraws();
    expect(await shop.user('alice').says('hi')).toMatchObject({ reply: { Content: 'from two' } });
    expect(same.permissions).toContain(1);
    await expect(two.renew(one.current.ticket)).rejects.toMatchObject({ errcode: 61006 });
  });
});

describe('the authorisation page', () => {
  const link = (address: string, attributes = '') =>
    `<a ${attributes} href="${address.replaceAll('&', '&amp;')}">authorise</a>`;

  /** An app with a page at /connect, which `show` writes around WeChat's address. */
  async function pageWith(
    show: (address: string) => string,
    headers: Readonly<Record<string, string>> = {},
    more: Readonly<Record<string, unknown>> = {},
  ) {
    const world = await connect({ domain: 'shop.example' });
    await world.simulator.push('component_verify_ticket');
    await world.renew();
    world.app.get('/connect', (_req, res, next) => {
      world.api.component
        .createPreAuthCode()
        .then(({ pre_auth_code }) => {
          const redirect_uri = 'https://shop.example/connected?state=7';
          const address = world.api.component.loginPageUrl({
            ...{ component_appid: componentAppId, pre_auth_code, redirect_uri },
            ...more,
          });
          res.set(headers).cookie('nonce', 'n1').send(show(address));
        })
        .catch(next);
    });
    return { ...world, shop: world.simulator.account(), page: '/connect' };
  }

  it.each<[string, (address: string) => string, Record<string, string>]>([
    ['a link', (address) => link(address), {}],
    [
      'a link that says so',
      (address) => link(address, 'referrerpolicy="origin"'),
      { 'Referrer-Policy': 'no-referrer' },
    ],
    [
      'a refresh',
      (address) => `<meta http-equiv="refresh" content="0;url=${address.replaceAll('&', '&amp;')}">`,
      {},
    ],
  ])('is reached by %s, and leads back with the code', async (_what, show, headers) => {
    const { shop, page } = await pageWith(show, headers);
    const { redirect, cookie, code, seen } = await shop.authorizes({ page });
    expect(redirect).toBe(`/connected?state=7&auth_code=${encodeURIComponent(code)}&expires_in=3600`);
    expect([cookie, seen?.outcome]).toEqual(['nonce=n1', 'silent']);
  });

  it.each<[string, RegExp, (address: string) => string, Record<string, string>, Record<string, unknown>]>([
    [
      'helmet',
      /授权入口页所在域名：空/,
      (address) => link(address),
      { 'Referrer-Policy': 'no-referrer' },
      {},
    ],
    ['noreferrer', /授权入口页所在域名：空/, (address) => link(address, 'rel="noreferrer"'), {}, {}],
    [
      'another domain',
      /回调 URL 的域名：other\.example/,
      (address) => link(address),
      {},
      { redirect_uri: 'https://other.example/' },
    ],
    ['a choice of mini programs', /auth_type 2/, (address) => link(address), {}, { auth_type: 2 }],
    ['another account', /wx0/, (address) => link(address), {}, { biz_appid: 'wx0' }],
    ['another platform', /component_appid/, (address) => link(address), {}, { component_appid: 'wx0' }],
    ['a code of nobody', /预授权码/, (address) => link(address), {}, { pre_auth_code: 'preauthcode@@@x' }],
    ['no link', /no link/, () => 'nothing here', {}, {}],
  ])('refuses %s', async (_what, message, show, headers, more) => {
    const { shop, page } = await pageWith(show, headers, more);
    await expect(shop.authorizes({ page })).rejects.toThrow(message);
    expect(shop.permissions).toEqual([]);
  });

  it('refuses an address that the app redirects to, and takes each code once, for half an hour', async () => {
    const { app, api, simulator, shop, clock } = await pageWith(link);
    const address = async () => {
      const { pre_auth_code } = await api.component.createPreAuthCode();
      return api.component.bindComponentH5Url({ pre_auth_code, redirect_uri: 'https://shop.example/' });
    };
    const one = await address();
    app.get('/away', (_req, res) => res.redirect(one));
    await expect(shop.authorizes({ page: '/away' })).rejects.toThrow(/空/);
    await shop.authorizes({ page: one });
    await expect(shop.authorizes({ page: one })).rejects.toThrow(/预授权码/);
    const late = await address();
    await clock.advance(30 * MINUTE);
    await expect(simulator.account().authorizes({ page: late })).rejects.toThrow(/预授权码/);
  });
});

describe('the release test', () => {
  /** What a platform must do for WeChat's accounts. */
  async function ready() {
    const world = await connect();
    const { wx, exchange, byName } = world;
    const exchanged = new Map<string, Promise<unknown>>();
    const once = (code: string) => {
      if (!exchanged.has(code)) exchanged.set(code, exchange(code));
      return exchanged.get(code);
    };
    wx.on('notice', ({ message }, next) => {
      if (message.InfoType === 'authorized') void once(message.AuthorizationCode);
      return next();
    });
    wx.text('TESTCOMPONENT_MSG_TYPE_TEXT', () => 'TESTCOMPONENT_MSG_TYPE_TEXT_callback');
    wx.text(/^QUERY_AUTH_CODE:(.+)$/, ({ match, openid, message: { ToUserName } }) => {
      const content = `${match[1]}_from_api`;
      const answer = async () => {
        await once(match[1] ?? '');
        await byName
          .get(ToUserName)
          ?.api.customerMessage.send({ touser: openid, msgtype: 'text', text: { content } });
      };
      void answer().catch(() => undefined);
    });
    wx.event('LOCATION', () => 'LOCATIONfrom_callback');
    return world;
  }

  it('passes with each of the five pairs', async () => {
    const { simulator, api } = await ready();
    const { passed, pairs } = await simulator.releaseTest();
    expect(pairs.flatMap(({ rows }) => rows.filter((row) => !row.passed))).toEqual([]);
    expect([passed, pairs.length]).toEqual([true, 5]);
    expect(pairs[0]).toMatchObject({
      officialAccount: 'wx570bc396a51b8ff8',
      miniProgram: 'wxd101a85aa106f53e',
    });
    expect(pairs[0]?.rows.map(({ name }) => name)).toEqual([
      ...['组件ticket正确接收', '生成预授权码', '获取授权code', '授权'],
      ...['返回普通文本消息', '返回Api文本消息', '发送事件消息', '取消授权'],
    ]);
    const { list } = await api.component.getAuthorizerList(0, 500);
    const dead = list.find(({ authorizer_appid }) => authorizer_appid === 'wx570bc396a51b8ff8');
    await expect(
      api.component.getAuthorizerAccessToken(dead!.authorizer_appid, dead!.refresh_token!),
    ).rejects.toEqual(refused(61003));
  });

  it('says which rows do not pass, and why', async () => {
    const { simulator } = await connect();
    const { passed, pairs } = await simulator.releaseTest({ pair: 2 });
    expect([passed, pairs.length]).toEqual([false, 1]);
    const failed = pairs[0]!.rows.filter((row) => !row.passed);
    expect(failed.map(({ code }) => code)).toEqual(['authorization', 'text', 'api-text', 'event']);
    for (const { problem, problemText } of failed) {
      expect(problemText?.en).toBe(problem);
      expect(problemText?.zh).toMatch(/\p{Script=Han}.*。$/u);
    }
  });
});

describe('simulatePlatform() refuses', () => {
  it.each([
    [{ componentAppId: '' }, /"componentAppId"/],
    [{ token: '' }, /"token"/],
    [{ encodingAESKey: 'short' }, /43/],
    [{ eventsPath: 'wechat' }, /"eventsPath"/],
    [{ domain: 'https://a.example' }, /"domain"/],
  ])('%j', (over, message) => {
    expect(() => simulatePlatform(express(), { ...settings, ...over })).toThrow(message);
  });

  it('what it cannot play', async () => {
    const { simulator } = await connect();
    expect(() => simulator.account({ permissions: [17] })).toThrow(/no permission set 17/);
    expect(() => simulator.account({ kind: 'mini-program', permissions: [1] })).toThrow(ConfigError);
    const test = simulate(express(), { appId: 'wx1', token: 't', kind: 'test', api: simulator.api });
    expect(() => simulator.account({ appId: 'wx1' })).toThrow(/测试号/);
    await test.close();
    await simulator.close();
    await expect(simulator.push('unauthorized')).rejects.toThrow(/closed/);
  });
});
