import type { Call } from '../api/send-request';
import type { AccountKind } from '../model/account-kinds';
import type { AccountRecord } from '../store/platforms';
import type { Client } from './clients';
import { tokenWithin } from './component-token';
import { withTold } from './exchange';
import { askInfo } from './told';
import type { Account, AccountInfo } from './types';
import { isNotAuthorized, withdrawnError } from './withdrawn';
import { withdraw } from './withdrawal';
import type { World } from './world';

/**
 * An account, as users see it. `client` is made when it is first needed; `call` has time to wait for a
 * ticket.
 */
export function createAccount(
  world: World,
  appId: string,
  kind: AccountKind | undefined,
  client: () => Client,
  call: Call,
): Account {
  const { clock } = world.settings;

  async function info(): Promise<AccountInfo> {
    const record = await world.records.read(appId).catch(() => undefined);
    if (record?.status !== 'withdrawn') return (record && infoOf(record)) ?? ask();
    if (!world.heard.since(appId, record.changedAt)) throw withdrawnError(record, clock);
    // It becomes one that is authorised, or WeChat says that it is none.
    await tokenWithin(client().token, world.settings);
    return ask();
  }

  async function ask(): Promise<AccountInfo> {
    try {
      const told = await askInfo(call, appId);
      const record = await world.records.change(appId, (before) => withTold(before, told));
      const { userName, kind, permissions } = told;
      return { appId, userName, kind, permissions, authorizedAt: dateOf(record) };
    } catch (error) {
      if (isNotAuthorized(error)) await withdraw(world, appId);
      throw error;
    }
  }

  return {
    appId,
    get api() {
      return client().apiFor(kind);
    },
    info,
    accessToken: async () => tokenWithin(client().token, world.settings),
  };
}

function infoOf(record: AccountRecord): AccountInfo | undefined {
  const { appId, userName, kind, permissions } = record;
  if (userName === '' || kind === undefined) return undefined;
  return { appId, userName, kind, permissions, authorizedAt: dateOf(record) };
}

const dateOf = ({ authorizedAt }: AccountRecord): Date | undefined =>
  authorizedAt > 0 ? new Date(authorizedAt * 1000) : undefined;
