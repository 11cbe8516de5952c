import { checkReply, MAX_ARTICLES } from './check-reply';
import { choicesText } from './choices';
import type {
  ImageReply,
  MusicReply,
  NewsReply,
  Reply,
  TextReply,
  TransferReply,
  VideoReply,
  VoiceReply,
} from './reply-types';

export { MAX_ARTICLES } from './check-reply';
export type * from './reply-types';

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
  /**
   * Replies with text. More than 2,047 bytes of UTF-8 are cut on a character border, which is logged when the
   * reply goes out.
   */
  text: (content: string): TextReply => built('text', { MsgType: 'text', Content: content }),

  /**
   * Replies with a question and its answers, `{ label: word }`, numbered and to be tapped on every kind of
   * account. Whether the user taps one, writes its label, or its number (`2`, `二`, `第2个`, `②`), the next
   * message says the word: `ctx.message.Content` is the word, `ctx.chosen` has the label and what was said.
   * Numbers hold for the user's next text, labels and taps for 24 h. 1 to 20 answers.
   *
   * @example
   * wx.text('menu', () => reply.choices('想看什么？', { 价格: 'price', 客服: 'service' }));
   * wx.text('price', () => '88 元');
   */
  choices: (question: string, options: Readonly<Record<string, string>>): TextReply =>
    built('choices', { MsgType: 'text', Content: choicesText(question, options) }),

  /** Replies with a picture. */
  image: (mediaId: string): ImageReply => built('image', { MsgType: 'image', Image: { MediaId: mediaId } }),

  /** Replies with a voice message. */
  voice: (mediaId: string): VoiceReply => built('voice', { MsgType: 'voice', Voice: { MediaId: mediaId } }),

  /** Replies with a video. */
  video: ({ mediaId, title, description }: VideoOptions): VideoReply =>
    built('video', {
      MsgType: 'video',
      Video: { MediaId: mediaId, ...given({ Title: title, Description: description }) },
    }),

  /** Replies with music. */
  music: ({ title, description, musicUrl, hqMusicUrl, thumbMediaId }: MusicOptions): MusicReply =>
    built('music', {
      MsgType: 'music',
      Music: given({
        Title: title,
        Description: description,
        MusicUrl: musicUrl,
        HQMusicUrl: hqMusicUrl,
        ThumbMediaId: thumbMediaId,
      }),
    }),

  /** Replies with articles: one in answer to a message, up to 8 in answer to an event. */
  news: (articles: Article | readonly Article[]): NewsReply => {
    const item = [articles].flat().map(({ title, description = '', picUrl = '', url }) => ({
      Title: title,
      Description: description,
      PicUrl: picUrl,
      Url: url,
    }));
    return built('news', { MsgType: 'news', ArticleCount: item.length, Articles: { item } });
  },

  /** Hands the conversation to customer service: to any agent, or to the one named, who should be online. */
  transfer: (kfAccount?: string): TransferReply =>
    built('transfer', {
      MsgType: 'transfer_customer_service',
      ...(kfAccount !== undefined && { TransInfo: { KfAccount: kfAccount } }),
    }),
};

/** Checks what a builder has made; the error names the builder and its argument. */
const built = <R extends Reply>(builder: keyof typeof reply, made: R): R =>
  // The check gives back the type it was given, or throws.
  checkReply(made, (path, problem) => `reply.${builder}() ${inWords(path, problem)}`) as R;

/** `Articles.item.Url` is what a builder calls "url". */
function inWords(path: string, problem: string): string {
  if (path === 'Articles.item') return `takes 1 to ${MAX_ARTICLES} articles.`;
  if (path === 'Music') return 'needs at least a "musicUrl".';
  const field = path.slice(path.lastIndexOf('.') + 1);
  const name = field.replace(/^(?:HQ|[A-Z])/, (start) => start.toLowerCase());
  return `needs a "${name}", which ${problem}.`;
}

type Given<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** The fields that have a value. */
const given = <T extends Readonly<Record<string, string | undefined>>>(fields: T): Given<T> =>
  // What is filtered out is exactly what `Given` makes optional.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
