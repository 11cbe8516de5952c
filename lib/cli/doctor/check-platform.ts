import { addressIn, hintWords } from '../../hints';
import { ApiError, TransportError } from '../../index';
import type { Account } from '../../index';
import type { OpenPlatform } from '../platform/connect';
import { minutesOld, newestTicket } from '../platform/ticket';
import { unreachable } from './check-account';
import type { ReportFinding } from './finding';

const NOT_ALLOWED = 61004;
/** WeChat pushes a ticket every 10 minutes, and one may be late. */
const OLD_MINUTES = 25;
/** Without a valid ticket a call waits for the next one, so its time is limited. */
const LIST_MS = 5_000;

/**
 * Checks whether WeChat knows the platform, and whether its store has what calls need. The only change that
 * the calls cause is a new ticket.
 */
export async function checkPlatform(open: OpenPlatform, report: ReportFinding, host: string): Promise<void> {
  try {
    if (!(await checkSecret(open, report))) return;
    if (open.store === undefined) {
      report('ticket-unseen', {});
      return;
    }
    if (!(await checkTicket(open, report))) return;
    const first = await checkAccounts(open, report);
    if (first !== undefined) await checkToken(first, report);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    if (error.reason === 'ticket') report('ticket-refused', {});
    else report('api-unreachable', unreachable(error, host));
  }
}

/** Uses the one call that needs only the secret. */
async function checkSecret({ platform }: OpenPlatform, report: ReportFinding): Promise<boolean> {
  const error = await failure(() => platform.api.component.startPushTicket());
  if (error === undefined) report('platform-ok', {});
  else if (error.errcode === NOT_ALLOWED) report('platform-ip', { address: addressIn(error.errmsg) ?? '?' });
  else report('platform-refused', pick(error));
  return error === undefined;
}

async function checkTicket(open: OpenPlatform, report: ReportFinding): Promise<boolean> {
  const newest = await newestTicket(open);
  if (newest === undefined) {
    report('ticket-none', {});
    return false;
  }
  const minutes = minutesOld(newest);
  report(minutes > OLD_MINUTES ? 'ticket-old' : 'ticket-ok', { minutes });
  return true;
}

/** Checks the accounts of the store. Returns the AppID of one of them. */
async function checkAccounts(
  { platform }: OpenPlatform,
  report: ReportFinding,
): Promise<Account | undefined> {
  let listed = 0;
  const error = await failure(async () => {
    listed = (await platform.api.component.getAuthorizerList(0, 1, { timeout: LIST_MS })).total_count;
  });
  if (error !== undefined) {
    if (error.errcode === NOT_ALLOWED) report('platform-ip', { address: addressIn(error.errmsg) ?? '?' });
    else report('component-token-refused', pick(error));
    return undefined;
  }
  let stored = 0;
  let first: Account | undefined;
  for await (const account of platform.accounts()) {
    stored++;
    first ??= account;
  }
  if (listed !== stored) report('accounts-differ', { listed, stored });
  else if (stored === 0) report('accounts-none', {});
  else report('accounts-ok', { count: stored });
  return first;
}

async function checkToken(account: Account, report: ReportFinding): Promise<void> {
  const { appId } = account;
  const error = await failure(() => account.accessToken());
  if (error === undefined) report('account-token-ok', { appId });
  else report('account-token-refused', { appId, ...pick(error) });
}

async function failure(call: () => Promise<unknown>): Promise<ApiError | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

const pick = (error: ApiError) => ({
  errcode: error.errcode,
  errmsg: error.errmsg,
  hint: hintWords(error),
});
