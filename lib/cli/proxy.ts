import { readProxy as read } from '../api/proxy';
import type { CheckedProxy } from '../api/proxy';
import { UsageError } from './exit';

/**
 * Reads the address of a proxy, with or without a user and a password. `proxy.example.com:8080` means http.
 *
 * @throws {UsageError} The text is not the address of a proxy.
 */
export function readProxy(given: string): CheckedProxy {
  if (/^socks/i.test(given)) throw new UsageError('proxy-socks');
  try {
    return read(/^[a-z][a-z\d+.-]*:\/\//i.test(given) ? given : `http://${given}`, 'The proxy');
  } catch {
    throw new UsageError('proxy-form');
  }
}
