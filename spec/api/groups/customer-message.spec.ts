import { customerMessage, type CustomerMessage } from '../../../lib/api/groups/customer-message';

const messages: readonly CustomerMessage[] = [
  {
    touser: 'o1',
    msgtype: 'text',
    text: { content: '你好' },
    customservice: { kf_account: 'test1@kftest' },
    aimsgcontext: { is_ai_msg: 1 },
  },
  { touser: 'o1', msgtype: 'image', image: { media_id: 'M1' } },
  { touser: 'o1', msgtype: 'voice', voice: { media_id: 'M2' } },
  {
    touser: 'o1',
    msgtype: 'video',
    video: { media_id: 'M3', thumb_media_id: 'T3', title: 'title', description: 'description' },
  },
  {
    touser: 'o1',
    msgtype: 'music',
    music: {
      thumb_media_id: 'T4',
      musicurl: 'https://example.com/a.mp3',
      hqmusicurl: 'https://example.com/b.mp3',
      title: 'title',
      description: 'description',
    },
  },
  {
    touser: 'o1',
    msgtype: 'news',
    news: {
      articles: [
        {
          title: 'title',
          description: 'description',
          url: 'https://example.com/',
          picurl: 'https://example.com/a.png',
        },
      ],
    },
  },
  { touser: 'o1', msgtype: 'mpnews', mpnews: { media_id: 'M5' } },
  { touser: 'o1', msgtype: 'mpnewsarticle', mpnewsarticle: { article_id: 'A6' } },
  {
    touser: 'o1',
    msgtype: 'msgmenu',
    msgmenu: {
      head_content: '您对本次服务是否满意呢?',
      list: [
        { id: '101', content: '满意' },
        { id: '102', content: '不满意' },
      ],
      tail_content: '欢迎再次光临',
    },
  },
  { touser: 'o1', msgtype: 'wxcard', wxcard: { card_id: 'C7' } },
  {
    touser: 'o1',
    msgtype: 'miniprogrampage',
    miniprogrampage: { thumb_media_id: 'T8', title: 'title', appid: 'wx2', pagepath: 'p/index' },
  },
  {
    touser: 'o1',
    msgtype: 'link',
    link: {
      title: 'title',
      description: 'description',
      url: 'https://example.com/',
      thumb_url: 'https://example.com/t.png',
    },
  },
];

it.each(messages)('builds send with $msgtype', (message) => {
  expect(customerMessage.send(message)).toEqual({
    method: 'POST',
    path: '/cgi-bin/message/custom/send',
    json: message,
  });
});

it('builds typing', () => {
  expect(customerMessage.typing('o1', 'CancelTyping')).toEqual({
    method: 'POST',
    path: '/cgi-bin/message/custom/typing',
    json: { touser: 'o1', command: 'CancelTyping' },
  });
});

it('does not compile a wrong pairing', () => {
  const wrong: CustomerMessage[] = [
    // @ts-expect-error a text with an image
    { touser: 'o1', msgtype: 'text', image: { media_id: 'M1' } },
    // @ts-expect-error a text with an image, too
    { touser: 'o1', msgtype: 'text', text: { content: 'a' }, image: { media_id: 'M1' } },
    // @ts-expect-error a typo in the type
    { touser: 'o1', msgtype: 'txt', text: { content: 'a' } },
    // @ts-expect-error the receiver is missing
    { msgtype: 'text', text: { content: 'a' } },
    // @ts-expect-error a video without its media
    { touser: 'o1', msgtype: 'video', video: { thumb_media_id: 'M3' } },
    // @ts-expect-error the article is missing
    { touser: 'o1', msgtype: 'news', news: { articles: [] } },
  ];
  expect(wrong).toHaveLength(6);
  // @ts-expect-error a typo in the command
  customerMessage.typing('o1', 'typing');
});
