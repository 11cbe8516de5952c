import type { ApiRequest } from '../../lib/api/request';
import endpoints from '../fixtures/endpoints.json';
import { anything, table } from '../support/endpoints';

// What WeChat's documentation says of each endpoint, reduced to what a request is made of. A new endpoint is a line there.
interface Row {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Default: api.weixin.qq.com. */
  readonly host?: string;
  /** Default: the account's access token. */
  readonly auth?: string;
  readonly auth_param?: string;
  /** The fields of a form that are files. */
  readonly files?: readonly string[];
  /** `redirect`: an address for a browser, no call. */
  readonly response?: string;
}

const rows: readonly Row[] = endpoints;

/** How we call the credentials; any other is an argument of the function. */
const AUTH: Readonly<Record<string, string>> = {
  access_token: 'access_token',
  appsecret: 'appsecret',
  component_access_token: 'component',
};

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const make = (id: string): ApiRequest | string => {
  const [group = '', name = ''] = id.split('.');
  return table[camel(group)]![name]!(anything, anything, anything, anything);
};

describe('the catalogue', () => {
  it('has the endpoints that the groups have, and no others', () => {
    const ours = Object.entries(table).flatMap(([group, functions]) =>
      Object.keys(functions).map((name) => `${group}.${name}`),
    );
    const theirs = rows.map(({ id }) => id.replace(/^[^.]+/, camel));
    const handy = [
      'qrcode.createTemporary',
      'qrcode.createPermanent',
      'qrcode.imageUrl',
      // Not of official accounts, or older but clearer.
      'oauth.jscode2session',
      'oauth.componentJscode2session',
      'component.getAuthorizerOptionLegacy',
      'component.setAuthorizerOptionLegacy',
    ];
    expect(ours.filter((id) => !theirs.includes(id)).sort()).toEqual(handy.sort());
    expect(theirs.filter((id) => !ours.includes(id))).toEqual([]);
    expect(theirs).toHaveLength(218);
  });

  it.each(rows.filter(({ response }) => response !== 'redirect'))('says of $id: $method $path', (row) => {
    const { method, path, auth, tokenName, host, parts, query, json } = make(row.id) as ApiRequest;
    expect([method, path]).toEqual([row.method, row.path]);
    expect(host ?? 'api.weixin.qq.com').toBe(row.host ?? 'api.weixin.qq.com');
    expect(auth === undefined ? 'access_token' : typeof auth === 'object' ? 'appsecret' : auth).toBe(
      AUTH[row.auth ?? 'access_token'] ?? 'none',
    );
    expect(tokenName ?? 'component_access_token').toBe(row.auth_param ?? 'component_access_token');
    // Nothing that the client adds is asked for.
    expect(Object.keys(query ?? {})).not.toContain('secret');
    if (parts !== undefined)
      expect(row.files).toEqual(
        expect.arrayContaining(parts.filter((part) => 'file' in part).map(({ name }) => name)),
      );
    else expect(row.method === 'GET' ? json : 'none').toBe(row.method === 'GET' ? undefined : 'none');
  });

  it.each(rows.filter(({ response }) => response === 'redirect'))('says of $id: the address $path', (row) => {
    const address = make(row.id) as string;
    expect(address.startsWith(`https://${row.host ?? 'api.weixin.qq.com'}${row.path}?`)).toBe(true);
  });
});
