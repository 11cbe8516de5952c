import ts from 'typescript';

/** A call with made-up arguments, for a function that no spec calls with plain values: `ocr.comm('picture.jpg')`. */
export function sampleCall(group: string, symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
  const args = (signature?.getParameters() ?? []).filter(isRequired).map((parameter) => {
    const type = checker.getTypeOfSymbol(parameter);
    return sampleOf(type, parameter.name, checker);
  });
  return `${group}.${symbol.name}(${args.join(', ')})`;
}

const isRequired = ({ valueDeclaration }: ts.Symbol) =>
  valueDeclaration !== undefined &&
  ts.isParameter(valueDeclaration) &&
  valueDeclaration.questionToken === undefined &&
  valueDeclaration.initializer === undefined;

/** Values by the words in a field's name. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/date/, '2026-11-01'],
  [/openid|touser/, 'oT8wq5…'],
  [/url/, 'https://shop.example.com/'],
  [/file|media$|data/, 'picture.jpg'],
  [/media_id/, 'mEd1a…'],
];

const textFor = (name: string) => TEXTS.find(([pattern]) => pattern.test(name))?.[1] ?? '…';

function sampleOf(type: ts.Type, name: string, checker: ts.TypeChecker): string {
  const word = (type.aliasSymbol ?? type.getSymbol())?.name ?? checker.typeToString(type);
  if (/^File(?:Input|Data)$/.test(word)) return `'picture.jpg'`;
  if (type.isStringLiteral()) return `'${type.value}'`;
  if (type.isNumberLiteral()) return String(type.value);
  if (type.flags & ts.TypeFlags.BooleanLike) return checker.typeToString(type) === 'false' ? 'false' : 'true';
  if (type.flags & ts.TypeFlags.StringLike) return `'${textFor(name)}'`;
  if (type.flags & ts.TypeFlags.NumberLike) return '1';
  if (type.isUnion()) return sampleOf(type.types[0]!, name, checker);
  if (checker.isArrayLikeType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference);
    return item === undefined ? '[]' : `[${sampleOf(item, name, checker)}]`;
  }
  const fields = checker
    .getPropertiesOfType(type)
    .filter(({ flags }) => !(flags & ts.SymbolFlags.Optional))
    .map((field) => `${field.name}: ${sampleOf(checker.getTypeOfSymbol(field), field.name, checker)}`);
  return `{ ${fields.join(', ')} }`;
}
