import { id, list, number, optional, text, word } from '../shape';
import type { Shape } from '../shape';

const verdict = {
  suggest: word<'pass' | 'review' | 'risky'>(),
  /**
   * 100 fine, 10001 advert, 20001 politics, 20002 sex, 20003 abuse, 20006 crime, 20008 fraud, 20012 vulgar,
   * 20013 copyright, 21000 other.
   */
  label: number,
} satisfies Shape;

// As SDKs have them; not confirmed.
const order = {
  /** Transaction id of WeChat Pay. */
  transaction_id: optional(id),
  merchant_id: optional(id),
  sub_merchant_id: optional(id),
  /** The merchant's own id of the order. */
  merchant_trade_no: optional(id),
  /** Seconds since 1970. */
  pay_time: optional(number),
} satisfies Shape;

/** Events of mini programs, which can share the URL of an account (page: 小程序 / 消息推送). */
export const miniProgram = {
  /** 代码审核结果推送: the code passed review. */
  weapp_audit_success: {
    /** Seconds since 1970. */
    SuccTime: number,
  },
  /** 代码审核结果推送: the code was refused by review. */
  weapp_audit_fail: {
    /** Why, as HTML. */
    Reason: text,
    /** Seconds since 1970. */
    FailTime: number,
    /** Media ids of pictures, joined by `|`. */
    ScreenShot: id,
  },
  /** 代码审核结果推送: the review takes longer. */
  weapp_audit_delay: {
    Reason: text,
    /** Seconds since 1970. */
    DelayTime: number,
  },
  /** 名称审核结果事件推送: the name was reviewed. */
  wxa_nickname_audit: {
    /** 2 refused, 3 passed. */
    ret: number,
    nickname: id,
    /** Why it was refused. */
    reason: text,
  },
  /** 类目审核结果事件推送: a category was reviewed. */
  wxa_category_audit: {
    /** 2 refused, 3 passed. */
    ret: number,
    /** Id of the first-level category. */
    first: id,
    /** Id of the second-level category. */
    second: id,
    /** Why it was refused. */
    reason: text,
  },
  /** 隐私权限审核结果推送: the use of a private interface was reviewed. */
  wxa_privacy_apply: {
    result_info: {
      /** Name of the interface, `wx.…`. */
      api_name: id,
      /** Seconds since 1970. */
      apply_time: number,
      audit_id: id,
      /** Seconds since 1970. */
      audit_time: number,
      /** Why it was refused. */
      reason: text,
      /** 2 refused, 3 passed. */
      status: number,
    },
  },
  /** 小程序申诉记录推送: an appeal against a penalty changed. */
  wxa_appeal_record: {
    appeal_record_id: id,
    appid: id,
    /** Seconds since 1970. */
    appeal_time: number,
    appeal_count: number,
    /** 0 by the user, 1 by a service provider. */
    appeal_from: number,
    /** 1 in progress, 2 granted, 3 refused, 4 withdrawn. */
    appeal_status: number,
    /** What the penalty was for. */
    punish_description: text,
    /** Why the appeal was refused; not in every push. */
    audit_reason: optional(text),
    material: list({
      illegal_material: {
        content: text,
        content_url: id,
      },
      appeal_material: {
        reason: text,
        proof_material_id: list(id),
      },
    }),
  },
  /** 小程序违规记录事件: a penalty was recorded. */
  wxa_illegal_record: {
    // As an SDK has them; not confirmed.
    illegal_record_id: optional(id),
    appid: optional(id),
    /** Seconds since 1970. */
    create_time: optional(number),
    illegal_reason: optional(text),
    illegal_content: optional(text),
    rule_url: optional(id),
    rule_name: optional(id),
  },
  /** 异步检测结果推送: a picture or sound was checked (内容安全). */
  wxa_media_check: {
    appid: id,
    /** Id of the check, as `media_check_async` returned it. */
    trace_id: id,
    /** 2; missing in version 1. */
    version: optional(number),
    /** One entry per strategy; empty in version 1. */
    detail: list({
      strategy: id,
      /** 0: the other fields hold. */
      errcode: number,
      suggest: verdict.suggest,
      label: optional(number),
      /** Confidence, 0 to 100. */
      prob: optional(number),
    }),
    /** Verdict of version 2. */
    result: optional(verdict),
    /** Verdict of version 1: 0 fine, 1 risky. */
    isrisky: optional(number),
    /** Version 1: JSON. */
    extra_info_json: optional(id),
    /** Version 1: 0, or why the file was not checked. */
    status_code: optional(number),
    /** 0, or why the file was not checked. */
    errcode: optional(number),
    errmsg: optional(text),
  },
  /** 运单轨迹更新事件: a parcel moved. */
  add_express_path: {
    /** The carrier. */
    DeliveryID: id,
    /** Number of the waybill, as text. */
    WayBillId: id,
    OrderId: id,
    Version: number,
    /** Number of `Actions`. */
    Count: number,
    /** Steps of the parcel. */
    Actions: list({
      /** Seconds since 1970. */
      ActionTime: number,
      /**
       * 100001 collected, 100002 not collected, 100003 courier assigned, 200001 on its way, 300002 being
       * delivered, 300003 delivered, 300004 not delivered, 400001 cancelled, 400002 held up.
       */
      ActionType: number,
      ActionMsg: text,
      /** Latitude of the parcel; not in every push. */
      Lat: optional(number),
      /** Longitude of the parcel; not in every push. */
      Lng: optional(number),
    }),
  },
  /** 提醒接入发货信息管理服务API: the mini program should report what it ships. */
  trade_manage_remind_access_api: {
    /** The reminder. */
    msg: optional(text),
  },
  /** 提醒需要上传发货信息: an order was paid 48 hours ago, and its shipping is not reported. */
  trade_manage_remind_shipping: {
    ...order,
    /** The reminder. */
    msg: optional(text),
  },
  /** 订单将要结算或已经结算: an order was shipped and will be settled, or was settled. */
  trade_manage_order_settlement: {
    ...order,
    /** Seconds since 1970. */
    shipped_time: optional(number),
    /** Seconds since 1970; only after shipping. */
    estimated_settlement_time: optional(number),
    /** 1 automatic, 2 by the user; only after settlement. */
    confirm_receive_method: optional(number),
    /** Seconds since 1970; only after settlement. */
    confirm_receive_time: optional(number),
    /** Seconds since 1970; only after settlement. */
    settlement_time: optional(number),
  },
  /**
   * 代币发货完成通知: coins of a mini game were delivered. There is no `ToUserName` and no `FromUserName` (both
   * read as `''`), and WeChat expects `ErrCode` and `ErrMsg` for an answer.
   */
  minigame_coin_deliver_completed: {
    MiniGame: {
      /** JSON; signed as it is, so nothing is trimmed. */
      Payload: text,
      /** HMAC-SHA256 of `<Event>&<Payload>`, in hex. */
      PayEventSig: id,
      /** Missing in some pushes; `true` for a test from the console. */
      IsMock: optional(word<'true' | 'false'>()),
    },
  },
  /** Sent by WeChat's debugging tool (公众平台接口调试工具). */
  debug_demo: {
    debug_str: text,
  },
} satisfies Record<string, Shape>;
