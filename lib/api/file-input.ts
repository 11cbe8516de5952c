import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { addAbortSignal, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { isAnyArrayBuffer } from 'node:util/types';
import { ConfigError } from '../errors';
import { property } from '../own';
import { fileNameIn } from './file-name';
import type { FileInput } from './request';

/** Largest upload; WeChat's own largest, a video, is 10 MB. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** A file in memory, with what is known of its name and media type. */
export interface ReadFile {
  readonly bytes: Uint8Array;
  readonly name?: string | undefined;
  readonly type?: string | undefined;
}

/**
 * Reads a file in any of the forms in which people have one.
 *
 * @throws {ConfigError} It is no file, cannot be read, or is too large.
 */
export async function readFileInput(file: FileInput, signal?: AbortSignal): Promise<ReadFile> {
  const known = await readData(file, signal);
  if (known !== undefined) return known;
  const read = await readData(property(file, 'data'), signal);
  if (read === undefined) throw noFile(file);
  const name = property(file, 'filename');
  const type = property(file, 'contentType');
  return {
    bytes: read.bytes,
    name: typeof name === 'string' && name !== '' ? name : read.name,
    type: read.type ?? (typeof type === 'string' ? type : undefined),
  };
}

async function readData(data: unknown, signal?: AbortSignal): Promise<ReadFile | undefined> {
  if (typeof data === 'string') return readText(data, signal);
  if (data instanceof URL) return readAddress(data, signal);
  if (ArrayBuffer.isView(data)) return limited(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  if (isAnyArrayBuffer(data)) return limited(new Uint8Array(data));
  if (isResponse(data)) return readResponse(data, signal);
  if (isBlob(data)) {
    if (data.size > MAX_FILE_BYTES) throw tooLarge();
    // A `File` is a Blob with a name.
    const name = 'name' in data ? data.name : undefined;
    return {
      bytes: new Uint8Array(await data.arrayBuffer()),
      name: typeof name === 'string' ? name : undefined,
      type: data.type,
    };
  }
  if (isAsyncIterable(data)) return readStream(data, signal);
  return undefined;
}

function readText(text: string, signal?: AbortSignal): Promise<ReadFile> | ReadFile {
  if (/^data:/i.test(text)) return readDataUrl(text);
  if (/^(?:file|https?):\/\//i.test(text)) return readAddress(new URL(text), signal);
  return readPath(text, signal);
}

function readAddress(url: URL, signal?: AbortSignal): Promise<ReadFile> | ReadFile {
  if (url.protocol === 'data:') return readDataUrl(url.href);
  if (url.protocol === 'file:') return readPath(fileURLToPath(url), signal);
  throw new ConfigError(
    'An address on the web is no file to upload. Fetch it, and pass the response: await fetch(url).',
  );
}

function readDataUrl(url: string): ReadFile {
  const [, type = '', base64, content = ''] =
    /^data:([^,;]*)(?:;(?!base64)[^,;]*)*(;base64)?,(.*)$/is.exec(url) ?? [];
  if (content === '') throw new ConfigError('The data: URL to upload has no content.');
  try {
    const bytes = base64 ? Buffer.from(decodeURIComponent(content), 'base64') : percentDecoded(content);
    return { ...limited(bytes), type: type.toLowerCase() };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError('The data: URL to upload is not well-formed.');
  }
}

const percentDecoded = (text: string): Buffer =>
  Buffer.from(
    Buffer.from(text, 'utf8')
      .toString('latin1')
      .replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );

async function readPath(path: string, signal?: AbortSignal): Promise<ReadFile> {
  const { bytes } = await readStream(createReadStream(path), signal);
  return { bytes, name: basename(path) };
}

/** The parts of fetch's Response that are used here: there is more than one implementation. */
interface FetchedFile {
  readonly ok: boolean;
  readonly status: number;
  readonly bodyUsed: boolean;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  readonly body: unknown;
}

async function readResponse(response: FetchedFile, signal?: AbortSignal): Promise<ReadFile> {
  if (!response.ok)
    throw new ConfigError(
      `The response to upload is no file but a failure: its status is ${response.status}.`,
    );
  if (response.bodyUsed) throw used();
  const { bytes } = isAsyncIterable(response.body)
    ? await readStream(response.body, signal)
    : { bytes: new Uint8Array() };
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  const name = fileNameIn(response.headers.get('content-disposition') ?? '') ?? lastOf(response.url);
  return { bytes, name, type };
}

/** The last part of an address' path, if it has one. */
function lastOf(address: string): string | undefined {
  try {
    return decodeURIComponent(new URL(address).pathname.split('/').at(-1) ?? '') || undefined;
  } catch {
    return undefined;
  }
}

async function readStream(data: AsyncIterable<unknown>, signal?: AbortSignal): Promise<ReadFile> {
  if (isUsed(data)) throw used();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const stream =
      data instanceof ReadableStream
        ? // The same class; only Node's two declarations of it differ.
          Readable.fromWeb(data)
        : data instanceof Readable
          ? data
          : Readable.from(data);
    if (signal) addAbortSignal(signal, stream);
    for await (const chunk of stream as AsyncIterable<unknown>) {
      const bytes = bytesOf(chunk);
      if ((length += bytes.length) > MAX_FILE_BYTES) throw tooLarge();
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    // Whoever gave up says why; the stream only says that it was cut.
    signal?.throwIfAborted();
    const code = property(error, 'code');
    const what = code === 'ENOENT' ? ': there is none with this path' : '';
    throw new ConfigError(
      `The file to upload cannot be read${what}${typeof code === 'string' ? ` (${code})` : ''}.`,
      { cause: error },
    );
  }
  const path = data instanceof Readable && 'path' in data ? data.path : undefined;
  return { bytes: Buffer.concat(chunks), name: typeof path === 'string' ? basename(path) : undefined };
}

function bytesOf(chunk: unknown): Uint8Array {
  if (typeof chunk === 'string') return Buffer.from(chunk);
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (isAnyArrayBuffer(chunk)) return new Uint8Array(chunk);
  throw new ConfigError('A stream to upload gives bytes or text, and nothing else.');
}

const isAsyncIterable = (data: unknown): data is AsyncIterable<unknown> =>
  typeof data === 'object' && data !== null && Symbol.asyncIterator in data;

const isUsed = (data: unknown): boolean =>
  data instanceof ReadableStream
    ? data.locked
    : data instanceof Readable && (data.readableEnded || data.destroyed);

const hasArrayBuffer = (data: unknown): data is { arrayBuffer(): Promise<ArrayBuffer> } =>
  typeof data === 'object' &&
  data !== null &&
  'arrayBuffer' in data &&
  typeof data.arrayBuffer === 'function';

const isResponse = (data: unknown): data is FetchedFile =>
  hasArrayBuffer(data) && 'ok' in data && 'status' in data && 'headers' in data && 'body' in data;

const isBlob = (data: unknown): data is Blob => hasArrayBuffer(data) && 'size' in data && 'type' in data;

function limited(bytes: Uint8Array): ReadFile {
  if (bytes.length > MAX_FILE_BYTES) throw tooLarge();
  return { bytes };
}

const tooLarge = () =>
  new ConfigError(`A file to upload has at most ${MAX_FILE_BYTES} bytes; WeChat's own limits are lower.`);

const used = () =>
  new ConfigError('The stream to upload was read already, or is being read. A stream gives its bytes once.');

function noFile(file: unknown): ConfigError {
  const given =
    typeof file !== 'object' || file === null
      ? file === null
        ? 'null'
        : typeof file
      : 'data' in file
        ? 'an object whose "data" is none of these'
        : 'path' in file
          ? 'an object with "path": pass the path itself'
          : 'buffer' in file
            ? 'an object with "buffer": pass { data: file.buffer, filename }'
            : 'an object';
  return new ConfigError(
    'A file is a Buffer, Uint8Array, ArrayBuffer, Blob, stream, response of fetch, data: URL, file URL or path, ' +
      `or { data, filename } with one of these. It was ${given}.`,
  );
}
