import { browserUrl } from '../browser-url';
import { post } from '../request';
import type { Query } from '../request';

/** A set of rights an account has granted. */
export interface FuncInfo {
  readonly funcscope_category: {
    readonly id: number;
    readonly type?: number;
    readonly name?: string;
    readonly desc?: string;
  };
  /** Whether the account must, did and can confirm this set; only of some sets. */
  readonly confirm_info?: {
    readonly need_confirm?: number;
    readonly already_confirm?: number;
    readonly can_confirm?: number;
  };
}

/**
 * What an account has granted to the platform. Tokens are there only if the account may call the API at all.
 */
export interface AuthorizationInfo {
  readonly authorizer_appid: string;
  readonly authorizer_access_token?: string;
  /**
   * Lives until the account withdraws or authorises anew. Store it; `getAuthorizerInfo` and
   * `getAuthorizerList` tell it again.
   */
  readonly authorizer_refresh_token?: string;
  /** Seconds the access token lives, usually 7200. */
  readonly expires_in?: number;
  readonly func_info: readonly FuncInfo[];
}

/** What an account has granted to the platform, as told later: without its tokens. */
export interface AuthorizerGrants {
  readonly authorizer_appid: string;
  /** The way back to a refresh token that was lost. */
  readonly authorizer_refresh_token?: string;
  readonly func_info: readonly FuncInfo[];
}

/** A token with which the platform acts for an account. */
export interface AuthorizerToken {
  readonly authorizer_access_token: string;
  /**
   * Store it if it is not empty: it may be another one. `getAuthorizerInfo` and `getAuthorizerList` tell it
   * again.
   */
  readonly authorizer_refresh_token: string;
  /** Seconds the access token lives, usually 7200. */
  readonly expires_in: number;
}

/** What only mini programs have. */
export interface AuthorizerMiniProgram {
  readonly network: {
    readonly RequestDomain: readonly string[];
    readonly WsRequestDomain: readonly string[];
    readonly UploadDomain: readonly string[];
    readonly DownloadDomain: readonly string[];
    readonly UDPDomain: readonly string[];
    readonly BizDomain: readonly string[];
    readonly TCPDomain?: readonly string[];
    readonly PrefetchDNSDomain?: readonly string[];
    readonly NewRequestDomain?: readonly string[];
    readonly NewWsRequestDomain?: readonly string[];
    readonly NewUploadDomain?: readonly string[];
    readonly NewDownloadDomain?: readonly string[];
    readonly NewUDPDomain?: readonly string[];
    readonly NewBizDomain?: readonly string[];
    readonly NewTCPDomain?: readonly string[];
    readonly NewPrefetchDNSDomain?: readonly string[];
  };
  readonly categories: readonly { readonly first: string; readonly second: string }[];
  readonly visit_status: number;
}

/** An account that has authorised the platform. */
export interface AuthorizerInfo {
  /** Original id, `gh_…`. */
  readonly user_name: string;
  readonly nick_name: string;
  readonly head_img: string;
  /**
   * Kind: 0 subscription account or mini program, 1 subscription account upgraded from an old one, 2 service
   * account.
   */
  readonly service_type_info: { readonly id: number; readonly name?: string };
  /** Verification: -1 not verified, 0 verified; more are possible. */
  readonly verify_type_info: { readonly id: number; readonly name?: string };
  /** The owner's name. */
  readonly principal_name: string;
  readonly alias: string;
  /** The introduction of a mini program. */
  readonly signature?: string;
  readonly qrcode_url: string;
  /** Functions, each 0 (closed) or 1 (open). */
  readonly business_info: {
    readonly open_store: 0 | 1;
    readonly open_scan: 0 | 1;
    readonly open_pay: 0 | 1;
    readonly open_card: 0 | 1;
    readonly open_shake: 0 | 1;
  };
  /** Mini programs only. */
  readonly MiniProgramInfo?: AuthorizerMiniProgram;
  /** 1 in use, 14 cancelled, 16 blocked, 18 reported, 19 frozen. */
  readonly account_status?: number;
  /** Mini programs only: how it was registered. */
  readonly register_type?: number;
  /** Mini programs only. */
  readonly basic_config?: {
    readonly is_phone_configured: boolean;
    readonly is_email_configured: boolean;
  };
  /** Channels accounts (视频号) only. */
  readonly channels_info?: AuthorizerRole;
  /** Shops (小店) only. */
  readonly store_info?: AuthorizerRole;
  /** Promoters (带货达人) only. */
  readonly talent_info?: AuthorizerRole;
  /** Suppliers (供货商) only. */
  readonly supplier_info?: AuthorizerRole;
  /** Withdrawn. */
  readonly idc?: number;
}

