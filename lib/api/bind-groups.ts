import type { CallOptions } from './send-request';
import type { ApiRequest } from './request';

/** Sends a request value. */
export type Send = <T>(request: ApiRequest<T>, options?: CallOptions) => Promise<T>;

/**
 * One function of a group: one that makes a request now also sends it, within limits given after all of its
 * arguments; any other, such as an address, stays.
 */
export type BoundFunction<F> = F extends (...args: infer A) => ApiRequest<infer T>
  ? (...args: [...args: A, options?: CallOptions]) => Promise<T>
  : F;

/** Groups of functions that make requests, as groups of functions that send them. */
export type Bound<G> = {
  readonly [Group in keyof G]: { readonly [Name in keyof G[Group]]: BoundFunction<G[Group][Name]> };
};

/** Functions by name, some of which make requests. */
export type Group = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Makes every function of a group send the request it makes. */
export function bind(group: Group, send: Send): Record<string, unknown> {
  const bound: Record<string, unknown> = {};
  for (const [name, make] of Object.entries(group)) bound[name] = sending(make, send);
  return bound;
}

// By its place alone: an argument may look like options, and options like an argument. Hence no function of a
// group has arguments with defaults, which `length` does not count.
const sending =
  (make: (...args: never[]) => unknown, send: Send) =>
  (...args: never[]): unknown => {
    const made = make(...args.slice(0, make.length));
    return isRequest(made) ? send(made, args[make.length]) : made;
  };

const isRequest = (value: unknown): value is ApiRequest =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value;
