import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { reply, wechat } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import type { SimulatedAccount, Simulator } from 'offiaccount/testing';
import { kinds } from '../../lib/cli/doctor/finding';
import { platform as platformKinds } from '../../lib/cli/doctor/words/platform';
import { web as webKinds } from '../../lib/cli/doctor/words/web';
import { aesKey, appId, appSecret, closeServers, isSigned, run, serve, token } from './support';

const { wechat: fresh, ...env } = { wechat, WECHAT_TOKEN: token };
const encrypted = { ...env, WECHAT_APP_ID: appId, WECHAT_ENCODING_AES_KEY: aesKey };
const simulators: Simulator[] = [];
const provoked = new Set<string>();

interface Found {
  readonly id: string;
  readonly severity: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly seen: string;
  readonly fix?: string;
}

afterAll(async () => {
  await closeServers();
  await Promise.all(simulators.map((each) => each.close()));
});

/** What the doctor finds, by its JSON. */
async function examine(url: string, settings: Record<string, string>, ...more: string[]) {
  const { code, out, err } = await run(['doctor', url, '--json', ...more], { env: settings });
  const { findings, ...rest } = JSON.parse(out) as {
    findings: Found[];
    errors: number;
    warnings: number;
    ok: boolean;
    url: string;
  };
  for (const { id } of findings) provoked.add(id);
  const troubles = findings.filter(({ severity }) => /error|warning/.test(severity));
  expect(err).toBe('');
  // What has to be mended says how; and the exit code says whether there is any.
  expect(troubles.filter(({ fix }) => !fix)).toEqual([]);
  expect(code).toBe(troubles.length === 0 ? 0 : 1);
  expect(rest).toEqual({
    url: new URL(url).href,
    ok: troubles.length === 0,
    errors: troubles.filter(({ severity }) => severity === 'error').length,
    warnings: troubles.filter(({ severity }) => severity === 'warning').length,
  });
  return { findings, troubles: troubles.map(({ id }) => id), ids: findings.map(({ id }) => id) };
}

/** A bot of offiaccount. */
function bot(settings: object = {}) {
  const logger = { warn: () => undefined, error: () => undefined };
  const app = express();
  app.use(
    '/wechat',
    fresh({ appId, token, logger, ...settings }).text('hi', () => reply.text('hello')),
  );
  return app;
}

type Answers = (echostr: string, res: ServerResponse, req: IncomingMessage) => void;

/** A bot written by hand, whose answers can be wrong. Signatures it compares. */
const byHand =
  (check: Answers, push: Answers = (_, res) => void res.end('success')) =>
  (req: IncomingMessage, res: ServerResponse): void => {
    const echostr = new URL(req.url ?? '', 'http://bot').searchParams.get('echostr') ?? '';
    if (!isSigned(req.url)) res.writeHead(403).end();
    else (req.method === 'GET' ? check : push)(echostr, res, req);
  };
const echo: Answers = (echostr, res) => void res.end(echostr);
const page: Answers = (_, res) =>
  void res.setHeader('content-type', 'text/html').end('<!DOCTYPE html><title>Log in</title>');
const late =
  (ms: number, then: Answers): Answers =>
  (...args) =>
    void sleep(ms).then(() => then(...args));

describe('a server that never accepts a genuine request', () => {
  const always =
    (status: number, body = '', headers: Readonly<Record<string, string>> = {}) =>
    (_: IncomingMessage, res: ServerResponse): void =>
      void res.writeHead(status, headers).end(body);
  const html = '<!DOCTYPE html><title>502 Bad Gateway</title>';

  it.each([
    ['502', always(502, html, { 'content-type': 'text/html' }), 'all'],
    ['503 without a body', always(503), 'all'],
    ['500', always(500, 'Internal Server Error'), 'all'],
    ['200 with HTML', always(200, html, { 'content-type': 'text/html' }), 'all'],
    ['200 with JSON', always(200, '{"code":0,"msg":"ok"}'), 'all'],
    ['204', always(204), 'all'],
    ['304', always(304), undefined],
    ['301', always(301, '', { location: 'https://example.com/' }), undefined],
    ['404', always(404, html), undefined],
    ['401', always(401), undefined],
    ['403', always(403), undefined],
    ['429', always(429), undefined],
  ])('is not said to refuse forged ones: %s', async (_, listener, unclear) => {
    const { ids, findings } = await examine(`${await serve(listener)}/wechat`, env);
    expect(ids).not.toContain('forgeries-refused');
    expect(findings.find(({ id }) => id === 'forgeries-unclear')?.facts).toEqual(
      unclear === undefined ? undefined : { what: unclear },
    );
  });

  it.each([
    ['check', byHand(page), 'push'],
    ['push', byHand(echo, (_, res) => void res.writeHead(502).end()), 'check'],
    ['push that gets no answer in time', byHand(echo, () => undefined), 'check'],
  ])('of one kind is judged by the other: %s', async (unclear, listener, known) => {
    const { findings } = await examine(`${await serve(listener)}/wechat`, env);
    const what = (wanted: string) => findings.find(({ id }) => id === wanted)?.facts.what;
    expect(what('forgeries-unclear')).toBe(unclear.split(' ')[0]);
    expect(what('forgeries-refused')).toBe(known);
  });
});

