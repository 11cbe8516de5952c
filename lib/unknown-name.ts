import { didYouMean } from './did-you-mean';
import { ConfigError } from './errors';

/**
 * Refuses settings of other names than those of a table, which would otherwise be as good as not there. `advice`
 * says more of names that have a reason to be tried, such as those of a neighbour.
 *
 * @throws {ConfigError} There is one; says which may have been meant.
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
