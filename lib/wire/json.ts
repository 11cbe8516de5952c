import { ParseError } from '../errors';
import { MAX_DEPTH, MAX_ELEMENTS } from './data';
import type { Data, Field } from './data';

// Strings and numbers (consumed whole, so that nothing inside them counts), brackets, colons. What starts like a string
// or a number always matches, however it ends: a second try from its middle would take time by the square.
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"?|[{}[\]:]|-?\d[\d.eE+-]*/gs;
const LONG_INTEGER = /^-?\d{16,}$/;

/**
 * Parses a JSON push into the same plain data as an XML one: numbers as text with all their digits, `null` as missing.
 *
 * @throws {ParseError} It is not JSON, not an object, over a limit, or a field of its top level is repeated.
 */
export function parseJson(json: string): Data {
  const exact = json.charCodeAt(0) === 0xfeff ? json.slice(1) : json;
  let value: unknown;
  try {
    value = JSON.parse(guard(exact));
  } catch (cause) {
    throw cause instanceof ParseError
      ? cause
      : new ParseError('The body is not well-formed JSON.', { cause });
  }
  return jsonData(value);
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

/** Quotes long integers, which `JSON.parse` would round, and refuses what it would silently accept. */
function guard(json: string): string {
  let depth = 0;
  let string = '';
  const keys = new Set<unknown>();
  return json.replace(TOKEN, (token) => {
    if (token.startsWith('"')) string = token;
    else if (token === '{' || token === '[') {
      if (++depth > MAX_DEPTH) throw new ParseError('The body is nested too deep.');
    } else if (token === '}' || token === ']') depth--;
    else if (token !== ':') return LONG_INTEGER.test(token) ? `"${token}"` : token;
    else if (depth === 1) {
      // Read, since one name can be written in several ways.
      const key: unknown = JSON.parse(string);
      if (keys.has(key)) throw new ParseError('The body repeats a field.');
      keys.add(key);
    }
    return token;
  });
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
