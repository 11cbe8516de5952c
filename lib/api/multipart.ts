import { randomUUID } from 'node:crypto';
import { wellFormed } from '../wire/text';
import { readFileInput } from './file-input';
import { kindOf, trueName } from '../model/file-kind';
import type { FileInput, Part } from './request';

const MEDIA_TYPE = /^[\w.+-]{1,40}\/[\w.+-]{1,80}$/;

/**
 * A multipart body as WeChat understands it: with a known length, plain UTF-8 file names (it does not know
 * `filename*=`), and extensions that are true to the content.
 */
export async function multipart(
  parts: readonly Part[],
  signal?: AbortSignal,
): Promise<{ body: Buffer; contentType: string }> {
  const boundary = `----offiaccount${randomUUID().replaceAll('-', '')}`;
  const chunks: Uint8Array[] = [];
  for (const part of parts) {
    const name = `Content-Disposition: form-data; name="${escapeName(part.name)}"`;
    if ('text' in part) {
      chunks.push(Buffer.from(`--${boundary}\r\n${name}\r\n\r\n${wellFormed(part.text)}\r\n`));
    } else {
      const { bytes, filename, type } = await readInput(part.file, signal);
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

async function readInput(
  file: FileInput,
  signal?: AbortSignal,
): Promise<{ bytes: Uint8Array; filename: string; type: string }> {
  const { bytes, name = 'file', type } = await readFileInput(file, signal);
  const declared = type !== undefined && MEDIA_TYPE.test(type) ? type : undefined;
  const kind = kindOf(bytes);
  const filename = trueName(name.replace(/\p{Cs}/gu, ''), kind, declared);
  return { bytes, filename, type: kind?.type ?? declared ?? 'application/octet-stream' };
}
