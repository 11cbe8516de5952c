import { Refused } from './refused';

/** Checks a value of a query or body, which is there, and yields it. */
export interface Rule<T> {
  (value: unknown, name: string): T;
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
export function readFields<R extends Rules>(rules: R, data: object, path = ''): Fields<R> {
  const fields: Record<string, unknown> = {};
  for (const [key, rule] of Object.entries(rules)) {
    const name = `${path}${key}`;
    const value = (data as Readonly<Record<string, unknown>>)[key]; // An object, whatever it holds.
    const absent = value === undefined || value === null || !Object.hasOwn(data, key);
    if (!absent) fields[key] = rule(value, name);
    else if (rule.optional === undefined)
      throw new Refused(MISSING[name] ?? 40035, `"${name}" is missing`, `缺少“${name}”`);
  }
  // Each field was read by the rule that gives it its type.
  return fields as Fields<R>;
}

const wrong = (name: string, what: string, chinese: string) =>
  new Refused(47001, `"${name}" must be ${what}`, `“${name}”必须是${chinese}`);

/** Text, not empty. */
export const text: Rule<string> = (value, name) => {
  if (typeof value !== 'string') throw wrong(name, 'text', '文本');
  if (value === '') throw new Refused(MISSING[name] ?? 40035, `"${name}" is empty`, `“${name}”不能为空`);
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
  (value, name) =>
    readFields(rules, anyObject(value, name), `${name}.`);

export const list =
  <T>(rule: Rule<T>): Rule<readonly T[]> =>
  (value, name) => {
    if (!Array.isArray(value)) throw wrong(name, 'a list', '列表');
    return value.map((each, index) => rule(each, `${name}[${index}]`));
  };

/** A field that may be missing. */
export const optional = <T>(rule: Rule<T>): Rule<T | undefined> =>
  Object.assign((value: unknown, name: string) => rule(value, name), { optional: true as const });

/** How long a text may be; the code says that it is longer. */
export interface Limit {
  readonly most: number;
  readonly in: 'characters' | 'bytes';
  readonly errcode: number;
}

/** How long a text is. A character outside of the basic plane counts once. */
const lengthOf = (value: string, unit: Limit['in']): number =>
  unit === 'bytes' ? Buffer.byteLength(value) : Array.from(value).length;

/** A text of limited length. */
export const within =
  ({ most, in: unit, errcode }: Limit, rule: Rule<string>): Rule<string> =>
  (value, name) => {
    const given = rule(value, name);
    if (lengthOf(given, unit) > most) throw new Refused(errcode, `"${name}" has more than ${most} ${unit}`);
    return given;
  };

/** One of these words; else the code says what is wrong. */
export const oneOf =
  <W extends string | number>(errcode: number, ...words: readonly W[]): Rule<W> =>
  (value, name) => {
    const word = words.find((each) => each === value);
    if (word !== undefined) return word;
    throw new Refused(
      errcode,
      `"${name}" must be one of ${words.join(', ')}`,
      `“${name}”必须是 ${words.join('、')} 之一`,
    );
  };
