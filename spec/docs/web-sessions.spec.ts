import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import express from 'express';
import { simulate } from 'offiaccount/testing';
import type { Simulator } from 'offiaccount/testing';
import { createBrowser, ORIGIN, SECRET, signIn } from '../web/support';

/* The sessions of the manual, with the packages themselves. */

let simulator: Simulator;
/** Where its API is, and so the page on which one agrees. */
let wechat: string;
let child: ChildProcess;
let sites: Record<string, string>;

beforeAll(async () => {
  simulator = simulate(express(), {
    appId: 'wx0123456789abcdef',
    appSecret: 'canary-secret',
    token: 'token',
  });
  const fixture = join(__dirname, '..', 'fixtures', 'web-sessions.ts');
  wechat = await simulator.api.url();
  child = fork(fixture, [wechat, ORIGIN, SECRET], { execArgv: ['--import', 'tsx'] });
  [sites] = (await once(child, 'message')) as [Record<string, string>]; // What the fixture tells.
}, 60_000);

afterAll(async () => {
  child.disconnect();
  await once(child, 'exit');
  await simulator.close();
});

it.each(['express-session', 'cookie-session', 'iron-session', 'jose'])(
  'signs in and out by %s',
  async (name) => {
    const site = { simulator, wechat, at: sites[name]! };
    const browser = createBrowser(site);
    const page = await signIn(site, browser, 'oAlice', '/me');
    expect(JSON.parse(page.body)).toMatchObject({ openid: 'oAlice', nickname: 'oAlice' });
    expect((await browser.go('/me')).status).toBe(200);
    // The session is the app's own alone.
    expect([...browser.jar.keys()].filter((each) => each.includes('wx-user'))).toEqual([]);
    const before = new Map(browser.jar);
    for (const [key, value] of before) before.set(key, `${value.slice(0, -9)}${'A'.repeat(9)}`);
    expect((await createBrowser(site, before).go('/me')).status).toBe(302);
    await browser.go('/sign-out', { origin: ORIGIN }, 'POST');
    expect((await browser.go('/me')).status).toBe(302);
  },
);
