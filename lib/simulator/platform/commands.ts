import { notices } from '../../model/notices';
import type { NoticeName, SimulatedAuthorizer } from '../../testing';
import { flag, list, number, oneOf, optional, readFields, text, within } from '../../testing/api/fields';
import type { Fields, Rules } from '../../testing/api/fields';
import { permissionSetsOf } from '../../testing/api/permissions';
import { AuthorizationPageError } from '../../testing/platform/page-error';
import { Failed } from '../failed';
import * as rule from '../rules';
import type { PlatformCommand } from './protocol';
import type { PlatformStage } from './stage';

type Run = (body: object, stage: PlatformStage) => void | Promise<void>;

const command =
  <R extends Rules>(rules: R, run: (fields: Fields<R>, stage: PlatformStage) => void | Promise<void>): Run =>
  (body, stage) =>
    run(readFields(rules, body), stage);

const MAX_ACCOUNTS = 20;
const kind = oneOf(40035, 'service', 'subscription', 'personal', 'mini-program');
const name = oneOf(40035, ...(Object.keys(notices) as NoticeName[])); // The names of that table.
const permissions = list(number);
const pair = within({ least: 1, most: 5, in: 'number', errcode: 40035 }, number);

/** The account with that AppID. */
function accountOf(stage: PlatformStage, appId: string): SimulatedAuthorizer {
  const account = stage.account(appId);
  if (account === undefined) throw Failed.because('no-account', { appId });
  return account;
}

/** One that has authorised the platform. */
function authorizedOf(stage: PlatformStage, appId: string): SimulatedAuthorizer {
  const account = accountOf(stage, appId);
  if (account.permissions.length === 0) throw Failed.because('not-authorized', { appId });
  return account;
}

function checked(account: SimulatedAuthorizer, ids: readonly number[]): readonly number[] {
  const sets = permissionSetsOf(account.kind);
  if (ids.length === 0) throw Failed.because('no-permission');
  const unknown = ids.find((id) => !Object.hasOwn(sets, id));
  if (unknown !== undefined) throw Failed.because('unknown-permission', { id: unknown });
  return ids;
}

const COMMANDS = {
  addAccount: command({ kind }, (fields, stage) => {
    if (stage.simulator.accounts.length >= MAX_ACCOUNTS)
      throw Failed.because('too-many-accounts', { most: MAX_ACCOUNTS });
    stage.addAccount(fields.kind);
  }),
  authorize: command(
    { appId: text, permissions, page: optional(text), lost: optional(flag), twice: optional(flag) },
    async ({ appId, permissions: ids, page, lost = false, twice = false }, stage) => {
      const account = accountOf(stage, appId);
      const { redirect, cookie } = await pageWords(() =>
        account.authorizes({
          permissions: checked(account, ids),
          twice,
          ...(page !== undefined && { page }),
          ...(lost && { push: 'lost' }),
        }),
      );
      if (page === undefined) stage.point(account, redirect);
      else await stage.land(account, redirect, cookie);
    },
  ),
  change: command({ appId: text, permissions }, async ({ appId, permissions: ids }, stage) => {
    const account = authorizedOf(stage, appId);
    await account.changes(checked(account, ids));
  }),
  withdraw: command({ appId: text }, async ({ appId }, stage) => {
    await authorizedOf(stage, appId).withdraws();
  }),
  say: command({ appId: text, text: rule.line }, ({ appId, text: said }, stage) =>
    stage.say(accountOf(stage, appId), said),
  ),
  enter: command({ appId: text }, ({ appId }, stage) => stage.enter(accountOf(stage, appId))),
  notice: command({ name }, async (fields, stage) => {
    await stage.simulator.push(fields.name);
  }),
  loseTicket: command({}, (_, stage) => stage.simulator.loseTickets()),
  stepClock: command({ ms: rule.ms }, ({ ms }, stage) => stage.step(ms)),
  releaseTest: command({ pair: optional(pair) }, (fields, stage) => stage.test(fields.pair)),
} satisfies Readonly<Record<PlatformCommand['type'], Run>>;

/** Does what the page asks for. */
export async function obeyPlatform(body: object, stage: PlatformStage): Promise<{ readonly ok: true }> {
  const { type } = readFields(
    { type: oneOf(40035, ...(Object.keys(COMMANDS) as PlatformCommand['type'][])) },
    body,
  );
  await COMMANDS[type](body, stage);
  return { ok: true };
}

/** What WeChat's page says, and what keeps a browser from it, in both languages. */
async function pageWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failed) throw error;
    if (error instanceof AuthorizationPageError)
      throw Failed.because('authorization-page', { message: error.text.en, chinese: error.text.zh });
    throw Failed.because('page-unreachable', { why: error instanceof Error ? error.message : String(error) });
  }
}
