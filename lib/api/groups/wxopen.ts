import { post } from '../request';

/** A mini program linked to the account. */
export interface LinkedMiniProgram {
  /** Absent while the link waits or was refused. */
  readonly appid?: string;
  /** Original id, `gh_…`. */
  readonly username: string;
  readonly nickname: string;
  readonly headimg_url: string;
  /** Absent while the link waits or was refused. */
  readonly email?: string;
  readonly source: string;
  /** 1 linked, 2 waits for the mini program's admin, 3 refused, 12 waits for the account's admin. */
  readonly status: number;
  /** Absent while the link waits or was refused. */
  readonly selected?: 0 | 1;
  /** Absent while the link waits or was refused. */
  readonly nearby_display_status?: 0 | 1;
  /** Absent while the link waits or was refused. */
  readonly released?: 0 | 1;
  readonly func_infos: readonly {
    readonly id: number;
    readonly name: string;
    readonly status: number;
  }[];
}

/** A mini program to link. */
export interface MiniProgramLink {
  readonly appid: string;
  /** 1: tells the followers. */
  readonly notify_users: 0 | 1;
  /** 1: shows the mini program on the account's page. */
  readonly show_profile: 0 | 1;
}

/**
 * Which rules to list: all of them (0, also when nothing is said), those of `prefix_list` (1), or a page of
 * them (2).
 */
export type QrcodeJumpQuery = {
  readonly appid?: string;
  readonly page_num?: number;
  readonly page_size?: number;
} & (
  | { readonly get_type?: 0; readonly prefix_list?: readonly string[] }
  | { readonly get_type: 1; readonly prefix_list: readonly string[] }
  | { readonly get_type: 2; readonly page_num: number; readonly prefix_list?: readonly string[] }
);

/** A rule: QR codes that begin with `prefix` open a page of a mini program. */
export interface QrcodeJumpRule {
  /** What the links of the codes begin with. */
  readonly prefix: string;
  readonly permit_sub_rule?: number;
  readonly state?: number;
  /** AppID of the mini program. */
  readonly appid?: string;
  /** Page of the mini program. */
  readonly path: string;
  readonly open_version?: number;
  /** Links to test the rule with. */
  readonly debug_url?: readonly string[];
  /** 0 adds the rule, 1 changes it. */
  readonly is_edit: 0 | 1;
}

/** A rule as it is stored. */
export interface StoredQrcodeJumpRule {
  readonly prefix: string;
  readonly permit_sub_rule: number;
  readonly state: number;
  readonly path: string;
  readonly open_version: number;
  readonly debug_url: readonly string[];
}

/** The rules of an account. */
export interface QrcodeJumpRules {
  readonly rule_list: readonly StoredQrcodeJumpRule[];
  /** How many rules this list has. */
  readonly list_size: number;
  /** How many rules there are in all, for pages. */
  readonly total_count?: number;
  /** Publications left this month. */
  readonly qrcodejump_pub_quota: number;
  /** 1: codes open mini programs at all. */
  readonly qrcodejump_open: 0 | 1;
}

/**
 * Mini programs linked to the account, and QR codes that open them (关联小程序, 扫二维码打开小程序). The calls about links
 * are for third-party platforms, with the account's authorizer_access_token.
 */
export const wxopen = {
  /**
   * Lists the mini programs linked to the account (获取公众号关联的小程序). Needs an authorizer_access_token.
   *
   * Official path: 第三方平台 / 获取公众号关联的小程序 — `POST /cgi-bin/wxopen/wxamplinkget`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/officalaccount-management/link-miniprogram/getLinkMiniprogram.html
   */
  getLinkedMiniPrograms: () =>
    post<{ readonly wxopens: { readonly items: readonly LinkedMiniProgram[] } }>(
      '/cgi-bin/wxopen/wxamplinkget',
      {},
      { safe: true },
    ),

  /**
   * Asks to link a mini program (关联小程序); its admin must agree. Needs an authorizer_access_token.
   *
   * Official path: 第三方平台 / 关联小程序 — `POST /cgi-bin/wxopen/wxamplink`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/officalaccount-management/link-miniprogram/linkMiniprogram.html
   */
  linkMiniProgram: (body: MiniProgramLink) => post<void>('/cgi-bin/wxopen/wxamplink', body),

  /**
   * Unlinks a mini program (解除已关联的小程序). Needs an authorizer_access_token.
   *
   * Official path: 第三方平台 / 解除已关联的小程序 — `POST /cgi-bin/wxopen/wxampunlink`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/officalaccount-management/link-miniprogram/unlinkMiniprogram.html
   */
  unlinkMiniProgram: (appid: string) => post<void>('/cgi-bin/wxopen/wxampunlink', { appid }),

  /**
   * Lists the rules for QR codes (获取已设置的二维码规则). At most 5 calls a second (44990). Service accounts only, once
   * the mini program is linked (61007).
   *
   * Official path: 第三方平台 / 扫服务号带参二维码打开小程序 / 获取已设置的二维码规则 — `POST /cgi-bin/wxopen/qrcodejumpget`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/qrcode/qrcodejumpget.html
   */
  getQrcodeJumpRules: (body?: QrcodeJumpQuery) =>
    post<QrcodeJumpRules>('/cgi-bin/wxopen/qrcodejumpget', body, { safe: true }),

  /**
   * Adds or changes a rule for QR codes (增加或修改二维码规则); it works once published. At most 5 calls a second
   * (44990). Service accounts only, once the mini program is linked (61007).
   *
   * Official path: 第三方平台 / 扫服务号带参二维码打开小程序 / 增加或修改二维码规则 — `POST /cgi-bin/wxopen/qrcodejumpadd`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/qrcode/qrcodejumpadd.html
   */
  addQrcodeJumpRule: (body: QrcodeJumpRule) => post<void>('/cgi-bin/wxopen/qrcodejumpadd', body),

  /**
   * Publishes a rule for QR codes (发布已设置的二维码规则). 100 times a month (886000), at most 5 calls a second
   * (44990). Service accounts only, once the mini program is linked (61007).
   *
   * Official path: 第三方平台 / 扫服务号带参二维码打开小程序 / 发布已设置的二维码规则 — `POST /cgi-bin/wxopen/qrcodejumppublish`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/qrcode/qrcodejumppublish.html
   */
  publishQrcodeJumpRule: (prefix: string) => post<void>('/cgi-bin/wxopen/qrcodejumppublish', { prefix }),

  /**
   * Deletes a rule for QR codes (删除已设置的二维码规则). At most 5 calls a second (44990). Service accounts only, once
   * the mini program is linked (61007).
   *
   * Official path: 第三方平台 / 扫服务号带参二维码打开小程序 / 删除已设置的二维码规则 — `POST /cgi-bin/wxopen/qrcodejumpdelete`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/qrcode/qrcodejumpdelete.html
   */
  deleteQrcodeJumpRule: (prefix: string, appid?: string) =>
    post<void>('/cgi-bin/wxopen/qrcodejumpdelete', { prefix, appid }),

  /**
   * Gets the file by which a site shows that it allows a rule (获取校验文件名称及内容). For third-party platforms.
   *
   * Official path: 第三方平台 / 获取校验文件名称及内容 — `POST /cgi-bin/wxopen/qrcodejumpdownload`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/miniprogram-management/jumpqrcode-config/downloadQRCodeText.html
   */
  downloadQrcodeText: () =>
    post<{ readonly file_name: string; readonly file_content: string }>(
      '/cgi-bin/wxopen/qrcodejumpdownload',
      {},
      { safe: true },
    ),
};
