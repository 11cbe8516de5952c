import type { RequestHandler } from 'express';
import { IncomingMessage, ServerResponse } from 'node:http';
import { ConfigError, wechat } from 'offiaccount';
import { parseString } from 'xml2js';
import type { ParserOptions } from 'xml2js';
import { closeTargets, expectRefused, settingsFor, startTarget } from '../support/attack';
import type { Mode, Target, TargetOptions } from '../support/attack';
import { movedClock, never } from '../support/clock';
import { account, encrypt, push, sha1, toJson, toXml } from '../support/push';
import type { PushParts } from '../support/push';

afterEach(closeTargets);

const codes = (target: Target) => target.lines.map(({ fields }) => fields.code);

describe('the log names what is missing, by a code that stays:', () => {
  const without = (...names: string[]): PushParts => ({
    query: Object.fromEntries(names.map((name) => [name, undefined])),
  });
  const wecom = sha1(account.token, '1735689662', '1');

  it.each<[string, Mode, PushParts, string, string]>([
    [
      'no parameters at all',
      'clear',
      without('signature', 'timestamp', 'nonce', 'openid'),
      'query-missing',
      'proxy',
    ],
    ['no signature', 'clear', without('signature'), 'signature-missing', 'no signature'],
    ['no timestamp', 'clear', without('timestamp'), 'timestamp-missing', 'no timestamp'],
    ['no nonce', 'clear', without('nonce'), 'nonce-missing', 'no nonce'],
    ['no signature of an encrypted push', 'safe', without('signature'), 'signature-missing', 'no signature'],
    ['no msg_signature', 'safe', without('msg_signature'), 'msg_signature-missing', 'proxy'],
    ['no encrypt_type', 'safe', without('encrypt_type'), 'encrypt_type-missing', 'proxy'],
    ['neither of them', 'safe', without('msg_signature', 'encrypt_type'), 'msg_signature-missing', 'proxy'],
    ['no Encrypt', 'safe', { body: '<xml><a>1</a></xml>' }, 'encrypt-missing', '<Encrypt>'],
    ['a clear push', 'safe', { mode: 'clear' }, 'not-encrypted', '安全模式'],
    [
      'a push of WeCom',
      'safe',
      { query: { signature: undefined, encrypt_type: undefined, msg_signature: wecom } },
      'wecom',
      '企业微信',
    ],
    ['a wrong token', 'clear', { account: { token: 'x' } }, 'signature-wrong', '"token"'],
    ['a wrong form', 'clear', { nonce: '!' }, 'query-malformed', 'form'],
    ['a clock that is wrong', 'clear', { timestamp: '1735689662' }, 'timestamp-old', 'clock'],
    [
      'a wrong msg_signature',
      'safe',
      { query: { msg_signature: '0'.repeat(40) } },
      'msg_signature-wrong',
      '"token"',
    ],
    ['another AppID', 'safe', { account: { appId: 'wx1' } }, 'decryption-failed', '"appId"'],
  ])('%s', async (_what, mode, parts, code, words) => {
    const target = await startTarget({ mode });
    expectRefused(target, await target.push({ mode, ...parts }), 403);
    expect(codes(target)).toEqual([code]);
    expect(target.lines[0]?.message).toContain(words);
  });

  it('of a check of the address of WeCom as well', async () => {
    const target = await startTarget();
    const query = `msg_signature=${wecom}&timestamp=1735689662&nonce=1&echostr=abc`;
    expectRefused(target, await target.send({ path: `/wechat?${query}` }), 403);
    expect(codes(target)).toEqual(['wecom']);
  });
});

describe('without "encodingAESKey"', () => {
  const parsers: [string, TargetOptions['mount']][] = [
    ['by itself', undefined],
    ['behind express.text()', (app, wx, ex) => app.use(ex.text({ type: '*/*' })).use('/wechat', wx)],
    ['behind express.raw()', (app, wx, ex) => app.use(ex.raw({ type: '*/*' })).use('/wechat', wx)],
    ['behind express.json()', (app, wx, ex) => app.use(ex.json()).use('/wechat', wx)],
    [
      'behind an XML parser',
      (app, wx, ex) =>
        app
          .use(ex.text({ type: '*/*' }), ((req, _res, next) => {
            const fields = [...String(req.body).matchAll(/<(\w+)><!\[CDATA\[(.*?)\]\]>/g)];
            if (fields.length > 0)
              Object.assign(req, {
                body: {
                  xml: Object.fromEntries(
                    fields.map(([, name = '', value = '']): [string, string[]] => [name, [value]]),
                  ),
                },
              });
            next();
          }) satisfies RequestHandler)
          .use('/wechat', wx),
    ],
  ];

  it.each(
    parsers.flatMap(([how, mount]) =>
      (['xml', 'json'] as const).flatMap((format) =>
        (['ToUserName', 'AppId'] as const).map((name) => [how, format, name, mount] as const),
      ),
    ),
  )('an encrypted push is refused by that name: %s, %s with %s', async (_how, format, name, mount) => {
    const target = await startTarget(mount && { mount });
    const envelope = { [name]: 'gh_1', Encrypt: encrypt('<xml/>') };
    const body = format === 'xml' ? toXml(envelope) : toJson(envelope);
    expectRefused(target, await target.push({ mode: 'safe', format, body }), 400);
    expect(codes(target)).toEqual(['key-missing']);
    expect(target.lines[0]?.message).toContain('"encodingAESKey" is missing');
  });

  it.each(['xml', 'json'] as const)(
    'a compatible push is taken in clear, and the log says so once: %s',
    async (format) => {
      const target = await startTarget();
      for (let i = 0; i < 3; i++)
        expect((await target.push({ mode: 'compatible', format })).status).toBe(200);
      expect(target.messages).toHaveLength(3);
      expect(target.lines.map(({ fields }) => fields.event)).toEqual(['compatible']);
      expect(target.lines[0]?.message).toContain('encodingAESKey');
    },
  );

  it('a clear push with an empty Encrypt is like any other', async () => {
    const target = await startTarget();
    expect((await target.push({ message: { Encrypt: '' } })).status).toBe(200);
    expect(target.lines).toEqual([]);
  });
});

