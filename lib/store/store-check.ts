import { ConfigError } from '../errors';
import type { Store } from './store';

/**
 * Checks that somebody gave a store, and not the client of Redis itself. Messages show nothing of what was
 * given.
 *
 * @throws {ConfigError} It has not the part that is needed.
 */
export function checkStore(given: unknown, part: keyof Store): void {
  if (given === undefined || typeof property(given, part) === 'object') return;
  const isClient = typeof property(given, 'evalsha') === 'function';
  throw new ConfigError(
    isClient
      ? '"store" is not the client of Redis itself: redisStore(client).'
      : '"store" must be a store: redisStore(client), or memoryStore().',
  );
}

// A client has its methods by its class, a store of somebody's own may have its parts so.
const property = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null ? (of as Readonly<Record<string, unknown>>)[name] : undefined;
