import { findSlowText, MAX_TEXT_LENGTH } from './slow-pattern';

/** Finds what a pattern matches. Whatever its flags, the same text gives the same result every time. */
export type Matcher = (text: string) => RegExpExecArray | null;

/** Prepares a pattern for routing. In development, warns of one that takes very long on some texts. */
export function matcher(pattern: RegExp): Matcher {
  // A copy: `lastIndex` of a /g or /y pattern is state that we share with nobody.
  const own = new RegExp(pattern);
  if (process.env.NODE_ENV !== 'production') warnIfSlow(own);
  return (text) => {
    own.lastIndex = 0;
    return own.exec(text.slice(0, MAX_TEXT_LENGTH));
  };
}

function warnIfSlow(pattern: RegExp): void {
  const text = findSlowText(pattern);
  if (text === undefined) return;
  const begin = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
  process.emitWarning(
    `The pattern ${String(pattern)} takes very long on some texts, such as one of ${text.length} characters that begins with ${begin}.`,
    {
      type: 'OffiaccountWarning',
      code: 'OFFIACCOUNT_SLOW_PATTERN',
      detail:
        'A user could stop the server with one message. Write it so that a text can match in one way only: no repetition ' +
        'inside another, no two repetitions of the same characters in a row, no alternatives that begin alike inside a repetition.',
    },
  );
}
