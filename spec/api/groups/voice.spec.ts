import { voice } from '../../../lib/api/groups/voice';

const media = { data: new Uint8Array([1, 2, 3]), filename: 'hello.mp3' };

const rows: [string, unknown, unknown][] = [
  [
    'addVoiceToRecoForText',
    voice.addVoiceToRecoForText({ voice_id: 'v1', lang: 'zh_CN', media }),
    {
      method: 'POST',
      path: '/cgi-bin/media/voice/addvoicetorecofortext',
      query: { format: 'mp3', voice_id: 'v1', lang: 'zh_CN' },
      parts: [{ name: 'media', file: media }],
    },
  ],
  [
    'queryRecoResultForText',
    voice.queryRecoResultForText('v1', 'en_US'),
    {
      method: 'POST',
      path: '/cgi-bin/media/voice/queryrecoresultfortext',
      query: { voice_id: 'v1', lang: 'en_US' },
      json: {},
      safe: true,
    },
  ],
  [
    'queryRecoResultForText without a language',
    voice.queryRecoResultForText('v1'),
    {
      method: 'POST',
      path: '/cgi-bin/media/voice/queryrecoresultfortext',
      query: { voice_id: 'v1' },
      json: {},
      safe: true,
    },
  ],
  [
    'translateContent',
    voice.translateContent({ lfrom: 'zh_CN', lto: 'en_US', content: '你好' }),
    {
      method: 'POST',
      path: '/cgi-bin/media/voice/translatecontent',
      query: { lfrom: 'zh_CN', lto: 'en_US' },
      json: { content: '你好' },
      safe: true,
    },
  ],
];

describe('voice', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error not a language of WeChat
    voice.queryRecoResultForText('v1', 'en');
    // @ts-expect-error the recording is missing
    expect(() => voice.addVoiceToRecoForText({ voice_id: 'v1' })).not.toThrow();
    expect(Object.keys(voice)).toHaveLength(3);
  });
});
