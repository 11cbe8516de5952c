import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { ConfigError } from '../errors';
import type { FileInput, Part } from './request';

/** Largest upload; WeChat's own largest, a video, is 10 MB. */
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * A multipart body as WeChat understands it: with a known length, plain UTF-8 file names (it does not know
 * `filename*=`), and extensions that are true to the content.
 */
export async function multipart(parts: readonly Part[]): Promise<{ body: Buffer; contentType: string }> {
  const boundary = `----offiaccount${randomUUID().replaceAll('-', '')}`;
  const chunks: Uint8Array[] = [];
  for (const part of parts) {
    const name = `Content-Disposition: form-data; name="${escapeName(part.name)}"`;
    if ('text' in part) {
      chunks.push(Buffer.from(`--${boundary}\r\n${name}\r\n\r\n${part.text}\r\n`));
    } else {
      const { bytes, filename, type } = await readInput(part.file);
      const head = `${name}; filename="${escapeName(filename)}"\r\nContent-Type: ${type}`;
      chunks.push(Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), bytes, Buffer.from('\r\n'));
    }
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return { body: Buffer.concat(chunks), contentType: `multipart/form-data; boundary=${boundary}` };
}

// As browsers do it: a line break or quote would end the name, and what follows be read as headers.
const escapeName = (name: string): string =>
  name.replace(/[\p{Cc}"]/gu, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

async function readInput(file: FileInput): Promise<{ bytes: Uint8Array; filename: string; type: string }> {
  const bytes = await readBytes(file.data);
  if (bytes.length > MAX_BYTES) throw new ConfigError(`A file to upload has more than ${MAX_BYTES} bytes.`);
  const given = file.filename ?? nameOf(file.data) ?? 'file';
  const kind = sniff(bytes);
  const extension = extname(given);
  const stem = extension === '' ? given : given.slice(0, -extension.length);
  // WeChat knows lower-case extensions only.
  const truth = extension.length > 1 ? extension.toLowerCase() : kind ? `.${kind[0]}` : '';
  return { bytes, filename: stem + truth, type: kind?.[1] ?? 'application/octet-stream' };
}

async function readBytes(data: FileInput['data']): Promise<Uint8Array> {
  if (typeof data === 'string') return readFile(data);
  if (data instanceof Uint8Array) return data;
  if (data instanceof Blob) return new Uint8Array(await data.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of data) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if ((length += bytes.length) > MAX_BYTES) throw new ConfigError('The stream to upload is too long.');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function nameOf(data: FileInput['data']): string | undefined {
  if (typeof data === 'string') return basename(data);
  // A `File` is a Blob with a name.
  return data instanceof Blob && 'name' in data && typeof data.name === 'string' ? data.name : undefined;
}

// The kinds of file WeChat takes: extension, media type, and the bytes they begin with (at an offset).
const KINDS: readonly (readonly [extension: string, type: string, start: RegExp])[] = [
  ['jpg', 'image/jpeg', /^\xff\xd8\xff/],
  ['png', 'image/png', /^\x89PNG\r\n/],
  ['gif', 'image/gif', /^GIF8/],
  ['bmp', 'image/bmp', /^BM/],
  ['webp', 'image/webp', /^RIFF.{4}WEBP/s],
  ['amr', 'audio/amr', /^#!AMR/],
  ['mp3', 'audio/mpeg', /^(ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb])/],
  ['wav', 'audio/wav', /^RIFF.{4}WAVE/s],
  ['mp4', 'video/mp4', /^.{4}ftyp/s],
  ['pdf', 'application/pdf', /^%PDF/],
];

function sniff(bytes: Uint8Array): (typeof KINDS)[number] | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  return KINDS.find(([, , pattern]) => pattern.test(start));
}
