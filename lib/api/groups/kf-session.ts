import { get, post } from '../request';

const change = (path: string) => (kf_account: string, openid: string) =>
  post<void>(path, { kf_account, openid });

/** A conversation of a member of the staff. */
export interface KfSession {
  readonly openid: string;
  /** Unix seconds. */
  readonly createtime: number;
}

/** A user who waits for a member of the staff. */
export interface WaitingUser {
  readonly openid: string;
  /** When the user wrote last, in Unix seconds. */
  readonly latest_time: number;
}

/** Conversations between users and staff (会话控制). */
export const kfSession = {
  /**
   * Connects a user with a member of the staff who is online (创建会话).
   *
   * Official path: 客服消息 / 会话控制 / 创建会话 — `POST /customservice/kfsession/create`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Session_control.html
   */
  create: change('/customservice/kfsession/create'),

  /**
   * Ends a conversation (关闭会话).
   *
   * Official path: 客服消息 / 会话控制 / 关闭会话 — `POST /customservice/kfsession/close`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Session_control.html
   */
  close: change('/customservice/kfsession/close'),

  /**
   * Tells who serves a user (获取客户会话状态); `kf_account` is empty when nobody does. `createtime` is in Unix
   * seconds.
   *
   * Official path: 客服消息 / 会话控制 / 获取客户会话状态 — `GET /customservice/kfsession/getsession`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Session_control.html
   */
  getSession: (openid: string) =>
    get<{ readonly kf_account: string; readonly createtime: number }>('/customservice/kfsession/getsession', {
      openid,
    }),

  /**
   * Lists the conversations of a member of the staff (获取客服会话列表).
   *
   * Official path: 客服消息 / 会话控制 / 获取客服会话列表 — `GET /customservice/kfsession/getsessionlist`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Session_control.html
   */
  getSessionList: (kf_account: string) =>
    get<{ readonly sessionlist: readonly KfSession[] }>('/customservice/kfsession/getsessionlist', {
      kf_account,
    }),

  /**
   * Lists the users who wait for a member of the staff (获取未接入会话列表): at most 100, while `count` counts all.
   *
   * Official path: 客服消息 / 会话控制 / 获取未接入会话列表 — `GET /customservice/kfsession/getwaitcase`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Session_control.html
   */
  getWaitCase: () =>
    get<{ readonly count: number; readonly waitcaselist: readonly WaitingUser[] }>(
      '/customservice/kfsession/getwaitcase',
    ),
};
