import { anyObject } from './fields';
import { ApiRefusalError } from './api-refusal-error';

/** A template of an account; `{{name.DATA}}` in its text is where a value goes. */
export interface Template {
  readonly template_id: string;
  readonly title: string;
  readonly content: string;
}

/** What values may be, by the first part of their name: `thing1` is text of up to 20 characters. */
const VALUES: ReadonlyMap<string, RegExp> = new Map([
  ['thing', /^.{1,20}$/su],
  ['number', /^\d{1,32}$/],
  ['letter', /^[A-Za-z]{1,32}$/],
  ['character_string', /^[\x21-\x7e]{1,32}$/],
  ['phrase', /^\p{Script=Han}{1,5}$/u],
  ['phone_number', /^[\d+\-*]{1,17}$/],
]);

/** How keywords of WeChat's library of templates end, and the field that they become. */
const KEYWORDS: readonly (readonly [RegExp, string])[] = [
  [/时间$/, 'time'],
  [/日期$/, 'date'],
  [/(?:金额|价格|费用)$/, 'amount'],
  [/(?:数量|人数|次数)$/, 'number'],
  [/(?:电话|手机号|手机号码)$/, 'phone_number'],
  [/(?:单号|编号)$/, 'character_string'],
  [/状态$/, 'phrase'],
];

/**
 * The first part of the name of a keyword's field: `time` for 下单时间, `thing` for what is of no special kind.
 */
export const fieldOf = (keyword: string): string =>
  KEYWORDS.find(([end]) => end.test(keyword))?.[1] ?? 'thing';

const PLACE = /\{\{(\w+)\.DATA\}\}/g;

/**
 * The text of a template with its values put in. Refuses what is missing, empty or too long, and names it.
 */
export function fill({ content }: Template, data: Readonly<Record<string, unknown>>): string {
  return content.replace(PLACE, (_place, name: string) => {
    const { value } = anyObject(data[name] ?? {}, `data.${name}`);
    const given = typeof value === 'number' ? String(value) : value;
    if (typeof given !== 'string' || given === '')
      throw new ApiRefusalError(47003, `data.${name}.value is empty`);
    const rule = VALUES.get(/^[a-z_]+/.exec(name)?.[0] ?? '');
    if (rule?.test(given) === false) throw new ApiRefusalError(47003, `data.${name}.value invalid`);
    return given;
  });
}
