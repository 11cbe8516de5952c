import { get, post } from '../request';

/**
 * The open-platform account an account belongs to, which gives users their UnionID (开放平台账号管理). An `appid` is
 * the one behind the token (40013 otherwise) and may be left out.
 */
export const open = {
  /**
   * Creates an open-platform account and binds the account to it (创建开放平台账号并绑定公众号/小程序). 89000 to 89004 on
   * conflicts.
   *
   * Official path: 第三方平台 / 开放平台账号管理 / 创建开放平台账号并绑定公众号/小程序 — `POST /cgi-bin/open/create`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/openplatform-management/createOpenAccount.html
   */
  create: (appid?: string) => post<{ readonly open_appid: string }>('/cgi-bin/open/create', { appid }),

  /**
   * Binds the account to an open-platform account (将公众号/小程序绑定到开放平台账号).
   *
   * Official path: 第三方平台 / 开放平台账号管理 / 将公众号/小程序绑定到开放平台账号 — `POST /cgi-bin/open/bind`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/openplatform-management/bindOpenAccount.html
   */
  bind: (open_appid: string, appid?: string) => post<void>('/cgi-bin/open/bind', { appid, open_appid }),

  /**
   * Unbinds the account from an open-platform account (将公众号/小程序从开放平台账号解绑).
   *
   * Official path: 第三方平台 / 开放平台账号管理 / 将公众号/小程序从开放平台账号解绑 — `POST /cgi-bin/open/unbind`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/openplatform-management/unbindOpenAccount.html
   */
  unbind: (open_appid: string, appid?: string) => post<void>('/cgi-bin/open/unbind', { appid, open_appid }),

  /**
   * Gets the open-platform account the account is bound to (获取公众号/小程序绑定的开放平台账号).
   *
   * Official path: 第三方平台 / 开放平台账号管理 / 获取公众号/小程序绑定的开放平台账号 — `POST /cgi-bin/open/get`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/openplatform-management/getOpenAccount.html
   */
  get: (appid?: string) =>
    post<{ readonly open_appid: string }>('/cgi-bin/open/get', { appid }, { safe: true }),

  /**
   * Tells whether the account is bound to an open-platform account (查询绑定的开放平台账号). For third-party platforms,
   * with the account's authorizer_access_token.
   *
   * Official path: 第三方平台 / 开放平台账号管理 / 查询绑定的开放平台账号 — `GET /cgi-bin/open/have`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/miniprogram-management/basic-info-management/getBindOpenAccount.html
   */
  have: () => get<{ readonly have_open: boolean }>('/cgi-bin/open/have'),

  /**
   * Tells whether the account and its open-platform account have the same owner (查询绑定的开放平台账号的主体是否相同).
   *
   * Official path: 第三方平台 / 开放平台账号管理 / 查询绑定的开放平台账号的主体是否相同 — `GET /cgi-bin/open/sameentity`.
   * @see https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/miniprogram-management/basic-info-management/getBindOpenAccountEntity.html
   */
  sameEntity: () => get<{ readonly same_entity: boolean }>('/cgi-bin/open/sameentity'),
};