it.each(['xml', 'json'] as const)(
  'during a migration, a compatible push that has lost its encrypt_type is told by that, and not by the key: %s',
  async (format) => {
    const target = await startTarget({ mode: 'compatible', config: { allowPlaintext: true } });
    for (let i = 0; i < 2; i++)
      expect(
        (await target.push({ mode: 'compatible', format, query: { encrypt_type: undefined } })).status,
      ).toBe(200);
    expect(target.lines.map(({ fields }) => [fields.event, fields.code])).toEqual([
      ['compatible', 'encrypt_type-missing'],
    ]);
    expect(target.lines[0]?.message).not.toContain('encodingAESKey');
  },
);

it('the error of a parser that has read first names the switch of each framework', async () => {
  const target = await startTarget({ mount: (app, wx, ex) => app.use(ex.json()).use('/wechat', wx) });
  expect((await target.push({ format: 'json', message: { MsgId: '24718305561935663' } })).status).toBe(500);
  expect(target.errors).toEqual([expect.any(ConfigError)]);
  for (const words of ['rawBody: true', 'NestJS', 'Koa', 'Fastify', 'express.text'])
    expect(String(target.errors[0])).toContain(words);
});

/** Leaves a push as a parser of XML does. */
const parsed =
  (options: ParserOptions = {}): RequestHandler =>
  (req, _res, next) => {
    let text = '';
    req.on('data', (chunk: Buffer) => (text += chunk.toString()));
    req.on('end', () =>
      parseString(text, options, (error, body: unknown) => {
        Object.assign(req, { body });
        next(error);
      }),
    );
  };

describe('what a parser of XML has left,', () => {
  it.each<[string, ParserOptions]>([
    ['as it is', {}],
    ['without lists', { explicitArray: false }],
    ['without the root', { explicitRoot: false }],
    ['without both', { explicitRoot: false, explicitArray: false }],
  ])('%s, is answered as XML', async (_what, options) => {
    for (const mode of ['clear', 'compatible', 'safe'] as const) {
      const target = await startTarget({
        mode,
        mount: (app, wx) => app.use(parsed(options)).use('/wechat', wx),
      });
      const { status, body } = await target.push({ mode });
      expect([status, body.slice(0, 5)]).toEqual([200, '<xml>']);
    }
  });

  it.each<[string, ParserOptions]>([
    ['in lower case', { normalizeTags: true }],
    ['with objects for texts', { explicitCharkey: true }],
  ])('%s, is the app’s mistake', async (_what, options) => {
    for (const mode of ['clear', 'compatible', 'safe'] as const) {
      const target = await startTarget({
        mode,
        mount: (app, wx) => app.use(parsed(options)).use('/wechat', wx),
      });
      expect((await target.push({ mode })).status).toBe(500);
      expect(target.errors).toEqual([expect.any(ConfigError)]);
    }
  });

  it('a parser of JSON is known by its numbers, whatever the header says', async () => {
    const target = await startTarget({
      mount: (app, wx, ex) => app.use(ex.json({ type: '*/*' })).use('/wechat', wx),
    });
    const { body } = await target.push(
      { format: 'json', message: { MsgId: '1' } },
      { headers: { 'Content-Type': 'text/xml' } },
    );
    expect(JSON.parse(body)).toMatchObject({ Content: 'a reply' });
  });
});

