import { browserUrl } from '../browser-url';
import { get } from '../request';
import type { UserLang } from './user';

/** What a user has granted to a page. */
export type OauthScope = 'snsapi_base' | 'snsapi_userinfo' | 'snsapi_login' | (string & {});

/** A user's token for web pages; not the account's access token. */
export interface OauthToken {
  readonly access_token: string;
  /** Seconds the token lives, usually 7200. */
  readonly expires_in: number;
  /** Renews the token for 30 days. */
  readonly refresh_token: string;
  readonly openid: string;
  /** What was granted; several are joined by commas. */
  readonly scope: OauthScope;
  /** Only when the account is bound to an open-platform account. */
  readonly unionid?: string;
}

/** A user's first token, got for a code. */
export interface OauthGrant extends OauthToken {
  /** 1: a virtual user of the snapshot page (快照页). */
  readonly is_snapshotuser?: 0 | 1;
}

/** A user as they show themselves to pages. */
export interface OauthUser {
  readonly openid: string;
  /** Only when the account is bound to an open-platform account. */
  readonly unionid?: string;
  readonly nickname: string;
  readonly headimgurl: string;
  readonly privilege: readonly string[];
  /** @deprecated Withdrawn on 2021-12-31. */
  readonly sex?: number | string;
  /** @deprecated Withdrawn on 2021-12-31. */
  readonly country?: string;
  /** @deprecated Withdrawn on 2021-12-31. */
  readonly province?: string;
  /** @deprecated Withdrawn on 2021-12-31. */
  readonly city?: string;
  /** @deprecated No longer provided. */
  readonly language?: string;
}

/** A user who signs in to a mini program. */
export interface MiniProgramSession {
  /** Key of what the mini program encrypts. It stays on the server. */
  readonly session_key: string;
  readonly openid: string;
  /** Only when the account is bound to an open-platform account. */
  readonly unionid?: string;
}

/** The page on which a user agrees, inside WeChat. */
export interface AuthorizePage {
  /** AppID of the account; default that of the client. */
  readonly appid?: string | undefined;
  /** Where the user goes then, with `code` and `state`. Plain: it is encoded here. */
  readonly redirect_uri: string;
  /** `snsapi_base`: OpenID only, the user sees nothing. `snsapi_userinfo`: the user is asked. */
  readonly scope: 'snsapi_base' | 'snsapi_userinfo';
  /** Comes back with the user: letters and digits, at most 128 bytes. */
  readonly state?: string;
  /** Asks the user in any case. */
  readonly forcePopup?: boolean;
  /** Checks for the snapshot page in any case. */
  readonly forceSnapShot?: boolean;
  /** AppID of the third-party platform, if it is one that asks; default the client's `componentAppId`. */
  readonly component_appid?: string | undefined;
}

/** The page on which a user signs in to a web site by scanning a code. */
export interface QrconnectPage {
  /** AppID of the web-site application. */
  readonly appid: string;
  /** Where the user goes then, with `code` and `state`. Plain: it is encoded here. */
  readonly redirect_uri: string;
  /** Comes back with the user. */
  readonly state?: string;
  readonly lang?: 'cn' | 'en';
}

