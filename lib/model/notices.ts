import { id, number, optional, text } from './shape';
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
  /** AppID of the mini program; the platform's own is `AppId`. */
  appid: id,
  /** 0 success. */
  status: number,
  /** What `status` means. */
  msg: text,
  /** The company, as it was handed in. */
  info: {
    /** Name of the company. */
    name: id,
    /** Registration code of the company, as text. */
    code: id,
    /** 1 统一社会信用代码, 2 组织机构代码, 3 营业执照注册号. */
    code_type: number,
    /** WeChat account of the legal representative. */
    legal_persona_wechat: id,
    legal_persona_name: id,
    /** Phone of the platform, or empty. */
    component_phone: id,
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
    /** Trade it for the mini program's tokens. */
    auth_code: id,
  },
  // The fields of the next three are as SDKs have them.
  /** 试用小程序快速认证事件推送: a trial mini program was verified, or not. */
  notify_third_fastverifybetaapp: registration,
  /** 小程序认证: the verification of a mini program moved on. */
  notify_3rd_wxa_auth: {
    /** AppID of the mini program; the platform's own is `AppId`. */
    appid: id,
    taskid: id,
    /**
     * 0 new, 1 over 24 hours old, 2 refused by the user, 3 agreed by the user, 4 face check begun, 5 face check
     * failed, 6 face check passed, 7 phone code asked for, 8 phone check failed, 9 phone check passed,
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
      dispatch_time: number,
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
} satisfies Record<string, Shape>;
