import { createHash } from 'node:crypto';
import express from 'express';
import { jsSdkConfig, verificationFile } from 'offiaccount';
import type { JsSdkConfig } from 'offiaccount';
import { expresses } from '../support/attack';
import { closeAll, createBrowser, listen, ORIGIN, serveSite } from './support';

afterEach(closeAll);

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

async function serve(express_ = express) {
  const site = await serveSite({
    express: express_,
    mount: (app, _web, { api, clock }) =>
      void app.use(
        '/jssdk-config',
        jsSdkConfig({
          ...{ api, clock, origins: [ORIGIN, 'http://localhost:8080'], jsApiList: ['scanQRCode'] },
          ...{
            openTagList: ['wx-open-subscribe'],
            logger: { warn: () => undefined, error: () => undefined },
          },
        }),
      ),
  });
  const browser = createBrowser(site);
  const ask = (url: string) => browser.go(`/jssdk-config?url=${encodeURIComponent(url)}`);
  const tickets = () => site.simulator.api.calls.filter(({ path }) => path.endsWith('getticket')).length;
  return { ...site, browser, ask, tickets };
}

describe('ticket.sign()', () => {
  it('signs the address as it is, without its fragment', async () => {
    const { api } = await serve();
    const url = `${ORIGIN}/a?b=%E4%BD%A0&c=1+2`;
    const { appId, timestamp, nonceStr, signature } = await api.ticket.sign(`${url}#here?x`);
    const { ticket } = await api.ticket.getTicket('jsapi');
    expect(appId).toBe('wx0123456789abcdef');
    expect(Number.isInteger(timestamp)).toBe(true);
    expect(nonceStr).toMatch(/^[a-zA-Z]{16}$/);
    const signed = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`;
    expect(signature).toBe(sha1(signed));
  });

  it('signs cards by their sorted values', async () => {
    const { api } = await serve();
    const card = { card_id: 'pFS7Fjg8kV1IdDz01r4SQwMkuCKc', openid: 'oAlice' };
    const ext = await api.ticket.sign(card, 'wx_card');
    const { ticket } = await api.ticket.getTicket('wx_card');
    const values = [ticket, ext.timestamp, card.card_id, card.openid, ext.nonce_str];
    expect(ext).toEqual({
      openid: 'oAlice',
      timestamp: expect.stringMatching(/^\d{10}$/) as string,
      nonce_str: expect.any(String) as string,
      signature: sha1(values.sort().join('')),
    });
  });

  it('refuses what is no address', async () => {
    const { api, tickets } = await serve();
    await expect(api.ticket.sign('/a')).rejects.toThrow('location.href');
    await expect(api.ticket.sign({ card_id: '' }, 'wx_card')).rejects.toThrow('card_id');
    expect(tickets()).toBe(0);
  });
});

describe.each(expresses)('jsSdkConfig() on %s', (_name, express_) => {
  it('answers what wx.config takes, the same for 10 s', async () => {
    const { ask, simulator, tickets } = await serve(express_);
    const first = await ask(`${ORIGIN}/a?b=1&c=2#d`);
    expect(first.status).toBe(200);
    expect(first.headers.get('cache-control')).toBe('no-store');
    const config = JSON.parse(first.body) as JsSdkConfig;
    expect(config).toMatchObject({
      url: `${ORIGIN}/a?b=1&c=2`,
      jsApiList: ['scanQRCode'],
      openTagList: ['wx-open-subscribe'],
      timestamp: expect.any(Number) as number,
    });
    expect(JSON.parse((await ask(config.url)).body)).toEqual(config);
    await simulator.clock.advance(10_000);
    expect((JSON.parse((await ask(config.url)).body) as JsSdkConfig).nonceStr).not.toBe(config.nonceStr);
    expect(tickets()).toBe(1);
  });

  it('says what is wrong with a request', async () => {
    const { browser, tickets } = await serve(express_);
    for (const query of ['', '?url=', `?url=${ORIGIN}/a?b=1&c=2`, '?url=a&url=b']) {
      const { status, body } = await browser.go(`/jssdk-config${query}`);
      expect([status, body]).toEqual([400, expect.stringContaining('encodeURIComponent')]);
    }
    expect((await browser.go('/jssdk-config', {}, 'POST')).status).toBe(405);
    expect((await browser.go('/jssdk-config/other')).status).toBe(404);
    expect(tickets()).toBe(0);
  });

  it('answers 502 without a ticket', async () => {
    const { ask, simulator } = await serve(express_);
    simulator.api.fail('/cgi-bin/ticket/getticket', { errcode: 48001 }, { times: 9 });
    expect((await ask(`${ORIGIN}/`)).status).toBe(502);
  });

  it('gets another token when WeChat no longer takes the one that it has (40001)', async () => {
    const { ask, api, simulator, tickets } = await serve(express_);
    await api.user.getInfo('oAlice').catch(() => undefined);
    simulator.api.revokeToken();
    expect((await ask(`${ORIGIN}/`)).status).toBe(200);
    expect(tickets()).toBe(2);
  });

  it('serves the script for pages', async () => {
    const { browser } = await serve(express_);
    const { status, headers, body } = await browser.go('/jssdk-config/client.js');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(body).toContain('export async function configureJsSdk');
  });
});

