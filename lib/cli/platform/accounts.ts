import { ApiError } from '../../index';
import type { Account, AccountInfo } from '../../index';
import { EXIT, UsageError } from '../exit';
import type { Exit } from '../exit';
import type { CliContext } from '../cli-context';
import { widthOf } from '../wide';
import { openPlatform } from './connect';

export interface AccountsOptions {
  readonly sync?: boolean;
}

/** Lists the accounts in the store that have authorised the platform. */
export async function accounts(run: CliContext, { sync = false }: AccountsOptions): Promise<Exit> {
  if (run.settings.get('redisUrl') === undefined) throw new UsageError('store-missing');
  const { platform, close } = await openPlatform(run);
  try {
    const changes = sync ? await bringUpToDate() : undefined;
    run.progress(run.say('accounts-reading'));
    const found: Row[] = [];
    for await (const account of platform.accounts()) found.push(await rowOf(account));
    run.print(
      { accounts: found.map(({ info, ...row }) => ({ ...row, ...info })), ...changes },
      [
        ...found.map((row) => inWords(run, row)),
        run.say('accounts-count', { count: found.length }),
        ...(changes === undefined
          ? []
          : [run.say('accounts-synced', { added: changes.added.length, gone: changes.gone.length })]),
      ].join('\n'),
    );
    return EXIT.fine;
  } finally {
    await close();
  }

  async function bringUpToDate() {
    run.progress(run.say('accounts-syncing'));
    return platform.sync();
  }
}

interface Row {
  readonly appId: string;
  readonly info?: AccountInfo;
  /** Why WeChat told nothing about the account. */
  readonly errcode?: number;
}

async function rowOf(account: Account): Promise<Row> {
  const { appId } = account;
  try {
    return { appId, info: await account.info() };
  } catch (error) {
    // One account that has changed must not hide the others.
    if (error instanceof ApiError) return { appId, errcode: error.errcode };
    throw error;
  }
}

function inWords(run: CliContext, { appId, info, errcode }: Row): string {
  if (info === undefined) return run.say('accounts-unusable', { appId, errcode: errcode ?? 0 });
  const { userName, kind, permissions, authorizedAt } = info;
  const since = authorizedAt?.toISOString().slice(0, 10) ?? '-';
  return [appId, userName.padEnd(16), padded(run.say(KINDS[kind]), 13), since, permissions.join(',')].join(
    '  ',
  );
}

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

const KINDS = {
  subscription: 'accounts-subscription',
  service: 'accounts-service',
  'mini-program': 'accounts-mini-program',
} as const;
