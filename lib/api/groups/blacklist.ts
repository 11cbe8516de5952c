import { post } from '../request';
import type { CountedOpenidPage } from './user';

/** Followers the account does not want to hear from (黑名单管理). */
export const blacklist = {
  /**
   * Lists the blocked users (获取公众号的黑名单列表), 10,000 a page. Without `begin_openid` it is the first page.
   *
   * Official path: 用户管理 / 用户信息 / 获取公众号的黑名单列表 — `POST /cgi-bin/tags/members/getblacklist`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/Manage_blacklist.html
   */
  getList: (begin_openid?: string) =>
    post<CountedOpenidPage>('/cgi-bin/tags/members/getblacklist', { begin_openid }, { safe: true }),

  /**
   * Blocks users (拉黑用户). At most 20 a call.
   *
   * Official path: 用户管理 / 用户信息 / 拉黑用户 — `POST /cgi-bin/tags/members/batchblacklist`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/Manage_blacklist.html
   */
  add: (openid_list: readonly string[]) =>
    post<void>('/cgi-bin/tags/members/batchblacklist', { openid_list }),

  /**
   * Unblocks users (取消拉黑用户). At most 20 a call.
   *
   * Official path: 用户管理 / 用户信息 / 取消拉黑用户 — `POST /cgi-bin/tags/members/batchunblacklist`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/Manage_blacklist.html
   */
  remove: (openid_list: readonly string[]) =>
    post<void>('/cgi-bin/tags/members/batchunblacklist', { openid_list }),
};
