const OPEN = '<think>';
const CLOSE = '</think>';

/** Removes what a model thinks between `<think>` and `</think>`, even if the marks come in pieces. */
export function withoutThoughts(): { take(text: string): string; end(): string } {
  let isThinking = false;
  let held = '';
  function take(text: string): string {
    held += text;
    let said = '';
    for (;;) {
      const mark = isThinking ? CLOSE : OPEN;
      const at = held.indexOf(mark);
      const end = at === -1 ? held.length - startOf(mark, held) : at;
      if (!isThinking) said += held.slice(0, end);
      held = held.slice(at === -1 ? end : end + mark.length);
      if (at === -1) return said;
      isThinking = !isThinking;
    }
  }
  return { take, end: () => (isThinking ? '' : held) };
}

/** Returns how many characters at the end of a text may begin a mark. */
function startOf(mark: string, text: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length--)
    if (text.endsWith(mark.slice(0, length))) return length;
  return 0;
}
