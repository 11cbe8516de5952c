import { setTimeout as sleep } from 'node:timers/promises';
import { createRouter, inOrder, memoryStore, session, wechat } from 'offiaccount';
import type { Context, Reply } from 'offiaccount';
import { systemClock } from '../../lib/clock';
import { RELEASE_TEST_ACCOUNTS } from '../../lib/component/release-test';
import { expresses, fastClock } from '../support/attack';
import {
  closePlatforms,
  componentAppId,
  connect,
  createWeChat,
  encodingAESKey,
  servePlatform,
  token,
} from '../support/platform';
import type { ServedOptions, ServedPlatform } from '../support/platform';
import { checkQuery, textOf, toXml } from '../support/push';
import { until } from '../support/redis';

const shop = { appId: 'wx4f0c2b9d7e61a853', userName: 'gh_3f1c9a7be204' };
const school = { appId: 'wx7a6b5c4d3e2f1098', userName: 'gh_7a6b5c4d3e2f' };

afterEach(closePlatforms);

/** A platform with a ticket that two accounts have authorised, and what its handlers have seen. */
async function serve(options: ServedOptions = {}) {
  const seen: Context[] = [];
  const served = await servePlatform({
    ...options,
    routes: (wx) => {
      wx.use((ctx, next) => {
        seen.push(ctx);
        return next();
      });
      options.routes?.(wx);
      wx.text((ctx) => `hello from ${ctx.appId}`);
    },
  });
  await served.ticket();
  for (const { appId, userName } of [shop, school]) await connect(served, appId, userName);
  seen.splice(0);
  return { ...served, seen };
}

const replied = (text: string, { reply }: Awaited<ReturnType<ServedPlatform['send']>>) =>
  expect(textOf(reply?.text ?? '', 'Content')).toBe(text);

describe.each(expresses)('platform() on %s', (_name, ex) => {
  it('runs one router for all accounts, each with its own AppID and API', async () => {
    const { says, seen, wechat } = await serve({
      express: ex,
      routes: (wx) =>
        wx.text('tag me', async ({ api, openid }) => {
          await api.tag.batchTagging([openid], 7);
        }),
    });
    replied(`hello from ${shop.appId}`, await says(shop.userName, 'hi'));
    replied(`hello from ${school.appId}`, await says(school.userName, 'hi', `/wechat/${school.appId}/cb`));
    expect(seen.map((ctx) => ctx.appId)).toEqual([shop.appId, school.appId]);
    await Promise.all([says(shop.userName, 'tag me'), says(school.userName, 'tag me')]);
    expect(wechat.called('batchtagging').map(wechat.accountOf).sort()).toEqual(
      [shop.appId, school.appId].sort(),
    );
  });

  it('answers for the platform, as text/xml', async () => {
    const { says } = await serve({ express: ex });
    const { reply, type } = await says(shop.userName, 'hi');
    expect(reply).toMatchObject({ receiveId: componentAppId, signed: true });
    expect(type).toBe('text/xml; charset=utf-8');
  });

  it('answers the check of the address', async () => {
    const { origin } = await serve({ express: ex });
    const echo = await fetch(`${origin}/wechat?${checkQuery({ echostr: '123456' })}`);
    expect([echo.status, await echo.text()]).toEqual([200, '123456']);
    const forged = await fetch(`${origin}/wechat?${checkQuery({ echostr: '1', signature: '0'.repeat(40) })}`);
    expect(forged.status).toBe(403);
  });

  it('shares an address with another bot', async () => {
    const other = wechat({
      appId: 'wx0000000000000007',
      token: 'otherTok3n',
      encodingAESKey: 'T'.repeat(43),
    });
    other.text(() => 'the other');
    const { says, send } = await serve({
      express: ex,
      mount: (app, wx) => app.use('/wechat', other as never, wx as never),
    });
    replied(`hello from ${shop.appId}`, await says(shop.userName, 'hi'));
    const foreign = await send({
      account: { appId: 'wx0000000000000007', token: 'otherTok3n', encodingAESKey: 'T'.repeat(43) },
      envelope: { receiveId: 'wx0000000000000007' },
    });
    expect(foreign.status).toBe(200);
    await other.close();
  });
});

