import type { AccountKind } from './account-kinds';
import { RIGHTS } from './account-rights-table';
import type { Right } from './account-rights-table';

/** The name of something that accounts may do. */
export type RightName = keyof typeof RIGHTS;

const ROWS: readonly (readonly [string, Right])[] = Object.entries(RIGHTS);

/** The right that a call takes. */
export function rightFor(path: string): RightName {
  // One-time subscriptions lie among the paths of templates, and come before them.
  const found = ROWS.find(([, { paths }]) => paths?.test(path));
  // The names are those of the table.
  return (found?.[0] ?? 'everything-else') as RightName;
}

/** Whether an account of that kind has a right. */
export const hasRight = (kind: AccountKind, right: RightName): boolean => {
  const { kinds }: Right = RIGHTS[right];
  return kinds.includes(kind);
};

/** Whether an account of that kind may call that path. */
export const mayCall = (kind: AccountKind, path: string): boolean => hasRight(kind, rightFor(path));

type Rights = (typeof RIGHTS)[RightName];
/** Which kinds may call a function, or those of a group, by its name. */
type KindsByName = {
  [
    R in Extract<Rights, { readonly endpoints: readonly string[] }> as R['endpoints'][number]
  ]: R['kinds'][number];
};

/** The kinds of accounts that may call a function of a group. */
export type KindsFor<
  Group extends string,
  Method extends string,
> = `${Group}.${Method}` extends keyof KindsByName
  ? KindsByName[`${Group}.${Method}`]
  : Group extends keyof KindsByName
    ? KindsByName[Group]
    : (typeof RIGHTS)['everything-else']['kinds'][number];
