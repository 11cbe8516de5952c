import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isNativeError } from 'node:util/types';
import { ConfigError } from '../../errors';
import { page } from './answer';
import type { FakeResponse } from './answer';
import { isForeignPage } from './foreign-page';
import type { ApiHost } from './host';
import type { CallOutcome } from './outcome';

/** Above anything WeChat takes: its largest, a video, has 10 MB. */
const MAX_BODY = 20 * 1024 * 1024;
/** Milliseconds between two bytes of an answer that drips. */
const DRIP_MS = 1000;

/** The API over HTTP. */
export interface ApiServer {
  /** Its origin; the server starts with the first question. */
  url(): Promise<string>;
  /**
   * The same for requests that come another way; `req.baseUrl`, if there is one, is where the API is then.
   */
  readonly listener: (req: IncomingRequest, res: ServerResponse) => void;
  close(): Promise<void>;
}

/** A request, which may come by way of Express. */
export interface IncomingRequest extends IncomingMessage {
  readonly baseUrl?: string;
}

/** Serves the API on a port of this machine, by default a free one. Does not keep the process alive. */
export function serveApi(host: ApiHost, wanted = 0): ApiServer {
  const { clock } = host;
  const listener: ApiServer['listener'] = (req, res) => {
    serve(req, res).catch((error: unknown) => {
      // A mistake of ours, or of a function given to fail(): better seen than hidden.
      send(res, page(500, `The fake API failed: ${String(error)}`));
    });
  };
  const server = createServer(listener);
  server.on('connection', (socket) => void socket.unref());
  let listening: Promise<string> | undefined;
  let closed = false;

  async function listen(): Promise<string> {
    server.listen(wanted, '127.0.0.1').unref();
    await once(server, 'listening').catch((error: unknown) => {
      const isTaken = isNativeError(error) && 'code' in error && error.code === 'EADDRINUSE';
      const why = isTaken ? ': another program has it. Choose another "apiPort", or 0 for a free one' : '';
      throw new ConfigError(`The API cannot be served at port ${wanted} of this machine${why}.`, {
        cause: error,
      });
    });
    // A server on a port has an address of this form.
    const { port } = server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async function serve(req: IncomingRequest, res: ServerResponse): Promise<void> {
    // Time stands still while a call is worked on, but not while it waits.
    let release = clock.hold();
    res.on('error', () => undefined);
    res.once('close', () => release());
    if (req.baseUrl === undefined && !isOurName(req.headers.host)) {
      send(res, page(421, 'The fake API is asked for by localhost, an IP address or a name of WeChat.'));
      return;
    }
    if (isForeignPage(req.headers)) {
      // What it still sends is not waited for.
      res.setHeader('connection', 'close');
      send(res, page(403, 'The fake API answers programs, not web pages of another origin.'));
      return;
    }
    const body = await readBody(req);
    if (body === undefined) {
      send(res, page(413));
      return;
    }
    const origin = `http://${req.headers.host ?? 'localhost'}`;
    const outcome = host.handle({
      method: req.method ?? '',
      url: new URL(req.url ?? '/', origin),
      headers: req.headers,
      body,
      base: `${origin}${req.baseUrl ?? ''}`,
      ip: (req.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    });
    const { delay, mode, after } = outcome;
    if (delay > 0 || mode === 'hang' || mode === 'drip') release();
    if (delay > 0) {
      await clock.sleep(delay);
      release = clock.hold();
    }
    const finish = (): void => after.forEach((task) => task());
    if (res.destroyed) {
      finish();
      release();
    } else {
      res.once('close', finish);
      await render(req, res, outcome);
    }
  }

  async function render(
    req: IncomingMessage,
    res: ServerResponse,
    { answer, mode }: CallOutcome,
  ): Promise<void> {
    if (mode === 'hang') return;
    if (mode === 'reset' || answer === undefined) {
      req.socket.resetAndDestroy();
    } else if (mode === 'whole') {
      send(res, answer);
    } else {
      res.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
      if (mode === 'drip') await drip(res, answer.body);
      else res.write(answer.body.subarray(0, answer.body.length / 2), () => req.socket.destroy());
    }
  }

  async function drip(res: ServerResponse, body: Buffer): Promise<void> {
    for (let at = 0; at < body.length && !res.destroyed; at++) {
      res.write(body.subarray(at, at + 1));
      await clock.sleep(DRIP_MS);
    }
    res.end();
  }

  return {
    url: () =>
      closed ? Promise.reject(new ConfigError('This simulator is closed.')) : (listening ??= listen()),
    listener,
    async close() {
      closed = true;
      const isListening = await listening?.then(
        () => true,
        () => false,
      );
      if (isListening !== true) return;
      const end = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await end;
    },
  };
}

/**
 * A page of the web that gives its own name this machine's address is not let in; a browser would let it read
 * the answer.
 */
const isOurName = (host = ''): boolean =>
  /^(?:localhost|[\w.-]+\.localhost|[\w.-]+\.qq\.com|[\d.]+|\[[\da-f:.]+\])(?::\d+)?$/i.test(host);

const send = (res: ServerResponse, { status, headers, body }: FakeResponse): void =>
  void res.writeHead(status, { ...headers, 'content-length': body.length }).end(body);

/** The whole body; undefined when it is too large, or did not come. */
async function readBody(req: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      if ((size += chunk.length) <= MAX_BODY) chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return size > MAX_BODY ? undefined : Buffer.concat(chunks);
}
