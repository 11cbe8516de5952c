import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import ts from 'typescript';

const root = join(__dirname, '..', '..');
const pages = ['README.md', 'README.zh-CN.md'] as const;

const blocksOf = (page: string): readonly string[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^( *)```ts\n(.*?)^ *```$/gms)].map(
    ([, indent = '', code = '']) => code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );

/** What the pages take for granted: made by another block, or by the reader. */
const SURROUNDINGS = `
  import type { Api, Handler, Store, WeChat } from 'offiaccount';
  declare global {
    const wx: WeChat;
    const api: Api;
    const store: Store;
    const app: import('express').Express;
    const express: typeof import('express');
    const createServer: typeof import('offiaccount').createServer;
    const wechat: typeof import('offiaccount').wechat;
    const simulate: typeof import('offiaccount/testing').simulate;
    const account: { appId: string; token: string };
    const appId: string, componentAppId: string, componentAppSecret: string, platformKey: string, appSecret: string, token: string, encodingAESKey: string;
    const message: Parameters<Api['customerMessage']['send']>[0];
    const openingHours: Map<string, string>, menu: Parameters<Api['menu']['create']>[0];
    const showCart: Handler, showOrder: Handler;
  }
`;

/** What is read of the package, its dependencies and the compiler's own files: once for all. */
const sources = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of these files, which need not exist. One that is an excerpt may return. */
function complaints(files: ReadonlyMap<string, string>): readonly string[] {
  const RETURN_OUTSIDE = 1108;
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (name) => ts.sys.readFile(name));
  const { options } = ts.parseJsonConfigFileContent(
    config.config,
    { ...ts.sys, readDirectory: () => [] },
    root,
  );
  const host = ts.createCompilerHost(options);
  const real = { ...host };
  host.fileExists = (name) => files.has(name) || real.fileExists(name);
  host.readFile = (name) => files.get(name) ?? real.readFile(name);
  host.getSourceFile = (name, language) => {
    const given = files.get(name);
    if (given !== undefined) return ts.createSourceFile(name, given, language);
    if (!sources.has(name)) sources.set(name, real.getSourceFile(name, language));
    return sources.get(name);
  };
  // What a reader leaves unused is no mistake of the page.
  const program = ts.createProgram([...files.keys()], { ...options, noUnusedLocals: false }, host);
  return [...files.keys()].flatMap((name) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      .filter(({ code }) => code !== RETURN_OUTSIDE)
      .map(({ messageText, start = 0 }) => {
        const line = file?.text.slice(start).split('\n', 1)[0] ?? '';
        return `${name.slice(root.length + 1)}: ${line}\n  ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
      });
  });
}

/** A block as a module of its own. */
const asFile = (name: string, code: string): [string, string] => [
  join(root, 'spec', `${name}.mts`),
  `${code}\nexport {};\n`,
];

it('every block of code compiles, and a mistake would not', () => {
  const blocks = pages.flatMap((page) =>
    blocksOf(page).map((code, i) => asFile(`${page} block ${i + 1}`, code)),
  );
  const mistake = asFile('mistake', "wx.event('subcribe', () => '');");
  expect(complaints(new Map([asFile('surroundings', SURROUNDINGS), ...blocks, mistake]))).toEqual([
    expect.stringMatching(/^spec\/mistake\.mts: 'subcribe'/),
  ]);
});

it('every bot that is shown whole compiles on its own', () => {
  const bots = pages.map((page) =>
    blocksOf(page).filter((code) => /^import express.*\.listen\(/ms.test(code)),
  );
  expect(bots.map(({ length }) => length)).toEqual([2, 2]);
  expect(complaints(new Map(bots.flat().map((code, i) => asFile(`bot ${i + 1}`, code))))).toEqual([]);
});

describe.each(pages)('the tests shown in %s', (page) => {
  // They build on each other: one file.
  const shown = blocksOf(page).filter((code) => /^it\(/m.test(code));
  const { outputText } = ts.transpileModule(shown.join('\n'), {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2023,
      esModuleInterop: true,
    },
  });
  // The second one lets a handler fail, which is logged.
  beforeEach(() => void jest.spyOn(console, 'error').mockImplementation());
  afterEach(() => void jest.restoreAllMocks());
  const run = compileFunction(outputText, ['require', 'exports', 'it', 'expect']) as (
    ...given: readonly unknown[]
  ) => void;
  run(require, {}, it, expect);
});
