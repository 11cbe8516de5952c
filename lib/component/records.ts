import { sleep } from '../api/timing';
import type { AccountRecord } from '../store/platforms';
import { StoreError } from '../store/store';
import { blank } from './account-record';
import { checkedAccounts } from './checked-accounts';
import type { PlatformSettings } from './options';

/** What a change makes of a record; the same object: nothing is to be changed. */
export type Change = (record: AccountRecord) => AccountRecord;

/** The records of a platform's accounts. What cannot be saved just now counts at once, and is saved later. */
export interface Records {
  /**
   * What is known of an account.
   *
   * @throws {StoreError} The store is away, and this process knows nothing of it.
   */
  read(appId: string): Promise<AccountRecord | undefined>;
  /** Changes a record, whoever else does so; never rejects. Resolves to the record as it is then. */
  change(appId: string, change: Change): Promise<AccountRecord>;
  /** AppID of the account with that original id. */
  appIdOf(userName: string): Promise<string | undefined>;
  /** All of them, by AppID. */
  all(): AsyncIterable<AccountRecord>;
  /** Saves what was not, as long as that takes, but no longer than `ms`. */
  flush(ms: number): Promise<void>;
}

const PAGE_SIZE = 200;
const TRY_AGAIN_MS = 1_000;
const MAX_TRY_AGAIN_MS = 5_000;
/** Others who change the same record at the same time come first this often at most. */
const MAX_CONFLICTS = 20;

export function createRecords(settings: PlatformSettings): Records {
  const { componentAppId, clock, logger, away } = settings;
  const accounts = checkedAccounts(settings.accounts, clock);
  /** Changes that are not saved, by account, and what they make of it. */
  const unsaved = new Map<string, { record: AccountRecord; readonly changes: Change[] }>();
  let saving: Promise<void> | undefined;
  let isChecked = false;

  async function read(appId: string): Promise<AccountRecord | undefined> {
    return unsaved.get(appId)?.record ?? accounts.account(componentAppId, appId);
  }

  async function change(appId: string, make: Change): Promise<AccountRecord> {
    const waiting = unsaved.get(appId);
    if (waiting === undefined) {
      try {
        return await save(appId, [make]);
      } catch (error) {
        away(error);
      }
    }
    return keep(appId, make);
  }

  /** Another change may have come here meanwhile: the newest is made of it. */
  function keep(appId: string, make: Change): AccountRecord {
    const waiting = unsaved.get(appId) ?? { record: blank(appId), changes: [] };
    waiting.record = make(waiting.record);
    waiting.changes.push(make);
    unsaved.set(appId, waiting);
    void (saving ??= saveLater().finally(() => (saving = undefined)));
    return waiting.record;
  }

  async function save(appId: string, changes: readonly Change[]): Promise<AccountRecord> {
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
      const before = (await accounts.account(componentAppId, appId)) ?? blank(appId);
      const made = changes.reduce((record, make) => make(record), before);
      if (made === before) return before;
      const record = { ...made, appId, generation: before.generation + 1 };
      if (await accounts.save(componentAppId, record, before.generation)) {
        if (!isChecked) void checkEviction();
        return record;
      }
    }
    throw new StoreError('Others kept changing the record of an account.');
  }

  /** With the first account that is saved, as the store can be reached then. */
  async function checkEviction(): Promise<void> {
    isChecked = true;
    const { platforms } = settings.store;
    const policy =
      settings.accounts === platforms
        ? await platforms.evictionPolicy?.(componentAppId).catch(() => undefined)
        : undefined;
    if (policy?.startsWith('allkeys-') === true)
      logger.warn(
        { event: 'store-evicts', account: componentAppId, policy },
        `Redis may remove accounts of the third-party platform when its memory is full (maxmemory-policy ${policy}): set it to noeviction or volatile-lru, or keep the accounts in a database of your own ("accounts").`,
      );
  }

  async function saveLater(): Promise<void> {
    for (let wait = TRY_AGAIN_MS; unsaved.size > 0; wait = Math.min(wait * 2, MAX_TRY_AGAIN_MS)) {
      // Not longer than the process lives for something else.
      await new Promise<void>((resolve) => void clock.setTimeout(resolve, wait));
      await saveUnsaved();
    }
  }

  async function saveUnsaved(): Promise<void> {
    for (const [appId, waiting] of unsaved) {
      const made = waiting.changes.length;
      try {
        await save(appId, waiting.changes.slice(0, made));
        waiting.changes.splice(0, made);
        if (waiting.changes.length === 0) unsaved.delete(appId);
      } catch (error) {
        away(error);
        // What cannot be saved of one account must not keep the others waiting.
        unsaved.delete(appId);
        unsaved.set(appId, waiting);
        return;
      }
    }
  }

  async function appIdOf(userName: string): Promise<string | undefined> {
    for (const [appId, { record }] of unsaved) if (record.userName === userName) return appId;
    return accounts.appIdOf(componentAppId, userName);
  }

  async function* all(): AsyncGenerator<AccountRecord, void, undefined> {
    for (let after: string | undefined = ''; after !== undefined;) {
      const from: string = after;
      const page = await accounts.list(componentAppId, from, PAGE_SIZE);
      for (const record of page) yield unsaved.get(record.appId)?.record ?? record;
      after = page.length === 0 ? undefined : page.at(-1)?.appId;
    }
  }

  async function flush(ms: number): Promise<void> {
    const end = clock.monotonic() + ms;
    while (unsaved.size > 0 && clock.monotonic() < end) {
      await saveUnsaved();
      if (unsaved.size > 0) await sleep(clock, 250);
    }
  }

  return {
    read,
    change,
    appIdOf,
    all,
    flush,
  };
}
