import express from 'express';
import { Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApi, relay, wechat } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import { keptLogger } from '../support/api';
import { RELAY_SECRET } from '../support/relayed';

const onEnd: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of onEnd.splice(0)) await end();
});

describe('a laptop, and production, whose address alone WeChat knows', () => {
  it('answer and call through the relay, and the laptop itself is refused', async () => {
    const account = { appId: 'wxsimulatedaccount', appSecret: 'secret-of-production', token: 'token' };
    const app = express();
    const production = simulate(app, account);
    const host = await production.api.url();
    const wx = wechat({
      appId: account.appId,
      token: account.token,
      appSecret: account.appSecret,
      apiHost: host,
    });
    wx.text(() => 'from production');
    app.use(
      '/wechat/relay',
      relay(wx.api, {
        secret: RELAY_SECRET,
        allow: ['read-only', 'customerMessage.*'],
        logger: keptLogger(),
      }),
    );
    app.use(wx);
    production.api.fail((call) => call.ip !== '127.0.0.1', 'ip-not-allowed', { times: Infinity });
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));

    // The laptop has another address, and knows neither AppSecret nor token.
    const agent = new Agent({ localAddress: '127.0.0.2' });
    // A TCP server that listens has an address object.
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat/relay`;
    const laptop = createApi({
      appId: account.appId,
      agent,
      relay: { url, secret: RELAY_SECRET, name: 'laptop' },
    });
    const direct = createApi({ appId: account.appId, appSecret: account.appSecret, agent, host });

    onEnd.push(
      () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
      () => wx.close(),
      () => production.close(),
    );

    const alice = production.user('alice');
    await alice.follows();
    expect(await alice.says('hello')).toMatchObject({ reply: { Content: 'from production' } });
    await expect(direct.user.getInfo('alice')).rejects.toMatchObject({ errcode: 40164 });
    expect(await laptop.user.getInfo('alice')).toMatchObject({ openid: 'alice', subscribe: 1 });
    await laptop.customerMessage.send({
      touser: 'alice',
      msgtype: 'text',
      text: { content: 'from the laptop' },
    });
    expect(alice.sees().at(-1)).toMatchObject({ Content: 'from the laptop' });
    await expect(laptop.menu.delete()).rejects.toThrow('not allowed');
  });
});