/** What is told of a channels account, shop, promoter or supplier. */
export interface AuthorizerRole {
  readonly id?: number | string;
  readonly [field: string]: unknown;
}

/** An account in the list. */
export interface AuthorizerEntry {
  readonly authorizer_appid: string;
  /** Absent when the code of the authorisation was never exchanged. */
  readonly refresh_token?: string;
  /** When it authorised the platform, in unix seconds. */
  readonly auth_time: number;
}

/** An option of an account. */
export type AuthorizerOption = 'location_report' | 'voice_recognize' | 'customer_service';

/** An option to set for an account. */
export interface NewAuthorizerOption {
  readonly authorizer_appid: string;
  readonly option_name: AuthorizerOption;
  readonly option_value: string;
}

/** The page on which an account's admin authorises the platform. */
export interface AuthorizationPage {
  /** AppID of the platform; default the client's `componentAppId`. */
  readonly component_appid?: string | undefined;
  readonly pre_auth_code: string;
  /** Where the admin goes then, with `auth_code` and `expires_in`. Plain: it is encoded here. */
  readonly redirect_uri: string;
  /**
   * Kinds of accounts offered: 1 official accounts, 2 mini programs, 3 both, 4 push component, 5 channels, 6
   * all.
   */
  readonly auth_type?: 1 | 2 | 3 | 4 | 5 | 6;
  /** AppID of the only account offered; then without `auth_type`. */
  readonly biz_appid?: string;
  /** Ids of the permission sets, with `|` between. */
  readonly category_id_list?: string;
}

const byPlatform = { auth: 'component' } as const;

/** The same for the two calls that name the token as accounts do. */
const byAccessToken = { auth: 'component', tokenName: 'access_token' } as const;

const pageParameters = (page: AuthorizationPage): Query => ({
  component_appid: page.component_appid,
  pre_auth_code: page.pre_auth_code,
  redirect_uri: page.redirect_uri,
  auth_type: page.auth_type,
  biz_appid: page.biz_appid,
  category_id_list: page.category_id_list,
});

/**
 * Third-party platforms, which act for accounts that have authorised them (第三方平台). The client adds the
 * platform's AppID and token: `createApi({ appId, componentAppId, componentAccessToken })`. The calls with
 * the platform's AppSecret need a client of the platform itself: its AppID as `appId`, its secret as
 * `appSecret`.
 */
