import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SimulatedAccount } from 'offiaccount/testing';
import { closeAll, play } from '../support/accounts';
import { account, encrypt, sha1, textOf, toXml } from '../support/push';
import type { Fields, PushAccount } from '../support/push';

afterEach(closeAll);

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const gh = 'gh_3f1c9a7be204';
const notice = { MsgType: 'system', Content: '该公众号提供的服务出现故障，请稍后再试' };

/** What comes of a text of alice's when a plain server gives that answer to everything. */
async function answered(body: string | Buffer, over: Partial<SimulatedAccount> = {}, status = 200) {
  const simulator = play((_req, res) => void res.writeHead(status).end(body), { originalId: gh, ...over });
  const alice = simulator.user('alice');
  const { outcome, problem, problemCode, problemText, reply } = await alice.says('hello');
  // One sentence, whoever reads it.
  expect(problemText?.en).toBe(problem);
  return { outcome, problem, ...(problemCode && { problemCode }), reply, sees: alice.sees() };
}

const header = { ToUserName: 'alice', FromUserName: gh, CreateTime: 1735689663 };
const text = (over: Fields = {}): string => toXml({ ...header, MsgType: 'text', Content: 'Hi', ...over });
const article = { Title: 'a', Description: '', PicUrl: '', Url: 'https://example.com/' };
const news = (articles: number, over: Fields = {}): string =>
  toXml({
    ...header,
    MsgType: 'news',
    ArticleCount: articles,
    Articles: { item: Array.from({ length: articles }, () => article) },
    ...over,
  });

describe('an answer with nothing to say', () => {
  it.each(['success', ''])('is %j', async (body) => {
    expect(await answered(body)).toEqual({
      outcome: 'silent',
      problem: undefined,
      reply: undefined,
      sees: [],
    });
  });

  it.each(['compatible', 'safe'] as const)('is clear in %s mode, too', async (mode) => {
    expect(await answered('success', { mode })).toMatchObject({ outcome: 'silent' });
    expect(await answered('', { mode, format: 'json' })).toMatchObject({ outcome: 'silent' });
  });
});

