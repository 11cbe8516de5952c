import { parse } from 'node:querystring';
import { malformed } from '../errors';

/** The parameters of WeChat's that decide; each one string at most. */
export interface SignedQuery {
  readonly signature?: string;
  readonly timestamp?: string;
  readonly nonce?: string;
  readonly msg_signature?: string;
  readonly encrypt_type?: string;
  readonly echostr?: string;
}

type Name = keyof SignedQuery;

// `openid` is signed by nothing and decides nothing, but WeChat sends it once.
const NAMES: ReadonlySet<string> = new Set<Name | 'openid'>([
  'signature',
  'timestamp',
  'nonce',
  'msg_signature',
  'encrypt_type',
  'echostr',
  'openid',
]);
const isName = (name: string): name is Name => NAMES.has(name);

/**
 * Reads WeChat's parameters from a request's address. Not from `req.query`: what that holds depends on the settings
 * of the app, and Express 5 parses it anew on every access.
 *
 * @throws {ParseError} A parameter is repeated, or written as a list or an object.
 */
export function readQuery(url: string): SignedQuery {
  const start = url.indexOf('?');
  if (start === -1) return collect([]);
  const text = url.slice(start + 1);
  // Addresses are nearly always without escapes.
  return /[%+]/.test(text) ? readEscaped(text) : collect(text.split('&').map(split));
}

function split(pair: string): readonly [string, string] {
  const at = pair.indexOf('=');
  return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}

function readEscaped(text: string): SignedQuery {
  // All of them: an address is 16 KB at most, and a parameter could be repeated after the thousand that are usual.
  const query = parse(text, '&', '=', { maxKeys: 0 });
  return collect(
    Object.entries(query).flatMap(([name, value]) => [value ?? ''].flat().map((each) => [name, each])),
  );
}

function collect(pairs: readonly (readonly [string, string])[]): SignedQuery {
  // Without a prototype: what something else has given to every object is no parameter.
  const query = Object.create(null) as Partial<Record<Name, string>>;
  for (const [name, value] of pairs) {
    if (isName(name)) {
      if (query[name] !== undefined) throw malformed('parameter-repeated');
      query[name] = value;
    } else if (name.includes('[') && NAMES.has(name.slice(0, name.indexOf('['))))
      throw malformed('parameter-list');
  }
  return query;
}
