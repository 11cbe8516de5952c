import { ConfigError, ParseError } from '../errors';
import { MAX_DEPTH } from '../wire/data';
import type { Data } from '../wire/data';
import { jsonData } from '../wire/push-json';
import { KEEP_THE_TEXT } from './body';

/**
 * Reads the result of another parser: of a JSON body, or of an XML body under `xml`, perhaps with every value
 * in a list.
 *
 * @throws {ConfigError} The parser has lost something.
 */
export function parsedData(body: object): Data {
  const data = jsonData(exact(Object.hasOwn(body, 'xml') ? (body as { xml: unknown }).xml : body));
  // Some parsers write names in lower case, so that similar names of WeChat become equal. Others turn texts
  // into objects.
  if (![data.MsgType, data.InfoType, data.Encrypt].some((each) => typeof each === 'string'))
    throw new ConfigError(`Another body parser has read this push and changed it. ${KEEP_THE_TEXT}`);
  return data;
}

/** Takes single values out of their lists. Long ids that were rounded cannot be restored. */
function exact(value: unknown, depth = 0): unknown {
  // Twice the depth of a push, since a parser may have put every value into a list.
  if (depth > 2 * MAX_DEPTH) throw new ParseError('The body is nested too deep.');
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new ConfigError(`Another body parser has read this push and rounded its ids. ${KEEP_THE_TEXT}`);
  if (Array.isArray(value))
    return value.length === 1 ? exact(value[0], depth + 1) : value.map((each) => exact(each, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, exact(child, depth + 1)]));
}
