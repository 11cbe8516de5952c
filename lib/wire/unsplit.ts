import { ParseError } from '../errors';
import { MAX_DEPTH, MAX_ELEMENTS } from './data';
import { CDATA, CDATA_END } from './flat';

const SPACE = '[ \\t\\r\\n]*';
const NAME = `([^\\s<>/\\]"'=!?]+)`;
const START = new RegExp(`${SPACE}<${NAME}${SPACE}(/?)>`, 'y');
const END = new RegExp(`${SPACE}</${NAME}${SPACE}>`, 'y');
const SECTION = new RegExp(`${SPACE}<!\\[CDATA\\[`, 'y');
/** The end of a section, and of its element. */
const SECTION_END = new RegExp(`\\]\\]>${SPACE}</${NAME}${SPACE}>`, 'g');
/** What may come after an element: the end of its parent, or the start of another. */
const NEXT = new RegExp(`${SPACE}<[^!?\\s]`, 'y');
const REST = new RegExp(`${SPACE}$`, 'y');
const PROLOG = /\ufeff?[\r\n]*(?:<\?xml[^<>?]*\?>[ \t\r\n]*)?(?=<xml[ \t\r\n]*>)/y;
/**
 * A section that ends where the text has `]]>`, and goes on in another: what a careful writer makes of it.
 */
const SPLIT = `]]${CDATA_END}${CDATA}>`;

/** Ids and words of WeChat's own: no user writes them, and no tag is in them. */
const WORDS: ReadonlySet<string> = new Set([
  'ToUserName',
  'FromUserName',
  'CreateTime',
  'MsgType',
  'Event',
  'MsgId',
  'InfoType',
  'AppId',
  'Encrypt',
]);

/** Most ends of sections that are tried; a text of a user needs a few. */
const MAX_TRIALS = 5000;

/** The sections of one reading, the last first: where each text begins and ends, and whose it is. */
interface Sections {
  readonly count: number;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly before: Sections | undefined;
}

/**
 * Whether a section of a body does not end where its element does, so that it is not certain where it ends.
 * One that is split in the careful way does not count.
 */
export function isLoose(xml: string): boolean {
  for (let at = xml.indexOf(CDATA_END); at !== -1; at = xml.indexOf(CDATA_END, at + 1)) {
    END.lastIndex = at + CDATA_END.length;
    if (!END.test(xml) && !xml.startsWith(SPLIT, at - 2)) return true;
  }
  return false;
}

/**
 * WeChat writes what a user wrote into a section as it is, so that `]]>` in a text ends the section too
 * early. Reads a body in the only form that WeChat gives it (elements that hold one section, one bare text,
 * or elements), finds the one way in which it is whole, and writes it again with such texts split.
 * `undefined`: it has not that form.
 *
 * @throws {ParseError} There are several ways, or a text closes its element and opens others.
 */
export function splitSections(xml: string): string | undefined {
  PROLOG.lastIndex = 0;
  const prolog = PROLOG.exec(xml);
  if (prolog === null) return undefined;
  const [reading, another] = createReader(xml).read(prolog[0].length, [], undefined);
  if (reading === undefined) return undefined;
  if (another !== undefined) throw breaksOut();

  const pieces: string[] = [];
  let rest = xml.length;
  for (let each: Sections | undefined = reading.sections; each !== undefined; each = each.before) {
    const text = xml.slice(each.start, each.end);
    if (!text.includes(CDATA_END)) continue;
    if (opensOthers(text, each.name)) throw breaksOut();
    pieces.push(xml.slice(each.end, rest), text.replaceAll(CDATA_END, SPLIT));
    rest = each.start;
  }
  pieces.push(xml.slice(0, rest));
  return pieces.reverse().join('');
}

/** One way to read a body. */
interface Reading {
  readonly sections: Sections | undefined;
}

function createReader(xml: string) {
  /** By element, where its sections may end. */
  const ends = new Map<string, { readonly at: number; readonly after: number }[]>();
  for (const mark of xml.matchAll(SECTION_END)) {
    const [whole, name = ''] = mark;
    const list = ends.get(name) ?? [];
    list.push({ at: mark.index, after: mark.index + whole.length });
    ends.set(name, list);
  }
  let trials = 0;
  // From a place in the same elements, a body that cannot be read once cannot be read again.
  const dead = new Set<string>();

  /** The ways to read on from `at`, where `open` elements are open: two at most. */
  function read(at: number, open: readonly string[], sections: Sections | undefined): Reading[] {
    const path = [...open];
    for (;;) {
      const end = match(END, at);
      if (end !== null) {
        if (path.pop() !== end[1]) return [];
        at = END.lastIndex;
        if (path.length === 0) return match(REST, at) === null ? [] : [{ sections }];
        continue;
      }
      const tag = match(START, at);
      if (tag === null) return [];
      const [, name = '', slash] = tag;
      at = START.lastIndex;
      if (slash === '/') continue;
      if (match(SECTION, at) !== null) return tryEnds(name, SECTION.lastIndex, path, sections);
      const next = xml.indexOf('<', at);
      if (next === -1 || xml.slice(at, next).includes(CDATA_END)) return [];
      if (xml.startsWith('</', next)) {
        if (match(END, next)?.[1] !== name) return [];
        at = END.lastIndex;
      } else if (path.push(name) > MAX_DEPTH) return [];
    }
  }

  function tryEnds(name: string, start: number, path: string[], before: Sections | undefined): Reading[] {
    const found: Reading[] = [];
    const count = (before?.count ?? 0) + 1;
    if (count > MAX_ELEMENTS) return found;
    for (const { at, after } of ends.get(name) ?? []) {
      if (++trials > MAX_TRIALS) throw breaksOut();
      if (at < start) continue;
      if (WORDS.has(name) && xml.slice(start, at).includes('<')) break;
      const place = `${after} ${path.join('/')}`;
      if (dead.has(place)) continue;
      const readings =
        match(NEXT, after) === null ? [] : read(after, path, { count, name, start, end: at, before });
      if (readings.length === 0) dead.add(place);
      found.push(...readings);
      if (found.length > 1) break;
    }
    return found;
  }

  function match(pattern: RegExp, at: number): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(xml);
  }

  return { read };
}

/** Whether a text ends its own element, which it has not begun, and then begins something. */
function opensOthers(text: string, name: string): boolean {
  let begun = 0;
  const own = new RegExp(
    `<${escape(name)}${SPACE}>${SPACE}<!\\[CDATA\\[|\\]\\]>${SPACE}</${escape(name)}${SPACE}>`,
    'g',
  );
  for (const { 0: found, index } of text.matchAll(own)) {
    begun += found.startsWith('<') ? 1 : -1;
    if (begun < 0) return /<[^\s/]/.test(text.slice(index));
  }
  return false;
}

const escape = (name: string): string => name.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');

const breaksOut = () =>
  new ParseError('A text in the body closes its element and opens others: where it ends is not certain.');
