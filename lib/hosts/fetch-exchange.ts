import { EventEmitter } from 'node:events';

/** The most bytes that are read for the middleware. Its own limit is lower: 1 MiB at most. */
const MAX_BODY_BYTES = 1_048_576;
/** The longest time for a body to arrive. WeChat sends it together with the headers. */
const BODY_WITHIN_MS = 3000;

/** A request of fetch in the form that the middleware reads, with its body. */
export interface FetchedRequest {
  readonly method: string;
  readonly url: string;
  readonly originalUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawHeaders: readonly string[];
  readonly readableDidRead: boolean;
  readonly readableEnded: boolean;
  readonly body?: Buffer;
}

/** Reads a request of fetch. Resolves to undefined if its body does not arrive in time. */
export async function readRequest(request: Request): Promise<FetchedRequest | undefined> {
  const { pathname, search } = new URL(request.url);
  const entries = [...request.headers];
  const wasRead = request.bodyUsed;
  const body =
    wasRead || request.method === 'GET' || request.method === 'HEAD' ? undefined : await readBody(request);
  if (body === 'late') return undefined;
  return {
    method: request.method,
    // As below a mount of Express: every request to this handler is for the middleware.
    url: `/${search}`,
    originalUrl: pathname + search,
    headers: Object.fromEntries(entries),
    rawHeaders: entries.flat(),
    readableDidRead: wasRead,
    readableEnded: true,
    ...(body && { body }),
  };
}

async function readBody({ body }: Request): Promise<Buffer | 'late'> {
  if (body === null) return Buffer.alloc(0);
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), BODY_WITHIN_MS);
  });
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    // One byte too many is enough for the middleware to refuse the body.
    while (size <= MAX_BODY_BYTES) {
      const read = await Promise.race([reader.read(), late]);
      if (read === 'late') return read;
      if (read.done) return Buffer.concat(chunks);
      chunks.push(read.value);
      size += read.value.byteLength;
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
    // The rest of the body is not needed, so a failure here does not matter.
    void reader.cancel().catch(() => undefined);
  }
}

/** The middleware's response, for a host without a socket. */
export class FetchedResponse extends EventEmitter {
  headersSent = false;
  /** The client has gone, or the middleware leaves the request unanswered. */
  destroyed = false;
  statusCode = 200;
  readonly #headers = new Headers();
  readonly #settle: (response: Response) => void;

  constructor(settle: (response: Response) => void) {
    super();
    this.#settle = settle;
  }

  setHeader(name: string, value: string | number): this {
    this.#headers.set(name, String(value));
    return this;
  }

  writeHead(status: number, headers: Readonly<Record<string, string | number>> = {}): this {
    this.statusCode = status;
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    this.headersSent = true;
    return this;
  }

  end(body?: string | Buffer): this {
    this.headersSent = true;
    this.#finish(
      new Response(body === undefined ? null : Buffer.from(body), {
        status: this.statusCode,
        headers: this.#headers,
      }),
    );
    return this;
  }

  /** There is no socket to close. The request ends with a gateway's error, and WeChat delivers again. */
  destroy(): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.#finish(new Response(null, { status: 504 }));
    return this;
  }

  #finish(response: Response): void {
    this.#settle(response);
    this.emit('close');
  }
}
