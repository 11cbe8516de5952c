import type { Language } from '../../language';

/** What a page says. */
export interface PlatformPageWords {
  readonly title: string;
  readonly text: string;
  /** What the link says, where there is one. */
  readonly link?: string;
}

/** The pages of an authorisation, in each language. */
export const WORDS = {
  /** The way to WeChat's authorisation page. */
  leaving: {
    zh: {
      title: '正在前往微信授权页',
      text: '请由公众号或小程序的管理员在微信授权页上确认。如果页面没有自动跳转，请点击下面的链接。',
      link: '前往微信授权页',
    },
    en: {
      title: 'On the way to WeChat',
      text: 'An administrator of the account confirms the authorisation on a page of WeChat. If that page does not open by itself, follow the link.',
      link: 'Open the authorisation page of WeChat',
    },
  },
  /** WeChat, or what leads to it, gives no answer that helps. */
  unavailable: {
    zh: { title: '暂时无法连接微信', text: '微信现在没有给出需要的应答，请稍等一分钟后刷新本页。' },
    en: {
      title: 'WeChat cannot be reached',
      text: 'WeChat does not give the answer that is needed. Wait for a minute, then reload this page.',
    },
  },
  /** The browser did not begin here, or too long ago, or something was changed on the way. */
  foreign: {
    zh: {
      title: '无法确认这次授权',
      text: '这次授权不是由这个浏览器发起的，或者已经超过一小时。请回到发起授权的页面，在同一个浏览器中重新开始，并允许使用 Cookie。',
    },
    en: {
      title: 'This authorisation cannot be confirmed',
      text: 'It was not begun in this browser, or more than an hour ago. Go back to where you came from and begin again, in the same browser and with cookies allowed.',
    },
  },
  /** There is no code, or WeChat does not take it any more. */
  over: {
    zh: {
      title: '授权没有完成',
      text: '没有收到有效的授权码：可能已取消、已过期或已被使用。请重新发起授权。',
    },
    en: {
      title: 'The authorisation was not completed',
      text: 'There is no valid code: it was cancelled, is over, or has been used. Begin again.',
    },
  },
  /** A form was posted, or something else that such a page does not take. */
  method: {
    zh: { title: '不支持这种请求', text: '请在浏览器中打开这个地址。' },
    en: { title: 'Not this way', text: 'Open this address in a browser.' },
  },
} as const satisfies Record<string, Readonly<Record<Language, PlatformPageWords>>>;

export type PlatformPageName = keyof typeof WORDS;