describe('another message under the id of one before', () => {
  const MsgId = '24718305561935663';
  const message = { MsgId, CreateTime: 1735689662 };

  it.each(['clear', 'compatible', 'safe'] as const)(
    'gets the same answer, and one warning, in %s mode',
    async (mode) => {
      const target = await startTarget({ mode });
      for (const Content of ['a', 'b', 'c']) await target.push({ mode, message: { ...message, Content } });
      expect(target.messages).toHaveLength(1);
      expect(target.lines.map(({ fields }) => fields.event)).toEqual(['same-id']);
      expect(target.lines[0]?.message).toMatch(/MsgId.*no handler runs.*MsgId of its own/);
      expect(JSON.stringify(target.lines)).not.toContain('"b"');
    },
  );

  it.each<[string, TargetOptions, PushParts]>([
    ['long', {}, {}],
    ['long, as JSON', {}, { format: 'json' }],
    ['long and encrypted', { mode: 'safe' }, { mode: 'safe' }],
    ['read by a parser before', { mount: (app, wx) => app.use(parsed()).use('/wechat', wx) }, {}],
  ])('is told as well when it is %s', async (_what, options, parts) => {
    const target = await startTarget(options);
    const rest = '字'.repeat(800);
    for (const Content of ['a', 'a', 'b', 'c'])
      await target.push({ ...parts, message: { ...message, Content: Content + rest } });
    expect(target.messages).toHaveLength(1);
    expect(target.lines.map(({ fields }) => fields.event)).toEqual(['same-id']);
  });

  it('is not thought to be one when it is the same', async () => {
    const target = await startTarget({ mode: 'compatible' });
    for (let i = 0; i < 3; i++)
      await target.push({ mode: 'compatible', message: { ...message, Content: 'a' } });
    expect(target.lines).toEqual([]);
  });
});

describe('what a delivery has of its own is not of the message:', () => {
  const follow = {
    MsgType: 'event',
    Event: 'subscribe',
    MsgId: undefined,
    Content: undefined,
    CreateTime: 1735689662,
  };
  const kinds: [string, Record<string, unknown>][] = [
    ['a follow', follow],
    ['a position', { ...follow, Event: 'LOCATION', Latitude: 1.5, Longitude: 2, Precision: 3 }],
    ['a click', { ...follow, Event: 'CLICK', EventKey: 'k' }],
    ['an unknown event', { ...follow, Event: 'some_event', Inner: { b: '1', a: '2' } }],
    ['a text', { MsgId: '24718305561935663', CreateTime: 1735689662 }],
    ['an unknown type', { ...follow, MsgType: 'some_type', Event: undefined, Key: 'x' }],
  ];

  it.each(kinds)('%s runs once, however it is encrypted', async (_what, fields) => {
    const target = await startTarget();
    // Encrypted anew each time, and then no more.
    for (const mode of ['compatible', 'compatible', 'clear'] as const)
      expect((await target.push({ mode, message: fields as PushParts['message'] & object })).body).toContain(
        'a reply',
      );
    expect(target.messages).toHaveLength(1);
  });

  it.each(kinds)('%s runs once, when the mode changes with a key', async (_what, fields) => {
    const target = await startTarget({ mode: 'safe', config: { allowPlaintext: true } });
    for (const mode of ['clear', 'compatible', 'safe'] as const)
      expect((await target.push({ mode, message: fields as PushParts['message'] & object })).status).toBe(
        200,
      );
    expect(target.messages).toHaveLength(1);
  });

  it('two different events are two', async () => {
    const target = await startTarget();
    for (const EventKey of ['a', 'b'])
      await target.push({ mode: 'compatible', message: { ...follow, Event: 'CLICK', EventKey } });
    expect(target.messages).toHaveLength(2);
  });
});

describe('a held delivery of a response without a connection', () => {
  it('ends in a way that is reported', async () => {
    const quiet = { warn: () => undefined, error: () => undefined };
    const clock = movedClock(Date.now());
    const wx = wechat({ ...settingsFor('clear'), clock, logger: quiet }).use(never);
    const sent = push();
    for (const socket of [
      undefined,
      {
        _writableState: {},
        on: () => undefined,
        writable: true,
        destroy: () => undefined,
        write: () => true,
        cork: () => undefined,
        uncork: () => undefined,
        removeListener: () => undefined,
      },
    ]) {
      const req = Object.assign(new IncomingMessage(null as never), {
        method: 'POST',
        url: sent.url,
        rawBody: String(sent.body).replace('hello', socket ? 'x' : 'y'),
      });
      const res = new ServerResponse(req);
      if (socket !== undefined) res.assignSocket(socket as never);
      const ended = new Promise<string>((resolve) => {
        for (const event of ['finish', 'close', 'error']) res.once(event, () => resolve(event));
        // What has no connection at all never finishes: whoever made it waits for this.
        const end = res.end.bind(res) as () => typeof res;
        res.end = () => (resolve('end'), end());
      });
      wx(req as never, res as never, () => undefined);
      await clock.advance(5500);
      expect(['finish', 'end']).toContain(await ended);
      expect(res.statusCode).toBe(504);
    }
  });
});
