import { once } from 'node:events';
import express from 'express';
import { createServer, platform } from 'offiaccount';
import { startPlatformSimulator } from 'offiaccount/simulator';
import type { PlatformCommand, PlatformState } from 'offiaccount/simulator';
import { movableClock } from 'offiaccount/testing';
import { createPlatformBot } from './platform-bot';
import type { Served } from './serve';
import { host } from './settings';

const MADE_UP = {
  componentAppId: 'wx9b27d3e05c8fa146',
  componentAppSecret: 'madeUp',
  token: 'demoToken',
  encodingAESKey: 'demoKeyForTheSimulatorOnly0123456789ABCDEFG',
};

/** A platform that is being served, and WeChat played for it. */
export interface ServedPlatform extends Served {
  /** The page of the offline WeChat. */
  readonly url: string;
}

/** Serves a third-party platform, with two shops and a mini program that have authorised it. */
export async function servePlatform(port: number): Promise<ServedPlatform> {
  const origin = `http://127.0.0.1:${port}`;
  const clock = movableClock();
  const wechat = await startPlatformSimulator({ ...MADE_UP, url: `${origin}/wechat`, clock });
  const wx = platform({ ...MADE_UP, host: wechat.apiUrl, clock }).use(createPlatformBot());

  const app = express().disable('x-powered-by');
  app.use('/wechat', wx);
  app.get('/connect', wx.connect({ returnTo: `${origin}/connected` }));
  app.get(
    '/connected',
    wx.connected(({ account }, _req, res) => res.type('text').send(`${account.appId} 已授权。`)),
  );
  const server = createServer(app).listen(port, host);
  await once(server, 'listening');

  const send = async (command: PlatformCommand): Promise<void> => {
    const response = await fetch(`${wechat.url}commands`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: new URL(wechat.url).origin },
      body: JSON.stringify(command),
    });
    if (!response.ok)
      throw new Error(`The offline WeChat answered ${response.status}: ${await response.text()}`);
  };
  const state = async (): Promise<PlatformState> =>
    (await fetch(`${wechat.url}state`)).json() as Promise<PlatformState>;

  // One service account is there from the beginning.
  await send({ type: 'addAccount', kind: 'service' });
  await send({ type: 'addAccount', kind: 'mini-program' });
  const { accounts, permissions } = await state();
  for (const { appId, kind } of accounts) {
    const all = kind === 'mini-program' ? permissions.miniProgram : permissions.officialAccount;
    await send({ type: 'authorize', appId, permissions: all.map(({ id }) => id) });
  }

  return {
    url: wechat.url,
    async close() {
      await wx.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await wechat.close();
    },
  };
}
