import { simulatePlatform } from 'offiaccount/testing';
import type { PlatformConfig } from 'offiaccount';
import { servePlatform } from './platform';
import type { Shops } from './platform';

const settings = {
  componentAppId: 'wx9b27d3e05c8fa146',
  componentAppSecret: 'madeUp',
  token: 'testToken',
  encodingAESKey: 'testKeyForTheSimulatorOnly0123456789ABCDEFG',
};

/** WeChat, with the platform behind it. */
export function playPlatform(shops: Shops, more: Partial<PlatformConfig> = {}) {
  const wechat = simulatePlatform((req, res) => void served.app(req, res), {
    ...settings,
    eventsPath: '/wechat',
    messagesPath: '/wechat/$APPID$',
  });
  const served = servePlatform(
    { ...settings, transport: wechat.api.transport, clock: wechat.clock, ...more },
    shops,
    'https://shops.example.com',
    () => 'tenant-7',
  );
  return { wechat, ...served };
}

/** Two shops connect their accounts, and their customers get different answers. */
export async function playTwoShops(play: ReturnType<typeof playPlatform>) {
  const { wechat } = play;
  const [bakery, tailor] = [wechat.account(), wechat.account()];
  await bakery.authorizes();
  await tailor.authorizes();
  const asked = [await bakery.user().says('hours'), await tailor.user().says('hours')];
  return { bakery, tailor, answers: asked.map(({ reply }) => reply) };
}
