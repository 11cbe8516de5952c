import { setImmediate as nextTurn } from 'node:timers/promises';

/** The most bytes that are read for the middleware. Its own limit is lower: 1 MiB at most. */
const MAX_BODY_BYTES = 1_048_576;
/** The longest time for a body to arrive. WeChat sends it together with the headers. */
const BODY_WITHIN_MS = 3000;
const PIECES_AT_ONCE = 64;

/**
 * A request of fetch in the form that the middleware reads, with its body. Its headers are read when needed.
 */
export class FetchedRequest {
  readonly method: string;
  readonly url: string;
  readonly originalUrl: string;
  readonly readableDidRead: boolean;
  readonly readableEnded = true;
  /** Absent without a body, because the middleware looks for an own property. */
  declare readonly body?: Buffer;
  readonly #request: Request;

  constructor(request: Request, wasRead: boolean, body: Buffer | undefined) {
    this.#request = request;
    this.method = request.method;
    this.originalUrl = pathOf(request.url);
    const query = this.originalUrl.indexOf('?');
    // As below a mount of Express: every request to this handler is for the middleware.
    this.url = query === -1 ? '/' : `/${this.originalUrl.slice(query)}`;
    this.readableDidRead = wasRead;
    if (body !== undefined) this.body = body;
  }

  get headers(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#request.headers);
  }

  /** Those alone that say how a body is to be read. */
  get rawHeaders(): readonly string[] {
    const encoding = this.#request.headers.get('content-encoding');
    return encoding === null ? [] : ['content-encoding', encoding];
  }
}

/** The path and the query of an address, which is whole: that of a `Request`. */
function pathOf(address: string): string {
  const [url = ''] = address.split('#', 1);
  const start = url.indexOf('/', url.indexOf('://') + '://'.length);
  return start === -1 ? '/' : url.slice(start);
}

/** Reads a request of fetch. Undefined when its body does not arrive in time. */
export async function readRequest(request: Request): Promise<FetchedRequest | undefined> {
  const { method } = request;
  const wasRead = request.bodyUsed;
  if (wasRead || method === 'GET' || method === 'HEAD')
    return new FetchedRequest(request, wasRead, undefined);
  const body = await (isCounted(request) ? readWhole(request) : readPieces(request));
  return body === 'late' ? undefined : new FetchedRequest(request, false, body);
}

/**
 * Whether the host reads the body in a way of its own, which is that of its server: that takes no more than
 * the header says. A body that is a stream may have any length, whatever the header says.
 */
function isCounted(request: Request): boolean {
  if (request.arrayBuffer === Request.prototype.arrayBuffer) return false;
  const length = request.headers.get('content-length');
  return length !== null && /^\d+$/.test(length) && Number(length) <= MAX_BODY_BYTES;
}

/**
 * Hosts have a short way to a body that is asked for as a whole; a stream costs them several times as much.
 */
function readWhole(request: Request): Promise<Buffer | 'late'> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, BODY_WITHIN_MS, 'late');
    request.arrayBuffer().then(
      (bytes) => {
        clearTimeout(timer);
        resolve(Buffer.from(bytes));
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error('The body cannot be read.', { cause: error }));
      },
    );
  });
}

async function readPieces({ body }: Request): Promise<Buffer | 'late'> {
  if (body === null) return Buffer.alloc(0);
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  // Nothing is lost by what does not end well: the rest is not wanted.
  const stop = () => void reader.cancel().catch(() => undefined);
  const state = { isLate: false };
  const timer = setTimeout(() => {
    state.isLate = true;
    // A read that waits ends by this.
    stop();
  }, BODY_WITHIN_MS);
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    // One byte too many is enough to be refused for it.
    while (size <= MAX_BODY_BYTES) {
      const { done, value } = await reader.read();
      if (state.isLate) return 'late';
      if (done) break;
      chunks.push(value);
      size += value.byteLength;
      // Pieces that are there at once, even empty ones, leave no time to anything else.
      if (chunks.length % PIECES_AT_ONCE === 0) await nextTurn();
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
    stop();
  }
}

/** Milliseconds after which a delivery is taken for one that is held: most are answered long before. */
const HELD_AFTER_MS = 20;

/** The answer of the middleware, for a host that has no connection to show. */
export class FetchedResponse {
  headersSent = false;
  /** The other side has gone, or the middleware wants to leave the request unanswered. */
  destroyed = false;
  statusCode = 200;
  readonly #headers: Record<string, string> = {};
  readonly #request: Request;
  readonly #settle: (response: Response) => void;
  readonly #held: NodeJS.Timeout;
  readonly #gone = () => void this.destroy();
  #signal: AbortSignal | undefined;

  constructor(request: Request, settle: (response: Response) => void) {
    this.#request = request;
    this.#settle = settle;
    // To hosts a signal costs as much as all the rest, so that it is asked for by those alone who wait.
    this.#held = setTimeout(() => this.look(), HELD_AFTER_MS);
  }

  setHeader(name: string, value: string | number): this {
    this.#headers[name] = String(value);
    return this;
  }

  writeHead(status: number, headers: Readonly<Record<string, string | number>> = {}): this {
    this.statusCode = status;
    for (const name in headers) this.setHeader(name, headers[name]!);
    this.headersSent = true;
    return this;
  }

  end(body: string | null = null): this {
    this.headersSent = true;
    this.over();
    this.#settle(new Response(body, { status: this.statusCode, headers: this.#headers }));
    return this;
  }

  /** There is no connection to cut: the request ends as at a gateway, and WeChat delivers again. */
  destroy(): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.over();
    this.#settle(new Response(null, { status: 504 }));
    return this;
  }

  /** Nobody waits for an answer any more. */
  over(): void {
    clearTimeout(this.#held);
    this.#signal?.removeEventListener('abort', this.#gone);
  }

  /** From now on it is known when the other side goes. */
  look(): void {
    if (this.#signal !== undefined || this.headersSent || this.destroyed) return;
    try {
      const { signal } = this.#request;
      signal.addEventListener('abort', this.#gone, { once: true });
      this.#signal = signal;
    } catch {
      // The host has no signal, or none that works: it tells nothing of the other side.
      return;
    }
    if (this.#signal.aborted) this.destroy();
  }
}
