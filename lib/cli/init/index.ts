import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { EXIT, UsageError } from '../exit';
import type { Exit } from '../exit';
import { systemCode } from '../system-code';
import type { CliContext } from '../cli-context';
import { filesOf } from './files';

export interface InitOptions {
  readonly js?: boolean;
}

/** Files that may exist already: those of version control, systems and editors. */
const HARMLESS: ReadonlySet<string> = new Set([
  '.git',
  '.gitattributes',
  '.hg',
  '.svn',
  '.idea',
  '.vscode',
  '.DS_Store',
  'Thumbs.db',
  'desktop.ini',
]);

/** The most names in a message. */
const MAX_NAMES = 5;

/** Writes a bot that runs without changes into an empty folder. */
export async function init(run: CliContext, folder = '.', { js = false }: InitOptions): Promise<Exit> {
  const { io, language } = run;
  const path = resolve(io.cwd, folder);
  const found = (await entries(path, folder)).filter((name) => !HARMLESS.has(name));
  if (found.length > 0) {
    const names = found.slice(0, MAX_NAMES);
    throw new UsageError('init-not-empty', { folder, found: names, more: found.length - names.length });
  }

  const files = filesOf({ language, js, name: path.split(/[\\/]/).pop() ?? '' });
  for (const { name, text, mode } of files) {
    try {
      // A file that was created in the meantime is not overwritten.
      await writeFile(join(path, name), text, { flag: 'wx', ...(mode !== undefined && { mode }) });
    } catch (error) {
      const code = systemCode(error) ?? 'unknown';
      throw new UsageError('file-unwritable', { file: join(folder, name), code });
    }
  }

  const written = files.map(({ name }) => name);
  const here = relative(io.cwd, path) === '';
  const steps = [
    ...(here ? [] : [`cd ${/\s/.test(folder) ? `"${folder}"` : folder}`]),
    'npm install',
    'npm test',
    'npm start',
  ];
  run.print({ folder: path, files: written }, run.say('init-written', { folder, files: written, steps }));
  return EXIT.fine;
}

/** Returns the entries of the folder. A missing folder is created. */
async function entries(path: string, folder: string): Promise<readonly string[]> {
  try {
    await mkdir(path, { recursive: true });
    return await readdir(path);
  } catch (error) {
    throw new UsageError('file-unwritable', { file: folder, code: systemCode(error) ?? 'unknown' });
  }
}
