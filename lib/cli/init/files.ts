import type { NewBot } from './options';
import { writeBot, writeStart, writeTest } from './program';
import { writeEnv, writeIgnored, writePackage, writeTypes } from './surroundings';

/** A file of a new bot. */
export interface NewFile {
  readonly name: string;
  readonly text: string;
  /** The permissions of the file; the usual ones by default. */
  readonly mode?: number;
}

/** Only the owner may read the file. */
const SECRET = 0o600;

/** Returns the files of a new bot by name. */
export function filesOf(wanted: NewBot): readonly NewFile[] {
  const extension = wanted.js ? 'js' : 'ts';
  return [
    { name: '.env', text: writeEnv(wanted), mode: SECRET },
    { name: '.gitignore', text: writeIgnored() },
    { name: `bot.test.${extension}`, text: writeTest(wanted) },
    { name: `bot.${extension}`, text: writeBot(wanted) },
    { name: `index.${extension}`, text: writeStart(wanted) },
    { name: 'package.json', text: writePackage(wanted) },
    ...(wanted.js ? [] : [{ name: 'tsconfig.json', text: writeTypes() }]),
  ];
}
