import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import { asFile, complaints, root, skeleton } from './compile';
import { examples } from './docstrings';
import { SURROUNDINGS, SURROUNDINGS_OF } from './surroundings';

const pages = [
  'README.md',
  'README.zh-CN.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md') && name !== 'style.md')
    .map((name) => `docs/${name}`),
];

/** What a page shows of a file is compiled and run as that file. */
const withoutFiles = (markdown: string) =>
  markdown.replaceAll(/<!-- \S+\.ts(?:#\S+)? -->\n\n```ts\n[\s\S]*?```/g, '');

const blocksOf = (page: string): readonly string[] =>
  [...withoutFiles(readFileSync(join(root, page), 'utf8')).matchAll(/^( *)```ts\n(.*?)^ *```$/gms)].map(
    ([, indent = '', code = '']) => code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );

it('every block of code and every example of a comment compiles, and a mistake would not', () => {
  expect(examples.length).toBeGreaterThan(45);
  const blocks = pages.flatMap((page) =>
    blocksOf(page).map((code, i) =>
      asFile(`${page} block ${i + 1}`, `${SURROUNDINGS_OF[page.replace('.zh-CN', '')] ?? ''}${code}`),
    ),
  );
  const mistake = asFile('mistake', "wx.event('subcribe', () => '');");
  expect(
    complaints(
      new Map([
        asFile('surroundings', SURROUNDINGS),
        ...blocks,
        ...examples.map(([name, code]) => asFile(name, code)),
        mistake,
      ]),
    ),
  ).toEqual([expect.stringMatching(/^spec\/mistake\.mts: 'subcribe'/)]);
});

it('every bot that is shown whole compiles on its own', () => {
  const bots = pages.flatMap((page) =>
    blocksOf(page).filter((code) => /^import express.*\.listen\(/ms.test(code)),
  );
  expect(bots.length).toBeGreaterThanOrEqual(6);
  expect(complaints(new Map(bots.map((code, i) => asFile(`bot ${i + 1}`, code))))).toEqual([]);
});

const pairs = pages.filter((page) => existsSync(join(root, page.replace('.md', '.zh-CN.md'))));

it.each(pairs)('%s shows the same samples in both languages', (page) => {
  expect(blocksOf(page.replace('.md', '.zh-CN.md')).map(skeleton)).toEqual(blocksOf(page).map(skeleton));
});

const tested = pages.filter((page) => blocksOf(page).some((code) => /^it\(/m.test(code)));

it('both languages show how to test', () => {
  expect(tested).toEqual(expect.arrayContaining(['docs/testing.md', 'docs/testing.zh-CN.md']));
});

describe.each(tested)('the tests shown in %s', (page) => {
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