describe('a message', () => {
  it('runs once, whatever path it is pushed to, with the API of the account it is for', async () => {
    const { send, seen } = await serve();
    const message = toXml({
      ToUserName: shop.userName,
      FromUserName: 'oUser',
      CreateTime: Math.floor(Date.now() / 1000),
      MsgType: 'text',
      Content: 'hi',
      MsgId: '24718305561935662',
    });
    for (const path of [
      '/wechat',
      `/wechat/${school.appId}/cb`,
      `/wechat/${shop.appId}`,
      '/wechat/wx0000000000000000',
    ])
      replied(`hello from ${shop.appId}`, await send({ message }, path));
    expect(seen.map((ctx) => ctx.appId)).toEqual([shop.appId]);
  });

  it('of an account that is not in the store is found by its path, which WeChat has to confirm', async () => {
    const { wechat, says, seen, lines } = await serve();
    wechat.authorize('wx1111111111111111', 'gh_1');
    wechat.authorize('wx2222222222222222', 'gh_2');
    expect((await says('gh_1', 'hi', '/wechat/wx2222222222222222/cb')).status).toBe(403);
    expect((await says('gh_1', 'hi', '/wechat/wx2222222222222222/cb')).status).toBe(403);
    expect(seen).toEqual([]);
    expect(
      wechat.called('authorizer_info').filter(({ json }) => json.authorizer_appid === 'wx2222222222222222'),
    ).toHaveLength(1);
    replied('hello from wx1111111111111111', await says('gh_1', 'hi', '/wechat/wx1111111111111111/cb'));
    // From now on, the path does not matter.
    replied('hello from wx1111111111111111', await says('gh_1', 'hi', '/wechat/wx2222222222222222/cb'));
    expect(lines.filter(({ fields }) => fields.event === 'refused')).toHaveLength(2);
  });

  it('of an account that is not in the store, without its AppID in the path, is found in WeChat’s list', async () => {
    const { wechat, says, seen } = await serve();
    wechat.authorize('wx1111111111111111', 'gh_1');
    replied('hello from wx1111111111111111', await says('gh_1', 'hi'));
    expect(seen.map((ctx) => ctx.appId)).toEqual(['wx1111111111111111']);
  });

  it('of an account that is authorised anew, of which nobody told, has an API that works', async () => {
    const { wechat, wx, unauthorized, says, seen } = await serve({
      routes: (each) => each.text('menu', (ctx) => ctx.api.menu.get().then(() => 'called')),
    });
    const now = Math.floor(Date.now() / 1000);
    wechat.withdraw(shop.appId);
    await unauthorized(shop.appId, { CreateTime: now + 5 });
    await until(() => seen.length === 1);
    // One that was on its way when the account withdrew.
    await says(shop.userName, 'hello', undefined, { CreateTime: now + 4 });
    const before = wechat.calls.length;
    await expect(wx.account(shop.appId).api.menu.get()).rejects.toMatchObject({ errcode: 61003 });
    expect(wechat.calls.length).toBe(before);
    // A newer one, though WeChat says that it is none of ours: WeChat is asked once.
    await says(shop.userName, 'hello', undefined, { CreateTime: now + 6 });
    for (let n = 0; n < 3; n++)
      await expect(wx.account(shop.appId).info()).rejects.toMatchObject({ errcode: 61003 });
    expect(wechat.called('authorizer_info').length).toBe(3);
    wechat.authorize(shop.appId, shop.userName, { permissions: [1, 2] });
    const answer = await says(shop.userName, 'menu', undefined, { CreateTime: now + 7 });
    replied('called', answer);
    const all: string[] = [];
    for await (const { appId } of wx.accounts()) all.push(appId);
    expect(all).toContain(shop.appId);
    expect(await wx.account(shop.appId).info()).toMatchObject({ userName: shop.userName });
  });

  it('of an account that nobody knows is answered "success", and no handler runs; WeChat is asked once', async () => {
    const { wechat, says, seen, lines } = await serve();
    const before = wechat.called('authorizer_list').length;
    for (const path of ['/wechat', '/wechat', '/wechat/cb'])
      expect((await says('gh_stranger', 'hi', path)).text).toBe('success');
    expect((await says('gh_stranger', 'hi', '/wechat/wx9999999999999999')).status).toBe(403);
    expect(seen).toEqual([]);
    expect(wechat.called('authorizer_list').length - before).toBe(1);
    expect(lines.filter(({ fields }) => fields.event === 'account-unknown')).toHaveLength(1);
  });

  it('of an account that cannot be told now is left to its next delivery, and the last one answered', async () => {
    const { wechat, says, seen } = await serve({ config: { timeout: 300 } });
    const restore = wechat.answer(({ path }) =>
      path.includes('get_authorizer') ? wechat.refused(-1) : undefined,
    );
    await expect(says('gh_1', 'hi', '/wechat/wx1111111111111111')).rejects.toThrow();
    const old = { CreateTime: Math.floor(Date.now() / 1000) - 10 };
    expect((await says('gh_1', 'hi', '/wechat/wx1111111111111111', old)).text).toBe('success');
    expect(seen).toEqual([]);
    restore();
    wechat.authorize('wx1111111111111111', 'gh_1');
    replied('hello from wx1111111111111111', await says('gh_1', 'hi', '/wechat/wx1111111111111111'));
  });

  it('is refused when it is encrypted for an account, or for another platform', async () => {
    const { send, seen } = await serve();
    for (const receiveId of [shop.appId, 'wx0000000000000000', ''])
      expect((await send({ message: { ToUserName: shop.userName }, envelope: { receiveId } })).status).toBe(
        403,
      );
    expect((await send({ mode: 'clear', message: { ToUserName: shop.userName } })).status).toBe(403);
    expect(seen).toEqual([]);
  });

  it('of a mini program has what the tables know', async () => {
    const { wechat, wx, authorized, send, seen } = await serve();
    await authorized('wx1111111111111111', wechat.authorize('wx1111111111111111', 'gh_mini', { mini: true }));
    await until(async () => (await wx.account('wx1111111111111111').info()).kind === 'mini-program');
    await send({
      message: {
        ToUserName: 'gh_mini',
        MsgType: 'event',
        Event: 'user_enter_tempsession',
        SessionFrom: 'shop',
        Content: undefined,
      },
    });
    const { message, appId } = seen.at(-1)!;
    expect(appId).toBe('wx1111111111111111');
    if (message.MsgType !== 'event' || message.Event !== 'user_enter_tempsession') throw new Error('Not so.');
    expect(message.SessionFrom).toBe('shop');
  });

  it('keeps its session in its account, and its order', async () => {
    const { says } = await serve({
      routes: (wx) =>
        wx.use(inOrder(), session()).text('count', async (ctx) => {
          const kept = (await ctx.session) as { count?: number };
          kept.count = (kept.count ?? 0) + 1;
          return String(kept.count);
        }),
    });
    replied('1', await says(shop.userName, 'count'));
    replied('2', await says(shop.userName, 'count'));
    replied('1', await says(school.userName, 'count'));
  });

  it('goes to the router of its account', async () => {
    const routers = new Map([
      [shop.appId, createRouter().text('hours', () => 'from 8')],
      [school.appId, createRouter().text('hours', () => 'from 9')],
    ]);
    const { says } = await serve({
      routes: (wx) => wx.use((ctx, next) => routers.get(ctx.appId)?.dispatch(ctx, next) ?? next()),
    });
    replied('from 8', await says(shop.userName, 'hours'));
    replied('from 9', await says(school.userName, 'hours'));
    replied(`hello from ${school.appId}`, await says(school.userName, 'hi'));
  });
});

