import { id, number, optional, text, word } from './shape';
import type { Shape } from './shape';

/** Fields of every push that comes from a user (page: 消息推送 / 接收普通消息). */
export const header = {
  /** The account's original id, `gh_…`; not its AppID. */
  ToUserName: id,
  /** The sender's openid. */
  FromUserName: id,
  /** When it was sent, in seconds since 1970. */
  CreateTime: number,
} satisfies Shape;

const ordinary = {
  /** 64-bit id of the message, as text. */
  MsgId: id,
  /** Id of the article the message was sent from; only then. */
  MsgDataId: optional(id),
  /** Position of that article, from 1. */
  Idx: optional(number),
  /** Sub-merchant id (mini-program customer service). */
  BusinessId: optional(id),
} satisfies Shape;

const device = {
  /** Original id of the account, `gh_…`. */
  DeviceType: id,
  /** The device's own id. */
  DeviceID: id,
  /** The follower the device is bound to. */
  OpenID: id,
} satisfies Shape;

/** Every ordinary message type (page: 接收普通消息), by `MsgType`. */
export const messages = {
  /** 文本消息. Stickers and other kinds that cannot be forwarded arrive as a text that says so. */
  text: {
    ...ordinary,
    /** What the user wrote, untrimmed. */
    Content: text,
    /** Id of the entry, when the user tapped one in a `msgmenu` message. */
    bizmsgmenuid: optional(id),
  },
  /** 图片消息. */
  image: {
    ...ordinary,
    /** Address of the picture, made by WeChat. */
    PicUrl: id,
    /** Download it within 3 days with `media.get`. */
    MediaId: id,
  },
  /** 语音消息. */
  voice: {
    ...ordinary,
    /** 8 kHz sound for amr. */
    MediaId: id,
    Format: word<'amr' | 'speex'>(),
    /** 16 kHz sound. */
    MediaId16K: optional(id),
    /** Speech recognition: withdrawn, empty on accounts that still have the switch on. */
    Recognition: optional(text),
  },
  /** 视频消息. */
  video: { ...ordinary, MediaId: id, ThumbMediaId: id },
  /** 小视频消息. `router.video` takes these too, unless `router.shortvideo` is registered. */
  shortvideo: { ...ordinary, MediaId: id, ThumbMediaId: id },
  /** 地理位置消息: a place the user sent; not the `LOCATION` event. */
  location: {
    ...ordinary,
    /** Latitude. */
    Location_X: number,
    /** Longitude. */
    Location_Y: number,
    /** Zoom of the map. */
    Scale: number,
    /** Name of the place; may be empty. */
    Label: text,
  },
  /** 链接消息. */
  link: { ...ordinary, Title: text, Description: text, Url: id },
  /** A file. Not on the official page; its content cannot be fetched. */
  file: {
    ...ordinary,
    /** File name. */
    Title: text,
    /** Its size in words, or empty. */
    Description: text,
    FileKey: id,
    FileMd5: id,
    /** Bytes. */
    FileTotalLen: number,
  },
  /** 小程序卡片 (mini-program customer service). */
  miniprogrampage: {
    ...ordinary,
    Title: text,
    AppId: id,
    PagePath: id,
    ThumbUrl: id,
    ThumbMediaId: id,
  },
  /** A message of a device (hardware platform, being retired). */
  device_text: {
    ...device,
    MsgId: id,
    /** Some pushes spell `MsgId` so. */
    MsgID: optional(id),
    SessionID: id,
    /** Base64. */
    Content: id,
  },
  /** An event of a device (hardware platform, being retired): `Event` although it is no `event`. */
  device_event: {
    ...device,
    Event: word<'bind' | 'unbind' | 'subscribe_status' | 'unsubscribe_status'>(),
    SessionID: optional(id),
    /** Base64. */
    Content: optional(id),
    /** 0 unsubscribe, 1 heartbeat, 2 subscribe. */
    OpType: optional(number),
  },
} satisfies Record<string, Shape>;
