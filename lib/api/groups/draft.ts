import { get, post } from '../request';

/** How a cover is cut, in fractions of the picture. */
export interface CoverCrop {
  readonly ratio: '1_1' | '16_9' | '2.35_1';
  readonly x1: string;
  readonly y1: string;
  readonly x2: string;
  readonly y2: string;
}

/** A product of a shop. */
export interface ProductInfo {
  readonly footer_product_info?: {
    /** From `getProductCardInfo`. */
    readonly product_key: string;
  };
}

interface ArticleBase {
  /** At most 32 characters. */
  readonly title: string;
  /** At most 16 characters. */
  readonly author?: string;
  /** Where "read the original" leads; at most 1 KB. */
  readonly content_source_url?: string;
  /** Whether users may comment. */
  readonly need_open_comment?: 0 | 1;
  /** Whether only followers may comment. */
  readonly only_fans_can_comment?: 0 | 1;
  readonly product_info?: ProductInfo;
}

/** An article to write (图文消息). */
export interface NewsArticle extends ArticleBase {
  readonly article_type?: 'news';
  /** HTML below 20,000 characters and 1 MB; its pictures come from `media.uploadImg`. */
  readonly content: string;
  /** At most 128 characters; only when the draft has one article. */
  readonly digest?: string;
  /** The cover: id of a permanent media. */
  readonly thumb_media_id: string;
  /** How the cover is cut to 2.35:1, as `X1_Y1_X2_Y2`. */
  readonly pic_crop_235_1?: string;
  /** How the cover is cut to 1:1, as `X1_Y1_X2_Y2`. */
  readonly pic_crop_1_1?: string;
}

/** Pictures with a text, to write (图片消息). */
export interface PictureArticle extends ArticleBase {
  readonly article_type: 'newspic';
  /** Plain text. */
  readonly content: string;
  readonly image_info: {
    /** At most 20 ids of permanent media; the first is the cover. */
    readonly image_list: readonly { readonly image_media_id: string }[];
  };
  readonly cover_info?: { readonly crop_percent_list?: readonly CoverCrop[] };
}

/** An article to write. */
export type NewArticle = NewsArticle | PictureArticle;

interface Stored {
  readonly need_open_comment: 0 | 1;
  readonly only_fans_can_comment: 0 | 1;
  /** Temporary for a draft, permanent once published. */
  readonly url: string;
  /** Address of the cover. */
  readonly thumb_url?: string;
  /** Outdated. */
  readonly show_cover_pic?: 0 | 1;
}

/** An article (图文消息) as WeChat stores it. */
export interface StoredNewsArticle extends NewsArticle, Stored {
  readonly need_open_comment: 0 | 1;
  readonly only_fans_can_comment: 0 | 1;
  readonly image_info?: undefined;
  readonly cover_info?: undefined;
}

/** Pictures with a text (图片消息) as WeChat stores them. */
export interface StoredPictureArticle extends PictureArticle, Stored {
  readonly need_open_comment: 0 | 1;
  readonly only_fans_can_comment: 0 | 1;
  readonly digest?: string;
  readonly thumb_media_id?: string;
}

/** An article as WeChat stores it; `draft.add` and `draft.update` take it as it is. */
export type StoredArticle = StoredNewsArticle | StoredPictureArticle;

interface Listed {
  /** Absent with `no_content: 1`. */
  readonly content?: string;
}

/** An article in a list, which may leave out the content. */
export type ListedArticle =
  (Omit<StoredNewsArticle, 'content'> & Listed) | (Omit<StoredPictureArticle, 'content'> & Listed);

/** Which page of a list to read. */
export interface ArticlePageQuery {
  /** Counts from 0. */
  readonly offset: number;
  /** 1 to 20. */
  readonly count: number;
  /** 1 leaves out the contents. */
  readonly no_content?: 0 | 1;
}

