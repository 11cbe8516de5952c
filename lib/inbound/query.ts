import { parse } from 'node:querystring';
import { malformed } from '../errors';

/** WeChat's parameters that decide; each is one string at most. */
export interface SignedQuery {
  readonly signature?: string | undefined;
  readonly timestamp?: string | undefined;
  readonly nonce?: string | undefined;
  readonly msg_signature?: string | undefined;
  readonly encrypt_type?: string | undefined;
  readonly echostr?: string | undefined;
  /** It is not signed and decides nothing, but WeChat sends it once. */
  readonly openid?: string | undefined;
}

type Name = keyof SignedQuery;
type Values = Record<Name, string | undefined>;

/**
 * The values of a query without parameters. They are own properties, so that a property of all objects is not
 * read as a parameter.
 */
const nothing = (): Values => ({
  signature: undefined,
  timestamp: undefined,
  nonce: undefined,
  msg_signature: undefined,
  encrypt_type: undefined,
  echostr: undefined,
  openid: undefined,
});

const EMPTY = nothing();
const isName = (name: string): name is Name => Object.hasOwn(EMPTY, name);

/**
 * Reads WeChat's parameters from a request's address. It does not read `req.query`, whose content depends on
 * the settings of the app, and which Express 5 parses again on every access.
 *
 * @throws {ParseError} A parameter is repeated, or written as a list or an object.
 */
export function readQuery(url: string): SignedQuery {
  const query = nothing();
  const start = url.indexOf('?');
  if (start === -1) return query;
  // Nearly all addresses are without escapes.
  if (ESCAPED.test(url)) readEscaped(url.slice(start + 1), query);
  else readPlain(url, start + 1, query);
  return query;
}

const ESCAPED = /[%+]/;

function readPlain(url: string, start: number, query: Values): void {
  for (let at = start, end = start; end < url.length; at = end + 1) {
    end = url.indexOf('&', at);
    if (end === -1) end = url.length;
    const equals = url.indexOf('=', at);
    if (equals === -1 || equals > end) add(query, url.slice(at, end), '');
    else add(query, url.slice(at, equals), url.slice(equals + 1, end));
  }
}

function readEscaped(text: string, query: Values): void {
  // All parameters are read: an address has 16 KB at most, and a parameter could be repeated after the usual
  // limit of a thousand.
  for (const [name, value] of Object.entries(parse(text, '&', '=', { maxKeys: 0 })))
    for (const each of [value ?? ''].flat()) add(query, name, each);
}

function add(query: Values, name: string, value: string): void {
  if (isName(name)) {
    if (query[name] !== undefined) throw malformed('parameter-repeated');
    query[name] = value;
  } else if (name.includes('[') && isName(name.slice(0, name.indexOf('['))))
    throw malformed('parameter-list');
}
