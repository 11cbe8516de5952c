import { get, post } from '../request';

/** Language of the regions in a user's data. */
export type UserLang = 'zh_CN' | 'zh_TW' | 'en';

/** Where a follower came from. */
export type SubscribeScene =
  | 'ADD_SCENE_SEARCH'
  | 'ADD_SCENE_ACCOUNT_MIGRATION'
  | 'ADD_SCENE_PROFILE_CARD'
  | 'ADD_SCENE_QR_CODE'
  | 'ADD_SCENE_PROFILE_LINK'
  | 'ADD_SCENE_PROFILE_ITEM'
  | 'ADD_SCENE_PAID'
  | 'ADD_SCENE_WECHAT_ADVERTISEMENT'
  | 'ADD_SCENE_REPRINT'
  | 'ADD_SCENE_LIVESTREAM'
  | 'ADD_SCENE_CHANNELS'
  | 'ADD_SCENE_WXA'
  | 'ADD_SCENE_OTHERS'
  | (string & {});

/** A user as the account sees them. */
export interface UserInfo {
  readonly openid: string;
  /** Only when the account is bound to an open-platform account. */
  readonly unionid?: string;
  /** 1: follows the account. 0: does not, and only `openid` (and `unionid`) are present. */
  readonly subscribe: 0 | 1;
  /** When the user followed (the last time), in unix seconds. */
  readonly subscribe_time?: number;
  readonly subscribe_scene?: SubscribeScene;
  /** The account's own name for the user. */
  readonly remark?: string;
  /** Group of the interface before tags. */
  readonly groupid?: number;
  /** Ids of the user's tags. */
  readonly tagid_list?: readonly number[];
  /** Number in the QR code by which the user came. */
  readonly qr_scene?: number;
  /** Text in the QR code by which the user came. */
  readonly qr_scene_str?: string;
  /** @deprecated Withdrawn on 2021-12-27. */
  readonly nickname?: string;
  /** @deprecated Withdrawn on 2021-12-27. */
  readonly headimgurl?: string;
  /** @deprecated Withdrawn on 2021-12-31. */
  readonly sex?: number | string;
  /** @deprecated Withdrawn on 2021-12-31. */
  readonly country?: string;
  /** @deprecated Withdrawn on 2021-12-31. */
  readonly province?: string;
  /** @deprecated Withdrawn on 2021-12-31. */
  readonly city?: string;
  /** @deprecated No longer provided. */
  readonly language?: string;
}

/** A user to look up. */
export interface UserQuery {
  readonly openid: string;
  readonly lang?: UserLang;
}

/** One page of OpenIDs, at most 10,000. */
export interface OpenidPage {
  /** How many are on this page. */
  readonly count: number;
  /** Absent when the page is empty. */
  readonly data?: { readonly openid: readonly string[] };
  /** Where the next page starts; absent or empty after the last one. */
  readonly next_openid?: string;
}

/** One page of OpenIDs, with the number of all. */
export interface CountedOpenidPage extends OpenidPage {
  readonly total: number;
}

/** What became of one OpenID after a migration. */
export interface ChangedOpenid {
  readonly ori_openid: string;
  /** Absent when it could not be converted; `err_msg` tells why. */
  readonly new_openid?: string;
  /** `ok`, or the reason of the failure. */
  readonly err_msg: string;
}

/** Followers (用户管理). */
export const user = {
  /**
   * Gets what is known of a user (获取用户基本信息). Nickname, avatar, sex and region are empty since the end of
   * 2021.
   *
   * Official path: 用户管理 / 用户信息 / 获取用户基本信息 — `GET /cgi-bin/user/info`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/Get_users_basic_information_UnionID.html
   */
  getInfo: (openid: string, lang?: UserLang) => get<UserInfo>('/cgi-bin/user/info', { openid, lang }),

  /**
   * Gets what is known of several users (批量获取用户基本信息). At most 100 a call.
   *
   * Official path: 用户管理 / 用户信息 / 批量获取用户基本信息 — `POST /cgi-bin/user/info/batchget`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/Get_users_basic_information_UnionID.html
   */
  batchGetInfo: (user_list: readonly UserQuery[]) =>
    post<{ readonly user_info_list: readonly UserInfo[] }>(
      '/cgi-bin/user/info/batchget',
      { user_list },
      { safe: true },
    ),

  /**
   * Sets the account's own name for a user (设置用户备注名). Fewer than 30 bytes.
   *
   * Official path: 用户管理 / 用户信息 / 设置用户备注名 — `POST /cgi-bin/user/info/updateremark`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/Configuring_user_notes.html
   */
  updateRemark: (openid: string, remark: string) =>
    post<void>('/cgi-bin/user/info/updateremark', { openid, remark }),

  /**
   * Lists the followers (获取关注用户列表), 10,000 a page. Without `next_openid` it is the first page.
   *
   * Official path: 用户管理 / 用户信息 / 获取关注用户列表 — `GET /cgi-bin/user/get`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/Getting_a_User_List.html
   */
  getList: (next_openid?: string) => get<CountedOpenidPage>('/cgi-bin/user/get', { next_openid }),

  /**
   * Converts OpenIDs of a migrated account into those of this one (转换openid). At most 100 a call;
   * `from_appid` is the AppID of the old account. Called by the new account, within 15 days of the
   * migration's approval.
   *
   * Official path: 用户管理 / 转换openid — `POST /cgi-bin/changeopenid`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/Get_users_basic_information_UnionID.html
   */
  changeOpenId: (from_appid: string, openid_list: readonly string[]) =>
    post<{ readonly result_list: readonly ChangedOpenid[] }>(
      '/cgi-bin/changeopenid',
      { from_appid, openid_list },
      { safe: true },
    ),
};
