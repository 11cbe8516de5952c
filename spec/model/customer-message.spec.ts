import { reply } from 'offiaccount';
import type { CustomerMessage, Reply } from 'offiaccount';
import { customerMessage } from '../../lib/model/customer-message';

const article = (n: number) => ({ title: `t${n}`, description: `d${n}`, picUrl: `p${n}`, url: `u${n}` });

it.each<[string, Reply, object | undefined]>([
  ['text', reply.text('Hi'), { msgtype: 'text', text: { content: 'Hi' } }],
  ['image', reply.image('M1'), { msgtype: 'image', image: { media_id: 'M1' } }],
  ['voice', reply.voice('M1'), { msgtype: 'voice', voice: { media_id: 'M1' } }],
  ['video', reply.video({ mediaId: 'M1' }), { msgtype: 'video', video: { media_id: 'M1' } }],
  [
    'video with words',
    reply.video({ mediaId: 'M1', title: 'T', description: 'D' }),
    { msgtype: 'video', video: { media_id: 'M1', title: 'T', description: 'D' } },
  ],
  [
    'music',
    reply.music({ title: 'T', description: 'D', musicUrl: 'u', hqMusicUrl: 'h', thumbMediaId: 'M1' }),
    {
      msgtype: 'music',
      music: { thumb_media_id: 'M1', musicurl: 'u', hqmusicurl: 'h', title: 'T', description: 'D' },
    },
  ],
  [
    'music without a cover: an article that links to it',
    reply.music({ title: 'T', description: 'D', musicUrl: 'u' }),
    { msgtype: 'news', news: { articles: [{ title: 'T', description: 'D', url: 'u', picurl: '' }] } },
  ],
  [
    'one article',
    reply.news(article(1)),
    { msgtype: 'news', news: { articles: [{ title: 't1', description: 'd1', url: 'u1', picurl: 'p1' }] } },
  ],
  [
    'of several articles the first',
    reply.news([article(1), article(2)]),
    { msgtype: 'news', news: { articles: [{ title: 't1', description: 'd1', url: 'u1', picurl: 'p1' }] } },
  ],
  ['a transfer: nothing', reply.transfer('kf@x'), undefined],
])('%s has its customer-service form', (_name, made, expected) => {
  // The compiler holds it to what the endpoint takes.
  const message: CustomerMessage | undefined = customerMessage(made, 'alice');
  expect(message).toEqual(expected && { touser: 'alice', ...expected });
});
