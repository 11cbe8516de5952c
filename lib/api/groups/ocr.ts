import { look } from '../picture';
import type { Corners, ImageSize, PictureInput } from '../picture';

/** An identity card; which fields are present depends on its side. */
export interface IdCard {
  readonly type: 'Front' | 'Back' | (string & {});
  readonly name?: string;
  /** Number of the card. */
  readonly id?: string;
  readonly addr?: string;
  readonly gender?: string;
  readonly nationality?: string;
  /** Back side only. */
  readonly valid_date?: string;
}

/** A bank card. */
export interface BankCard {
  readonly number?: string;
  /** The number under another name, in some answers. */
  readonly id?: string;
}

/** A vehicle licence (行驶证). */
export interface VehicleLicense {
  readonly plate_num: string;
  readonly vehicle_type: string;
  readonly owner: string;
  readonly addr: string;
  readonly use_character: string;
  readonly model: string;
  readonly vin: string;
  readonly engine_num: string;
  readonly register_date: string;
  readonly issue_date: string;
  readonly plate_num_b: string;
  readonly record: string;
  readonly passengers_num: string;
  readonly total_quality: string;
  readonly prepare_quality: string;
  readonly overall_size: string;
  /** Absent when this side is not in the picture. */
  readonly card_position_front?: { readonly pos: Corners };
  /** Absent when this side is not in the picture. */
  readonly card_position_back?: { readonly pos: Corners };
  readonly img_size: ImageSize;
}

/** A driving licence (驾驶证). */
export interface DrivingLicense {
  readonly id_num: string;
  readonly name: string;
  readonly sex: string;
  readonly nationality: string;
  readonly address: string;
  readonly birth_date: string;
  readonly issue_date: string;
  readonly car_class: string;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly official_seal: string;
}

/** A business licence (营业执照). */
export interface BusinessLicense {
  readonly reg_num: string;
  readonly serial: string;
  readonly legal_representative: string;
  readonly type_of_organization: string;
  readonly enterprise_name: string;
  readonly type_of_enterprise: string;
  readonly address: string;
  readonly business_scope: string;
  readonly registered_capital: string;
  readonly paid_in_capital: string;
  readonly valid_period: string;
  readonly registered_date: string;
  readonly cert_position: { readonly pos: Corners };
  readonly img_size: ImageSize;
}

/** A line of printed text, and where it is. */
export interface PrintedText {
  readonly text: string;
  readonly pos: Corners;
}

/** Look-alikes; `type` tells a photo from a scan and belongs to older documents. */
const read =
  <T>(path: string) =>
  (img: PictureInput, type?: 'photo' | 'scan') =>
    look<T>(path, img, type && { type });

/**
 * Reads pictures (OCR识别). A picture is the address of one or a file below 2 MB. 100 calls a day unless more
 * are bought (101003).
 */
export const ocr = {
  /**
   * Reads an identity card (身份证识别).
   *
   * Official path: 智能接口 / OCR识别 / 身份证识别 — `POST /cv/ocr/idcard`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Intelligent_Interface/OCR.html
   */
  idcard: read<IdCard>('/cv/ocr/idcard'),

  /**
   * Reads a bank card (银行卡识别).
   *
   * Official path: 智能接口 / OCR识别 / 银行卡识别 — `POST /cv/ocr/bankcard`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Intelligent_Interface/OCR.html
   */
  bankcard: read<BankCard>('/cv/ocr/bankcard'),

  /**
   * Reads a vehicle licence (行驶证识别).
   *
   * Official path: 智能接口 / OCR识别 / 行驶证识别 — `POST /cv/ocr/driving`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Intelligent_Interface/OCR.html
   */
  driving: read<VehicleLicense>('/cv/ocr/driving'),

  /**
   * Reads a driving licence (驾驶证识别).
   *
   * Official path: 智能接口 / OCR识别 / 驾驶证识别 — `POST /cv/ocr/drivinglicense`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Intelligent_Interface/OCR.html
   */
  drivinglicense: read<DrivingLicense>('/cv/ocr/drivinglicense'),

  /**
   * Reads a business licence (营业执照识别).
   *
   * Official path: 智能接口 / OCR识别 / 营业执照识别 — `POST /cv/ocr/bizlicense`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Intelligent_Interface/OCR.html
   */
  bizlicense: read<BusinessLicense>('/cv/ocr/bizlicense'),

  /**
   * Reads printed text (通用印刷体识别).
   *
   * Official path: 智能接口 / OCR识别 / 通用印刷体识别 — `POST /cv/ocr/comm`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Intelligent_Interface/OCR.html
   */
  comm: (img: PictureInput) =>
    look<{ readonly items: readonly PrintedText[]; readonly img_size: ImageSize }>('/cv/ocr/comm', img),

  /**
   * Reads the menu of a restaurant (菜单识别). `content` is JSON, as text.
   *
   * Official path: 智能接口 / OCR识别 / 菜单识别 — `POST /cv/ocr/menu`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Intelligent_Interface/OCR.html
   */
  menu: (img: PictureInput) => look<{ readonly content: string }>('/cv/ocr/menu', img),
};
