import * as groups from '../../lib/api/groups';
import type { ApiRequest } from '../../lib/api/request';

type Make = (...args: readonly unknown[]) => ApiRequest | string;

/** Every function of the client that makes a request, by group and name. */
export const table = groups as unknown as Readonly<Record<string, Readonly<Record<string, Make>>>>;

/** An argument that has every property, so that any function of the client makes its request. */
export const anything: unknown = new Proxy(() => 'x', {
  get: (_target, name) =>
    name === Symbol.toPrimitive || name === 'toString'
      ? () => 'x'
      : name === Symbol.iterator
        ? [][Symbol.iterator]
        : anything,
  ownKeys: () => ['prototype'],
});
