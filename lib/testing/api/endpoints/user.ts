import type { UserInfo } from '../../../api/types';
import { get, post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { followerOf, followersOf, userOf } from '../fake-account';
import { anyText, list, object, oneOf, optional, text, within } from '../fields';
import { LIMITS } from '../limits';
import type { UserRecord } from '../../user-record';
import { ApiRefusalError } from '../api-refusal-error';

const PAGE_SIZE = 10_000;
const lang = optional(oneOf(40035, 'zh_CN', 'zh_TW', 'en'));

/** A page of openids that starts after the one given; `data` is absent when it is empty. */
export function openidPage(userRecords: readonly UserRecord[], after = '') {
  const openids = userRecords.map(({ openid }) => openid);
  const start = after === '' ? 0 : openids.indexOf(after) + 1;
  if (after !== '' && start === 0) throw new ApiRefusalError(40003, `"${after}" is not in this list`);
  const openid = openids.slice(start, start + PAGE_SIZE);
  return {
    count: openid.length,
    ...(openid.length > 0 && { data: { openid } }),
    next_openid: openid.at(-1) ?? '',
  };
}

/** Withdrawn in 2021, but still there. */
const WITHDRAWN = {
  nickname: '',
  sex: 0,
  language: 'zh_CN',
  city: '',
  province: '',
  country: '',
  headimgurl: '',
};

/** What WeChat tells of somebody: next to nothing when they do not follow the account. */
function infoOf(person: UserRecord): UserInfo {
  const { openid, follows, scene } = person;
  if (!follows) return { subscribe: 0, openid, tagid_list: [] };
  const isNumber = scene !== undefined && /^[1-9]\d{0,9}$/.test(scene);
  return {
    subscribe: 1,
    openid,
    ...WITHDRAWN,
    subscribe_time: Math.floor(person.followedAt / 1000),
    remark: person.remark,
    groupid: 0,
    tagid_list: [...person.tags],
    subscribe_scene: scene === undefined ? 'ADD_SCENE_SEARCH' : 'ADD_SCENE_QR_CODE',
    qr_scene: isNumber ? Number(scene) : 0,
    qr_scene_str: isNumber ? '' : (scene ?? ''),
  };
}

/** Followers (用户管理). */
export const user: readonly Endpoint[] = [
  get(
    'user.getInfo',
    '/cgi-bin/user/info',
    { openid: text, lang },
    ({ account, fields }) => infoOf(userOf(account, fields.openid)),
    {
      perDay: 5_000_000,
    },
  ),

  post(
    'user.batchGetInfo',
    '/cgi-bin/user/info/batchget',
    { user_list: within(LIMITS.asked, list(object({ openid: text, lang }))) },
    ({ account, fields: { user_list } }) => ({
      user_info_list: user_list.map(({ openid }) => infoOf(userOf(account, openid))),
    }),
  ),

  post(
    'user.updateRemark',
    '/cgi-bin/user/info/updateremark',
    { openid: text, remark: within(LIMITS.remark, anyText) },
    ({ account, fields: { openid, remark } }) => {
      followerOf(account, openid).remark = remark;
      return undefined;
    },
    { perDay: 10_000 },
  ),

  get(
    'user.getList',
    '/cgi-bin/user/get',
    { next_openid: optional(anyText) },
    ({ account, fields }) => {
      const followers = followersOf(account);
      return { total: followers.length, ...openidPage(followers, fields.next_openid) };
    },
    { perDay: 500 },
  ),
];
