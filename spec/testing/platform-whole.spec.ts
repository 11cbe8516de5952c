import express from 'express';
import { platform } from 'offiaccount';
import type { Platform } from 'offiaccount';
import { simulatePlatform } from 'offiaccount/testing';
import type { PlatformSimulator } from 'offiaccount/testing';
import request from 'supertest';

/* A platform of this package before the offline WeChat: nothing in it is written for a test. */

const settings = {
  componentAppId: 'wx9b27d3e05c8fa146',
  componentAppSecret: '0123456789abcdef0123456789abcdef',
  token: 'sampleTok3n',
  encodingAESKey: 's4mpleKeyForDocsOnly0123456789ABCDEFGHIJKLM',
} as const;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function ready(): Promise<{ wx: Platform; wechat: PlatformSimulator; app: express.Express }> {
  const app = express();
  const wechat = simulatePlatform(app, {
    ...settings,
    ...{ eventsPath: '/wechat', messagesPath: '/wechat/$APPID$', domain: 'example.com' },
  });
  const logger = { warn: () => undefined, error: () => undefined };
  const wx = platform({ ...settings, host: await wechat.api.url(), clock: wechat.clock, logger });
  ends.push(
    () => wechat.close(),
    () => wx.close(),
  );
  app.use('/wechat', wx);
  return { wx, wechat, app };
}

describe('platform() before the offline WeChat', () => {
  it('serves the users of accounts that have authorised it', async () => {
    const { wx, wechat } = await ready();
    wx.text('hi', async (ctx) => `${ctx.appId} ${(await ctx.api.tag.getList()).tags.length}`);
    const shop = wechat.account({ permissions: [1, 2] });
    const { seen, code } = await shop.authorizes();
    expect(seen).toMatchObject({ outcome: 'silent' });
    expect((await wx.exchange(code)).appId).toBe(shop.appId);
    expect(await shop.user('alice').says('hi')).toMatchObject({ reply: { Content: `${shop.appId} 1` } });
    await wechat.clock.advance(8 * 3_600_000);
    await shop.authorizes();
    expect(await shop.user('bob').says('hi')).toMatchObject({ reply: { Content: `${shop.appId} 1` } });
    await shop.withdraws();
    await expect(wx.account(shop.appId).api.tag.getList()).rejects.toMatchObject({ errcode: 61003 });
  });

  it('connects an account by its own pages', async () => {
    const { wx, wechat, app } = await ready();
    app.get('/connect', wx.connect({ returnTo: 'https://example.com/connected', state: () => 'tenant-7' }));
    app.get(
      '/connected',
      wx.connected(({ account, state }, _req, res) => void res.json({ appId: account.appId, state })),
    );
    for (const options of [{ order: 'redirect-first' }, { push: 'lost' }, { twice: true }] as const) {
      const shop = wechat.account();
      const { redirect, cookie, push } = await shop.authorizes({ page: '/connect', ...options });
      const [page] = await Promise.all([request(app).get(redirect).set('Cookie', cookie), push()]);
      expect([page.status, page.body]).toEqual([200, { appId: shop.appId, state: 'tenant-7' }]);
    }
  });

  it('passes the release test with every pair of accounts', async () => {
    const { wechat } = await ready();
    const { pairs } = await wechat.releaseTest();
    expect(pairs.flatMap(({ rows }) => rows.filter(({ passed }) => !passed))).toEqual([]);
    expect(pairs).toHaveLength(5);
  });
});
