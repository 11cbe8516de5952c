import { createApi } from 'offiaccount';
import * as groups from '../../lib/api/groups';
import { ACCOUNT_KINDS } from '../../lib/model/account-kinds';
import { hasRight, mayCall, rightFor } from '../../lib/model/account-rights';
import type { RightName } from '../../lib/model/account-rights';
import { RIGHTS } from '../../lib/model/account-rights-table';

/** The right that the names of functions say. */
function rightOf(group: string, method: string): RightName {
  const named = (name: string) =>
    Object.entries(RIGHTS).find(
      ([, row]) => 'endpoints' in row && (row.endpoints as readonly string[]).includes(name),
    )?.[0];
  return (named(`${group}.${method}`) ?? named(group) ?? 'everything-else') as RightName;
}

/** All functions and the paths they call; those that make addresses call none. */
async function calls(): Promise<{ group: string; method: string; path: string }[]> {
  const found: { group: string; method: string; path: string }[] = [];
  for (const [group, functions] of Object.entries(groups))
    for (const method of Object.keys(functions)) {
      let path: string | undefined;
      const api = createApi({
        appId: 'wx1',
        appSecret: 'secret',
        componentAppId: 'wx2',
        componentAccessToken: () => Promise.resolve('t'),
        accessToken: () => Promise.resolve('t'),
        transport: ({ url }) => {
          path = new URL(url).pathname;
          return Promise.resolve({ status: 200, headers: {}, body: Buffer.from('{"errcode":0}') });
        },
      });
      const call = (api as unknown as Record<string, Record<string, (...args: unknown[]) => unknown>>)[
        group
      ]?.[method];
      const args = Array.from({ length: call?.length ?? 0 }, () => 'x');
      try {
        await call?.(...args, ...args, ...args.slice(0, 0));
      } catch {
        // What is sent is another spec's matter.
      }
      if (path !== undefined) found.push({ group, method, path });
    }
  return found;
}

describe('the table of rights', () => {
  it('says the same by path and by name', async () => {
    const all = await calls();
    expect(all.length).toBeGreaterThan(60);
    const differing = all.filter(({ group, method, path }) => rightFor(path) !== rightOf(group, method));
    expect(differing).toEqual([]);
  });

  it('names functions that there are', () => {
    for (const row of Object.values(RIGHTS))
      for (const name of 'endpoints' in row ? (row.endpoints as readonly string[]) : []) {
        const [group = '', method] = name.split('.');
        const found = (groups as Readonly<Record<string, object>>)[group];
        expect([name, found !== undefined]).toEqual([name, true]);
        if (method !== undefined) expect(Object.keys(found ?? {})).toContain(method);
      }
  });

  it.each([
    ['/cgi-bin/stable_token', '+++++'],
    ['/cgi-bin/get_current_selfmenu_info', '+++++'],
    ['/cgi-bin/menu/create', '-++++'],
    ['/cgi-bin/message/custom/send', '-+-++'],
    ['/cgi-bin/customservice/getkflist', '-+-++'],
    ['/cgi-bin/message/mass/sendall', '-+-+-'],
    ['/cgi-bin/freepublish/submit', '-+-++'],
    ['/cgi-bin/message/template/subscribe', '-+-++'],
    ['/cgi-bin/message/template/send', '---++'],
    ['/wxa/sec/queryblocktmplmsg', '---++'],
    ['/cgi-bin/message/subscribe/bizsend', '---++'],
    ['/cgi-bin/qrcode/create', '---++'],
    ['/sns/oauth2/access_token', '---++'],
    ['/cgi-bin/user/info', '-+-++'],
    ['/cgi-bin/material/add_material', '-+-++'],
    ['/cgi-bin/not/known', '-+-++'],
  ])('allows %s to some kinds: %s', (path, may) => {
    expect(ACCOUNT_KINDS.map((kind) => (mayCall(kind, path) ? '+' : '-')).join('')).toBe(may);
  });

  it('gives a test account no encryption, and lets a verified service account do all', () => {
    expect(hasRight('test', 'safe-mode')).toBe(false);
    for (const right of Object.keys(RIGHTS) as RightName[]) expect(hasRight('service', right)).toBe(true);
  });

  it('says of each row where it is from', () => {
    for (const { source, comparedAt } of Object.values(RIGHTS)) {
      expect(source).not.toBe('');
      expect(comparedAt).toMatch(/^20\d\d-\d\d$/);
    }
  });
});
