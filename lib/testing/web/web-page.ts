import type { IncomingHttpHeaders } from 'node:http';
import type { PageRefusal } from '../api/authorize-page';

/** A request that a web view has made, or a visit of WeChat's page. */
export interface Hop {
  /** Without the value of `code`. */
  readonly url: string;
  readonly status: number;
}

/** A page as a user sees it in WeChat. */
export interface WebPage {
  readonly status: number;
  /** Its address, without the value of a `code` that the app has left there. */
  readonly url: string;
  /**
   * The address with which the web view was opened, once redirects were followed: what iOS checks for the
   * JS-SDK.
   */
  readonly entryUrl: string;
  readonly headers: IncomingHttpHeaders;
  /** What the app has sent. */
  readonly html: string;
  /** The same without tags, scripts and styles. */
  readonly text: string;
  /** How the web view came here, in order, since the last `opens`, `open` or `click`. */
  readonly hops: readonly Hop[];
  /** The cookies that this address gets, by name. */
  readonly cookies: Readonly<Record<string, string>>;
  /** Whether the user was asked to agree on the way. */
  readonly wasAsked: boolean;
  /** Whether it is shown as a snapshot page (快照页). */
  readonly isSnapshot: boolean;
  /** Why WeChat's authorisation page went no further, which then is this page. */
  readonly refusal?: PageRefusal;
  /** Taps the link with that `href`, or with that text. */
  click(link: string): Promise<WebPage>;
  /** Opens an address in the same web view: a path, or a whole address. */
  open(url: string): Promise<WebPage>;
  /** Taps 使用完整服务 on a snapshot page: the page is opened once more, with the user's own cookies and openid. */
  useFullService(): Promise<WebPage>;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  nbsp: ' ',
};

/** Text in which the references of HTML are characters. */
const decode = (html: string): string =>
  html.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi,
    (whole, decimal?: string, hex?: string, word?: string) => {
      const point = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
      if (word !== undefined) return ENTITIES[word] ?? whole;
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );

/** What a reader sees of a page. */
export const textOf = (html: string): string =>
  decode(
    html
      .replace(/<!--[^]*?-->/g, '')
      .replace(/<(script|style|title|svg)\b[^]*?<\/\1\s*>/gi, '')
      .replace(/<[^>]*>/g, ' '),
  )
    .replace(/\s+/g, ' ')
    .trim();

/** The target of the link of a page that has that `href` or that text. */
export function hrefOf(html: string, link: string): string | undefined {
  const links = [...html.matchAll(/<a\s([^>]*)>([^]*?)<\/a\s*>/gi)].flatMap(
    ([, attributes = '', inner = '']) => {
      const found = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(attributes);
      const href = found?.[1] ?? found?.[2] ?? found?.[3];
      return href === undefined ? [] : [{ href: decode(href), text: textOf(inner) }];
    },
  );
  return links.find(({ href, text }) => href === link || text === link)?.href;
}

/** An address in which nobody can read a code. */
export function withoutCode(address: URL): string {
  const url = new URL(address);
  url.search = url.search.replace(/([?&]code=)[^&]*/g, '$1');
  return url.href;
}
