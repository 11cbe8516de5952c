/**
 * Characters that control a terminal or hide part of a line: C0 except tabs and line ends, DEL, C1, lone
 * surrogates, line separators, marks and overrides of direction, and characters without a width. A joiner
 * within an emoji is allowed.
 */
const DANGEROUS =
  /(?![\t\n])\p{Cc}|\p{Cs}|[\u2028\u2029\ufff9-\ufffb]|(?![\ufe00-\ufe0f]|\u200d)\p{Default_Ignorable_Code_Point}|(?<!\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d/gu;

/**
 * Makes a text of any origin safe for a terminal: dangerous characters become `\u` escapes, with the same
 * meaning in JSON. Tabs and line ends stay.
 */
export const forTerminal = (text: string): string =>
  text.replace(DANGEROUS, (character) => escape(character));

/** Each half of a surrogate pair gets its own escape, as in JSON. */
const escape = (character: string): string =>
  Array.from({ length: character.length }, (_none, at) => toEscape(character.charCodeAt(at))).join('');

const toEscape = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;
