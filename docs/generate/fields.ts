import ts from 'typescript';

/** A field of a request or an answer. Fields within others have dotted names, those of lists `[]`: `articles[].title`. */
export interface FieldDoc {
  readonly name: string;
  readonly type: string;
  readonly optional?: boolean;
  readonly note?: string;
  /** The same in Chinese. */
  readonly noteZh?: string;
}

/** What is shown as a whole, whatever is inside. */
const WHOLE = new Set(['FileInput', 'FileData', 'Download', 'Buffer', 'Date', 'Blob', 'URL', 'Uint8Array']);
const MAX_DEPTH = 6;

/** The fields of a type that is an object or a list of them; nothing for a text or a number. */
export function fieldsOf(type: ts.Type, name: string, checker: ts.TypeChecker): FieldDoc[] {
  return inside(type, name, { checker, depth: 0, above: [] });
}

interface Place {
  readonly checker: ts.TypeChecker;
  readonly depth: number;
  /** Types within which this one is, so that one that holds itself ends. */
  readonly above: readonly ts.Type[];
}

function inside(given: ts.Type, prefix: string, place: Place): FieldDoc[] {
  const { checker, depth, above } = place;
  const type = checker.getNonNullableType(given);
  if (depth > MAX_DEPTH || above.includes(type) || isWhole(type, checker)) return [];
  const next = { checker, depth: depth + 1, above: [...above, type] };
  const item = itemOf(type, checker);
  if (item !== undefined) return inside(item, `${prefix}[]`, next);
  const members = type.isUnion() ? type.types : [type];
  const objects = members.filter((member) => isObject(member, checker));
  if (objects.length === 0) return [];
  const lists = objects.map((member) => fieldsIn(member, prefix, next));
  if (lists.length === 1) return lists[0]!;
  // Of several forms: what only some have is optional in the whole.
  const all = new Map<string, FieldDoc>();
  for (const list of lists)
    for (const field of list) {
      const before = all.get(field.name);
      const isShared = lists.every((each) => each.some(({ name }) => name === field.name));
      all.set(field.name, {
        ...field,
        type: before === undefined ? field.type : either(before.type, field.type),
        ...((!isShared || before?.optional === true) && { optional: true }),
      });
    }
  return [...all.values()];
}

const either = (one: string, other: string) =>
  [...new Set([...one.split(' | '), ...other.split(' | ')])].join(' | ');

function fieldsIn(type: ts.Type, prefix: string, place: Place): FieldDoc[] {
  const { checker } = place;
  return checker.getPropertiesOfType(type).flatMap((property) => {
    const of = checker.getTypeOfSymbol(property);
    const name = prefix === '' ? property.name : `${prefix}.${property.name}`;
    const note = ts
      .displayPartsToString(property.getDocumentationComment(checker))
      .replaceAll(/\s+/g, ' ')
      .trim();
    const field: FieldDoc = {
      name,
      type: typeName(of, checker),
      ...(property.flags & ts.SymbolFlags.Optional && { optional: true }),
      ...(note !== '' && { note }),
    };
    return [field, ...inside(of, name, place)];
  });
}

/** A short name: what is listed field by field below is only an `object`. */
function typeName(given: ts.Type, checker: ts.TypeChecker): string {
  const type = checker.getNonNullableType(given);
  if (isWhole(type, checker)) return nameOf(type) ?? checker.typeToString(type);
  const item = itemOf(type, checker);
  if (item !== undefined) {
    const name = typeName(item, checker);
    return name.includes(' ') ? `(${name})[]` : `${name}[]`;
  }
  if (type.isUnion() && type.types.some((member) => isObject(member, checker)))
    return [...new Set(type.types.map((member) => typeName(member, checker)))].join(' | ');
  if (isObject(type, checker))
    return checker.getPropertiesOfType(type).length > 0 ? 'object' : checker.typeToString(type);
  return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
}

const nameOf = (type: ts.Type): string | undefined => (type.aliasSymbol ?? type.getSymbol())?.name;
const isWhole = (type: ts.Type, checker: ts.TypeChecker): boolean =>
  WHOLE.has(nameOf(type) ?? '') || WHOLE.has(checker.typeToString(type));

const itemOf = (type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined =>
  checker.isArrayLikeType(type) ? checker.getTypeArguments(type as ts.TypeReference)[0] : undefined;

const isObject = (type: ts.Type, checker: ts.TypeChecker): boolean =>
  (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 &&
  itemOf(type, checker) === undefined &&
  type.getCallSignatures().length === 0 &&
  // A text with a brand is still a text.
  !type.getProperties().some(({ name }) => name === 'charAt');
