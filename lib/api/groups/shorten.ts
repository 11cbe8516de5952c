import { post } from '../request';

/** What a short key stands for. */
export interface LongData {
  readonly long_data: string;
  /** When the key was made, in unix seconds. */
  readonly create_time: number;
  /** Seconds the key lives. */
  readonly expire_seconds: number;
}

/** Short keys that stand for long texts (短key托管). */
export const shorten = {
  /**
   * Makes a short key for a text of at most 4 KB (生成短key). `expire_seconds` is at most 2,592,000 (30 days).
   *
   * Official path: 账号管理 / 短key托管 / 生成短key — `POST /cgi-bin/shorten/gen`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Account_Management/KEY_Shortener.html
   */
  gen: (long_data: string, expire_seconds?: number) =>
    post<{ readonly short_key: string }>('/cgi-bin/shorten/gen', { long_data, expire_seconds }),

  /**
   * Gets the text behind a short key (获取长信息).
   *
   * Official path: 账号管理 / 短key托管 / 获取长信息 — `POST /cgi-bin/shorten/fetch`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Account_Management/KEY_Shortener.html
   */
  fetch: (short_key: string) => post<LongData>('/cgi-bin/shorten/fetch', { short_key }, { safe: true }),
};
