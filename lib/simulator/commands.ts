import { publishMenu, removeMenu } from '../testing/api/endpoints/menu';
import { anyObject, list, number, optional, readFields, text } from '../testing/api/fields';
import type { Fields, Rules } from '../testing/api/fields';
import { openOauthLink } from './oauth-link';
import type { Command, CommandAnswer, UserCommand } from './protocol';
import type { Replayer } from './replay';
import * as rule from './command-rules';
import type { SimulatorSession } from './session';
import { readUserCommand } from './user-command';
import type { Views } from './web-view/views';

/** What commands act on. */
export interface CommandContext {
  readonly session: SimulatorSession;
  readonly replayer: Replayer;
  readonly views: Views;
  /** Shows all pages the whole state again. */
  readonly resend: () => void;
}

type Answer = Omit<CommandAnswer, 'ok'> | undefined;
type Run = (body: object, context: CommandContext) => Answer | Promise<Answer>;

const command =
  <R extends Rules>(
    rules: R,
    run: (fields: Fields<R>, context: CommandContext) => Answer | Promise<Answer>,
  ): Run =>
  (body, context) =>
    run(readFields(rules, body), context);

const { openid, line } = rule;

const OTHERS = {
  addUser: command({ name: optional(line), openid: optional(openid) }, ({ name, openid }, { session }) => {
    const user = session.users.add(openid, name);
    session.refresh();
    return { openid: user.openid };
  }),
  renameUser: command({ openid, name: line }, ({ openid, name }, { session }) => {
    session.users.rename(openid, name);
    session.refresh();
    return undefined;
  }),
  switch: command({ switches: rule.switches }, ({ switches }, { session }) => {
    session.switches.set(switches);
    session.refresh();
    return undefined;
  }),
  revokeToken: command({}, (_, { session }) => {
    session.simulator.api.revokeToken();
    return undefined;
  }),
  pauseClock: command({}, (_, { session }) => {
    session.setPaused(true);
    return undefined;
  }),
  resumeClock: command({}, (_, { session }) => {
    session.setPaused(false);
    return undefined;
  }),
  stepClock: command({ ms: rule.ms }, async ({ ms }, { session }) => {
    await session.step(ms);
    return undefined;
  }),
  resetClock: command({}, async (_, { session }) => {
    await session.resetClock();
    return undefined;
  }),
  again: command({ push: number }, ({ push }, { session }) => {
    session.again(push);
    return undefined;
  }),
  setMenu: command({ button: list(anyObject) }, ({ button }, { session }) => {
    publishMenu(session.account, button);
    session.refresh();
    return undefined;
  }),
  removeMenu: command({}, (_, { session }) => {
    removeMenu(session.account);
    session.refresh();
    return undefined;
  }),
  restart: command({}, (_, { session }) => {
    session.restart();
    return undefined;
  }),
  check: command({}, (_, { session }) => {
    session.check();
    return undefined;
  }),
  openLink: command({ openid, url: rule.webUrl }, ({ openid, url }, { session }) => {
    session.users.check(openid);
    return { url: openOauthLink(session, openid, url) };
  }),
  openPage: command(
    {
      openid,
      url: rule.webUrl,
      from: optional(rule.from),
      platform: optional(rule.platform),
      disturbance: optional(rule.disturbance),
    },
    async ({ openid, url, ...options }, { session, views }) => {
      session.users.check(openid);
      const shown = await views.open(openid, url, options);
      return shown === undefined ? undefined : { url: shown };
    },
  ),
  clear: command({}, (_, { session, resend }) => {
    session.clear();
    resend();
    return undefined;
  }),
  stopReplay: command({}, (_, { replayer }) => {
    replayer.stop();
    return undefined;
  }),
} satisfies Readonly<Record<Exclude<Command['type'], UserCommand['type']>, Run>>;

/** Does what the page asks for. */
export async function runCommand(body: object, context: CommandContext): Promise<CommandAnswer> {
  const { type } = readFields({ type: text }, body);
  if (!Object.hasOwn(OTHERS, type)) {
    context.session.play(readUserCommand(body)).over.catch(rethrow);
    return { ok: true };
  }
  return { ok: true, ...(await OTHERS[type as keyof typeof OTHERS](body, context)) };
}

/** Nobody waits for it, and it must not go unseen. */
const rethrow = (error: unknown): never => {
  throw error;
};
