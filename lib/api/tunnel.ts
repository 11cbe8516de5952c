import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps, type AgentOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TransportError } from '../errors';
import { inWords } from '../system-codes';
import { codeOf } from './failure';
import { authorization, type CheckedProxy } from './proxy';

type Create = HttpsAgent['createConnection'];
type Options = Parameters<Create>[0];
type Callback = NonNullable<Parameters<Create>[1]>;

/**
 * Reaches hosts by way of a proxy that opens a tunnel (CONNECT). All that fails here has failed before
 * anything was sent, and names the proxy.
 */
export class TunnelAgent extends HttpsAgent {
  readonly #proxy: CheckedProxy;
  readonly #patience: number;

  constructor(proxy: CheckedProxy, patience: number, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
    this.#patience = patience;
  }

  override createConnection(options: Options, callback?: Callback): undefined {
    this.#connect(options).then(
      (stream) => callback?.(null, stream),
      // An agent's callback has a stream only when there is no error; its type does not say so.
      (error: unknown) => callback?.(error as Error, undefined as unknown as Duplex),
    );
    return undefined;
  }

  async #connect(options: Options): Promise<Duplex> {
    const target = `${options.host ?? ''}:${options.port ?? 443}`;
    const socket = await tunnel(this.#proxy, target, this.#patience);
    const secure = super.createConnection({ ...options, socket } as Options) as Socket;
    return within(secure, this.#patience, this.#proxy, String(options.host));
  }
}

/** Asks the proxy for a way to `host:port`. */
function tunnel(proxy: CheckedProxy, target: string, patience: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const request = ask(proxy, target);
    const timer = setTimeout(
      () => request.destroy(failure(proxy, `opened no way to ${target} within ${patience} ms`)),
      patience,
    );
    request.once('connect', (response: IncomingMessage, socket: Socket, head: Buffer) => {
      clearTimeout(timer);
      const refusal = refusalOf(response, head, target);
      if (refusal === undefined) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(failure(proxy, refusal.why, refusal.final));
    });
    request.once('error', (error) => {
      clearTimeout(timer);
      reject(error instanceof TransportError ? error : unreachable(proxy, error));
    });
    request.end();
  });
}

function ask(proxy: CheckedProxy, target: string): ClientRequest {
  const { protocol, host, port } = proxy;
  const options = {
    host,
    port,
    method: 'CONNECT',
    path: target,
    agent: false as const,
    headers: { Host: target, ...authorization(proxy) },
  };
  return protocol === 'https' ? requestHttps(options) : requestHttp(options);
}

/** Why there is no tunnel, if there is none; `final`: another try would meet the same. */
function refusalOf(
  { statusCode = 0, headers }: IncomingMessage,
  head: Buffer,
  target: string,
): { why: string; final: boolean } | undefined {
  if (statusCode === 407) {
    return {
      why: 'asks for other credentials (407): check the user and the password in "proxy"',
      final: true,
    };
  }
  if (statusCode < 200 || statusCode >= 300) {
    const final = statusCode < 500;
    const rule = final ? ': its rules may not allow this host, or it is not a proxy' : '';
    return { why: `refused a way to ${target} with status ${statusCode}${rule}`, final };
  }
  // Whoever listens at the other end of a tunnel for TLS speaks second.
  if (head.length > 0 || Number(headers['content-length'] ?? 0) > 0) {
    return {
      why: `answered by itself in place of opening a way to ${target}: it is not a forward proxy`,
      final: true,
    };
  }
  return undefined;
}

/** Waits for TLS through the tunnel. */
function within(secure: Socket, patience: number, proxy: CheckedProxy, host: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => secure.destroy(failure(proxy, `let nothing of ${host} through within ${patience} ms`)),
      patience,
    );
    const failed = (error: Error) => {
      clearTimeout(timer);
      const why = `is no way to ${host}: ${inWords(codeOf(error) ?? 'unknown', host)}`;
      reject(error instanceof TransportError ? error : failure(proxy, why));
    };
    secure.once('error', failed);
    secure.once('secureConnect', () => {
      clearTimeout(timer);
      secure.off('error', failed);
      resolve(secure);
    });
  });
}

function unreachable(proxy: CheckedProxy, error: Error): TransportError {
  const code = codeOf(error) ?? 'unknown';
  return new TransportError(`The proxy cannot be used. ${inWords(code, proxy.name)}.`, {
    sent: false,
    reason: code.startsWith('HPE_') ? 'proxy-refused' : 'proxy',
    address: proxy.name,
  });
}

const failure = (proxy: CheckedProxy, why: string, final = false): TransportError =>
  new TransportError(`The proxy ${proxy.name} ${why}.`, {
    sent: false,
    reason: final ? 'proxy-refused' : 'proxy',
    address: proxy.name,
  });
