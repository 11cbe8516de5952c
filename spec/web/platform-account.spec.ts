import express from 'express';
import { jsSdkConfig, memoryStore, platform, webAuth } from 'offiaccount';
import type { JsSdkConfig, WebUser } from 'offiaccount';
import { simulatePlatform } from 'offiaccount/testing';
import type { OpenOptions } from 'offiaccount/testing';
import { closeAll, closeLater, SECRET } from './support';

/* Pages of accounts that a third-party platform serves: WeChat knows the platform there, and no secret of the account. */

afterEach(closeAll);

const PLATFORM = {
  componentAppId: 'wx9b27d3e05c8fa146',
  componentAppSecret: 'canary-component-secret-0123456789',
  token: 'sampleTok3n',
  encodingAESKey: 's4mpleKeyForDocsOnly0123456789ABCDEFGHIJKLM',
};
const silent = { warn: () => undefined, error: () => undefined };

/** Two accounts of a platform, each with pages below a path of its own. */
async function serve() {
  const app = express();
  const simulator = simulatePlatform((req, res) => void app(req, res), {
    ...PLATFORM,
    eventsPath: '/wechat',
    domain: 'shop.example.com',
  });
  closeLater(simulator);
  const { clock } = simulator;
  const store = memoryStore(clock);
  const wx = platform({ ...PLATFORM, host: await simulator.api.url(), store, clock, logger: silent });
  closeLater(wx);
  app.use('/wechat', wx);
  const shops = [simulator.account(), simulator.account()] as const;
  for (const [index, shop] of shops.entries()) {
    await shop.authorizes();
    const { api } = wx.account(shop.appId);
    const settings = { api, store, clock, logger: silent };
    const web = webAuth({ ...settings, origin: 'https://shop.example.com', secret: SECRET });
    const below = `/shop${index}`;
    app.use(
      `${below}/jssdk`,
      jsSdkConfig({ api, clock, logger: silent, origins: ['https://shop.example.com'] }),
    );
    app.use(below, web);
    app.get(`${below}/`, web.require(), (req, res) => void res.json(req.wechat));
    app.get(`${below}/me`, web.require({ profile: true }), (req, res) => void res.json(req.wechat));
  }
  const sent = (path: string) => simulator.api.calls.filter((call) => call.path === path).length;
  return { simulator, shops, sent };
}

const user = (html: string): WebUser => JSON.parse(html) as WebUser;

it('sign users in by the platform, each account its own', async () => {
  const { shops, sent } = await serve();
  const [first, second] = shops;
  const page = await first.user('oAlice').opens('/shop0/me?a=1');
  expect([page.status, page.url]).toEqual([200, 'https://shop.example.com/shop0/me?a=1']);
  // WeChat adds the AppID of the account; a page's own parameter of that name stays.
  const own = await first.user('oCarl').opens(`/shop0/?appid=${first.appId}`);
  expect(own.url).toBe(`https://shop.example.com/shop0/?appid=${first.appId}`);
  expect(user(page.html)).toMatchObject({ openid: 'oAlice', nickname: 'oAlice' });
  expect(page.hops[1]?.url).toContain(`component_appid=${PLATFORM.componentAppId}`);
  expect(page.hops[1]?.url).toContain(`appid=${first.appId}`);
  // Who has signed in for one account has not for another.
  const bob = second.user('oBob');
  expect(user((await bob.opens('/shop1/')).html).openid).toBe('oBob');
  expect((await bob.opens('/shop0/')).refusal?.code).toBe(10013);
  expect(sent('/sns/oauth2/component/access_token')).toBe(3);
  expect(sent('/sns/oauth2/access_token')).toBe(0);
});

it.each<[string, OpenOptions, number, number]>([
  ['the same code twice at once', { callback: 'twice' }, 200, 1],
  ['two codes with one state', { callback: 'two-codes' }, 200, 2],
  ['a code that is over, once', { code: 'expired', times: 1 }, 200, 2],
  ['codes that were used', { code: 'used' }, 400, 2],
  ['a snapshot page', { snapshot: true }, 403, 1],
  ['a user who refuses', { consent: 'refuse' }, 403, 0],
])('take %s', async (_name, options, status, exchanged) => {
  const { shops, sent } = await serve();
  const path = options.snapshot === true || options.consent !== undefined ? '/shop0/me' : '/shop0/';
  const page = await shops[0].user('oAlice').opens(path, options);
  expect([page.status, sent('/sns/oauth2/component/access_token')]).toEqual([status, exchanged]);
});

it('are signed for the JS-SDK with the ticket of the account', async () => {
  const { shops } = await serve();
  const alice = shops[0].user('oAlice');
  const url = 'https://shop.example.com/shop0/';
  const { html } = await alice.opens(`/shop0/jssdk?url=${encodeURIComponent(url)}`);
  const config = JSON.parse(html) as JsSdkConfig;
  expect(config.appId).toBe(shops[0].appId);
  expect(shops[0].api.checkSignature({ ...config, url, platform: 'ios' })).toEqual({ errMsg: 'config:ok' });
  expect(shops[1].api.checkSignature({ ...config, url, platform: 'ios' })).toMatchObject({
    reason: 'app-id',
  });
});
