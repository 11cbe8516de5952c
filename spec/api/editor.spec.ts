import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import * as groups from '../../lib/api/groups';

const root = resolve(__dirname, '../..');

/** What an editor shows of the last name in a line of a user's program. */
function hover(lines: readonly string[]): string[] {
  const file = join(root, 'spec/api/a-users-program.ts');
  const text = ["import type { Api } from '../../lib/api/client';", 'declare const api: Api;', ...lines].join(
    '\n',
  );
  const config = ts.parseConfigFileTextToJson('', readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
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
    const info = service.getQuickInfoAtPosition(file, text.indexOf(line) + line.lastIndexOf('.') + 1);
    return `${ts.displayPartsToString(info?.displayParts)}\n${ts.displayPartsToString(info?.documentation)}`;
  });
}

describe('the editor', () => {
  it('shows the names of arguments, the result and the description', () => {
    const [create, users, url, list, request] = hover([
      'api.tag.create;',
      'api.tag.getUsers;',
      'api.qrcode.imageUrl;',
      'api.user.list;',
      'api.request;',
    ]);
    expect(create).toMatch(/\(name: string, options\?: CallOptions( \| undefined)?\) => Promise<\{/);
    expect(create).toContain('Creates a tag');
    expect(users).toMatch(
      /\(tagid: number, next_openid\?: string( \| undefined)?, options\?: CallOptions( \| undefined)?\) => Promise<OpenidPage>/,
    );
    expect(url).toMatch(/\(ticket: string\) => string/);
    expect(list).toMatch(/\(options\?: CallOptions( \| undefined)?\) => AsyncGenerator<string/);
    expect(list).toContain('Lists the openids of all followers');
    expect(request).toContain('Sends a request made with');
  }, 60_000);
});

describe('the groups', () => {
  it('are all there: one per file', () => {
    const files = readdirSync(join(root, 'lib/api/groups')).filter((name) => name !== 'index.ts');
    const names = files.map((name) =>
      name.slice(0, -3).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
    );
    expect(Object.keys(groups).sort()).toEqual(names.sort());
  });
});
