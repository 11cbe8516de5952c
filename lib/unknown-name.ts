import { didYouMean } from './did-you-mean';
import { ConfigError } from './errors';

/** A table of all names of settings: the compiler sees that none is missing and none too many. */
export type SettingNames<T> = { readonly [K in keyof Required<T>]: unknown };

/**
 * Refuses settings of other names, which would otherwise be as good as not there.
 *
 * @throws {ConfigError} There is one; says which may have been meant.
 */
export function checkNames(whose: string, given: object, names: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(names, name)) throw new ConfigError(unknownName(whose, name, names));
}

/** Says that a name is none of those in the table, and which one may have been meant. */
export function unknownName(whose: string, name: string, table: Readonly<Record<string, unknown>>): string {
  const [meant] = didYouMean(name, Object.keys(table));
  return `${whose} knows no setting "${name}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`;
}
