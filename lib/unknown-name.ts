import { didYouMean } from './did-you-mean';
import { ConfigError } from './errors';

/**
 * Refuses settings whose names are not in a table; otherwise they would be ignored. `advice` adds a sentence
 * for names that users have a reason to try, such as those of a related function.
 *
 * @throws {ConfigError} A name is unknown. The message names the setting that was probably meant.
 */
export function checkNames(
  whose: string,
  given: object,
  names: Readonly<Record<string, unknown>>,
  advice: Readonly<Record<string, string>> = {},
): void {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(names, name)) continue;
    const more = Object.hasOwn(advice, name) ? advice[name] : meantBy(name, names);
    throw new ConfigError(`${whose} knows no setting "${name}".${more === undefined ? '' : ` ${more}`}`);
  }
}

function meantBy(name: string, names: Readonly<Record<string, unknown>>): string | undefined {
  const [meant] = didYouMean(name, Object.keys(names));
  return meant === undefined ? undefined : `Did you mean "${meant}"?`;
}
