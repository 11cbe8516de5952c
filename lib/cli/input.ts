import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseJson } from '../wire/json';
import { UsageError } from './exit';
import { orUsage } from './failure';
import type { Io } from './io';

/**
 * The text of a file; `-` is the standard input.
 *
 * @throws {UsageError} It cannot be read.
 */
export async function readText(file: string, { stdin }: Io): Promise<string> {
  if (file === '-') return text(stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    // What readFile rejects with.
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`);
  }
}

/** The JSON of a file; long integers in it are kept as text. */
export const readJson = async (file: string, io: Io): Promise<unknown> => {
  const content = await readText(file, io);
  return orUsage(file === '-' ? 'The standard input' : file, () => parseJson(content));
};
