import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import {
  closeTargets,
  clockWith,
  expectRefused,
  expresses,
  fastClock,
  modes,
  startTarget,
} from '../support/attack';
import type { Mode, Target } from '../support/attack';
import { account, openid, push, textFields, toJson, toXml } from '../support/push';
import { systemClock } from '../../lib/clock';

afterEach(closeTargets);

const LIMIT = 262_144;

/** The head of a push, up to the empty line. */
const head = (mode: Mode, ...headers: string[]) =>
  [`POST /wechat?${push({ mode }).query} HTTP/1.1`, 'Host: a', ...headers, '', ''].join('\r\n');

/** A clear push of exactly so many bytes. */
function bodyOf(bytes: number): string {
  const [start = '', end = ''] = toXml(textFields({ Content: '%' })).split('%');
  return start + 'x'.repeat(bytes - start.length - end.length) + end;
}

const TOO_LARGE =
  /^HTTP\/1\.1 413 Payload Too Large\r\n(?:X-Powered-By: Express\r\n)?Content-Type: text\/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nContent-Length: 17\r\nConnection: close\r\nDate: [^\r]+\r\n\r\npayload too large$/;
const TOO_SLOW =
  /^HTTP\/1\.1 408 Request Timeout\r\n[\s\S]*\r\nConnection: close\r\n[\s\S]*\r\n\r\nrequest timeout$/;

