import type { IncomingHttpHeaders } from 'node:http';

/** Headers by which browsers say who asks. */
type Asker = Pick<IncomingHttpHeaders, 'origin' | 'host' | 'referer' | 'sec-fetch-site'>;

/**
 * Whether a web page of another origin asks. Such pages can send simple requests to this machine without a
 * question, and must not command anything here. Programs, the page that is served here, and what a user types
 * into a browser are not foreign.
 */
export function isForeignPage(headers: Asker): boolean {
  const { host = '', origin, referer, 'sec-fetch-site': site = 'none' } = headers;
  // No page can choose this header, and a proxy in front may have changed the name that we are asked for.
  if (site === 'same-origin') return false;
  if (site !== 'none') return true;
  if (origin !== undefined) return origin !== `http://${host}`;
  // Browsers leave Sec-Fetch-Site out where the address is that of a machine in the local network.
  return referer !== undefined && originOf(referer) !== `http://${host}`.toLowerCase();
}

const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined);
