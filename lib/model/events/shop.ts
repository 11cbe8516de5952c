import { id, list, number, optional, text, word } from '../shape';
import type { Shape } from '../shape';

const audit = {
  audit_id: id,
  /** 1 passed, 2 in review, 3 refused. */
  status: number,
  /** Why it was refused, or empty. */
  reason: text,
} satisfies Shape;

const beacon = {
  Uuid: id,
  Major: number,
  Minor: number,
  /** Metres. */
  Distance: number,
} satisfies Shape;

const product = {
  /** Kind of code. */
  KeyStandard: word<'ean13' | 'qrcode'>(),
  /** The code, as text. */
  KeyStr: id,
} satisfies Shape;

const scanned = {
  ...product,
  /** What the account put into the product's QR code. */
  ExtInfo: id,
} satisfies Shape;

/** Shops, Wi-Fi, shake, product scan (pages: 微信门店, 微信连Wi-Fi, 摇一摇周边, 微信扫一扫): mostly retired. */
export const shop = {
  /** 审核事件推送: a shop was reviewed. */
  poi_check_notify: {
    /** The account's own id of the shop. */
    UniqId: id,
    /** WeChat's id of the shop. */
    PoiId: id,
    Result: word<'succ' | 'fail'>(),
    /** Why it was refused. Some pushes call it `Msg`. */
    msg: optional(text),
    /** See `msg`. */
    Msg: optional(text),
  },
  /** 腾讯地图中创建门店的审核结果: a place proposed for Tencent's map was reviewed. */
  create_map_poi_audit_info: {
    audit_id: id,
    /** 1 passed. */
    status: number,
    /** Id of the place on the map. */
    map_poi_id: id,
    name: id,
    address: text,
    latitude: number,
    longitude: number,
    /** Remark of the reviewer, or empty. */
    sh_remark: text,
  },
  /** 创建门店小程序的审核结果: the application for a shop mini program was reviewed. */
  apply_merchant_audit_info: audit,
  /** 修改门店图片的审核结果: changed pictures of a shop were reviewed. */
  modify_store_audit_info: audit,
  /** 创建门店的审核结果: a new shop was reviewed. */
  add_store_audit_info: {
    ...audit,
    /** 0 a new shop, 1 an older shop completed. */
    is_upgrade: number,
    /** WeChat's id of the shop; only when `status` is 1. */
    poiid: id,
  },
  /** A user joined the shop's Wi-Fi (微信连Wi-Fi). */
  WifiConnected: {
    /** Seconds since 1970. */
    ConnectTime: number,
    /** Seconds since 1970. */
    ExpireTime: number,
    VendorId: id,
    /** Id of the shop; older pushes call it `PlaceId`. */
    ShopId: optional(id),
    /** See `ShopId`. */
    PlaceId: optional(id),
    /** MAC address of the access point. */
    DeviceNo: id,
  },
  /** 摇一摇事件通知: a user shook their phone near a beacon. */
  ShakearoundUserShake: {
    /** The beacon that answered. */
    ChosenBeacon: beacon,
    AroundBeacons: {
      /** Other beacons in reach. */
      AroundBeacon: list(beacon),
    },
  },
  /** 红包绑定用户事件通知: a red packet was set aside for a user, who may not have opened it. */
  ShakearoundLotteryBind: {
    // As SDKs have them; not confirmed.
    LotteryId: optional(id),
    Ticket: optional(id),
    Money: optional(number),
    /** Seconds since 1970. */
    BindTime: optional(number),
  },
  /** 打开商品主页事件推送: a user opened the page of a product. */
  user_scan_product: {
    ...scanned,
    Country: id,
    Province: id,
    City: id,
    /** 1 man, 2 woman, 0 unknown. */
    Sex: number,
    /** 1 scanned, 2 opened otherwise. */
    Scene: number,
  },
  /** 进入公众号事件推送: a user came to the chat from the page of a product. */
  user_scan_product_enter_session: scanned,
  /** 地理位置信息异步推送: where the user is who opened the page of a product. */
  user_scan_product_async: {
    ...scanned,
    /** Code of the region (国家统计局). */
    RegionCode: id,
  },
  /** 商品审核结果推送: a product was reviewed. */
  user_scan_product_verify_action: {
    ...product,
    Result: word<'verify_ok' | 'verify_not_pass'>(),
    /** Why it was refused. */
    ReasonMsg: text,
  },
  /** 订单付款通知: an order of a WeChat shop (微信小店) was paid. */
  merchant_order: {
    OrderId: id,
    OrderStatus: number,
    ProductId: id,
    /** `<property>:<value>` pairs, joined by semicolons. */
    SkuInfo: id,
  },
} satisfies Record<string, Shape>;
