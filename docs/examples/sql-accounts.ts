import type { AccountRecord, AccountStore } from 'offiaccount';

type Row = Readonly<Record<string, unknown>>;

/** What a driver does. With PostgreSQL: `async (sql, values) => (await pool.query(sql, [...values])).rows` */
export type Query = (sql: string, values: readonly unknown[]) => Promise<readonly Row[]>;

/** Keeps the accounts of third-party platforms in a table: `createPlatform({ …, accounts: await sqlAccounts(query) })`. */
export async function sqlAccounts(query: Query): Promise<AccountStore> {
  await query(
    `create table if not exists wechat_account (
      platform text not null, app_id text not null, user_name text not null,
      generation integer not null, record text not null, primary key (platform, app_id))`,
    [],
  );
  await query('create index if not exists wechat_user_name on wechat_account (platform, user_name)', []);

  // The record holds the refresh token of the account, a secret: encrypt it here if others may read the table.
  const read = (row: Row) => JSON.parse(String(row.record)) as AccountRecord;

  return {
    account: async (platform, appId) => {
      const [row] = await query('select record from wechat_account where platform = $1 and app_id = $2', [
        platform,
        appId,
      ]);
      return row && read(row);
    },
    appIdOf: async (platform, userName) => {
      const [row] = await query('select app_id from wechat_account where platform = $1 and user_name = $2', [
        platform,
        userName,
      ]);
      // Accounts of which WeChat was not asked yet have an empty one.
      return row && userName !== '' ? String(row.app_id) : undefined;
    },
    save: async (platform, record, expectedGeneration) => {
      const { appId, userName, generation } = record;
      const values = [platform, appId, userName, generation, JSON.stringify(record)];
      // One statement that decides and writes: of two processes, one gets a row back.
      const rows =
        expectedGeneration === 0
          ? await query(
              `insert into wechat_account (platform, app_id, user_name, generation, record)
               values ($1, $2, $3, $4, $5) on conflict do nothing returning app_id`,
              values,
            )
          : await query(
              `update wechat_account set user_name = $3, generation = $4, record = $5
               where platform = $1 and app_id = $2 and generation = $6 returning app_id`,
              [...values, expectedGeneration],
            );
      return rows.length > 0;
    },
    list: async (platform, after, count) => {
      const rows = await query(
        'select record from wechat_account where platform = $1 and app_id > $2 order by app_id limit $3',
        [platform, after, count],
      );
      return rows.map(read);
    },
  };
}
