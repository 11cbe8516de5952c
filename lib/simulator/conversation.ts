import { ACCOUNT_KINDS } from '../model/account-kinds';
import type { SeenMessage, SeenOutcome } from '../testing';
import { mediaOf } from '../testing/api/endpoints/file-host';
import { anyObject, anyText, list, number, object, oneOf, readFields, text } from '../testing/api/fields';
import type { Rule } from '../testing/api/fields';
import { LIMITS } from './history';
import { CommandError } from './command-error';
import type { Conversation, Step, UserCommand } from './protocol';
import { line, openid } from './command-rules';
import type { SimulatorSession } from './session';
import type { LiveStep } from './steps';
import { readUserCommand } from './user-command';

/** Most bytes of all files together. */
const MOST_BYTES = 20 * 1024 * 1024;
const MAX_STEPS = 500;

/** The files that a command sends. */
export const filesOf = (command: UserCommand): readonly string[] =>
  command.type === 'tapMenu'
    ? (command.files ?? [])
    : command.type === 'send' && command.file !== undefined
      ? [command.file]
      : [];

/** The conversation so far. */
export function save({ account, users, switches, steps }: SimulatorSession): Conversation {
  const { mode, format, kind } = switches.now();
  const all = steps.all();
  const there = new Set(all.map(({ command }) => command.openid));
  return {
    format: 'offiaccount-conversation',
    version: 1,
    account: { mode, format, kind },
    users: users
      .states()
      .filter((user) => there.has(user.openid))
      .map(({ openid, name }) => ({ openid, name })),
    files: Object.fromEntries(files()),
    steps: all.map((step, index) => toStep(step, all[index - 1])),
  };

  function* files(): Iterable<[string, Conversation['files'][string]]> {
    let bytes = 0;
    for (const id of new Set(all.flatMap(({ command }) => filesOf(command)))) {
      const file = mediaOf(account, id);
      if (file === undefined || (bytes += file.data.length) > MOST_BYTES) continue;
      yield [id, { filename: file.filename, base64: file.data.toString('base64') }];
    }
  }
}

const toStep = ({ command, at, results, saw }: LiveStep, before: LiveStep | undefined): Step => ({
  command,
  after: before === undefined ? 0 : Math.max(Math.round(at - before.at), 0),
  outcomes: results.flatMap((seen) => seen?.outcome ?? []),
  saw,
});

const OUTCOMES = ['replied', 'silent', 'service-unavailable', 'refused'] as const;
const outcome: Rule<SeenOutcome> = oneOf(40035, ...OUTCOMES);

const message: Rule<SeenMessage> = (value, name) => {
  const given = anyObject(value, name);
  readFields({ MsgType: text }, given, `${name}.`);
  // Only compared with what comes this time, whatever it holds.
  return given as unknown as SeenMessage;
};

const rules = {
  format: oneOf(40035, 'offiaccount-conversation'),
  version: number,
  account: object({
    mode: oneOf(40035, 'clear', 'compatible', 'safe'),
    format: oneOf(40035, 'xml', 'json'),
    kind: oneOf(40035, ...ACCOUNT_KINDS),
  }),
  users: list(object({ openid, name: line })),
  files: anyObject,
  steps: list(object({ command: anyObject, after: number, outcomes: list(outcome), saw: list(message) })),
};

const file = object({ filename: line, base64: anyText });

/** Reads a saved conversation. */
export function readConversation(body: object): Conversation {
  const { version, users, files, steps, ...rest } = readFields(rules, body);
  if (version !== 1) throw CommandError.because('other-version', { version });
  if (users.length > LIMITS.users || steps.length > MAX_STEPS)
    throw CommandError.because('too-many-steps', { users: LIMITS.users, steps: MAX_STEPS });
  const openids = new Set(users.map((user) => user.openid));
  return {
    ...rest,
    version,
    users,
    files: Object.fromEntries(Object.entries(files).map(([id, each]) => [id, file(each, `files.${id}`)])),
    steps: steps.map((step, index) => {
      const command = readUserCommand(step.command);
      if (openids.has(command.openid)) return { ...step, command };
      throw CommandError.because('step-of-nobody', { index });
    }),
  };
}
