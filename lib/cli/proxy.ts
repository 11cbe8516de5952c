import type { Proxy } from '../api/transport';
import { UsageError } from './exit';

/**
 * Reads the address of a proxy, with a user and a password or without. `proxy.example.com:8080` is taken as http.
 *
 * @throws {UsageError} It is none.
 */
export function readProxy(given: string): Proxy {
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(given) ? given : `http://${given}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '')
    throw new UsageError('proxy-form');
  const protocol = url.protocol === 'https:' ? 'https' : 'http';
  const username = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  return {
    // As sockets have it: an IPv6 address without its brackets.
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (protocol === 'https' ? 443 : 80) : Number(url.port),
    protocol,
    ...(username !== '' && { auth: { username, password } }),
  };
}