describe('a late answer', () => {
  const slow = (
    onLate?: (answer: Reply | undefined, ctx: Context, error?: unknown) => void,
  ): ServedOptions => ({
    config: { clock: fastClock(10), late: 'ack-then-send', ...(onLate && { onLate }) },
    routes: (wx) =>
      wx.text('slow', async () => {
        await sleep(700);
        return 'at last';
      }),
  });

  it('goes out with the token of its account', async () => {
    const { says, wechat } = await serve(slow());
    await says(school.userName, 'slow');
    await until(() => wechat.called('custom/send').length === 1);
    const [sent] = wechat.called('custom/send');
    expect(sent!.json).toMatchObject({ touser: expect.any(String) as string, text: { content: 'at last' } });
    expect(wechat.accountOf(sent!)).toBe(school.appId);
  });

  it('of an account that has withdrawn meanwhile is not sent: onLate gets it', async () => {
    const late: unknown[] = [];
    const { says, wechat, wx, unauthorized } = await serve(
      slow((answer, ctx, error) => late.push([answer, ctx.appId, error])),
    );
    const saying = says(shop.userName, 'slow');
    wechat.withdraw(shop.appId);
    await unauthorized(shop.appId, { CreateTime: Math.floor(Date.now() / 1000) + 2 });
    await saying;
    await until(() => late.length === 1);
    expect(late).toEqual([
      [
        expect.objectContaining({ Content: 'at last' }),
        shop.appId,
        expect.objectContaining({ errcode: 61003 }),
      ],
    ]);
    expect(wechat.called('custom/send')).toEqual([]);
    const calls = wechat.calls.length;
    await expect(wx.account(shop.appId).api.menu.get()).rejects.toMatchObject({ errcode: 61003 });
    expect(wechat.calls.length).toBe(calls);
  });
});

