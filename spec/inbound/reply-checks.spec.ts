import express from 'express';
import { ConfigError, reply, wechat } from 'offiaccount';
import type { Answer, Api, Reply, WeChatConfig } from 'offiaccount';
import request from 'supertest';
import { customerMessage } from '../../lib/model/customer-message';
import { account, openid, openReply, push } from '../support/push';
import type { PushParts } from '../support/push';

interface Line {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What a bot answers that returns `answer`, and what it logs. */
async function answered(answer: unknown, parts: PushParts = {}, more: Partial<WeChatConfig> = {}) {
  const lines: Line[] = [];
  const logger = {
    warn: (fields: Line['fields']) => void lines.push({ level: 'warn', fields }),
    error: (fields: Line['fields']) => void lines.push({ level: 'error', fields }),
  };
  const { appId, token, encodingAESKey } = account;
  const wx = wechat({
    appId,
    token,
    ...(parts.mode === 'safe' && { encodingAESKey }),
    logger,
    ...more,
  }).use(() => answer as Answer);
  const sent = push(parts);
  const response = await request(express().use(wx))
    .post(sent.url)
    .set(sent.headers)
    .buffer(true)
    .parse((res, done) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => done(null, text));
    })
    .send(sent.body);
  expect(response.status).toBe(200);
  const body = response.body as string;
  return { body: parts.mode === 'safe' && body !== 'success' ? openReply(body).text : body, lines };
}

const article = { Title: 't', Description: '', PicUrl: '', Url: 'u' };
const news = (change: object) => ({
  MsgType: 'news',
  ArticleCount: 1,
  Articles: { item: [article] },
  ...change,
});
const item = (change: object) => news({ Articles: { item: [{ ...article, ...change }] } });

/** What WeChat would answer with a failure notice to the user. */
const WRONG: readonly (readonly [string, unknown])[] = [
  ['text of control characters', '\u0000\u0007\u001b'],
  ['text of nothing but white space', ' \n'],
  ['text that is cut before anything can be seen', `${' '.repeat(3000)}x`],
  ['an empty text', { MsgType: 'text', Content: '' }],
  ['a text of control characters', { MsgType: 'text', Content: '\u0001' }],
  ['a text without content', { MsgType: 'text' }],
  ['a text that is a number', { MsgType: 'text', Content: 42 }],
  ['a text that is null', { MsgType: 'text', Content: null }],
  ['a text that is a list', { MsgType: 'text', Content: ['a'] }],
  ...['image', 'voice', 'video'].flatMap((type): [string, unknown][] => {
    const field = `${type[0]?.toUpperCase()}${type.slice(1)}`;
    return [
      [`${type} without its element`, { MsgType: type }],
      [`${type} whose element is null`, { MsgType: type, [field]: null }],
      [`${type} whose element is text`, { MsgType: type, [field]: 'id' }],
      [`${type} whose element is a list`, { MsgType: type, [field]: [{ MediaId: 'id' }] }],
      [`${type} without id`, { MsgType: type, [field]: {} }],
      [`${type} with an empty id`, { MsgType: type, [field]: { MediaId: '' } }],
      [`${type} with a number for an id`, { MsgType: type, [field]: { MediaId: 1 } }],
      [`${type} with its id in the wrong place`, { MsgType: type, MediaId: 'id' }],
    ];
  }),
  ['a video with a number for a title', { MsgType: 'video', Video: { MediaId: 'id', Title: 1 } }],
  ['a video without description but null', { MsgType: 'video', Video: { MediaId: 'id', Description: null } }],
  ['music without anything', { MsgType: 'music', Music: {} }],
  ['music of empty fields', { MsgType: 'music', Music: { Title: '', MusicUrl: '' } }],
  ['music with an empty cover', { MsgType: 'music', Music: { MusicUrl: 'u', ThumbMediaId: '' } }],
  ['news whose count is wrong', news({ ArticleCount: 2 })],
  ['news whose count is text', news({ ArticleCount: '1' })],
  ['news without a count', news({ ArticleCount: undefined })],
  ['news without articles', news({ Articles: { item: [] }, ArticleCount: 0 })],
  ['news without a list', news({ Articles: {} })],
  ['news whose list is one article', news({ Articles: { item: article } })],
  ['news with a gap', news({ Articles: { item: [null] } })],
  ['an article without title', item({ Title: '' })],
  ['an article without address', item({ Url: undefined })],
  ['an article without picture', item({ PicUrl: undefined })],
  ['an article whose description is a number', item({ Description: 5 })],
  ['a hand-over to nobody', { MsgType: 'transfer_customer_service', TransInfo: {} }],
  ['a hand-over to an empty name', { MsgType: 'transfer_customer_service', TransInfo: { KfAccount: '' } }],
  ['a type that is none', { MsgType: 'sms', Content: 'x' }],
  ['a type that every object has', { MsgType: 'constructor' }],
  ['a list', [reply.text('x')]],
  ['a number', 42],
];

const EVERY: readonly Reply[] = [
  reply.text('x'),
  reply.image('m'),
  reply.voice('m'),
  reply.video({ mediaId: 'm', title: 't', description: 'd' }),
  reply.music({ title: 't', description: 'd', musicUrl: 'u', hqMusicUrl: 'h', thumbMediaId: 'm' }),
  reply.news({ title: 't', url: 'u' }),
  reply.transfer('a@b'),
];

