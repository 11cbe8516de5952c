import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { platform } from 'offiaccount';
import { startPlatformSimulator } from 'offiaccount/simulator';
import type { PlatformCommand, PlatformState } from 'offiaccount/simulator';

/* The server of the page for platforms, with a platform that runs by real time, as one in another process does. */

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

async function ready() {
  const app = express();
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  ends.push(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))));
  // A server on a port has an address of this form.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running = await startPlatformSimulator({ ...settings, url: `${origin}/wechat` });
  ends.push(() => running.close());
  const logger = { warn: () => undefined, error: () => undefined };
  const wx = platform({ ...settings, host: running.apiUrl, logger });
  ends.push(() => wx.close());
  app.use('/wechat', wx);
  const state = async () => (await (await fetch(`${running.url}state`)).json()) as PlatformState;
  const ask = async (command: PlatformCommand | object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${running.url}commands`, {
      method: 'POST',
      headers,
      body: JSON.stringify(command),
    });
    return {
      status: answer.status,
      body: (await answer.json()) as { reason?: string; text?: { zh: string } },
    };
  };
  const until = async (isTrue: (state: PlatformState) => boolean) => {
    for (let looks = 0; looks < 400; looks++) {
      const now = await state();
      if (isTrue(now)) return now;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('It did not come true.');
  };
  return { app, wx, running, state, ask, until };
}

describe('startPlatformSimulator()', () => {
  it('plays owners and users for a platform that goes by real time, whatever its own clock shows', async () => {
    const { wx, ask, until, state } = await ready();
    wx.text('hi', (ctx) => `hello from ${ctx.appId}`);
    await ask({ type: 'stepClock', ms: 43_200_000 });
    const { accounts, permissions } = await state();
    const appId = accounts[0]!.appId;
    const all = permissions.officialAccount.map(({ id }) => id);
    expect((await ask({ type: 'authorize', appId, permissions: all })).status).toBe(200);
    await ask({ type: 'say', appId, text: 'hi' });
    const after = await until((now) => now.accounts[0]!.said.length === 2);
    expect(after.accounts[0]!.said[1]).toMatchObject({ by: 'account', text: `hello from ${appId}` });
    expect(after.pushes.every(({ outcome }) => outcome === 'silent' || outcome === 'replied')).toBe(true);
    const shown = JSON.stringify(after);
    for (const secret of [settings.token, settings.encodingAESKey, settings.componentAppSecret])
      expect(shown).not.toContain(secret);
  });

  it('shows what the release test found', async () => {
    const { ask, until } = await ready();
    await ask({ type: 'releaseTest', pair: 3 });
    const { releaseTest } = await until((now) => now.releaseTest.is === 'over');
    expect(releaseTest).toMatchObject({ is: 'over', passed: true, pairs: [{ rows: { length: 8 } }] });
  });

  it('begins at a page of the app, and says what it answers when WeChat leads back', async () => {
    const { app, wx, ask, state } = await ready();
    app.get('/connect', wx.connect({ returnTo: 'https://example.com/connected' }));
    app.get(
      '/connected',
      wx.connected((_result, _req, res) => void res.status(201).end()),
    );
    const { appId } = (await state()).accounts[0]!;
    expect(
      await ask({ type: 'authorize', appId, permissions: [1], page: 'https://example.com/connect' }),
    ).toMatchObject({ status: 200 });
    expect((await state()).accounts[0]!.redirect).toMatchObject({ status: 201 });
    const elsewhere = await ask({ type: 'authorize', appId, permissions: [1], page: '/nowhere' });
    expect(elsewhere).toMatchObject({ status: 400, body: { reason: 'authorization-page' } });
    expect(elsewhere.body.text?.zh).toMatch(/没有通往微信授权页的链接/);
  });

  it.each([
    [{ type: 'change', appId: 'wx0', permissions: [1] }, 404],
    [{ type: 'authorize', appId: 'wx0', permissions: [1] }, 404],
    [{ type: 'addAccount', kind: 'test' }, 400],
    [{ type: 'notice', name: 'authorised' }, 400],
    [{ type: 'releaseTest', pair: 6 }, 400],
    [{ type: 'nothing' }, 400],
  ])('does not do %j', async (command, status) => {
    const { ask, state } = await ready();
    expect((await ask(command)).status).toBe(status);
    const { appId } = (await state()).accounts[0]!;
    for (const wrong of [
      { type: 'withdraw', appId },
      { type: 'authorize', appId, permissions: [] },
      { type: 'authorize', appId, permissions: [17] },
    ])
      expect((await ask(wrong)).status).toBe(400);
  });

  it('is not for other pages', async () => {
    const { running } = await ready();
    const asked = await fetch(`${running.url}state`, { headers: { origin: 'https://evil.example' } });
    expect(asked.status).toBe(403);
    expect((await fetch(running.url)).headers.get('content-security-policy')).toContain("default-src 'self'");
  });
});
