import { listed } from '../article';
import type { ArticleRecord } from '../article';
import { ok } from '../answer';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { id, number, optional, text } from '../fields';
import { nextShortId, randomText } from '../ids';
import { ApiRefusalError } from '../api-refusal-error';
import { BoundedMap } from '../bounded-map';
import { commentables } from './comment';
import { articlePage, draftOf, drafts } from './draft';
import { pageOf } from './material';

interface Publication {
  readonly publish_id: number;
  readonly article_id: string;
  readonly msg_data_id: number;
  readonly articles: { readonly article: ArticleRecord; deleted: boolean }[];
  /** Unix seconds. */
  readonly update_time: number;
  /** 0 published, 1 on its way, 5 deleted. */
  status: 0 | 1 | 5;
}

const PER_DAY = { perDay: 100 };

/** What an account has published, by `article_id`. */
export const publications = () => new BoundedMap<Publication>(1000);

function publicationOf(account: FakeAccount, article_id: string): Publication {
  const found = account.part(publications).get(article_id);
  if (found === undefined || found.status === 1) throw new ApiRefusalError(53600, `"${article_id}"`);
  return found;
}

const statusOf = ({ publish_id, status, article_id, articles }: Publication) => ({
  publish_id,
  publish_status: status,
  ...(status === 0 && {
    article_id,
    article_detail: {
      count: articles.length,
      item: articles.map(({ article }, index) => ({ idx: index + 1, article_url: article.url })),
    },
  }),
});

const newsOf = ({ articles }: Publication) =>
  articles.map(({ article, deleted }) => ({ ...article, is_deleted: deleted }));

/** Publishing without a message to the followers (发布能力). A draft is published at once after the answer. */
export const freepublish: readonly Endpoint[] = [
  post(
    'freepublish.submit',
    '/cgi-bin/freepublish/submit',
    { media_id: text },
    ({ account, context, fields: { media_id } }) => {
      const { articles } = draftOf(account, media_id);
      const publication: Publication = {
        publish_id: nextShortId(),
        article_id: randomText(43),
        msg_data_id: nextShortId(),
        articles: articles.map((article) => ({ article, deleted: false })),
        update_time: account.seconds(),
        status: 1,
      };
      const { publish_id, msg_data_id, article_id } = publication;
      account.part(drafts).delete(media_id);
      account.part(publications).set(article_id, publication);
      account.part(commentables).publish(String(msg_data_id), articles, false);
      context.after(account, () => {
        publication.status = 0;
        return account.push('PUBLISHJOBFINISH', {
          PublishEventInfo: { ...statusOf(publication), fail_idx: [] },
        });
      });
      return ok({ publish_id, msg_data_id });
    },
    PER_DAY,
  ),

  post(
    'freepublish.get',
    '/cgi-bin/freepublish/get',
    { publish_id: id },
    ({ account, fields }) => {
      const found = account
        .part(publications)
        .values()
        .find(({ publish_id }) => String(publish_id) === fields.publish_id);
      if (found === undefined)
        throw new ApiRefusalError(40035, `there is no "publish_id" ${fields.publish_id}`);
      return statusOf(found);
    },
    PER_DAY,
  ),

  post(
    'freepublish.delete',
    '/cgi-bin/freepublish/delete',
    { article_id: text, index: optional(number) },
    ({ account, fields: { article_id, index = 0 } }) => {
      const found = publicationOf(account, article_id);
      if (index < 0 || index > found.articles.length)
        throw new ApiRefusalError(40114, `it has no article ${index}`);
      for (const [at, each] of found.articles.entries())
        if (index === 0 || index === at + 1) each.deleted = true;
      if (found.articles.every(({ deleted }) => deleted)) found.status = 5;
      return undefined;
    },
    { perDay: 10 },
  ),

  post(
    'freepublish.getArticle',
    '/cgi-bin/freepublish/getarticle',
    { article_id: text },
    ({ account, fields }) => ({ news_item: newsOf(publicationOf(account, fields.article_id)) }),
    PER_DAY,
  ),

  post(
    'freepublish.batchGet',
    '/cgi-bin/freepublish/batchget',
    articlePage,
    ({ account, fields }) => {
      const there = account
        .part(publications)
        .values()
        .filter(({ status }) => status === 0);
      const { item, ...counts } = pageOf(there.reverse(), fields);
      return {
        ...counts,
        item: item.map((publication) => {
          const { article_id, update_time } = publication;
          const news_item = listed(newsOf(publication), fields.no_content);
          return { article_id, content: { news_item, create_time: update_time, update_time }, update_time };
        }),
      };
    },
    PER_DAY,
  ),
];
