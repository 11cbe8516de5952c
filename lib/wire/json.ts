import { ParseError } from '../errors';
import { MAX_DEPTH } from './data';

/** How much JSON is read at most. */
export interface JsonLimits {
  /** Most characters. Default: 20 Mi, above anything the transport lets through. */
  readonly maxLength?: number;
  /** Most values. Default: no limit but the length. */
  readonly maxElements?: number;
}

const LONG_INTEGER = /^-?[1-9]\d{15,}$/;
const MAX_LENGTH = 20 * 1024 * 1024;

/**
 * Reads JSON as WeChat writes it. Integers of 16 and more digits become strings, since numbers would round
 * them. Raw control characters inside strings, which WeChat lets through from user names and articles, are
 * tolerated.
 */
export function parseJson(text: string, limits: JsonLimits = {}): unknown {
  if (text.length > (limits.maxLength ?? MAX_LENGTH)) throw new ParseError('The JSON is too long.');
  const exact = quoteLongIntegers(text.startsWith('\ufeff') ? text.slice(1) : text, limits.maxElements);
  try {
    return JSON.parse(exact);
  } catch {
    try {
      return JSON.parse(escapeControls(exact));
    } catch {
      // Not the parser's message: it quotes the text, which may hold a secret.
      throw new ParseError('The body is not well-formed JSON.');
    }
  }
}

/**
 * The same JSON with quotes around integers of 16 and more digits. One pass over the text outside strings;
 * depth and number of values are counted.
 *
 * @throws {ParseError} There are too many of either.
 */
export function quoteLongIntegers(text: string, maxElements = Infinity): string {
  let result = '';
  let copied = 0;
  let depth = 0;
  let elements = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(text, at);
    } else if (code === 0x2c) {
      elements++;
    } else if (code === 0x7b || code === 0x5b) {
      elements++;
      if (++depth > MAX_DEPTH) throw new ParseError('The JSON is nested too deep.');
    } else if (code === 0x7d || code === 0x5d) {
      depth--;
    } else if (isNumberStart(code)) {
      const end = endOfNumber(text, at);
      if (end - at >= 16 && LONG_INTEGER.test(text.slice(at, end))) {
        result += `${text.slice(copied, at)}"${text.slice(at, end)}"`;
        copied = end;
      }
      at = end - 1;
    }
    if (elements > maxElements) throw new ParseError('The JSON has too many values.');
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/** Index of the closing quote, or of the end. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = at;
    while (text.charCodeAt(slashes - 1) === 0x5c) slashes--;
    if ((at - slashes) % 2 === 0) return at;
  }
  return text.length;
}

const isNumberStart = (code: number): boolean => code === 0x2d || (code >= 0x30 && code <= 0x39);

// Everything a number can contain, so that a part of 1.5e3 is not taken for an integer.
function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const inside = isNumberStart(code) || code === 0x2e || code === 0x2b || code === 0x65 || code === 0x45;
    if (!inside) break;
  }
  return at;
}

function escapeControls(text: string): string {
  let result = '';
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    if (quote === -1) break;
    const end = endOfString(text, quote);
    result +=
      text.slice(at, quote) +
      text
        .slice(quote, end + 1)
        // oxlint-disable-next-line no-control-regex -- these are what is looked for
        .replace(/[\u0000-\u001f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    at = end + 1;
  }
  return result + text.slice(at);
}

/** Tells which values are written as bare digits: returns their digits, or undefined for all others. */
export type Bare = (value: unknown) => string | undefined;

const NUMBER = /^-?(0|[1-9]\d*)$/;

/**
 * Writes JSON. Values that `bare` knows, and nothing else, are written as digits without quotes, however
 * long. No text in it, names included, has characters that JSON writes as `\u`: WeChat shows these to people
 * as they stand, or refuses them.
 */
export function writeJson(value: unknown, bare?: Bare): string {
  const numbers: string[] = [];
  // Nobody can know the mark, so no text of a user can pass for one.
  const mark = crypto.randomUUID();
  const text = JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key, given: unknown) {
    // `this[key]` is the value before its toJSON() made text of it.
    const number = bare?.(this[key]);
    return number !== undefined && NUMBER.test(number) ? `${mark}${numbers.push(number) - 1}` : given;
  }) as string | undefined;
  if (text === undefined) return 'null';
  const clean = dropEscaped(text);
  if (numbers.length === 0) return clean;
  return clean.replace(
    new RegExp(`"${mark}(\\d+)"`, 'g'),
    (_, index: string) => numbers[Number(index)] ?? '',
  );
}

// Escaped are control characters and lone surrogates; the two non-characters stand as they are.
const ESCAPE = /\\(?:u[\da-f]{4}|[^])|[\ufffe\uffff]/g;

/**
 * The same JSON without the characters that were escaped by number, and without those two; line breaks, tabs
 * and quotes stay.
 */
const dropEscaped = (json: string): string =>
  /\\[ubf]|[\ufffe\uffff]/.test(json)
    ? json.replace(ESCAPE, (found) => (/^\\[^ubf]$/.test(found) ? found : ''))
    : json;
