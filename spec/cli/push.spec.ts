import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express from 'express';
import { createServer, reply, wechat } from 'offiaccount';
import type { Message } from 'offiaccount';
import { aesKey, appId, closeServers, run, serve, token } from './support';

const received: Message[] = [];
let clear: string;
let safe: string;

beforeAll(async () => {
  const app = express();
  const logger = { warn: () => undefined, error: () => undefined };
  for (const [path, key] of [
    ['/clear', {}],
    ['/safe', { encodingAESKey: aesKey }],
  ] as const)
    app.use(
      path,
      wechat({ appId, token, logger, ...key })
        .use(({ message }, next) => (received.push(message), next()))
        .text('hi', () => reply.text('hello'))
        .click('HELP', () => 'helped'),
    );
  app.use('/small', (_req, res) => res.sendStatus(413));
  app.use('/broken', (_req, res) => res.send('<html>'));
  app.use('/dead', (req) => req.socket.destroy());
  const origin = await serve(app, createServer(app));
  [clear, safe] = [`${origin}/clear`, `${origin}/safe`];
});
afterAll(closeServers);
beforeEach(() => void received.splice(0));

const env = { WECHAT_TOKEN: token };
const encrypted = { ...env, WECHAT_APP_ID: appId, WECHAT_ENCODING_AES_KEY: aesKey };
const sample = (name: string) => join(__dirname, '..', 'fixtures', name);

