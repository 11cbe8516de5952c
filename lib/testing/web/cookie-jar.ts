interface Cookie {
  readonly name: string;
  readonly value: string;
  /** The host that gets it. */
  readonly host: string;
  /** Whether hosts below that one get it as well. */
  readonly isForBelow: boolean;
  readonly path: string;
  readonly isSecure: boolean;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What a web view remembers of the pages that it has seen. */
export interface CookieJar {
  /** Takes the cookies that a page has set. */
  take(url: URL, lines: readonly string[]): void;
  /** The `Cookie` header for an address; `''` = none. */
  headerFor(url: URL): string;
  /** The cookies that an address gets, by name. */
  cookiesFor(url: URL): Readonly<Record<string, string>>;
}

/** Cookies that are longer, name and value, are dropped by browsers. */
const MAX_COOKIE = 4096;
/** Hosts that are this machine, as addresses have them. */
export const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Keeps cookies as browsers do: by host and path, `Secure` and the `__Host-` prefix, until they are over. */
export function createCookieJar(now: () => number): CookieJar {
  const kept = new Map<string, Cookie>();

  const cookiesFor = (url: URL): Readonly<Record<string, string>> => {
    for (const [key, { expiresAt }] of kept) if (expiresAt <= now()) kept.delete(key);
    // Of two with one name, the one with the longer path comes first; who reads by name gets that one.
    const found = [...kept.values()]
      .filter((cookie) => isFor(cookie, url))
      .sort((one, other) => one.path.length - other.path.length);
    return Object.fromEntries(found.map(({ name, value }) => [name, value]));
  };

  return {
    take(url, lines) {
      for (const line of lines) {
        const cookie = readCookie(line, url, now());
        if (cookie !== undefined) kept.set(`${cookie.host}|${cookie.path}|${cookie.name}`, cookie);
      }
    },
    headerFor: (url) =>
      Object.entries(cookiesFor(url))
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
    cookiesFor,
  };
}

/** A jar that keeps nothing, as where cookies are switched off. */
export const noCookies: CookieJar = { take: () => undefined, headerFor: () => '', cookiesFor: () => ({}) };

const isSafe = (url: URL): boolean => url.protocol === 'https:' || LOOPBACK.test(url.hostname);

function isFor({ host, isForBelow, path, isSecure }: Cookie, url: URL): boolean {
  const isHost = url.hostname === host || (isForBelow && url.hostname.endsWith(`.${host}`));
  return isHost && isBelow(url.pathname, path) && (!isSecure || isSafe(url));
}

const isBelow = (path: string, top: string): boolean =>
  path === top || (path.startsWith(top) && (top.endsWith('/') || path[top.length] === '/'));

function readCookie(line: string, url: URL, now: number): Cookie | undefined {
  const [pair = '', ...rest] = line.split(';');
  const at = pair.indexOf('=');
  if (at < 1 || pair.length > MAX_COOKIE) return undefined;
  const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  const attributes = new Map(
    rest.map((each) => {
      const [key = '', ...words] = each.split('=');
      return [key.trim().toLowerCase(), words.join('=').trim()];
    }),
  );
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase() ?? '';
  const given = attributes.get('path') ?? '';
  const path = given.startsWith('/') ? given : url.pathname.replace(/\/[^/]*$/, '') || '/';
  const isSecure = attributes.has('secure');
  if (isSecure && !isSafe(url)) return undefined;
  if (domain !== '' && domain !== url.hostname && !url.hostname.endsWith(`.${domain}`)) return undefined;
  if (name.startsWith('__Secure-') && !isSecure) return undefined;
  if (name.startsWith('__Host-') && (!isSecure || domain !== '' || given !== '/')) return undefined;
  return {
    ...{ name, value, path, isSecure },
    host: domain === '' ? url.hostname : domain,
    isForBelow: domain !== '',
    expiresAt: expiryOf(attributes, now),
  };
}

function expiryOf(attributes: ReadonlyMap<string, string>, now: number): number {
  const age = attributes.get('max-age');
  if (age !== undefined && /^-?\d+$/.test(age)) return now + Number(age) * 1000;
  const date = Date.parse(attributes.get('expires') ?? '');
  return Number.isNaN(date) ? Infinity : date;
}
