import { ConfigError } from '../errors';
import { MAX_TEXT } from './cut-text';

/**
 * What is never split while it fits: a link with its text, an address. Every repetition is bounded, or ends
 * where the next could begin.
 */
const WHOLE =
  /<a\s[^<>]{0,4096}>(?:[^<]|<(?!\/?a[\s>])){0,4096}<\/a>|(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"'，。；：！？、（）《》「」『』【】“”‘’…]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/giu;

const CLOSING = '["\'”’」』）)\\]】》]*';
/** Where a text is split, the best first. A border lies behind the match. */
const BORDERS: readonly RegExp[] = [
  /\n[^\S\n]*\n\s*/g,
  new RegExp(`(?:[。！？!?；;…]${CLOSING}|\\.${CLOSING}(?=\\s))\\s*`, 'g'),
  /\n/g,
  /[^\S\n]+|[，、：,]/g,
];
/** How much of a part a border must leave, so that a text does not come in crumbs. */
const LEAST_SHARE = 1 / 4;
/** A character of UTF-8. */
const LEAST_BYTES = 4;

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Splits a text into parts of at most `bytes` bytes of UTF-8 each (default 2,047, what WeChat takes in one
 * message): at the end of a paragraph, a sentence or a line, at a space, else between two characters as
 * people see them. The parts together are the text. A link `<a …>…</a>` and an address stay whole, unless one
 * alone is longer than a part.
 *
 * @example
 * for (const part of splitText(answer)) await ctx.send(part);
 *
 * @throws {ConfigError} `bytes` is not a whole number of 4 or more, or there is no text.
 */
export function splitText(text: string, bytes: number = MAX_TEXT): string[] {
  if (typeof text !== 'string') throw new ConfigError('splitText() takes a text.');
  if (!Number.isInteger(bytes) || bytes < LEAST_BYTES)
    throw new ConfigError(`splitText() takes a whole number of bytes, ${LEAST_BYTES} or more.`);
  const parts: string[] = [];
  const whole = wholesIn(text, bytes);
  for (let start = 0; start < text.length;) {
    const end = endOfPart(text, start, bytes, whole);
    parts.push(text.slice(start, end));
    start = end;
  }
  return parts;
}

/**
 * The first part of a text. With `least` it has at least so many bytes where characters allow it: where a
 * text has to go into few messages, full ones count more than the best border.
 */
export function firstPart(text: string, bytes: number, least?: number): string {
  return text.slice(0, endOfPart(text, 0, bytes, wholesIn(text, bytes), least));
}

const wholesIn = (text: string, bytes: number): readonly Range[] =>
  [...text.matchAll(WHOLE)]
    .filter(([found]) => Buffer.byteLength(found) <= bytes)
    .map(({ index, 0: found }) => ({ start: index, end: index + found.length }));

function endOfPart(
  text: string,
  start: number,
  bytes: number,
  whole: readonly Range[],
  leastBytes?: number,
): number {
  const limit = reach(text, start, bytes);
  if (limit === text.length) return limit;
  const allowed = bordersOfCharacters(text, start, limit);
  for (const { start: from, end } of whole) {
    if (from >= limit) break;
    for (let at = Math.max(from + 1, start); at < end; at++) allowed.delete(at);
  }
  const isFull = leastBytes !== undefined;
  const least = isFull ? reach(text, start, leastBytes) : start + (limit - start) * LEAST_SHARE;
  const window = text.slice(start, limit);
  const best = BORDERS.map((border) => {
    let last = 0;
    for (const { index, 0: found } of window.matchAll(border)) {
      const at = start + index + found.length;
      if (allowed.has(at)) last = at;
    }
    return last;
  });
  const found = best.find((at) => at >= least) ?? (isFull ? undefined : best.find((at) => at > start));
  // Borders are in the order of the text.
  return found ?? [...allowed].at(-1) ?? limit;
}

/** The end of as many code points as fit. */
function reach(text: string, start: number, bytes: number): number {
  let end = start;
  for (let size = 0; end < text.length;) {
    const code = text.codePointAt(end)!;
    size += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (size > bytes) break;
    end += code < 0x10000 ? 1 : 2;
  }
  return end;
}

/** Where one character as people see it ends, after `start`, up to `limit`. */
function bordersOfCharacters(text: string, start: number, limit: number): Set<number> {
  const borders = new Set<number>();
  // One more than fits: whether a character ends at the limit is seen by the next.
  for (const { index } of new Intl.Segmenter().segment(text.slice(start, limit + 2)))
    if (index > 0 && start + index <= limit) borders.add(start + index);
  return borders;
}
