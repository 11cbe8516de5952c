/**
 * Patterns of the forms in which a text may be repeated: each character as it is, percent-encoded, as in a
 * form, in JSON, in a string of JavaScript or in HTML, also one form for one character and another for the
 * next; and all of it in base64 or hex.
 */
export function encodings(text: string): RegExp[] {
  const hex = Buffer.from(text).toString('hex');
  return [
    new RegExp((text.match(/\\+|[^\\]/gu) ?? []).map(partForms).join(''), 'g'),
    // Bytes written one after the other, or apart: `61 62`, `61:62`, `\x61\x62`.
    new RegExp((hex.match(/../g) ?? []).join('(?:[\\s:,-]|[\\s,]*(?:0|\\\\)[xX])?'), 'gi'),
    ...base64Forms(text),
  ];
}

/**
 * One character, or backslashes in a row, in all forms, escaped or not; what is escaped may have been escaped
 * once more.
 */
const partForms = (part: string): string =>
  part.startsWith('\\')
    ? // Several levels of backslashes: JSON inside of JSON. A bound on them keeps this linear.
      `(?:\\\\{1,64}|(?:${encodedForms('\\').join('|')}){1,${part.length}})`
    : `(?:${[`\\\\{0,8}${escaped(part)}`, ...encodedForms(part)].join('|')})`;

/** One character in all forms but its own. */
function encodedForms(character: string): readonly string[] {
  const code = character.codePointAt(0) ?? 0;
  const bytes = Buffer.from(character).toString('hex').match(/../g) ?? [];
  const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  const names = NAMES[character] ?? [];
  return [
    // `%2541` is `%41`, encoded once more.
    bytes.map((byte) => `%(?:25)*${anyCase(byte)}`).join(''),
    units.map((unit) => `\\\\{1,8}u${anyCase(unit)}`).join(''),
    `\\\\{1,8}u\\{0*${anyCase(code.toString(16))}\\}`,
    ...(code < 256 ? [`\\\\{1,8}x${anyCase(code.toString(16).padStart(2, '0'))}`] : []),
    `&(?:amp;)*#0*${code};?`,
    `&(?:amp;)*#[xX]0*${anyCase(code.toString(16))};?`,
    ...names.map((name) => `&(?:amp;)*${name};?`),
    ...(character === ' ' ? ['\\+'] : []),
    ...(SHORT[character] ?? []),
  ];
}

const anyCase = (hex: string): string =>
  hex.replace(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Names of characters in HTML that credentials and encodings have. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  '&': ['amp', 'AMP'],
  '<': ['lt', 'LT'],
  '>': ['gt', 'GT'],
  '"': ['quot', 'QUOT'],
  "'": ['apos'],
  '+': ['plus'],
  '/': ['sol'],
  '=': ['equals'],
  _: ['lowbar', 'UnderBar'],
  '-': ['hyphen', 'dash'],
  '.': ['period'],
  ':': ['colon'],
  '@': ['commat'],
  '!': ['excl'],
  '*': ['ast', 'midast'],
  '%': ['percnt'],
  '#': ['num'],
  $: ['dollar'],
  '?': ['quest'],
  ',': ['comma'],
  ';': ['semi'],
  '(': ['lpar'],
  ')': ['rpar'],
  '[': ['lsqb', 'lbrack'],
  ']': ['rsqb', 'rbrack'],
  '{': ['lcub', 'lbrace'],
  '}': ['rcub', 'rbrace'],
  '|': ['vert', 'verbar', 'VerticalLine'],
  '\\': ['bsol'],
  '^': ['Hat'],
  '`': ['grave', 'DiacriticalGrave'],
  ' ': ['nbsp'],
};

const SHORT: Readonly<Record<string, readonly string[]>> = {
  '\n': ['\\\\{1,8}n'],
  '\r': ['\\\\{1,8}r'],
  '\t': ['\\\\{1,8}t'],
  '\b': ['\\\\{1,8}b'],
  '\f': ['\\\\{1,8}f'],
};

/**
 * The secret in base64 and base64url, wherever it stands in a longer text. It begins at one of three places
 * in a group of three bytes; the characters that it shares with its neighbours are not known, and are taken
 * with it.
 */
function base64Forms(text: string): RegExp[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // Characters that hold bits of what stands before: none, two or three; and of what stands after.
    const from = [0, 2, 3][before] ?? 0;
    const to = Math.floor(((before + bytes.length) * 8) / 6);
    const own = encoded.slice(from, to);
    const edge = '[\\w+/-]';
    const pieces = Array.from(own, (digit) =>
      digit === '+' || digit === '-'
        ? '(?:[+-]|%2[bB])'
        : digit === '/' || digit === '_'
          ? '(?:\\\\*\\/|_|%2[fF])'
          : digit,
    );
    // Long texts in base64 have line ends, as they are or escaped.
    const apart = '(?:\\s|\\\\+[rn])*';
    return new RegExp(`${from > 0 ? `${edge}?` : ''}${pieces.join(apart)}${edge}?(?:=|%3[dD])*`, 'g');
  });
}
