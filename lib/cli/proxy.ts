import { readProxy as read } from '../api/proxy';
import type { CheckedProxy } from '../api/proxy';
import { UsageError } from './exit';

/**
 * Reads the address of a proxy, with a user and a password or without. `proxy.example.com:8080` is taken as http.
 *
 * @throws {UsageError} It is none.
 */
export function readProxy(given: string): CheckedProxy {
  if (/^socks/i.test(given)) throw new UsageError('proxy-socks');
  try {
    return read(/^[a-z][a-z\d+.-]*:\/\//i.test(given) ? given : `http://${given}`, 'The proxy');
  } catch {
    throw new UsageError('proxy-form');
  }
}
