import { ConfigError } from '../errors';
import { tap, tapsIn } from './tap';

/** One of the answers that a question offers. */
export interface Choice {
  /** What the user sees, and a tap says. */
  readonly label: string;
  /** What comes back. */
  readonly word: string;
}

/** Most answers of one question: the numbers that users write are read up to here. */
const MAX_CHOICES = 20;

/**
 * The text of a question with its answers, numbered and to be tapped.
 *
 * @throws {ConfigError} The question is empty, or there are not 1 to 20 answers.
 */
export function choicesText(question: string, options: Readonly<Record<string, string>>): string {
  if (typeof question !== 'string' || question.trim() === '')
    throw new ConfigError('reply.choices() needs a question.');
  // JavaScript callers may pass anything.
  const entries = typeof options === 'object' && (options as unknown) ? Object.entries(options) : [];
  if (entries.length === 0 || entries.length > MAX_CHOICES)
    throw new ConfigError(`reply.choices() takes 1 to ${MAX_CHOICES} answers: { label: word }.`);
  const lines = entries.map(([label, word], index) => `${index + 1}. ${tap(label, { id: word })}`);
  return [question, ...lines].join('\n');
}

const LINE = /^(\d{1,2})\. (<a href="weixin:\/\/bizmsgmenu\?[^"]*">[^<]*<\/a>)$/gm;

/**
 * The answers that a text offers, if it was made by `reply.choices`: also one that was changed, or stored,
 * since.
 */
export function choicesIn(text: string): readonly Choice[] {
  if (!text.includes('bizmsgmenu')) return [];
  return [...text.matchAll(LINE)]
    .filter(([, number], index) => Number(number) === index + 1)
    .flatMap(([, , link = '']) => tapsIn(link))
    .map(({ text, id }) => ({ label: text, word: id }));
}

/** How people write the number of an answer: `2`, `２`, `二`, `第2个`, `选二`, `(2)`, `2.`, `②`. */
const NUMBER =
  /^[([]?(?:我?[选要])?第?(?:no\.?|#)?\s*(\d{1,3}|[〇零一二两三四五六七八九十]{1,3})\s*[)\]]?(?:个|项|条|款|号|种|道|题)?[.,、。!]?$/iu;

const DIGITS = '零一二三四五六七八九';

/** 二十 = 20, 十二 = 12. NaN: no number. */
function chineseNumber(text: string): number {
  const plain = text.replace(/〇/g, '零').replace(/两/g, '二');
  const ten = plain.indexOf('十');
  if (ten === -1) return plain.length === 1 ? DIGITS.indexOf(plain) : Number.NaN;
  const before = ten === 0 ? 1 : DIGITS.indexOf(plain.slice(0, ten));
  const after = ten === plain.length - 1 ? 0 : DIGITS.indexOf(plain.slice(ten + 1));
  return before < 1 || after < 0 ? Number.NaN : before * 10 + after;
}

/** The number that a text is, in digits of any width or in Chinese; `undefined`: it is none. */
export function numberIn(text: string): number | undefined {
  const found = NUMBER.exec(normal(text))?.[1];
  if (found === undefined) return undefined;
  const number = /^\d/.test(found) ? Number(found) : chineseNumber(found);
  return Number.isNaN(number) ? undefined : number;
}

/** Texts as people compare them: full-width letters, case and white space around are the same. */
export const normal = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** Whether two texts are the same to people. */
export const sameText = (one: string, other: string): boolean => normal(one) === normal(other);

/** What a user chose by name: the label, or the word itself. */
export function namedChoice(text: string, choices: readonly Choice[]): Choice | undefined {
  const said = normal(text);
  return (
    choices.find(({ label }) => normal(label) === said) ?? choices.find(({ word }) => normal(word) === said)
  );
}

/** What a user chose, by name or by number. */
export function chosen(text: string, choices: readonly Choice[]): Choice | undefined {
  const named = namedChoice(text, choices);
  if (named !== undefined) return named;
  const number = numberIn(text);
  return number === undefined ? undefined : choices[number - 1];
}
