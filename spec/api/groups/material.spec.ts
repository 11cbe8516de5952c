import { material, type MaterialNews, type MaterialVideo } from '../../../lib/api/groups/material';
import type { ApiRequest, Download } from '../../../lib/api/request';

const file = { data: Buffer.from('mp4'), filename: 'a.mp4' };

const rows: readonly (readonly [name: string, request: ApiRequest, expected: object])[] = [
  [
    'add',
    material.add({ type: 'image', media: file }),
    {
      method: 'POST',
      path: '/cgi-bin/material/add_material',
      query: { type: 'image' },
      parts: [{ name: 'media', file }],
    },
  ],
  [
    'add of a video',
    material.add({ type: 'video', media: file, description: { title: '标题', introduction: 'intro' } }),
    {
      method: 'POST',
      path: '/cgi-bin/material/add_material',
      query: { type: 'video' },
      parts: [
        { name: 'media', file },
        { name: 'description', text: '{"title":"标题","introduction":"intro"}' },
      ],
    },
  ],
  [
    'get',
    material.get('M1'),
    {
      method: 'POST',
      path: '/cgi-bin/material/get_material',
      json: { media_id: 'M1' },
      answer: 'download',
      safe: true,
    },
  ],
  [
    'delete',
    material.delete('M1'),
    { method: 'POST', path: '/cgi-bin/material/del_material', json: { media_id: 'M1' } },
  ],
  ['getCount', material.getCount(), { method: 'GET', path: '/cgi-bin/material/get_materialcount' }],
  [
    'batchGet',
    material.batchGet({ type: 'news', offset: 0, count: 20 }),
    {
      method: 'POST',
      path: '/cgi-bin/material/batchget_material',
      json: { type: 'news', offset: 0, count: 20 },
      safe: true,
    },
  ],
];

it.each(rows)('builds %s', (_name, request, expected) => {
  expect(request).toEqual(expected);
});

it('answers a file, articles or a video', () => {
  const answer: ApiRequest<Download | MaterialNews | MaterialVideo> = material.get('M1');
  expect(answer.answer).toBe('download');
});

it('does not compile a video without words, nor words without a video', () => {
  // @ts-expect-error the description is missing
  material.add({ type: 'video', media: file });
  // @ts-expect-error only videos have a description
  material.add({ type: 'image', media: file, description: { title: 'a', introduction: 'b' } });
  // @ts-expect-error thumbs cannot be listed
  material.batchGet({ type: 'thumb', offset: 0, count: 20 });
});
