import { get, post } from '../request';

/** An access token and its life. */
export interface AccessToken {
  /** Up to 512 characters. */
  readonly access_token: string;
  /** Seconds left; of a stable token it may be far less than 7200. */
  readonly expires_in: number;
}

/** One address that WeChat resolved the callback URL to. */
export interface CallbackDns {
  readonly ip: string;
  readonly real_operator: string;
}

/** One ping from WeChat to the callback URL. */
export interface CallbackPing {
  readonly ip: string;
  readonly from_operator: string;
  /** A percentage as text, such as `0%`. */
  readonly package_loss: string;
  /** A duration as text, such as `23.5ms`. */
  readonly time: string;
}

/** Tokens, addresses and the network check (基础接口). */
export const base = {
  /**
   * Issues a new access token (获取接口调用凭据); the former one works for about 5 minutes more. The client does this
   * by itself. 2,000 calls a day; the caller's IP must be on the allow-list (40164, 61004).
   *
   * Official path: 基础接口 / 获取接口调用凭据 — `GET /cgi-bin/token`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Get_access_token.html
   */
  getAccessToken: () =>
    get<AccessToken>(
      '/cgi-bin/token',
      { grant_type: 'client_credential' },
      // Not safe to repeat: every call replaces the token.
      { auth: { in: 'query', appid: 'appid', secret: 'secret' }, safe: false },
    ),

  /**
   * Gives the current stable access token, renewed 5 minutes before its end (获取稳定版接口调用凭据). The client does
   * this by itself. `force_refresh` kills the old token at once: 20 times a day, 30 seconds apart. 10,000
   * calls a minute, 500,000 a day. The tokens are separate from those of `getAccessToken`.
   *
   * Official path: 基础接口 / 获取稳定版接口调用凭据 — `POST /cgi-bin/stable_token`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/getStableAccessToken.html
   */
  getStableAccessToken: (force_refresh?: boolean) =>
    post<AccessToken>(
      '/cgi-bin/stable_token',
      { grant_type: 'client_credential', force_refresh },
      { auth: { in: 'json', appid: 'appid', secret: 'secret' }, safe: force_refresh !== true },
    ),

  /**
   * Lists the addresses of api.weixin.qq.com, those that we call (获取微信API服务器IP).
   *
   * Official path: 基础接口 / 获取微信API服务器IP — `GET /cgi-bin/get_api_domain_ip`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Get_the_WeChat_server_IP_address.html
   */
  getApiDomainIp: () => get<{ readonly ip_list: readonly string[] }>('/cgi-bin/get_api_domain_ip'),

  /**
   * Lists the addresses from which WeChat pushes to us (获取微信推送服务器IP).
   *
   * Official path: 基础接口 / 获取微信推送服务器IP — `GET /cgi-bin/getcallbackip`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Get_the_WeChat_server_IP_address.html
   */
  getCallbackIp: () => get<{ readonly ip_list: readonly string[] }>('/cgi-bin/getcallbackip'),

  /**
   * Lets WeChat resolve and ping our callback URL (网络通信检测). `check_operator` is the network it looks from:
   * China Telecom, China Unicom, Tencent's own, or chosen by the address.
   *
   * Official path: 基础接口 / 网络通信检测 — `POST /cgi-bin/callback/check`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Network_Detection.html
   */
  callbackCheck: (
    action: 'dns' | 'ping' | 'all',
    check_operator: 'CHINANET' | 'UNICOM' | 'CAP' | 'DEFAULT',
  ) =>
    post<{ readonly dns?: readonly CallbackDns[]; readonly ping?: readonly CallbackPing[] }>(
      '/cgi-bin/callback/check',
      { action, check_operator },
      { safe: true },
    ),
};
