import type { ObservedDelivery } from '../testing';

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A delivery as a shell command. */
export function curl({ method, url, headers, request }: ObservedDelivery): string {
  const { href } = withoutUser(url);
  if (method === 'GET') return `curl -i ${quote(href)}`;
  const type = quote(`Content-Type: ${headers['Content-Type'] ?? ''}`);
  return `curl -i ${quote(href)} \\\n  -H ${type} \\\n  --data-binary ${quote(request.body)}`;
}

function withoutUser(address: string): URL {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url;
}

/** An address as it may be shown: its query and user may be nobody else's business. */
export function shownUrl(address: string): string {
  const url = withoutUser(address);
  url.search = '';
  url.hash = '';
  return url.href;
}