describe('a notice', () => {
  it('is answered at once, and reaches handlers when its account can be used', async () => {
    const names: unknown[] = [];
    const { wechat, authorized } = await serve({
      routes: (wx) =>
        wx.notice(['authorized', 'updateauthorized'], async (ctx) => {
          await sleep(50);
          await ctx.api.menu.get();
          names.push([ctx.message.InfoType, ctx.appId]);
        }),
    });
    await until(() => names.length === 2);
    names.splice(0);
    const code = wechat.authorize('wx1111111111111111', 'gh_1');
    const answers = await Promise.all([
      authorized('wx1111111111111111', code),
      authorized('wx1111111111111111', code),
    ]);
    expect(answers.map(({ text }) => text)).toEqual(['success', 'success']);
    await until(() => names.length === 1);
    await sleep(100);
    expect(names).toEqual([['authorized', 'wx1111111111111111']]);
    expect(wechat.called('query_auth').filter(({ json }) => json.authorization_code === code)).toHaveLength(
      1,
    );
  });

  it('of an authorisation anew replaces the tokens', async () => {
    const { wechat, wx, notice } = await serve();
    await wx.account(shop.appId).api.menu.get();
    const code = wechat.authorize(shop.appId, shop.userName, { permissions: [1] });
    await notice('updateauthorized', {
      AuthorizerAppid: shop.appId,
      AuthorizationCode: code,
      AuthorizationCodeExpiredTime: Math.floor(Date.now() / 1000) + 3600,
      PreAuthCode: 'canary-pre',
    });
    await until(async () => (await wx.account(shop.appId).info()).permissions.length === 1);
    const token = await wx.account(shop.appId).accessToken();
    expect(wechat.accountOf({ path: '', query: { access_token: token }, json: {} })).toBe(shop.appId);
  });

  it('of a mini program that was registered exchanges its code', async () => {
    const { wechat, wx, notice, seen } = await serve();
    const auth_code = wechat.authorize('wx1111111111111111', 'gh_mini', { mini: true });
    await notice('notify_third_fasteregister', {
      ...{ appid: 'wx1111111111111111', status: 0, auth_code, msg: 'OK' },
      info: { name: '店', code: '911', code_type: 1 },
    });
    await until(() => seen.length === 1);
    expect(seen.map((ctx) => ctx.appId)).toEqual(['wx1111111111111111']);
    expect(await wx.account('wx1111111111111111').info()).toMatchObject({ kind: 'mini-program' });
  });

  it('that an account has withdrawn drops its tokens, unless it is older than what is known', async () => {
    const gone: string[] = [];
    const { wechat, wx, unauthorized, authorized } = await serve({
      routes: (wx) => wx.notice('unauthorized', (ctx) => void gone.push(ctx.appId)),
    });
    const CreateTime = Math.floor(Date.now() / 1000);
    await unauthorized(shop.appId, { CreateTime: CreateTime - 60 });
    await wx.account(shop.appId).api.menu.get();
    expect(gone).toEqual([]);
    wechat.withdraw(shop.appId);
    await unauthorized(shop.appId, { CreateTime: CreateTime + 1 });
    await until(() => gone.length === 1);
    await expect(wx.account(shop.appId).api.menu.get()).rejects.toMatchObject({ errcode: 61003 });
    // And it comes back.
    await authorized(shop.appId, wechat.authorize(shop.appId, shop.userName), { CreateTime: CreateTime + 2 });
    await until(async () =>
      wx
        .account(shop.appId)
        .api.menu.get()
        .then(() => true),
    );
  });

  it('of the same second asks WeChat', async () => {
    const gone: string[] = [];
    const { wechat, wx, unauthorized, authorized } = await serve({
      routes: (wx) => wx.notice('unauthorized', (ctx) => void gone.push(ctx.appId)),
    });
    const CreateTime = Math.floor(Date.now() / 1000) + 5;
    await authorized(shop.appId, wechat.authorize(shop.appId, shop.userName), { CreateTime });
    await until(() => wechat.called('query_auth').length === 3);
    await sleep(50);
    await unauthorized(shop.appId, { CreateTime });
    await sleep(50);
    expect(gone).toEqual([]);
    await wx.account(shop.appId).api.menu.get();
    wechat.withdraw(shop.appId);
    await unauthorized(shop.appId, { CreateTime, Again: '1' });
    await until(() => gone.length === 1);
  });

  it('whose code cannot be exchanged yet is followed while the code is good', async () => {
    let factor = 1;
    const clock = {
      ...systemClock,
      setTimeout: (callback: () => void, ms: number) => systemClock.setTimeout(callback, ms / factor),
    };
    const { wechat, wx, authorized, seen, lines } = await serve({ config: { clock } });
    factor = 100;
    let tries = 0;
    wechat.answer(({ path }) =>
      path.endsWith('query_auth') && ++tries <= 2 ? wechat.refused(-1, 'system error') : undefined,
    );
    await authorized('wx1111111111111111', wechat.authorize('wx1111111111111111', 'gh_1'));
    await until(() => seen.some((ctx) => ctx.appId === 'wx1111111111111111'));
    expect((await wx.account('wx1111111111111111').info()).userName).toBe('gh_1');
    expect(lines.filter(({ fields }) => fields.event === 'authorization-waits')).toHaveLength(1);
  });

  it('whose code is worth nothing is an error in the log, and no handler runs', async () => {
    const { authorized, seen, lines, log } = await serve();
    expect((await authorized('wx1111111111111111', 'canary-worth-nothing')).text).toBe('success');
    await until(() => lines.some(({ fields }) => fields.event === 'authorization-lost'));
    expect(seen).toEqual([]);
    expect(log()).not.toContain('canary');
  });

  it('whose code was used elsewhere leads to the account all the same', async () => {
    const { wechat, wx, authorized, seen } = await serve();
    const code = wechat.authorize('wx1111111111111111', 'gh_1');
    wechat.answer(({ json }) => (json.authorization_code === code ? wechat.refused(61009) : undefined));
    await authorized('wx1111111111111111', code);
    await until(() => seen.length === 1);
    await wx.account('wx1111111111111111').api.menu.get();
  });

  it.each([
    ['for another platform', { AppId: 'wx0000000000000000' }],
    ['for nobody', { AppId: undefined }],
    ['for an account', { AppId: shop.appId }],
  ])('is refused %s', async (_whom, fields) => {
    const { notice, seen } = await serve();
    expect((await notice('unauthorized', { AuthorizerAppid: shop.appId, ...fields })).status).toBe(403);
    expect(seen).toEqual([]);
  });

  it('that comes before close() is handled whole, and one that comes after it begins is left unanswered', async () => {
    const { wechat, wx, store, authorized, notice, seen } = await serve();
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    const { platforms } = store;
    const save = platforms.save.bind(platforms);
    const saving = jest.spyOn(platforms, 'save').mockImplementation(async (...args) => {
      await held;
      return save(...args);
    });
    const asked = authorized('wx1111111111111111', wechat.authorize('wx1111111111111111', 'gh_1'));
    await until(() => saving.mock.calls.length > 0);
    const closed = wx.close();
    const fields = { appid: 'wx1111111111111111' };
    await expect(notice('something_new', fields)).rejects.toThrow('fetch failed');
    go();
    expect((await asked).text).toBe('success');
    await closed;
    expect(seen.map(({ message }) => message)).toEqual([expect.objectContaining({ InfoType: 'authorized' })]);
    await expect(notice('something_new', fields)).rejects.toThrow('fetch failed');
    expect(seen).toHaveLength(1);
  });

  it('that nobody knows yet reaches handlers as well', async () => {
    const { notice, seen } = await serve();
    expect((await notice('something_new', { appid: 'wx1111111111111111' })).text).toBe('success');
    await until(() => seen.length === 1);
    expect(seen[0]).toMatchObject({ appId: 'wx1111111111111111', message: { InfoType: 'something_new' } });
  });

  it('is answered "success" whatever a handler makes of it', async () => {
    const { notice, lines } = await serve({
      routes: (wx) =>
        wx.notice(() => {
          throw new Error('mine');
        }),
    });
    expect((await notice('notify_icpfiling_verify_result', { verify_appid: shop.appId })).text).toBe(
      'success',
    );
    await until(() => lines.some(({ fields }) => fields.event === 'handler-failed'));
  });
});

