import type { Language } from '../language';

/** The texts of a page. */
export interface PageWords {
  readonly title: string;
  readonly text: string;
  /** The text of the link, if there is one. */
  readonly link?: string;
  /** The description of the QR code, if there is one. */
  readonly code?: string;
}

/** The pages of a sign-in, in each language. */
export const WORDS = {
  /**
   * The browser came back without the cookie of the first visit: it has no cookies, or it is another browser.
   */
  cookies: {
    zh: {
      title: '无法完成登录',
      text: '浏览器没有保存登录所需的 Cookie，或者登录不是在这个浏览器中开始的。请允许使用 Cookie，然后重新打开原来的页面。',
      link: '重新登录',
    },
    en: {
      title: 'The sign-in could not be completed',
      text: 'This browser does not keep the cookie that a sign-in needs, or did not begin the sign-in. Allow cookies, then open the page again.',
      link: 'Sign in again',
    },
  },
  /** The sign-in succeeded several times, and was forgotten each time. */
  'not-kept': {
    zh: {
      title: '登录状态没有保存',
      text: '登录已经成功，但网站没有记住登录状态。请稍后再试；如果一直这样，请联系网站管理员。',
      link: '重新登录',
    },
    en: {
      title: 'The sign-in is not remembered',
      text: 'You have signed in, but the site does not remember it. Try again later; if it stays so, tell those who run the site.',
      link: 'Sign in again',
    },
  },
  refused: {
    zh: {
      title: '需要您的授权',
      text: '这个页面需要您同意提供头像和昵称等信息。如果您愿意，可以重新授权。',
      link: '重新授权',
    },
    en: {
      title: 'Your consent is needed',
      text: 'This page needs your consent, for example to see your name and picture. You can give it now.',
      link: 'Ask me again',
    },
  },
  snapshot: {
    zh: {
      title: '请使用完整服务',
      text: '您现在看到的是网页快照。请点右下角的“使用完整服务”后继续。',
    },
    en: {
      title: 'Open the full service',
      text: 'You see a snapshot of this page. Tap “使用完整服务” (use the full service) at the bottom right to go on.',
    },
  },
  unavailable: {
    zh: { title: '暂时无法登录', text: '微信现在没有给出需要的应答，请稍等一分钟后再试。', link: '重试' },
    en: {
      title: 'Signing in is not possible now',
      text: 'WeChat does not give the answer that is needed. Wait for a minute, then try again.',
      link: 'Try again',
    },
  },
  outside: {
    zh: {
      title: '请在微信中打开',
      text: '请用微信扫描二维码，在手机上打开这个页面。',
      code: '本页地址的二维码',
    },
    en: {
      title: 'Open this page in WeChat',
      text: 'Scan the code with WeChat to open this page on your phone.',
      code: 'QR code of the address of this page',
    },
  },
  /** A form came from a user who is not signed in. */
  form: {
    zh: { title: '请先登录', text: '您还没有登录，或者登录已过期。请登录后重新提交。', link: '登录' },
    en: {
      title: 'Sign in first',
      text: 'You are not signed in, or no longer. Sign in, then send the form again.',
      link: 'Sign in',
    },
  },
  address: {
    zh: { title: '地址不正确', text: '这个地址不能用于登录，请从网站首页重新进入。' },
    en: {
      title: 'Wrong address',
      text: 'Nobody can sign in at this address. Begin at the home page of the site.',
    },
  },
} as const satisfies Record<string, Readonly<Record<Language, PageWords>>>;

export type PageName = keyof typeof WORDS;
