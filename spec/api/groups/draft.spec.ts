import { draft, type NewArticle, type NewsArticle, type PictureArticle } from '../../../lib/api/groups/draft';
import type { ApiRequest } from '../../../lib/api/request';

const news: NewsArticle = {
  article_type: 'news',
  title: 'TITLE',
  author: 'AUTHOR',
  digest: 'DIGEST',
  content: '<p>CONTENT</p>',
  content_source_url: 'https://example.com/',
  thumb_media_id: 'T1',
  need_open_comment: 1,
  only_fans_can_comment: 0,
  pic_crop_235_1: '0.1945_0_1_0.5236',
  pic_crop_1_1: '0.236454_0_0.588235_1',
  product_info: { footer_product_info: { product_key: 'P1' } },
};

const pictures: PictureArticle = {
  article_type: 'newspic',
  title: 'TITLE',
  content: 'CONTENT',
  image_info: { image_list: [{ image_media_id: 'M1' }, { image_media_id: 'M2' }] },
  cover_info: { crop_percent_list: [{ ratio: '1_1', x1: '0.166454', y1: '0', x2: '0.833545', y2: '1' }] },
};

const rows: readonly (readonly [name: string, request: ApiRequest, expected: object])[] = [
  [
    'add',
    draft.add({ articles: [news, pictures] }),
    {
      method: 'POST',
      path: '/cgi-bin/draft/add',
      json: {
        articles: [
          {
            article_type: 'news',
            title: 'TITLE',
            author: 'AUTHOR',
            digest: 'DIGEST',
            content: '<p>CONTENT</p>',
            content_source_url: 'https://example.com/',
            thumb_media_id: 'T1',
            need_open_comment: 1,
            only_fans_can_comment: 0,
            pic_crop_235_1: '0.1945_0_1_0.5236',
            pic_crop_1_1: '0.236454_0_0.588235_1',
            product_info: { footer_product_info: { product_key: 'P1' } },
          },
          {
            article_type: 'newspic',
            title: 'TITLE',
            content: 'CONTENT',
            image_info: { image_list: [{ image_media_id: 'M1' }, { image_media_id: 'M2' }] },
            cover_info: {
              crop_percent_list: [{ ratio: '1_1', x1: '0.166454', y1: '0', x2: '0.833545', y2: '1' }],
            },
          },
        ],
      },
    },
  ],
  [
    'get',
    draft.get('D1'),
    { method: 'POST', path: '/cgi-bin/draft/get', json: { media_id: 'D1' }, safe: true },
  ],
  ['delete', draft.delete('D1'), { method: 'POST', path: '/cgi-bin/draft/delete', json: { media_id: 'D1' } }],
  [
    'update',
    draft.update({
      media_id: 'D1',
      index: 0,
      articles: { title: 'TITLE', content: 'CONTENT', thumb_media_id: 'T1' },
    }),
    {
      method: 'POST',
      path: '/cgi-bin/draft/update',
      json: {
        media_id: 'D1',
        index: 0,
        articles: { title: 'TITLE', content: 'CONTENT', thumb_media_id: 'T1' },
      },
    },
  ],
  ['count', draft.count(), { method: 'GET', path: '/cgi-bin/draft/count' }],
  [
    'batchGet',
    draft.batchGet({ offset: 0, count: 20, no_content: 1 }),
    {
      method: 'POST',
      path: '/cgi-bin/draft/batchget',
      json: { offset: 0, count: 20, no_content: 1 },
      safe: true,
    },
  ],
  [
    'getProductCardInfo',
    draft.getProductCardInfo({ product_id: '10000', article_type: 'newspic', card_type: 3 }),
    {
      method: 'POST',
      path: '/channels/ec/service/product/getcardinfo',
      json: { product_id: '10000', article_type: 'newspic', card_type: 3 },
      safe: true,
    },
  ],
];

it.each(rows)('builds %s', (_name, request, expected) => {
  expect(request).toEqual(expected);
});

it('does not compile an article that is not complete', () => {
  const wrong: NewArticle[] = [
    // @ts-expect-error the cover is missing
    { title: 'TITLE', content: 'CONTENT' },
    // @ts-expect-error the pictures are missing
    { article_type: 'newspic', title: 'TITLE', content: 'CONTENT' },
    // @ts-expect-error a typo in the type
    { article_type: 'new', title: 'TITLE', content: 'CONTENT', thumb_media_id: 'T1' },
  ];
  expect(wrong).toHaveLength(3);
  // @ts-expect-error a list to add
  draft.add({ articles: news });
  // @ts-expect-error one to update
  draft.update({ media_id: 'D1', index: 0, articles: [news] });
});