describe('push', () => {
  it('sends a text, and shows the reply', async () => {
    const { code, out, err } = await run(['push', '--url', clear, '--text', 'hi', '--from', 'alice'], {
      env,
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^replied: The user sees a reply\.\n\{\n.*\n {2}"Content": "hello"\n\}\ndelivery 1: status 200 after \d+ ms\n$/s,
    );
    expect(received).toMatchObject([{ MsgType: 'text', Content: 'hi', FromUserName: 'alice' }]);
  });

  it('sends a notice to a platform, made up or from a file', async () => {
    const notice = ['push', '--url', safe, '--notice', 'authorized', '--field', 'AuthorizerAppid=wx1'];
    expect(await run(notice, { env: encrypted })).toMatchObject({ code: 0, err: '' });
    expect(received).toMatchObject([{ InfoType: 'authorized', AppId: appId, AuthorizerAppid: 'wx1' }]);
    const { AuthorizationCodeExpiredTime, CreateTime } = received[0] as unknown as Record<string, number>;
    expect(AuthorizationCodeExpiredTime! - CreateTime!).toBe(3600);
    const file = (await readFile(sample('notices/component-unauthorized.xml'), 'utf8')).replace(
      /<AppId>.*<\/AppId>/,
      `<AppId>${appId}</AppId>`,
    );
    await run(['push', '-', '--url', safe], { env: encrypted, input: file });
    expect(received[1]).toMatchObject({ InfoType: 'unauthorized', AppId: appId });
    const wrong = ['push', '--url', safe, '--notice', 'authorised'];
    expect((await run(wrong, { env: encrypted })).err).toContain('"authorized"');
    const both = await run([...notice, '--text', 'hi'], { env: encrypted });
    expect([both.code, both.err]).toEqual([2, expect.stringContaining('--notice')]);
  });

  it('sends a notice by the settings of the platform, where there are some', async () => {
    const { WECHAT_TOKEN, WECHAT_ENCODING_AES_KEY, WECHAT_APP_ID } = encrypted as Record<string, string>;
    const ofPlatform = {
      WECHAT_TOKEN: 'another',
      COMPONENT_TOKEN: WECHAT_TOKEN!,
      COMPONENT_AES_KEY: WECHAT_ENCODING_AES_KEY!,
      COMPONENT_APP_ID: WECHAT_APP_ID!,
    };
    const notice = ['push', '--url', safe, '--notice', 'authorized'];
    expect(await run(notice, { env: ofPlatform })).toMatchObject({ code: 0, err: '' });
    expect(received).toMatchObject([{ InfoType: 'authorized', AppId: appId }]);
    const given = await run([...notice, '--token', 'another'], { env: ofPlatform });
    expect(given.code).toBe(1);
    // One from a file as well, also where there are no others.
    const { COMPONENT_TOKEN, COMPONENT_AES_KEY, COMPONENT_APP_ID } = ofPlatform;
    const input = `<xml><AppId>${appId}</AppId><CreateTime>1</CreateTime><InfoType>unauthorized</InfoType></xml>`;
    expect(
      await run(['push', '-', '--url', safe], {
        env: { COMPONENT_TOKEN, COMPONENT_AES_KEY, COMPONENT_APP_ID },
        input,
      }),
    ).toMatchObject({ code: 0 });
    expect(received[1]).toMatchObject({ InfoType: 'unauthorized', AppId: appId });
  });

  it.each(['xml', 'json'])('encrypts as the account does, in %s', async (format) => {
    const { out } = await run(['push', '--url', safe, '--text', 'hi', '--format', format, '--json'], {
      env: encrypted,
    });
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'replied',
      reply: { MsgType: 'text', Content: 'hello' },
      deliveries: [{ status: 200, cut: false }],
    });
  });

  it('causes an event', async () => {
    const argv = ['push', '--url', clear, '--event', 'CLICK', '--key', 'HELP', '--json'];
    expect(JSON.parse((await run(argv, { env })).out)).toMatchObject({ reply: { Content: 'helped' } });
    expect(received).toMatchObject([{ MsgType: 'event', Event: 'CLICK', EventKey: 'HELP' }]);
  });

  it('makes up what is not said, and takes fields', async () => {
    const argv = [
      'push',
      '--url',
      clear,
      '--type',
      'image',
      '--field',
      'MediaId=m1',
      'PicUrl=http://a/?b=c',
      '--to',
      'gh_1',
    ];
    const { code, out } = await run(argv, { env });
    expect(code).toBe(0);
    expect(out).toMatch(/^silent: Received; the user sees nothing\.\n/);
    expect(received).toMatchObject([
      { MsgType: 'image', MediaId: 'm1', PicUrl: 'http://a/?b=c', ToUserName: 'gh_1' },
    ]);
  });

  it.each([
    ['clear', 'click'],
    ['compatible', 'view'],
    ['safe', 'subscribe'],
  ])('sends a file as it is, in %s mode', async (mode, name) => {
    const file = sample(`events/event-${name}.xml`);
    const url = mode === 'clear' ? clear : safe;
    const { code } = await run(['push', file, '--url', url, '--mode', mode], { env: encrypted });
    expect(code).toBe(0);
    const time = Number(/<CreateTime>(\d+)/.exec(await readFile(file, 'utf8'))?.[1]);
    expect(received).toMatchObject([{ MsgType: 'event', CreateTime: time }]);
  });

  it.each([
    [
      'xml',
      (id: string) =>
        `<xml><ToUserName>gh</ToUserName><FromUserName>dave</FromUserName><CreateTime>1700000000</CreateTime><MsgType>text</MsgType><Content>hi</Content><MsgId>${id}</MsgId></xml>`,
    ],
    [
      'json',
      (id: string) =>
        `{"ToUserName":"gh","FromUserName":"dave","CreateTime": 1700000000,"MsgType":"text","Content":"hi","MsgId": ${id}}`,
    ],
  ])('sends a file anew that the bot has seen, in %s', async (format, write) => {
    const input = write(format === 'xml' ? '24000000000000007' : '24000000000000008');
    const again = (...more: string[]) => run(['push', '-', '--url', clear, ...more], { env, input });
    await again();
    await again();
    expect(received).toHaveLength(1);
    expect((await again('--fresh')).out).toMatch(/^replied/);
    expect(received).toHaveLength(2);
    expect(received[1]?.CreateTime).toBeGreaterThan(1_700_000_000);
  });

  it('sends JSON from the standard input', async () => {
    const input =
      '{"ToUserName":"gh","FromUserName":"carol","CreateTime":1700000000,"MsgType":"text","Content":"hi","MsgId":24000000000000001}\n';
    const { out } = await run(['push', '-', '--url', clear, '--json'], { env, input });
    expect(JSON.parse(out)).toMatchObject({ outcome: 'replied' });
    expect(received).toMatchObject([{ MsgId: '24000000000000001' }]);
  });

  it.each([
    ['refused', '/clear', { WECHAT_TOKEN: 'other' }, 'Status 403'],
    ['refused', '/nowhere', env, 'Status 404: is wechat() mounted at "/nowhere"? Compare --url with'],
    ['refused', '/small', env, 'Status 413: what is pushed is no well-formed XML or JSON, or larger'],
    ['service-unavailable', '/broken', env, 'neither "success", nor empty, nor a reply'],
    ['service-unavailable', '/dead', env, 'cut the connection (ECONNRESET)'],
  ])('says that a push is %s at %s, with 1', async (outcome, path, settings, why) => {
    const url = new URL(path, clear).href;
    const { code, out } = await run(['push', '--url', url, '--text', 'hi'], { env: settings });
    expect(code).toBe(1);
    expect(out).toContain(`${outcome}: `);
    expect(out).toContain(why);
  });

  it('says in Chinese what a refusal is about', async () => {
    const told = async (path: string) => {
      const argv = ['push', '--lang', 'zh', '--url', new URL(path, clear).href, '--text', 'hi'];
      return (await run(argv, { env })).out;
    };
    expect(await told('/small')).toContain('推送内容不是合格的 XML/JSON，或超过 bodyLimit');
    expect(await told('/nowhere')).toContain("请核对 --url 和 app.use('/wechat', wx)");
  });

  it.each([
    ['no address', ['--url', 'localhost:3000', '--text', 'hi'], 'is no address'],
    ['nothing to push', ['--url', 'http://a'], 'What is to be pushed?'],
    ['an event with a typo', ['--url', 'http://a', '--event', 'subcribe'], 'Did you mean "subscribe"?'],
    ['an unknown type', ['--url', 'http://a', '--type', 'txt'], 'Did you mean "text"?'],
    ['text and event', ['--url', 'http://a', '--text', 'x', '--event', 'CLICK'], 'exclude one another'],
    ['text of another type', ['--url', 'http://a', '--text', 'x', '--type', 'image'], 'exclude one another'],
    [
      'a field without value',
      ['--url', 'http://a', '--text', 'x', '--field', 'A'],
      '--field "A" has to be Name=value.',
    ],
    [
      'a file and options',
      [sample('events/event-click.xml'), '--url', 'http://a', '--text', 'x'],
      'A file says all of the push',
    ],
    [
      'a file of another format',
      [sample('events/event-click.xml'), '--url', 'http://a', '--format', 'json'],
      'event-click.xml is XML, which is not --format json.',
    ],
    [
      'a file that is not there',
      ['/none.xml', '--url', 'http://a'],
      '/none.xml cannot be read: there is no such file (ENOENT).',
    ],
    [
      'a mode without key',
      ['--url', 'http://a', '--text', 'x', '--mode', 'safe'],
      'The EncodingAESKey is missing',
    ],
  ])('refuses %s with 2', async (_, argv, why) => {
    const { code, out, err } = await run(['push', ...argv], { env });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(why);
  });

  it('refuses a key of another form, without printing it', async () => {
    const settings = { ...encrypted, WECHAT_ENCODING_AES_KEY: `${aesKey}=` };
    const { code, err } = await run(['push', '--url', 'http://a', '--text', 'x'], { env: settings });
    expect(code).toBe(2);
    expect(err).toContain('43 letters and digits');
    expect(err).toContain('it is 44 long now');
    expect(err).not.toContain(aesKey);
  });

  const NOTICE = ['push', '--url', 'http://a', '--notice', 'authorized'];

  it.each([
    ['of the platform', NOTICE, { COMPONENT_AES_KEY: 'short' }, 'COMPONENT_AES_KEY'],
    ['of the account, which a platform may use', NOTICE, {}, 'WECHAT_ENCODING_AES_KEY'],
    ['of the account', ['push', '--url', 'http://a', '--text', 'x'], {}, 'WECHAT_ENCODING_AES_KEY'],
    [
      'of the platform that is simulated',
      ['simulate', '--platform', '--url', 'http://a'],
      { COMPONENT_AES_KEY: 'short' },
      'COMPONENT_AES_KEY',
    ],
  ])('names the variable of a wrong key %s', async (_, argv, own, variable) => {
    const settings = { ...encrypted, WECHAT_ENCODING_AES_KEY: 'wrong', ...own };
    for (const language of ['en', 'zh']) {
      const { code, err } = await run([...argv, '--lang', language], { env: settings });
      expect(code).toBe(2);
      expect(err.match(/\w+_AES_KEY/g)).toEqual([variable]);
      expect(err).toContain('--aes-key');
    }
  });

  it.each([
    ['COMPONENT_TOKEN', {}],
    ['COMPONENT_AES_KEY', { COMPONENT_TOKEN: 'token' }],
    ['COMPONENT_APP_ID', { COMPONENT_TOKEN: 'token', COMPONENT_AES_KEY: aesKey }],
  ])('asks a platform for %s', async (variable, settings) => {
    const { code, err } = await run([...NOTICE, '--mode', 'safe'], { env: settings });
    expect(code).toBe(2);
    expect(err.match(/[A-Z]+(?:_[A-Z]+)+/g)).toEqual([variable]);
    expect(err).toContain('third-party platform');
  });

  it.each([
    ['abc', '是 3 位'],
    [`${'a'.repeat(42)}-`, '含有其他字符'],
  ])('says in Chinese what is wrong with the key', async (key, why) => {
    const settings = { ...encrypted, WECHAT_ENCODING_AES_KEY: key };
    const argv = ['push', '--lang', 'zh', '--url', 'http://a', '--text', 'x'];
    const { err } = await run(argv, { env: settings });
    expect(err).toContain(`EncodingAESKey 要 43 位字母或数字，现在${why}`);
    expect(err).not.toContain(key);
  });
});