describe('a bot without faults', () => {
  it.each([
    ['clear, xml', {}, env, []],
    ['clear, json', {}, env, ['--format', 'json']],
    ['safe, xml', { encodingAESKey: aesKey }, encrypted, []],
    ['safe, json', { encodingAESKey: aesKey }, encrypted, ['--format', 'json']],
    ['compatible', { encodingAESKey: aesKey }, encrypted, ['--mode', 'compatible']],
    ['safe, with a text', { encodingAESKey: aesKey }, encrypted, ['--say', 'hi']],
  ])('is found to be fine: %s', async (_, settings, known, more) => {
    const { troubles, ids, findings } = await examine(`${await serve(bot(settings))}/wechat`, known, ...more);
    expect(troubles).toEqual([]);
    expect(ids).toEqual(['local', 'check-ok', 'push-ok', 'forgeries-refused', 'no-credentials', 'clock-ok']);
    const replied = findings[2]?.facts.reply;
    if (more.includes('--say')) expect(replied).toContain('hello');
    else expect(replied).toBeUndefined();
  });
});

describe('what is wrong', () => {
  it.each<[string, (req: IncomingMessage, res: ServerResponse) => void, string[], RegExp?]>([
    [
      'redirects',
      byHand((_, res) => void res.writeHead(301, { location: '/wechat/' }).end()),
      ['redirect'],
      /\(301\) to "\/wechat\/"/,
    ],
    ['has nothing there', (_req, res) => void res.writeHead(404).end(), ['not-found'], /"\/here"/],
    ['has another token', (_req, res) => void res.writeHead(401).end(), ['refused'], /\(401\)/],
    ['breaks', byHand((_, res) => void res.writeHead(502).end()), ['status'], /502/],
    ['answers with quotes', byHand((text, res) => void res.end(JSON.stringify(text))), ['echostr-quotes']],
    ['answers with a line break', byHand((text, res) => void res.end(`${text}\n`)), ['echostr-space']],
    ['answers with a byte-order mark', byHand((text, res) => void res.end(`\ufeff${text}`)), ['echostr-bom']],
    ['answers with something else', byHand((_, res) => void res.end('ok')), ['echostr-other'], /"ok"/],
    ['answers with a page', byHand(page), ['html']],
    [
      'answers compressed',
      byHand((text, res) => void res.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text))),
      ['compressed'],
    ],
    [
      'answers as HTML',
      byHand((text, res) => void res.setHeader('content-type', 'text/html; charset=utf-8').end(text)),
      ['content-type'],
    ],
    [
      'compares no signature',
      (req, res) =>
        void res.end(
          req.method === 'GET' ? new URL(req.url ?? '', 'http://bot').searchParams.get('echostr') : 'success',
        ),
      ['unsigned-accepted', 'wrong-token-accepted', 'unsigned-accepted', 'wrong-token-accepted'],
    ],
    [
      'compares signatures of checks only',
      (req, res) => (req.method === 'GET' ? byHand(echo)(req, res) : void res.end('success')),
      ['unsigned-accepted', 'wrong-token-accepted'],
      /A push without any signature/,
    ],
    [
      'wants some signature, but not the right one',
      (req, res) =>
        req.url?.includes('signature')
          ? void res.end(new URL(req.url, 'http://bot').searchParams.get('echostr') ?? 'success')
          : void res.writeHead(403).end(),
      ['wrong-token-accepted', 'wrong-token-accepted'],
    ],
    [
      'says nothing to any push',
      (req, res) => (req.method === 'GET' ? byHand(echo)(req, res) : void res.end()),
      ['forgery-unclear', 'forgery-unclear'],
    ],
    ['refuses pushes', byHand(echo, (_, res) => void res.writeHead(403).end()), ['push-refused'], /\(403\)/],
    ['answers pushes with a page', byHand(echo, page), ['push-invalid'], /neither "success", nor empty/],
    [
      'answers pushes with white space round success',
      byHand(echo, (_, res) => void res.end('success\n')),
      ['push-unusual'],
      /white space/,
    ],
    [
      'loses the connection',
      byHand(echo, (_text, _res, req) => void req.socket.destroy()),
      ['push-lost'],
      /ECONNRESET/,
    ],
    [
      'has a wrong clock',
      byHand(
        (text, res) => void res.setHeader('date', new Date(Date.now() - 600_000).toUTCString()).end(text),
      ),
      ['clock-bot'],
      /(599|600|601) s/,
    ],
  ])('is found where a bot %s', async (_, listener, expected, words = /./) => {
    const { troubles, findings } = await examine(`${await serve(listener)}/here`, env);
    expect(troubles).toEqual(expected);
    expect(findings.find(({ id }) => id === expected[0])?.seen).toMatch(words);
  });

  it('is found where a bot is slow', async () => {
    const slow = await Promise.all(
      [
        byHand(late(6000, echo)),
        byHand(late(3200, echo)),
        byHand(
          echo,
          late(6000, (_, res) => void res.end('success')),
        ),
        byHand(
          echo,
          late(3200, (_, res) => void res.end('success')),
        ),
      ].map(async (listener) => examine(await serve(listener), env)),
    );
    expect(slow.map(({ troubles }) => troubles)).toEqual([
      ['check-slow'],
      ['check-near'],
      ['push-slow'],
      ['push-near'],
    ]);
  }, 60_000);

  it('is found where a bot believes clear pushes in safe mode', async () => {
    const url = `${await serve(bot({ encodingAESKey: aesKey, allowPlaintext: true }))}/wechat`;
    expect((await examine(url, encrypted)).troubles).toEqual(['clear-accepted']);
    expect((await examine(url, encrypted, '--mode', 'compatible')).troubles).toEqual([]);
  });

  it('is found where a bot has no key', async () => {
    const url = `${await serve(bot())}/wechat`;
    expect((await examine(url, encrypted)).troubles).toEqual(['push-refused', 'clear-accepted']);
  });

  it('is found where nobody listens', async () => {
    const { troubles, findings } = await examine('http://127.0.0.1:9/', env);
    expect(troubles).toEqual(['unreachable']);
    expect(findings.find(({ id }) => id === 'unreachable')?.facts).toEqual({
      code: 'ECONNREFUSED',
      address: '127.0.0.1:9',
    });
  });

  it('is found in the port of a public address', async () => {
    const { troubles, ids } = await examine('https://bot.invalid:8443/wechat', env);
    expect(troubles[0]).toBe('port');
    expect(ids).not.toContain('local');
  });

  it('is found in certificates', async () => {
    const fixture = (name: string) => readFileSync(join(__dirname, '..', 'fixtures', 'tls', name));
    const options = { key: fixture('self-signed.key'), cert: fixture('self-signed.crt') };
    const listener = byHand(echo);
    const self = await serve(listener, createHttpsServer(options, listener));
    const found = await examine(self.replace('http:', 'https:'), env);
    expect(found.troubles).toEqual(['tls']);
    const about = found.findings.find(({ id }) => id === 'tls');
    expect(about?.facts).toEqual({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(about?.fix).toContain('self-signed');

    const plain = await serve(listener);
    expect((await examine(plain.replace('http:', 'https:'), env)).troubles).toEqual(['tls']);
  });

  it('is found in the forms of token and key, which are not printed', async () => {
    const url = `${await serve(bot({ token: 'sp-ec' }))}/wechat`;
    const settings = { ...encrypted, WECHAT_TOKEN: 'sp-ec', WECHAT_ENCODING_AES_KEY: `${aesKey}=` };
    const { troubles, ids, findings } = await examine(url, settings);
    expect(troubles).toEqual(['token-form', 'key-form']);
    expect(ids).toContain('check-ok');
    expect(findings.find(({ id }) => id === 'key-form')?.facts).toEqual({ length: 44 });
    expect(JSON.stringify(findings)).not.toMatch(new RegExp(`sp-ec|${aesKey}`));
  });
});