describe.each([
  ['xml', 'clear'],
  ['json', 'clear'],
  ['xml', 'safe'],
  ['json', 'safe'],
] as const)('a reply to %s in %s mode', (format, mode) => {
  it.each(WRONG)('is an error for the log and onError, and success for WeChat: %s', async (_what, wrong) => {
    const errors: unknown[] = [];
    const onError = (error: unknown) => void errors.push(error);
    const { body, lines } = await answered(wrong, { format, mode }, { onError });
    expect(body).toBe('success');
    expect(errors).toEqual([expect.any(ConfigError)]);
    expect(lines.map(({ level, fields }) => [level, fields.event])).toEqual([['error', 'handler-failed']]);
  });

  it.each(WRONG)('of onError is checked as well: %s', async (_what, wrong) => {
    const onError = () => wrong as Answer;
    const { body, lines } = await answered({ MsgType: 'none' }, { format, mode }, { onError });
    expect(body).toBe('success');
    expect(lines.map(({ fields }) => fields.event)).toEqual(['handler-failed', 'on-error-failed']);
  });

  it.each(EVERY.map((each) => [each.MsgType, each] as const))(
    'leaves with the fields WeChat knows, whatever else a %s built by hand has',
    async (_type, right) => {
      const strange = {
        ToUserName: 'eve',
        FromUserName: 'eve',
        CreateTime: 1,
        FuncFlag: 1,
        Extra: { a: 'eve' },
      };
      const stuffed = JSON.parse(
        JSON.stringify({ ...strange, ...right }).replaceAll('"MediaId"', '"Eve":"eve","MediaId"'),
      ) as Reply;
      const time = /(?:CreateTime>?"?:?)\d+/;
      const { body } = await answered(stuffed, { format, mode });
      const { body: expected } = await answered(right, { format, mode });
      expect(body.replace(time, '')).toBe(expected.replace(time, ''));
      expect(body).not.toMatch(/eve/i);
      expect(body.match(/CreateTime/g)).toHaveLength(format === 'xml' ? 2 : 1);
      expect(body).toContain(openid);
    },
  );

  it.each([
    ['returned as text', (text: string): Answer => text],
    ['built', (text: string): Answer => reply.text(text)],
    ['built by hand', (text: string): Answer => ({ MsgType: 'text', Content: text })],
  ])('that is too long is cut between characters, and logged once: %s', async (_how, make) => {
    const { body, lines } = await answered(make('汉'.repeat(2523)), { format, mode });
    expect(/汉+/.exec(body)?.[0]).toHaveLength(682);
    expect(lines).toEqual([
      {
        level: 'warn',
        fields: expect.objectContaining({
          event: 'text-cut',
          bytes: 7569,
          deliveryId: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        }) as Line['fields'],
      },
    ]);
  });
});

describe('a placeholder', () => {
  const { appId, token } = account;
  it.each(WRONG)('is checked at the start: %s', (_what, wrong) => {
    expect(() => wechat({ appId, token, placeholder: wrong as string })).toThrow(ConfigError);
    expect(() => wechat({ appId, token, placeholder: wrong as string })).toThrow(/^"placeholder" /);
  });
  it.each(EVERY.map((each) => [each.MsgType, each] as const))('may be a reply: %s', (_type, right) => {
    expect(() => wechat({ appId, token, placeholder: right })).not.toThrow();
  });
});

describe('ctx.send()', () => {
  async function sent(answer: unknown) {
    const messages: unknown[] = [];
    const lines: unknown[] = [];
    const api = {
      customerMessage: { send: (message: unknown) => Promise.resolve(void messages.push(message)) },
    } as unknown as Api;
    const { appId, token } = account;
    const logger = { warn: (fields: object) => void lines.push(fields), error: () => undefined };
    let error: unknown;
    const wx = wechat({ appId, token, api, logger }).use(async ({ send }) => {
      await send(answer as string).catch((caught: unknown) => (error = caught));
    });
    const { url, headers, body } = push();
    await request(express().use(wx)).post(url).set(headers).send(body);
    return { messages, lines, error };
  }

  // As several messages, the end of a long text is seen.
  const LONG = 'text that is cut before anything can be seen';
  it.each([...WRONG.filter(([what]) => what !== LONG), ['empty text', '']] as const)(
    'sends nothing that is wrong: %s',
    async (_what, wrong) => {
      expect(await sent(wrong)).toMatchObject({
        messages: [],
        error: expect.any(ConfigError) as ConfigError,
      });
    },
  );

  it.each(
    EVERY.filter(({ MsgType }) => MsgType !== 'transfer_customer_service').map(
      (e) => [e.MsgType, e] as const,
    ),
  )('sends a %s', async (_type, right) => {
    expect(await sent(right)).toMatchObject({ messages: [customerMessage(right, openid)], error: undefined });
  });

  it.each([
    ['of one word', 'x'.repeat(3000), ['x'.repeat(2047), 'x'.repeat(953)]],
    ['built by hand', { MsgType: 'text', Content: '汉'.repeat(700) }, ['汉'.repeat(682), '汉'.repeat(18)]],
    ['of which the end alone can be seen', `${' '.repeat(3000)}x`, [`${' '.repeat(953)}x`]],
  ])(
    'sends a text that is too long as several, in order, and cuts nothing: %s',
    async (_what, long, parts) => {
      const { messages, lines, error } = await sent(long);
      expect(messages).toEqual(
        parts.map((content) => ({ touser: openid, msgtype: 'text', text: { content } })),
      );
      expect([lines, error]).toEqual([[], undefined]);
    },
  );
});
