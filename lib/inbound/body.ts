import type { IncomingMessage } from 'node:http';
import { isAnyArrayBuffer } from 'node:util/types';
import { ConfigError, ParseError } from '../errors';
import type { Deadline, Deadlines } from './deadlines';
import type { RefusalCode } from '../refusals';
import { Unacceptable } from './refusal';

/** A request whose body another parser may have read. */
export interface BodyRequest extends IncomingMessage {
  body?: unknown;
  rawBody?: unknown;
}

/** The limits for reading a body. */
export interface BodyOptions {
  /** Bytes. */
  readonly limit: number;
  /** Called for the limit of other accounts if a body is above this one. */
  readonly otherLimit?: () => number;
  /** When the body must have arrived, by the monotonic clock. */
  readonly by: number;
  readonly deadlines: Deadlines;
}

/**
 * Reads the body of a push: from the request itself, or from `req.rawBody` or `req.body` if another parser
 * has read it. An object from such a parser is returned unchanged.
 *
 * @throws {Unacceptable} The body is compressed, too large or too slow.
 * @throws {ParseError} The body is not UTF-8.
 * @throws {ConfigError} The body was read and thrown away.
 */
export function readBody(req: BodyRequest, options: BodyOptions): string | object | Promise<string> {
  const length = contentLength(req);
  // Another parser sets own properties. A search in the prototypes of an Express request would take long.
  for (const name of ['rawBody', 'body'] as const) {
    const kept = Object.hasOwn(req, name) ? textIn(req[name], options) : undefined;
    if (kept !== undefined) return kept;
  }
  // An empty body may have been read to its end without a byte.
  if (!req.readableDidRead) return req.readableEnded ? '' : receive(req, length, options);
  const kept = textIn(req.rawBody, options) ?? textIn(req.body, options);
  if (kept !== undefined) return kept;
  // Express 4 gives every request an empty object.
  if (typeof req.body === 'object' && req.body !== null && Object.keys(req.body).length > 0)
    return withRoot(req.body, req);
  throw new ConfigError(
    `The body of this push was read by something before wechat(), which kept nothing of it. ${KEEP_THE_TEXT}`,
  );
}

/** The text that a parser has kept, as text or as bytes; `undefined`: it has kept none. */
function textIn(kept: unknown, options: BodyOptions): string | undefined {
  const body = typeof kept === 'object' ? bytesOf(kept) : kept;
  if (!Buffer.isBuffer(body) && (typeof body !== 'string' || body === '')) return undefined;
  return within(body, Buffer.byteLength(body) > options.limit ? widest(options) : options.limit);
}

/** Bytes, in whatever form a host gives them. */
function bytesOf(kept: unknown): Buffer | undefined {
  if (Buffer.isBuffer(kept)) return kept;
  if (ArrayBuffer.isView(kept)) return Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength);
  return isAnyArrayBuffer(kept) ? Buffer.from(kept) : undefined;
}

/**
 * Adds the root to the object of an XML body whose parser has dropped it, since the answer must be XML as
 * well. An object with numbers came from JSON.
 */
const withRoot = (body: object, { headers }: IncomingMessage): object =>
  Object.hasOwn(body, 'xml') ||
  !/\bxml\b/i.test(headers['content-type'] ?? '') ||
  Object.values(body).some((value) => typeof value === 'number')
    ? body
    : { xml: body };

/** The advice about a parser that reads pushes first. */
export const KEEP_THE_TEXT =
  'Put app.use(wechat(…)) before other body parsers, or let them keep the text: express.text({ type: "*/*" }); in NestJS, NestFactory.create(AppModule, { rawBody: true }) for JSON pushes; in Koa and Fastify, receive pushes before their body parsers; where functions parse bodies (Next.js: bodyParser: false), switch that off.';

/**
 * Returns the length from the headers; NaN if there is none. It reads the raw headers, because `req.headers`
 * makes Node create an object of all of them.
 *
 * @throws {Unacceptable} The body is compressed.
 */
function contentLength({ rawHeaders }: IncomingMessage): number {
  let length = NaN;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name.length === CONTENT_LENGTH.length && name.toLowerCase() === CONTENT_LENGTH)
      length = Number(rawHeaders[i + 1]);
    else if (
      name.length === CONTENT_ENCODING.length &&
      name.toLowerCase() === CONTENT_ENCODING &&
      !UNCOMPRESSED.test(rawHeaders[i + 1] ?? '')
    )
      throw new Unacceptable(415, 'body-compressed');
  }
  return length;
}

const CONTENT_LENGTH = 'content-length';
const CONTENT_ENCODING = 'content-encoding';
const UNCOMPRESSED = /^(?:identity)?$/i;

const widest = ({ limit, otherLimit }: BodyOptions): number => Math.max(limit, otherLimit?.() ?? 0);

function within(body: string | Buffer, limit: number): string {
  if (Buffer.byteLength(body) > limit) throw new Unacceptable(413, 'body-too-large');
  if (typeof body === 'string') return body;
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw new ParseError('The body is not UTF-8.', { cause });
  }
}

// Keeps a byte-order mark, so that the text is the same for every parser.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function receive(req: IncomingMessage, length: number, options: BodyOptions): Promise<string> {
  const { limit, by, deadlines } = options;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    // Emptied at the end: listeners may stay as long as the response, and a promise keeps its value.
    let promise: { resolve: typeof resolve; reject: typeof reject } | undefined = { resolve, reject };
    let size = 0;
    let most = limit;
    const isTooLarge = (bytes: number): boolean => {
      if (bytes > most) most = widest(options);
      return bytes > most;
    };
    // Listeners stay, because removing them takes longer. Events after the end change nothing.
    const refuse = (status: 0 | 408 | 413, reason: RefusalCode): void => {
      deadlines.delete(deadline);
      req.pause();
      promise?.reject(new Unacceptable(status, reason));
      promise = undefined;
      chunks.length = 0;
    };
    const deadline: Deadline = {
      at: by,
      expire: () => (req.destroyed ? refuse(0, 'gone') : refuse(408, 'body-too-slow')),
    };
    deadlines.add(deadline);
    if (isTooLarge(length)) {
      refuse(413, 'body-too-large');
      return;
    }
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // Most bodies arrive in one piece. Only the others can be cut, so only they watch the end of the
      // connection.
      if (chunks.push(chunk) === 1 && size !== length)
        req
          .on('close', () => {
            if (!req.readableEnded) refuse(0, 'gone');
          })
          // The message contains no more than that.
          .on('error', ignore);
      if (isTooLarge(size)) refuse(413, 'body-too-large');
    });
    req.on('end', () => {
      deadlines.delete(deadline);
      const [first] = chunks;
      const body = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
      chunks.length = 0;
      try {
        promise?.resolve(within(body, most));
      } catch (error) {
        promise?.reject(error instanceof Error ? error : new ParseError('The body cannot be read.'));
      }
      promise = undefined;
    });
  });
}

const ignore = (): void => undefined;
