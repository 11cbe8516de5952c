import { digits, post } from '../request';

/** Which comment. */
export interface CommentTarget {
  /** Of the message or publication. */
  readonly msg_data_id: string;
  /** Which of its articles, counted from 0; the first when left out. */
  readonly index?: number;
  readonly user_comment_id: string;
}

/** Which comments to list. */
export interface CommentQuery {
  /** Of the message or publication. */
  readonly msg_data_id: string;
  /** Which of its articles, counted from 0; the first when left out. */
  readonly index?: number;
  readonly begin: number;
  /** Fewer than 50. */
  readonly count: number;
  /** 0: all, 1: ordinary ones, 2: elected ones. */
  readonly type: 0 | 1 | 2;
}

/** The account's reply to a comment. */
export interface CommentReply {
  readonly content: string;
  /** Unix seconds. */
  readonly create_time: number;
}

/** A comment. */
export interface ArticleComment {
  readonly user_comment_id: string;
  /** Absent when the user comments under another identity. */
  readonly openid?: string;
  readonly content: string;
  /** 0: ordinary, 1: elected. */
  readonly comment_type: number;
  /** One reply, as now documented, or a list of them. */
  readonly reply?: CommentReply | readonly CommentReply[];
  /** Unix seconds. */
  readonly create_time: number;
}

const onArticle = (path: string) => (msg_data_id: string, index?: number) =>
  post<void>(path, { msg_data_id: digits(msg_data_id), index });

const ids = ({ msg_data_id, user_comment_id }: CommentTarget) => ({
  msg_data_id: digits(msg_data_id),
  user_comment_id: digits(user_comment_id),
});

const onComment = (path: string) => (body: CommentTarget) => post<void>(path, { ...body, ...ids(body) });

/** Comments on articles (留言管理). */
export const comment = {
  /**
   * Opens an article for comments (打开已群发文章评论). `index` is which article of the message, counted from 0; the
   * first when left out.
   *
   * Official path: 留言管理 / 打开已群发文章评论 — `POST /cgi-bin/comment/open`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Comments_management/Image_Comments_Management_Interface.html
   */
  open: onArticle('/cgi-bin/comment/open'),

  /**
   * Closes an article for comments (关闭已群发文章评论). `index` is which article of the message, counted from 0; the
   * first when left out.
   *
   * Official path: 留言管理 / 关闭已群发文章评论 — `POST /cgi-bin/comment/close`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Comments_management/Image_Comments_Management_Interface.html
   */
  close: onArticle('/cgi-bin/comment/close'),

  /**
   * Lists the comments on an article (查看指定文章的评论数据).
   *
   * Official path: 留言管理 / 查看指定文章的评论数据 — `POST /cgi-bin/comment/list`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Comments_management/Image_Comments_Management_Interface.html
   */
  list: (body: CommentQuery) =>
    post<{ readonly comment: readonly ArticleComment[]; readonly total: number }>(
      '/cgi-bin/comment/list',
      { ...body, msg_data_id: digits(body.msg_data_id) },
      { safe: true },
    ),

  /**
   * Elects a comment, so that all readers see it (将评论标记精选).
   *
   * Official path: 留言管理 / 将评论标记精选 — `POST /cgi-bin/comment/markelect`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Comments_management/Image_Comments_Management_Interface.html
   */
  markElect: onComment('/cgi-bin/comment/markelect'),

  /**
   * Takes back the election of a comment (将评论取消精选).
   *
   * Official path: 留言管理 / 将评论取消精选 — `POST /cgi-bin/comment/unmarkelect`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Comments_management/Image_Comments_Management_Interface.html
   */
  unmarkElect: onComment('/cgi-bin/comment/unmarkelect'),

  /**
   * Deletes a comment (删除评论).
   *
   * Official path: 留言管理 / 删除评论 — `POST /cgi-bin/comment/delete`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Comments_management/Image_Comments_Management_Interface.html
   */
  delete: onComment('/cgi-bin/comment/delete'),

  /**
   * Replies to a comment (回复评论).
   *
   * Official path: 留言管理 / 回复评论 — `POST /cgi-bin/comment/reply/add`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Comments_management/Image_Comments_Management_Interface.html
   */
  addReply: (body: CommentTarget & { readonly content: string }) =>
    post<void>('/cgi-bin/comment/reply/add', { ...body, ...ids(body) }),

  /**
   * Deletes the reply to a comment (删除回复).
   *
   * Official path: 留言管理 / 删除回复 — `POST /cgi-bin/comment/reply/delete`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Comments_management/Image_Comments_Management_Interface.html
   */
  deleteReply: onComment('/cgi-bin/comment/reply/delete'),
};
