import { optional, readFields, text } from '../testing/api/fields';
import type { Fields, Rules } from '../testing/api/fields';
import { openLink } from './links';
import type { Command, CommandAnswer, UserCommand } from './protocol';
import type { Replayer } from './replay';
import * as rule from './rules';
import type { Stage } from './stage';
import { readUserCommand } from './user-command';

/** What commands act on. */
export interface Director {
  readonly stage: Stage;
  readonly replayer: Replayer;
  /** Shows all pages the whole state again. */
  readonly resend: () => void;
}

type Answer = Omit<CommandAnswer, 'ok'> | undefined;
type Run = (body: object, director: Director) => Answer | Promise<Answer>;

const command =
  <R extends Rules>(
    rules: R,
    run: (fields: Fields<R>, director: Director) => Answer | Promise<Answer>,
  ): Run =>
  (body, director) =>
    run(readFields(rules, body), director);

const { openid, line } = rule;

const OTHERS = {
  addUser: command({ name: optional(line), openid: optional(openid) }, ({ name, openid }, { stage }) => {
    const user = stage.users.add(openid, name);
    stage.refresh();
    return { openid: user.openid };
  }),
  renameUser: command({ openid, name: line }, ({ openid, name }, { stage }) => {
    stage.users.rename(openid, name);
    stage.refresh();
    return undefined;
  }),
  switch: command({ switches: rule.switches }, ({ switches }, { stage }) => {
    stage.switches.set(switches);
    stage.refresh();
    return undefined;
  }),
  revokeToken: command({}, (_, { stage }) => {
    stage.simulator.api.revokeToken();
    return undefined;
  }),
  pauseClock: command({}, (_, { stage }) => {
    stage.setPaused(true);
    return undefined;
  }),
  resumeClock: command({}, (_, { stage }) => {
    stage.setPaused(false);
    return undefined;
  }),
  stepClock: command({ ms: rule.ms }, async ({ ms }, { stage }) => {
    await stage.step(ms);
    return undefined;
  }),
  resetClock: command({}, async (_, { stage }) => {
    await stage.resetClock();
    return undefined;
  }),
  check: command({}, (_, { stage }) => {
    stage.check();
    return undefined;
  }),
  openLink: command({ openid, url: rule.webUrl }, ({ openid, url }, { stage }) => {
    stage.users.user(openid);
    return { url: openLink(stage, openid, url) };
  }),
  clear: command({}, (_, { stage, resend }) => {
    stage.clear();
    resend();
    return undefined;
  }),
  stopReplay: command({}, (_, { replayer }) => {
    replayer.stop();
    return undefined;
  }),
} satisfies Readonly<Record<Exclude<Command['type'], UserCommand['type']>, Run>>;

/** Does what the page asks for. */
export async function obey(body: object, director: Director): Promise<CommandAnswer> {
  const { type } = readFields({ type: text }, body);
  if (!Object.hasOwn(OTHERS, type)) {
    director.stage.play(readUserCommand(body)).over.catch(rethrow);
    return { ok: true };
  }
  return { ok: true, ...(await OTHERS[type as keyof typeof OTHERS](body, director)) };
}

/** Nobody waits for it, and it must not go unseen. */
const rethrow = (error: unknown): never => {
  throw error;
};
