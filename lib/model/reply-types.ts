/** A text reply (回复文本消息). */
export interface TextReply {
  readonly MsgType: 'text';
  /** At most 2,047 bytes of UTF-8. Line breaks are kept; `<a href="…">` works. */
  readonly Content: string;
}

/** A picture (回复图片消息). Not an animated GIF. */
export interface ImageReply {
  readonly MsgType: 'image';
  readonly Image: { readonly MediaId: string };
}

/** A voice message (回复语音消息). */
export interface VoiceReply {
  readonly MsgType: 'voice';
  readonly Voice: { readonly MediaId: string };
}

/** A video (回复视频消息). */
export interface VideoReply {
  readonly MsgType: 'video';
  readonly Video: { readonly MediaId: string; readonly Title?: string; readonly Description?: string };
}

/** Music (回复音乐消息). */
export interface MusicReply {
  readonly MsgType: 'music';
  readonly Music: {
    readonly Title?: string;
    readonly Description?: string;
    readonly MusicUrl?: string;
    /** Played over Wi-Fi. */
    readonly HQMusicUrl?: string;
    readonly ThumbMediaId?: string;
  };
}

/** One article of a news reply. A type and not an interface, so that it fits where any element does. */
export type ReplyArticle = {
  readonly Title: string;
  readonly Description: string;
  /** JPG or PNG; 360×200 looks best for the first article, 200×200 for the others. */
  readonly PicUrl: string;
  readonly Url: string;
};

/** Articles (回复图文消息). */
export interface NewsReply {
  readonly MsgType: 'news';
  readonly ArticleCount: number;
  readonly Articles: { readonly item: readonly ReplyArticle[] };
}

/** Hands the conversation to customer service (转发消息到客服). */
export interface TransferReply {
  readonly MsgType: 'transfer_customer_service';
  readonly TransInfo?: { readonly KfAccount: string };
}

/** What a handler may answer: plain data in WeChat's shape, without the header. */
export type Reply = TextReply | ImageReply | VoiceReply | VideoReply | MusicReply | NewsReply | TransferReply;