describe.each(expresses)('on %s', (_name, express) => {
  describe.each<Mode>(['clear', 'safe'])('in %s mode', (mode) => {
    const chunked = (size: number) => `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`;

    it.each<[string, (target: Target) => Promise<string>]>([
      [
        'a byte too many, as announced',
        (target) => target.raw(head(mode, `Content-Length: ${LIMIT + 1}`), 'x'.repeat(LIMIT + 1)),
      ],
      [
        'a byte too many, announced, before it is sent',
        (target) => target.raw(head(mode, `Content-Length: ${LIMIT + 1}`)),
      ],
      [
        'a byte too many, in chunks',
        (target) =>
          target.raw(head(mode, 'Transfer-Encoding: chunked'), chunked(LIMIT), chunked(1), '0\r\n\r\n'),
      ],
      [
        '20 MB, as announced',
        (target) => target.raw(head(mode, 'Content-Length: 20000000'), Buffer.alloc(20_000_000, 'x')),
      ],
      [
        '20 MB, in chunks',
        (target) =>
          target.raw(
            head(mode, 'Transfer-Encoding: chunked'),
            ...new Array<string>(20).fill(chunked(1_000_000)),
          ),
      ],
      [
        'chunks without end',
        (target) =>
          target.raw(head(mode, 'Transfer-Encoding: chunked'), ...new Array<string>(300).fill(chunked(1000))),
      ],
    ])('A12 %s: the answer says so, and the connection is closed', async (_what, attack) => {
      const target = await startTarget({ express, mode });
      expect(await attack(target)).toMatch(TOO_LARGE);
      expect(target.messages).toEqual([]);
      expect(target.lines.map(({ fields }) => fields)).toMatchObject([{ status: 413, reason: 'too large' }]);
    });

    it('A13 a byte a second is too slow', async () => {
      // A hundred times as fast: 3 s are 30 ms, a second 10 ms.
      const target = await startTarget({ express, mode, config: { clock: fastClock(100) } });
      const drops = Array.from('<xml><a>slow', (letter) => [letter, 10]).flat();
      expect(await target.raw(head(mode, 'Content-Length: 100'), ...drops)).toMatch(TOO_SLOW);
      expect(target.messages).toEqual([]);
      expect(target.lines.map(({ fields }) => fields)).toMatchObject([{ status: 408, reason: 'too slow' }]);
    });

    it.each([
      ['with a length that lies', 'Content-Length: 1000'],
      ['in chunks', 'Transfer-Encoding: chunked'],
    ])('A13 a body that never ends is too slow, %s', async (_what, framing) => {
      const target = await startTarget({ express, mode, config: { clock: fastClock(100) } });
      expect(await target.raw(head(mode, framing), '5\r\n<xml>\r\n')).toMatch(TOO_SLOW);
      expect(target.messages).toEqual([]);
    });

    it.each([
      [
        'a signature that is wrong',
        403,
        'POST',
        { signature: '0'.repeat(40), msg_signature: '0'.repeat(40) },
        '',
      ],
      ['a time long ago', 403, 'POST', { timestamp: '1000000000' }, ''],
      ['a query that is malformed', 403, 'POST', { timestamp: 'x' }, ''],
      ['a method that is not ours', 405, 'PUT', {}, ''],
      ['a body that is compressed', 415, 'POST', {}, 'Content-Encoding: gzip\r\n'],
    ])(
      'A13 after a refusal for %s a body without end is not read on',
      async (_what, status, method, changes, header) => {
        const target = await startTarget({ express, mode });
        const { query } = push({ mode, query: changes });
        const start = `${method} /wechat?${query} HTTP/1.1\r\nHost: a\r\n${header}Transfer-Encoding: chunked\r\n\r\n`;
        // Each piece after the answer to the one before had time to come: `raw` fails where the connection stays open.
        const answer = await target.raw(
          start,
          ...Array.from({ length: 100 }, () => [chunked(1000), 20]).flat(),
        );
        expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 (${status}|400) `));
        expect(answer).toMatch(/\r\nConnection: close\r\n/);
        expect(target.messages).toEqual([]);
      },
    );

    it.each([
      ['read', { message: '<xml><a>' }],
      ['there with its headers', { query: { signature: '0'.repeat(40), msg_signature: '0'.repeat(40) } }],
    ])('A13 a refused body that was %s keeps its connection', async (_what, wrong) => {
      const target = await startTarget({ express, mode });
      const { query, body } = push({ mode, ...wrong });
      const whole = `POST /wechat?${query} HTTP/1.1\r\nHost: a\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body.toString()}`;
      const answers = await target.raw(
        whole,
        100,
        whole,
        100,
        'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      );
      expect(answers.match(/HTTP\/1\.1 40[03] /g)).toHaveLength(2);
    });

    it('A13 nothing happens when the sender goes half-way', async () => {
      let timers = 0;
      const clock = clockWith({
        setTimeout: (callback, ms) => (timers++, systemClock.setTimeout(callback, ms)),
        clearTimeout: (timer) => {
          timers--;
          systemClock.clearTimeout(timer);
        },
      });
      const target = await startTarget({ express, mode, config: { clock } });
      const gone = [...Array(20).keys()].map(async () => {
        const socket = connect(target.port, '127.0.0.1');
        socket.write(head(mode, 'Content-Length: 1000') + '<xml>');
        await sleep(50);
        socket.destroy();
      });
      await Promise.all(gone);
      await sleep(50);
      expect({ timers, ...target }).toMatchObject({ timers: 0, messages: [], errors: [], lines: [] });
    });
  });

  it('A14 a compressed body is not looked into', async () => {
    const target = await startTarget({ express });
    const headers = { 'content-encoding': 'gzip' };
    expectRefused(target, await target.push({}, { headers, body: gzipSync(toXml(textFields())) }), 415);
  });

  it.each(['deflate', 'br', 'zstd', 'gzip, gzip', 'x-unknown'])(
    'A14 nor one with the encoding %s',
    async (encoding) => {
      const target = await startTarget({ express });
      expectRefused(target, await target.push({}, { headers: { 'content-encoding': encoding } }), 415);
    },
  );
});

it.each(['identity', 'Identity', 'IDENTITY', ''])(
  'A14 a body that is said not to be compressed is read: "%s"',
  async (encoding) => {
    const target = await startTarget();
    expect((await target.push({}, { headers: { 'content-encoding': encoding } })).status).toBe(200);
  },
);

it.each([1024, 2000, 1_048_576])('A12 the limit is the one that was set: %i bytes', async (bodyLimit) => {
  const target = await startTarget({ config: { bodyLimit } });
  expect((await target.push({ body: bodyOf(bodyLimit) })).status).toBe(200);
  expect((await target.push({ body: bodyOf(bodyLimit + 1) })).status).toBe(413);
});

it('A12 it counts bytes, not characters', async () => {
  const target = await startTarget({ config: { bodyLimit: 1024 } });
  expect((await target.push({ message: { Content: '你'.repeat(300) } })).status).toBe(413);
});

it('A12 a hundred bodies of 20 MB at once take no memory', async () => {
  const target = await startTarget();
  const before = process.memoryUsage().rss;
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
  const chunk = 'x'.repeat(200_000);
  const attacks = Array.from({ length: 100 }, () =>
    target.raw(head('clear', 'Content-Length: 20000000'), ...new Array<string>(100).fill(chunk)),
  );
  expect(new Set((await Promise.all(attacks)).map((answer) => answer.slice(0, 12)))).toEqual(
    new Set(['HTTP/1.1 413']),
  );
  clearInterval(watch);
  expect((peak - before) / 2 ** 20).toBeLessThan(96);
});

it('A13 a length that is too short leaves the rest to the HTTP parser', async () => {
  const target = await startTarget();
  const { body, query } = push();
  const answer = await target.raw(
    `POST /wechat?${query} HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n`,
    body,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(target.messages).toEqual([]);
});

const good = toXml(textFields());
const nested = (depth: number) => `<xml>${'<a>'.repeat(depth - 1)}${'</a>'.repeat(depth - 1)}</xml>`;
const header = `<ToUserName>${account.id}</ToUserName><FromUserName>${openid}</FromUserName><CreateTime>1735689662</CreateTime>`;
/** A text message with more, in XML. */
const withMore = (more: string) => `<xml>${header}<MsgType>text</MsgType>${more}</xml>`;

/** Bodies that are no push, whatever else is right. */
const malformed: [string, string, string | Buffer][] = [
  ['A15', 'no body', ''],
  ['A15', 'spaces', '   '],
  ['A15', 'line breaks', '\r\n'],
  ['A15', 'text', 'hello'],
  ['A15', 'an HTML page', '<html><body>x</body></html>'],
  ['A15', 'a root in capitals', good.replaceAll('xml>', 'XML>')],
  ['A15', 'half a message', good.slice(0, 100)],
  ['A15', 'two roots', good + good],
  ['A15', 'text after the root', `${good}x`],
  ['A15', 'a section after the root', `${good}<![CDATA[x]]>`],
  ['A15', 'a no-break space after the root', `${good}\u00a0`],
  ['A15', 'a NUL after the root', `${good}\0`],
  ['A15', 'a space before the root', ` ${good}`],
  ['A15', 'a tab before the root', `\t${good}`],
  ['A15', 'text before the root', `x${good}`],
  [
    'A15',
    'an opened CDATA with a space, as old pages print it',
    '<xml><Content>< ![CDATA[x]]></Content></xml>',
  ],
  [
    'A15',
    'bytes that are not UTF-8',
    Buffer.concat([Buffer.from('<xml><a>'), Buffer.from([0xff, 0xfe]), Buffer.from('</a></xml>')]),
  ],
  ['A15', 'UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le')],
  [
    'A15',
    'GBK',
    Buffer.concat([Buffer.from('<xml><a>'), Buffer.from([0xc4, 0xe3]), Buffer.from('</a></xml>')]),
  ],
  ['A15', 'half a JSON object', '{"MsgType":"text"'],
  ['A15', 'a JSON list', '[{"MsgType":"text"}]'],
  ['A16', 'a DOCTYPE', `<!DOCTYPE xml>${good}`],
  ['A16', 'a DOCTYPE in small letters', `<!doctype xml>${good}`],
  ['A16', 'a DOCTYPE after a declaration', `<?xml version="1.0"?><!DOCTYPE xml>${good}`],
  ['A16', 'an internal entity', `<!DOCTYPE xml [<!ENTITY a "b">]>${withMore('<Content>&a;</Content>')}`],
  [
    'A16',
    'entities of entities',
    `<!DOCTYPE xml [<!ENTITY a "b"><!ENTITY c "&a;&a;"><!ENTITY d "&c;&c;">]>${withMore('<Content>&d;</Content>')}`,
  ],
  ['A16', 'a DOCTYPE where scanner and parser might part', `<?><!--?><!DOCTYPE xml><!-- -->${good}`],
  ['A16', 'an entity that nobody declared', withMore('<Content>&a;</Content>')],
  ['A17', '33 levels', nested(33)],
  ['A17', '20,000 levels', nested(20_000)],
  ['A17', '100,000 levels that do not end', `<xml>${'<a>'.repeat(80_000)}`],
  [
    'A17',
    '33 levels where scanner and parser might part',
    `<xml><?a??><!--?>${'<a>'.repeat(33)}${'</a>'.repeat(33)}--></xml>`,
  ],
  [
    'A17',
    '30,000 levels where scanner and parser might part',
    `<xml><?><!--?>${'<a>'.repeat(30_000)}${'</a>'.repeat(30_000)}--></xml>`,
  ],
  ['A17', '33 levels of JSON', `{"MsgType":"text","a":${'['.repeat(33)}${']'.repeat(33)}}`],
  ['A17', '100,000 levels of JSON', `{"MsgType":"text","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['A18', '65,000 elements', `<xml>${'<a/>'.repeat(65_000)}</xml>`],
  ['A18', '2,001 elements', `<xml>${'<a/>'.repeat(2000)}</xml>`],
  ['A18', '10,000 attributes', `<xml><a${' b="c"'.repeat(10_000)}/></xml>`],
  ['A18', 'a name of 100 kB', `<xml><${'a'.repeat(100_000)}/></xml>`],
  ['A18', 'an end of 100 kB', `<xml><a></${'a'.repeat(100_000)}></xml>`],
  ['A18', '60,000 entities', `<xml><a>${'&lt;'.repeat(60_000)}</a></xml>`],
  [
    'A18',
    '100,000 mistakes',
    `<xml><a b="${'&'.repeat(1000)}"/>${`<a b="${'&'.repeat(1000)}"/>`.repeat(250)}</xml>`,
  ],
  ['A18', '80,000 mistakes in a comment', `<xml><!--${'-- '.repeat(80_000)}--></xml>`],
  ['A18', '130,000 values in JSON', `{"a":[${'1,'.repeat(130_000)}1]}`],
  ['A18', 'a JSON string that does not end', `{"${'\\"'.repeat(130_000)}`],
  ['A18', '250,000 digits in JSON', `{"a":${'1'.repeat(250_000)}e`],
  ['A20', 'two FromUserName', withMore(`<FromUserName>mallory</FromUserName><Content>x</Content>`)],
  ['A20', 'two ToUserName', withMore(`<ToUserName>x</ToUserName><Content>x</Content>`)],
  ['A20', 'two CreateTime', withMore(`<CreateTime>1</CreateTime><Content>x</Content>`)],
  ['A20', 'two MsgType', withMore(`<MsgType>text</MsgType><Content>x</Content>`)],
  ['A20', 'two MsgId', withMore(`<MsgId>1</MsgId><MsgId>2</MsgId>`)],
  ['A20', 'two Content', withMore(`<Content>x</Content><Content>y</Content>`)],
  ['A20', 'two Event', `<xml>${header}<MsgType>event</MsgType><Event>CLICK</Event><Event>VIEW</Event></xml>`],
  [
    'A20',
    'two EventKey',
    `<xml>${header}<MsgType>event</MsgType><Event>CLICK</Event><EventKey>a</EventKey><EventKey>b</EventKey></xml>`,
  ],
  ['A20', 'two Encrypt', withMore(`<Encrypt>a</Encrypt><Encrypt>b</Encrypt>`)],
  [
    'A20',
    'two FromUserName in JSON',
    '{"ToUserName":"a","FromUserName":"b","FromUserName":"c","MsgType":"text"}',
  ],
  [
    'A20',
    'two FromUserName in JSON, in two spellings',
    '{"ToUserName":"a","FromUserName":"b","FromU\\u0073erName":"c","MsgType":"text"}',
  ],
  ['A20', 'a list of MsgType in JSON', '{"ToUserName":"a","FromUserName":"b","MsgType":["text","text"]}'],
  ['A21', 'elements in Content', withMore('<Content><a>x</a></Content>')],
  ['A21', 'elements in FromUserName', withMore('').replace(openid, '<a>x</a>')],
  ['A21', 'elements in MsgType', withMore('').replace('text', '<a>text</a>')],
  ['A21', 'elements in CreateTime', withMore('').replace('1735689662', '<a>1</a>')],
  ['A21', 'elements beside text in MsgType', withMore('').replace('text', 'text<a/>')],
  [
    'A21',
    'an object as Content in JSON',
    toJson({ ToUserName: 'a', FromUserName: 'b', MsgType: 'text', Content: { a: 'x' } }),
  ],
  [
    'A21',
    'text where elements are expected',
    `<xml>${header}<MsgType>event</MsgType><Event>scancode_push</Event><EventKey>a</EventKey><ScanCodeInfo>x</ScanCodeInfo></xml>`,
  ],
  ['A21', 'a time that is no number', withMore('').replace('1735689662', 'now')],
  ['A21', 'no MsgType', `<xml>${header}</xml>`],
  ['A21', 'nobody it is from', withMore('<Content>x</Content>').replace(openid, ' ')],
];

describe('in clear mode, a body is a bad request', () => {
  it.each(malformed)('%s with %s', async (_row, _what, body) => {
    const target = await startTarget();
    const response = await target.push({ body });
    expectRefused(target, response, 400);
    expect(response.ms).toBeLessThan(1000);
  });
});

describe.each(['compatible', 'safe'] as const)(
  'in %s mode, what is encrypted is refused without a word',
  (mode) => {
    it.each(
      malformed.flatMap(([row, what, body]) =>
        typeof body === 'string' ? [[row, what, body] as const] : [],
      ),
    )('%s with %s', async (_row, _what, message) => {
      const target = await startTarget({ mode, config: { bodyLimit: 1_048_576 } });
      expectRefused(target, await target.push({ mode: 'safe', message }), 403);
    });
  },
);

describe('in safe mode, what is around the encrypted text is a bad request', () => {
  const { encrypt = '', ...sent } = push({ mode: 'safe', timestamp: push().timestamp });
  const encrypted = `<Encrypt>${encrypt}</Encrypt>`;

  it.each([
    ['A15', 'nothing', ''],
    ['A15', 'a space before the root', ` <xml>${encrypted}</xml>`],
    ['A15', 'another root', `<html>${encrypted}</html>`],
    ['A15', 'two roots', `<xml>${encrypted}</xml><xml/>`],
    ['A16', 'a DTD', `<!DOCTYPE xml><xml>${encrypted}</xml>`],
    ['A17', '33 levels', `<xml>${encrypted}${'<a>'.repeat(32)}${'</a>'.repeat(32)}</xml>`],
    ['A18', '2,001 elements', `<xml>${encrypted}${'<a/>'.repeat(1999)}</xml>`],
    ['A20', 'two Encrypt', `<xml>${encrypted}${encrypted}</xml>`],
    ['A20', 'two Encrypt in JSON', `{"Encrypt":"${encrypt}","Encrypt":"${encrypt}"}`],
    ['A21', 'an element in Encrypt', `<xml><Encrypt><a/>${encrypt}</Encrypt></xml>`],
    ['A21', 'an Encrypt in another element', `<xml><a>${encrypted}</a></xml>`],
    ['A21', 'a comment in Encrypt', `<xml><Encrypt><!-- -->${encrypt}</Encrypt></xml>`],
    ['A21', 'a list of Encrypt in JSON', `{"Encrypt":["${encrypt}"]}`],
    ['A21', 'an object as Encrypt in JSON', `{"Encrypt":{"a":"${encrypt}"}}`],
  ])('%s with %s', async (_row, _what, body) => {
    const target = await startTarget({ mode: 'safe' });
    expectRefused(target, await target.send({ method: 'POST', path: `/wechat?${sent.query}`, body }), 400);
  });
});

describe.each(modes)('in %s mode, a body is accepted', (mode) => {
  it.each([
    ['with a byte-order mark', (body: string) => `\ufeff${body}`],
    ['with line breaks before', (body: string) => `\r\n\n${body}`],
    ['with white space after', (body: string) => `${body}\r\n \t`],
    ['with a declaration', (body: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${body}`],
    ['with comments around', (body: string) => `<!-- a -->${body}<!-- b -->`],
    ['with attributes', (body: string) => body.replace('<xml>', '<xml a="b">')],
  ])('A15 %s', async (_what, change) => {
    const target = await startTarget({ mode });
    const { body, query } = push({ mode, message: { Content: 'hello' } });
    const { status } = await target.send({
      method: 'POST',
      path: `/wechat?${query}`,
      body: change(String(body)),
    });
    expect(status).toBe(200);
    expect(target.messages).toMatchObject([{ Content: 'hello' }]);
  });

  it.each([
    'text/plain',
    'application/json',
    'application/octet-stream',
    'text/xml; charset=gbk',
    'x',
    undefined,
  ])('A15 with the content type %s', async (type) => {
    const target = await startTarget({ mode });
    const headers = type === undefined ? {} : { 'content-type': type };
    expect((await target.push({ mode }, { headers })).status).toBe(200);
    expect(target.messages).toHaveLength(1);
  });
});

describe('A21 in text,', () => {
  it.each([
    ['attributes are dropped', '<Content a="b" xml:lang="zh">x</Content>', 'x'],
    ['comments are dropped', '<Content>x<!-- y -->z</Content>', 'xz'],
    ['instructions are dropped', '<Content>x<?y z?></Content>', 'x'],
    ['sections are joined', '<Content>x<![CDATA[<y>]]>z</Content>', 'x<y>z'],
    ['the name of a section is text', '<Content>&lt;![CDATA[x]]&gt;</Content>', '<![CDATA[x]]>'],
  ])('%s', async (_what, more, content) => {
    const target = await startTarget();
    await target.push({ message: withMore(more) });
    expect(target.messages).toMatchObject([{ MsgType: 'text', Content: content }]);
  });
});

describe('A20 elsewhere, what is repeated', () => {
  it('is read once where one is documented', async () => {
    const target = await startTarget();
    await target.push({
      message: `<xml>${header}<MsgType>image</MsgType><PicUrl>a</PicUrl><PicUrl>b</PicUrl><MediaId>c</MediaId></xml>`,
    });
    expect(target.messages).toMatchObject([{ PicUrl: 'a', MediaId: 'c' }]);
  });

  it('is a list where many are documented, even if there is one', async () => {
    const target = await startTarget();
    const item = '<item><PicMd5Sum>a</PicMd5Sum></item>';
    for (const items of [item, item + item])
      await target.push({
        message: `<xml>${header}<MsgType>event</MsgType><Event>pic_weixin</Event><EventKey>${items.length}</EventKey><SendPicsInfo><Count>1</Count><PicList>${items}</PicList></SendPicsInfo></xml>`,
      });
    expect(target.messages).toMatchObject([
      { SendPicsInfo: { PicList: { item: [{ PicMd5Sum: 'a' }] } } },
      { SendPicsInfo: { PicList: { item: [{ PicMd5Sum: 'a' }, { PicMd5Sum: 'a' }] } } },
    ]);
  });
});

it('A16 nobody is called, and no file is read, for an entity', async () => {
  let calls = 0;
  const bait = createServer((_req, res) => (calls++, res.end('gotcha')));
  await new Promise<void>((resolve) => bait.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(bait.address() as AddressInfo).port}/`;
  for (const entity of [
    `a SYSTEM "${url}"`,
    `% a SYSTEM "${url}"`,
    'a SYSTEM "file:///etc/passwd"',
    `a PUBLIC "x" "${url}"`,
  ])
    for (const mode of ['clear', 'safe'] as const) {
      const target = await startTarget({ mode });
      const message = `<!DOCTYPE xml [<!ENTITY ${entity}>]>${withMore('<Content>&a;</Content>')}`;
      expectRefused(target, await target.push({ mode, message }), mode === 'clear' ? 400 : 403);
    }
  await sleep(50);
  bait.close();
  expect(calls).toBe(0);
});
