import { notices } from '../../model/notices';
import type { NoticeName, SimulatedAuthorizer } from '../../testing';
import { flag, list, number, oneOf, optional, readFields, text, within } from '../../testing/api/fields';
import type { Fields, Rules } from '../../testing/api/fields';
import { permissionSetsOf } from '../../testing/api/permissions';
import { AuthorizationPageError } from '../../testing/platform/page-error';
import { CommandError } from '../command-error';
import * as rule from '../command-rules';
import type { PlatformCommand } from './protocol';
import type { PlatformSession } from './session';

type Run = (body: object, session: PlatformSession) => void | Promise<void>;

const command =
  <R extends Rules>(
    rules: R,
    run: (fields: Fields<R>, session: PlatformSession) => void | Promise<void>,
  ): Run =>
  (body, session) =>
    run(readFields(rules, body), session);

const MAX_ACCOUNTS = 20;
const kind = oneOf(40035, 'service', 'unverified-service', 'subscription', 'personal', 'mini-program');
const name = oneOf(40035, ...(Object.keys(notices) as NoticeName[])); // The names of that table.
const permissions = list(number);
const pair = within({ least: 1, most: 5, in: 'number', errcode: 40035 }, number);

/** The account with that AppID. */
function accountOf(session: PlatformSession, appId: string): SimulatedAuthorizer {
  const account = session.account(appId);
  if (account === undefined) throw CommandError.because('no-account', { appId });
  return account;
}

/** One that has authorised the platform. */
function authorizedOf(session: PlatformSession, appId: string): SimulatedAuthorizer {
  const account = accountOf(session, appId);
  if (account.permissions.length === 0) throw CommandError.because('not-authorized', { appId });
  return account;
}

function checked(account: SimulatedAuthorizer, ids: readonly number[]): readonly number[] {
  const sets = permissionSetsOf(account.kind);
  if (ids.length === 0) throw CommandError.because('no-permission');
  const unknown = ids.find((id) => !Object.hasOwn(sets, id));
  if (unknown !== undefined) throw CommandError.because('unknown-permission', { id: unknown });
  return ids;
}

const COMMANDS = {
  addAccount: command({ kind }, (fields, session) => {
    if (session.simulator.accounts.length >= MAX_ACCOUNTS)
      throw CommandError.because('too-many-accounts', { most: MAX_ACCOUNTS });
    session.addAccount(fields.kind);
  }),
  authorize: command(
    { appId: text, permissions, page: optional(text), lost: optional(flag), twice: optional(flag) },
    async ({ appId, permissions: ids, page, lost = false, twice = false }, session) => {
      const account = accountOf(session, appId);
      const { redirect, cookie } = await pageWords(() =>
        account.authorizes({
          permissions: checked(account, ids),
          twice,
          ...(page !== undefined && { page }),
          ...(lost && { push: 'lost' }),
        }),
      );
      if (page === undefined) session.point(account, redirect);
      else await session.land(account, redirect, cookie);
    },
  ),
  change: command({ appId: text, permissions }, async ({ appId, permissions: ids }, session) => {
    const account = authorizedOf(session, appId);
    await account.changes(checked(account, ids));
  }),
  withdraw: command({ appId: text }, async ({ appId }, session) => {
    await authorizedOf(session, appId).withdraws();
  }),
  say: command({ appId: text, text: rule.line }, ({ appId, text: said }, session) =>
    session.say(accountOf(session, appId), said),
  ),
  enter: command({ appId: text }, ({ appId }, session) => session.enter(accountOf(session, appId))),
  notice: command({ name }, async (fields, session) => {
    await session.simulator.push(fields.name);
  }),
  loseTicket: command({}, (_, session) => session.simulator.loseTickets()),
  stepClock: command({ ms: rule.ms }, ({ ms }, session) => session.step(ms)),
  releaseTest: command({ pair: optional(pair) }, (fields, session) => session.test(fields.pair)),
} satisfies Readonly<Record<PlatformCommand['type'], Run>>;

/** Does what the page asks for. */
export async function runPlatformCommand(
  body: object,
  session: PlatformSession,
): Promise<{ readonly ok: true }> {
  const { type } = readFields(
    { type: oneOf(40035, ...(Object.keys(COMMANDS) as PlatformCommand['type'][])) },
    body,
  );
  await COMMANDS[type](body, session);
  return { ok: true };
}

/** What WeChat's page says, and what keeps a browser from it, in both languages. */
async function pageWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (error instanceof AuthorizationPageError)
      throw CommandError.because('authorization-page', { message: error.text.en, chinese: error.text.zh });
    throw CommandError.because('page-unreachable', {
      why: error instanceof Error ? error.message : String(error),
    });
  }
}
