import { wellFormed } from './text';

/** What a reply may hold: text, numbers, elements, and elements that are repeated. */
export type XmlContent = string | number | ContentElement | readonly ContentElement[];

/** An element by its children's names; `undefined` is left out. */
export interface ContentElement {
  readonly [name: string]: XmlContent | undefined;
}

/** Text as a CDATA section: forbidden characters are dropped, and what would end the section is split. */
export const cdata = (text: string): string =>
  `<![CDATA[${wellFormed(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** The elements of `content`, in its order; names are ours, text is CDATA, a list repeats its element. */
export function writeXml(content: ContentElement): string {
  let xml = '';
  for (const name of Object.keys(content)) {
    const value = content[name];
    if (value === undefined) continue;
    for (const each of isList(value) ? value : [value])
      xml += `<${name}>${typeof each === 'string' ? cdata(each) : typeof each === 'number' ? each : writeXml(each)}</${name}>`;
  }
  return xml;
}

const isList = (value: XmlContent): value is readonly ContentElement[] => Array.isArray(value);
