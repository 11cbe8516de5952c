import { ParseError } from '../errors';
import { MAX_DEPTH, MAX_ELEMENTS } from './data';
import type { Data, Field } from './data';
import { parseJson } from './json';

// Strings (consumed whole, so that nothing inside them counts), brackets, colons. What starts like a string
// always matches, however it ends: a second try from its middle would take time by the square.
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"?|[{}[\]:]/gs;

/**
 * Parses a JSON push into the same plain data as an XML one: numbers as text with all their digits, `null` as
 * missing.
 *
 * @throws {ParseError} It is not JSON, not an object, over a limit, or a field of its top level is repeated.
 */
export function parsePushJson(json: string): Data {
  checkNames(json);
  return jsonData(parseJson(json));
}

/**
 * The same from an object that another parser has made of a JSON body.
 *
 * @throws {ParseError} It is not an object, or over a limit.
 */
export function jsonData(value: unknown): Data {
  const budget = { elements: MAX_ELEMENTS };
  const data = plain(value, 1, budget);
  if (typeof data !== 'object' || Array.isArray(data) || Object.keys(data).length === 0)
    throw new ParseError('The body is not a JSON object with fields.');
  // Neither text nor a list: an object.
  return data as Data;
}

/** Refuses a field that is there twice, of which any parser would take the last. */
function checkNames(json: string): void {
  let depth = 0;
  let string = '';
  const names = new Set<unknown>();
  for (const [token] of json.matchAll(TOKEN)) {
    if (token.startsWith('"')) string = token;
    else if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1) {
      // Read, since one name can be written in several ways.
      const name = parseJson(string);
      if (names.has(name)) throw new ParseError('The body repeats a field.');
      names.add(name);
    }
  }
}

function plain(value: unknown, depth: number, budget: { elements: number }): Field {
  if (--budget.elements < 0) throw new ParseError('The body has too many elements.');
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return '';
  if (depth > MAX_DEPTH) throw new ParseError('The body is nested too deep.');
  if (Array.isArray(value)) return value.map((each) => plain(each, depth + 1, budget));
  const data = Object.create(null) as Record<string, Field>;
  for (const [name, child] of Object.entries(value))
    if (child !== null) data[name] = plain(child, depth + 1, budget);
  return data;
}
