import type { IncomingMessage } from 'node:http';
import { ConfigError, ParseError } from '../errors';
import type { Deadline, Deadlines } from './deadlines';
import type { RefusalCode } from '../refusals';
import { Unacceptable } from './refusal';

/** A request that another body parser may have been at. */
export interface BodyRequest extends IncomingMessage {
  body?: unknown;
  rawBody?: unknown;
}

/** How much of a body is read, and for how long. */
export interface BodyOptions {
  /** Bytes. */
  readonly limit: number;
  /** Asked for a limit of others when a body is over this one. */
  readonly otherLimit?: () => number;
  /** When it must have arrived, monotonic. */
  readonly by: number;
  readonly deadlines: Deadlines;
}

/**
 * Reads the body of a push: from the request itself, or from `req.rawBody` or `req.body` when another parser has read it.
 * An object that such a parser made is returned as it is.
 *
 * @throws {Unacceptable} It is compressed, too large or too slow.
 * @throws {ParseError} It is not UTF-8.
 * @throws {ConfigError} It has been read and thrown away.
 */
export function readBody(req: BodyRequest, options: BodyOptions): string | object | Promise<string> {
  const length = contentLength(req);
  // Own properties, since another parser has set them: to look for what is not there takes long on a request of Express.
  for (const name of ['rawBody', 'body'] as const) {
    const body = Object.hasOwn(req, name) ? req[name] : undefined;
    if (Buffer.isBuffer(body) || (typeof body === 'string' && body !== ''))
      return within(body, Buffer.byteLength(body) > options.limit ? widest(options) : options.limit);
  }
  // An empty body may have been read to its end without a byte being read.
  if (!req.readableDidRead) return req.readableEnded ? '' : receive(req, length, options);
  // Express 4 gives every request an empty object.
  if (typeof req.body === 'object' && req.body !== null && Object.keys(req.body).length > 0)
    return withRoot(req.body, req);
  throw new ConfigError(
    `The body of this push was read by something before wechat(), which kept nothing of it. ${KEEP_THE_TEXT}`,
  );
}

/** What a parser made of an XML body without its root, with the root: the answer is to be XML as well. What holds numbers was JSON. */
const withRoot = (body: object, { headers }: IncomingMessage): object =>
  Object.hasOwn(body, 'xml') ||
  !/\bxml\b/i.test(headers['content-type'] ?? '') ||
  Object.values(body).some((value) => typeof value === 'number')
    ? body
    : { xml: body };

/** What to do about a parser that reads pushes first. */
export const KEEP_THE_TEXT =
  'Put app.use(wechat(…)) before other body parsers, or let them keep the text: express.text({ type: "*/*" }); in NestJS, NestFactory.create(AppModule, { rawBody: true }) for JSON pushes; in Koa and Fastify, receive pushes before their body parsers; where functions parse bodies (Next.js: bodyParser: false), switch that off.';

/**
 * The length that the headers say; NaN without one. Read from the raw headers: `req.headers` would have Node make an object of
 * them all.
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
      rawHeaders[i + 1] !== 'identity'
    )
      throw new Unacceptable(415, 'body-compressed');
  }
  return length;
}

const CONTENT_LENGTH = 'content-length';
const CONTENT_ENCODING = 'content-encoding';

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

// Keeps a byte-order mark, so that a body reads the same whoever has read it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function receive(req: IncomingMessage, length: number, options: BodyOptions): Promise<string> {
  const { limit, by, deadlines } = options;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let most = limit;
    const isTooLarge = (bytes: number): boolean => {
      if (bytes > most) most = widest(options);
      return bytes > most;
    };
    // Listeners are left where they are, since taking them off takes longer: what comes after the end changes nothing.
    const refuse = (status: 0 | 408 | 413, reason: RefusalCode): void => {
      deadlines.delete(deadline);
      req.pause();
      reject(new Unacceptable(status, reason));
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
      // Most bodies come whole; only one that does not can be broken off, and the end of its connection matters.
      if (chunks.push(chunk) === 1 && size !== length)
        req
          .on('close', () => {
            if (!req.readableEnded) refuse(0, 'gone');
          })
          // Says no more than that.
          .on('error', ignore);
      if (isTooLarge(size)) refuse(413, 'body-too-large');
    });
    req.on('end', () => {
      deadlines.delete(deadline);
      const [first] = chunks;
      try {
        resolve(within(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks), most));
      } catch (error) {
        reject(error instanceof Error ? error : new ParseError('The body cannot be read.'));
      }
    });
  });
}

const ignore = (): void => undefined;
