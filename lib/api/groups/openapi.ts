import { post } from '../request';

/** How many calls a time window allows. */
export interface RateLimit {
  readonly call_count: number;
  /** Length of the window in seconds. */
  readonly refresh_second: number;
}

/** The quota of one interface. */
export interface ApiQuota {
  /** Today's calls; they start anew at midnight in Beijing. */
  readonly quota: { readonly daily_limit: number; readonly used: number; readonly remain: number };
  /** The limit per minute, when there is one. */
  readonly rate_limit?: RateLimit;
  /** The limit for calls made by a third-party platform, when there is one. */
  readonly component_rate_limit?: RateLimit;
}

/** A call that WeChat remembers. */
export interface RidRequest {
  readonly request_url: string;
  readonly request_body: string;
  readonly response_body: string;
  /** Unix seconds. */
  readonly invoke_time: number;
  readonly cost_in_ms: number;
  readonly client_ip: string;
}

/** Quotas, and calls looked up by their rid (openApi管理). */
export const openapi = {
  /**
   * Sets all daily counters of an account back to zero (重置API调用次数). 10 times a month, shared with
   * `clearQuotaByAppSecret`; 48006 when they are used up.
   *
   * Official path: openApi管理 / 重置API调用次数 — `POST /cgi-bin/clear_quota`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/API_Call_Limits.html
   */
  clearQuota: (appid: string) => post<void>('/cgi-bin/clear_quota', { appid }),

  /**
   * Sets all daily counters back to zero without an access token (使用AppSecret重置API调用次数): the way out when the
   * token quota itself is used up. Shares the 10 times a month of `clearQuota`.
   *
   * Official path: openApi管理 / 使用AppSecret重置API调用次数 — `POST /cgi-bin/clear_quota/v2`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/openApi/clearQuotaByAppSecret.html
   */
  clearQuotaByAppSecret: () =>
    post<void>('/cgi-bin/clear_quota/v2', {}, { auth: { in: 'json', appid: 'appid', secret: 'appsecret' } }),

  /**
   * Tells the quota of one interface and what is used of it (查询API调用额度). `cgi_path` starts with `/` and has
   * neither host nor query; `/sns/…` cannot be asked for (76022).
   *
   * Official path: openApi管理 / 查询API调用额度 — `POST /cgi-bin/openapi/quota/get`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/openApi/get_api_quota.html
   */
  getApiQuota: (cgi_path: string) =>
    post<ApiQuota>('/cgi-bin/openapi/quota/get', { cgi_path }, { safe: true }),

  /**
   * Sets the daily counter of one interface back to zero (重置指定API调用次数). 50 times a month, apart from
   * `clearQuota`.
   *
   * Official path: openApi管理 / 重置指定API调用次数 — `POST /cgi-bin/openapi/quota/clear`.
   * @see https://developers.weixin.qq.com/doc/channels/API/apimgnt/clearApiQuota.html
   */
  clearApiQuota: (cgi_path: string) => post<void>('/cgi-bin/openapi/quota/clear', { cgi_path }),

  /**
   * Looks up a failed call by the `rid` in its error (查询rid信息). Kept for 7 days; only for the account that
   * called.
   *
   * Official path: openApi管理 / 查询rid信息 — `POST /cgi-bin/openapi/rid/get`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/openApi/get_rid_info.html
   */
  getRidInfo: (rid: string) =>
    post<{ readonly request: RidRequest }>('/cgi-bin/openapi/rid/get', { rid }, { safe: true }),
};
