import { id, list, number, optional, text, word } from '../shape';
import type { Shape } from '../shape';

const scan = {
  /** Key of the button. */
  EventKey: id,
  ScanCodeInfo: {
    ScanType: word<'qrcode' | 'barcode'>(),
    /** What the code says; of a barcode `EAN_13,<digits>`. */
    ScanResult: text,
  },
} satisfies Shape;

const pictures = {
  /** Key of the button. */
  EventKey: id,
  SendPicsInfo: {
    /** How many pictures; may disagree with `PicList.item`. */
    Count: number,
    PicList: {
      item: list({
        /** MD5 of the picture, to recognise it when it arrives. */
        PicMd5Sum: id,
      }),
    },
  },
} satisfies Shape;

/** Taps on the menu (page: 自定义菜单 / 事件推送). Opening a submenu pushes nothing. */
export const menu = {
  /** 点击菜单拉取消息时的事件推送: a `click` button. */
  CLICK: {
    /** Key of the button. */
    EventKey: id,
  },
  /** 点击菜单跳转链接时的事件推送: a `view` button. */
  VIEW: {
    /** URL of the button. */
    EventKey: id,
    /** Id of the menu, when it is a personalised one. */
    MenuId: optional(id),
  },
  /** 点击菜单跳转小程序的事件推送: a `miniprogram` button. */
  view_miniprogram: {
    /** Path of the page. */
    EventKey: id,
    /** Id of the menu, when it is a personalised one. */
    MenuId: optional(id),
  },
  /** 扫码推事件: the user scanned a code and WeChat shows what it holds. */
  scancode_push: scan,
  /** 扫码推事件且弹出“消息接收中”提示框: the user scanned a code and waits for the reply. */
  scancode_waitmsg: scan,
  /** 弹出系统拍照发图: the user took pictures, which follow as image messages. */
  pic_sysphoto: pictures,
  /** 弹出拍照或者相册发图: the user took or chose pictures, which follow as image messages. */
  pic_photo_or_album: pictures,
  /** 弹出微信相册发图器: the user chose pictures, which follow as image messages. */
  pic_weixin: pictures,
  /** 弹出地理位置选择器: the user chose a place, which may follow as a location message. */
  location_select: {
    /** Key of the button. */
    EventKey: id,
    SendLocationInfo: {
      /** Latitude. */
      Location_X: number,
      /** Longitude. */
      Location_Y: number,
      /** Zoom of the map. */
      Scale: number,
      /** The address. */
      Label: text,
      /** Name of the place; may be empty. */
      Poiname: text,
    },
  },
} satisfies Record<string, Shape>;
