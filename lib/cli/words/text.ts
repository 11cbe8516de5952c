import type { Language } from '../../language';

export type { Words } from '../../language';

/** A text in each language, written from the facts of the case. */
export type Text<F> = Readonly<Record<Language, (facts: F) => string>>;

/** Creates a text. */
export const text = <F = undefined>(words: Text<F>): Text<F> => words;

/** Returns how to call a file; `-` is the standard input. */
export const fileEn = (file: string): string => (file === '-' ? 'The standard input' : file);
export const fileZh = (file: string): string => (file === '-' ? '标准输入' : ` ${file} `);

/** Returns similar names after a space; an empty text if there are none. */
export const meantEn = (names: readonly string[]): string =>
  names.length === 0 ? '' : ` Did you mean ${names.map((name) => `"${name}"`).join(' or ')}?`;
export const meantZh = (names: readonly string[]): string =>
  names.length === 0 ? '' : `你是不是想用 ${names.map((name) => `"${name}"`).join(' 或 ')}？`;
