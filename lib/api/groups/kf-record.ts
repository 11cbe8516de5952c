import { digits, post } from '../request';

/** Which messages to list. */
export interface KfRecordQuery {
  /** Unix seconds. */
  readonly starttime: number;
  /** Unix seconds; at most 24 hours after `starttime`. */
  readonly endtime: number;
  /** `'1'` for the first page, then the `msgid` of the page before. */
  readonly msgid: string;
  /** At most 10000. */
  readonly number: number;
}

/** A message between a user and the staff. */
export interface KfRecord {
  readonly openid: string;
  /** The `kf_account` of the member of the staff. */
  readonly worker: string;
  /** 2002: sent by the staff, 2003: received from the user. */
  readonly opercode: number;
  readonly text: string;
  /** Unix seconds. */
  readonly time: number;
}

/** A page of messages. */
export interface KfRecordPage {
  /** Where the next page starts. */
  readonly msgid: string;
  /** How many there are on this page. */
  readonly number: number;
  readonly recordlist: readonly KfRecord[];
}

/** What users and staff wrote (聊天记录). */
export const kfRecord = {
  /**
   * Lists what users and staff wrote in a span of at most 24 hours (获取聊天记录).
   *
   * Official path: 客服消息 / 获取聊天记录 — `POST /customservice/msgrecord/getmsglist`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Obtain_chat_transcript.html
   */
  getMsgList: (body: KfRecordQuery) =>
    post<KfRecordPage>(
      '/customservice/msgrecord/getmsglist',
      { ...body, msgid: digits(body.msgid) },
      { safe: true },
    ),
};
