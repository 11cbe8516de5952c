import { id, list, number, optional, text } from './shape';
import type { Shape } from './shape';

const granted = {
  /** AppID of the account that authorised: a small p-p-i-d, not `AppId`. */
  AuthorizerAppid: id,
  /** Trade it for the account's tokens. */
  AuthorizationCode: id,
  /** Seconds since 1970. */
  AuthorizationCodeExpiredTime: number,
  PreAuthCode: id,
} satisfies Shape;

const registration = {
  /** AppID of the mini program, once it is registered; the platform's own is `AppId`. */
  appid: optional(id),
  /** 0 success. */
  status: number,
  /** What `status` means. */
  msg: text,
  /** The company, or the person, as handed in: a push has the fields of one of them. */
  info: {
    /** Name of the company. */
    name: optional(id),
    /** Registration code of the company, as text. */
    code: optional(id),
    /** 1 统一社会信用代码, 2 组织机构代码, 3 营业执照注册号. */
    code_type: optional(number),
    /** WeChat account of the legal representative. */
    legal_persona_wechat: optional(id),
    legal_persona_name: optional(id),
    /** WeChat account of the person. */
    wxuser: optional(id),
    /** Name of the person, as on the identity card. */
    idname: optional(id),
    /** Phone of the platform, or empty. */
    component_phone: optional(id),
  },
} satisfies Shape;

/** Pushes to a third-party platform (page: 第三方平台 / 授权事件推送), by `InfoType`. The answer is `success`. */
export const notices = {
  /** 验证票据: about every 10 minutes; keep the newest. */
  component_verify_ticket: { ComponentVerifyTicket: id },
  /** 授权成功通知: an account authorised the platform. */
  authorized: granted,
  /** 更新授权: an account changed what it allows; not sent when nothing changed. */
  updateauthorized: granted,
  /** 取消授权: an account withdrew its authorisation. */
  unauthorized: {
    /** AppID of the account: a small p-p-i-d, not `AppId`. */
    AuthorizerAppid: id,
  },
  /** 注册审核事件推送: a mini program was registered, or not. The spelling is WeChat's. */
  notify_third_fasteregister: {
    ...registration,
    /** Trade it for the mini program's tokens; not in every push. */
    auth_code: optional(id),
  },
  // The fields of all that follow are as SDKs have them.
  /** 试用小程序快速认证事件推送: a trial mini program was verified, or not. */
  notify_third_fastverifybetaapp: registration,
  /** 小程序认证: the verification of a mini program moved on. */
  notify_3rd_wxa_auth: {
    /** AppID of the mini program; the platform's own is `AppId`. */
    appid: id,
    taskid: id,
    /**
     * 0 new, 1 over 24 hours old, 2 refused by the user, 3 agreed by the user, 4 face check begun, 5 face
     * check failed, 6 face check passed, 7 phone code asked for, 8 phone check failed, 9 phone check passed,
     * 11 application not made, 12 application made, 14 failed, 15 to be paid.
     */
    task_status: number,
    /** 0 no application, 1 to be paid, 2 in review, 3 to be filled in again, 4 passed, 5 refused for good. */
    apply_status: number,
    /** Remark of the reviewer, or why it failed. */
    message: optional(text),
    /** The reviewer, once there is one. */
    dispatch_info: optional({
      provider: id,
      contact: text,
      /** Seconds since 1970. */
      dispatch_time: optional(number),
    }),
  },
  /** 小程序认证年审和过期能力限制提醒: the verification of a mini program ends soon, or ended. */
  notify_3rd_wxa_wxverify: {
    /** AppID of the mini program; the platform's own is `AppId`. */
    appid: id,
    /** When it ends, in seconds. */
    expired: number,
    message: optional(text),
  },
  /** 试用小程序创建成功: a trial mini program was registered, or not. */
  notify_third_fastregisterbetaapp: {
    /** AppID of the mini program, once it is registered; the platform's own is `AppId`. */
    appid: optional(id),
    /** 0 success. */
    status: number,
    /** What `status` means. */
    msg: text,
    info: {
      /** Id that the registration was asked for with. */
      unique_id: optional(id),
      /** Name of the mini program. */
      name: optional(id),
    },
  },
  /** 小程序管局备案验证结果: the filing (ICP 备案) of a mini program was verified, or not. */
  notify_icpfiling_verify_result: {
    task_id: id,
    /** AppID of the mini program. */
    verify_appid: id,
    /** 2 refused, 3 passed. */
    result: number,
    /** Whether it was handed in together with the verification; values are not documented. */
    along_with_auth_result: optional(number),
  },
  /** 小程序备案审核结果: the filing (ICP 备案) of a mini program was reviewed. */
  notify_apply_icpfiling_result: {
    /** AppID of the mini program. */
    authorizer_appid: id,
    /** State of the filing; values are not documented. */
    beian_status: number,
  },
  /** 小程序认证及备案: verification and filing of a mini program, handed in together, moved on. */
  notify_3rd_wxa_auth_and_icp: {
    procedure_id: id,
    /** State of the procedure; values are not documented. */
    procedure_status: number,
  },
  /** 订单页 path 申请结果: the pages of orders were applied for. */
  order_path_apply_result_notify: {
    list: list({
      /** AppID of the mini program. */
      appid: id,
      /** 0 success. */
      ret_code: number,
    }),
  },
  /** 订单页 path 审核结果: the pages of orders were reviewed. */
  order_path_audit_result_notify: {
    list: list({
      /** AppID of the mini program. */
      appid: id,
      audit_id: id,
      /** State of the review; values are not documented. */
      status: number,
      /** Seconds since 1970. */
      apply_time: optional(number),
      /** Seconds since 1970; only when it was reviewed. */
      audit_time: optional(number),
      /** Why it was refused. */
      reason: optional(text),
    }),
  },
} satisfies Record<string, Shape>;
