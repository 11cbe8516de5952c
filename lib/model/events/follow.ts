import { id, number, optional } from '../shape';
import type { Shape } from '../shape';

/** Following, QR codes, position reports (page: 接收事件推送). */
export const follow = {
  /**
   * 关注事件: somebody followed. `EventKey` is empty for a plain follow, `qrscene_<scene>` after a QR code,
   * `last_trade_no_…` after a payment, `scanbarcode|…` and `scanimage|…` from a product page.
   */
  subscribe: {
    EventKey: optional(id),
    /** Ticket of the QR code, after one. */
    Ticket: optional(id),
  },
  /** 取消关注事件: somebody unfollowed; an answer is not shown to them. */
  unsubscribe: { EventKey: optional(id) },
  /** 扫描带参数二维码事件: a follower scanned a QR code. */
  SCAN: {
    /** The scene, without prefix. */
    EventKey: id,
    /** Ticket of the QR code. */
    Ticket: id,
  },
  /** 上报地理位置事件: where the user is, if they share it; on entering the chat or every 5 s. */
  LOCATION: { Latitude: number, Longitude: number, Precision: number },
  /** A user entered the chat: historic, no longer documented. */
  ENTER: { EventKey: optional(id) },
} satisfies Record<string, Shape>;
