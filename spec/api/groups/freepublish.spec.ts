import { freepublish } from '../../../lib/api/groups/freepublish';
import type { ApiRequest } from '../../../lib/api/request';

const rows: readonly (readonly [name: string, request: ApiRequest, expected: object])[] = [
  [
    'submit',
    freepublish.submit('D1'),
    { method: 'POST', path: '/cgi-bin/freepublish/submit', json: { media_id: 'D1' } },
  ],
  [
    'get',
    freepublish.get('9007199254740993'),
    {
      method: 'POST',
      path: '/cgi-bin/freepublish/get',
      json: { publish_id: '9007199254740993' },
      safe: true,
    },
  ],
  [
    'delete',
    freepublish.delete('A1', 2),
    { method: 'POST', path: '/cgi-bin/freepublish/delete', json: { article_id: 'A1', index: 2 } },
  ],
  [
    'delete of all',
    freepublish.delete('A1'),
    { method: 'POST', path: '/cgi-bin/freepublish/delete', json: { article_id: 'A1' } },
  ],
  [
    'getArticle',
    freepublish.getArticle('A1'),
    { method: 'POST', path: '/cgi-bin/freepublish/getarticle', json: { article_id: 'A1' }, safe: true },
  ],
  [
    'batchGet',
    freepublish.batchGet({ offset: 0, count: 20, no_content: 1 }),
    {
      method: 'POST',
      path: '/cgi-bin/freepublish/batchget',
      json: { offset: 0, count: 20, no_content: 1 },
      safe: true,
    },
  ],
];

it.each(rows)('builds %s', (_name, request, expected) => {
  expect(request).toEqual(expected);
});

it('does not compile an id that is a number', () => {
  // @ts-expect-error ids are text
  freepublish.get(100000001);
  // @ts-expect-error the count is missing
  freepublish.batchGet({ offset: 0 });
});
