import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiRequest } from '../../lib/api/request';
import { anything, table } from '../support/endpoints';

/*
 * The catalogue of WeChat's endpoints, from which the groups were written, is not part of the project. Where it is at hand,
 * the two are compared.
 */
const file = join(__dirname, '..', '..', '..', 'shared', 'reference', 'api.json');

interface Row {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly auth: string;
  readonly auth_param?: string;
  readonly status: string;
  readonly multipart?: readonly { readonly name: string; readonly type: string }[];
  readonly response_kind: string;
}

const rows = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as Row[]).filter(({ status }) => status === 'active')
  : [];

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const make = (id: string): ApiRequest | string => {
  const [group = '', name = ''] = id.split('.');
  return table[camel(group)]![name]!(anything, anything, anything, anything);
};

(rows.length > 0 ? describe : describe.skip)('the catalogue', () => {
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

  it.each(rows.filter(({ response_kind }) => response_kind !== 'redirect'))(
    'says of $id: $method $path',
    (row) => {
      const { method, path, auth, tokenName, host, parts, query, json } = make(row.id) as ApiRequest;
      expect([method, path]).toEqual([row.method, row.path]);
      expect(host ?? 'api.weixin.qq.com').toBe(row.host);
      expect(auth === undefined ? 'access_token' : typeof auth === 'object' ? 'appsecret' : auth).toBe(
        { access_token: row.auth, appsecret: row.auth, component_access_token: 'component' }[row.auth] ??
          'none',
      );
      expect(tokenName ?? 'component_access_token').toBe(row.auth_param ?? 'component_access_token');
      // Nothing that the client adds is asked for.
      expect(Object.keys(query ?? {})).not.toContain('secret');
      const files = row.multipart?.filter(({ type }) => type === 'file').map(({ name }) => name);
      if (parts !== undefined)
        expect(files).toEqual(
          expect.arrayContaining(parts.filter((part) => 'file' in part).map(({ name }) => name)),
        );
      else expect(row.method === 'GET' ? json : 'none').toBe(row.method === 'GET' ? undefined : 'none');
    },
  );

  it.each(rows.filter(({ response_kind }) => response_kind === 'redirect'))(
    'says of $id: the address $path',
    (row) => {
      const address = make(row.id) as string;
      expect(address.startsWith(`https://${row.host}${row.path}?`)).toBe(true);
    },
  );
});
