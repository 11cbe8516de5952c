import { get, post } from '../request';
import type { OpenidPage } from './user';

/** A tag and how many followers have it. */
export interface CountedTag {
  readonly id: number;
  readonly name: string;
  /** Followers who have the tag. */
  readonly count: number;
}

/** Tags of followers (用户标签管理). */
export const tag = {
  /**
   * Creates a tag (创建标签). At most 100 per account; the name at most 30 characters.
   *
   * Official path: 用户管理 / 标签管理 / 创建标签 — `POST /cgi-bin/tags/create`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/User_Tag_Management.html
   */
  create: (name: string) =>
    post<{ readonly tag: { readonly id: number; readonly name: string } }>('/cgi-bin/tags/create', {
      tag: { name },
    }),

  /**
   * Lists the account's tags (获取公众号已创建的标签).
   *
   * Official path: 用户管理 / 标签管理 / 获取公众号已创建的标签 — `GET /cgi-bin/tags/get`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/User_Tag_Management.html
   */
  getList: () => get<{ readonly tags: readonly CountedTag[] }>('/cgi-bin/tags/get'),

  /**
   * Renames a tag (编辑标签).
   *
   * Official path: 用户管理 / 标签管理 / 编辑标签 — `POST /cgi-bin/tags/update`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/User_Tag_Management.html
   */
  update: (id: number, name: string) => post<void>('/cgi-bin/tags/update', { tag: { id, name } }),

  /**
   * Deletes a tag (删除标签). Refused with 45057 while more than 100,000 followers have it.
   *
   * Official path: 用户管理 / 标签管理 / 删除标签 — `POST /cgi-bin/tags/delete`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/User_Tag_Management.html
   */
  delete: (id: number) => post<void>('/cgi-bin/tags/delete', { tag: { id } }),

  /**
   * Lists the followers who have a tag (获取标签下粉丝列表). Without `next_openid` it is the first page.
   *
   * Official path: 用户管理 / 标签管理 / 获取标签下粉丝列表 — `POST /cgi-bin/user/tag/get`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/User_Tag_Management.html
   */
  getUsers: (tagid: number, next_openid?: string) =>
    post<OpenidPage>('/cgi-bin/user/tag/get', { tagid, next_openid }, { safe: true }),

  /**
   * Gives a tag to followers (批量为用户打标签). At most 50 a call.
   *
   * Official path: 用户管理 / 标签管理 / 批量为用户打标签 — `POST /cgi-bin/tags/members/batchtagging`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/User_Tag_Management.html
   */
  batchTagging: (openid_list: readonly string[], tagid: number) =>
    post<void>('/cgi-bin/tags/members/batchtagging', { openid_list, tagid }),

  /**
   * Takes a tag from followers (批量为用户取消标签). At most 50 a call.
   *
   * Official path: 用户管理 / 标签管理 / 批量为用户取消标签 — `POST /cgi-bin/tags/members/batchuntagging`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/User_Tag_Management.html
   */
  batchUntagging: (openid_list: readonly string[], tagid: number) =>
    post<void>('/cgi-bin/tags/members/batchuntagging', { openid_list, tagid }),

  /**
   * Lists the tags of a follower (获取用户身上的标签列表).
   *
   * Official path: 用户管理 / 标签管理 / 获取用户身上的标签列表 — `POST /cgi-bin/tags/getidlist`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/User_Tag_Management.html
   */
  getIdList: (openid: string) =>
    post<{ readonly tagid_list: readonly number[] }>('/cgi-bin/tags/getidlist', { openid }, { safe: true }),
};
