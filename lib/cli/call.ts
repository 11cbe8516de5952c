import { parseJson } from '../wire/json';
import type { Api, Download } from '../index';
import { findFunction, functionsOf, functionsOfNoAccount, signature } from './catalogue';
import { docOf, endpointDocs, nameOf, searchEndpoints } from './endpoint-docs';
import { EXIT, UsageError } from './exit';
import type { Exit } from './exit';
import { readJson, writeOutput } from './input';
import type { Io } from './io';
import { didYouMean } from '../did-you-mean';
import { makeRequest, readFiles } from './request';
import type { CliContext } from './cli-context';
import { forTerminal } from './terminal';

/** Calls a function of the API with JSON arguments, and prints the result as JSON. */
export async function call(
  run: CliContext,
  name: string,
  args: readonly string[],
  { output }: { readonly output?: string },
): Promise<Exit> {
  // Mistakes that can be found without a request are reported first.
  findFunction(functionsOfNoAccount(), name);
  const values = await readArguments(args, name, run.io);
  const made = makeRequest(name, values);
  const request = made === undefined ? undefined : await readFiles(name, made, run.io);
  const api = await run.api();
  run.progress(run.say('calling', { name }));
  const answer =
    request === undefined ? await callOn(api, name, values) : await api.request<unknown>(request);

  if (isIterable(answer)) await printItems(run, answer);
  else if (isDownload(answer)) await keep(run, answer, output);
  else print(run, answer);
  return EXIT.fine;
}

const callOn = (api: Api, name: string, values: readonly unknown[]): unknown =>
  findFunction(functionsOf(api), name)(...values);

/**
 * Lists the functions of the API: all, those of a group, or those that match all words by name, title, path
 * or description.
 *
 * @throws {UsageError} No function matches. The message names similar groups.
 */
export function listCalls(run: CliContext, words: readonly string[]): Exit {
  const all = functionsOfNoAccount();
  const text = words.join(' ');
  const names = [...all].flatMap(([group, functions]) =>
    Object.keys(functions).map((key) => `${group}.${key}`),
  );
  const found = all.has(text)
    ? names.filter((name) => name.startsWith(`${text}.`))
    : text === ''
      ? names
      : search(text, names);
  if (found.length === 0)
    throw new UsageError('no-match', { words: text, near: didYouMean(text, all.keys()) });
  const signatures = found.map((name) => {
    const [group = '', method = ''] = name.split('.');
    return signature(group, method, findFunction(all, name));
  });
  const titles = new Map(
    endpointDocs().map((doc) => [nameOf(doc), `  ${doc.titleZh}  ${doc.method} ${doc.path}`]),
  );
  // The list is for programs too, so each function has one line; the columns help readers.
  const lines = signatures.map((line, index) =>
    text === '' ? line : line + (titles.get(found[index]!) ?? ''),
  );
  run.print(signatures, lines.join('\n'));
  return EXIT.fine;
}

/** Searches the documentation of endpoints. Iterators have none, so only their names count. */
function search(text: string, names: readonly string[]): string[] {
  const documented = searchEndpoints(text).map(nameOf);
  const others = names.filter(
    (name) => !documented.includes(name) && name.toLowerCase().includes(text.toLowerCase()),
  );
  return [...documented, ...others];
}

/** Tells whether a function takes text at this position. */
const takesText = (name: string, index: number): boolean => docOf(name)?.parameters[index]?.type === 'string';

async function readArguments(args: readonly string[], name: string, io: Io): Promise<unknown[]> {
  const values: unknown[] = [];
  // The arguments are read one after the other, because only one can be the standard input.
  for (const [index, given] of args.entries()) {
    const value = await readArgument(given, index + 1, io);
    // Bare digits are a number, but a template's number and a tag's name are text.
    const isBare = ['number', 'bigint', 'boolean'].includes(typeof value) && takesText(name, index);
    values.push(isBare ? given : value);
  }
  return values;
}

/**
 * Reads an argument: JSON, or `@file` and `-` for JSON from elsewhere. A value that does not begin like JSON,
 * such as a path, is text.
 */
async function readArgument(given: string, number: number, io: Io): Promise<unknown> {
  if (given === '-') return readJson('-', io);
  if (given.startsWith('@')) return readNamed(given.slice(1), io);
  try {
    return parseJson(given);
  } catch {
    // Some shells do not know single quotes and pass them on.
    if (/^\s*(?:$|[{["'])/.test(given)) throw new UsageError('argument-not-json', { number });
    return given;
  }
}

async function readNamed(file: string, io: Io): Promise<unknown> {
  try {
    return await readJson(file, io);
  } catch (error) {
    if (error instanceof UsageError && error.id === 'not-text')
      throw new UsageError('argument-path', { file });
    throw error;
  }
}

const print = (run: CliContext, answer: unknown): void =>
  run.print(answer, JSON.stringify(answer ?? null, undefined, 2));

const isIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

const isDownload = (value: unknown): value is Download =>
  typeof value === 'object' && value !== null && 'data' in value && Buffer.isBuffer(value.data);

/** Prints one line for each item as it arrives, since there may be millions. */
async function printItems({ io, progress }: CliContext, items: AsyncIterable<unknown>): Promise<void> {
  let count = 0;
  for await (const item of items) {
    if (io.signal.aborted) return;
    if (count === 0) progress('');
    io.stdout.write(`${forTerminal(JSON.stringify(item))}\n`);
    count++;
  }
  progress('');
}

async function keep(
  run: CliContext,
  { data, contentType, filename }: Download,
  output?: string,
): Promise<void> {
  const about = { contentType, ...(filename !== undefined && { filename }), bytes: data.length };
  if (output === undefined) run.note(run.say('is-file'));
  else await writeOutput(output, data, run.io);
  print(run, output === undefined ? about : { ...about, file: output });
}
