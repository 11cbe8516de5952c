import { events } from '../model/events';
import { messages } from '../model/messages';
import { notices } from '../model/notices';
import { didYouMean } from '../did-you-mean';

/** The methods that take names of WeChat's, and the names that are known. */
const KNOWN = {
  on: { what: 'message type', names: [...Object.keys(messages), 'event', 'notice'] },
  event: { what: 'event', names: [...Object.keys(events), 'FREEPUBLISHJOBFINISH'] },
  notice: { what: 'notice', names: Object.keys(notices) },
} as const;

type Method = keyof typeof KNOWN;

/** Names as routes and messages are compared by them: WeChat has spelled them in more than one way. */
const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/**
 * Warns of names that nobody knows and that look like a mistake, which only a program without types can make.
 * Others may be newer than this package.
 */
export function warnOfUnknown(method: Method, names: readonly string[]): void {
  for (const name of names) {
    const hint = hintFor(method, name);
    if (hint !== '')
      process.emitWarning(
        `router.${method}('${name}'): no ${KNOWN[method].what} of this name is known.${hint}`,
        {
          type: 'OffiaccountWarning',
          code: 'OFFIACCOUNT_UNKNOWN_NAME',
          detail: 'The handler will not be called unless WeChat sends one.',
        },
      );
  }
}

function hintFor(method: Method, name: string): string {
  const isKnown = (each: Method): boolean => KNOWN[each].names.some((known) => same(known, name));
  if (isKnown(method)) return '';
  const other = (['on', 'event', 'notice'] as const).find(isKnown);
  if (other !== undefined) return ` It is a name for router.${other}().`;
  const meant = didYouMean(name, KNOWN[method].names).map((each) => `"${each}"`);
  return meant.length === 0 ? '' : ` Did you mean ${meant.join(' or ')}?`;
}
