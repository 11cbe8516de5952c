import { TOKEN_REFUSED } from '../api/send-request';
import { ApiError, TransportError } from '../errors';
import { quietLog } from '../logger';
import type { AccountRecord } from '../store/platforms';
import { isOfPlatform } from './shared-pause';
import { askInfo, askList, type Listed } from './told';
import { withTold } from './exchange';
import { isNotAuthorized } from './withdrawn';
import { confirmWithdrawn } from './withdrawal';
import type { World } from './world';

/** What a comparison with WeChat's list has changed. */
export interface Synced {
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

/** How many accounts are asked for at the same time. */
const MAX_AT_ONCE = 4;

/** Compares the records with WeChat's list of accounts. One that runs already serves all who ask. */
export function createSync(world: World, ready: () => Promise<void>): () => Promise<Synced> {
  const { call, records, settings } = world;
  const { componentAppId, clock, logger } = settings;
  const log = quietLog(logger, clock);
  let running: Promise<Synced> | undefined;

  async function sync(): Promise<Synced> {
    await ready();
    const known = new Map<string, AccountRecord>();
    for await (const record of records.all()) known.set(record.appId, record);
    const listed = new Map<string, Listed>();
    for await (const entry of askList(call)) listed.set(entry.appId, entry);
    const added = await filter([...listed.values()], (entry) => isAdded(entry, known.get(entry.appId)));
    // Others come and go while the list is read: WeChat is asked for each before it counts as gone.
    const missing = [...known.values()].filter(
      ({ appId, status }) => status === 'authorized' && !listed.has(appId),
    );
    const gone = await filter(missing, ({ appId }) => confirmWithdrawn(world, appId));
    return { added: added.map(({ appId }) => appId), gone: gone.map(({ appId }) => appId) };
  }

  /** Whether an account of the list can be used now, and could not before. */
  async function isAdded(entry: Listed, known: AccountRecord | undefined): Promise<boolean> {
    const { appId, authorizedAt } = entry;
    const wasUsable = known?.status === 'authorized' && known.refreshToken !== '';
    if (wasUsable && known.userName !== '') return false;
    try {
      const told = await askInfo(call, appId);
      const refreshToken = told.refreshToken || entry.refreshToken;
      if (refreshToken === '') {
        unexchanged(appId);
        return false;
      }
      await records.change(appId, (record) => ({
        ...withTold(record, { ...told, refreshToken: record.refreshToken || refreshToken }),
        status: 'authorized',
        authorizedAt: record.authorizedAt || authorizedAt,
      }));
      return !wasUsable;
    } catch (error) {
      if (!isOfAccount(error)) throw error;
      // WeChat lists some accounts for ever that are there no more.
      if (!isNotAuthorized(error)) untold(appId, error);
      else if (known?.status === 'authorized') await confirmWithdrawn(world, appId);
      return false;
    }
  }

  function unexchanged(appId: string): void {
    log(
      'warn',
      { event: 'authorization-incomplete', account: componentAppId, code: appId },
      'An account has authorised the platform, but its code was never exchanged: its administrator must authorise again.',
    );
  }

  function untold(appId: string, error: Error): void {
    log(
      'warn',
      { event: 'account-unknown', account: componentAppId, code: appId, reason: error.message },
      'WeChat does not tell what an account is that it lists: sync() goes on with the others.',
    );
  }

  return () => (running ??= sync().finally(() => (running = undefined)));
}

/** Codes that all accounts meet: the quota of the platform is used up, WeChat is busy. */
const OF_ALL: ReadonlySet<number> = new Set([-1, 45009, 45011, ...TOKEN_REFUSED]);

/** Whether an error is about one account: the others have nothing to do with it. */
const isOfAccount = (error: unknown): error is ApiError | TransportError =>
  error instanceof ApiError
    ? !isOfPlatform(error) && !OF_ALL.has(error.errcode) && error.since === undefined
    : error instanceof TransportError && error.reason === 'answer';

/** Those that a check holds for, some at a time. */
async function filter<T>(all: readonly T[], check: (each: T) => Promise<boolean>): Promise<readonly T[]> {
  const found = new Set<T>();
  let next = 0;
  const work = async () => {
    for (;;) {
      const each = all[next++];
      if (each === undefined) return;
      if (await check(each)) found.add(each);
    }
  };
  await Promise.all(Array.from({ length: MAX_AT_ONCE }, work));
  return all.filter((each) => found.has(each));
}
