import type { AccountRecord } from '../store/platforms';
import { replaceToken } from './stored-token';
import { askInfo } from './told';
import { isNotAuthorized } from './withdrawn';
import type { World } from './world';

/**
 * The record of an account that has withdrawn its authorisation; the same object if nothing is to be changed.
 * `changedAt` is that of the notice that says so, in seconds; 0 without one.
 */
export function withdrawn(before: AccountRecord, changedAt: number): AccountRecord {
  // Of a notice, one that is newer than it may have come meanwhile.
  const isOld = changedAt > 0 && changedAt < before.changedAt;
  const isKnown =
    before.status === 'withdrawn' && before.refreshToken === '' && changedAt <= before.changedAt;
  if (isOld || isKnown) return before;
  const newest = Math.max(changedAt, before.changedAt);
  return { ...before, status: 'withdrawn', refreshToken: '', changedAt: newest };
}

/**
 * Marks an account as one that has withdrawn its authorisation, and drops its tokens.
 * `changedAt` is that of the notice that says so, in seconds; 0 without one.
 */
export async function withdraw(world: World, appId: string, changedAt = 0): Promise<AccountRecord> {
  // Until another message comes.
  world.heard.forget(appId);
  const record = await world.records.change(appId, (before) => withdrawn(before, changedAt));
  await replaceToken(world, appId, undefined);
  return record;
}

/**
 * Asks WeChat whether an account has withdrawn its authorisation, and if so, marks it. What cannot be asked
 * is not known. `changedAt` is that of the notice that says so, in seconds; 0 without one.
 */
export async function confirmWithdrawn(world: World, appId: string, changedAt = 0): Promise<boolean> {
  const known = await world.records.read(appId).catch(() => undefined);
  try {
    await askInfo(world.call, appId);
    return false;
  } catch (error) {
    if (!isNotAuthorized(error)) return false;
    // An authorisation of which a notice has told since WeChat was asked stays.
    const newest = Math.max(changedAt, known?.changedAt ?? 0);
    const { status } = await withdraw(world, appId, newest);
    return status === 'withdrawn';
  }
}

/**
 * An `unauthorized` notice, with its `CreateTime` in seconds; 0: not known. One that is older than the newest
 * notice of the account says nothing; where the times do not tell, WeChat is asked.
 */
export async function noteWithdrawal(world: World, appId: string, createdAt: number): Promise<boolean> {
  const record = await world.records.read(appId).catch(() => undefined);
  if (record !== undefined && createdAt > 0 && record.changedAt > createdAt)
    return record.status === 'withdrawn';
  // Nothing is known that could be newer.
  const isClear = record === undefined || (record.changedAt > 0 && record.changedAt < createdAt);
  if (!isClear) return confirmWithdrawn(world, appId, createdAt);
  await withdraw(world, appId, createdAt);
  return true;
}
