import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as groups from '../../lib/api/groups';
import { hover } from '../support/editor';

const root = resolve(__dirname, '../..');

describe('the editor', () => {
  it('shows the names of arguments, the result and the description', () => {
    const [create, users, url, list, request] = hover(
      ["import type { Api } from '../../lib/api/client';", 'declare const api: Api;'],
      ['api.tag.create;', 'api.tag.getUsers;', 'api.qrcode.imageUrl;', 'api.user.list;', 'api.request;'],
    );
    expect(create).toMatch(/\(name: string, options\?: CallOptions( \| undefined)?\) => Promise<\{/);
    expect(create).toContain('Creates a tag');
    expect(users).toMatch(
      /\(tagid: number, next_openid\?: string( \| undefined)?, options\?: CallOptions( \| undefined)?\) => Promise<OpenidPage>/,
    );
    expect(url).toMatch(/\(ticket: string\) => string/);
    expect(list).toMatch(/\(options\?: CallOptions( \| undefined)?\) => AsyncGenerator<string/);
    expect(list).toContain('Lists the openids of all followers');
    expect(request).toContain('Sends a request made with');
  }, 60_000);
});

describe('the groups', () => {
  it('are all there: one per file', () => {
    const files = readdirSync(join(root, 'lib/api/groups')).filter((name) => name !== 'index.ts');
    const names = files.map((name) =>
      name.slice(0, -3).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
    );
    expect(Object.keys(groups).sort()).toEqual(names.sort());
  });
});
