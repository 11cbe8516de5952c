import { id, number, optional } from '../shape';
import type { Shape } from '../shape';

/** Shopping guides (page: 对话能力 / 顾问管理). */
export const guide = {
  /** A guide accepted to work for the account (邀请顾问). */
  guide_invite_result_event: {
    GuideInviteEvent: {
      /** WeChat account of the guide, when the request named it. */
      guide_account: optional(id),
      /** Openid of the guide, when the request named it. */
      guide_openid: optional(id),
      /** Always 1. */
      invite_result: number,
    },
  },
  /** 扫顾问二维码后的事件推送: a user scanned the QR code of a guide. */
  guide_qrcode_scan_event: {
    GuideScanEvent: {
      /** WeChat account of the guide. */
      qrcode_guide_account: id,
      /** Openid of the guide. */
      qrcode_guide_openid: id,
      /** Openid of the user. */
      openid: id,
      /** What the user did; values are not documented. */
      action: number,
      /** What the account put into the QR code. */
      qrcode_info: id,
    },
  },
  /** 为顾问分配客户: a user was given a guide. Its fields are not documented. */
  add_guide_buyer_relation_event: {},
} satisfies Record<string, Shape>;
