/** Characters that take two columns of a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;

/** Quotation marks and similar characters take two columns in Chinese text. */
const columns = (character: string): number => (WIDE.test(character) || /[“”]/.test(character) ? 2 : 1);

/** Returns how many columns of a terminal a text takes. */
export const widthOf = (text: string): number =>
  Array.from(text, columns).reduce((sum, each) => sum + each, 0);

/** A line may not begin with these characters. */
const TRAILING = /^[，。、；：？！）”]/;

/** Breaks a text into lines, between words and between Chinese characters. */
export function wrap(text: string, width: number): string {
  // The pieces are words with the space before them, and single wide characters with the marks that must stay
  // with them.
  const pieces = text.match(/\s*[!-~]+|\s*[^!-~\s]/gu) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    const isFull = widthOf(line + piece) > width && line !== '' && !TRAILING.test(piece);
    if (isFull) lines.push(line);
    line = isFull ? piece.trimStart() : line + piece;
  }
  return [...lines, line].join('\n');
}