export const component = {
  /**
   * Asks WeChat to push the component_verify_ticket (启动票据推送服务), every 10 minutes from then on.
   *
   * Official path: 第三方平台 / 第三方平台调用凭证 / 启动票据推送服务 — `POST /cgi-bin/component/api_start_push_ticket`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/ticket-token/startPushTicket.html
   */
  startPushTicket: () =>
    post<void>(
      '/cgi-bin/component/api_start_push_ticket',
      {},
      { auth: { in: 'json', appid: 'component_appid', secret: 'component_secret' } },
    ),

  /**
   * Gets the platform's own token (获取第三方平台接口调用凭据), for 2 hours. The ticket is the newest one pushed; it lives
   * 12 hours. Every call makes a new token, and the former works for about 5 minutes more: keep it, for all
   * programs of the platform.
   *
   * Official path: 第三方平台 / 第三方平台调用凭证 / 获取第三方平台接口调用凭据 — `POST /cgi-bin/component/api_component_token`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/ticket-token/getComponentAccessToken.html
   */
  getComponentAccessToken: (component_verify_ticket: string) =>
    post<{ readonly component_access_token: string; readonly expires_in: number }>(
      '/cgi-bin/component/api_component_token',
      { component_verify_ticket },
      { auth: { in: 'json', appid: 'component_appid', secret: 'component_appsecret' } },
    ),

  /**
   * Creates a code for one authorisation page (获取预授权码). `expires_in` tells its life, in seconds.
   *
   * Official path: 第三方平台 / 第三方平台调用凭证 / 获取预授权码 — `POST /cgi-bin/component/api_create_preauthcode`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/ticket-token/getPreAuthCode.html
   */
  createPreAuthCode: () =>
    post<{ readonly pre_auth_code: string; readonly expires_in: number }>(
      '/cgi-bin/component/api_create_preauthcode',
      {},
      byPlatform,
    ),

  /**
   * Exchanges the code of an authorisation for the account's tokens (获取刷新令牌). A code works once, within an
   * hour (61009, 61010).
   *
   * Official path: 第三方平台 / 第三方平台调用凭证 / 获取刷新令牌 — `POST /cgi-bin/component/api_query_auth`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/ticket-token/getAuthorizerRefreshToken.html
   */
  queryAuth: (authorization_code: string) =>
    post<{ readonly authorization_info: AuthorizationInfo }>(
      '/cgi-bin/component/api_query_auth',
      { authorization_code },
      byPlatform,
    ),

  /**
   * Gets a new token of an account (获取授权账号调用令牌), for 2 hours.
   *
   * Official path: 第三方平台 / 第三方平台调用凭证 / 获取授权账号调用令牌 — `POST /cgi-bin/component/api_authorizer_token`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/ticket-token/getAuthorizerAccessToken.html
   */
  getAuthorizerAccessToken: (authorizer_appid: string, authorizer_refresh_token: string) =>
    post<AuthorizerToken>(
      '/cgi-bin/component/api_authorizer_token',
      { authorizer_appid, authorizer_refresh_token },
      byPlatform,
    ),

  /**
   * Gets what is known of an account (获取授权账号详情), its refresh token included.
   *
   * Official path: 第三方平台 / 授权账号管理 / 获取授权账号详情 — `POST /cgi-bin/component/api_get_authorizer_info`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/authorization-management/getAuthorizerInfo.html
   */
  getAuthorizerInfo: (authorizer_appid: string) =>
    post<{ readonly authorizer_info: AuthorizerInfo; readonly authorization_info: AuthorizerGrants }>(
      '/cgi-bin/component/api_get_authorizer_info',
      { authorizer_appid },
      { ...byPlatform, safe: true },
    ),

  /**
   * Lists the accounts that have authorised the platform (拉取已授权的账号信息). `count` is at most 500.
   *
   * Official path: 第三方平台 / 授权账号管理 / 拉取已授权的账号信息 — `POST /cgi-bin/component/api_get_authorizer_list`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/authorization-management/getAuthorizerList.html
   */
  getAuthorizerList: (offset: number, count: number) =>
    post<{ readonly total_count: number; readonly list: readonly AuthorizerEntry[] }>(
      '/cgi-bin/component/api_get_authorizer_list',
      { offset, count },
      { ...byPlatform, safe: true },
    ),

  /**
   * Gets an option of an account (获取授权方选项信息). The current page asks for the platform's token, an older one
   * for the account's authorizer_access_token; the latter would also say which account is meant, as
   * {@link component.getAuthorizerOptionLegacy} does.
   *
   * Official path: 第三方平台 / 授权账号管理 / 获取授权方选项信息 — `POST /cgi-bin/component/get_authorizer_option`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/authorization-management/getAuthorizerOptionInfo.html
   */
  getAuthorizerOption: (option_name: AuthorizerOption) =>
    post<{ readonly option_name: AuthorizerOption; readonly option_value: string }>(
      '/cgi-bin/component/get_authorizer_option',
      { option_name },
      { ...byAccessToken, safe: true },
    ),

  /**
   * Sets an option of an account (设置授权方选项信息). As to the token, see {@link component.getAuthorizerOption}.
   *
   * Official path: 第三方平台 / 授权账号管理 / 设置授权方选项信息 — `POST /cgi-bin/component/set_authorizer_option`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/authorization-management/setAuthorizerOptionInfo.html
   */
  setAuthorizerOption: (option_name: AuthorizerOption, option_value: string) =>
    post<void>('/cgi-bin/component/set_authorizer_option', { option_name, option_value }, byAccessToken),

  /**
   * Gets an option of the account with that AppID (获取授权方选项信息), at the older path, which says which account is
   * meant.
   *
   * Official path: 第三方平台 / 授权账号管理 / 获取授权方选项信息 — `POST /cgi-bin/component/api_get_authorizer_option`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/authorization-management/getAuthorizerOptionInfo.html
   */
  getAuthorizerOptionLegacy: (authorizer_appid: string, option_name: AuthorizerOption) =>
    post<{
      readonly authorizer_appid: string;
      readonly option_name: AuthorizerOption;
      readonly option_value: string;
    }>(
      '/cgi-bin/component/api_get_authorizer_option',
      { authorizer_appid, option_name },
      { ...byPlatform, safe: true },
    ),

  /**
   * Sets an option of an account (设置授权方选项信息), at the older path, which says which account is meant.
   *
   * Official path: 第三方平台 / 授权账号管理 / 设置授权方选项信息 — `POST /cgi-bin/component/api_set_authorizer_option`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/authorization-management/setAuthorizerOptionInfo.html
   */
  setAuthorizerOptionLegacy: (body: NewAuthorizerOption) =>
    post<void>('/cgi-bin/component/api_set_authorizer_option', body, byPlatform),

  /**
   * Sets the day's count of calls for an account to zero (使用AppSecret重置第三方平台API调用次数), without any token.
   * Without `appid` it is the platform's own count. 10 times a month; 48006 when they are used up.
   *
   * Official path: 第三方平台 / openApi管理 / 使用AppSecret重置第三方平台API调用次数 — `POST /cgi-bin/component/clear_quota/v2`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/openapi/clearComponentQuotaByAppSecret.html
   */
  clearQuotaByAppSecret: (appid?: string) =>
    post<void>(
      '/cgi-bin/component/clear_quota/v2',
      { appid },
      { auth: { in: 'json', appid: 'component_appid', secret: 'appsecret' } },
    ),

  /**
   * The address of the page on which an account's admin authorises the platform by scanning a code (PC版授权页面).
   *
   * Official path: 第三方平台 / 授权流程技术说明 / PC版授权页面 — `GET /cgi-bin/componentloginpage` of mp.weixin.qq.com.
   * @see https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Authorization_Process_Technical_Description.html
   */
  loginPageUrl: (page: AuthorizationPage): string =>
    browserUrl('mp.weixin.qq.com/cgi-bin/componentloginpage', pageParameters(page)),

  /**
   * The address of the page on which an account's admin authorises the platform inside WeChat (H5版授权页面).
   *
   * Official path: 第三方平台 / 授权流程技术说明 / H5版授权页面 — `GET /wxaopen/safe/bindcomponent` of open.weixin.qq.com.
   * @see https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Authorization_Process_Technical_Description.html
   */
  bindComponentH5Url: (page: AuthorizationPage): string =>
    browserUrl(
      'open.weixin.qq.com/wxaopen/safe/bindcomponent',
      { action: 'bindcomponent', no_scan: 1, ...pageParameters(page) },
      '#wechat_redirect',
    ),
};