/** Signing in on web pages (网页授权). */
export const oauth = {
  /**
   * Exchanges a code for a user's token (换取用户授权凭证). A code works once (40163 after that). For an account that
   * a third-party platform serves (`componentAppId`) it goes through the platform, as
   * {@link oauth.getComponentAccessToken}.
   *
   * Official path: 微信网页开发 / 网页授权 / 换取用户授权凭证 — `GET /sns/oauth2/access_token`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
   */
  getAccessToken: (code: string) =>
    get<OauthGrant>(
      '/sns/oauth2/access_token',
      { code, grant_type: 'authorization_code' },
      { auth: { in: 'query', appid: 'appid', secret: 'secret' } },
    ),

  /**
   * Renews a user's token (刷新用户授权凭证). A refresh token works for 30 days. For an account that a third-party
   * platform serves (`componentAppId`) it goes through the platform, as {@link oauth.refreshComponentToken}.
   *
   * Official path: 微信网页开发 / 网页授权 / 刷新用户授权凭证 — `GET /sns/oauth2/refresh_token`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
   */
  refreshToken: (appid: string, refresh_token: string) =>
    get<OauthToken>(
      '/sns/oauth2/refresh_token',
      { appid, grant_type: 'refresh_token', refresh_token },
      { auth: 'none' },
    ),

  /**
   * Gets the user who granted `snsapi_userinfo` (获取授权用户信息). At most 50,000 calls a minute.
   *
   * Official path: 微信网页开发 / 网页授权 / 获取授权用户信息 — `GET /sns/userinfo`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
   */
  getUserInfo: (accessToken: string, openid: string, lang?: UserLang) =>
    get<OauthUser>('/sns/userinfo', { access_token: accessToken, openid, lang }, { auth: 'none' }),

  /**
   * Checks whether a user's token still works (检验授权凭证); rejects when it does not.
   *
   * Official path: 微信网页开发 / 网页授权 / 检验授权凭证 — `GET /sns/auth`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
   */
  checkAccessToken: (accessToken: string, openid: string) =>
    get<void>('/sns/auth', { access_token: accessToken, openid }, { auth: 'none' }),

  /**
   * Exchanges a code for a user's token, on behalf of the account with that AppID (第三方平台换取用户授权凭证). Needs
   * `componentAppId` and `componentAccessToken`.
   *
   * Official path: 第三方平台 / 代公众号发起网页授权 / 第三方平台换取用户授权凭证 — `GET /sns/oauth2/component/access_token`.
   * @see https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html
   */
  getComponentAccessToken: (appid: string, code: string) =>
    get<OauthGrant>(
      '/sns/oauth2/component/access_token',
      { appid, code, grant_type: 'authorization_code' },
      { auth: 'component' },
    ),

  /**
   * Renews a user's token, on behalf of the account with that AppID (第三方平台刷新用户授权凭证). Needs `componentAppId`
   * and `componentAccessToken`.
   *
   * Official path: 第三方平台 / 代公众号发起网页授权 / 第三方平台刷新用户授权凭证 — `GET /sns/oauth2/component/refresh_token`.
   * @see https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html
   */
  refreshComponentToken: (appid: string, refresh_token: string) =>
    get<OauthToken>(
      '/sns/oauth2/component/refresh_token',
      { appid, grant_type: 'refresh_token', refresh_token },
      { auth: 'component' },
    ),

  /**
   * Exchanges the code of `wx.login()` for a user of the mini program (小程序登录). A code works once, for 5
   * minutes. For a mini program that a third-party platform serves (`componentAppId`) it goes through the
   * platform, as {@link oauth.componentJscode2session}.
   *
   * Official path: 小程序 / 小程序登录 / 小程序登录 — `GET /sns/jscode2session`.
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html
   */
  jscode2session: (js_code: string) =>
    get<MiniProgramSession>(
      '/sns/jscode2session',
      { js_code, grant_type: 'authorization_code' },
      { auth: { in: 'query', appid: 'appid', secret: 'secret' } },
    ),

  /**
   * Exchanges the code of `wx.login()` for a user, on behalf of the mini program with that AppID (小程序登录). A
   * used code may be answered
   * 40001. Needs `componentAppId` and `componentAccessToken`.
   *
   * Official path: 第三方平台 / 代商家管理小程序 / 小程序登录 — `GET /sns/component/jscode2session`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/miniprogram-management/login/thirdpartyCode2Session.html
   */
  componentJscode2session: (appid: string, js_code: string) =>
    get<MiniProgramSession>(
      '/sns/component/jscode2session',
      { appid, js_code, grant_type: 'authorization_code' },
      { auth: 'component' },
    ),

  /**
   * The address of the page on which a user agrees, inside WeChat (网页授权页面). Its code works once, for 5
   * minutes.
   *
   * Official path: 微信网页开发 / 网页授权 / 网页授权页面 — `GET /connect/oauth2/authorize` of open.weixin.qq.com.
   * @see https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
   */
  authorizeUrl: (page: AuthorizePage): string =>
    // WeChat checks the order of the parameters.
    browserUrl(
      'open.weixin.qq.com/connect/oauth2/authorize',
      {
        appid: page.appid,
        redirect_uri: page.redirect_uri,
        response_type: 'code',
        scope: page.scope,
        state: page.state,
        forcePopup: page.forcePopup,
        forceSnapShot: page.forceSnapShot,
        component_appid: page.component_appid,
      },
      '#wechat_redirect',
    ),

  /**
   * The address of the page on which a user signs in to a web site by scanning a code (网站应用扫码登录页面). For
   * web-site applications of the open platform.
   *
   * Official path: 网站应用 / 微信登录 / 网站应用扫码登录页面 — `GET /connect/qrconnect` of open.weixin.qq.com.
   * @see https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Wechat_Login.html
   */
  qrconnectUrl: (page: QrconnectPage): string =>
    browserUrl(
      'open.weixin.qq.com/connect/qrconnect',
      {
        appid: page.appid,
        redirect_uri: page.redirect_uri,
        response_type: 'code',
        scope: 'snsapi_login',
        state: page.state,
        lang: page.lang,
      },
      '#wechat_redirect',
    ),
};
