import { parse } from 'node:querystring';
import { ParseError } from '../errors';

/** The parameters of WeChat's that decide; each one string at most. */
export interface SignedQuery {
  readonly signature?: string;
  readonly timestamp?: string;
  readonly nonce?: string;
  readonly msg_signature?: string;
  readonly encrypt_type?: string;
  readonly echostr?: string;
}

const NAMES = new Set([
  'signature',
  'timestamp',
  'nonce',
  'msg_signature',
  'encrypt_type',
  'echostr',
  'openid',
]);

/**
 * Reads WeChat's parameters from a request's address. Not from `req.query`: what that holds depends on the settings
 * of the app, and Express 5 parses it anew on every access.
 *
 * @throws {ParseError} A parameter is repeated, or written as a list or an object.
 */
export function readQuery(url: string): SignedQuery {
  const start = url.indexOf('?');
  if (start === -1) return {};
  // All of them: an address is 16 KB at most, and a parameter could be repeated after the thousand that are usual.
  const query = parse(url.slice(start + 1), '&', '=', { maxKeys: 0 });
  for (const name in query) {
    const bracket = name.indexOf('[');
    if (bracket !== -1 ? NAMES.has(name.slice(0, bracket)) : Array.isArray(query[name]) && NAMES.has(name))
      throw new ParseError('A parameter is repeated.');
  }
  return query;
}
