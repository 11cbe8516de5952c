import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { AccountRecord, AccountStore } from 'offiaccount';

/** Your database: runs a statement, and yields the rows that it finds or changes. */
export type Query = (sql: string, values: readonly unknown[]) => Promise<readonly Row[]>;

export interface Row {
  readonly app_id: string;
  /** All of the record, encrypted: the refresh token in it is a secret. */
  readonly record: string;
}

/*
 * create table wechat_accounts (
 *   platform varchar(32), app_id varchar(32), user_name varchar(32), generation integer, record text,
 *   primary key (platform, app_id)
 * );
 * create index wechat_names on wechat_accounts (platform, user_name);
 */

/** Keeps the accounts of a platform in a table. `key`: 32 random bytes. */
export function sqlAccounts(query: Query, key: Buffer): AccountStore {
  function seal(record: AccountRecord): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const text = Buffer.concat([cipher.update(JSON.stringify(record)), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
  }

  function open(row: Row): AccountRecord {
    const bytes = Buffer.from(row.record, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
    return JSON.parse(text.toString()) as AccountRecord;
  }

  return {
    async account(platform, appId) {
      const sql = 'select app_id, record from wechat_accounts where platform = $1 and app_id = $2';
      const [row] = await query(sql, [platform, appId]);
      return row && open(row);
    },
    async appIdOf(platform, userName) {
      // Accounts of which WeChat was not asked yet have no name.
      if (userName === '') return undefined;
      const sql = 'select app_id, record from wechat_accounts where platform = $1 and user_name = $2';
      const [row] = await query(sql, [platform, userName]);
      return row?.app_id;
    },
    async save(platform, record, expectedGeneration) {
      const values = [platform, record.appId, record.userName, record.generation, seal(record)];
      // In one step: two processes may save at the same time, and only one of them may be first.
      const rows =
        expectedGeneration === 0
          ? await query(
              `insert into wechat_accounts (platform, app_id, user_name, generation, record)
               values ($1, $2, $3, $4, $5) on conflict do nothing returning app_id, record`,
              values,
            )
          : await query(
              `update wechat_accounts set user_name = $3, generation = $4, record = $5
               where platform = $1 and app_id = $2 and generation = $6 returning app_id, record`,
              [...values, expectedGeneration],
            );
      return rows.length === 1;
    },
    async list(platform, after, count) {
      const sql = `select app_id, record from wechat_accounts
                   where platform = $1 and app_id > $2 order by app_id limit $3`;
      return (await query(sql, [platform, after, count])).map(open);
    },
  };
}
