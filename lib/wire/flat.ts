import type { Data } from './data';

const CDATA_START = 9;
const CDATA_END = 3;

/**
 * Collects the fields of a body while it is scanned. Nearly all of WeChat's are one level of elements, each with text or one CDATA
 * section and nothing else: then the fields are the pieces between the tags, and the most costly step on a message's way has nothing
 * left to do. Whatever else is there (entities, attributes, comments, elements that are empty, nested or repeated) is the parser's.
 */
export function createFlat(xml: string) {
  let fields: Record<string, string> | undefined = Object.create(null) as Record<string, string>;
  let count = 0;
  let start = 0;
  /** The end of the section with which the element starts; 0 = there is none. */
  let sectionEnd = 0;

  const spoil = (): void => {
    fields = undefined;
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
    close(name: string, at: number): void {
      if (fields === undefined) return;
      if (name in fields || (sectionEnd !== 0 && sectionEnd !== at)) {
        spoil();
        return;
      }
      fields[name] = sectionEnd === 0 ? xml.slice(start, at) : xml.slice(start + CDATA_START, at - CDATA_END);
      count++;
    },
    /** The fields, if that is all there is. */
    fields: (): Data | undefined => (count === 0 ? undefined : fields),
  };
}
