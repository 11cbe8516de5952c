import { reply } from 'offiaccount';
import type { Answer, Reply } from 'offiaccount';
import { closeTargets, expectRefused, expresses, modes, startTarget } from '../support/attack';
import type { Mode } from '../support/attack';
import { readStrictly } from '../support/libxml';
import { checkQuery, openReply, push, textOf, toQuery } from '../support/push';

afterEach(closeTargets);

const clear = (mode: Mode, body: string): string => (mode === 'clear' ? body : openReply(body).text);

const nasty = [
  ']]>',
  ']]]]>>',
  ']]></Content><MsgType><![CDATA[news]]></MsgType><Content><![CDATA[',
  '<![CDATA[ ]]>',
  '<a href="x">&amp; &lt; &#0;</a>',
  '<!-- --> <?xml?> <!DOCTYPE a>',
  'a]]',
  '>',
];

describe.each(modes)('in %s mode', (mode) => {
  it('A23 what a user sends and a handler echoes comes out as text', async () => {
    const target = await startTarget({
      mode,
      handler: ({ message }) => ('Content' in message ? message.Content : ''),
    });
    const bodies: string[] = [];
    for (const Content of nasty)
      bodies.push(clear(mode, (await target.push({ mode, message: { Content } })).body));
    expect(readStrictly(bodies)).toMatchObject(
      nasty.map((Content) => ({ xml: { MsgType: 'text', Content } })),
    );
  });
});

it.each<[string, (value: string) => Reply, (value: string) => object]>([
  [
    'a title, a description and two addresses',
    (x) => reply.news({ title: x, description: x, picUrl: x, url: x }),
    (x) => ({ Articles: { item: { Title: x, Description: x, PicUrl: x, Url: x } } }),
  ],
  ['a media id', (x) => reply.image(x), (x) => ({ Image: { MediaId: x } })],
  [
    'a video',
    (x) => reply.video({ mediaId: x, title: x, description: x }),
    (x) => ({ Video: { MediaId: x, Title: x, Description: x } }),
  ],
  [
    'music',
    (x) => reply.music({ musicUrl: x, hqMusicUrl: x, thumbMediaId: x }),
    (x) => ({ Music: { MusicUrl: x, HQMusicUrl: x, ThumbMediaId: x } }),
  ],
  ['an agent', (x) => reply.transfer(x), (x) => ({ TransInfo: { KfAccount: x } })],
])('A23 %s cannot break out of the reply', async (_what, build, expected) => {
  let answer: Answer;
  const target = await startTarget({ handler: () => answer });
  const bodies: string[] = [];
  for (const value of nasty) {
    answer = build(value);
    bodies.push((await target.push()).body);
  }
  expect(readStrictly(bodies)).toMatchObject(nasty.map((value) => ({ xml: expected(value) })));
});

it('A23 nor can the openid and the account of the push', async () => {
  const target = await startTarget();
  const bodies: string[] = [];
  for (const value of nasty.map((each) => each.trim()))
    bodies.push((await target.push({ message: { FromUserName: value, ToUserName: `${value}2` } })).body);
  expect(readStrictly(bodies)).toMatchObject(
    nasty.map((value) => ({ xml: { ToUserName: value.trim(), FromUserName: `${value.trim()}2` } })),
  );
});

it('A24 characters that XML does not have are left out', async () => {
  const target = await startTarget({
    handler: () => 'a\u0000\u0008\u000b\u001fb\ud800c\ufffe\uffffd\udc00😀',
  });
  const { body } = await target.push();
  expect(readStrictly([body])).toMatchObject([{ xml: { Content: 'abcd😀' } }]);
});

it.each([
  ['Chinese', '你'.repeat(700), 2046],
  ['emoji', '😀'.repeat(600), 2044],
  ['ASCII', 'x'.repeat(3000), 2047],
  ['a family', '👩‍👩‍👧‍👦'.repeat(100), 2025],
  ['a single character and many marks', `e${'\u0301'.repeat(2000)}`, 2047],
])('A25 a long reply of %s ends with a whole character', async (_what, text, bytes) => {
  const target = await startTarget({ handler: () => text });
  const content = textOf((await target.push()).body, 'Content') ?? '';
  expect(Buffer.byteLength(content)).toBe(bytes);
  expect(text.startsWith(content)).toBe(true);
});

describe.each(expresses)('on %s, the URL check', (_name, express) => {
  it.each(modes)('A26 echoes the echostr in %s mode, and nothing else', async (mode) => {
    const target = await startTarget({ express, mode });
    for (const echostr of ['5093311847720146209', 'aZ_0-=+/', 'x', 'x'.repeat(128)]) {
      const response = await target.send({ path: `/wechat?${checkQuery({ echostr })}` });
      expect([response.status, response.body]).toEqual([200, echostr]);
      expect(response.headers).toMatchObject({
        'content-type': 'text/plain; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'content-length': String(echostr.length),
      });
    }
    expect(target.lines).toEqual([]);
  });

  it.each([
    ['markup', '<script>alert(1)</script>'],
    ['129 characters', 'x'.repeat(129)],
    ['10 kB', 'x'.repeat(10_000)],
    ['a line break', 'a\r\nSet-Cookie: b=c'],
    ['a line break at the end', 'abc\n'],
    ['a space', 'a b'],
    ['a NUL', 'a\0'],
    ['Chinese', '你好'],
    ['nothing in it', ''],
    ['nothing at all', undefined],
    ['two of them', ['a', 'b']],
  ])('A26 is a bad request when the echostr has %s', async (_what, echostr) => {
    const target = await startTarget({ express });
    const { signature, timestamp, nonce } = push().params;
    expectRefused(
      target,
      await target.send({ path: `/wechat?${toQuery({ signature, timestamp, nonce, echostr })}` }),
      400,
    );
  });

  it('A26 is a bad request when the echostr is a list', async () => {
    const target = await startTarget({ express });
    expectRefused(
      target,
      await target.send({ path: `/wechat?${checkQuery({ echostr: undefined })}&echostr[]=a` }),
      400,
    );
  });

  it('A26 does not run a handler, whatever else is sent with it', async () => {
    const target = await startTarget({ express });
    const { body } = push();
    const response = await target.send({
      method: 'GET',
      path: `/wechat?${checkQuery()}`,
      body,
      headers: { 'content-length': body.length },
    });
    expect(response.status).toBe(200);
    expect(target.messages).toEqual([]);
  });
});

it('a reply that a handler built by hand, and wrongly, is not the end of a genuine push', async () => {
  const wrong: unknown[] = [
    { MsgType: 'image', Image: null },
    { MsgType: 'text', Content: Symbol('x') },
    { MsgType: 'text' },
    { MsgType: 'image', Image: {} },
    { MsgType: 'x' },
    { Content: 'x' },
    42,
    true,
    [],
    () => 1,
    Symbol('x'),
  ];
  let answer: unknown;
  const target = await startTarget({ handler: () => answer as Answer });
  for (answer of wrong) expect((await target.push()).status).toBe(200);
  expect(target.errors).toEqual([]);
  expect(target.lines.map(({ level }) => level)).toContain('error');
});
