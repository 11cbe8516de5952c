import { id, number, optional, text } from '../shape';
import type { Shape } from '../shape';

const expiry = {
  /** When the verification ends or ended, in seconds. */
  ExpiredTime: number,
} satisfies Shape;

const failure = {
  /** When it failed, in seconds. */
  FailTime: number,
  /** Why. */
  FailReason: text,
} satisfies Shape;

/** WeChat verification of the account (page: 微信认证事件推送). */
export const verification = {
  /** 资质认证成功: the qualification is verified; the interfaces are open from now on. */
  qualification_verify_success: expiry,
  /** 资质认证失败: the qualification was refused. */
  qualification_verify_fail: failure,
  /** 名称认证成功: the name is verified. */
  naming_verify_success: expiry,
  /** 名称认证失败: the name was refused; the interfaces stay open. */
  naming_verify_fail: failure,
  /** 年审通知: the yearly review is due. */
  annual_renew: expiry,
  /** 认证过期失效通知: the verification has expired. */
  verify_expired: expiry,
  // The fields of the next two are as SDKs have them.
  /** 小程序微信认证支付成功: the fee for verifying a mini program was paid. */
  wx_verify_pay_succ: {
    /** Id of the order. */
    OrderId: optional(id),
  },
  /** 小程序微信认证派单: the verification of a mini program was given to a reviewer. */
  wx_verify_dispatch: {
    /** Company of the reviewer. */
    Provider: optional(text),
    /** How to reach the reviewer. */
    Contact: optional(text),
    /** When it was given to the reviewer, in seconds. */
    DispatchTime: optional(number),
  },
  /** The application for verifying a mini program has to be filled in again. */
  wx_verify_refill: {
    /** When it was sent back, in seconds. */
    RefillTime: number,
    /** Why. */
    RefillReason: text,
  },
  /** The verification of a mini program failed. */
  wx_verify_fail: failure,
} satisfies Record<string, Shape>;
