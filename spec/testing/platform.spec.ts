import express from 'express';
import { ConfigError } from 'offiaccount';
import type { NoticeMessage } from 'offiaccount';
import { simulatePlatform } from 'offiaccount/testing';
import type { Observed } from 'offiaccount/testing';
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
});
