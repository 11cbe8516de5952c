import { comment } from '../../../lib/api/groups/comment';
import { digits, type ApiRequest } from '../../../lib/api/request';

const target = { msg_data_id: '9007199254740993', index: 1, user_comment_id: '9007199254740995' };
const sent = {
  msg_data_id: digits('9007199254740993'),
  index: 1,
  user_comment_id: digits('9007199254740995'),
};

const rows: readonly (readonly [name: string, request: ApiRequest, expected: object])[] = [
  [
    'open',
    comment.open('9007199254740993'),
    { method: 'POST', path: '/cgi-bin/comment/open', json: { msg_data_id: digits('9007199254740993') } },
  ],
  [
    'close',
    comment.close('9007199254740993', 1),
    {
      method: 'POST',
      path: '/cgi-bin/comment/close',
      json: { msg_data_id: digits('9007199254740993'), index: 1 },
    },
  ],
  [
    'list',
    comment.list({ msg_data_id: '9007199254740993', index: 1, begin: 0, count: 49, type: 2 }),
    {
      method: 'POST',
      path: '/cgi-bin/comment/list',
      json: { msg_data_id: digits('9007199254740993'), index: 1, begin: 0, count: 49, type: 2 },
      safe: true,
    },
  ],
  [
    'markElect',
    comment.markElect(target),
    { method: 'POST', path: '/cgi-bin/comment/markelect', json: sent },
  ],
  [
    'unmarkElect',
    comment.unmarkElect(target),
    { method: 'POST', path: '/cgi-bin/comment/unmarkelect', json: sent },
  ],
  ['delete', comment.delete(target), { method: 'POST', path: '/cgi-bin/comment/delete', json: sent }],
  [
    'addReply',
    comment.addReply({ ...target, content: '谢谢' }),
    { method: 'POST', path: '/cgi-bin/comment/reply/add', json: { ...sent, content: '谢谢' } },
  ],
  [
    'deleteReply',
    comment.deleteReply(target),
    { method: 'POST', path: '/cgi-bin/comment/reply/delete', json: sent },
  ],
];

it.each(rows)('builds %s', (_name, request, expected) => {
  expect(request).toEqual(expected);
});

it('does not compile a request that is not complete', () => {
  // @ts-expect-error the reply is missing
  comment.addReply(target);
  // @ts-expect-error deleting takes no content
  comment.delete({ msg_data_id: '1', user_comment_id: '2', content: '谢谢' });
  // @ts-expect-error there is no such kind
  comment.list({ msg_data_id: '1', begin: 0, count: 49, type: 3 });
});
