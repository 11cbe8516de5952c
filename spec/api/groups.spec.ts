import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as groups from '../../lib/api/groups';

const root = resolve(__dirname, '../..');

describe('the groups', () => {
  it('are all there: one per file', () => {
    const files = readdirSync(join(root, 'lib/api/groups')).filter((name) => name !== 'index.ts');
    const names = files.map((name) =>
      name.slice(0, -3).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
    );
    expect(Object.keys(groups).sort()).toEqual(names.sort());
  });
});