describe('what is unusual, though the user sees what they should,', () => {
  const formats = ['xml', 'json'] as const;
  const modes = ['clear', 'compatible', 'safe'] as const;
  const hi = { outcome: 'replied', reply: { MsgType: 'text', Content: 'Hi' } };

  /** The text reply in that format, wrapped as that mode asks, with something round the inner and the outer text. */
  function written(format: 'xml' | 'json', mode: (typeof modes)[number], around: (text: string) => string) {
    const write = format === 'xml' ? toXml : JSON.stringify;
    const clear = around(write({ ...header, MsgType: 'text', Content: 'Hi' }));
    return mode === 'safe' ? around(write(sealed({}, { clear }))) : clear;
  }

  const cases = modes.flatMap((mode) => formats.map((format) => ({ mode, format })));

  it.each(cases)('is white space around a reply: %j', async (over) => {
    for (const [before, after] of [
      ['\n', ''],
      [' \r\n\t', ' \n'],
      ['', '\n\n'],
    ] as const) {
      const seen = await answered(
        written(over.format, over.mode, (text) => before + text + after),
        over,
      );
      expect(seen).toMatchObject(hi);
      const isTold = over.format === 'xml' && before !== '';
      expect(seen.problemCode).toBe(isTold ? 'before-xml' : undefined);
      if (isTold) expect(seen.problem).toMatch(/before <xml>: white space\. WeChat was seen to take it/);
    }
  });

  it.each(cases)('is a byte-order mark before a reply: %j', async (over) => {
    const seen = await answered(
      written(over.format, over.mode, (text) => `\ufeff${text}`),
      over,
    );
    expect(seen).toMatchObject({ ...hi, problemCode: `before-${over.format}` });
    expect(seen.problem).toMatch(/byte-order mark.*is not known/);
  });

  it.each<[string, RegExp]>([
    ['<?xml version="1.0"?>', /: an XML declaration\. Whether WeChat takes it is not known/],
    ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', /: an XML declaration, white space\./],
    ['<!-- a > b -->', /: a comment\./],
    [
      '\ufeff\n<?xml version="1.0"?>\n<!-- a -->\n',
      /: a byte-order mark, white space, an XML decl.*, a comment/,
    ],
  ])('is %j before <xml>', async (before, problem) => {
    for (const mode of modes) {
      const seen = await answered(
        written('xml', mode, (text) => before + text),
        { mode },
      );
      expect(seen).toMatchObject({ ...hi, problemCode: 'before-xml', problem: matching(problem) });
    }
  });

  it.each(formats)('is a reply in the clear in safe mode, in %s', async (format) => {
    expect(
      await answered(
        written(format, 'clear', (text) => text),
        { mode: 'safe', format },
      ),
    ).toMatchObject({
      ...hi,
      problemCode: 'not-encrypted',
      problem: matching(/is not encrypted, but the account is in safe mode/),
    });
  });

  it.each(
    (['compatible', 'safe'] as const).flatMap((mode) =>
      formats.flatMap((format) =>
        ['', 'success', ' ', 'success\n'].map((clear) => ({ mode, format, clear })),
      ),
    ),
  )('is nothing to say in an envelope: %j', async ({ mode, format, clear }) => {
    const body = (format === 'xml' ? toXml : JSON.stringify)(sealed({}, { clear }));
    expect(await answered(body, { mode, format })).toMatchObject({
      outcome: 'silent',
      reply: undefined,
      sees: [],
      problemCode: 'encrypted-silence',
      problem: matching(/never encrypted/),
    });
  });

  it.each([
    ['success\n', 'success\\u000a'],
    [' success', ' success'],
    ['\r\nsuccess\r\n', '\\u000d\\u000asuccess'],
    ['\ufeffsuccess', '\ufeffsuccess'],
    ['\n', '\\u000a'],
    ['\ufeff', '\ufeff'],
  ])('is %j for success or nothing', async (body, shown) => {
    for (const over of cases)
      expect(await answered(body, over)).toMatchObject({
        outcome: 'silent',
        sees: [],
        problemCode: 'space-around-silence',
        problem: expect.stringContaining(shown) as unknown,
      });
  });

  it('is told all at once, what is about the reply first', async () => {
    expect(await answered(`\n${news(3)}`, { mode: 'safe' })).toMatchObject({
      outcome: 'replied',
      problemCode: 'articles-dropped',
      problem: matching(
        /^WeChat shows 1 of the 3 articles.* The reply is not encrypted.* There is something before/,
      ),
    });
  });
});