describe('a ticket', () => {
  it('frees those who wait for one', async () => {
    const { wx, ticket, wechat } = await servePlatform();
    const calling = Promise.all([1, 2, 3].map(() => wx.api.component.createPreAuthCode()));
    await until(() => wechat.called('start_push_ticket').length === 1);
    await ticket();
    expect(await calling).toHaveLength(3);
    expect(wechat.called('start_push_ticket')).toHaveLength(1);
  });

  it('that does not come is an error which says since when, and that it was asked for', async () => {
    const { wx } = await servePlatform({ config: { timeout: 200 } });
    await expect(wx.api.component.createPreAuthCode()).rejects.toMatchObject({
      code: 'transport',
      sent: false,
      reason: 'ticket',
      message: expect.stringMatching(/No component_verify_ticket is there since 20/) as string,
    });
  });

  it('is the newest one, in whatever order they come', async () => {
    const { wx, ticket, wechat } = await servePlatform();
    const now = Math.floor(Date.now() / 1000);
    const [older, newest] = [wechat.ticket(), wechat.ticket()];
    await ticket(newest, now);
    await ticket(older, now - 600);
    await ticket(newest, now);
    await wx.api.component.createPreAuthCode();
    expect(wechat.called('component_token').map(({ json }) => json.component_verify_ticket)).toEqual([
      newest,
    ]);
  });
});

