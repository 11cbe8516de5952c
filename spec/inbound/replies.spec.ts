import express from 'express';
import fc from 'fast-check';
import { reply, wechat } from 'offiaccount';
import type { Answer, Reply } from 'offiaccount';
import request from 'supertest';
import type { Response } from 'supertest';
import { readStrictly } from '../support/libxml';
import { account, openid, openReply, push } from '../support/push';
import type { PushParts } from '../support/push';
import { trials } from '../support/thorough';

const quiet = { warn: () => undefined, error: () => undefined };

/** Pushes to a bot whose handler returns `answer`; the response. */
async function answered(answer: Answer | (() => Answer), parts: PushParts = {}) {
  const { appId, token, encodingAESKey } = account;
  const secret = parts.mode === undefined || parts.mode === 'clear' ? {} : { encodingAESKey };
  const wx = wechat({ appId, token, ...secret, logger: quiet }).use(
    typeof answer === 'function' ? answer : () => answer,
  );
  const sent = push(parts);
  // As bytes: supertest would parse JSON.
  const response: Response = await request(express().use(wx))
    .post(sent.url)
    .set(sent.headers)
    .buffer(true)
    .parse((res, done) => {
      const chunks: Buffer[] = [];
      res
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => done(null, Buffer.concat(chunks)));
    })
    .send(sent.body);
  return {
    status: response.status,
    body: (response.body as Buffer).toString(),
    headers: response.headers as Readonly<Record<string, string>>,
  };
}

/** The reply's XML, or JSON, decrypted where it must be. */
async function written(answer: Answer, parts: PushParts = {}): Promise<string> {
  const { status, body } = await answered(answer, parts);
  expect(status).toBe(200);
  return parts.mode === undefined || parts.mode === 'clear' ? body : openReply(body).text;
}

const header = { ToUserName: openid, FromUserName: account.id };

const every: readonly (readonly [Reply['MsgType'], Reply])[] = [
  ['text', reply.text('九点 & <开门>')],
  ['image', reply.image('id_1')],
  ['voice', reply.voice('id-2')],
  ['video', reply.video({ mediaId: 'id', title: 't' })],
  [
    'music',
    reply.music({
      title: 'a',
      description: 'b',
      musicUrl: 'https://x/?a=1&b=2',
      hqMusicUrl: 'h',
      thumbMediaId: 'm',
    }),
  ],
  ['news', reply.news({ title: 'a', description: 'b', picUrl: 'p', url: 'https://x/?a=1&b=2' })],
  ['transfer_customer_service', reply.transfer('anna@shop')],
];

describe.each(['clear', 'compatible', 'safe'] as const)('in %s mode', (mode) => {
  it.each(every)('an XML push gets a %s reply in XML', async (MsgType, answer) => {
    const [read] = readStrictly([await written(answer, { mode })]);
    const { xml } = read as { xml: Record<string, string> };
    const { ArticleCount, CreateTime, ...rest } = JSON.parse(JSON.stringify(xml)) as Record<string, unknown>;
    expect(Math.abs(Number(CreateTime) - Date.now() / 1000)).toBeLessThan(60);
    expect(String(CreateTime)).toMatch(/^\d{10}$/);
    // One item in a list reads like an element.
    const expected = JSON.parse(JSON.stringify(answer).replace(/\[(.*)\]/, '$1')) as Record<string, unknown>;
    delete expected.ArticleCount;
    expect(rest).toEqual({ ...header, ...expected });
    expect(ArticleCount).toBe(MsgType === 'news' ? '1' : undefined);
  });

  it.each(every)('a JSON push gets a %s reply in JSON', async (_type, answer) => {
    const { CreateTime, ...rest } = JSON.parse(await written(answer, { mode, format: 'json' })) as Record<
      string,
      unknown
    >;
    expect(Number.isInteger(CreateTime)).toBe(true);
    expect(rest).toEqual({ ...header, ...answer });
  });
});

