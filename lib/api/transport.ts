import type { AxiosInstance, AxiosRequestConfig, AxiosStatic } from 'axios';
import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import { TransportError } from '../errors';
import { agents } from './agents';
import { isSecure, toTransportError } from './failure';
import type { CheckedProxy } from './proxy';

export type { Proxy } from './proxy';

/** What goes over the wire. The URL holds the access token: do not log it. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Most bytes of the answer. */
  readonly maxBytes: number;
  /** Aborted when the caller gives up or time is over; the signal's reason is then the error. */
  readonly signal: AbortSignal;
}

/** What came back, whatever its status. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** Who may have answered in place of WeChat: over `http:` nothing proves who did. A part of a sentence. */
  readonly intermediary?: string | undefined;
}

/** Sends one request, without retrying or following redirects. Rejects with a `TransportError`. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

export interface AxiosTransportOptions {
  readonly proxy?: CheckedProxy | undefined;
  /** Your own agent, for both kinds of address. */
  readonly agent?: HttpAgent | HttpsAgent | undefined;
  /** Most milliseconds until a connection stands. Default 3,000. */
  readonly connectTimeout?: number | undefined;
}

/** The usual transport: axios, with everything that it could do by itself turned off. */
export function axiosTransport(options: AxiosTransportOptions = {}): Transport {
  let axios: AxiosInstance | undefined;
  const { proxy } = options;
  const own = agents(options.connectTimeout ?? 3000, proxy);
  const config: AxiosRequestConfig = {
    // We never follow a redirect: it could take the token elsewhere.
    maxRedirects: 0,
    allowAbsoluteUrls: false,
    maxBodyLength: Infinity,
    responseType: 'arraybuffer',
    validateStatus: () => true,
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    // Not from HTTP_PROXY: a variable of the environment must not move where secrets go.
    proxy: false,
    httpAgent: options.agent ?? own.http,
    httpsAgent: options.agent ?? own.https,
  };

  return async ({ method, url, headers, body, maxBytes, signal }) => {
    axios ??= load();
    const { origin, pathname, search, protocol, host, hostname } = new URL(url);
    // A proxy reads what goes to http: addresses; it is asked for the whole address, and needs no tunnel.
    const forward = protocol === 'http:' ? proxy : undefined;
    const target = { host, maxBytes, proxy: forward };
    try {
      const response = await axios.request<Buffer>({
        ...config,
        ...(forward && { proxy: forwardOf(forward) }),
        method,
        baseURL: origin,
        url: pathname + search,
        headers: { ...headers, ...(body && { 'Content-Length': body.length }) },
        ...(body && { data: body }),
        maxContentLength: maxBytes,
        signal,
      });
      const { status } = response;
      if (forward && status === 407) throw refusedBy(`The proxy ${forward.name}`, status);
      // An agent that found no way may hand on what its proxy said in place of WeChat.
      if (options.agent && protocol === 'https:' && !isSecure(response.request))
        throw refusedBy('The proxy of "agent"', status);
      const intermediary = forward ? `the proxy ${forward.name}` : betweenHere(protocol, hostname);
      return {
        status,
        headers: plain(response.headers),
        body: response.data,
        ...(intermediary !== undefined && { intermediary }),
      };
    } catch (error) {
      throw toTransportError(error, target, signal);
    }
  };
}

const LOCAL = /^(?:localhost|127\.[\d.]+|\[::1\])$/;

/** What can answer in place of a host: over TLS nothing, and nothing on the way to this machine itself. */
const betweenHere = (protocol: string, hostname: string): string | undefined =>
  protocol === 'http:' && !LOCAL.test(hostname)
    ? 'something between here and there, such as the sign-in page of a network'
    : undefined;

const forwardOf = ({ protocol, host, port, auth }: CheckedProxy) => ({
  protocol,
  host,
  port,
  ...(auth && { auth: { ...auth } }),
});

const refusedBy = (who: string, status: number): TransportError =>
  new TransportError(
    `${who} answered with status ${status}, before WeChat was reached${status === 407 ? ': check its user and password' : ''}.`,
    { sent: false, reason: 'proxy-refused' },
  );

// Not loaded before the first call: programs that only receive need not wait for it.
function load(): AxiosInstance {
  // What require() gives is, by the package's own types, this.
  // oxlint-disable-next-line typescript/no-require-imports
  return (require('axios') as AxiosStatic).create();
}

function plain(headers: object): Record<string, string | undefined> {
  const result: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(headers)) {
    result[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return result;
}
