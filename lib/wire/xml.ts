import { Parser } from 'xml2js';
import { ParseError } from '../errors';
import type { Data, Field } from './data';
import { scanStrictly, scanXml } from './scan';
import type { Scan } from './scan';
import { isLoose, splitSections } from './unsplit';

// No element can be called so: text and disguised names never meet an element of the user's.
const TEXT = '#';

const OPTIONS = { explicitArray: false, explicitRoot: false, ignoreAttrs: true, charkey: TEXT } as const;

// xml2js looks names up in plain objects: an element named like something that is there already (`cdata` too,
// a flag of its own) would be mixed up with it. Where there is one, all go by other names inside, and get
// their own back after.
const DISGUISED = { ...OPTIONS, tagNameProcessors: [(name: string) => TEXT + name] };

/**
 * Parses an XML body into plain data without prototypes: text, elements, and arrays where an element is
 * repeated. Attributes are dropped, text beside elements too. Nothing is trimmed.
 *
 * @throws {ParseError} It is not well-formed, or not one `<xml>` element with children, or over a limit.
 */
export function parseXml(xml: string, scan: Scan = scanXml(xml)): Data {
  return scan.flat() ?? parseText(settle(scan));
}

/** The same body, with its sections split where a text of a user would have ended them too early. */
export function settle(scan: Scan): Scan {
  if (!isLoose(scan.text)) return scan;
  const split = splitSections(scan.text);
  return split === undefined || split === scan.text ? scan : scanStrictly(split);
}

function parseText(scan: Scan): Data {
  let failure: unknown;
  let root: unknown;
  // A new parser each time: a used one may carry an element over into the next message.
  const parser = new Parser(scan.inherited || isPolluted() ? DISGUISED : OPTIONS);
  parser.on('error', (error: Error) => {
    // Ends the parsing. It would go on, and each further mistake takes time.
    throw (failure = error);
  });
  parser.on('end', (result: unknown) => (root = result));
  try {
    parser.parseString(scan.text.trimStart());
  } catch (error) {
    failure ??= error;
  }
  if (failure !== undefined) throw new ParseError('The body is not well-formed XML.', { cause: failure });
  const data = plain(root);
  if (typeof data === 'string' || Array.isArray(data))
    throw new ParseError('The <xml> element of the body has no fields.');
  // Neither text nor a list: an element.
  return data as Data;
}

function plain(value: unknown): Field {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) return value.map(plain);
  const data = Object.create(null) as Record<string, Field>;
  for (const name of Object.keys(value)) {
    // The keys of an object that xml2js has just made.
    const child = (value as Readonly<Record<string, unknown>>)[name];
    if (!name.startsWith(TEXT)) data[name] = typeof child === 'string' ? child : plain(child);
    else if (name !== TEXT) data[name.slice(1)] = plain(child);
  }
  return data;
}

/** Whether something in this process has given every object a property: then any name may be one. */
function isPolluted(): boolean {
  for (const name in PLAIN) return name !== '';
  return false;
}

const PLAIN = {};
