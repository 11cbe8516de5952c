import { note } from './notes';
import type { TakeNote } from './notes';
import { ApiRefusalError } from './api-refusal-error';

/** Checks a value of a query or body, which is there, and yields it. What is unusual about it is noted. */
export interface Rule<T> {
  (value: unknown, name: string, take?: TakeNote): T;
  readonly optional?: true;
}

export type Rules = Readonly<Record<string, Rule<unknown>>>;

/** What a set of rules lets through. */
export type Fields<R extends Rules> = { readonly [K in keyof R]: ReturnType<R[K]> };

/** Codes of WeChat's own for what is missing. */
const MISSING: Readonly<Record<string, number>> = {
  appid: 41002,
  secret: 41004,
  appsecret: 41004,
  refresh_token: 41003,
  media_id: 41006,
  code: 41008,
  openid: 41009,
  touser: 40003,
  articles: 44003,
};

/** Reads the fields that `rules` name. Refuses what is missing or of another type, and names it. */
export function readFields<R extends Rules>(rules: R, data: object, path = '', take?: TakeNote): Fields<R> {
  const fields: Record<string, unknown> = {};
  for (const [key, rule] of Object.entries(rules)) {
    const name = `${path}${key}`;
    const value = (data as Readonly<Record<string, unknown>>)[key]; // An object, whatever it holds.
    const absent = value === undefined || value === null || !Object.hasOwn(data, key);
    if (!absent) fields[key] = rule(value, name, take);
    else if (rule.optional === undefined)
      throw new ApiRefusalError(MISSING[name] ?? 40035, `"${name}" is missing`, `缺少“${name}”`);
  }
  // Each field was read by the rule that gives it its type.
  return fields as Fields<R>;
}

const wrong = (name: string, what: string, chinese: string) =>
  new ApiRefusalError(47001, `"${name}" must be ${what}`, `“${name}”必须是${chinese}`);

/** Text, not empty. */
export const text: Rule<string> = (value, name) => {
  if (typeof value !== 'string') throw wrong(name, 'text', '文本');
  if (value === '')
    throw new ApiRefusalError(MISSING[name] ?? 40035, `"${name}" is empty`, `“${name}”不能为空`);
  return value;
};

/** Text, which may be empty. */
export const anyText: Rule<string> = (value, name) => {
  if (typeof value !== 'string') throw wrong(name, 'text', '文本');
  return value;
};

/** A whole number; in a query, in digits. */
export const number: Rule<number> = (value, name) => {
  const given = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof given !== 'number' || !Number.isInteger(given)) throw wrong(name, 'a whole number', '整数');
  return given;
};

/** A long id: digits, with quotes or without. */
export const id: Rule<string> = (value, name) => {
  const given = typeof value === 'number' ? String(value) : value;
  if (typeof given !== 'string' || !/^\d+$/.test(given))
    throw wrong(name, 'an id in digits', '由数字组成的编号');
  return given;
};

export const flag: Rule<boolean> = (value, name) => {
  if (typeof value !== 'boolean') throw wrong(name, 'true or false', ' true 或 false');
  return value;
};

export const anyObject: Rule<Readonly<Record<string, unknown>>> = (value, name) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(name, 'an object', '对象');
  return value as Readonly<Record<string, unknown>>; // As just tested.
};

export const object =
  <R extends Rules>(rules: R): Rule<Fields<R>> =>
  (value, name, take) =>
    readFields(rules, anyObject(value, name), `${name}.`, take);

export const list =
  <T>(rule: Rule<T>): Rule<readonly T[]> =>
  (value, name, take) => {
    if (!Array.isArray(value)) throw wrong(name, 'a list', '列表');
    return value.map((each, index) => rule(each, `${name}[${index}]`, take));
  };

/** A field that may be missing. */
export const optional = <T>(rule: Rule<T>): Rule<T | undefined> =>
  Object.assign((value: unknown, name: string, take?: TakeNote) => rule(value, name, take), {
    optional: true as const,
  });

/**
 * How long a text, how large a number or file, or how many entries of a list there may be; the code says that
 * it is beyond.
 */
export interface Limit {
  /** Default 0. */
  readonly least?: number;
  readonly most: number;
  /** `number`: the value itself. */
  readonly in: 'characters' | 'bytes' | 'entries' | 'number';
  readonly errcode: number;
}

const UNITS: Readonly<Record<Exclude<Limit['in'], 'number'>, string>> = {
  characters: '个字符',
  bytes: '字节',
  entries: '项',
};

/** Refuses what is beyond a limit. */
export function keep({ least = 0, most, in: unit, errcode }: Limit, size: number, name: string): void {
  if (size >= least && size <= most) return;
  if (unit === 'number')
    throw new ApiRefusalError(
      errcode,
      `"${name}" is ${least} to ${most}`,
      `“${name}”的范围是 ${least} 到 ${most}`,
    );
  throw new ApiRefusalError(
    errcode,
    least > 0 ? `"${name}" has ${least} to ${most} ${unit}` : `"${name}" has more than ${most} ${unit}`,
    least > 0 ? `“${name}”要有 ${least} 到 ${most} ${UNITS[unit]}` : `“${name}”超过了 ${most} ${UNITS[unit]}`,
  );
}

/** How much of its unit a value has. A character outside of the basic plane counts once. */
function sizeOf(value: string | number | readonly unknown[], unit: Limit['in']): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return value.length;
  return unit === 'bytes' ? Buffer.byteLength(value) : Array.from(value).length;
}

/** A value within a limit. */
export const within =
  <T extends string | number | readonly unknown[]>(limit: Limit, rule: Rule<T>): Rule<T> =>
  (value, name, take) => {
    const given = rule(value, name, take);
    keep(limit, sizeOf(given, limit.in), name);
    return given;
  };

/** One of these words; else the code says what is wrong. */
export const oneOf =
  <W extends string | number>(errcode: number, ...words: readonly W[]): Rule<W> =>
  (value, name) => {
    const word = words.find((each) => each === value);
    if (word !== undefined) return word;
    throw new ApiRefusalError(
      errcode,
      `"${name}" must be one of ${words.join(', ')}`,
      `“${name}”必须是 ${words.join('、')} 之一`,
    );
  };

const zeroOrOne = oneOf(40035, 0, 1);

/** 0 or 1. `false` and `true` are taken for them, with a note. */
export const bit: Rule<0 | 1> = (value, name, take) => {
  if (typeof value !== 'boolean') return zeroOrOne(value, name);
  take?.(note('boolean-flag', { field: name }));
  return value ? 1 : 0;
};
