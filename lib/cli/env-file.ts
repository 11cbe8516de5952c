import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { decodeText } from './encoding';
import { UsageError } from './exit';
import { systemCode } from './system-code';
import type { Io } from './io';

/** The variables of a file. Variables of the environment have priority. */
export interface EnvFile {
  readonly file: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

const USUAL = '.env';

/** The error codes of a missing file. A folder of that name belongs to another program. */
const ABSENT: readonly unknown[] = ['ENOENT', 'EISDIR', 'ENOTDIR'];

/**
 * Reads `.env` in the folder, or the named file; `false`: no file.
 *
 * @throws {UsageError} The file cannot be read.
 */
export async function readEnvFile(given: string | false | undefined, { cwd }: Io): Promise<EnvFile> {
  const file = given === undefined || given === false ? USUAL : given;
  if (given === false) return { file, variables: {} };
  try {
    const { text } = decodeText(await readFile(resolve(cwd, file)));
    if (text !== undefined) return { file, variables: parseEnv(text) };
  } catch (error) {
    const code = systemCode(error);
    if (given === undefined && ABSENT.includes(code)) return { file, variables: {} };
    throw new UsageError('file-unreadable', { file, code: code ?? 'unknown' });
  }
  throw new UsageError('not-text', { file });
}
