import { createHash } from 'node:crypto';
import type { FakeAccount } from './fake-account';
import { tickets } from './tokens';

/** A page that calls `wx.config`. */
export interface ConfiguredPage {
  readonly appId: string;
  /** Seconds since 1970, as a number. */
  readonly timestamp: number;
  readonly nonceStr: string;
  readonly signature: string;
  /** The address that the client shows just now. */
  readonly url: string;
  /** The address with which the web view was opened, where a router has changed it since. Default: `url`. */
  readonly entryUrl?: string;
  /** iOS checks the entry address, Android the current one. */
  readonly platform: 'ios' | 'android';
}

/** Why a signature is none. */
export type SignatureProblem =
  | 'app-id'
  | 'timestamp-text'
  | 'timestamp-milliseconds'
  | 'old-ticket'
  | 'card-ticket'
  | 'fragment'
  | 'query-lost'
  | 'encoded-url'
  | 'scheme'
  | 'slash'
  | 'ios-entry-url'
  | 'android-current-url'
  | 'parameter-name'
  | 'other';

/** What `wx.config` says. */
export type SignatureVerdict =
  | { readonly errMsg: 'config:ok' }
  | {
      readonly errMsg: 'config:invalid url domain';
      readonly reason: 'js-domain';
      readonly text: string;
    }
  | {
      readonly errMsg: 'config:invalid signature';
      readonly reason: SignatureProblem;
      /** The reason in words, and what to do. */
      readonly text: string;
    };

const OTHER_DOMAIN =
  'the host of the page is not under JS接口安全域名 of the console: enter it there, without scheme and port. Pages are at the usual ports alone.';
const WORDS: Readonly<Record<SignatureProblem, string>> = {
  'app-id': '"appId" is that of another account than the simulator plays.',
  'timestamp-text': '"timestamp" is text: give wx.config a number of seconds.',
  'timestamp-milliseconds': 'other units of time were signed than wx.config got: both take seconds.',
  'old-ticket': 'the jsapi_ticket is an old one: it is over, or another program has asked for one.',
  'card-ticket': 'it was signed with the ticket of cards (wx_card): pages take the one of "jsapi".',
  fragment: 'the address was signed with its "#…": sign what is before it.',
  'query-lost': 'a part of the query was not signed: send encodeURIComponent(location.href) to your server.',
  'encoded-url': 'the address was signed encoded or decoded: sign it byte for byte as location.href has it.',
  scheme:
    'http was signed in place of https, or the other way: behind a proxy the server sees another scheme.',
  slash: 'the "/" at the end of the address is missing, or too much.',
  'ios-entry-url': 'iOS checks the address with which the web view was opened; the current one was signed.',
  'android-current-url': 'Android checks the current address; the one of the entry was signed.',
  'parameter-name':
    'the text that is signed has the names jsapi_ticket, noncestr, timestamp and url, in lower case and in this order.',
  other: 'the ticket, "nonceStr", "timestamp" or the address is another than was signed.',
};

type Signed = Readonly<Record<'ticket' | 'nonce' | 'time' | 'url', string>>;

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
const signed = ({ ticket, nonce, time, url }: Signed): string =>
  `jsapi_ticket=${ticket}&noncestr=${nonce}&timestamp=${time}&url=${url}`;

/** Checks what a page gives to `wx.config`. */
export function checkSignature(account: FakeAccount, page: ConfiguredPage): SignatureVerdict {
  const refuse = (reason: SignatureProblem): SignatureVerdict => ({
    errMsg: 'config:invalid signature',
    reason,
    text: WORDS[reason],
  });
  if (account.appId !== '' && page.appId !== account.appId) return refuse('app-id');
  if (!isJsDomain(page.url, account.jsDomains()))
    return { errMsg: 'config:invalid url domain', reason: 'js-domain', text: OTHER_DOMAIN };
  // Not every caller has a compiler.
  if (typeof page.timestamp !== 'number') return refuse('timestamp-text');
  if (typeof page.signature !== 'string') return refuse('other');
  const given = page.signature.toLowerCase();
  const kept = account.part(tickets);
  const [shown, entry] = [bare(page.url), bare(page.entryUrl ?? page.url)];
  const [checked, other] = page.platform === 'ios' ? [entry, shown] : [shown, entry];
  const good: Signed = {
    ticket: kept.current('jsapi') ?? '',
    nonce: page.nonceStr,
    time: String(page.timestamp),
    url: checked,
  };
  if (good.ticket !== '' && sha1(signed(good)) === given) return { errMsg: 'config:ok' };
  const found = variants(good, page, other, kept).find(([, text]) => sha1(text) === given);
  return refuse(found?.[0] ?? 'other');
}

/** A domain of the console stands for the hosts below it as well. */
function isJsDomain(address: string, domains: readonly string[] | undefined): boolean {
  if (domains === undefined) return true;
  if (!URL.canParse(address)) return false;
  const { hostname, port } = new URL(address);
  return port === '' && domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}

const bare = (url: string): string => url.split('#', 1)[0] ?? url;

/** What people sign in place of the right text. */
function variants(
  good: Signed,
  { platform, ...page }: ConfiguredPage,
  other: string,
  kept: ReturnType<typeof tickets>,
): readonly (readonly [SignatureProblem, string])[] {
  const { url, time } = good;
  const at = url.indexOf('?');
  const ofUrl = (reason: SignatureProblem, urls: readonly string[]) =>
    urls.map((each) => [reason, signed({ ...good, url: each })] as const);
  const cuts = [...url.matchAll(/&/g)].map(({ index }) => url.slice(0, index));
  return [
    ...ofUrl(platform === 'ios' ? 'ios-entry-url' : 'android-current-url', [other]),
    ...ofUrl('fragment', [page.url, page.entryUrl ?? page.url]),
    ...ofUrl('query-lost', at === -1 ? [] : [url.slice(0, at), ...cuts]),
    ...ofUrl('encoded-url', [
      encodeURIComponent(url),
      encodeURI(url),
      decoded(url),
      url.replaceAll('&', '&amp;'),
    ]),
    ...ofUrl('scheme', [url.replace(/^https?:/, (scheme) => (scheme === 'http:' ? 'https:' : 'http:'))]),
    ...ofUrl('slash', [url.endsWith('/') ? url.slice(0, -1) : `${url}/`]),
    ...kept.former('jsapi').map((ticket) => ['old-ticket', signed({ ...good, ticket })] as const),
    ...[kept.current('wx_card') ?? '', ...kept.former('wx_card')].map(
      (ticket) => ['card-ticket', signed({ ...good, ticket })] as const,
    ),
    ...[String(Math.floor(Number(time) / 1000)), `${time}000`].map(
      (each) => ['timestamp-milliseconds', signed({ ...good, time: each })] as const,
    ),
    ['parameter-name', signed(good).replace('&noncestr=', '&nonceStr=')],
    ['parameter-name', `noncestr=${good.nonce}&jsapi_ticket=${good.ticket}&timestamp=${time}&url=${url}`],
  ];
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
