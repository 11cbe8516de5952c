import { writeJson } from '../../wire/json';
import { download, get, post, upload, type Download, type FileInput } from '../request';

/** A permanent media to upload. */
export type NewMaterial =
  | { readonly type: 'image' | 'voice' | 'thumb'; readonly media: FileInput }
  | {
      readonly type: 'video';
      readonly media: FileInput;
      readonly description: { readonly title: string; readonly introduction: string };
    };

/** An article of the media library; `draft.add` takes it as it is. */
export interface MaterialArticle {
  readonly title: string;
  readonly thumb_media_id: string;
  /** Whether the cover is shown in the text. */
  readonly show_cover_pic: 0 | 1;
  readonly author: string;
  readonly digest: string;
  readonly content: string;
  readonly url: string;
  /** Where "read the original" leads. */
  readonly content_source_url: string;
  readonly thumb_url?: string;
  /** Whether users may comment. */
  readonly need_open_comment?: 0 | 1;
  /** Whether only followers may comment. */
  readonly only_fans_can_comment?: 0 | 1;
}

/** Articles, as answered by `material.get`. */
export interface MaterialNews {
  readonly news_item: readonly MaterialArticle[];
}

/** A video, as answered by `material.get`. */
export interface MaterialVideo {
  readonly title: string;
  readonly description: string;
  /** Where to download it. */
  readonly down_url: string;
}

/** How many media there are of each kind. */
export interface MaterialCount {
  readonly voice_count: number;
  readonly video_count: number;
  readonly image_count: number;
  readonly news_count: number;
}

/** An article in the list of media. */
export type ListedMaterialArticle = MaterialArticle;

/** A media in the list. */
export interface MaterialItem {
  readonly media_id: string;
  /** File name; not of articles. */
  readonly name?: string;
  readonly url?: string;
  /** Only of articles. */
  readonly content?: {
    readonly news_item: readonly ListedMaterialArticle[];
    /** Unix seconds. */
    readonly update_time: number;
    /** Unix seconds. */
    readonly create_time: number;
  };
  /** Unix seconds. */
  readonly update_time: number;
}

/** A page of media. */
export interface MaterialPage {
  /** How many there are of this kind. */
  readonly total_count: number;
  /** How many there are on this page. */
  readonly item_count: number;
  readonly item: readonly MaterialItem[];
}

/** Permanent media (素材管理). */
export const material = {
  /**
   * Uploads a permanent media (上传永久素材): image of at most 10 MB (JPG, PNG, GIF, BMP), voice 2 MB
   * and 60 s (MP3, WMA, WAV, AMR), video 10 MB (MP4), thumb 64 KB (JPG). The account
   * holds 100,000 images and articles and 1,000 of each other kind. `url` comes with images only.
   *
   * Official path: 素材管理 / 永久素材 / 上传永久素材 — `POST /cgi-bin/material/add_material`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/Adding_Permanent_Assets.html
   */
  add: (body: NewMaterial) =>
    upload<{ readonly media_id: string; readonly url?: string }>(
      '/cgi-bin/material/add_material',
      [
        { name: 'media', file: body.media },
        ...(body.type === 'video' ? [{ name: 'description', text: writeJson(body.description) }] : []),
      ],
      { query: { type: body.type } },
    ),

  /**
   * Downloads a permanent media (获取永久素材): the file of an image, voice or thumb; the articles; or the address
   * to download a video from.
   *
   * Official path: 素材管理 / 永久素材 / 获取永久素材 — `POST /cgi-bin/material/get_material`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/Getting_Permanent_Assets.html
   */
  get: (media_id: string) =>
    download<Download | MaterialNews | MaterialVideo>('/cgi-bin/material/get_material', {
      json: { media_id },
      safe: true,
    }),

  /**
   * Deletes a permanent media (删除永久素材).
   *
   * Official path: 素材管理 / 永久素材 / 删除永久素材 — `POST /cgi-bin/material/del_material`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/Deleting_Permanent_Assets.html
   */
  delete: (media_id: string) => post<void>('/cgi-bin/material/del_material', { media_id }),

  /**
   * Counts the permanent media, those of the web console included (获取永久素材总数).
   *
   * Official path: 素材管理 / 永久素材 / 获取永久素材总数 — `GET /cgi-bin/material/get_materialcount`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/Get_the_total_of_all_materials.html
   */
  getCount: () => get<MaterialCount>('/cgi-bin/material/get_materialcount'),

  /**
   * Lists the permanent media of one kind (获取永久素材列表). `offset` counts from 0; `count` is 1 to 20.
   *
   * Official path: 素材管理 / 永久素材 / 获取永久素材列表 — `POST /cgi-bin/material/batchget_material`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/Get_materials_list.html
   */
  batchGet: (body: {
    readonly type: 'image' | 'video' | 'voice' | 'news';
    readonly offset: number;
    readonly count: number;
  }) => post<MaterialPage>('/cgi-bin/material/batchget_material', body, { safe: true }),
};
