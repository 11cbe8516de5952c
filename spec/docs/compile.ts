import { join } from 'node:path';
import ts from 'typescript';

export const root = join(__dirname, '..', '..');

/** What is read of the package, its dependencies and the compiler's own files: once for all. */
const sources = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of these files, which need not exist. One that is an excerpt may return. */
export function complaints(files: ReadonlyMap<string, string>): readonly string[] {
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
  // What a reader leaves unused is no mistake of the sample.
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

/** A sample as a module of its own. */
export const asFile = (name: string, code: string): [string, string] => [
  join(root, 'spec', `${name.replaceAll('/', ' ')}.mts`),
  `${code}\nexport {};\n`,
];

/** Code without what people read: texts, patterns and comments. */
export const skeleton = (code: string) => {
  const words: string[] = [];
  const walk = (node: ts.Node): void => {
    if (node.getChildCount() > 0) node.getChildren().forEach(walk);
    else if (ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node)) words.push('…');
    else if (ts.isIdentifier(node)) words.push(node.text);
    else words.push(ts.tokenToString(node.kind) ?? '…');
  };
  walk(ts.createSourceFile('sample.ts', code, ts.ScriptTarget.Latest, true));
  return words.join(' ');
};
