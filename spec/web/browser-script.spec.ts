import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';

/* The script for pages, in pages of our own making: what it asks the server for, and what it gives to wx.config. */

const source = readFileSync(join(__dirname, '../../lib/web/browser/client.mjs'), 'utf8').replace(
  'export async function',
  'globalThis.configureJsSdk = async function',
);

const AGENTS = {
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0.50',
  ipad: 'Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) MicroMessenger/8.0.50',
  android: 'Mozilla/5.0 (Linux; Android 14; Pixel 8) MicroMessenger/8.0.50',
};
const ENTRY = 'https://shop.example.com/?from=menu&x=1#top';
const NOW = 'https://shop.example.com/cart?id=2#list';
const bare = (url: string) => url.split('#')[0] ?? url;

interface Given {
  readonly agent: keyof typeof AGENTS;
  /** The addresses whose signature the client takes. */
  readonly takes: readonly string[];
  readonly status?: number;
  readonly failure?: string;
}

/** A page that was opened at `ENTRY`, whose router has then gone to `NOW`. */
function openPage({ agent, takes, status = 200, failure = 'config:invalid signature' }: Given) {
  const location = { href: ENTRY };
  const asked: string[] = [];
  const given: Record<string, unknown>[] = [];
  const listeners: { ready?: () => void; error?: (failure: { errMsg: string }) => void } = {};
  const wx = {
    ready: (then: () => void) => (listeners.ready = then),
    error: (then: (failure: { errMsg: string }) => void) => (listeners.error = then),
    config(config: Record<string, unknown>) {
      given.push(config);
      const isGood = takes.includes(String(config.url));
      setImmediate(() => (isGood ? listeners.ready?.() : listeners.error?.({ errMsg: failure })));
    },
  };
  const fetch = (target: string, init: { credentials: string }) => {
    asked.push(target);
    expect(init.credentials).toBe('same-origin');
    const url = new URLSearchParams(target.slice(target.indexOf('?'))).get('url');
    const body =
      status === 200 ? { appId: 'wx1', url, jsApiList: ['a'], openTagList: ['b'] } : { error: 'No.' };
    return Promise.resolve({ ok: status === 200, json: () => Promise.resolve(body) });
  };
  const window = { wx } as { wx?: typeof wx };
  const context = vm.createContext({
    location,
    navigator: { userAgent: AGENTS[agent] },
    window,
    fetch,
    Error,
  });
  vm.runInContext(source, context);
  location.href = NOW;
  type Configure = (options: Record<string, unknown>) => Promise<{ url: string }>;
  // What the source puts there.
  const configure = vm.runInContext('configureJsSdk', context) as Configure;
  return {
    configure: (more = {}) => configure({ endpoint: '/jssdk', ...more }),
    asked,
    given,
    window,
    location,
  };
}

const asks = (...urls: string[]) => urls.map((url) => `/jssdk?url=${encodeURIComponent(bare(url))}`);

it.each<[keyof typeof AGENTS, string]>([
  ['ios', ENTRY],
  ['ipad', ENTRY],
  ['android', NOW],
])('gives the address that the client checks: %s', async (agent, url) => {
  const page = openPage({ agent, takes: [bare(url)] });
  await expect(page.configure()).resolves.toMatchObject({ url: bare(url) });
  expect(page.asked).toEqual(asks(url));
  expect(page.given).toEqual([
    { appId: 'wx1', url: bare(url), debug: false, jsApiList: ['a'], openTagList: ['b'] },
  ]);
});

it.each<[keyof typeof AGENTS, string, string]>([
  ['ios', ENTRY, NOW],
  ['android', NOW, ENTRY],
])('tries the other address once: %s', async (agent, first, second) => {
  const page = openPage({ agent, takes: [bare(second)] });
  await expect(page.configure()).resolves.toMatchObject({ url: bare(second) });
  expect(page.asked).toEqual(asks(first, second));
});

it('ends when both addresses are refused', async () => {
  const page = openPage({ agent: 'ios', takes: [] });
  await expect(page.configure()).rejects.toThrow('invalid signature');
  expect(page.asked).toHaveLength(2);
});

it('tries once where there is one address', async () => {
  const page = openPage({ agent: 'android', takes: [] });
  page.location.href = ENTRY.replace('#top', '#bottom');
  await expect(page.configure()).rejects.toThrow('invalid signature');
  expect(page.asked).toHaveLength(1);
});

it.each([
  ['another failure', { failure: 'config:permission denied' }, 'permission denied'],
  ['a server that refuses', { status: 403 }, 'No.'],
])('does not try again after %s', async (_name, given, words) => {
  const page = openPage({ agent: 'ios', takes: [], ...given });
  await expect(page.configure()).rejects.toThrow(words);
  expect(page.asked).toHaveLength(1);
});

it('asks for what the page names itself, and says what is missing', async () => {
  const page = openPage({ agent: 'android', takes: [bare(NOW)] });
  await page.configure({ jsApiList: ['scanQRCode'], openTagList: [], debug: true });
  expect(page.given[0]).toMatchObject({ jsApiList: ['scanQRCode'], openTagList: [], debug: true });
  delete page.window.wx;
  await expect(page.configure()).rejects.toThrow('jweixin');
});
