import { readFileSync } from 'node:fs';
import { accountKinds, accountKindsFile } from '../../docs/account-kinds';

// After a change of the tables: npx tsx docs/account-kinds.ts && npx prettier --write docs/account-kinds*.md
it.each(['en', 'zh'] as const)(
  'the page of kinds of accounts (%s) has the tables of the package',
  (language) => {
    // Prettier widens the columns, and changes quotes.
    const lines = (page: string) => page.split('\n').map((line) => line.replaceAll(/-{3,}|[\s\\<>]/g, ''));
    const shown = lines(readFileSync(accountKindsFile(language), 'utf8'));
    const wanted = lines(accountKinds(language));
    expect(wanted.filter((line) => !shown.includes(line))).toEqual([]);
    expect(shown.filter((line) => !wanted.includes(line))).toEqual([]);
  },
);