/** The articles of one draft or publication in a list. */
export interface ListedContent<Article> {
  readonly news_item: readonly Article[];
  /** Unix seconds. */
  readonly create_time?: number;
  /** Unix seconds. */
  readonly update_time?: number;
}

/** A draft as WeChat stores it. */
export type StoredDraft = ListedContent<StoredArticle>;

/** A page of drafts. */
export interface DraftPage {
  /** How many drafts there are. */
  readonly total_count: number;
  /** How many there are on this page. */
  readonly item_count: number;
  readonly item: readonly {
    readonly media_id: string;
    readonly content: ListedContent<ListedArticle>;
    /** Unix seconds. */
    readonly update_time: number;
  }[];
}

/** Articles that are not yet published (草稿箱). */
export const draft = {
  /**
   * Saves a draft of one or more articles (新增草稿). Its `media_id` ends once the draft is published or sent to
   * many. 1,000 a day.
   *
   * Official path: 草稿箱 / 草稿管理 / 新增草稿 — `POST /cgi-bin/draft/add`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Draft_Box/Add_draft.html
   */
  add: (body: { readonly articles: readonly NewArticle[] }) =>
    post<{ readonly media_id: string }>('/cgi-bin/draft/add', body),

  /**
   * Reads a draft (获取草稿详情). 500 a day.
   *
   * Official path: 草稿箱 / 草稿管理 / 获取草稿详情 — `POST /cgi-bin/draft/get`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Draft_Box/Add_draft.html
   */
  get: (media_id: string) => post<StoredDraft>('/cgi-bin/draft/get', { media_id }, { safe: true }),

  /**
   * Deletes a draft for good (删除草稿). 1,000 a day.
   *
   * Official path: 草稿箱 / 草稿管理 / 删除草稿 — `POST /cgi-bin/draft/delete`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Draft_Box/Delete_draft.html
   */
  delete: (media_id: string) => post<void>('/cgi-bin/draft/delete', { media_id }),

  /**
   * Replaces one article of a draft (更新草稿). `index` counts from 0; `articles` is one article here. 1,000 a
   * day.
   *
   * Official path: 草稿箱 / 草稿管理 / 更新草稿 — `POST /cgi-bin/draft/update`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Draft_Box/Update_draft.html
   */
  update: (body: { readonly media_id: string; readonly index: number; readonly articles: NewArticle }) =>
    post<void>('/cgi-bin/draft/update', body),

  /**
   * Counts the drafts (获取草稿总数). 1,000 a day.
   *
   * Official path: 草稿箱 / 草稿管理 / 获取草稿总数 — `GET /cgi-bin/draft/count`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Draft_Box/Count_drafts.html
   */
  count: () => get<{ readonly total_count: number }>('/cgi-bin/draft/count'),

  /**
   * Lists the drafts (获取草稿列表). 1,000 a day.
   *
   * Official path: 草稿箱 / 草稿管理 / 获取草稿列表 — `POST /cgi-bin/draft/batchget`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Draft_Box/Get_draft_list.html
   */
  batchGet: (body: ArticlePageQuery) => post<DraftPage>('/cgi-bin/draft/batchget', body, { safe: true }),

  /**
   * Makes the card of a shop product, to put into an article (获取商品卡片的DOM结构): `DOM` for the content of `news`,
   * `product_key` for the `product_info` of `newspic`. `card_type` is 0 large, 1 small, 2 a text link or 3 a
   * bar; which of them is allowed depends on `article_type`.
   *
   * Official path: 草稿箱 / 商品卡片 / 获取商品卡片的DOM结构 — `POST /channels/ec/service/product/getcardinfo`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Draft_Box/Add_draft.html
   */
  getProductCardInfo: (body: {
    readonly product_id: string;
    readonly article_type: 'news' | 'newspic';
    readonly card_type: 0 | 1 | 2 | 3;
  }) =>
    post<{ readonly product_key?: string; readonly DOM?: string }>(
      '/channels/ec/service/product/getcardinfo',
      body,
      { safe: true },
    ),
};
