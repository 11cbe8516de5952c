import { materialOf } from './endpoints/material';
import type { FakeAccount } from './fake-account';
import { anyText, list, number, object, oneOf, optional, readFields, text } from './fields';
import { randomText } from './ids';
import { Refused } from './refused';

/** An article as it is stored. */
export type Article = Readonly<Record<string, unknown>> & { readonly url: string };

const MOST_TITLE = 64;

const rules = {
  article_type: optional(oneOf(40035, 'news', 'newspic')),
  title: text,
  author: optional(anyText),
  digest: optional(anyText),
  content: text,
  content_source_url: optional(anyText),
  need_open_comment: optional(number),
  only_fans_can_comment: optional(number),
};

/** Checks an article and makes it as WeChat stores it. Its pictures must be permanent media. */
export function makeArticle(
  given: Readonly<Record<string, unknown>>,
  account: FakeAccount,
  at: string,
): Article {
  const fields = readFields(rules, given, `${at}.`);
  if (fields.title.length > MOST_TITLE)
    throw new Refused(45003, `"${at}.title" has more than ${MOST_TITLE} characters`);
  const isPicture = fields.article_type === 'newspic';
  const pictures = isPicture
    ? picturesOf(given, at)
    : [readFields({ thumb_media_id: text }, given, `${at}.`).thumb_media_id];
  const [cover] = pictures.map((id) => materialOf(account, id));
  const plain = fields.content.replace(/<[^>]*>/g, '');
  return {
    article_type: 'news',
    author: '',
    content_source_url: '',
    need_open_comment: 0,
    only_fans_can_comment: 0,
    ...given,
    digest: fields.digest ?? plain.slice(0, 54),
    ...(!isPicture && { show_cover_pic: 0 }),
    thumb_url: cover?.url ?? '',
    url: `http://mp.weixin.qq.com/s?__biz=${randomText(14)}==&mid=100000001&idx=1&sn=${randomText(32)}`,
  };
}

const pictureList = object({ image_list: list(object({ image_media_id: text })) });

function picturesOf(given: Readonly<Record<string, unknown>>, at: string): string[] {
  const { image_info } = readFields({ image_info: pictureList }, given, `${at}.`);
  const ids = image_info.image_list.map(({ image_media_id }) => image_media_id);
  if (ids.length < 1 || ids.length > 20)
    throw new Refused(40035, `"${at}.image_info.image_list" has 1 to 20 entries`);
  return ids;
}

/** Articles in a list, which may leave out what they say. */
export const listed = (articles: readonly Article[], no_content = 0): readonly Article[] =>
  no_content === 1 ? articles.map((article) => ({ ...article, content: undefined })) : articles;
