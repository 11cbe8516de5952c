import { memoryStore } from 'offiaccount';
import type { JsSdkConfig } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import { serveShop } from './web';

const account = { appId: 'wx0123456789abcdef', appSecret: 'madeUp', token: 'testToken' };
const origin = 'https://shop.example.com';

/** WeChat, with the shop behind it. */
export async function playShop() {
  const wechat = simulate((req, res) => void app(req, res), {
    ...account,
    path: '/wechat',
    webDomain: 'shop.example.com',
  });
  const config = { ...account, apiHost: await wechat.api.url() };
  const app = serveShop(config, memoryStore(), origin, 'onlyForTests'.repeat(3));
  return wechat;
}

/** Alice signs in, another user refuses, and a page is configured for the JS-SDK. */
export async function playVisits(wechat: Awaited<ReturnType<typeof playShop>>) {
  const alice = wechat.user('oAlice');
  const page = await alice.opens('/me', { from: 'menu' });
  const refused = await wechat.user().opens('/me', { consent: 'refuse' });
  const virtual = await wechat.user().opens('/me', { snapshot: true });

  const signed = await alice.opens(`/jssdk-config?url=${encodeURIComponent(page.url)}`);
  const config = JSON.parse(signed.html) as JsSdkConfig;
  const verdict = wechat.api.checkSignature({ ...config, url: page.url, platform: 'ios' });
  return { page, refused, virtual, verdict };
}
