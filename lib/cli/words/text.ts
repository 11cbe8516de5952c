import type { Language } from '../../language';

export type { Words } from '../../language';

/** A text in each language, made of the facts of the case. */
export type Text<F> = Readonly<Record<Language, (facts: F) => string>>;

/** Writes a text. */
export const text = <F = undefined>(words: Text<F>): Text<F> => words;

/** What to call a file; `-` is the standard input. */
export const fileEn = (file: string): string => (file === '-' ? 'The standard input' : file);
export const fileZh = (file: string): string => (file === '-' ? '标准输入' : ` ${file} `);

/** Names that somebody may have meant, with a space before them; nothing when there are none. */
export const meantEn = (names: readonly string[]): string =>
  names.length === 0 ? '' : ` Did you mean ${names.map((name) => `"${name}"`).join(' or ')}?`;
export const meantZh = (names: readonly string[]): string =>
  names.length === 0 ? '' : `你是不是想用 ${names.map((name) => `"${name}"`).join(' 或 ')}？`;
