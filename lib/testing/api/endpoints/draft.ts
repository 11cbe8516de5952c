import { listed, makeArticle } from '../article';
import type { ArticleRecord } from '../article';
import { get, post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { anyObject, bit, list, number, optional, text } from '../fields';
import type { Rule } from '../fields';
import { randomText } from '../ids';
import { ApiRefusalError } from '../api-refusal-error';
import { BoundedMap } from '../bounded-map';
import { pageOf } from './material';

interface Draft {
  readonly articles: ArticleRecord[];
  /** Unix seconds. */
  readonly create_time: number;
  update_time: number;
}

const MAX_ARTICLES = 8;
const PER_DAY = { perDay: 1000 };

/** WeChat says of whatever is no list of articles, or has none, that it is empty. */
const articleList: Rule<readonly Readonly<Record<string, unknown>>[]> = (value, name) => {
  if (!Array.isArray(value) || value.length === 0)
    throw new ApiRefusalError(44003, `"${name}" is a list of articles, at the top of the body`);
  return list(anyObject)(value, name);
};

const oneArticle: Rule<Readonly<Record<string, unknown>>> = (value, name) => {
  if (Array.isArray(value)) throw new ApiRefusalError(44003, `"${name}" is one article here`);
  return anyObject(value, name);
};

/** The drafts of an account. */
export const drafts = () => new BoundedMap<Draft>(1000);

/** The draft of that id. */
export function draftOf(account: FakeAccount, media_id: string): Draft {
  const draft = account.part(drafts).get(media_id);
  if (draft === undefined) throw new ApiRefusalError(40007, `there is no draft "${media_id}"`);
  return draft;
}

/** Which page of a list of articles. */
export const articlePage = { offset: number, count: number, no_content: optional(bit) };

/** Articles that are not yet published (草稿箱). */
export const draft: readonly Endpoint[] = [
  post(
    'draft.add',
    '/cgi-bin/draft/add',
    { articles: articleList },
    ({ account, context, fields: { articles } }) => {
      if (articles.length > MAX_ARTICLES)
        throw new ApiRefusalError(40035, `"articles" has 1 to ${MAX_ARTICLES} entries`);
      const media_id = randomText(64);
      const now = account.seconds();
      const made = articles.map((article, index) =>
        makeArticle(article, {
          account,
          at: `articles[${index}]`,
          isSingle: articles.length === 1,
          take: context.note,
        }),
      );
      account.part(drafts).set(media_id, { articles: made, create_time: now, update_time: now });
      return { media_id };
    },
    PER_DAY,
  ),

  post(
    'draft.get',
    '/cgi-bin/draft/get',
    { media_id: text },
    ({ account, fields }) => {
      const { articles, create_time, update_time } = draftOf(account, fields.media_id);
      return { news_item: articles, create_time, update_time };
    },
    { perDay: 500 },
  ),

  post(
    'draft.update',
    '/cgi-bin/draft/update',
    { media_id: text, index: number, articles: oneArticle },
    ({ account, context, fields: { media_id, index, articles } }) => {
      const found = draftOf(account, media_id);
      if (found.articles[index] === undefined)
        throw new ApiRefusalError(40114, `the draft has no article ${index}`);
      found.articles[index] = makeArticle(articles, {
        account,
        at: 'articles',
        isSingle: found.articles.length === 1,
        take: context.note,
      });
      found.update_time = account.seconds();
      return undefined;
    },
    PER_DAY,
  ),

  post(
    'draft.delete',
    '/cgi-bin/draft/delete',
    { media_id: text },
    ({ account, fields }) => {
      draftOf(account, fields.media_id);
      account.part(drafts).delete(fields.media_id);
      return undefined;
    },
    PER_DAY,
  ),

  get(
    'draft.count',
    '/cgi-bin/draft/count',
    {},
    ({ account }) => ({ total_count: account.part(drafts).size }),
    PER_DAY,
  ),

  post(
    'draft.batchGet',
    '/cgi-bin/draft/batchget',
    articlePage,
    ({ account, fields }) => {
      const { item, ...counts } = pageOf(account.part(drafts).entries().reverse(), fields);
      return {
        ...counts,
        item: item.map(([media_id, { articles, create_time, update_time }]) => ({
          media_id,
          content: { news_item: listed(articles, fields.no_content), create_time, update_time },
          update_time,
        })),
      };
    },
    PER_DAY,
  ),
];
