import { mass, type MassContent, type MassPreview, type MassToAll } from '../../../lib/api/groups/mass';
import { digits, type ApiRequest } from '../../../lib/api/request';

const contents: readonly MassContent[] = [
  { msgtype: 'mpnews', mpnews: { media_id: 'M1' }, send_ignore_reprint: 1 },
  { msgtype: 'text', text: { content: 'CONTENT' } },
  { msgtype: 'voice', voice: { media_id: 'M2' } },
  {
    msgtype: 'image',
    images: {
      media_ids: ['M3', 'M4'],
      recommend: 'xxx',
      need_open_comment: 1,
      only_fans_can_comment: 0,
    },
  },
  { msgtype: 'mpvideo', mpvideo: { media_id: 'M5', title: 'TITLE', description: 'DESCRIPTION' } },
  { msgtype: 'wxcard', wxcard: { card_id: 'C1', card_ext: '{"code":""}' } },
];

it.each(contents)('builds sendAll with $msgtype', (content) => {
  const filter = { is_to_all: false, tag_id: 2 } as const;
  expect(mass.sendAll({ ...content, filter, clientmsgid: 'send_tag_2' })).toEqual({
    method: 'POST',
    path: '/cgi-bin/message/mass/sendall',
    json: { ...content, filter: { is_to_all: false, tag_id: 2 }, clientmsgid: 'send_tag_2' },
  });
});

it.each(contents)('builds send with $msgtype', (content) => {
  expect(mass.send({ ...content, touser: ['o1', 'o2'], clientmsgid: 'send_1' })).toEqual({
    method: 'POST',
    path: '/cgi-bin/message/mass/send',
    json: { ...content, touser: ['o1', 'o2'], clientmsgid: 'send_1' },
  });
});

const previews: readonly MassPreview[] = [
  { touser: 'o1', msgtype: 'mpnews', mpnews: { media_id: 'M1' } },
  { touser: 'o1', msgtype: 'text', text: { content: 'CONTENT' } },
  { towxname: 'weixin', msgtype: 'voice', voice: { media_id: 'M2' } },
  { touser: 'o1', towxname: 'weixin', msgtype: 'image', image: { media_id: 'M3' } },
  { touser: 'o1', msgtype: 'mpvideo', mpvideo: { media_id: 'M5', title: 'TITLE', description: 'D' } },
  { touser: 'o1', msgtype: 'wxcard', wxcard: { card_id: 'C1', card_ext: '{"code":""}' } },
  { touser: 'o1', msgtype: 'music', music: { media_id: 'M6' } },
];

it.each(previews)('builds preview with $msgtype', (preview) => {
  expect(mass.preview(preview)).toEqual({
    method: 'POST',
    path: '/cgi-bin/message/mass/preview',
    json: preview,
  });
});

const rows: readonly (readonly [name: string, request: ApiRequest, expected: object])[] = [
  [
    'delete',
    mass.delete({ msg_id: '9007199254740993', article_idx: 2 }),
    {
      method: 'POST',
      path: '/cgi-bin/message/mass/delete',
      json: { msg_id: digits('9007199254740993'), article_idx: 2 },
    },
  ],
  [
    'delete by url',
    mass.delete({ url: 'https://mp.weixin.qq.com/s/a' }),
    {
      method: 'POST',
      path: '/cgi-bin/message/mass/delete',
      json: { url: 'https://mp.weixin.qq.com/s/a' },
    },
  ],
  [
    'get',
    mass.get('201053012'),
    {
      method: 'POST',
      path: '/cgi-bin/message/mass/get',
      json: { msg_id: digits('201053012') },
      safe: true,
    },
  ],
  [
    'getSpeed',
    mass.getSpeed(),
    { method: 'POST', path: '/cgi-bin/message/mass/speed/get', json: {}, safe: true },
  ],
  [
    'setSpeed',
    mass.setSpeed(3),
    { method: 'POST', path: '/cgi-bin/message/mass/speed/set', json: { speed: 3 } },
  ],
];

it.each(rows)('builds %s', (_name, request, expected) => {
  expect(request).toEqual(expected);
});

it('does not compile a wrong pairing', () => {
  const filter = { is_to_all: true } as const;
  const wrong: MassToAll[] = [
    // @ts-expect-error an image has images
    { filter, msgtype: 'image', image: { media_id: 'M3' } },
    // @ts-expect-error a text with a voice
    { filter, msgtype: 'text', voice: { media_id: 'M2' } },
    // @ts-expect-error only articles can be reprints
    { filter, msgtype: 'text', text: { content: 'CONTENT' }, send_ignore_reprint: 1 },
    // @ts-expect-error the tag is missing
    { filter: { is_to_all: false }, msgtype: 'text', text: { content: 'CONTENT' } },
  ];
  expect(wrong).toHaveLength(4);
  // @ts-expect-error the receiver is missing
  mass.preview({ msgtype: 'text', text: { content: 'CONTENT' } });
  // @ts-expect-error there is no such speed
  mass.setSpeed(5);
  // @ts-expect-error the message is missing
  mass.delete({ article_idx: 1 });
});