it('repeats the article element for each of several', async () => {
  const articles = Array.from({ length: 8 }, (_, i) => ({ title: `t${i}`, url: `u${i}` }));
  const [read] = readStrictly([
    await written(reply.news(articles), {
      message: { MsgType: 'event', Event: 'subscribe', MsgId: undefined },
    }),
  ]);
  expect(read).toMatchObject({
    xml: { ArticleCount: '8', Articles: { item: articles.map(({ title }) => ({ Title: title })) } },
  });
});

it('puts nothing before the root, and names its type and length', async () => {
  const { body, headers } = await answered('汉');
  expect(body).toMatch(/^<xml><ToUserName><!\[CDATA\[/);
  expect(headers).toMatchObject({
    'content-type': 'application/xml; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
  });
});

it('signs an encrypted reply for the nonce of the push, under its own time', async () => {
  const { body } = await answered('hi', { mode: 'safe', nonce: '424242' });
  expect(openReply(body)).toMatchObject({
    signed: true,
    nonce: '424242',
    receiveId: account.appId,
  });
  expect(body).toMatch(
    /^<xml><Encrypt><!\[CDATA\[[^\]]+]]><\/Encrypt><MsgSignature>.*<TimeStamp>\d{10}<\/TimeStamp><Nonce>/,
  );
  const json = JSON.parse((await answered('hi', { mode: 'safe', format: 'json' })).body) as Record<
    string,
    unknown
  >;
  expect(json).toEqual({
    Encrypt: expect.any(String) as string,
    MsgSignature: expect.any(String) as string,
    TimeStamp: expect.any(Number) as number,
    Nonce: expect.any(String) as string,
  });
});

describe('success, in the clear, is the answer', () => {
  it.each([
    ['when a handler returns nothing', undefined],
    ['when it returns null', null],
    ['when it returns empty text', ''],
  ])('%s', async (_case, answer) => {
    for (const mode of ['clear', 'safe'] as const) {
      const { status, body, headers } = await answered(answer, { mode });
      expect([status, body, headers['content-type']]).toEqual([200, 'success', 'text/plain; charset=utf-8']);
    }
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('x');
      },
    ],
    [
      'throws something that is no error',
      () => {
        throw 'x' as unknown as Error;
      },
    ],
    ['returns what is no reply', () => ({ MsgType: 'sms' }) as unknown as Reply],
    ['returns a number', () => 42 as unknown as string],
    [
      'returns more articles than a message may get',
      () =>
        reply.news([
          { title: 'a', url: 'b' },
          { title: 'c', url: 'd' },
        ]),
    ],
  ])('when a handler %s', async (_case, answer: () => Answer) => {
    expect((await answered(answer)).body).toBe('success');
  });

  it('when there is nobody to reply to', async () => {
    const notice = `<xml><AppId><![CDATA[${account.appId}]]></AppId><CreateTime>1</CreateTime><InfoType><![CDATA[authorized]]></InfoType></xml>`;
    expect((await answered('hi', { mode: 'safe', message: notice })).body).toBe('success');
  });
});

it('carries any text to a strict reader, less what XML cannot carry', async () => {
  const text = fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: fc.string({ unit: 'binary' }) },
        fc.constantFrom(
          ']]>',
          ']]',
          '>',
          '<![CDATA[',
          '<xml>',
          '&amp;',
          '&',
          '\u0000',
          '\u0008',
          '\u000b',
          '\ufffe',
          '\uffff',
          '\ud800',
          '\udc00',
          '😀',
          '\n',
          '\t',
        ),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('') || ' ');
  const samples = fc.sample(fc.tuple(text, text), trials(100, 400));
  const documents = await Promise.all(
    samples.map(([title, url]) =>
      written(reply.news({ title: `t${title}`, description: url, url: `u${url}` })),
    ),
  );
  // XML turns every line end into \n; the others are those it forbids.
  // oxlint-disable-next-line no-control-regex
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu;
  const carried = (value: string) => value.replace(forbidden, '').replace(/\r\n?/g, '\n');
  const expected = samples.map(([title, url]) => ({
    Title: carried(`t${title}`),
    Description: carried(url),
    PicUrl: '',
    Url: carried(`u${url}`),
  }));
  const read = readStrictly(documents).map(
    (document) => (document as { xml: { Articles: { item: unknown } } }).xml.Articles.item,
  );
  expect(read).toEqual(expected);
});
