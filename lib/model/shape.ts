import { ParseError } from '../errors';
import type { Data, Field } from '../wire/data';

/** Turns one parsed field into its typed value. `undefined` = the element is missing. */
export interface Reader<T> {
  (value: Field | undefined, name: string, data: Data): T;
  /** The field is left out of the message when the element is missing. */
  readonly optional?: true;
}

/** A reader whose field may be missing. */
export interface OptionalReader<T> extends Reader<T> {
  readonly optional: true;
}

/** The fields of a message or element: a reader each, or a nested shape. */
export interface Shape {
  readonly [field: string]: Reader<unknown> | Shape;
}

/** The typed value that a reader or a nested shape yields. */
export type Value<R> = R extends Reader<infer T> ? T : R extends Shape ? Body<R> : never;

type Fields<S> = {
  readonly [K in keyof S as S[K] extends OptionalReader<unknown> ? never : K]: Value<S[K]>;
} & {
  readonly [K in keyof S as S[K] extends OptionalReader<unknown> ? K : never]?: Value<S[K]>;
};

/** The typed object that a shape yields; one list of fields, since editors show it. */
export type Body<S> = Fields<S> extends infer Both ? { [K in keyof Both]: Both[K] } : never;

/** Text as the user or the account wrote it: nothing is trimmed. Missing = `''`. */
export const text: Reader<string> = (value, name) => {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (isList(value)) return text(value[0], name, EMPTY);
  throw new ParseError(`<${name}> holds elements where text is expected.`);
};

/**
 * An id, a name or a code: kept as text, since ids have more digits than a number holds; white space around
 * it is dropped.
 */
export const id: Reader<string> = (value, name, data) => text(value, name, data).trim();

/** The number that an element holds; `undefined`: it holds none. */
export function numberIn(value: Field | undefined, name: string): number | undefined {
  const digits = id(value, name, EMPTY);
  return /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(digits) ? Number(digits) : undefined;
}

/**
 * A number: time in seconds, coordinate or count. What holds none is left out of the message; where that is
 * known to happen, the field is `optional(number)`. Elsewhere WeChat documents the number as always there,
 * and its type says so.
 */
export const number = numberIn as Reader<number>;

/** A field that WeChat does not always send. */
export function optional<const R extends Reader<unknown> | Shape>(item: R): OptionalReader<Value<R>> {
  const reader = toReader(item);
  return Object.assign(((value, name, data) => reader(value, name, data)) as Reader<Value<R>>, {
    optional: true as const,
  });
}

/** An element that occurs any number of times: always an array, empty when there is none. */
export function list<const R extends Reader<unknown> | Shape>(item: R): Reader<readonly Value<R>[]> {
  const reader = toReader(item);
  return (value, name, data) =>
    value === undefined || (typeof value === 'string' && value.trim() === '')
      ? []
      : [value].flat().flatMap((each) => reader(each, name, data) ?? []);
}

/**
 * A word from a list that WeChat documents; the list is for completion, since WeChat adds words without
 * notice.
 */
export const word = <W extends string>(): Reader<W | (string & {})> => id;

/**
 * An element that some pushes wrap in another name, or (JSON) not at all: reads the first of
 * `names` that is there, else the fields of the message itself.
 */
export function wrapped<const S extends Shape>(shape: S, ...names: readonly string[]): Reader<Body<S>> {
  return (value, name, data) => {
    const other = names.find((each) => data[each] !== undefined);
    return readElement(shape, value ?? (other === undefined ? pick(data, shape) : data[other]), name);
  };
}

/** Reads the fields of `shape`; fields that the shape does not know are kept as text. */
export function readShape<S extends Shape>(shape: S, data: Data): Body<S> {
  const body = Object.create(null) as Record<string, unknown>;
  for (const name of namesOf(shape)) {
    const item: Reader<unknown> | Shape = shape[name]!;
    const value = data[name];
    if (typeof item !== 'function') body[name] = readElement(item, value, name);
    else if (value !== undefined || item.optional === undefined) {
      const read = item(value, name, data);
      if (read !== undefined) body[name] = read;
    }
  }
  for (const name in data) if (!(name in body) && !Object.hasOwn(shape, name)) body[name] = data[name];
  // Each field of the shape was read by the reader that gives it its type.
  return body as Body<S>;
}

// Asked for with every message; shapes are made once and never change.
const names = new WeakMap<Shape, readonly string[]>();

function namesOf(shape: Shape): readonly string[] {
  let known = names.get(shape);
  if (known === undefined) names.set(shape, (known = Object.keys(shape)));
  return known;
}

const EMPTY: Data = Object.freeze(Object.create(null) as Data);

const isList = (value: Field): value is readonly Field[] => Array.isArray(value);

// The proof of the cast: a nested shape is read by the very shape its type is made of.
const toReader = <R extends Reader<unknown> | Shape>(item: R): Reader<Value<R>> =>
  (typeof item === 'function'
    ? item
    : (value: Field | undefined, name: string) => readElement(item, value, name)) as Reader<Value<R>>;

function readElement<S extends Shape>(shape: S, value: Field | undefined, name: string): Body<S> {
  if (value === undefined) return readShape(shape, EMPTY);
  if (typeof value !== 'string') return readShape(shape, isList(value) ? merge(value, name) : value);
  if (value.trim() === '') return readShape(shape, EMPTY);
  throw new ParseError(`<${name}> holds text where elements are expected.`);
}

function pick(data: Data, shape: Shape): Data {
  const picked = Object.create(null) as Record<string, Field | undefined>;
  for (const name of namesOf(shape)) if (data[name] !== undefined) picked[name] = data[name];
  return picked;
}

/** An element seen several times where one is expected (`PicList`): its children are collected. */
function merge(elements: readonly Field[], name: string): Data {
  const merged = Object.create(null) as Record<string, Field | undefined>;
  for (const element of elements) {
    if (typeof element === 'string') {
      if (element.trim() !== '') throw new ParseError(`<${name}> holds text where elements are expected.`);
      continue;
    }
    if (isList(element)) throw new ParseError(`<${name}> is nested in itself.`);
    for (const child in element) {
      const former = merged[child];
      const value = element[child] ?? '';
      const added = isList(value) ? value : [value];
      merged[child] = former === undefined ? value : [...(isList(former) ? former : [former]), ...added];
    }
  }
  return merged;
}
