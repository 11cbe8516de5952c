import { distance } from '../did-you-mean';

/** The share of letters that may differ. */
const MAX_SHARE = 1 / 3;

/** How a user may begin the name of a function: the variable that holds the client. */
const CLIENT = /^(?:(?:wx|ctx|this)[.:/#])?api[.:/#]|^(?:wx|ctx)[.:/#]/i;

/** Returns the letters and digits of a name in lower case: `template_message` is `templatemessage`. */
const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\d]/gu, '');

/** How far a function is from a name that does not exist. */
interface Rated {
  readonly name: string;
  /** Letters that differ in the whole name. */
  readonly whole: number;
  /** Whether the method is written right, whatever the group. */
  readonly isMethod: boolean;
}

/**
 * Returns the functions that a user may have meant, the nearest first. It forgives misspelt groups and
 * methods, another case, other separators (`template_message/send`), none at all, and both parts in the wrong
 * order.
 */
export function similarFunctions(given: string, names: readonly string[]): string[] {
  const parts = given
    .replace(CLIENT, '')
    .split(/[.:/#\s]+/)
    .filter((part) => part !== '');
  const all = lettersOf(parts.join(''));
  const last = lettersOf(parts.at(-1) ?? '');
  const swapped = lettersOf(parts.toReversed().join(''));
  const most = Math.max(1, Math.floor(all.length * MAX_SHARE));
  const rated = names.map((name): Rated => {
    const [group = '', method = ''] = name.split('.').map(lettersOf);
    const whole = Math.min(distance(all, group + method), distance(swapped, group + method));
    return { name, whole, isMethod: method === last };
  });
  const near = rated.filter(({ whole }) => whole <= most);
  // A name that differs only in case and separators leaves no doubt.
  const exact = near.filter(({ whole }) => whole === 0);
  if (exact.length > 0) return exact.map(({ name }) => name);
  // The right method with a group that exists nowhere: the nearest group comes first.
  const chosen =
    near.some(({ isMethod }) => isMethod) || !rated.some(({ isMethod }) => isMethod)
      ? near
      : rated.filter(({ isMethod }) => isMethod);
  // Of two that are equally near, the one with the right method.
  return chosen
    .toSorted((a, b) => a.whole - b.whole || Number(b.isMethod) - Number(a.isMethod))
    .map(({ name }) => name);
}
