import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { simulate } from 'offiaccount/testing';
import type { Simulator } from 'offiaccount/testing';
import { drawCode } from '../../lib/testing/api/picture';
import { decodeAesKey, decrypt } from '../../lib/wire/envelope';
import { aesKey, appId, appSecret, closeServers, run, serve, token } from './support';

const bodies: Buffer[] = [];
let bot: string;
let wechat: Simulator;
let env: Record<string, string>;
let cwd: string;

beforeAll(async () => {
  bot = await serve((req, res) => void buffer(req).then((body) => (bodies.push(body), res.end('success'))));
  wechat = simulate(() => undefined, { token, appId, appSecret });
  env = {
    WECHAT_TOKEN: token,
    WECHAT_APP_ID: appId,
    WECHAT_APP_SECRET: appSecret,
    WECHAT_API_HOST: await wechat.api.url(),
  };
});
afterAll(() => Promise.all([closeServers(), wechat.close()]));
beforeEach(async () => {
  bodies.splice(0);
  cwd = await mkdtemp(join(tmpdir(), 'offiaccount-files-'));
});
afterEach(() => rm(cwd, { recursive: true }));

const xml = (content: string): string =>
  `<xml><ToUserName><![CDATA[gh]]></ToUserName><FromUserName><![CDATA[alice]]></FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content><MsgId>1</MsgId></xml>`;

const FILES: readonly (readonly [string, Buffer])[] = [
  ['plain XML', Buffer.from(xml('hi'))],
  ['a declaration first', Buffer.from(`<?xml version="1.0" encoding="utf-8"?>\n${xml('hi')}`)],
  ['white space round it', Buffer.from(`\r\n  ${xml('hi')}\n\n`)],
  ['control characters', Buffer.from(xml('a\u0000\u0001\u0008\u001f\u007fb'))],
  ['the end of a section', Buffer.from(xml('a]]>b'))],
  ['bytes of GBK', Buffer.from(xml('\xc4\xe3\xba\xc3'), 'latin1')],
  ['half a character', Buffer.concat([Buffer.from(xml('')).subarray(0, 250), Buffer.from([0xe4, 0xbd])])],
  ['XML that is not well-formed', Buffer.from(xml('hi').slice(0, -3))],
  ['a document type', Buffer.from(`<!DOCTYPE xml [<!ENTITY a "b">]>${xml('&a;')}`)],
  [
    'JSON with a long id',
    Buffer.from('{"ToUserName":"gh","FromUserName":"a","MsgType":"text","MsgId":24000000000000001}\n'),
  ],
  ['no push at all', Buffer.from('hello')],
  ['nothing', Buffer.alloc(0)],
  ['random bytes', Buffer.from([0xff, 0x00, 0x80, 0x7f, 0x3c, 0xc0])],
];

describe('push <file>', () => {
  it.each(FILES)('sends it byte for byte: %s', async (_, bytes) => {
    await writeFile(join(cwd, 'push.xml'), bytes);
    const { out, err } = await run(['push', 'push.xml', '--url', bot], { env, cwd });
    expect(out).toMatch(/^silent: /);
    expect(err).toContain(`push.xml: sending ${bytes.length} bytes of`);
    expect(bodies).toEqual([bytes]);
  });

  it.each(FILES)('sends it encrypted byte for byte: %s', async (_, bytes) => {
    const settings = { ...env, WECHAT_ENCODING_AES_KEY: aesKey };
    const { out } = await run(['push', '-', '--url', bot, '--json'], { env: settings, cwd, input: bytes });
    expect(JSON.parse(out)).toMatchObject({ sent: { file: '-', bytes: bytes.length, mode: 'safe' } });
    const body = bodies[0]?.toString() ?? '';
    const [encrypted = ''] = /[A-Za-z\d+/]{40,}=*/.exec(body) ?? [];
    const open = (): string => decrypt(encrypted, decodeAesKey(aesKey), appId);
    if (bytes.equals(Buffer.from(bytes.toString()))) expect(open()).toBe(bytes.toString());
    else expect(open).toThrow('The decrypted message is not UTF-8.');
  });

  it('leaves the clear copy as it is in compatible mode', async () => {
    const settings = { ...env, WECHAT_ENCODING_AES_KEY: aesKey };
    const input = Buffer.from(`<?xml version="1.0"?>${xml('\u0001')}\n`);
    await run(['push', '-', '--url', bot, '--mode', 'compatible'], { env: settings, cwd, input });
    const sent = bodies[0]?.toString() ?? '';
    expect(sent.replace(/<Encrypt>.*<\/Encrypt>/, '')).toBe(input.toString());
    expect(sent).toContain('<Encrypt>');
  });

  it('says that a file does not look like a push', async () => {
    const { err } = await run(['push', '-', '--url', bot], { env, cwd, input: 'hello' });
    expect(err).toMatch(
      /^offiaccount: The standard input does not look like a push .* sent all the same\.\n/,
    );
  });
});

