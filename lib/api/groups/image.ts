import { isAddress, look } from '../picture';
import type { Corners, ImageSize, PictureInput } from '../picture';
import { upload } from '../request';

/** A code found in a picture. */
export interface ScannedCode {
  readonly type_name: 'QR_CODE' | 'EAN_13' | 'CODE_128' | 'PDF417' | (string & {});
  /** What the code says. */
  readonly data: string;
  /** Where it is. Bar codes and PDF417 come without. */
  readonly pos?: Corners;
}

/** A good part of a picture, in pixels from its top left corner. */
export interface Crop {
  readonly crop_left: number;
  readonly crop_top: number;
  readonly crop_right: number;
  readonly crop_bottom: number;
}

/** The good parts of a picture. */
export interface Crops {
  readonly results: readonly Crop[];
  readonly img_size: ImageSize;
}

/** Looks at pictures (图像处理). A picture is the address of one or a file below 2 MB. 100 calls a day. */
export const image = {
  /**
   * Reads the QR codes and bar codes in a picture (二维码/条码识别).
   *
   * Official path: 智能接口 / 图像处理 / 二维码/条码识别 — `POST /cv/img/qrcode`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Intelligent_Interface/Img_Proc.html
   */
  scanQrcode: (img: PictureInput) =>
    look<{ readonly code_results: readonly ScannedCode[]; readonly img_size: ImageSize }>(
      '/cv/img/qrcode',
      img,
    ),

  /**
   * Finds the best parts of a picture (图片智能裁剪). `ratios` are the aspect ratios wanted, at most 5, with commas
   * between.
   *
   * Official path: 智能接口 / 图像处理 / 图片智能裁剪 — `POST /cv/img/aicrop`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Intelligent_Interface/Img_Proc.html
   */
  aiCrop: (img: PictureInput, ratios?: string) =>
    isAddress(img)
      ? look<Crops>('/cv/img/aicrop', img, { ratios })
      : upload<Crops>(
          '/cv/img/aicrop',
          [{ name: 'img', file: img }, ...(ratios === undefined ? [] : [{ name: 'ratios', text: ratios }])],
          { safe: true },
        ),
};
