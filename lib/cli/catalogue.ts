import * as groups from '../api/groups';
import { createApi } from '../index';
import { nameOf, searchEndpoints } from './endpoint-docs';
import { UsageError } from './exit';
import { didYouMean } from '../did-you-mean';

/** A function of the API: of a group, or one of its iterators. */
export type ApiFunction = (...args: readonly unknown[]) => unknown;

/** So many are offered at most. */
const MAX_LISTED = 4;

type Functions = Readonly<Record<string, ApiFunction>>;

/** The functions of a client by group, without `request`. */
export const functionsOf = (api: object): ReadonlyMap<string, Functions> =>
  new Map(Object.entries(api).filter((entry): entry is [string, Functions] => typeof entry[1] === 'object'));

/** Those of a client of no account, for its names only. */
export const functionsOfNoAccount = (): ReadonlyMap<string, Functions> =>
  functionsOf(createApi({ appId: 'none', accessToken: () => Promise.reject(new Error('No account.')) }));

/**
 * Finds `group.method`.
 *
 * @throws {UsageError} There is none; names what is near.
 */
export function findFunction(all: ReadonlyMap<string, Functions>, name: string): ApiFunction {
  const [group = '', method = '', ...more] = name.split('.');
  const functions = all.get(group);
  if (functions !== undefined && more.length === 0 && Object.hasOwn(functions, method))
    return functions[method]!;

  const names = [...all].flatMap(([each, inside]) => Object.keys(inside).map((key) => `${each}.${key}`));
  // The right name with another group, or with none, is nearer than any spelling.
  const word = (method || group).toLowerCase();
  const same = names.filter((each) => each.toLowerCase().endsWith(`.${word}`)).slice(0, MAX_LISTED);
  const similar = same.length > 0 ? same : didYouMean(name, names);
  throw new UsageError('no-function', {
    name,
    group: functions === undefined ? undefined : group,
    near: similar.length > 0 ? similar : meantBy(name),
  });
}

/** What a path or a title leads to: `/cgi-bin/tags/create`, 创建标签. */
const meantBy = (words: string): string[] => searchEndpoints(words).slice(0, MAX_LISTED).map(nameOf);

/**
 * A function as one calls it: `user.getInfo(openid, lang)`. The names of the parameters are those of the source; which of
 * them can be left out only its documentation tells.
 */
export function signature(group: string, method: string, bound: ApiFunction): string {
  const made: Readonly<Record<string, unknown>> = { ...groups[group as keyof typeof groups] };
  // What a client has beyond the groups, its iterators, is not wrapped.
  const { [method]: written = bound } = made;
  // Those name the limits of a call, which every call takes.
  const shown = parameters(String(written)).replace(written === bound ? /(?:, )?options\)$/ : /\)$/, ')');
  return `${group}.${method}${shown}`;
}

function parameters(source: string): string {
  const named = /^(?:async )?function\b[^(]*(\([^)]*\))/.exec(source)?.[1];
  const head = named ?? source.slice(0, source.indexOf('=>')).trim();
  return head.startsWith('(') ? head.replace(/\s+/g, ' ') : `(${head})`;
}
