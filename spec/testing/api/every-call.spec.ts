import * as groups from '../../../lib/api/groups';
import type { ApiRequest } from '../../../lib/api/request';
import { endpoints } from '../../../lib/testing/api/endpoints';

type Make = (...args: readonly unknown[]) => ApiRequest | string;
const table = groups as unknown as Readonly<Record<string, Readonly<Record<string, Make>>>>;

/** An argument that has every property, so that any function of the client makes its request. */
const anything: unknown = new Proxy(() => 'x', {
  get: (_target, name) =>
    name === Symbol.toPrimitive || name === 'toString'
      ? () => 'x'
      : name === Symbol.iterator
        ? [][Symbol.iterator]
        : anything,
  ownKeys: () => ['prototype'],
});

const calls = Object.entries(table).flatMap(([group, functions]) =>
  Object.entries(functions).flatMap(([name, make]) => {
    const request = make(anything, anything, anything, anything);
    // An address that a browser opens is no call.
    return typeof request === 'string' ? [] : [{ name: `${group}.${name}`, request }];
  }),
);

function isPlayed({ method, path, query = {} }: ApiRequest): boolean {
  return (endpoints.get(path) ?? []).some((endpoint) => {
    const which = new URLSearchParams(endpoint.path.split('?')[1]);
    return endpoint.method === method && [...which].every(([name, value]) => query[name] === value);
  });
}

describe('the fake API', () => {
  it.each(calls)('plays $name', ({ request }) => {
    expect(isPlayed(request)).toBe(true);
  });

  it('is held to all calls of the client', () => {
    expect(calls.length).toBeGreaterThan(200);
  });
});