describe('a reply', () => {
  it.each<[string, Fields]>([
    ['text', { Content: 'Hi' }],
    ['text', { Content: '你好 <a href="https://example.com?a=1&b=2">]]></a>\n' }],
    ['image', { Image: { MediaId: 'm1' } }],
    ['voice', { Voice: { MediaId: 'm1' } }],
    ['video', { Video: { MediaId: 'm1', Title: 'a', Description: '' } }],
    ['video', { Video: { MediaId: 'm1' } }],
    ['music', { Music: { Title: 'a', Description: 'b', MusicUrl: 'c', HQMusicUrl: 'd', ThumbMediaId: 'e' } }],
    ['music', { Music: { MusicUrl: 'c' } }],
    ['transfer_customer_service', {}],
    ['transfer_customer_service', { TransInfo: { KfAccount: 'anna@shop' } }],
    ['news', { ArticleCount: 1, Articles: { item: [article] } }],
    ['device_text', { DeviceType: 'gh_1', DeviceID: 'd', SessionID: 's', Content: 'aGk=' }],
    ['hardware', { HardWare: { MessageView: 'myrank', MessageAction: 'ranklist' }, FuncFlag: '0' }],
  ])('of type %s is seen in its own shape: %j', async (MsgType, body) => {
    const reply = { MsgType, ...body };
    const seen = { outcome: 'replied', problem: undefined, reply, sees: [reply] };
    expect(await answered(toXml({ ...header, ...reply }))).toEqual(seen);
    expect(await answered(JSON.stringify({ ...header, ...reply }), { format: 'json' })).toEqual(seen);
  });

  it('may have other elements, white space between elements, entities, and comments', async () => {
    const xml = `<xml>\n <ToUserName>alice</ToUserName><!-- a --><FromUserName>${gh}</FromUserName>
      <CreateTime>1</CreateTime><MsgType>text</MsgType><Content>a &amp; &#98;</Content><FuncFlag>0</FuncFlag>\n</xml>\n`;
    expect((await answered(xml)).reply).toEqual({ MsgType: 'text', Content: 'a & b' });
  });

  it('with too many articles shows the first', async () => {
    expect(await answered(news(3))).toMatchObject({
      outcome: 'replied',
      problem: 'WeChat shows 1 of the 3 articles in answer to a message.',
      reply: { MsgType: 'news', ArticleCount: 1, Articles: { item: [article] } },
    });
  });

  it('may have eight articles in answer to an event', async () => {
    const articles = async (count: number) => {
      const simulator = play((_req, res) => void res.end(news(count)), { originalId: gh });
      return simulator.user('alice').clicks('KEY');
    };
    expect(await articles(8)).toMatchObject({ outcome: 'replied', reply: { ArticleCount: 8 } });
    expect((await articles(8)).problem).toBeUndefined();
    expect(await articles(10)).toMatchObject({
      reply: { ArticleCount: 8 },
      problem: 'WeChat shows 8 of the 10 articles in answer to an event.',
    });
  });
});

const media = (MsgType: string, body: Fields): string => toXml({ ...header, MsgType, ...body });

