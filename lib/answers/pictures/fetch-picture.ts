import { lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Clock } from '../../clock';
import { isPublicAddress } from './public-address';

/** WeChat accepts no larger picture. */
export const MAX_PICTURE_BYTES = 10 * 1024 * 1024;
const MAX_REDIRECTS = 3;
const PICTURE_TIMEOUT_MS = 10_000;

/** The addresses that may be requested. */
export interface FetchLimits {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Tells by its name whether a host may be requested. Default: any host. */
  readonly isAllowedHost?: (host: string) => boolean;
  /** Tells whether an address may be requested. Default: addresses of the public web. */
  readonly isAllowedAddress?: (address: string) => boolean;
}

/**
 * Downloads a picture from an address that somebody else has chosen: only from the public web, within 10 s,
 * 10 MiB at most.
 */
export async function fetchPicture(url: URL, limits: FetchLimits): Promise<Buffer> {
  const { clock } = limits;
  const timeout = new AbortController();
  const late = (): void => timeout.abort(new Error('A picture did not come within 10 s.'));
  const timer = clock.setTimeout(late, PICTURE_TIMEOUT_MS);
  try {
    return await follow(url, limits, AbortSignal.any([limits.signal, timeout.signal]));
  } catch (error) {
    // An aborted stream does not give the reason itself.
    throw timeout.signal.aborted ? timeout.signal.reason : error;
  } finally {
    clock.clearTimeout(timer);
  }
}

async function follow(url: URL, limits: FetchLimits, signal: AbortSignal): Promise<Buffer> {
  let target = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await ask(target, limits, signal);
    const { statusCode = 0, headers } = response;
    if (statusCode < 300 || statusCode >= 400) return read(response);
    response.destroy();
    const { location = '' } = headers;
    if (location === '' || !URL.canParse(location, target.href))
      throw new Error('A picture is redirected to nowhere.');
    target = new URL(location, target);
  }
  throw new Error('A picture is redirected too often.');
}

async function ask(url: URL, limits: FetchLimits, signal: AbortSignal): Promise<IncomingMessage> {
  const { isAllowedHost = () => true, isAllowedAddress = isPublicAddress } = limits;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || !isAllowedHost(host)) throw refused();
  // A name must be resolved, an address need not.
  if (isIP(host) !== 0 && !isAllowedAddress(host)) throw refused();
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = { Accept: 'image/*', 'Accept-Encoding': 'identity' };
  return new Promise((resolve, reject) => {
    request(url, { agent: false, lookup: checkedLookup(isAllowedAddress), headers, signal })
      .on('response', resolve)
      .on('error', reject)
      .end();
  });
}

/**
 * Checks the addresses that are then used for the connection. A name that resolves to another address later
 * changes nothing.
 */
const checkedLookup =
  (isAllowed: (address: string) => boolean): NonNullable<RequestOptions['lookup']> =>
  (name, options, done) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      // With an error Node gives no addresses, whatever its types say.
      const [first] = error === null ? found : [];
      if (error !== null) done(error, '', 0);
      else if (first === undefined || !found.every(({ address }) => isAllowed(address)))
        done(refused(), '', 0);
      else if (options.all === true) done(null, found);
      else done(null, first.address, first.family);
    });
  };

async function read(response: IncomingMessage): Promise<Buffer> {
  const { statusCode, headers } = response;
  const isTooLarge = Number(headers['content-length'] ?? 0) > MAX_PICTURE_BYTES;
  if (statusCode !== 200 || isTooLarge) {
    response.destroy();
    throw new Error(isTooLarge ? 'A picture is too large.' : `A picture was answered with ${statusCode}.`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    // Without an encoding a response gives buffers.
    const bytes = chunk as Buffer;
    size += bytes.length;
    // The end of the loop closes the connection.
    if (size > MAX_PICTURE_BYTES) throw new Error('A picture is too large.');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

const refused = (): Error =>
  new Error('A picture is at an address that is not asked: not of the public web, or not of the right host.');
