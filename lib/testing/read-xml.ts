import { SaxesParser } from 'saxes';
import { printable } from '../logger';
import type { Data, Field } from '../wire/data';
import { invalidReply } from './invalid-reply-error';
import type { ReplyNote } from './invalid-reply-error';
import type { Prefix } from './problems/envelope';

interface Open {
  readonly children: Record<string, Field>;
  text: string;
}

const open = (): Open => ({ children: Object.create(null) as Record<string, Field>, text: '' });

/**
 * Reads the XML of a reply, strictly: well-formed to the letter, one `<xml>` element. A repeated element is
 * an array. What stands before `<xml>` and is no part of the document is told to `note`.
 *
 * @throws {Invalid}
 */
export function readXml(xml: string, note: ReplyNote = () => undefined): Data {
  const { found, length } = prefixOf(xml);
  const document = xml.slice(length);
  if (!/^<xml[\s>]/.test(document))
    throw invalidReply('text-before-xml', {
      text: printable(document.slice(0, Math.max(document.indexOf('<xml'), 0))),
    });
  if (found.length > 0) note('before-xml', { what: found });
  const parser = new SaxesParser();
  const root = open();
  const stack = [root];
  const top = (): Open => stack.at(-1) ?? root;

  parser.on('error', ({ message }) => {
    throw invalidReply('broken-xml', { detail: message });
  });
  parser.on('opentag', () => stack.push(open()));
  parser.on('text', (text) => (top().text += text));
  parser.on('cdata', (text) => (top().text += text));
  parser.on('closetag', ({ name }) => {
    const { children, text } = stack.pop() ?? root;
    const isLeaf = Object.keys(children).length === 0;
    if (!isLeaf && text.trim() !== '') throw invalidReply('text-between-elements', { field: name });
    const value = isLeaf ? text : children;
    const siblings = top().children;
    const former = siblings[name];
    siblings[name] = former === undefined ? value : [former, value].flat();
  });
  parser.write(document).close();

  const { xml: fields } = root.children;
  if (typeof fields !== 'object' || Array.isArray(fields)) throw invalidReply('no-elements', {});
  // Neither text nor a list: an element.
  return fields as Data;
}

const PARTS: readonly (readonly [Prefix, RegExp])[] = [
  ['white space', /[ \t\r\n]+/y],
  ['a byte-order mark', /\ufeff/y],
  ['an XML declaration', /<\?xml\s[^>]*\?>/y],
  ['a comment', /<!--[^]*?-->/y],
];

/** What comes before the root of a document, in order, each kind once; and how long all of it is. */
function prefixOf(xml: string): { readonly found: readonly Prefix[]; readonly length: number } {
  const found = new Set<Prefix>();
  let length = 0;
  for (let isOver = false; !isOver;) {
    isOver = true;
    for (const [name, part] of PARTS) {
      part.lastIndex = length;
      if (!part.test(xml)) continue;
      found.add(name);
      length = part.lastIndex;
      isOver = false;
    }
  }
  return { found: [...found], length };
}
