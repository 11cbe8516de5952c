import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import initSqlJs from 'sql.js';
import { sqlAccounts, type Query, type Row } from '../../docs/examples/platform-database';
import type { AccountStore } from '../../lib/store/platforms';
import { accountContract } from '../store/platforms-contract';
import { SHOP, stage } from '../component/support';

/* The example of a table in a user's own database, on SQLite. PostgreSQL takes the same statements. */

async function openDatabase(): Promise<Query> {
  const { Database } = await initSqlJs();
  const database = new Database();
  // The statements that the example shows in a comment.
  const example = readFileSync(join(__dirname, '../../docs/examples/platform-database.ts'), 'utf8');
  database.run(/\/\*\n([^]*?)\*\//.exec(example)![1]!.replaceAll(/^ \*/gm, ''));
  return async (sql, values) => {
    const statement = database.prepare(sql);
    try {
      if (values.length > 0)
        statement.bind(Object.fromEntries(values.map((value, index) => [`$${index + 1}`, value])));
      const rows: Row[] = [];
      // The columns that the example asks for.
      while (statement.step()) rows.push(statement.getAsObject() as unknown as Row);
      return rows;
    } finally {
      statement.free();
    }
  };
}

describe('a table of accounts', () => {
  let store: AccountStore;
  beforeAll(async () => {
    store = sqlAccounts(await openDatabase(), randomBytes(32));
  });
  accountContract(() => store);

  it('is all that a platform needs to go on when its Redis is empty', async () => {
    const at = await stage({ accounts: store });
    await at.wx.exchange(at.fake.authorizes(SHOP));
    await at.close();
    const again = await stage({ accounts: store });
    again.fake.authorized(SHOP);
    expect(await again.wx.account(SHOP).info()).toMatchObject({ appId: SHOP, kind: 'service' });
    await again.close();
  });
});
