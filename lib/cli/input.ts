import { readFile, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parseJson } from '../wire/json';
import { decodeText } from './encoding';
import { UsageError } from './exit';
import { orUsage } from './or-usage';
import { systemCode } from './system-code';
import type { Io } from './io';

/**
 * Reads the bytes of a file; `-` is the standard input.
 *
 * @throws {UsageError} The file cannot be read.
 */
export async function readBytes(file: string, { stdin, cwd }: Io): Promise<Buffer> {
  if (file === '-') return buffer(stdin);
  try {
    return await readFile(resolve(cwd, file));
  } catch (error) {
    throw new UsageError('file-unreadable', { file, code: systemCode(error) ?? 'unknown' });
  }
}

/**
 * Reads the text of a file in any Unicode encoding that an editor or a shell writes.
 *
 * @throws {UsageError} The file cannot be read, or is not text.
 */
export async function readText(file: string, io: Io): Promise<string> {
  const { text } = decodeText(await readBytes(file, io));
  if (text === undefined) throw new UsageError('not-text', { file });
  return text;
}

/**
 * Reads the JSON of a file. Long integers stay text.
 *
 * @throws {UsageError} The file cannot be read, or is not JSON.
 */
export async function readJson(file: string, io: Io): Promise<unknown> {
  const content = await readText(file, io);
  return orUsage(
    () => parseJson(content),
    () => new UsageError('not-json', { file }),
  );
}

/**
 * Checks that a file can be read, before anything is sent.
 *
 * @throws {UsageError} The file cannot be read.
 */
export async function checkReadable(file: string, { cwd }: Io): Promise<void> {
  try {
    if ((await stat(resolve(cwd, file))).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
  } catch (error) {
    throw new UsageError('file-unreadable', { file, code: systemCode(error) ?? 'unknown' });
  }
}

/**
 * Writes a result to a file.
 *
 * @throws {UsageError} The file cannot be written.
 */
export async function writeOutput(file: string, data: string | Buffer, { cwd }: Io): Promise<void> {
  try {
    await writeFile(resolve(cwd, file), data);
  } catch (error) {
    throw new UsageError('file-unwritable', { file, code: systemCode(error) ?? 'unknown' });
  }
}
