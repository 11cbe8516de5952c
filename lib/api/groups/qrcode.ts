import { browserUrl } from '../browser-url';
import { download, post } from '../request';

/** A scene that is a number: not 0 and 32 bits for temporary codes, 1 to 100000 for permanent ones. */
export interface SceneId {
  readonly scene: { readonly scene_id: number };
}

/** A scene that is text: 1 to 64 characters. */
export interface SceneStr {
  readonly scene: { readonly scene_str: string };
}

/** A temporary code whose scene is a number. */
export interface TemporaryIdQrcode {
  readonly action_name: 'QR_SCENE';
  readonly action_info: SceneId;
  /** Seconds until the code expires: at most 2,592,000 (30 days), 60 when left out. */
  readonly expire_seconds?: number;
}

/** A temporary code whose scene is text. */
export interface TemporaryStrQrcode {
  readonly action_name: 'QR_STR_SCENE';
  readonly action_info: SceneStr;
  /** Seconds until the code expires: at most 2,592,000 (30 days), 60 when left out. */
  readonly expire_seconds?: number;
}

/** A permanent code whose scene is a number. */
export interface PermanentIdQrcode {
  readonly action_name: 'QR_LIMIT_SCENE';
  readonly action_info: SceneId;
}

/** A permanent code whose scene is text. */
export interface PermanentStrQrcode {
  readonly action_name: 'QR_LIMIT_STR_SCENE';
  readonly action_info: SceneStr;
}

/** A QR code to create. */
export type QrcodeBody = TemporaryIdQrcode | TemporaryStrQrcode | PermanentIdQrcode | PermanentStrQrcode;

/** A QR code that was created. */
export interface Qrcode {
  /** With it, `qrcode.show` and `qrcode.imageUrl` give the picture. */
  readonly ticket: string;
  /** Seconds until the code expires; absent for permanent codes. */
  readonly expire_seconds?: number;
  /** What the code says, for drawing one's own picture. */
  readonly url: string;
}

const create = (body: QrcodeBody) => post<Qrcode>('/cgi-bin/qrcode/create', body);

/** QR codes that carry a scene (带参数的二维码). */
export const qrcode = {
  /**
   * Creates a QR code that carries a scene (生成带参数的二维码). At most 100,000 permanent codes. Service accounts
   * only.
   *
   * Official path: 账号管理 / 生成带参数的二维码 — `POST /cgi-bin/qrcode/create`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Account_Management/Generating_a_Parametric_QR_Code.html
   */
  create,

  /**
   * Creates a code that expires, after a minute unless told otherwise (at most 2,592,000 seconds) (生成临时二维码).
   * Service accounts only.
   *
   * Official path: 账号管理 / 生成带参数的二维码 — `POST /cgi-bin/qrcode/create`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Account_Management/Generating_a_Parametric_QR_Code.html
   */
  createTemporary: (scene: number | string, expireSeconds?: number) =>
    create(
      typeof scene === 'number'
        ? {
            action_name: 'QR_SCENE',
            action_info: { scene: { scene_id: scene } },
            expire_seconds: expireSeconds ?? 60,
          }
        : {
            action_name: 'QR_STR_SCENE',
            action_info: { scene: { scene_str: scene } },
            expire_seconds: expireSeconds ?? 60,
          },
    ),

  /**
   * Creates a code that never expires: a number from 1 to 100000, or text (生成永久二维码). At most 100,000 in all.
   * Service accounts only.
   *
   * Official path: 账号管理 / 生成带参数的二维码 — `POST /cgi-bin/qrcode/create`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Account_Management/Generating_a_Parametric_QR_Code.html
   */
  createPermanent: (scene: number | string) =>
    create(
      typeof scene === 'number'
        ? { action_name: 'QR_LIMIT_SCENE', action_info: { scene: { scene_id: scene } } }
        : { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str: scene } } },
    ),

  /**
   * Downloads the picture of a QR code, a JPEG (通过ticket换取二维码). HTTP 404 when the ticket is wrong or expired.
   *
   * Official path: 账号管理 / 生成带参数的二维码 / 通过ticket换取二维码 — `GET /cgi-bin/showqrcode` of mp.weixin.qq.com.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Account_Management/Generating_a_Parametric_QR_Code.html
   */
  show: (ticket: string) =>
    download('/cgi-bin/showqrcode', { query: { ticket }, host: 'mp.weixin.qq.com', auth: 'none' }),

  /**
   * The address of the picture of a QR code, for an `<img>` (二维码图片的地址).
   *
   * Official path: 账号管理 / 生成带参数的二维码 / 通过ticket换取二维码 — `GET /cgi-bin/showqrcode` of mp.weixin.qq.com.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Account_Management/Generating_a_Parametric_QR_Code.html
   */
  imageUrl: (ticket: string): string => browserUrl('mp.weixin.qq.com/cgi-bin/showqrcode', { ticket }),
};
