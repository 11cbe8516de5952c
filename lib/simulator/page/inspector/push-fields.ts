import type { PushRecord } from '../../protocol';
import { readObject } from '../read-object';

/**
 * Returns the fields of a push by name. Nothing in it is run or shown: the parser creates a document of data.
 */
export function fieldsIn({ text }: PushRecord): Readonly<Record<string, unknown>> {
  if (!/^\s*</.test(text)) {
    const read = readObject(text);
    return read === 'no JSON' ? {} : read;
  }
  const { documentElement: root } = new DOMParser().parseFromString(text, 'text/xml');
  const fields = root.querySelector('parsererror') === null ? valueOf(root) : '';
  return typeof fields === 'string' ? {} : fields;
}

type Value = string | Readonly<Record<string, unknown>>;

/**
 * Turns nested elements into fields, and several elements of one name into a list. Other elements become
 * text.
 */
function valueOf(element: Element): Value {
  if (element.children.length === 0) return element.textContent;
  const fields: Record<string, unknown> = {};
  for (const child of element.children) {
    const { tagName } = child;
    const former = Object.hasOwn(fields, tagName) ? [fields[tagName]].flat() : [];
    fields[tagName] = former.length === 0 ? valueOf(child) : [...former, valueOf(child)];
  }
  return fields;
}
