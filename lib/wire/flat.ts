import type { Data } from './data';

/** What is around the text of a section. */
export const CDATA = '<![CDATA[';
export const CDATA_END = ']]>';
const GREATER = 62;

/**
 * Notes where the fields of a body are while it is scanned. Nearly all of WeChat's are one level of elements,
 * each with text or one CDATA section and nothing else: then the fields are the pieces between the tags, and
 * the most costly step on a message's way has nothing left to do. Whatever else is there (entities,
 * attributes, comments, elements that are empty, nested or repeated) is the parser's.
 */
export function createFlat(xml: string) {
  let isPlain = true;
  /** Where each element's text begins and ends. */
  const pieces: number[] = [];
  let start = 0;
  /** The end of the section with which the element starts; 0 = there is none. */
  let sectionEnd = 0;

  const spoil = (): void => {
    isPlain = false;
  };

  return {
    /** Something that only a parser understands. */
    spoil,
    /** The text of an element begins here. */
    open(at: number): void {
      start = at;
      sectionEnd = 0;
    },
    section(at: number, end: number): void {
      if (at === start) sectionEnd = end;
      else spoil();
    },
    /** An element below the root ends here. */
    close(at: number): void {
      if (sectionEnd === 0) {
        pieces.push(start, at);
        // Perhaps the end of a text that has closed its element and opened another of the same name.
        if (xml.charCodeAt(at - 1) === GREATER && xml.startsWith(CDATA_END, at - 3)) spoil();
      } else if (sectionEnd === at) pieces.push(start + CDATA.length, at - CDATA_END.length);
      else spoil();
    },
    /** The fields, if that is all there is. `names`: the root's, and one for each. */
    fields(names: readonly string[]): Data | undefined {
      if (!isPlain || pieces.length === 0) return undefined;
      const data = Object.create(null) as Record<string, string>;
      for (let i = 1; i < names.length; i++) {
        const name = names[i] ?? '';
        if (name in data) return undefined;
        data[name] = xml.slice(pieces[2 * i - 2], pieces[2 * i - 1]);
      }
      return data;
    },
  };
}
