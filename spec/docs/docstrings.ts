import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { root } from './compile';

/** The files that users import, by the name of the import. */
const ENTRIES = {
  offiaccount: 'lib/index.ts',
  'offiaccount/testing': 'lib/testing/index.ts',
  'offiaccount/hosts': 'lib/hosts/index.ts',
  'offiaccount/simulator': 'lib/simulator/index.ts',
  'offiaccount/browser': 'lib/web/browser/client.d.mts',
} as const;

const parse = (path: string) =>
  ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);

interface Exported {
  readonly entry: string;
  readonly name: string;
  readonly path: string;
}

/** The values that an entry exports, types apart. */
function exportsOf(entry: keyof typeof ENTRIES): Exported[] {
  const path = ENTRIES[entry];
  return parse(path).statements.flatMap((statement) => {
    if (ts.isFunctionDeclaration(statement)) return [{ entry, name: statement.name?.text ?? '', path }];
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return [];
    const { exportClause, moduleSpecifier } = statement;
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
    const from = join(dirname(path), moduleSpecifier.text);
    const file = existsSync(join(root, `${from}.ts`)) ? `${from}.ts` : join(from, 'index.ts');
    return exportClause.elements
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .map(({ name }) => ({ entry, name: name.text, path: file }));
  });
}

/** Every value that users can import. */
export const published = (Object.keys(ENTRIES) as (keyof typeof ENTRIES)[]).flatMap(exportsOf);

/** The declarations of a name; several where a function is overloaded. */
export const declarationsOf = ({ name, path }: Exported): readonly ts.Statement[] =>
  parse(path).statements.filter((statement) =>
    ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.some((each) => each.name.getText() === name)
      : (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) &&
        statement.name?.text === name,
  );

export const hasExample = (declarations: readonly ts.Statement[]): boolean =>
  declarations.some((each) => ts.getJSDocTags(each).some(({ tagName }) => tagName.text === 'example'));

/** What examples take for granted beside the samples of pages: the reader's own. */
const OWN: Readonly<Record<string, string>> = {
  Fastify: "typeof import('fastify').default",
  Koa: "typeof import('koa')",
  Redis: "typeof import('ioredis').Redis",
  answer: 'string',
  ask: "(parts: readonly { type: 'file'; data: Uint8Array; mediaType: string }[]) => AsyncIterable<string>",
  clock: "import('offiaccount/testing').MovableClock",
  ctx: "import('offiaccount').Context",
  env: "Readonly<Record<'COMPONENT_APP_ID' | 'COMPONENT_APP_SECRET' | 'COMPONENT_TOKEN' | 'COMPONENT_AES_KEY' | 'REDIS_URL' | 'STORE_SECRET', string>>",
  model: 'string',
  orders: '{ create(name: string, id: string): Promise<string> }',
  pay: '(order: string) => string',
  redis: "import('ioredis').Redis",
  remindLater: '(openid: string) => void',
  result: "import('offiaccount').StreamSource",
  secret: 'string',
  statistics: '{ note(message: object, options: { signal: AbortSignal }): Promise<void> }',
  streamText:
    '(options: { model: string; prompt: string; abortSignal: AbortSignal }) => AsyncIterable<string>',
  tenants: '{ openingHours(appId: string): Promise<string> }',
};

/** Where the compiler finds an entry. */
const moduleOf = (entry: string): string =>
  entry === 'offiaccount/browser' ? '../lib/web/browser/client.mjs' : entry;

/** What an example uses and does not declare itself. */
function surroundingsOf(code: string): string {
  const needs = (name: string): boolean =>
    new RegExp(`(?<![.\\w'])${name}\\b(?!:)`).test(code) &&
    !new RegExp(`(?:const|let) ${name}\\b`).test(code);
  return [
    ...published
      .filter(({ name }) => needs(name))
      .map(({ entry, name }) => `import { ${name} } from '${moduleOf(entry)}';`),
    ...Object.entries(OWN)
      .filter(([name]) => needs(name))
      .map(([name, type]) => `declare const ${name}: ${type};`),
    '',
  ].join('\n');
}

/** The examples of a file's comments, as modules, by their places. */
function examplesIn(path: string): (readonly [name: string, code: string])[] {
  const text = readFileSync(join(root, path), 'utf8');
  return [...text.matchAll(/^ *\* @example\n((?: *\*(?!\/).*\n)*)/gm)].map(([, lines = ''], index) => {
    // The next tag ends it.
    const code = lines.replaceAll(/^ *\* ?/gm, '').split(/^@/m, 1)[0] ?? '';
    return [`${path} example ${index + 1}`, `${surroundingsOf(code)}${code}`] as const;
  });
}

/** All examples of the package. */
export const examples = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:tsx?|mts)$/.test(name))
  .flatMap((name) => examplesIn(join('lib', name)));