describe('the user is told that the service is down by', () => {
  it.each<[string, string | Buffer, RegExp]>([
    ['other text', 'ok', /^The answer is neither "success", nor empty, nor a reply: "ok"\.$/],
    ['long text', `a\n${'b'.repeat(100)}`, /nor a reply: "a\\u000ab{57,}…"/],
    ['another case of success', 'SUCCESS', /neither "success"/],
    ['a page', '<!DOCTYPE html><html></html>', /neither "success"/],
    ['text that is not UTF-8', Buffer.from([0xc4, 0xe3]), /^The answer is not UTF-8\.$/],
    ['a DTD', `<!DOCTYPE xml>${text()}`, /something before <xml>: "<!DOCTYPE xml>"/],
    ['a warning before <xml>', `Warning: x\n${text()}`, /something before <xml>: "Warning: x/],
    ['a word in quotes', '"success"', /is "success", with the quotes of JSON/],
    ['nothing in quotes', '""', /is "", with the quotes of JSON/],
    ['JSON in XML format', JSON.stringify({ ...header, MsgType: 'text', Content: 'Hi' }), /reply is JSON/],
    ['text after the root', `${text()}success`, /not well-formed/],
    ['a missing end tag', text().replace('</Content>', ''), /not well-formed: 1:\d+: unexpected close tag/],
    ['a bare ampersand', text().replace('<![CDATA[Hi]]>', 'a & b'), /not well-formed/],
    ['a space in CDATA', text().replace('<![CDATA[Hi', '< ![CDATA[Hi'), /not well-formed/],
    ['a control character', text({ Content: 'a\u0001' }), /not well-formed/],
    ['an unknown entity', text().replace('<![CDATA[Hi]]>', '&nbsp;'), /not well-formed/],
    ['text between elements', text().replace('<MsgType>', 'x<MsgType>'), /<xml> holds text between/],
    ['an empty root', '<xml></xml>', /<xml> has no elements/],
    ['no swap', text({ ToUserName: gh, FromUserName: 'alice' }), /swaps the names/],
    ['the AppID as sender', text({ FromUserName: account.appId }), /FromUserName "gh_3f1c9a7be204"/],
    ['another user', text({ ToUserName: 'bob' }), /ToUserName must be "alice"/],
    ['no ToUserName', text({ ToUserName: undefined }), /^<ToUserName> is missing\.$/],
    ['no CreateTime', text({ CreateTime: undefined }), /^<CreateTime> is missing\.$/],
    ['a date as CreateTime', text({ CreateTime: '2025-01-01' }), /^<CreateTime> is not a number\.$/],
    ['no MsgType', text({ MsgType: undefined }), /^<MsgType> is missing\.$/],
    ['an unknown MsgType', text({ MsgType: 'Text' }), /<MsgType> is "Text": a reply is one of text, image/],
    ['an empty Content', text({ Content: '' }), /^<Content> is empty\.$/],
    ['no Content', text({ Content: undefined }), /^<Content> is missing\.$/],
    ['two Contents', text({ Content: ['a', 'b'] }), /^<Content> occurs 2 times\.$/],
    ['elements in Content', text({ Content: { p: 'a' } }), /^<Content> holds elements\.$/],
    [
      'a misspelt Content',
      text({ Content: undefined, content: 'Hi' }),
      /^<content> must be spelled <Content>/,
    ],
    ['a text too long', text({ Content: '你'.repeat(683) }), /^<Content> has 2049 bytes, more than 2048\.$/],
    ['an image without MediaId', media('image', { Image: { Url: 'x' } }), /^<MediaId> is missing\.$/],
    ['a flat image', media('image', { MediaId: 'x' }), /^<Image> is missing\.$/],
    ['an image of text', media('image', { Image: 'x' }), /^<Image> holds no elements\.$/],
    ['an empty MediaId', media('voice', { Voice: { MediaId: '' } }), /^<MediaId> is empty\.$/],
    ['music in lower case', media('music', { music: { Title: 'x' } }), /must be spelled <Music>/],
    ['two Musics', media('music', { Music: [{ Title: 'x' }, { Title: 'y' }] }), /^<Music> occurs 2 times\.$/],
    [
      'a transfer to nobody',
      media('transfer_customer_service', { TransInfo: { KfAccount: '' } }),
      /KfAccount/,
    ],
    ['a wrong ArticleCount', news(1, { ArticleCount: 2 }), /^<ArticleCount> is 2, but there are 1 <item>\.$/],
    ['no ArticleCount', news(1, { ArticleCount: undefined }), /^<ArticleCount> is missing\.$/],
    ['no articles', news(0, { Articles: { other: 'x' } }), /^<item> is missing\.$/],
    [
      'an article without Url',
      news(1, { Articles: { item: { ...article, Url: undefined } } }),
      /^<Url> is missing/,
    ],
    [
      'an encrypted reply in clear mode',
      toXml({ Encrypt: 'x' }),
      /is encrypted, but the account is in clear mode/,
    ],
  ])('%s', async (_name, body, problem) => {
    const seen = await answered(body);
    expect(seen).toMatchObject({ outcome: 'service-unavailable', reply: undefined, sees: [notice] });
    expect(seen.problem).toMatch(problem);
  });

  it.each<[string, string, RegExp]>([
    ['XML', text(), /reply is XML, but the account's format is JSON/],
    ['broken JSON', '{"a":', /JSON of the reply is not right: The body is not well-formed/],
    ['JSON with a repeated field', '{"a":1,"a":2}', /repeats a field/],
    ['JSON without fields', '{}', /not right/],
    ['an empty Content', JSON.stringify({ ...header, MsgType: 'text', Content: '' }), /<Content> is empty/],
  ])('%s in JSON format', async (_name, body, problem) => {
    const seen = await answered(body, { format: 'json' });
    expect(seen.outcome).toBe('service-unavailable');
    expect(seen.problem).toMatch(problem);
  });

  it.each([201, 204, 302, 500, 502])('status %d', async (status) => {
    expect(await answered(status === 204 ? '' : 'success', {}, status)).toMatchObject({
      outcome: 'service-unavailable',
      problem: `The status is ${status}, not 200.`,
      sees: [notice],
    });
  });
});

describe('a request is refused by', () => {
  it.each([400, 413])('status %d, which is about what is pushed', async (status) => {
    const { outcome, problem } = await answered('no', {}, status);
    expect(outcome).toBe('refused');
    expect(problem).toContain(
      `Status ${status}: what is pushed is no well-formed XML or JSON, or larger than`,
    );
  });

  it.each([401, 403, 405])('status %d', async (status) => {
    const seen = await answered('forbidden', {}, status);
    expect(seen).toMatchObject({ outcome: 'refused', sees: [notice] });
    expect(seen.problem).toContain(`Status ${status}: the app refused the request`);
  });

  it('status 404, which is a wrong path', async () => {
    const { outcome, problem } = await answered('', { path: '/wechat' }, 404);
    expect({ outcome, problem }).toEqual({
      outcome: 'refused',
      problem: 'Status 404: is wechat() mounted at "/wechat"? "path" says where.',
    });
  });
});

/** A reply in its envelope, with parts of it replaced. */
function sealed(
  over: Fields = {},
  { of = account, clear = text() }: { of?: PushAccount; clear?: string } = {},
) {
  const Encrypt = encrypt(clear, {}, of);
  const [TimeStamp, Nonce] = ['1735689663', '480129377'];
  return { Encrypt, MsgSignature: sha1(of.token, TimeStamp, Nonce, Encrypt), TimeStamp, Nonce, ...over };
}

describe('in safe mode', () => {
  const other = { ...account, token: 'another', appId: 'wx0000000000000000' };

  it.each(['xml', 'json'] as const)('an encrypted reply is seen, in %s', async (format) => {
    const fields = { ...header, MsgType: 'text', Content: 'Hi' };
    const write = format === 'xml' ? toXml : JSON.stringify;
    const body = write(sealed({}, { clear: write(fields) }));
    expect(await answered(body, { mode: 'safe', format })).toMatchObject({
      outcome: 'replied',
      reply: { MsgType: 'text', Content: 'Hi' },
    });
  });

  it.each<[string, string, RegExp]>([
    [
      'without a signature',
      toXml(sealed({ MsgSignature: undefined })),
      /envelope of the reply has no <MsgSignature>/,
    ],
    ['without TimeStamp', toXml(sealed({ TimeStamp: undefined, Timestamp: 1 })), /has no <TimeStamp>/],
    ['with a date', toXml(sealed({ TimeStamp: 'now' })), /<TimeStamp> of the envelope is not a number/],
    ['signed for another time', toXml(sealed({ TimeStamp: '1735689664' })), /<MsgSignature> does not match/],
    ['signed with another token', toXml(sealed({}, { of: { ...account, token: 'x' } })), /does not match/],
    [
      'for another AppID',
      toXml(sealed({}, { of: { ...other, token: account.token } })),
      /cannot be decrypted: .*AppID/,
    ],
    [
      'under another key',
      toXml(sealed({}, { of: { ...account, encodingAESKey: 'x'.repeat(43) } })),
      /cannot be decrypted/,
    ],
    ['of other text', toXml(sealed({}, { clear: 'ok' })), /neither "success", nor empty/],
    ['of quotes', toXml(sealed({}, { clear: '""' })), /quotes of JSON/],
    [
      'that wraps one that wraps another',
      toXml(sealed({}, { clear: toXml(sealed()) })),
      /^<ToUserName> is missing/,
    ],
    ['with an empty Content', toXml(sealed({}, { clear: text({ Content: '' }) })), /<Content> is empty/],
  ])('a reply %s is none', async (_name, body, problem) => {
    const seen = await answered(body, { mode: 'safe' });
    expect(seen).toMatchObject({ outcome: 'service-unavailable', sees: [notice] });
    expect(seen.problem).toMatch(problem);
    for (const secret of [account.token, account.encodingAESKey]) expect(seen.problem).not.toContain(secret);
  });

  it('a clear reply is good enough for compatible mode', async () => {
    expect(await answered(text(), { mode: 'compatible' })).toMatchObject({ outcome: 'replied' });
    expect(await answered(toXml(sealed()), { mode: 'compatible' })).toMatchObject({ outcome: 'replied' });
    expect(await answered(toXml(sealed({ MsgSignature: 'x' })), { mode: 'compatible' })).toMatchObject({
      outcome: 'service-unavailable',
    });
  });
});

describe('a push on the wire', () => {
  /** The request that a message makes, as a server of its own sees it. */
  async function received(over: Partial<SimulatedAccount>, content = 'a & ]]> 你好') {
    const requests: { url: string; body: string; type: string | undefined }[] = [];
    const server = createServer((req, res) => {
      let body = '';
      req.on('data', (chunk: Buffer) => (body += chunk.toString()));
      req.on('end', () => {
        requests.push({ url: req.url ?? '', body, type: req.headers['content-type'] });
        res.end();
      });
    }).listen(0);
    const { port } = server.address() as AddressInfo;
    const simulator = play({ url: `http://127.0.0.1:${port}/wx?account=1` }, { originalId: gh, ...over });
    const { deliveries } = await simulator.user('alice').says(content);
    await new Promise((resolve) => server.close(resolve));
    const [{ url, body, type } = { url: '', body: '', type: '' }] = requests;
    const [path, query] = url.split('?');
    return { path, query: Object.fromEntries(new URLSearchParams(query)), body, type, deliveries };
  }

  it('is signed, and clear in clear mode', async () => {
    const { path, query, body, type, deliveries } = await received({});
    expect(path).toBe('/wx');
    expect(query).toEqual({
      account: '1',
      signature: sha1(account.token, query.timestamp ?? '', query.nonce ?? ''),
      timestamp: matching(/^\d{10}$/),
      nonce: matching(/^\d{8,10}$/),
      openid: 'alice',
    });
    expect(type).toBe('text/xml');
    expect(body).toMatch(/<MsgId>\d{17}<\/MsgId><\/xml>$/);
    expect(body).toContain('<Content><![CDATA[a & ]]> 你好]]></Content>');
    expect(deliveries[0]?.request).toMatchObject({ body, text: body });
  });

  const typed = [
    'a]]>b',
    ']]>',
    'a]]]]>>b',
    '<![CDATA[a]]>',
    ']]></Content><MsgType>event</MsgType>',
    'bell \u0007, null \u0000, \u001f and \ufffe',
    ' \n ',
  ];

  it.each(typed)('holds text as the user typed it, which WeChat does not clean: %j', async (content) => {
    for (const mode of ['clear', 'compatible', 'safe'] as const) {
      const { body, deliveries } = await received({ mode }, content);
      expect(deliveries[0]?.request.text).toContain(`<Content><![CDATA[${content}]]></Content>`);
      if (mode !== 'safe') expect(body).toContain(`<Content><![CDATA[${content}]]></Content>`);
      const json = await received({ mode, format: 'json' }, content);
      expect(JSON.parse(json.deliveries[0]!.request.text)).toMatchObject({ Content: content });
    }
  });

  it('has a bare id of 17 digits in JSON', async () => {
    const { body, type } = await received({ format: 'json' });
    expect(body).toMatch(/,"MsgId":\d{17}\}$/);
    expect(JSON.parse(body)).toMatchObject({ ToUserName: gh, MsgType: 'text', Content: 'a & ]]> 你好' });
    expect(type).toBe('application/json');
  });

  it('is an envelope in safe mode, beside the clear fields in compatible mode', async () => {
    for (const mode of ['safe', 'compatible'] as const) {
      const { query, body, deliveries } = await received({ mode });
      const encrypted = textOf(body, 'Encrypt') ?? '';
      expect(query).toMatchObject({
        encrypt_type: 'aes',
        msg_signature: sha1(account.token, query.timestamp ?? '', query.nonce ?? '', encrypted),
      });
      expect(textOf(body, 'ToUserName')).toBe(gh);
      expect(textOf(body, 'MsgType')).toBe(mode === 'safe' ? undefined : 'text');
      expect(deliveries[0]?.request.text).toContain('<MsgType><![CDATA[text]]></MsgType>');
    }
  });
});
