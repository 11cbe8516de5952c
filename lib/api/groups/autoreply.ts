import { get } from '../request';

/** An article as the web console stores it, in an automatic reply or behind a menu button. */
export interface ConsoleArticle {
  readonly title: string;
  readonly author: string;
  readonly digest: string;
  /** Whether the cover is shown in the text. */
  readonly show_cover: 0 | 1;
  readonly cover_url: string;
  readonly content_url: string;
  /** Where "read the original" leads; empty when there is none. */
  readonly source_url: string;
}

/** One automatic reply. */
export interface AutoReply {
  readonly type: 'text' | 'img' | 'voice' | 'video' | (string & {});
  readonly content: string;
}

/** A reply of a keyword rule. */
export interface KeywordReply {
  readonly type: 'text' | 'img' | 'voice' | 'video' | 'news' | (string & {});
  readonly content?: string;
  /** The articles of a `news` reply. */
  readonly news_info?: { readonly list: readonly ConsoleArticle[] };
}

/** A keyword of a rule. */
export interface AutoReplyKeyword {
  /** Whether the message must contain the keyword or equal it. */
  readonly match_mode: 'contain' | 'equal' | (string & {});
  readonly type: string;
  readonly content: string;
}

/** Keywords and what they are answered with. */
export interface KeywordRule {
  readonly rule_name: string;
  /** Whether all replies are sent or one of them by chance. */
  readonly reply_mode: 'reply_all' | 'random_one' | (string & {});
  /** Unix seconds. */
  readonly create_time: number;
  readonly keyword_list_info: readonly AutoReplyKeyword[];
  readonly reply_list_info: readonly KeywordReply[];
}

/** The automatic replies of an account. */
export interface AutoReplyInfo {
  /** Whether new followers are answered. */
  readonly is_add_friend_reply_open: 0 | 1;
  /** Whether messages are answered. */
  readonly is_autoreply_open: 0 | 1;
  /** The reply to a new follower, when one is set. */
  readonly add_friend_autoreply_info?: AutoReply;
  /** The reply to a message that no keyword matches, when one is set. */
  readonly message_default_autoreply_info?: AutoReply;
  readonly keyword_autoreply_info?: { readonly list: readonly KeywordRule[] };
}

/** The automatic replies set in the web console (自动回复). */
export const autoreply = {
  /**
   * Reads the automatic replies set in the web console (获取公众号的自动回复规则). They cannot be changed by API.
   *
   * Official path: 基础消息与订阅通知 / 获取公众号的自动回复规则 — `GET /cgi-bin/get_current_autoreply_info`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Getting_Rules_for_Auto_Replies.html
   */
  getCurrentAutoreplyInfo: () => get<AutoReplyInfo>('/cgi-bin/get_current_autoreply_info'),
};
