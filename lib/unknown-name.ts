import { didYouMean } from './did-you-mean';

/** Says that a name is none of those in the table, and which one may have been meant. */
export function unknownName(whose: string, name: string, table: Readonly<Record<string, unknown>>): string {
  const [meant] = didYouMean(name, Object.keys(table));
  return `${whose} knows no setting "${name}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`;
}
