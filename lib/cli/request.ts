import { resolve } from 'node:path';
import * as groups from '../api/groups';
import type { ApiRequest, Part } from '../api/request';
import { ConfigError } from '../index';
import { signature } from './catalogue';
import type { ApiFunction } from './catalogue';
import { UsageError } from './exit';
import { checkReadable } from './input';
import type { Io } from './io';

const functions: Readonly<Record<string, Readonly<Record<string, unknown>>>> = groups;

/**
 * Returns the request that a function of the API creates from the arguments; undefined if it creates none or
 * several.
 *
 * @throws {UsageError} The arguments do not fit.
 */
export function makeRequest(name: string, values: readonly unknown[]): ApiRequest | undefined {
  const [group = '', method = ''] = name.split('.');
  const make = functions[group]?.[method];
  if (typeof make !== 'function') return undefined;
  try {
    // This is a function of a group. Its own types are only for the compiler.
    const made = (make as ApiFunction)(...values);
    return isRequest(made) ? made : undefined;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw unfit(name);
  }
}

/**
 * Returns the request with the paths of files resolved from the user's folder.
 *
 * @throws {UsageError} A file cannot be read, or there is none.
 */
export async function readFiles(name: string, request: ApiRequest, io: Io): Promise<ApiRequest> {
  if (request.parts === undefined) return request;
  const parts: Part[] = [];
  for (const part of request.parts) parts.push('file' in part ? await located(name, part, io) : part);
  return { ...request, parts };
}

async function located(name: string, part: Part & { readonly file: unknown }, io: Io): Promise<Part> {
  const { file } = part;
  const { data = file } = typeof file === 'object' && file !== null && 'data' in file ? file : {};
  // The command line passes only text.
  if (typeof data !== 'string') throw unfit(name);
  if (isUrl(data)) return part;
  await checkReadable(data, io);
  const path = resolve(io.cwd, data);
  return { ...part, file: typeof file === 'object' ? { ...file, data: path } : { data: path } };
}

/** A scheme of one letter is a drive of Windows. */
const isUrl = (text: string): boolean => /^(?:data|file):/i.test(text);

const isRequest = (value: unknown): value is ApiRequest =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value;

function unfit(name: string): UsageError {
  const [group = '', method = ''] = name.split('.');
  return new UsageError('arguments-unfit', {
    signature: signature(group, method, () => undefined),
  });
}
