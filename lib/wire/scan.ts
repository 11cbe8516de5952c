import { ParseError } from '../errors';
import { MAX_DEPTH, MAX_ELEMENTS } from './data';
import type { Data } from './data';
import { CDATA, CDATA_END, createFlat } from './flat';
import { splitSections } from './unsplit';

/** What one pass over an XML body finds. */
export interface Scan {
  /** The body as a parser is to read it. */
  readonly text: string;
  /** The text of the one `<Encrypt>` directly under the root; empty when the element is. */
  readonly encrypt: string | undefined;
  /** Every element name that occurs, in order. */
  readonly names: readonly string[];
  /** Whether one of them is called like something that every plain object has, or `cdata`. */
  readonly inherited: boolean;
  /**
   * What a parser would make of the body, if it is so plain that there is nothing to parse: see `createFlat`.
   */
  readonly flat: () => Data | undefined;
}

const MAX_TAG = 1024;
const MAX_ENTITIES = 10_000;

const NAME = /^[A-Za-z_][\w.-]*$/;
const FOREIGN_NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
const START_TAG = /<([^\s/>"'=]+)(?:\s+[^\s=>/"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>/y;
/** White space is XML's only: the parser takes no other for it. */
const NO_SPACE = /[^ \t\r\n]/;
const INHERITED: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'cdata']);
const LOWER_CASE = 95;

/**
 * Scans an XML body; one that is not well-formed because WeChat does not split `]]>` in what users write is
 * scanned with it split.
 *
 * @throws {ParseError}
 */
export function scanXml(xml: string): Scan {
  try {
    return scanStrictly(xml);
  } catch (error) {
    const split = splitSections(xml);
    if (split === undefined || split === xml) throw error;
    return scanStrictly(split);
  }
}

/**
 * Walks over an XML body without parsing it and refuses what no push may hold: a root other than `xml`,
 * anything after it, a DTD, more than 32 levels, 2,000 elements or 10,000 entities, tags that do not match,
 * an `<Encrypt>` that is repeated, nested or split. Linear, and the only code that sees a body before it is
 * proven.
 *
 * @throws {ParseError}
 */
export function scanStrictly(xml: string): Scan {
  const names: string[] = [];
  let inherited = false;
  const flat = createFlat(xml);
  const open: string[] = [];
  let at = xml.charCodeAt(0) === 0xfeff ? 1 : 0;
  // WeChat's own samples may begin with line breaks; anything else before the root is not a push.
  while (xml[at] === '\n' || xml[at] === '\r') at++;
  let entity = xml.indexOf('&');
  let entities = 0;
  let encryptAt = -1;
  let encrypt: string | undefined;

  for (let first = true; ; first = false) {
    const tag = xml.indexOf('<', at);
    const end = tag === -1 ? xml.length : tag;
    if (open.length === 0 && end > at && (first || NO_SPACE.test(xml.slice(at, end)))) throw outside();
    for (; entity !== -1 && entity < end; entity = xml.indexOf('&', entity + 1))
      if (entity >= at && ++entities > MAX_ENTITIES) throw new ParseError('The body has too many entities.');
    if (tag === -1) break;

    const next = xml[tag + 1];
    if (next === '/') {
      const close = endOf(xml, '>', tag);
      const inside = xml.slice(tag + 2, close);
      const name = inside.trimEnd();
      if (open.pop() !== name || (name !== inside && NO_SPACE.test(inside.slice(name.length))))
        throw new ParseError('The tags of the body do not match.');
      if (encryptAt !== -1) {
        encrypt = encryptText(xml.slice(encryptAt, tag));
        encryptAt = -1;
      }
      if (open.length === 1) flat.close(tag);
      at = close + 1;
    } else if (next === '?') {
      const close = endOf(xml, '?>', tag + 2);
      // Where one with a question mark inside ends, this scanner and the parser might not agree.
      if (xml.slice(tag + 2, close).includes('?'))
        throw new ParseError('The body has a malformed processing instruction.');
      flat.spoil();
      at = close + 2;
    } else if (next === '!') {
      if (xml.startsWith(CDATA, tag)) {
        if (open.length === 0) throw outside();
        at = endOf(xml, CDATA_END, tag) + CDATA_END.length;
        flat.section(tag, at);
      } else if (xml.startsWith('<!--', tag)) {
        at = endOf(xml, '-->', tag + 4) + 3;
        flat.spoil();
      } else throw new ParseError('A DTD is not accepted.');
    } else {
      const { name, empty, length, isPlain } = startTag(xml, tag);
      if (open.length === 0 && (names.length > 0 || name !== 'xml')) throw outside();
      if (names.push(name) > MAX_ELEMENTS) throw new ParseError('The body has too many elements.');
      if (open.length >= MAX_DEPTH) throw new ParseError('The body is nested too deep.');
      if (encryptAt !== -1) throw new ParseError('<Encrypt> holds elements.');
      at = tag + length;
      if (empty || !isPlain || open.length > 1) flat.spoil();
      else flat.open(at);
      // Most of WeChat's names begin with a capital: those need no looking up.
      if (name.charCodeAt(0) >= LOWER_CASE && INHERITED.has(name)) inherited = true;
      if (name === 'Encrypt') {
        if (open.length !== 1 || encrypt !== undefined)
          throw new ParseError('<Encrypt> is not the one it must be.');
        if (empty) encrypt = '';
        else encryptAt = at;
      }
      if (!empty) open.push(name);
    }
  }
  if (names.length === 0 || open.length > 0) throw new ParseError('The body is not one whole <xml> element.');
  return {
    text: xml,
    encrypt,
    names,
    inherited,
    flat: () => (inherited || entities > 0 ? undefined : flat.fields(names)),
  };
}

const outside = () => new ParseError('The body has something before, after or instead of its <xml> element.');

function endOf(xml: string, mark: string, from: number): number {
  const end = xml.indexOf(mark, from);
  if (end === -1) throw new ParseError('The body ends inside a tag or a section.');
  return end;
}

function startTag(
  xml: string,
  at: number,
): { name: string; empty: boolean; length: number; isPlain: boolean } {
  const length = endOf(xml, '>', at) + 1 - at;
  if (length <= MAX_TAG) {
    const empty = xml[at + length - 2] === '/';
    const name = xml.slice(at + 1, at + length - (empty ? 2 : 1));
    if (NAME.test(name)) return { name, empty, length, isPlain: true };
  }
  // Attributes, white space, foreign letters: rare, so the slower look is taken only now.
  START_TAG.lastIndex = 0;
  const [whole, name, slash] = START_TAG.exec(xml.slice(at, at + MAX_TAG)) ?? [];
  if (whole === undefined || name === undefined || !FOREIGN_NAME.test(name))
    throw new ParseError('The body has a malformed tag.');
  return { name, empty: slash === '/', length: whole.length, isPlain: false };
}

function encryptText(content: string): string {
  const text = content.trim();
  const inner =
    text.startsWith(CDATA) && text.endsWith(CDATA_END) ? text.slice(CDATA.length, -CDATA_END.length) : text;
  if (inner.includes('<')) throw new ParseError('<Encrypt> is split.');
  return inner;
}
