import { timeLimited } from '../clock';
import type { Clock } from '../clock';
import type { AccountRecord, AccountStore } from '../store/platforms';
import { StoreError } from '../store/store';
import { isAccountId } from './account-id';
import { readRecord } from './account-record';

/** Longer than a database takes that is well. */
const TIMEOUT_MS = 2_000;
const LIST_TIMEOUT_MS = 10_000;
/** How long a database that has hung is not asked: a message must not wait for it twice. */
const REST_MS = 1_000;
const LATE = Symbol('late');

/**
 * A store of accounts that may be somebody's own database: what hangs, throws or gives what it must not is a
 * `StoreError`, whose words hold nothing of what was to be kept.
 */
export function checkedAccounts(accounts: AccountStore, clock: Clock): AccountStore {
  let restsUntil = -Infinity;

  async function ask<T>(call: () => Promise<T>, ms = TIMEOUT_MS): Promise<T> {
    if (clock.monotonic() < restsUntil) throw hanging();
    try {
      const answer = await timeLimited(clock, ms, call(), LATE);
      if (answer !== LATE) return answer;
    } catch (error) {
      throw error instanceof StoreError ? error : new StoreError('The store of the accounts failed.');
    }
    restsUntil = clock.monotonic() + REST_MS;
    throw hanging();
  }

  return {
    account: async (platform, appId) => {
      const record = readRecord(await ask(() => accounts.account(platform, appId)));
      if (record !== undefined && record.appId !== appId)
        throw wrong('account() gives the record of another account.');
      return record;
    },
    appIdOf: async (platform, userName) => {
      // Databases have `null` where there is nothing.
      const appId: unknown = (await ask(() => accounts.appIdOf(platform, userName))) ?? undefined;
      if (appId === undefined || appId === '') return undefined;
      if (isAccountId(appId, platform)) return appId;
      throw wrong('appIdOf() must give an AppID, or undefined.');
    },
    save: async (platform, record, expectedGeneration) => {
      const isSaved: unknown = await ask(() => accounts.save(platform, record, expectedGeneration));
      if (typeof isSaved === 'boolean') return isSaved;
      throw wrong('save() must give true where it has saved the record, false where another one is there.');
    },
    list: async (platform, after, count) => {
      const page: unknown = await ask(() => accounts.list(platform, after, count), LIST_TIMEOUT_MS);
      if (!Array.isArray(page)) throw wrong('list() must give a list of records.');
      const records = page.map(readRecord).filter((record): record is AccountRecord => record !== undefined);
      // Whoever asks goes on after the last one, and would never come to an end.
      if (after !== '' && records.some(({ appId }) => appId === after))
        throw wrong('list() must give the records whose AppID comes after "after" alone.');
      return records;
    },
  };
}

const hanging = (): StoreError =>
  new StoreError('The store of the accounts gives no answer.', false, 'timeout');

/** Waiting does not help: somebody has to change the store. */
const wrong = (what: string): StoreError => new StoreError(`"accounts": ${what}`, true);
