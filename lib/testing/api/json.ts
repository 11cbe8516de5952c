import { quoteLongIntegers } from '../../wire/json';

/** An escape of a character that JSON lets stand as it is; those of control characters must be there. */
const NEEDLESS_ESCAPE = /(?<!\\)(?:\\\\)*\\u(?!00[01]|d[89a-f])/i;

/** Reads JSON, as strictly as WeChat does; long ids become text. Throws when it is none. */
export const readJson = (text: string): unknown => JSON.parse(quoteLongIntegers(text));

/** Whether a text has characters as `\u4f60`, which WeChat does not take. */
export const hasEscapes = (text: string): boolean => NEEDLESS_ESCAPE.test(text);

/** Writes JSON as WeChat does: raw UTF-8, and long ids, here a bigint, as bare digits. */
export function writeJson(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, each]) => each !== undefined);
    return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${writeJson(each)}`).join(',')}}`;
  }
  return value === undefined ? 'null' : JSON.stringify(value);
}
