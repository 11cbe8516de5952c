import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '../..');
const PROGRAM = join(root, 'spec/support/a-users-program.ts');

/** A user's program as an editor has it open: what has been read of the package is kept for the next one. */
let text = '';
let version = 0;

const read = (name: string): string | undefined => (name === PROGRAM ? text : ts.sys.readFile(name));

function open(): ts.LanguageService {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (name) => ts.sys.readFile(name));
  const { options } = ts.parseJsonConfigFileContent(
    config.config,
    { ...ts.sys, readDirectory: () => [] },
    root,
  );
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [PROGRAM],
    getScriptVersion: (name) => String(name === PROGRAM ? version : 0),
    getScriptSnapshot: (name) => {
      const found = read(name);
      return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === PROGRAM || ts.sys.fileExists(name),
    readFile: read,
  });
}

let service: ts.LanguageService | undefined;

function show(lines: readonly string[]): ts.LanguageService {
  text = lines.join('\n');
  version++;
  return (service ??= open());
}

/** What an editor shows of the last name in each line of a user's program. */
export function hover(beginning: readonly string[], lines: readonly string[]): string[] {
  const editor = show([...beginning, ...lines]);
  return lines.map((line) => {
    const last = [...line.matchAll(/\w+/g)].at(-1)?.index ?? 0;
    const info = editor.getQuickInfoAtPosition(PROGRAM, text.indexOf(line) + last);
    return `${ts.displayPartsToString(info?.displayParts)}\n${ts.displayPartsToString(info?.documentation)}`;
  });
}

/** What the compiler says of lines of a user's program, by line; nothing of those that are right. */
export function complaints(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    show(lines)
      .getSemanticDiagnostics(PROGRAM)
      .map(({ messageText, start = 0 }) => [
        lines[text.slice(0, start).split('\n').length - 1] ?? '',
        ts.flattenDiagnosticMessageText(messageText, '\n'),
      ]),
  );
}
