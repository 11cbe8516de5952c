import { post } from '../request';
import type { ArticlePageQuery, ListedArticle, ListedContent, StoredArticle } from './draft';

/** A publication on its way. */
export interface PublishTask {
  readonly publish_id: string;
  /** For the statistics and comments of the articles. */
  readonly msg_data_id: string;
}

/** What became of a publication. */
export interface PublishStatus {
  readonly publish_id: string;
  /**
   * 0: published, 1: on its way, 2: originality check failed, 3: failed, 4: rejected by the platform, 5:
   * published, then all deleted by the owner, 6: published, then all banned.
   */
  readonly publish_status: number;
  /** Once published. */
  readonly article_id?: string;
  /** Once published. */
  readonly article_detail?: {
    readonly count: number;
    readonly item: readonly {
      /** Counts from 1. */
      readonly idx: number;
      readonly article_url: string;
    }[];
  };
  /** Numbers of the articles that failed, counted from 1. */
  readonly fail_idx?: readonly number[];
}

interface Deletable {
  readonly is_deleted: boolean;
}

/** A published article; `draft.add` takes it as it is. */
export type PublishedArticle = StoredArticle & Deletable;

/** A published article in a list, which may leave out the content. */
export type ListedPublishedArticle = ListedArticle & Deletable;

/** A page of publications. */
export interface PublicationPage {
  /** How many publications there are. */
  readonly total_count: number;
  /** How many there are on this page. */
  readonly item_count: number;
  readonly item: readonly {
    readonly article_id: string;
    readonly content: ListedContent<ListedPublishedArticle>;
    /** Unix seconds. */
    readonly update_time?: number;
  }[];
}

/**
 * Publishing without a message to the followers (发布能力). Since July 2025 not for personal accounts nor for
 * accounts that are not or cannot be verified (48001).
 */
export const freepublish = {
  /**
   * Publishes a draft (发布草稿). It is accepted, not published: the result comes as the event
   * `PUBLISHJOBFINISH`. 100 a day.
   *
   * Official path: 发布能力 / 发布草稿 — `POST /cgi-bin/freepublish/submit`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Publish/Publish.html
   */
  submit: (media_id: string) => post<PublishTask>('/cgi-bin/freepublish/submit', { media_id }),

  /**
   * Tells what became of a publication (发布状态查询). 100 a day.
   *
   * Official path: 发布能力 / 发布状态查询 — `POST /cgi-bin/freepublish/get`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Publish/Get_status.html
   */
  get: (publish_id: string) =>
    post<PublishStatus>('/cgi-bin/freepublish/get', { publish_id }, { safe: true }),

  /**
   * Deletes a published article for good (删除发布文章). `index` counts from 1; 0 or left out: all of the
   * publication. 10 a day.
   *
   * Official path: 发布能力 / 删除发布文章 — `POST /cgi-bin/freepublish/delete`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Publish/Delete_posts.html
   */
  delete: (article_id: string, index?: number) =>
    post<void>('/cgi-bin/freepublish/delete', { article_id, index }),

  /**
   * Reads the articles of a publication (获取已发布图文信息). 100 a day.
   *
   * Official path: 发布能力 / 获取已发布图文信息 — `POST /cgi-bin/freepublish/getarticle`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Publish/Get_article_from_id.html
   */
  getArticle: (article_id: string) =>
    post<{ readonly news_item: readonly PublishedArticle[] }>(
      '/cgi-bin/freepublish/getarticle',
      { article_id },
      { safe: true },
    ),

  /**
   * Lists the publications, without the messages sent to many (获取已发布的消息列表). 100 a day.
   *
   * Official path: 发布能力 / 获取已发布的消息列表 — `POST /cgi-bin/freepublish/batchget`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Publish/Get_publication_records.html
   */
  batchGet: (body: ArticlePageQuery) =>
    post<PublicationPage>('/cgi-bin/freepublish/batchget', body, { safe: true }),
};