/** The settings, but for one. */
const without = (name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter(([each]) => each !== name));

let tags = 0;

const encode = (text: string, encoding: string): Buffer => {
  const utf16 = Buffer.from(text, 'utf16le');
  switch (encoding) {
    case 'UTF-16LE':
      return Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]);
    case 'UTF-16BE':
      return Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]);
    case 'UTF-16LE without a mark':
      return utf16;
    case 'UTF-16BE without a mark':
      return Buffer.from(utf16).swap16();
    case 'UTF-8 with a byte-order mark':
      return Buffer.from(`\ufeff${text}`);
    default:
      return Buffer.from(text);
  }
};

describe.each([
  'UTF-8',
  'UTF-8 with a byte-order mark',
  'UTF-16LE',
  'UTF-16BE',
  'UTF-16LE without a mark',
  'UTF-16BE without a mark',
])('a file in %s', (encoding) => {
  const menu = '{"button":[{"type":"click","name":"今天","key":"TODAY"}]}\r\n';

  it.each(['menu.json', '-'])('is a menu: %s', async (file) => {
    await writeFile(join(cwd, 'menu.json'), encode(menu, encoding));
    const input = encode(menu, encoding);
    const { code, err } = await run(['menu', 'push', file, '--yes'], { env, cwd, input });
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(wechat.api.menu?.button).toMatchObject([{ name: '今天', key: 'TODAY' }]);
  });

  it.each(['@tag.json', '-'])('is an argument of a call: %s', async (file) => {
    const name = `A标签${++tags}`;
    const tag = encode(`"${name}"\r\n`, encoding);
    await writeFile(join(cwd, 'tag.json'), tag);
    const { code, out } = await run(['call', 'tag.create', file], { env, cwd, input: tag });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ tag: { name } });
  });

  it('is a push, which goes out as WeChat writes it', async () => {
    await writeFile(join(cwd, 'push.xml'), encode(xml('你好'), encoding));
    const { out, err } = await run(['push', 'push.xml', '--url', bot], { env, cwd });
    expect(out).toMatch(/^silent: /);
    expect(bodies).toEqual([Buffer.from(xml('你好'))]);
    if (encoding !== 'UTF-8') expect(err).toContain('it is sent as UTF-8 without a byte-order mark');
  });

  it('is .env', async () => {
    const rest = without('WECHAT_APP_SECRET');
    await writeFile(join(cwd, '.env'), encode(`# 密钥\r\nWECHAT_APP_SECRET=${appSecret}\r\n`, encoding));
    expect(await run(['token'], { env: rest, cwd })).toMatchObject({ code: 0, err: '' });
  });
});

it('says that text in another encoding is none', async () => {
  await writeFile(join(cwd, 'menu.json'), Buffer.from('{"button":[{"name":"\xbd\xf1"}]}', 'latin1'));
  const { code, err } = await run(['menu', 'push', 'menu.json', '--yes'], { env, cwd });
  expect({ code, err }).toEqual({
    code: 2,
    err: 'offiaccount: menu.json is no text in UTF-8 or UTF-16: save it as UTF-8.\n',
  });
});

