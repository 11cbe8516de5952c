import type { CallOptions } from './caller';
import type { ApiRequest } from './request';

/** Sends a request value. */
export type Send = <T>(request: ApiRequest<T>, options?: CallOptions) => Promise<T>;

/**
 * One function of a group: one that makes a request now also sends it, within limits given after all of its arguments; any other,
 * such as an address, stays.
 */
export type BoundFunction<F> = F extends (...args: infer A) => ApiRequest<infer T>
  ? (...args: [...args: A, options?: CallOptions]) => Promise<T>
  : F;

/** Groups of functions that make requests, as groups of functions that send them. */
export type Bound<G> = {
  readonly [Group in keyof G]: { readonly [Name in keyof G[Group]]: BoundFunction<G[Group][Name]> };
};

type Groups = Readonly<Record<string, Readonly<Record<string, (...args: never[]) => unknown>>>>;

/** Makes every function of the groups send the request it makes. */
export function bind<G>(groups: G & Groups, send: Send): Bound<G> {
  const bound = Object.entries<Groups[string]>(groups).map(([group, functions]) => [
    group,
    Object.fromEntries(Object.entries(functions).map(([name, make]) => [name, sending(make, send)])),
  ]);
  // By construction: the same groups and names, each function as `sending` made it.
  return Object.fromEntries(bound) as Bound<G>;
}

// By its place alone: an argument may look like options, and options like an argument. Hence no function of a group has
// arguments with defaults, which `length` does not count.
const sending =
  (make: (...args: never[]) => unknown, send: Send) =>
  (...args: never[]): unknown => {
    const made = make(...args.slice(0, make.length));
    return isRequest(made) ? send(made, args[make.length]) : made;
  };

const isRequest = (value: unknown): value is ApiRequest =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value;
