import { download, upload, type Download, type FileInput } from '../request';

/** A temporary media; it lives for 3 days. */
export type UploadedMedia = {
  /** Unix seconds. */
  readonly created_at: number;
} & (
  | {
      readonly type: 'image' | 'voice' | 'video';
      readonly media_id: string;
      readonly thumb_media_id?: undefined;
    }
  | {
      readonly type: 'thumb';
      readonly media_id?: undefined;
      /** Stands in for `media_id`, for thumbs only. */
      readonly thumb_media_id: string;
    }
);

/** Temporary media and pictures for articles (素材管理). */
export const media = {
  /**
   * Uploads a media that lives for 3 days (新增临时素材): image of at most 10 MB (JPG, PNG, GIF), voice 2 MB and 60
   * s (AMR, MP3), video 10 MB (MP4), thumb 64 KB (JPG). A thumb's id comes as `thumb_media_id`. 100,000 a
   * day.
   *
   * Official path: 素材管理 / 临时素材 / 新增临时素材 — `POST /cgi-bin/media/upload`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/New_temporary_materials.html
   */
  upload: (type: 'image' | 'voice' | 'video' | 'thumb', media: FileInput) =>
    upload<UploadedMedia>('/cgi-bin/media/upload', [{ name: 'media', file: media }], { query: { type } }),

  /**
   * Downloads a temporary media (获取临时素材); of a video, WeChat gives the address to download it from. 200,000 a
   * day.
   *
   * Official path: 素材管理 / 临时素材 / 获取临时素材 — `GET /cgi-bin/media/get`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/Get_temporary_materials.html
   */
  get: (media_id: string) =>
    download<Download | { readonly video_url: string }>('/cgi-bin/media/get', { query: { media_id } }),

  /**
   * Uploads a picture for the text of articles (上传发表内容中的图片): JPG or PNG, below 1 MB. It does not count
   * against the limit of the media library.
   *
   * Official path: 素材管理 / 永久素材 / 上传发表内容中的图片 — `POST /cgi-bin/media/uploadimg`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Batch_Sends_and_Originality_Checks.html
   */
  uploadImg: (media: FileInput) =>
    upload<{ readonly url: string }>('/cgi-bin/media/uploadimg', [{ name: 'media', file: media }]),

  /**
   * Downloads a voice recorded on a web page, in better quality than `get` gives: speex, 16 kHz (获取高清语音素材).
   * `media_id` is the `serverId` of the JS-SDK's `uploadVoice`.
   *
   * Official path: 素材管理 / 临时素材 / 获取高清语音素材 — `GET /cgi-bin/media/get/jssdk`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/Get_temporary_materials.html
   */
  getJssdkVoice: (media_id: string) => download('/cgi-bin/media/get/jssdk', { query: { media_id } }),
};