describe('the account', () => {
  const url = 'http://127.0.0.1:9/';

  /** WeChat's API, offline, and the settings to ask it. */
  async function account(over: Partial<SimulatedAccount> = {}) {
    const simulator = simulate(() => undefined, { token, appId, appSecret, ...over });
    simulators.push(simulator);
    const known = { ...env, WECHAT_APP_ID: appId, WECHAT_APP_SECRET: appSecret };
    return { simulator, settings: { ...known, WECHAT_API_HOST: await simulator.api.url() } };
  }

  it.each([
    ['personal', ['followers', 'menu', 'customer-service', 'templates']],
    ['unverified-service', ['followers', 'customer-service', 'templates']],
    ['subscription', ['templates']],
    ['service', []],
    ['test', []],
  ] as const)('is known for what it is: %s', async (kind, missing) => {
    const { settings } = await account({ kind });
    const { findings } = await examine(url, settings);
    expect(findings.find(({ id }) => id === 'kind')?.facts).toEqual({ kind });
    const without = findings.filter(({ id }) => id === 'right-missing').map(({ facts }) => facts.right);
    expect(without).toEqual(expect.arrayContaining([...missing]));
    if (missing.length === 0) expect(without).toEqual([]);
  });

  it('is compared with the kind in the settings of the bot', async () => {
    const { settings } = await account({ kind: 'subscription' });
    const { troubles, findings } = await examine(url, settings, '--kind', 'personal');
    expect(troubles).toEqual(['unreachable', 'kind-differs']);
    expect(findings.find(({ id }) => id === 'kind-differs')?.fix).toContain('kind: "subscription"');
    const right = await examine(url, settings, '--kind', 'subscription');
    expect(right.troubles).toEqual(['unreachable']);
  });

  it('changes nothing, and is asked a dozen things at most', async () => {
    const { settings, simulator } = await account();
    const { troubles, ids } = await examine(url, settings);
    expect(troubles).toEqual(['unreachable']);
    expect(ids).toEqual(expect.arrayContaining(['token-ok', 'rights', 'clock-ok']));
    const paths = simulator.api.calls.map(({ path }) => path);
    expect(paths.length).toBeLessThanOrEqual(12);
    expect(paths.filter((path) => /create|add|send|set|del|upload|clear|submit/.test(path))).toEqual([]);
  });

  it('has an address to be allowed', async () => {
    const { settings, simulator } = await account();
    simulator.api.fail('/cgi-bin/stable_token', {
      errcode: 40164,
      errmsg: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1-2-3',
    });
    const { troubles, findings } = await examine(url, settings);
    expect(troubles).toEqual(['unreachable', 'ip-not-allowed']);
    const found = findings.find(({ id }) => id === 'ip-not-allowed');
    expect(found?.facts).toEqual({ address: '203.0.113.7' });
    expect(found?.fix).toMatch(/^Add 203\.0\.113\.7 to the IP allow-list/);
  });

  it('has an address of IPv6 to be allowed', async () => {
    const { settings, simulator } = await account();
    const errmsg =
      'invalid ip 2409:8a00:1820:5d21::1 ipv6 2409:8a00:1820:5d21::1, not in whitelist rid: 1-2-3';
    simulator.api.fail('/cgi-bin/stable_token', { errcode: 40164, errmsg });
    const { findings } = await examine(url, settings);
    expect(findings.find(({ id }) => id === 'ip-not-allowed')?.facts).toEqual({
      address: '2409:8a00:1820:5d21::1',
    });
  });

  it('has a wrong secret', async () => {
    const { settings } = await account();
    const { findings } = await examine(url, { ...settings, WECHAT_APP_SECRET: 'wrong-secret-1' });
    expect(findings.find(({ id }) => id === 'token-refused')?.seen).toContain('40125');
    expect(JSON.stringify(findings)).not.toContain('wrong-secret-1');
  });

  it('has calls that fail for another reason', async () => {
    const { settings, simulator } = await account();
    simulator.api.fail('/cgi-bin/draft/count', { errcode: 45009 });
    const { troubles, findings } = await examine(url, settings);
    expect(troubles).toEqual(['unreachable', 'call-failed']);
    expect(findings.find(({ id }) => id === 'call-failed')?.facts).toMatchObject({
      path: '/cgi-bin/draft/count',
      errcode: 45009,
    });
    simulator.api.fail('/cgi-bin/draft/count', { errcode: 45009 });
    const { out } = await run(['doctor', url, '--lang', 'zh'], { env: { ...env, ...settings } });
    expect(out).toMatch(/draft\/count 返回 45009.*\n {2}→ 该接口当天的调用次数已用完/);
  });

  it('cannot be asked', async () => {
    const { settings } = await account();
    const { troubles } = await examine(url, { ...settings, WECHAT_API_HOST: 'http://127.0.0.1:9' });
    expect(troubles).toEqual(['unreachable', 'api-unreachable']);
  });

  it('excuses a bot that waits for it', async () => {
    const { settings } = await account();
    const slow = await serve(
      byHand(
        (echostr, res) => void res.end(echostr),
        (_, res) => void setTimeout(() => res.end('success'), 3200),
      ),
    );
    const { ids, findings } = await examine(slow, { ...settings, WECHAT_API_HOST: 'http://127.0.0.1:9' });
    expect(ids).toEqual(expect.arrayContaining(['push-near', 'api-unreachable', 'slow-without-api']));
    expect(findings.at(-1)?.facts).toMatchObject({ where: '127.0.0.1:9' });
  });

  it('has another time than this machine', async () => {
    const { settings } = await account();
    const host = await serve((_req, res) => {
      res.setHeader('date', new Date(Date.now() + 300_000).toUTCString());
      res.end('{"errcode":40013,"errmsg":"invalid appid"}');
    });
    const { troubles } = await examine(url, { ...settings, WECHAT_API_HOST: host });
    expect(troubles).toEqual(['unreachable', 'token-refused', 'clock-here']);
  });

  it('is asked for where it is to be checked, and not known', async () => {
    const { code, err } = await run(['doctor', url, '--account'], { env });
    expect(code).toBe(2);
    expect(err).toContain('The AppID is missing');
  });
});

