import { ConfigError } from '../errors';

/** How a link of `tap` differs from its text. */
export interface TapOptions {
  /** What a tap sends as the user's own text. Default: the text of the link. */
  readonly says?: string;
  /** What the message then has as `bizmsgmenuid`. Default `'1'`. */
  readonly id?: string;
}

/** What would end the link, or its address, too early. */
const MARKUP = /[<>"\p{Cc}\p{Cs}]/u;
const RESERVED = /[%&#+?=\s]/gu;

/**
 * A link inside a text: a tap on it sends `says` as a text of the user's, on every kind of account.
 *
 * @example
 * return `Part 1 of 3. ${tap('继续')}`;
 *
 * @throws {ConfigError} A text is missing, or has characters in it that a link cannot have: `<`, `>`, `"`,
 * line breaks.
 */
export function tap(text: string, options: TapOptions = {}): string {
  const { says = text, id = '1' } = options;
  for (const [name, value] of Object.entries({ text, says, id }))
    if (typeof value !== 'string' || value.trim() === '' || MARKUP.test(value))
      throw new ConfigError(
        `tap() needs a "${name}" that is not empty and has no <, >, quotation marks or line breaks.`,
      );
  return `<a href="weixin://bizmsgmenu?msgmenucontent=${encoded(says)}&msgmenuid=${encoded(id)}">${text}</a>`;
}

/** A link of `tap`, as WeChat's client reads it. */
export interface TapLink {
  /** What the user sees. */
  readonly text: string;
  readonly says: string;
  readonly id: string;
}

const LINK =
  /<a\s[^<>]*?href\s*=\s*(?:"(weixin:\/\/bizmsgmenu\?[^"]*)"|'(weixin:\/\/bizmsgmenu\?[^']*)')[^<>]*>([^<]*)<\/a>/gi;

/**
 * The links of `tap` in a text; one without something to say, or without an id, does nothing when it is
 * tapped.
 */
export function tapsIn(text: string): readonly TapLink[] {
  if (!text.includes('bizmsgmenu')) return [];
  return [...text.matchAll(LINK)].flatMap(([, double, single, shown = '']) => {
    const address = double ?? single ?? '';
    const says = parameter(address, 'msgmenucontent');
    const id = parameter(address, 'msgmenuid');
    return says === '' || id === '' ? [] : [{ text: shown, says, id }];
  });
}

function parameter(address: string, name: string): string {
  const value = new RegExp(`[?&]${name}=([^&]*)`).exec(address)?.[1] ?? '';
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const encoded = (value: string): string => value.replace(RESERVED, encodeURIComponent);
