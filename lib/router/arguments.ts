import { types } from 'node:util';
import { ConfigError } from '../errors';
import type { Handler } from './context';

/** What a route may be for: text that is just this, or a pattern. */
export type Key = string | RegExp;

/** What has routes: another router, or `wechat()`, which is a function as well. */
export const isRouter = (value: unknown): value is { dispatch: Handler } =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
  typeof (value as { readonly dispatch?: unknown }).dispatch === 'function';

/** @throws {ConfigError} There is none, or one is no function. */
export function readHandlers(method: string, handlers: readonly unknown[]): readonly Handler[] {
  if (handlers.length === 0) throw new ConfigError(`router.${method}() needs a handler.`);
  for (const handler of handlers) {
    if (isRouter(handler))
      throw new ConfigError(`router.${method}() takes handlers; a router is put in place with router.use().`);
    if (typeof handler !== 'function' || isClass(handler))
      throw new ConfigError(
        `router.${method}() takes handlers, which are functions, and not ${kindOf(handler)}.`,
      );
  }
  // Which message each is for is what the types of the router's methods promise.
  return handlers as readonly Handler[];
}

/** @throws {ConfigError} It is no name, or no list of names. */
export function readNames(method: string, what: string, first: unknown): readonly string[] {
  const names = readKeys(method, what, first, false);
  return names.filter((name) => typeof name === 'string');
}

/** @throws {ConfigError} It is no text and no pattern (if there may be any), or no list of them. */
export function readKeys(method: string, what: string, first: unknown, mayBePattern = true): readonly Key[] {
  const keys: readonly unknown[] = Array.isArray(first) ? first : [first];
  if (keys.length === 0) throw new ConfigError(`router.${method}() was given an empty list of ${what}.`);
  return Array.from(keys, (key) => {
    if (typeof key === 'string' && key.trim() !== '') return key;
    if (mayBePattern && types.isRegExp(key)) return key;
    const taken = mayBePattern ? `${what} as text that is not empty, or patterns` : `${what} as text`;
    throw new ConfigError(`router.${method}() takes ${taken}, one or a list, and not ${kindOf(key)}.`);
  });
}

/** A class cannot be called. */
const isClass = (value: unknown): boolean =>
  typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));

/** What something is, in words; never what it holds. */
function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === 'string') return value.trim() === '' ? 'empty text' : 'text';
  if (Array.isArray(value)) return 'a list';
  if (types.isPromise(value)) return 'a promise; await it first';
  if (types.isRegExp(value)) return 'a pattern';
  if (isClass(value)) return 'a class';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
