import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock';
import { ConfigError } from '../errors';

/** A request that another body parser may have been at. */
interface BodyRequest extends IncomingMessage {
  body?: unknown;
}

/**
 * Reads a body of a known length; undefined when it has another, or does not arrive in time.
 *
 * @throws {ConfigError} Something else has read it, and kept nothing.
 */
export function readBody(
  req: BodyRequest,
  length: number,
  clock: Clock,
  within: number,
): Promise<Buffer | undefined> {
  const { body } = req;
  if (Buffer.isBuffer(body)) return Promise.resolve(body.length === length ? body : undefined);
  if (req.readableDidRead)
    throw new ConfigError(
      'The body of this request was read by something before relay(), which kept nothing of it. Put app.use(…, relay(…)) before body parsers.',
    );
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (whole: Buffer | undefined) => {
      clock.clearTimeout(timer);
      resolve(whole);
    };
    const timer = clock.setTimeout(() => {
      req.destroy();
      end(undefined);
    }, within);
    req
      .on('data', (chunk: Buffer) => {
        size += chunk.length;
        // Node itself reads no more than the headers say.
        chunks.push(chunk);
      })
      .on('end', () => end(size === length ? Buffer.concat(chunks) : undefined))
      .on('close', () => end(undefined))
      .on('error', () => end(undefined));
  });
}
