import * as groups from '../api/groups';
import { createApi } from '../index';
import { endpointsAt, isAddress, nameOf, searchEndpoints } from './endpoint-docs';
import { UsageError } from './exit';
import { similarFunctions } from './similar-functions';

/** A function of the API: of a group, or an iterator. */
export type ApiFunction = (...args: readonly unknown[]) => unknown;

/** The most suggestions in a message. */
const MAX_LISTED = 4;

type Functions = Readonly<Record<string, ApiFunction>>;

/** The functions of a client by group, without `request`. */
export const functionsOf = (api: object): ReadonlyMap<string, Functions> =>
  new Map(Object.entries(api).filter((entry): entry is [string, Functions] => typeof entry[1] === 'object'));

/** The functions of a client without an account, for their names only. */
export const functionsOfNoAccount = (): ReadonlyMap<string, Functions> =>
  functionsOf(createApi({ appId: 'none', accessToken: () => Promise.reject(new Error('No account.')) }));

/**
 * Finds `group.method`.
 *
 * @throws {UsageError} There is no such function. The message names similar ones.
 */
export function findFunction(all: ReadonlyMap<string, Functions>, name: string): ApiFunction {
  const [group = '', method = '', ...more] = name.split('.');
  const functions = all.get(group);
  if (functions !== undefined && more.length === 0 && Object.hasOwn(functions, method))
    return functions[method]!;

  const names = [...all].flatMap(([each, inside]) => Object.keys(inside).map((key) => `${each}.${key}`));
  // The end of a path looks like a method, and is not the one that is meant.
  const atPath = isPath(name) ? meantBy(name) : [];
  const near = atPath.length > 0 ? atPath : similarFunctions(name, names).slice(0, MAX_LISTED);
  throw new UsageError('no-function', {
    name,
    group: functions === undefined ? undefined : group,
    near: near.length > 0 ? near : meantBy(name),
  });
}

const isPath = (name: string): boolean => isAddress(name) || endpointsAt(name).length > 0;

/** Finds functions by a path or a title: `/cgi-bin/tags/create`, 创建标签. */
const meantBy = (words: string): string[] => searchEndpoints(words).slice(0, MAX_LISTED).map(nameOf);

/**
 * Returns a function as users call it: `user.getInfo(openid, lang)`. The parameter names come from the
 * source; only the documentation knows which of them are optional.
 */
export function signature(group: string, method: string, bound: ApiFunction): string {
  const made: Readonly<Record<string, unknown>> = { ...groups[group as keyof typeof groups] };
  // Functions outside the groups, the iterators, are not wrapped.
  const { [method]: written = bound } = made;
  // The last parameter holds the limits of a call, which every call takes.
  const shown = parameters(String(written)).replace(written === bound ? /(?:, )?options\)$/ : /\)$/, ')');
  return `${group}.${method}${shown}`;
}

function parameters(source: string): string {
  const named = /^(?:async )?function\b[^(]*(\([^)]*\))/.exec(source)?.[1];
  const head = named ?? source.slice(0, source.indexOf('=>')).trim();
  return head.startsWith('(') ? head.replace(/\s+/g, ' ') : `(${head})`;
}
