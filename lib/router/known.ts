/**
 * `T` where it is one of the names `N`. Elsewhere, so that this is what the compiler's message shows: the
 * names of `N` that differ by one letter, else all of them.
 */
export type Known<T extends string, N extends string> = T extends N
  ? T
  : string extends T
    ? N
    : [Near<T, N>] extends [never]
      ? N
      : `Did you mean '${Near<T, N>}'?`;

/** Those of `N` that `T` names; all, where it names none, so that a name that is wrong is the only error. */
export type NamedBy<T extends string, N extends string> = [Extract<T, N>] extends [never] ? N : Extract<T, N>;

/**
 * The names that become the same as `T` when each loses at most one letter: one too many, too few, wrong, or
 * two exchanged.
 */
type Near<T extends string, N extends string> = N extends N
  ? Extract<Shorter<N>, Shorter<T>> extends never
    ? never
    : N
  : never;

type Shorter<S extends string> = Lowercase<S> | Less<Lowercase<S>>;

/** All texts that are left of `S` without one of its letters. */
type Less<S extends string, Before extends string = ''> = S extends `${infer First}${infer Rest}`
  ? `${Before}${Rest}` | Less<Rest, `${Before}${First}`>
  : never;
