import { get, post, upload, type FileInput } from '../request';

/** A member of the customer-service staff. */
export interface KfAccount {
  readonly kf_id: string;
  /** `prefix@wechat-id-of-the-account`. */
  readonly kf_account: string;
  readonly kf_nick: string;
  readonly kf_headimgurl: string;
  /** The WeChat id bound to it; absent before it is bound. */
  readonly kf_wx?: string;
  readonly kf_openid?: string;
  /** The WeChat id invited, while an invitation is open. */
  readonly invite_wx?: string;
  /** When the invitation ends, in Unix seconds. */
  readonly invite_expire_time?: number;
  readonly invite_status?: 'waiting' | 'rejected' | 'expired' | (string & {});
}

/** A member of the staff who is online. */
export interface OnlineKf {
  readonly kf_id: string;
  /** `prefix@wechat-id-of-the-account`. */
  readonly kf_account: string;
  /** 0: offline, 1: online on the web. */
  readonly status: number;
  readonly kf_openid?: string;
  /** How many conversations the member has now. */
  readonly accepted_case: number;
}

/** The customer-service staff (客服管理). */
export const kfAccount = {
  /**
   * Lists the staff (获取所有客服账号). `business_id` is a sub-merchant's; ordinary accounts have none.
   *
   * Official path: 客服消息 / 客服管理 / 获取所有客服账号 — `GET /cgi-bin/customservice/getkflist`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
   */
  getKfList: (business_id?: string) =>
    get<{ readonly kf_list: readonly KfAccount[] }>('/cgi-bin/customservice/getkflist', { business_id }),

  /**
   * Lists the staff who are online (获取在线客服列表). `business_id` is a sub-merchant's; ordinary accounts have
   * none.
   *
   * Official path: 客服消息 / 客服管理 / 获取在线客服列表 — `GET /cgi-bin/customservice/getonlinekflist`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Management.html
   */
  getOnlineKfList: (business_id?: string) =>
    get<{ readonly kf_online_list: readonly OnlineKf[] }>('/cgi-bin/customservice/getonlinekflist', {
      business_id,
    }),

  /**
   * Adds a member of the staff (添加客服账号). At most 100 per account. `kf_account` is
   * `prefix@wechat-id-of-the-account` with a prefix of at most 10 characters; `nickname` has at most 16
   * characters.
   *
   * Official path: 客服消息 / 客服管理 / 添加客服账号 — `POST /customservice/kfaccount/add`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
   */
  add: (kf_account: string, nickname: string) =>
    post<void>('/customservice/kfaccount/add', { kf_account, nickname }),

  /**
   * Renames a member of the staff (修改客服账号). `nickname` has at most 16 characters.
   *
   * Official path: 客服消息 / 客服管理 / 修改客服账号 — `POST /customservice/kfaccount/update`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
   */
  update: (kf_account: string, nickname: string) =>
    post<void>('/customservice/kfaccount/update', { kf_account, nickname }),

  /**
   * Removes a member of the staff (删除客服账号).
   *
   * Official path: 客服消息 / 客服管理 / 删除客服账号 — `POST /customservice/kfaccount/del`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
   */
  delete: (kf_account: string) => post<void>('/customservice/kfaccount/del', { kf_account }),

  /**
   * Sets the picture of a member of the staff (设置客服头像): a JPG of at most 5 MB, best 640 × 640.
   *
   * Official path: 客服消息 / 客服管理 / 设置客服头像 — `POST /customservice/kfaccount/uploadheadimg`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
   */
  uploadHeadImg: (kf_account: string, media: FileInput) =>
    upload<void>('/customservice/kfaccount/uploadheadimg', [{ name: 'media', file: media }], {
      query: { kf_account },
    }),

  /**
   * Invites a person, by WeChat id, to work as a member of the staff (邀请绑定客服账号).
   *
   * Official path: 客服消息 / 客服管理 / 邀请绑定客服账号 — `POST /customservice/kfaccount/inviteworker`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Management.html
   */
  inviteWorker: (kf_account: string, invite_wx: string) =>
    post<void>('/customservice/kfaccount/inviteworker', { kf_account, invite_wx }),
};
