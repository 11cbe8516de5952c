import type { AccountKind } from '../model/account-kinds';
import type { KindsFor } from '../model/account-rights';

/** The functions of a group that accounts of all the kinds `K` may call. */
type NarrowedGroup<Name, Group, K extends AccountKind> = {
  readonly [M in keyof Group as [K] extends [KindsFor<Name & string, M & string>] ? M : never]: Group[M];
};

/** A client without the calls that accounts of the kinds `K` do not have; `request` takes any. */
export type Narrowed<Client, K extends AccountKind> = {
  readonly [
    G in keyof Client as G extends 'request'
      ? G
      : [keyof NarrowedGroup<G, Client[G], K>] extends [never]
        ? never
        : G
  ]: G extends 'request' ? Client[G] : NarrowedGroup<G, Client[G], K>;
};