describe('call with a file', () => {
  const CALLS: readonly (readonly [string, readonly string[]])[] = [
    ['media.upload', ['media.upload', 'image']],
    ['media.uploadImg', ['media.uploadImg']],
    ['kfAccount.uploadHeadImg', ['kfAccount.uploadHeadImg', 'staff@gh']],
  ];

  it.each(['a.png', './a.png', '图片 1.png', '{"data":"a.png","filename":"b.png"}'])(
    'takes a path: %s',
    async (path) => {
      for (const name of ['a.png', '图片 1.png']) await writeFile(join(cwd, name), drawCode('spec'));
      const { code, out, err } = await run(['call', 'media.upload', 'image', path], { env, cwd });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(JSON.parse(out)).toMatchObject({ type: 'image' });
    },
  );

  it('takes an absolute path', async () => {
    await writeFile(join(cwd, 'a.png'), drawCode('spec'));
    const { code } = await run(['call', 'media.uploadImg', join(cwd, 'a.png')], { env });
    expect(code).toBe(0);
  });

  it('takes a path inside a body', async () => {
    await writeFile(join(cwd, 'a.png'), drawCode('spec'));
    const body = '{"type":"image","media":{"data":"a.png"}}';
    const { code, out } = await run(['call', 'material.add', body], { env, cwd });
    expect({ code, out }).toMatchObject({ code: 0 });
    expect(JSON.parse(out)).toHaveProperty('media_id');
  });

  it.each(CALLS)('names a file that is missing, before anything is sent: %s', async (_, argv) => {
    const before = wechat.api.calls.length;
    const { code, out, err } = await run(['call', ...argv, 'none.png'], { env, cwd });
    expect({ code, out, err }).toEqual({
      code: 2,
      out: '',
      err: 'offiaccount: none.png cannot be read: there is no such file (ENOENT).\n',
    });
    expect(wechat.api.calls).toHaveLength(before);
  });

  it.each(CALLS)('says how it is called where there is no file: %s', async (name, argv) => {
    const { code, err } = await run(['call', ...argv], { env, cwd });
    expect(code).toBe(2);
    expect(err).toContain(`These arguments do not fit. It is called as ${name}(`);
  });

  it('says that a folder is none, and that "@" is for JSON', async () => {
    await mkdir(join(cwd, 'pictures'));
    await writeFile(join(cwd, 'a.png'), drawCode('spec'));
    const folder = await run(['call', 'media.upload', 'image', 'pictures'], { env, cwd });
    expect(folder.err).toContain('pictures cannot be read: it is a folder (EISDIR).');
    const marked = await run(['call', 'media.upload', 'image', '@a.png'], { env, cwd });
    expect(marked).toMatchObject({ code: 2 });
    expect(marked.err).toContain('A file to upload is named without "@": a.png');
  });

  it('names a file that cannot be written', async () => {
    const { code, err } = await run(['menu', 'pull', 'no/such/menu.json'], { env, cwd });
    expect(code).toBe(2);
    expect(err).toContain('no/such/menu.json cannot be written: there is no such file (ENOENT).');
  });
});

