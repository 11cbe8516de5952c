import { ConfigError, reply } from 'offiaccount';

const words = (count: number) => 'x'.repeat(count);

describe('reply', () => {
  it.each([
    ['text', reply.text('hi'), { MsgType: 'text', Content: 'hi' }],
    ['image', reply.image('id'), { MsgType: 'image', Image: { MediaId: 'id' } }],
    ['voice', reply.voice('id'), { MsgType: 'voice', Voice: { MediaId: 'id' } }],
    ['video', reply.video({ mediaId: 'id' }), { MsgType: 'video', Video: { MediaId: 'id' } }],
    [
      'video with everything',
      reply.video({ mediaId: 'id', title: 't', description: 'd' }),
      { MsgType: 'video', Video: { MediaId: 'id', Title: 't', Description: 'd' } },
    ],
    ['music', reply.music({ musicUrl: 'u' }), { MsgType: 'music', Music: { MusicUrl: 'u' } }],
    [
      'music with everything',
      reply.music({ title: 't', description: 'd', musicUrl: 'u', hqMusicUrl: 'h', thumbMediaId: 'm' }),
      {
        MsgType: 'music',
        Music: { Title: 't', Description: 'd', MusicUrl: 'u', HQMusicUrl: 'h', ThumbMediaId: 'm' },
      },
    ],
    [
      'news of one',
      reply.news({ title: 't', url: 'u' }),
      {
        MsgType: 'news',
        ArticleCount: 1,
        Articles: { item: [{ Title: 't', Description: '', PicUrl: '', Url: 'u' }] },
      },
    ],
    [
      'news of several',
      reply.news([
        { title: 'a', description: 'd', picUrl: 'p', url: 'u' },
        { title: 'b', url: 'v' },
      ]),
      {
        MsgType: 'news',
        ArticleCount: 2,
        Articles: {
          item: [
            { Title: 'a', Description: 'd', PicUrl: 'p', Url: 'u' },
            { Title: 'b', Description: '', PicUrl: '', Url: 'v' },
          ],
        },
      },
    ],
    ['transfer', reply.transfer(), { MsgType: 'transfer_customer_service' }],
    [
      'transfer to an agent',
      reply.transfer('anna@shop'),
      { MsgType: 'transfer_customer_service', TransInfo: { KfAccount: 'anna@shop' } },
    ],
  ])('builds %s in the shape WeChat documents', (_kind, built, expected) => {
    expect(built).toStrictEqual(expected);
  });

  it.each([
    ['text without content', () => reply.text('')],
    ['text that is none', () => reply.text(undefined as never)],
    ['an image without id', () => reply.image('')],
    ['a voice without id', () => reply.voice('')],
    ['a video without id', () => reply.video({ mediaId: '' })],
    ['music without anything', () => reply.music({})],
    ['no articles', () => reply.news([])],
    ['nine articles', () => reply.news(Array.from({ length: 9 }, () => ({ title: 't', url: 'u' })))],
    ['an article without title', () => reply.news({ title: '', url: 'u' })],
    ['an article without address', () => reply.news({ title: 't', url: '' })],
    ['a transfer to nobody', () => reply.transfer('')],
  ])('refuses %s, with what to do', (_kind, build) => {
    expect(build).toThrow(ConfigError);
    expect(build).toThrow(/^reply\.\w+\(\) /);
  });

  describe('cuts long text', () => {
    it.each([
      ['2,047 letters are whole', words(2047), words(2047)],
      ['2,048 letters', words(2048), words(2047)],
      ['682 characters of three bytes are whole', '汉'.repeat(682), '汉'.repeat(682)],
      ['683 characters of three bytes', '汉'.repeat(683), '汉'.repeat(682)],
      ['an emoji of four bytes on the border', `${words(2045)}😀`, words(2045)],
      ['a family of eleven code units on the border', `${words(2040)}👨‍👩‍👧‍👦`, words(2040)],
      ['a flag, which is two emoji', `${words(2043)}🇨🇳`, words(2043)],
      ['a letter with an accent of its own', `${words(2046)}e\u0301`, words(2046)],
      ['one character longer than the limit', `e${'\u0301'.repeat(2000)}`, `e${'\u0301'.repeat(1023)}`],
    ])('between two characters: %s', (_case, content, expected) => {
      const { Content } = reply.text(content);
      expect(Content).toBe(expected);
      expect(Buffer.byteLength(Content)).toBeLessThanOrEqual(2047);
    });
  });

  it.each([
    ['text of control characters', () => reply.text('\u0000\u0008\u001f')],
    ['text of white space', () => reply.text(' \n\t')],
    ['text that is a number', () => reply.text(42 as never)],
    ['a title that is none', () => reply.video({ mediaId: 'm', title: null as never })],
    ['an empty cover', () => reply.music({ musicUrl: 'u', thumbMediaId: '' })],
  ])('refuses %s', (_kind, build) => {
    expect(build).toThrow(ConfigError);
    expect(build).toThrow(/^reply\.\w+\(\) /);
  });
});
