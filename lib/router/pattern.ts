/** Most characters of a text that are offered to a pattern; WeChat's own limit for users is far lower. */
const LONGEST = 2048;

/** Finds what a pattern matches. Whatever its flags, the same text gives the same result every time. */
export type Matcher = (text: string) => RegExpExecArray | null;

/** Prepares a pattern for routing. In development, warns of one that may take very long. */
export function matcher(pattern: RegExp): Matcher {
  if (process.env.NODE_ENV !== 'production') warnIfSlow(pattern);
  // A copy: `lastIndex` of a /g or /y pattern is state that we share with nobody.
  const own = new RegExp(pattern);
  return (text) => {
    own.lastIndex = 0;
    return own.exec(text.slice(0, LONGEST));
  };
}

function warnIfSlow(pattern: RegExp): void {
  if (!repeatsRepetition(pattern.source)) return;
  process.emitWarning(
    `The pattern ${String(pattern)} may take very long on some texts: it repeats a repetition.`,
    {
      type: 'OffiaccountWarning',
      code: 'OFFIACCOUNT_SLOW_PATTERN',
      detail:
        'A user could block the server with one message. Write it without an endless quantifier inside another.',
    },
  );
}

// An escape or a class (one atom, whatever is in it), a bracket, an endless quantifier, or any other quantifier.
const PIECE = /\\.|\[(?:\\.|[^\]\\])*\]|[()]|[*+]\??|\{\d+,\}\??|[\s\S]/g;
const ENDLESS = /^(?:[*+]|\{\d+,\})/;

/** Whether an endless quantifier stands inside another, as in `(a+)+`: the usual cause of exponential time. */
export function repeatsRepetition(source: string): boolean {
  const pieces = source.match(PIECE) ?? [];
  // For each open group, whether something in it is repeated endlessly.
  const groups = [false];
  for (const [i, piece] of pieces.entries()) {
    const endless = ENDLESS.test(pieces[i + 1] ?? '');
    if (piece === '(') groups.push(false);
    else if (piece === ')') {
      const inside = groups.pop() ?? false;
      if (inside && endless) return true;
      groups.push((groups.pop() ?? false) || inside || endless);
    } else if (endless) groups[groups.length - 1] = true;
  }
  return false;
}
