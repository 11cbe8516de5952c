import { anyObject, anyText, flag, optional, readFields, text } from '../testing/api/fields';
import type { Rules } from '../testing/api/fields';
import { CommandError } from './command-error';
import type { UserCommand } from './protocol';
import { files, id, line, mediaKind, openid, path, place, upTo, webUrl } from './command-rules';

/** What each command of a user holds, besides its type. */
const USER_RULES = {
  say: { openid, content: upTo(20_000) },
  send: { openid, kind: mediaKind, file: optional(id) },
  sendLocation: { openid, place },
  sendLink: { openid, title: line, description: upTo(500, anyText), url: webUrl },
  follow: { openid, scene: optional(upTo(64)) },
  unfollow: { openid },
  scan: { openid, scene: upTo(64) },
  tapMenu: {
    openid,
    path: path,
    scanned: optional(upTo(4096)),
    files: optional(files),
    place: optional(place),
  },
  tapMessageMenu: { openid, id: id, content: upTo(2048) },
  reportLocation: { openid, place },
  subscribe: { openid, templateId: id, accept: flag },
  trigger: { openid, event: upTo(100), fields: optional(anyObject) },
} satisfies Readonly<Record<UserCommand['type'], Rules>>;

/** Reads a command of a user; fields that it does not have are left out. */
export function readUserCommand(body: object): UserCommand {
  const { type } = readFields({ type: text }, body);
  if (!Object.hasOwn(USER_RULES, type)) throw CommandError.because('no-command', { type });
  const rules: Rules = USER_RULES[type as UserCommand['type']];
  // The rules of a type are made of the fields of that type's command.
  return { type, ...readFields(rules, body) } as UserCommand;
}
