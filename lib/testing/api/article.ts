import { materialOf } from './endpoints/material';
import type { FakeAccount } from './fake-account';
import { anyText, bit, list, object, oneOf, optional, readFields, text, within } from './fields';
import type { Fields } from './fields';
import { randomText } from './ids';
import { LIMITS } from './limits';
import { note } from './notes';
import type { TakeNote } from './notes';
import { checkProductKey } from './product-key';

/** An article as it is stored. */
export type ArticleRecord = ReturnType<typeof makeArticle>;

const flag = optional(bit);

/** What articles of both kinds have. */
const rules = {
  title: within(LIMITS.title, text),
  author: optional(within(LIMITS.author, anyText)),
  content: within(LIMITS.content, text),
  content_source_url: optional(within(LIMITS.sourceUrl, anyText)),
  need_open_comment: flag,
  only_fans_can_comment: flag,
  product_info: optional(object({ footer_product_info: optional(object({ product_key: text })) })),
};

const newsRules = {
  ...rules,
  digest: optional(within(LIMITS.digest, anyText)),
  thumb_media_id: text,
  pic_crop_235_1: optional(text),
  pic_crop_1_1: optional(text),
};

const corner = { x1: text, y1: text, x2: text, y2: text };

const pictureRules = {
  ...rules,
  image_info: object({ image_list: within(LIMITS.pictures, list(object({ image_media_id: text }))) }),
  cover_info: optional(
    object({
      crop_percent_list: optional(list(object({ ratio: oneOf(40035, '1_1', '16_9', '2.35_1'), ...corner }))),
    }),
  ),
};

const kind = { article_type: optional(oneOf(40035, 'news', 'newspic')) };

/** Where an article is made. */
export interface ArticlePlace {
  readonly account: FakeAccount;
  /** Where it stands in the body. */
  readonly at: string;
  /** Whether it is the only one of its draft. */
  readonly isSingle: boolean;
  readonly take: TakeNote;
}

/** Checks an article and makes it as WeChat stores it. Its pictures must be permanent media. */
export function makeArticle(given: object, place: ArticlePlace) {
  const { article_type } = readFields(kind, given, `${place.at}.`);
  return article_type === 'newspic' ? makePictures(given, place) : makeNews(given, place);
}

function makeNews(given: object, { account, at, isSingle, take }: ArticlePlace) {
  const fields = readFields(newsRules, given, `${at}.`, take);
  const { digest = '' } = fields;
  if (!isSingle && digest !== '') take(note('digest-of-several', { field: `${at}.digest` }));
  checkProductKey(account, fields.product_info?.footer_product_info?.product_key);
  return {
    article_type: 'news' as const,
    ...stored(fields),
    thumb_media_id: fields.thumb_media_id,
    digest: isSingle ? (fields.digest ?? fields.content.replace(/<[^>]*>/g, '').slice(0, 54)) : '',
    show_cover_pic: 0 as const,
    thumb_url: materialOf(account, fields.thumb_media_id).url,
  };
}

function makePictures(given: object, { account, at, take }: ArticlePlace) {
  const { image_info, cover_info, ...fields } = readFields(pictureRules, given, `${at}.`, take);
  checkProductKey(account, fields.product_info?.footer_product_info?.product_key);
  const ids = image_info.image_list.map(({ image_media_id }) => image_media_id);
  const [cover] = ids.map((id) => materialOf(account, id));
  return {
    article_type: 'newspic' as const,
    ...stored(fields),
    image_info,
    cover_info,
    digest: fields.content.slice(0, 54),
    thumb_url: cover?.url ?? '',
  };
}

const stored = (fields: Fields<typeof rules>) => ({
  title: fields.title,
  author: fields.author ?? '',
  content: fields.content,
  content_source_url: fields.content_source_url ?? '',
  need_open_comment: fields.need_open_comment ?? 0,
  only_fans_can_comment: fields.only_fans_can_comment ?? 0,
  product_info: fields.product_info,
  url: `http://mp.weixin.qq.com/s?__biz=${randomText(14)}==&mid=100000001&idx=1&sn=${randomText(32)}`,
});

/** Articles in a list, which may leave out what they say. */
export const listed = <A extends ArticleRecord>(articles: readonly A[], no_content = 0) =>
  articles.map((article) => ({ ...article, content: no_content === 1 ? undefined : article.content }));