describe('a service in 微信云托管', () => {
  const service = (headers: object) => {
    const wx = fresh({ appId, trust: 'cloudrun', logger: { warn: () => undefined, error: () => undefined } });
    wx.text(() => 'believed');
    const app = express();
    app.use((req, _res, next) => {
      Object.assign(req.headers, headers);
      next();
    });
    return app.use('/wechat', wx);
  };

  it.each<[string, object, string, string[]]>([
    [
      'behind its gateway, refuses strangers',
      { 'x-forwarded-for': '1.2.3.4' },
      '/wechat',
      ['cloudrun-refused'],
    ],
    ['that can be reached directly, is told so', {}, '/wechat', ['cloudrun-accepted']],
    ['at another path is not told to be well', {}, '/other', ['cloudrun-other']],
  ])('%s', async (_, headers, path, found) => {
    const url = await serve(service(headers));
    const { ids } = await examine(url + path, {}, '--cloudrun', '--say', 'hi');
    expect(ids).toEqual(found);
  });

  it('that nobody can reach is well', async () => {
    const { ids, troubles } = await examine('http://127.0.0.1:9/wechat', {}, '--cloudrun');
    expect([ids, troubles]).toEqual([['cloudrun-closed'], []]);
  });
});

describe('for people', () => {
  it.each([
    [
      'en',
      { LANG: 'C.UTF-8' },
      [],
      /✗ The server cannot be reached\. Nobody listens at 127\.0\.0\.1:9 \(ECONNREFUSED\)\.\n {2}→ Does/,
      '1 error, 0 warnings.',
    ],
    [
      'zh',
      { LANG: 'zh_CN.UTF-8' },
      [],
      /✗ 无法连接服务器。127\.0\.0\.1:9 没有程序在监听（ECONNREFUSED）。\n {2}→ /,
      '1 个错误，0 个警告。',
    ],
    ['zh', { LC_ALL: 'zh_TW.UTF-8', LANG: 'en_US' }, [], /✗ 无法/, '个错误'],
    ['zh', {}, ['--lang', 'zh'], /✗ 无法/, '个错误'],
    ['en', { LANG: 'zh_CN.UTF-8' }, ['--lang', 'en'], /✗ The server/, '1 error'],
  ])('speaks %s with %j', async (_, locale, more, finding, end) => {
    const { code, out } = await run(['doctor', 'http://127.0.0.1:9/', ...more], {
      env: { ...env, ...locale },
    });
    expect(code).toBe(1);
    expect(out).toMatch(finding);
    expect(out).toContain(end);
  });

  it.each(['en', 'zh'])('says every finding in %s', async (language) => {
    const facts = {
      what: 'push',
      answer: '',
      kind: 'test',
      right: 'menu',
      rights: ['menu'],
      forgery: 'clear',
      code: 'X',
      problem: { en: 'It is so.', zh: '情况如此。' },
    };
    for (const [id, { words }] of Object.entries(kinds)) {
      // Those of web pages are said with the facts of their own specs.
      if (Object.hasOwn(webKinds, id)) continue;
      // All of the facts there are, for each of them.
      const { seen, fix = seen } = (
        words[language as 'en'] as (all: object) => { seen: string; fix?: string }
      )(facts);
      expect(seen).toMatch(language === 'zh' ? /[\u4e00-\u9fff].*。|：/ : /^[A-Z u]/);
      expect(fix).not.toBe('');
    }
  });
});

it('provokes every finding of an account', () => {
  const others = [...Object.keys(platformKinds), ...Object.keys(webKinds)];
  expect(Object.keys(kinds).filter((id) => !provoked.has(id) && !others.includes(id))).toEqual([]);
});
