import { ConfigError } from '../errors';
import { own } from '../own';

/** A forward proxy for the calls. */
export interface Proxy {
  /** A name or an address, without a scheme. */
  readonly host: string;
  readonly port: number;
  /** How the proxy itself is spoken to. Default `'http'`. */
  readonly protocol?: 'http' | 'https' | undefined;
  readonly auth?: { readonly username: string; readonly password: string } | undefined;
}

/** A proxy, checked. */
export interface CheckedProxy {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly auth: { readonly username: string; readonly password: string } | undefined;
  /** What may be shown: `127.0.0.1:8080`. */
  readonly name: string;
}

const FORM = 'an address such as http://127.0.0.1:8080, or { host, port }';
const SOCKS =
  'is for HTTP proxies. For one that speaks SOCKS give createApi() an "agent", such as that of socks-proxy-agent';

/**
 * Checks a proxy given as an address (`http://user:password@127.0.0.1:8080`) or as an object. Messages show
 * neither.
 *
 * @throws {ConfigError} It is neither, or speaks no HTTP.
 */
export function readProxy(given: unknown, setting: string): CheckedProxy {
  const wrong = (why: string) => new ConfigError(`${setting} ${why}.`);
  if (typeof given === 'string' || given instanceof URL) return ofAddress(String(given), wrong);
  if (typeof given !== 'object' || given === null) throw wrong(`must be ${FORM}`);
  // What its properties are is checked one by one.
  const { host, port, protocol = 'http', auth } = own(given) as Readonly<Record<string, unknown>>;

  if (typeof protocol === 'string' && /^socks/i.test(protocol)) throw wrong(SOCKS);
  if (protocol !== 'http' && protocol !== 'https') throw wrong("has the \"protocol\" 'http' or 'https'");
  if (typeof host !== 'string' || host === '') throw wrong('needs a "host"');
  if (/[/@?#\s]/.test(host)) {
    throw wrong(
      'has a "host" without scheme, port and path; a whole address is given as text in place of the object',
    );
  }
  if (!isPort(port)) throw wrong('needs a "port": a number from 1 to 65535');
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (/^[^:]*:\d+$/.test(bare)) throw wrong('has its port in "port", not in "host"');
  return checked(protocol, bare, port, authOf(auth, wrong));
}

type Wrong = (why: string) => ConfigError;

function ofAddress(text: string, wrong: Wrong): CheckedProxy {
  if (text === '') throw wrong('is empty. Is the environment variable set?');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^socks/i.test(url.protocol)) throw wrong(SOCKS);
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw wrong(`must be ${FORM}`);
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw wrong('has neither path nor query');
  const protocol = url.protocol === 'https:' ? 'https' : 'http';
  const port = url.port === '' ? (protocol === 'https' ? 443 : 80) : Number(url.port);
  if (!isPort(port)) throw wrong('needs a port from 1 to 65535');
  const auth =
    url.username === '' && url.password === ''
      ? undefined
      : { username: decoded(url.username), password: decoded(url.password) };
  return checked(protocol, url.hostname.replace(/^\[(.*)\]$/, '$1'), port, auth);
}

const checked = (
  protocol: 'http' | 'https',
  host: string,
  port: number,
  auth: CheckedProxy['auth'],
): CheckedProxy => ({
  protocol,
  host,
  port,
  auth,
  name: `${host.includes(':') ? `[${host}]` : host}:${port}`,
});

const isPort = (port: unknown): port is number =>
  Number.isInteger(port) && Number(port) >= 1 && Number(port) < 65_536;

function authOf(auth: unknown, wrong: Wrong): CheckedProxy['auth'] {
  if (auth === undefined) return undefined;
  // What its properties are is checked next.
  const { username, password } = own(Object(auth) as object) as Readonly<Record<string, unknown>>;
  if (typeof username !== 'string' || typeof password !== 'string') {
    throw wrong('has an "auth" of { username, password }');
  }
  return { username, password };
}

/** Of a part of an address; one whose `%` is just that stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The header with which a proxy is told who asks. */
export const authorization = ({ auth }: CheckedProxy): Readonly<Record<string, string>> =>
  auth === undefined
    ? {}
    : {
        'Proxy-Authorization': `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`,
      };
