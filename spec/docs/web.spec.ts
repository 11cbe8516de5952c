import { memoryStore } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import express from 'express';
import { serveShop } from '../../docs/examples/web';
import { backFrom, closeAll, closeLater, createBrowser, listen, ORIGIN, SECRET } from '../web/support';

afterEach(closeAll);

it('is a site whose users sign in', async () => {
  const account = { appId: 'wx0123456789abcdef', appSecret: 'madeUp', token: 'token' };
  const simulator = simulate(express(), account);
  closeLater(simulator);
  const apiHost = await simulator.api.url();
  const app = serveShop({ ...account, apiHost }, memoryStore(), ORIGIN, SECRET);
  const browser = createBrowser({ at: await listen(app) });
  const { location } = await browser.go('/me');
  await browser.go(backFrom(location, simulator.api.authorize('oAlice')));
  expect((await browser.go('/me')).body).toBe('{"name":"oAlice"}');
  expect((await browser.go('/')).body).toBe('{"openid":"oAlice"}');
  expect((await browser.go('/news')).body).toBe('{"isKnown":true}');
  expect((await browser.go('/MP_verify_0123456789abcdef.txt')).body).toBe('0123456789abcdef');
  expect((await browser.go(`/jssdk-config?url=${encodeURIComponent(`${ORIGIN}/`)}`)).status).toBe(200);
});