describe('the release test', () => {
  const pairs = Object.entries(RELEASE_TEST_ACCOUNTS);

  it('knows five pairs', () => {
    expect(pairs).toHaveLength(10);
  });

  it.each(pairs)('passes for %s without any handler', async (appId, userName) => {
    const { wechat, says, send, authorized, unauthorized, seen } = await serve();
    const code = wechat.authorize(appId, userName);
    expect((await authorized(appId, code)).text).toBe('success');
    replied(
      'TESTCOMPONENT_MSG_TYPE_TEXT_callback',
      await says(userName, 'TESTCOMPONENT_MSG_TYPE_TEXT', `/wechat/${appId}/cb`),
    );
    replied(
      'LOCATIONfrom_callback',
      await send({
        message: { ToUserName: userName, MsgType: 'event', Event: 'LOCATION', Content: undefined },
      }),
    );
    // The code of the authorisation, which has been exchanged; and one of its own.
    for (const each of [code, wechat.authorize(appId, userName)]) {
      expect((await says(userName, `QUERY_AUTH_CODE:${each}`)).text).toBe('success');
      await until(() =>
        wechat
          .called('custom/send')
          .some(({ json }) => JSON.stringify(json.text) === JSON.stringify({ content: `${each}_from_api` })),
      );
    }
    expect(new Set(wechat.called('custom/send').map(wechat.accountOf))).toEqual(new Set([appId]));
    wechat.withdraw(appId);
    expect((await unauthorized(appId)).text).toBe('success');
    expect(seen).toEqual([]);
  });

  it('is for those accounts alone', async () => {
    const { says } = await serve();
    replied(`hello from ${shop.appId}`, await says(shop.userName, 'TESTCOMPONENT_MSG_TYPE_TEXT'));
    replied(`hello from ${shop.appId}`, await says(shop.userName, 'QUERY_AUTH_CODE:abc'));
  });

  it('can be left to handlers', async () => {
    const [[appId, userName]] = pairs as [[string, string]];
    const served = await serve({ config: { releaseTest: false } });
    await connect(served, appId, userName);
    replied(`hello from ${appId}`, await served.says(userName, 'TESTCOMPONENT_MSG_TYPE_TEXT'));
  });

  it('uses the stored token for a code that was exchanged elsewhere', async () => {
    const [[appId, userName]] = pairs as [[string, string]];
    const served = await serve({ config: { clock: fastClock(10) } });
    await connect(served, appId, userName);
    const { wechat } = served;
    await served.says(userName, 'QUERY_AUTH_CODE:canary-used-elsewhere');
    await until(() => wechat.called('custom/send').length === 1);
    expect(wechat.accountOf(wechat.called('custom/send')[0]!)).toBe(appId);
  });
});

