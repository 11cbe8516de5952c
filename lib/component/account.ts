import type { Call } from '../api/caller';
import { deadline } from '../api/deadline';
import { unlessAborted } from '../api/timing';
import { ApiError } from '../errors';
import type { AccountRecord } from '../store/platforms';
import type { Client } from './clients';
import { withTold } from './exchange';
import { askInfo } from './told';
import type { Account, AccountInfo } from './types';
import { NOT_AUTHORIZED, withdrawnError } from './withdrawn';
import { withdraw } from './withdrawal';
import type { World } from './world';

/** An account, as users see it. `client` is made when it is first needed; `call` has time to wait for a ticket. */
export function createAccount(world: World, appId: string, client: () => Client, call: Call): Account {
  const { clock, timeout } = world.settings;

  async function info(): Promise<AccountInfo> {
    const record = await world.records.read(appId).catch(() => undefined);
    if (record?.status === 'withdrawn') throw withdrawnError(record, clock);
    return (record && infoOf(record)) ?? ask();
  }

  async function ask(): Promise<AccountInfo> {
    try {
      const told = await askInfo(call, appId);
      const record = await world.records.change(appId, (before) => withTold(before, told));
      const { userName, kind, permissions } = told;
      return { appId, userName, kind, permissions, authorizedAt: dateOf(record) };
    } catch (error) {
      if (error instanceof ApiError && error.errcode === NOT_AUTHORIZED) await withdraw(world, appId);
      throw error;
    }
  }

  async function accessToken(): Promise<string> {
    const time = deadline(clock, timeout, () => false);
    try {
      return (await unlessAborted(client().token.get(time.signal), time.signal)).value;
    } finally {
      time.close();
    }
  }

  return {
    appId,
    get api() {
      return client().api;
    },
    info,
    accessToken,
  };
}

function infoOf(record: AccountRecord): AccountInfo | undefined {
  const { appId, userName, kind, permissions } = record;
  if (userName === '' || kind === undefined) return undefined;
  return { appId, userName, kind, permissions, authorizedAt: dateOf(record) };
}

const dateOf = ({ authorizedAt }: AccountRecord): Date | undefined =>
  authorizedAt > 0 ? new Date(authorizedAt * 1000) : undefined;
