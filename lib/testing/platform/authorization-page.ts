import type { FakePlatform } from '../api/platform';
import type { PlayedKind } from '../api/rights';
import type { Arrival } from './browser';
import { AuthorizationPageError } from './page-error';

/** Who is on WeChat's page, and what for. */
export interface Visit {
  readonly arrival: Arrival;
  readonly componentAppId: string;
  readonly domain: string | undefined;
  readonly appId: string;
  readonly kind: PlayedKind;
}

/** What the page tells. */
export interface Consent {
  readonly preAuthCode: string;
  readonly redirectUri: URL;
}

const PAGES =
  /^(?:mp\.weixin\.qq\.com\/cgi-bin\/componentloginpage|open\.weixin\.qq\.com\/wxaopen\/safe\/bindcomponent)$/;

const refuse = (en: string, zh: string): AuthorizationPageError =>
  new AuthorizationPageError(`WeChat's authorisation page refuses: ${en}`, `微信的授权页不允许继续：${zh}`);

/**
 * Looks at a visit of WeChat's authorisation page as WeChat does.
 *
 * @throws {ConfigError} WeChat would show why it goes no further.
 */
export function visitAuthorizationPage(visit: Visit, platform: FakePlatform): Consent {
  const { arrival, componentAppId, appId, kind } = visit;
  const { url, referer } = arrival;
  const query = (name: string): string => url.searchParams.get(name) ?? '';
  if (!PAGES.test(url.host + url.pathname))
    throw refuse(
      `there is no page "${url.host}${url.pathname}".`,
      `没有“${url.host}${url.pathname}”这个页面。`,
    );
  if (query('component_appid') !== componentAppId)
    throw refuse(
      `component_appid is "${query('component_appid')}", not "${componentAppId}".`,
      `component_appid 是“${query('component_appid')}”，而不是“${componentAppId}”。`,
    );
  if (!URL.canParse(query('redirect_uri')))
    throw refuse('redirect_uri is no whole address.', 'redirect_uri 不是完整的地址。');
  const redirectUri = new URL(query('redirect_uri'));
  checkDomains(referer, redirectUri, visit.domain ?? redirectUri.host);
  checkChoice(query('auth_type'), query('biz_appid'), appId, kind);
  const preAuthCode = query('pre_auth_code');
  if (!platform.usePreAuthCode(preAuthCode))
    throw refuse(
      '预授权码已失效: pre_auth_code is not one of this platform, is over (30 minutes), or was used for another page.',
      '预授权码已失效：它不属于这个平台、已超过 30 分钟，或已用于另一次授权。',
    );
  return { preAuthCode, redirectUri };
}

/** Where the merchant came from, and where they go, must be the domain that the console has. */
function checkDomains(referer: string, redirectUri: URL, domain: string): void {
  const from = referer === '' ? '空' : new URL(referer).host;
  if (from === domain && redirectUri.host === domain) return;
  const shown =
    '请确认授权入口页所在域名与授权后回调 URL 的域名相同，并且此两者都与第三方平台的授权发起页域名相同。' +
    `授权入口页所在域名：${from}，授权后回调 URL 的域名：${redirectUri.host}`;
  if (referer === '')
    throw refuse(
      `${shown} (the browser told no Referer: lead there by a link of a page that has Referrer-Policy: origin.)`,
      `${shown}。浏览器没有发送 Referer：请从设置了 Referrer-Policy: origin 的页面用链接跳转。`,
    );
  throw refuse(
    `${shown} (both must be the domain of the platform, "${domain}".)`,
    `${shown}。两者都必须是平台的授权发起页域名“${domain}”。`,
  );
}

/** The kinds of accounts that an `auth_type` lets one choose from. */
const CHOICES: Readonly<Record<string, (kind: PlayedKind) => boolean>> = {
  1: (kind) => kind !== 'mini-program',
  2: (kind) => kind === 'mini-program',
  3: () => true,
  4: () => false,
  5: () => false,
  6: () => true,
};

function checkChoice(authType: string, bizAppId: string, appId: string, kind: PlayedKind): void {
  if (authType !== '' && bizAppId !== '')
    throw refuse('auth_type and biz_appid exclude each other.', 'auth_type 和 biz_appid 不能同时使用。');
  if (bizAppId !== '' && bizAppId !== appId)
    throw refuse(`it is for "${bizAppId}" alone.`, `biz_appid 只允许“${bizAppId}”授权。`);
  if (authType === '') return;
  const offers = CHOICES[authType];
  if (offers === undefined)
    throw refuse(`there is no auth_type "${authType}".`, `没有 auth_type“${authType}”。`);
  if (!offers(kind))
    throw refuse(
      `auth_type ${authType} offers no account of the kind "${kind}".`,
      `auth_type ${authType} 不能选择这类账号（${kind}）。`,
    );
}
