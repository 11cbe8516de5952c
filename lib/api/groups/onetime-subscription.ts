import { browserUrl } from '../browser-url';
import { post } from '../request';

/** A message to a user who agreed to get one. */
export interface OnetimeMessage {
  /** The user's openid. */
  readonly touser: string;
  readonly template_id: string;
  /** The page a tap opens. */
  readonly url?: string;
  /** The mini program a tap opens. */
  readonly miniprogram?: { readonly appid: string; readonly pagepath: string };
  /** The scene of the page on which the user agreed, `'0'` to `'10000'`. */
  readonly scene: string;
  /** At most 15 characters. */
  readonly title: string;
  readonly data: { readonly content: { readonly value: string; readonly color?: string } };
}

/** The page on which a user agrees to get one message. */
export interface OnetimeAuthorization {
  readonly appid: string;
  /** 0 to 10000; comes back, and is needed to send. */
  readonly scene: number;
  readonly template_id: string;
  /** Where the user goes afterwards; the domain follows the rules of web authorisation. */
  readonly redirect_url: string;
  /** Comes back unchanged, against forged requests; at most 128 bytes. */
  readonly reserved?: string;
}

/** One message for one consent (一次性订阅消息). */
export const onetimeSubscription = {
  /**
   * Sends the message a user agreed to get on the page of `authorizeUrl` (推送一次性订阅消息).
   *
   * Official path: 基础消息与订阅通知 / 推送一次性订阅消息 — `POST /cgi-bin/message/template/subscribe`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/One-time_subscription_info.html
   */
  send: (body: OnetimeMessage) => post<void>('/cgi-bin/message/template/subscribe', body),

  /**
   * Builds the address of the page on which a user agrees to get one message (一次性订阅授权页面). WeChat comes back
   * to `redirect_url` with `openid`, `template_id`, `action`, `scene` and `reserved`.
   *
   * Official path: 基础消息与订阅通知 / 一次性订阅授权页面 — `GET https://mp.weixin.qq.com/mp/subscribemsg`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/One-time_subscription_info.html
   */
  authorizeUrl: ({ appid, scene, template_id, redirect_url, reserved }: OnetimeAuthorization): string =>
    browserUrl(
      'mp.weixin.qq.com/mp/subscribemsg',
      { action: 'get_confirm', appid, scene, template_id, redirect_url, reserved },
      '#wechat_redirect',
    ),
};
