import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { CHINESE, inChinese } from './chinese';
import type { EnglishDoc } from './chinese';
import { fieldsOf } from './fields';
import type { FieldDoc } from './fields';
import { sampleCall } from './sample';

/**
 * What is known of an endpoint: all from its entry in `lib/api/groups/`, its example from the entry's spec, its Chinese from
 * `docs/generate/chinese/`.
 */
export interface EndpointDoc {
  readonly group: string;
  readonly name: string;
  readonly titleZh: string;
  /** What it does, in English; the first paragraph of its comment. */
  readonly summary: string;
  /** The same in Chinese. */
  readonly summaryZh: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Its chapter in WeChat's documentation, `用户管理 / 标签管理 / 创建标签`. */
  readonly chapter: string;
  /** The official page. */
  readonly see: string;
  readonly credential: 'account' | 'app-secret' | 'component' | 'none';
  readonly parameters: readonly FieldDoc[];
  readonly fields: readonly FieldDoc[];
  readonly answer: readonly FieldDoc[];
  /** What it resolves to, as TypeScript writes it. */
  readonly result: string;
  /** Return codes of which its comment speaks. */
  readonly codes: readonly number[];
  /** A call that compiles, `tag.create('VIP')`. */
  readonly example: string;
}

/** A group of endpoints. */
export interface GroupDoc {
  readonly group: string;
  readonly en: string;
  readonly zh: string;
}

const root = join(__dirname, '..', '..');
const folder = join(root, 'lib', 'api', 'groups');

/**
 * Reads all endpoints by the compiler.
 *
 * @throws {Error} An endpoint lacks what its comment must say, or a text its Chinese.
 */
export function readEndpoints(): {
  readonly groups: readonly GroupDoc[];
  readonly endpoints: readonly EndpointDoc[];
} {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (name) => ts.sys.readFile(name)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root);
  const program = ts.createProgram([join(folder, 'index.ts')], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(join(folder, 'index.ts'))!;
  const examples = readExamples();
  const groups: GroupDoc[] = [];
  const endpoints: EnglishDoc[] = [];
  for (const exported of checker.getExportsOfModule(checker.getSymbolAtLocation(source)!)) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const group = exported.name;
    const [, en = group, zh = group] = /^(.*?) ?\(([^)]*)\)/.exec(commentOf(symbol, checker)) ?? [];
    groups.push({ group, en, zh });
    for (const property of checker.getTypeOfSymbol(symbol).getProperties()) {
      const doc = readEndpoint(group, property, checker);
      const example = examples.get(`${group}.${property.name}`) ?? sampleCall(group, property, checker);
      endpoints.push({ ...doc, example });
    }
  }
  return { groups, endpoints: inChinese(endpoints, CHINESE) };
}

/**
 * How many endpoints WeChat has for official accounts and the platforms that serve them. Functions for the same page of its
 * documentation are several ways to one endpoint; the sign-in of mini programs is not one of theirs.
 */
export const countEndpoints = (endpoints: readonly EndpointDoc[]): number =>
  new Set(endpoints.map(({ chapter }) => chapter).filter((chapter) => !chapter.endsWith('小程序登录'))).size;

const commentOf = (symbol: ts.Symbol, checker: ts.TypeChecker): string =>
  ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();

