import { ParseError } from '../errors';
import type { Data } from './data';
import { CDATA_END } from './flat';
import { scanXml } from './scan';
import { parseXml, settle } from './xml';

/** Elements that hold what a user wrote, and that WeChat does not repeat. */
const ONCE: ReadonlySet<string> = new Set(['ScanCodeInfo', 'SendLocationInfo', 'info']);

const TOKEN = /<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<\?[^]*?\?>|<(\/?)([^\s/>]+)[^>]*?(\/?)>/g;
const SECTION_END = /\]\]>\s*<\/([^\s>\]]+)\s*>/g;

/**
 * Parses an XML push as WeChat writes it: what a user wrote is read as it was written, whatever is in it.
 *
 * @throws {ParseError} It is not a push, or a user's text may have made some of its fields: see
 * `refuseMadeFields`.
 */
export function parsePushXml(xml: string): Data {
  const scan = scanXml(xml);
  const flat = scan.flat();
  if (flat !== undefined) return flat;
  const settled = settle(scan);
  refuseMadeFields(settled.text);
  return parseXml(xml, settled);
}

interface Element {
  readonly name: string;
  readonly children: Element[];
  hasSection: boolean;
}

/**
 * A text that closes its element and makes fields has to open an element of the same name again, for the end
 * tag that WeChat writes behind the text. So a section of the same name is accepted twice only where WeChat
 * has lists, or in different elements of the message.
 *
 * @throws {ParseError}
 */
function refuseMadeFields(xml: string): void {
  if (!isRepeated(xml)) return;
  const fields = new Set<string>();
  const nested: Set<string>[] = [];
  const elements = new Set<string>();
  for (const run of runs(treeOf(xml))) {
    const [{ name }] = run;
    if (elements.has(name)) throw made();
    elements.add(name);
    if (run.every(isLeaf)) {
      if (!run.some(({ hasSection }) => hasSection)) continue;
      if (run.length > 1) throw made();
      fields.add(name);
    } else nested.push(sections(run));
  }
  // Two texts can open and close an element around both of their fields.
  for (const names of nested) if ([...names].filter((name) => fields.has(name)).length > 1) throw made();
}

function isRepeated(xml: string): boolean {
  const names = new Set<string>();
  for (const [, name = ''] of xml.matchAll(SECTION_END)) {
    if (names.has(name)) return true;
    names.add(name);
  }
  return false;
}

/** The elements below the root. */
function treeOf(xml: string): Element[] {
  const root: Element = { name: '', children: [], hasSection: false };
  const path = [root];
  let sectionEnd = 0;
  for (const { 0: token, 1: slash, 2: name, 3: empty, index } of xml.matchAll(TOKEN)) {
    const parent = path.at(-1) ?? root;
    if (name === undefined) {
      // WeChat writes no comments: the end of a field is in this one.
      if (!token.startsWith('<![') && token.includes(CDATA_END)) throw made();
      parent.hasSection = true;
      sectionEnd = index + token.length;
    } else if (slash === '/') {
      // The end of a field is in this text.
      if (sectionEnd !== index && xml.startsWith(CDATA_END, index - CDATA_END.length)) throw made();
      path.pop();
    } else {
      const element: Element = { name, children: [], hasSection: false };
      parent.children.push(element);
      if (empty !== '/') path.push(element);
    }
  }
  return root.children[0]?.children ?? [];
}

const isLeaf = ({ children }: Element): boolean => children.length === 0;

type Run = [Element, ...Element[]];

/** Elements of one name, one after the other. */
function runs(elements: readonly Element[]): Run[] {
  const all: Run[] = [];
  for (const element of elements) {
    const last = all.at(-1);
    if (last?.[0].name === element.name) last.push(element);
    else all.push([element]);
  }
  return all;
}

/**
 * The names of the sections in a list and below. Where users write, each is there once. Elsewhere the same
 * name may come again in an element inside, one name only: two texts that make an element around both of
 * their fields repeat two.
 */
function sections(run: Run): Set<string> {
  const isStrict = ONCE.has(run[0].name);
  if (isStrict && run.length > 1) throw made();
  const names = new Set<string>();
  for (const { children } of run) {
    const own = new Set<string>();
    const nested: Set<string>[] = [];
    for (const inner of runs(children)) {
      if (!inner.every(isLeaf)) nested.push(sections(inner));
      else if (inner.some(({ hasSection }) => hasSection)) {
        if (own.has(inner[0].name) || (isStrict && inner.length > 1)) throw made();
        own.add(inner[0].name);
      }
    }
    for (const below of nested) {
      const repeated = [...below].filter((name) => own.has(name)).length;
      if (repeated > (isStrict ? 0 : 1)) throw made();
    }
    for (const each of [own, ...nested]) for (const name of each) names.add(name);
  }
  return names;
}

const made = () => new ParseError('The body repeats a field: a text in it may have made it.');
