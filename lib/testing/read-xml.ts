import { SaxesParser } from 'saxes';
import type { Data, Field } from '../wire/data';
import { Invalid } from './invalid';

interface Open {
  readonly children: Record<string, Field>;
  text: string;
}

const open = (): Open => ({ children: Object.create(null) as Record<string, Field>, text: '' });

/**
 * Reads the XML of a reply, strictly: well-formed to the letter, one `<xml>` element and nothing before it.
 * A repeated element is an array.
 *
 * @throws {Invalid}
 */
export function readXml(xml: string): Data {
  if (!/^<xml[\s>]/.test(xml))
    throw new Invalid(
      'There is something before <xml>: white space, a byte-order mark, a declaration or text.',
    );
  const parser = new SaxesParser();
  const root = open();
  const stack = [root];
  const top = (): Open => stack.at(-1) ?? root;

  parser.on('error', ({ message }) => {
    throw new Invalid(`The XML is not well-formed: ${message}`);
  });
  parser.on('opentag', () => stack.push(open()));
  parser.on('text', (text) => (top().text += text));
  parser.on('cdata', (text) => (top().text += text));
  parser.on('closetag', ({ name }) => {
    const { children, text } = stack.pop() ?? root;
    const isLeaf = Object.keys(children).length === 0;
    if (!isLeaf && text.trim() !== '') throw new Invalid(`<${name}> holds text between its elements.`);
    const value = isLeaf ? text : children;
    const siblings = top().children;
    const former = siblings[name];
    siblings[name] = former === undefined ? value : [former, value].flat();
  });
  parser.write(xml).close();

  const { xml: fields } = root.children;
  if (typeof fields !== 'object' || Array.isArray(fields)) throw new Invalid('<xml> has no elements.');
  // Neither text nor a list: an element.
  return fields as Data;
}
