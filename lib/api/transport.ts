import type { AxiosInstance, AxiosRequestConfig, AxiosStatic } from 'axios';
import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { isNativeError } from 'node:util/types';
import { TransportError } from '../errors';

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
}

/** Sends one request, without retrying or following redirects. Rejects with a `TransportError`. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

/** A forward proxy for the calls. */
export interface Proxy {
  readonly host: string;
  readonly port: number;
  readonly protocol?: 'http' | 'https';
  readonly auth?: { readonly username: string; readonly password: string };
}

export interface AxiosTransportOptions {
  readonly proxy?: Proxy | undefined;
  /** Your own agent, for both kinds of address. */
  readonly agent?: HttpAgent | HttpsAgent | undefined;
  /** Most milliseconds until a connection stands. Default 3,000. */
  readonly connectTimeout?: number | undefined;
}

/** The usual transport: axios, with everything that it could do by itself turned off. */
export function axiosTransport(options: AxiosTransportOptions = {}): Transport {
  let axios: AxiosInstance | undefined;
  const own = agents(options.connectTimeout ?? 3000);
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
    proxy: options.proxy ? { ...options.proxy } : false,
    ...(!options.proxy && { httpAgent: options.agent ?? own.http, httpsAgent: options.agent ?? own.https }),
  };

  return async ({ method, url, headers, body, maxBytes, signal }) => {
    axios ??= load();
    const { origin, pathname, search } = new URL(url);
    try {
      const response = await axios.request<Buffer>({
        ...config,
        method,
        baseURL: origin,
        url: pathname + search,
        headers: { ...headers, ...(body && { 'Content-Length': body.length }) },
        ...(body && { data: body }),
        maxContentLength: maxBytes,
        signal,
      });
      return { status: response.status, headers: plain(response.headers), body: response.data };
    } catch (error) {
      throw signal.reason instanceof TransportError ? signal.reason : toTransportError(error, maxBytes);
    }
  };
}

// Not loaded before the first call: programs that only receive need not wait for it.
function load(): AxiosInstance {
  // What require() gives is, by the package's own types, this.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('axios') as AxiosStatic).create();
}

// Errors of sockets that never were connections: nothing can have been sent over them.
const unsent = new WeakSet<Error>();

function agents(connectTimeout: number): { http: HttpAgent; https: HttpsAgent } {
  // The peer closes idle connections at a time of its own; a call on one just then has an unknown outcome.
  const options: AgentOptions = { keepAlive: true, maxSockets: 50, maxFreeSockets: 10, timeout: 15_000 };

  const watch = (socket: Socket, established: string): void => {
    const timer = setTimeout(
      () =>
        socket.destroy(
          new TransportError(`No connection within ${connectTimeout} ms.`, {
            sent: false,
            reason: 'connect',
          }),
        ),
      connectTimeout,
    );
    const failed = (error: Error) => unsent.add(error);
    socket.once('error', failed);
    socket.once(established, () => {
      clearTimeout(timer);
      socket.off('error', failed);
    });
    socket.once('close', () => clearTimeout(timer));
  };

  class PatientHttp extends HttpAgent {
    override createConnection(...args: Parameters<HttpAgent['createConnection']>) {
      const socket = super.createConnection(...args);
      watch(socket as Socket, 'connect');
      return socket;
    }
  }
  class PatientHttps extends HttpsAgent {
    override createConnection(...args: Parameters<HttpsAgent['createConnection']>) {
      const socket = super.createConnection(...args);
      watch(socket as Socket, 'secureConnect');
      return socket;
    }
  }
  return { http: new PatientHttp(options), https: new PatientHttps(options) };
}

// Nothing of axios's error leaves: its config, request and URL hold the token.
function toTransportError(error: unknown, maxBytes: number): TransportError {
  const cause = isNativeError(error) && isNativeError(error.cause) ? error.cause : error;
  if (cause instanceof TransportError) return cause;
  if (isNativeError(error) && error.message.startsWith('maxContentLength')) {
    return new TransportError(`The answer has more than ${maxBytes} bytes.`, {
      sent: true,
      reason: 'too-large',
    });
  }
  const code = codeOf(cause) ?? codeOf(error) ?? 'unknown';
  const sent = !hasNotConnected(cause, code);
  const what = sent ? 'The connection failed before the answer was there' : 'There is no connection';
  return new TransportError(`${what} (${code}).`, { sent, reason: code });
}

const codeOf = (error: unknown): string | undefined => {
  const code = isNativeError(error) && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{3,60}$/.test(code) ? code : undefined;
};

function hasNotConnected(error: unknown, code: string): boolean {
  if (!isNativeError(error)) return false;
  // For sockets of other people's agents, of which nothing else is known.
  const call = 'syscall' in error ? error.syscall : undefined;
  const unmade =
    call === 'connect' || call === 'getaddrinfo' || /^ERR_TLS_|_CERT|^CERT_|^UNABLE_TO_/.test(code);
  return unmade || unsent.has(error);
}

function plain(headers: object): Record<string, string | undefined> {
  const result: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(headers)) {
    result[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return result;
}
