import { digits, post } from '../request';

/** The articles of a draft. */
export interface MassArticle {
  readonly msgtype: 'mpnews';
  readonly mpnews: { readonly media_id: string };
  /** Whether to send an article that WeChat takes for a reprint. Default 0: the message stops. */
  readonly send_ignore_reprint?: 0 | 1;
}

/** Pictures, sent as one message. */
export interface MassImages {
  readonly msgtype: 'image';
  readonly images: {
    readonly media_ids: readonly string[];
    /** Words shown with the pictures. */
    readonly recommend?: string;
    /** Whether users may comment. */
    readonly need_open_comment?: 0 | 1;
    /** Whether only followers may comment. */
    readonly only_fans_can_comment?: 0 | 1;
  };
}

/** A video. */
export interface MassVideo {
  readonly msgtype: 'mpvideo';
  readonly mpvideo: { readonly media_id: string; readonly title?: string; readonly description?: string };
}

/** A card; refused since 2024-08-10 (45113). */
export interface MassCard {
  readonly msgtype: 'wxcard';
  readonly wxcard: { readonly card_id: string; readonly card_ext?: string };
}

/** What can be sent to many: `msgtype`, and its content under the same name (but `images` for `image`). */
export type MassContent =
  | { readonly msgtype: 'text'; readonly text: { readonly content: string } }
  | { readonly msgtype: 'voice'; readonly voice: { readonly media_id: string } }
  | MassArticle
  | MassImages
  | MassVideo
  | MassCard;

/** A message to many, whoever they are. */
export type MassMessage = MassContent & {
  /** A message with the same id within 24 hours is not sent again (45065). At most 32 bytes. */
  readonly clientmsgid?: string;
};

/** A message to all followers or to those with a tag. */
export type MassToAll = MassMessage & {
  readonly filter:
    | { readonly is_to_all: true; readonly tag_id?: number }
    | { readonly is_to_all: false; readonly tag_id: number };
};

/** A message to some users. */
export type MassToUsers = MassMessage & {
  /** 2 to 10,000 openids. */
  readonly touser: readonly string[];
};

/** A message to one user, to see what it looks like. One picture is previewed, not several. */
export type MassPreview = (
  | {
      /** An openid. */
      readonly touser: string;
      readonly towxname?: string;
    }
  | {
      readonly touser?: string;
      /** A WeChat id; wins over `touser`. 100 a day. */
      readonly towxname: string;
    }
) &
  (
    | Exclude<MassContent, MassArticle | MassImages>
    | Omit<MassArticle, 'send_ignore_reprint'>
    | { readonly msgtype: 'image'; readonly image: { readonly media_id: string } }
    | { readonly msgtype: 'music'; readonly music: { readonly media_id: string } }
  );

/** Which message to delete: by `msg_id`, or one article by its `url`. */
export type MassDeletion = {
  /** The article in the message, counted from 1; 0 or left out: all. */
  readonly article_idx?: number;
} & (
  | { readonly msg_id: string; readonly url?: string }
  | {
      readonly msg_id?: undefined;
      /** Address of the article; used when there is no `msg_id`. */
      readonly url: string;
    }
);

/** How fast messages are sent: 0 is the fastest. */
export type MassSpeed = 0 | 1 | 2 | 3 | 4;

/** A message that WeChat accepted. */
export interface MassAccepted {
  readonly msg_id: string;
  /** For the statistics and comments of articles; only with `mpnews`. */
  readonly msg_data_id?: string;
}

/** Messages to many followers (群发消息). */
export const mass = {
  /**
   * Sends a message to all followers or to those with a tag (根据标签群发消息). It is accepted, not sent: the result
   * comes as the event `MASSSENDJOBFINISH`. 60 calls a minute, 100 a day; a follower of a service account
   * gets at most 4 a month. An admin may have to confirm within 30 minutes (89504, 89505).
   *
   * Official path: 基础消息与订阅通知 / 群发消息 / 根据标签群发消息 — `POST /cgi-bin/message/mass/sendall`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Batch_Sends_and_Originality_Checks.html
   */
  sendAll: (body: MassToAll) => post<MassAccepted>('/cgi-bin/message/mass/sendall', body),

  /**
   * Sends a message to 2 to 10,000 users (根据OpenID群发消息). It is accepted, not sent: the result comes as the
   * event `MASSSENDJOBFINISH`. Service accounts only.
   *
   * Official path: 基础消息与订阅通知 / 群发消息 / 根据OpenID群发消息 — `POST /cgi-bin/message/mass/send`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Batch_Sends_and_Originality_Checks.html
   */
  send: (body: MassToUsers) => post<MassAccepted>('/cgi-bin/message/mass/send', body),

  /**
   * Sends a message to one user, to see what it looks like (预览消息).
   *
   * Official path: 基础消息与订阅通知 / 群发消息 / 预览消息 — `POST /cgi-bin/message/mass/preview`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Batch_Sends_and_Originality_Checks.html
   */
  preview: (body: MassPreview) => post<{ readonly msg_id?: string }>('/cgi-bin/message/mass/preview', body),

  /**
   * Deletes a message that was sent, or one article of it (删除群发消息). 10 a day.
   *
   * Official path: 基础消息与订阅通知 / 群发消息 / 删除群发消息 — `POST /cgi-bin/message/mass/delete`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Batch_Sends_and_Originality_Checks.html
   */
  delete: (body: MassDeletion) =>
    post<void>(
      '/cgi-bin/message/mass/delete',
      body.msg_id === undefined ? body : { ...body, msg_id: digits(body.msg_id) },
    ),

  /**
   * Tells how far a message has come (查询群发消息发送状态). The counts are only in the event `MASSSENDJOBFINISH`.
   *
   * Official path: 基础消息与订阅通知 / 群发消息 / 查询群发消息发送状态 — `POST /cgi-bin/message/mass/get`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Batch_Sends_and_Originality_Checks.html
   */
  get: (msg_id: string) =>
    post<{
      readonly msg_id: string;
      readonly msg_status: 'SEND_SUCCESS' | 'SENDING' | 'SEND_FAIL' | 'DELETE' | (string & {});
    }>('/cgi-bin/message/mass/get', { msg_id: digits(msg_id) }, { safe: true }),

  /**
   * Reads how fast messages are sent (获取群发速度): `speed` as for `setSpeed`, `realspeed` in ten thousands a
   * minute.
   *
   * Official path: 基础消息与订阅通知 / 群发消息 / 获取群发速度 — `POST /cgi-bin/message/mass/speed/get`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Batch_Sends_and_Originality_Checks.html
   */
  getSpeed: () =>
    post<{ readonly speed: MassSpeed; readonly realspeed: number }>(
      '/cgi-bin/message/mass/speed/get',
      {},
      { safe: true },
    ),

  /**
   * Sets how fast messages are sent (设置群发速度): 0 is 800,000 a minute, 1 is 600,000, 2 is 450,000, 3 is 300,000
   * and 4 is 100,000.
   *
   * Official path: 基础消息与订阅通知 / 群发消息 / 设置群发速度 — `POST /cgi-bin/message/mass/speed/set`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Batch_Sends_and_Originality_Checks.html
   */
  setSpeed: (speed: MassSpeed) => post<void>('/cgi-bin/message/mass/speed/set', { speed }),
};