function readEndpoint(
  group: string,
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
): Omit<EnglishDoc, 'example'> {
  const where = `${group}.${symbol.name}`;
  const comment = commentOf(symbol, checker);
  const official = /Official path: (?<chapter>[^—]+) — `(?<method>GET|POST) (?<path>[^`]+)`/.exec(
    comment.replaceAll('\n', ' '),
  );
  const [paragraph = ''] = comment.split('\n\n');
  const summary = paragraph.replaceAll('\n', ' ');
  const titleZh = /\(([^)(]*\p{Script=Han}[^)(]*(?:\([^)]*\))?[^)(]*)\)/u.exec(summary)?.[1];
  const see = symbol
    .getJsDocTags(checker)
    .find(({ name }) => name === 'see')
    ?.text?.map(({ text }) => text)
    .join('');
  const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
  if (official?.groups === undefined || see === undefined || signature === undefined)
    throw new Error(`${where} lacks its official path, its page or its signature.`);
  const { chapter = '', method = '', path = '' } = official.groups;
  const [result] = checker.getTypeArguments(signature.getReturnType() as ts.TypeReference);
  const title = titleZh ?? chapter.split(' / ').at(-1)!.trim();
  const parameters = signature.getParameters().map((parameter) => parameterOf(parameter, checker));
  const types = signature.getParameters().map((parameter) => checker.getTypeOfSymbol(parameter));
  return {
    group,
    name: symbol.name,
    titleZh: title,
    summary,
    // The expression above allows these two.
    method: method as 'GET' | 'POST',
    path,
    chapter: chapter.trim(),
    see: see.trim(),
    credential: credentialOf(symbol),
    parameters,
    fields: types.flatMap((type, index) => fieldsOf(type, parameters[index]!.name, checker)),
    answer: result === undefined ? [] : fieldsOf(result, '', checker),
    result:
      result === undefined
        ? 'string'
        : checker.typeToString(result, undefined, ts.TypeFormatFlags.NoTruncation),
    codes: codesIn(comment),
  };
}

const parameterOf = (symbol: ts.Symbol, checker: ts.TypeChecker): FieldDoc => {
  const type = checker.getTypeOfSymbol(symbol);
  const declaration = symbol.valueDeclaration;
  const isOptional =
    declaration !== undefined &&
    ts.isParameter(declaration) &&
    (declaration.questionToken !== undefined || declaration.initializer !== undefined);
  return { name: symbol.name, type: checker.typeToString(type), ...(isOptional && { optional: true }) };
};

/** Return codes among the numbers of a comment: five digits, not part of a larger number. */
const codesIn = (comment: string): readonly number[] => [
  ...new Set([...comment.matchAll(/(?<![\d,.])[34689]\d{4,6}(?![\d,])/g)].map(([code]) => Number(code))),
];

function credentialOf(symbol: ts.Symbol): EndpointDoc['credential'] {
  const text = symbol.valueDeclaration?.getText() ?? '';
  if (text.includes("auth: 'none'")) return 'none';
  if (/auth: 'component'|byPlatform|byAccessToken/.test(text)) return 'component';
  if (/auth: \{|byAppSecret/.test(text)) return 'app-secret';
  return 'account';
}

/** The shortest call of each function in the specs of the groups, `tag.create('VIP')`. They are compiled and run. */
function readExamples(): ReadonlyMap<string, string> {
  const specs = join(root, 'spec', 'api', 'groups');
  const found = new Map<string, string>();
  for (const file of readdirSync(specs).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(join(specs, file), 'utf8');
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
        const name = node.expression.getText();
        const call = dedent(node.getText());
        const isMistake = /@ts-expect-error[^\n]*\n[^\n]*$/.test(text.slice(0, node.getStart()));
        const isWhole = !isMistake && node.arguments.every(isLiteral);
        if (/^\w+\.\w+$/.test(name) && isWhole && !found.has(name)) found.set(name, call);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  }
  return found;
}

/** A call of several lines without the indentation of its spec, which that of its last line is. */
function dedent(text: string): string {
  const indentation = /\n( *)[^\n]*$/.exec(text)?.[1] ?? '';
  return text.replaceAll(`\n${indentation}`, '\n');
}

/** Whether an argument says all itself, without a name that only the spec knows. */
const isLiteral = (node: ts.Node): boolean =>
  ts.isStringLiteralLike(node) ||
  ts.isNumericLiteral(node) ||
  node.kind === ts.SyntaxKind.TrueKeyword ||
  node.kind === ts.SyntaxKind.FalseKeyword ||
  (ts.isIdentifier(node) && node.text === 'undefined') ||
  (ts.isPrefixUnaryExpression(node) && isLiteral(node.operand)) ||
  (ts.isArrayLiteralExpression(node) && node.elements.every(isLiteral)) ||
  (ts.isObjectLiteralExpression(node) &&
    node.properties.every(
      (property) => ts.isPropertyAssignment(property) && isLiteral(property.initializer),
    ));