const FOREIGN = [
  'http://shop.example.com/', // another scheme
  'https://shop.example.com:8443/',
  'https://shop.example.com:443/',
  'https://shop.example.com.evil.example/',
  'https://shop.example.com@evil.example/',
  'https://user@shop.example.com/',
  'https://user:password@shop.example.com/',
  'https://evil.example/https://shop.example.com/',
  'https://evil.example/?https://shop.example.com/',
  'https://evil.example\\@shop.example.com/',
  'https://shop.example.com\\@evil.example/',
  'https://shop.example.com\\.evil.example/',
  'https://SHOP.EXAMPLE.COM/',
  'https://shop.example.com./',
  'https://www.shop.example.com/',
  'https://example.com/',
  'https://shop-example.com/',
  'https://shopXexample.com/',
  'https:/shop.example.com/',
  'https:shop.example.com/',
  '//shop.example.com/',
  'shop.example.com/',
  'javascript:alert(1)//https://shop.example.com/',
  'data:text/html,https://shop.example.com/',
  'file:///https://shop.example.com/',
  'ftp://shop.example.com/',
  ' https://shop.example.com/',
  'https://shop.example.com /',
  'https://shop.example.com\t/',
  'https://shop.example.com/\nHost: evil.example',
  'https://shop.example.com%2f@evil.example/',
  'https://shop.example.com%00.evil.example/',
  'https://shop。example。com/',
  'https://ｓhop.example.com/',
  'http://localhost:8081/',
  'http://localhost/',
  'http://localhost:80800/',
  `https://shop.example.com/${'a'.repeat(2048)}`,
  'https://[shop.example.com]/',
  'https://shop.example.com#@evil.example/'.replace('com#', 'comm#'),
];

it('signs no page of another origin, in any spelling', async () => {
  const { ask, tickets } = await serve();
  const answers = await Promise.all(FOREIGN.map(async (url) => [url, (await ask(url)).status]));
  expect(answers).toEqual(FOREIGN.map((url) => [url, 403]));
  expect(FOREIGN.length).toBeGreaterThan(30);
  expect(tickets()).toBe(0);
  for (const url of [`${ORIGIN}/`, ORIGIN, `${ORIGIN}?a`, 'http://localhost:8080/x'])
    expect((await ask(url)).status).toBe(200);
});

describe('verificationFile()', () => {
  const name = 'MP_verify_0123456789abCDEF.txt';

  it.each(expresses)('serves the file at the root, and nothing else, on %s', async (_name, express_) => {
    const app = express_();
    app.use(verificationFile([name, 'MP_verify_fedcba9876543210.txt']));
    app.use('/below', verificationFile(name));
    const browser = createBrowser({ at: await listen(app) });
    const found = await browser.go(`/${name}`);
    expect([found.status, found.body, found.headers.get('content-type')]).toEqual([
      200,
      '0123456789abCDEF',
      'text/plain; charset=utf-8',
    ]);
    expect((await browser.go('/MP_verify_fedcba9876543210.txt?x')).body).toBe('fedcba9876543210');
    expect((await browser.go(`/${name}`, {}, 'HEAD')).body).toBe('');
    const others = [
      `/below/${name}`,
      `/a/../below/${name}`,
      '/MP_verify_1111111111111111.txt',
      `/${name}/`,
      `//${name}`,
    ];
    others.push(`/${name.toLowerCase()}`, '/', '/MP_verify_..%2f..%2fetc%2fpa.txt');
    for (const path of others) expect([path, (await browser.go(path)).status]).toEqual([path, 404]);
    expect((await browser.go(`/${name}`, {}, 'POST')).status).toBe(404);
  });

  it.each([
    'MP_verify_short.txt',
    '../MP_verify_0123456789abcdef.txt',
    'MP_verify_0123456789abcde/.txt',
    '',
    [],
  ])('refuses another name: %s', (other) =>
    expect(() => verificationFile(other)).toThrow('verificationFile()'),
  );
});