describe('platforms side by side', () => {
  it('share nothing, nor with wechat() of one of their accounts', async () => {
    const store = memoryStore();
    const wechats = [createWeChat(), createWeChat()];
    const other = 'wx1212121212121212';
    const own = wechat({ appId: shop.appId, token, encodingAESKey, store }).text(() => 'its own');
    const one = await serve({
      store,
      wechat: wechats[0]!,
      mount: (app, wx) => app.use('/own', own as never).use('/wechat', wx as never),
    });
    const two = await servePlatform({
      store,
      wechat: wechats[1]!,
      config: { componentAppId: other },
      routes: (wx) => wx.text((ctx) => `the other for ${ctx.appId}`),
    });
    const sendTwo = (message: string) => two.send({ message, envelope: { receiveId: other } });
    await sendTwo(
      toXml({
        AppId: other,
        CreateTime: 1,
        InfoType: 'component_verify_ticket',
        ComponentVerifyTicket: wechats[1]!.ticket(),
      }),
    );
    wechats[1]!.authorize(shop.appId, shop.userName);
    const message = toXml({
      ...{ ToUserName: shop.userName, FromUserName: 'oUser', CreateTime: Math.floor(Date.now() / 1000) },
      ...{ MsgType: 'text', Content: 'hi', MsgId: '24718305561935662' },
    });
    replied(`hello from ${shop.appId}`, await one.send({ message }));
    replied(`the other for ${shop.appId}`, await sendTwo(message));
    replied('its own', await one.send({ message, envelope: { receiveId: shop.appId } }, '/own'));
    const [first, second] = await Promise.all(
      [one, two].map(({ wx }) => wx.account(shop.appId).accessToken()),
    );
    expect(first).not.toBe(second);
    await own.close();
  });
});

describe('two processes', () => {
  it('run a message and a notice once, and know the accounts of each other', async () => {
    const [wechat, store] = [createWeChat(), memoryStore()];
    const one = await serve({ wechat, store });
    const other = await serve({ wechat, store });
    one.seen.splice(0);
    const fields = { CreateTime: Math.floor(Date.now() / 1000), MsgId: '24718305561935663' };
    const answers = await Promise.all(
      [one, other].map((each) => each.says(shop.userName, 'hi', undefined, fields)),
    );
    for (const answer of answers) replied(`hello from ${shop.appId}`, answer);
    expect(one.seen.length + other.seen.length).toBe(1);
    const code = wechat.authorize('wx1111111111111111', 'gh_1');
    await Promise.all(
      [one, other].map((each) => each.authorized('wx1111111111111111', code, { CreateTime: 1735697103 })),
    );
    await until(() => one.seen.length + other.seen.length === 2);
    replied('hello from wx1111111111111111', await other.says('gh_1', 'hi'));
  });
});