describe('.env', () => {
  const bare = { WECHAT_API_HOST: '' };
  beforeEach(() => {
    bare.WECHAT_API_HOST = env.WECHAT_API_HOST ?? '';
  });
  const write = (name: string, lines: readonly string[]) => writeFile(join(cwd, name), lines.join('\n'));
  const account = [`WECHAT_APP_ID=${appId}`, `WECHAT_APP_SECRET="${appSecret}"`];

  it('gives what the environment does not have', async () => {
    await write('.env', ['# account', ...account]);
    expect(await run(['token'], { env: bare, cwd })).toMatchObject({ code: 0, err: '' });
  });

  it.each([
    ['the environment', { WECHAT_APP_SECRET: 'wrong-secret-1' }],
    ['nothing set', { WECHAT_APP_SECRET: '' }],
  ])('does not change %s', async (_, more) => {
    await write('.env', account);
    expect((await run(['token'], { env: { ...bare, ...more }, cwd })).code).not.toBe(0);
  });

  it('counts less than options', async () => {
    await write('.env', [...account, 'WECHAT_APP_SECRET=wrong-secret-1']);
    expect((await run(['token', '--app-secret', appSecret], { env: bare, cwd })).code).toBe(0);
  });

  it('is left alone where that is wished, or another file is named', async () => {
    await write('.env', account);
    await write('other.env', account.slice(0, 1));
    for (const options of [['--no-env-file'], ['--env-file', 'other.env']]) {
      const { code, err } = await run(['token', ...options], { env: bare, cwd });
      expect(code).toBe(2);
      expect(err).toMatch(options.length === 1 ? /The AppID is missing/ : /The AppSecret is missing/);
    }
  });

  it('must be there when it is named', async () => {
    const { code, err } = await run(['token', '--env-file', 'none.env'], { env, cwd });
    expect({ code, err }).toEqual({
      code: 2,
      err: 'offiaccount: none.env cannot be read: there is no such file (ENOENT).\n',
    });
  });

  it('may be a folder of somebody else', async () => {
    await mkdir(join(cwd, '.env'));
    expect((await run(['token'], { env, cwd })).code).toBe(0);
  });

  it('does not send secrets elsewhere unseen', async () => {
    await write('.env', ['WECHAT_API_HOST=http://192.0.2.1']);
    const stop = new AbortController();
    const rest = without('WECHAT_API_HOST');
    setTimeout(() => stop.abort(), 300);
    const { err } = await run(['token'], { env: rest, cwd, signal: stop.signal });
    expect(err).toContain('calls go by http://192.0.2.1: WECHAT_API_HOST in .env says so.');
  });
});

describe('a proxy', () => {
  it.each([
    ['an option', (url: string) => [['--proxy', url], {}] as const],
    ['a variable', (url: string) => [[], { WECHAT_API_PROXY: url }] as const],
  ])('is where calls go: %s', async (_, give) => {
    const seen: string[] = [];
    const proxy = createServer((_req, res) => void res.end()).on('connect', (req, socket) => {
      seen.push(`${req.url} ${req.headers['proxy-authorization'] ?? ''}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
    // A server on a port has an address of this form.
    const { port } = proxy.address() as AddressInfo;
    const [options, more] = give(`http://user:proxy-password@127.0.0.1:${port}`);
    const rest = without('WECHAT_API_HOST');
    for (const argv of [['token'], ['menu', 'pull'], ['call', 'tag.getList']]) {
      seen.splice(0);
      const { code, out, err } = await run([...argv, ...options], { env: { ...rest, ...more }, cwd });
      expect(code).toBe(1);
      expect(seen[0]).toBe(
        `api.weixin.qq.com:443 Basic ${Buffer.from('user:proxy-password').toString('base64')}`,
      );
      expect(out + err).not.toContain('proxy-password');
      expect(err.includes('can read --proxy')).toBe(options.length > 0);
    }
    proxy.close();
  });

  it.each(['http://', 'ftp://proxy:21', 'http://proxy:8080/path', 'http://proxy:99999', 'a b'])(
    'is refused with its names: %s',
    async (proxy) => {
      const { code, err } = await run(['token', '--proxy', proxy], { env, cwd });
      expect(code).toBe(2);
      expect(err).toMatch(/WECHAT_API_PROXY or --proxy\.\n$/);
    },
  );

  it('of SOCKS is called so', async () => {
    const { code, err } = await run(['token', '--proxy', 'socks5://127.0.0.1:1080'], { env, cwd });
    expect(code).toBe(2);
    expect(err).toContain('SOCKS');
  });

  it.each(['en', 'zh'])('is asked for where there is no way out, by its names: %s', async (lang) => {
    const settings = { ...env, WECHAT_API_HOST: 'http://no-such-host.invalid' };
    const { code, err } = await run(['token', '--lang', lang], { env: settings, cwd });
    expect(code).toBe(1);
    expect(err).toContain('--proxy <url>');
    expect(err).toContain('WECHAT_API_PROXY');
  });
});
