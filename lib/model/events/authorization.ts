import { id, optional, word } from '../shape';
import type { Shape } from '../shape';

const person = {
  /** The user concerned; `FromUserName` is an account of the platform. */
  OpenID: id,
  /** The account or app that was authorised. */
  AppID: id,
  /** Not in older pushes. */
  UnionID: optional(id),
  /** `OpenID`, as some pushes spell it. */
  openid: optional(id),
  /** `AppID`, as some pushes spell it. */
  appid: optional(id),
} satisfies Shape;

/** Users who authorised the account on a web page (page: 授权用户信息变更). A reply reaches nobody. */
export const authorization = {
  /** 授权用户资料变更: the platform cleaned a user's nickname or picture; refresh yours. */
  user_info_modified: person,
  /** 授权用户资料撤回: a user withdrew data; delete it. */
  user_authorization_revoke: {
    ...person,
    /**
     * What was withdrawn: 201 address, 202 invoice, 203 cards, 204 microphone, 205 nickname and picture,
     * 206 position, 207 chosen pictures or video; 301 mobile or web app; 1 to 20 mini program.
     */
    RevokeInfo: word<'201' | '202' | '203' | '204' | '205' | '206' | '207' | '301'>(),
  },
  /** 授权用户完成注销: a user closed their WeChat account; delete what you have of them. */
  user_authorization_cancellation: person,
} satisfies Record<string, Shape>;
