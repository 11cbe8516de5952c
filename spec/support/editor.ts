import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '../..');

/** What an editor shows of the last name in each line of a user's program. */
export function hover(beginning: readonly string[], lines: readonly string[]): string[] {
  const file = join(root, 'spec/support/a-users-program.ts');
  const text = [...beginning, ...lines].join('\n');
  const config = ts.parseConfigFileTextToJson('', readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  const { options } = ts.parseJsonConfigFileContent(
    config.config,
    { ...ts.sys, readDirectory: () => [] },
    root,
  );
  const snapshot = (name: string) => (name === file ? text : ts.sys.readFile(name));
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const found = snapshot(name);
      return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: snapshot,
  });
  return lines.map((line) => {
    const last = [...line.matchAll(/\w+/g)].at(-1)?.index ?? 0;
    const info = service.getQuickInfoAtPosition(file, text.indexOf(line) + last);
    return `${ts.displayPartsToString(info?.displayParts)}\n${ts.displayPartsToString(info?.documentation)}`;
  });
}
