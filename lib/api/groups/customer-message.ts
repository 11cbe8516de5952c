import { post } from '../request';

/** A link with a picture. */
export interface CustomerArticle {
  readonly title: string;
  readonly description: string;
  readonly url: string;
  readonly picurl: string;
}

/** A video; title and description are shown with it. */
export interface CustomerVideo {
  readonly media_id: string;
  /** Required by the page; it works without. */
  readonly thumb_media_id?: string;
  readonly title?: string;
  readonly description?: string;
}

/** Music from a URL. */
export interface CustomerMusic {
  readonly thumb_media_id: string;
  readonly musicurl: string;
  /** Played on Wi-Fi. */
  readonly hqmusicurl?: string;
  readonly title?: string;
  readonly description?: string;
}

/** A question with answers to tap; a tap arrives as a text with `bizmsgmenuid`. */
export interface CustomerMenu {
  readonly head_content?: string;
  readonly list: readonly { readonly id: string; readonly content: string }[];
  readonly tail_content?: string;
}

/** A card that opens a mini program. */
export interface CustomerMiniProgramPage {
  readonly thumb_media_id?: string;
  readonly title?: string;
  /** The mini program's AppID; it must be linked to the account. */
  readonly appid: string;
  readonly pagepath: string;
}

/** A link; only for the customer service of mini programs. */
export interface CustomerLink {
  readonly title: string;
  readonly description: string;
  readonly url: string;
  readonly thumb_url: string;
}

/** What a customer-service message says: `msgtype`, and its content under the same name. */
export type CustomerMessageContent =
  | { readonly msgtype: 'text'; readonly text: { readonly content: string } }
  | { readonly msgtype: 'image'; readonly image: { readonly media_id: string } }
  | { readonly msgtype: 'voice'; readonly voice: { readonly media_id: string } }
  | { readonly msgtype: 'video'; readonly video: CustomerVideo }
  | { readonly msgtype: 'music'; readonly music: CustomerMusic }
  /** An external article; exactly one. */
  | { readonly msgtype: 'news'; readonly news: { readonly articles: readonly [CustomerArticle] } }
  /** Being withdrawn; use `mpnewsarticle`. */
  | { readonly msgtype: 'mpnews'; readonly mpnews: { readonly media_id: string } }
  /** A published article. */
  | { readonly msgtype: 'mpnewsarticle'; readonly mpnewsarticle: { readonly article_id: string } }
  | { readonly msgtype: 'msgmenu'; readonly msgmenu: CustomerMenu }
  /** Only if the account still has the card ability. */
  | { readonly msgtype: 'wxcard'; readonly wxcard: { readonly card_id: string } }
  | { readonly msgtype: 'miniprogrampage'; readonly miniprogrampage: CustomerMiniProgramPage }
  | { readonly msgtype: 'link'; readonly link: CustomerLink };

/** A customer-service message: to whom, as whom, and what. */
export type CustomerMessage = CustomerMessageContent & {
  /** The user's openid. */
  readonly touser: string;
  /** Shows the message as one of this member of the staff. */
  readonly customservice?: { readonly kf_account: string };
  /** With 1, a grey line below the message says that an AI wrote it. */
  readonly aimsgcontext?: { readonly is_ai_msg: 0 | 1 };
};

/** Messages to users who were in touch lately (客服消息). */
export const customerMessage = {
  /**
   * Sends a message to a user who was in touch (发送客服消息): 5 within 48 hours of the user's message, 3 within 1
   * minute of a menu click, a scan or a follow. 45015 when it is too late, 45047 when they are used up.
   * 500,000 calls a day. Verified accounts only.
   *
   * Official path: 客服消息 / 发送客服消息 — `POST /cgi-bin/message/custom/send`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
   */
  send: (body: CustomerMessage) => post<void>('/cgi-bin/message/custom/send', body),

  /**
   * Shows or hides "the other side is typing" (客服输入状态). Needs a message within the last 30 seconds (45080),
   * and cannot be repeated while it is shown (45081).
   *
   * Official path: 客服消息 / 客服输入状态 — `POST /cgi-bin/message/custom/typing`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
   */
  typing: (touser: string, command: 'Typing' | 'CancelTyping') =>
    post<void>('/cgi-bin/message/custom/typing', { touser, command }),
};
