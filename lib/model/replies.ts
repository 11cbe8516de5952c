import { ConfigError } from '../errors';

/** A text reply (回复文本消息). */
export interface TextReply {
  readonly MsgType: 'text';
  /** At most 2,048 bytes of UTF-8. Line breaks are kept; `<a href="…">` works. */
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

/** Most bytes of a text reply. */
export const MAX_TEXT = 2048;

/** Most articles in answer to an event; a message gets one. */
export const MAX_ARTICLES = 8;

/** What `reply.video` takes. */
export interface VideoOptions {
  readonly mediaId: string;
  readonly title?: string;
  readonly description?: string;
}

/** What `reply.music` takes. */
export interface MusicOptions {
  readonly title?: string;
  readonly description?: string;
  readonly musicUrl?: string;
  /** Played over Wi-Fi. */
  readonly hqMusicUrl?: string;
  /** Media id of the cover; required by WeChat's table, though it works without. */
  readonly thumbMediaId?: string;
}

/** One article, as `reply.news` takes it. */
export interface Article {
  readonly title: string;
  readonly description?: string;
  readonly picUrl?: string;
  readonly url: string;
}

/**
 * Builds replies (page: 被动回复用户消息). Media ids are temporary (3 days) or permanent ones.
 * Each builder throws a `ConfigError` when a required value is missing or a limit is passed.
 */
export const reply = {
  /** Replies with text. More than 2,048 bytes of UTF-8 are cut, on a character border, with a warning. */
  text: (content: string): TextReply => ({
    MsgType: 'text',
    Content: cut(needed('text', 'content', content)),
  }),

  /** Replies with a picture. */
  image: (mediaId: string): ImageReply => ({
    MsgType: 'image',
    Image: { MediaId: needed('image', 'mediaId', mediaId) },
  }),

  /** Replies with a voice message. */
  voice: (mediaId: string): VoiceReply => ({
    MsgType: 'voice',
    Voice: { MediaId: needed('voice', 'mediaId', mediaId) },
  }),

  /** Replies with a video. */
  video: ({ mediaId, title, description }: VideoOptions): VideoReply => ({
    MsgType: 'video',
    Video: {
      MediaId: needed('video', 'mediaId', mediaId),
      ...given({ Title: title, Description: description }),
    },
  }),

  /** Replies with music. */
  music: ({ title, description, musicUrl, hqMusicUrl, thumbMediaId }: MusicOptions): MusicReply => {
    const Music = given({
      Title: title,
      Description: description,
      MusicUrl: musicUrl,
      HQMusicUrl: hqMusicUrl,
      ThumbMediaId: thumbMediaId,
    });
    if (Object.keys(Music).length === 0) throw new ConfigError('reply.music() needs at least a "musicUrl".');
    return { MsgType: 'music', Music };
  },

  /** Replies with articles: one in answer to a message, up to 8 in answer to an event. */
  news: (articles: Article | readonly Article[]): NewsReply => {
    const item = [articles].flat().map(toItem);
    if (item.length === 0 || item.length > MAX_ARTICLES)
      throw new ConfigError(`reply.news() takes 1 to ${MAX_ARTICLES} articles, not ${item.length}.`);
    return { MsgType: 'news', ArticleCount: item.length, Articles: { item } };
  },

  /** Hands the conversation to customer service: to any agent, or to the one named, who should be online. */
  transfer: (kfAccount?: string): TransferReply =>
    kfAccount === undefined
      ? { MsgType: 'transfer_customer_service' }
      : {
          MsgType: 'transfer_customer_service',
          TransInfo: { KfAccount: needed('transfer', 'kfAccount', kfAccount) },
        },
};

/** Every kind of reply there is; a new one that is not listed does not compile. */
export const replyTypes: Readonly<Record<Reply['MsgType'], true>> = {
  text: true,
  image: true,
  voice: true,
  video: true,
  music: true,
  news: true,
  transfer_customer_service: true,
};

function needed(builder: keyof typeof reply, name: string, value: string): string {
  // WeChat tells the user that the service is down when a reply is empty.
  if (typeof value !== 'string' || value === '')
    throw new ConfigError(`reply.${builder}() needs a "${name}".`);
  return value;
}

const toItem = ({ title, description = '', picUrl = '', url }: Article): ReplyArticle => ({
  Title: needed('news', 'title', title),
  Description: description,
  PicUrl: picUrl,
  Url: needed('news', 'url', url),
});

type Given<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** The fields that have a value. */
const given = <T extends Readonly<Record<string, string | undefined>>>(fields: T): Given<T> =>
  // What is filtered out is exactly what `Given` makes optional.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;

/** Cuts text to 2,048 bytes of UTF-8, between two characters as people see them (an emoji is one). */
function cut(content: string): string {
  if (content.length <= MAX_TEXT / 3 || Buffer.byteLength(content) <= MAX_TEXT) return content;
  process.emitWarning(`A text reply of ${Buffer.byteLength(content)} bytes was cut to ${MAX_TEXT}.`, {
    type: 'OffiaccountWarning',
    code: 'OFFIACCOUNT_TEXT_CUT',
    detail: 'WeChat takes at most 2,048 bytes of UTF-8 in one text reply.',
  });
  let bytes = 0;
  let end = 0;
  for (const { segment } of new Intl.Segmenter().segment(content.slice(0, MAX_TEXT + 1))) {
    bytes += Buffer.byteLength(segment);
    if (bytes > MAX_TEXT) break;
    end += segment.length;
  }
  return end > 0
    ? content.slice(0, end)
    : Buffer.from(content)
        .subarray(0, MAX_TEXT)
        .toString()
        .replace(/\ufffd$/, '');
}
