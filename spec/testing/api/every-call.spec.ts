import type { ApiRequest } from '../../../lib/api/request';
import { endpoints } from '../../../lib/testing/api/endpoints';
import { anything, table } from '../../support/endpoints';

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
