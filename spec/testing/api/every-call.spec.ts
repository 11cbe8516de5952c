import * as groups from '../../../lib/api/groups';
import type { ApiRequest } from '../../../lib/api/request';
import { endpoints } from '../../../lib/testing/api/endpoints';

type Make = (...args: readonly unknown[]) => ApiRequest | string;
const table = groups as unknown as Readonly<Record<string, Readonly<Record<string, Make>>>>;

/** Groups and functions that the fake API does not play yet. What is played must not stand here. */
const NOT_PLAYED_YET = [
  'draft.getProductCardInfo',
  'invoice',
  'medical',
  'onetimeSubscription.send',
  'user.changeOpenId',
];

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
    return typeof request === 'string' ? [] : [{ group, name: `${group}.${name}`, request }];
  }),
);

function isPlayed({ method, path, query = {} }: ApiRequest): boolean {
  return (endpoints.get(path) ?? []).some((endpoint) => {
    const which = new URLSearchParams(endpoint.path.split('?')[1]);
    return endpoint.method === method && [...which].every(([name, value]) => query[name] === value);
  });
}

const isListed = ({ group, name }: { readonly group: string; readonly name: string }): boolean =>
  NOT_PLAYED_YET.includes(group) || NOT_PLAYED_YET.includes(name);

describe('the fake API', () => {
  it.each(calls.filter((call) => !isListed(call)))('plays $name', ({ request }) => {
    expect(isPlayed(request)).toBe(true);
  });

  it('does not play what is listed as not played yet', () => {
    expect(calls.filter(isListed).filter(({ request }) => isPlayed(request))).toEqual([]);
    for (const each of NOT_PLAYED_YET)
      expect(calls.some(({ group, name }) => group === each || name === each)).toBe(true);
  });

  it('is held to all calls of the client', () => {
    expect(calls.length).toBeGreaterThan(200);
  });
});
