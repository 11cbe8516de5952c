import { readContent } from '../content';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { userOf } from '../fake-account';
import { object, oneOf, optional, text } from '../fields';
import { useWindow } from '../../user-record';
import { ApiRefusalError } from '../api-refusal-error';
import { kfAccountOf } from './kf-account';
import { staffLines } from './kf-record';

const TYPES = [
  ...['text', 'image', 'voice', 'video', 'music', 'news', 'mpnews', 'mpnewsarticle', 'msgmenu', 'wxcard'],
  ...['miniprogrampage', 'link'],
];

/** How long somebody sees that the account is typing, and how fresh the conversation must be for that. */
const TYPING_MS = 15_000;
const FRESH_MS = 30_000;

/** Messages to users who were in touch lately (客服消息). */
export const customerMessage: readonly Endpoint[] = [
  post(
    'customerMessage.send',
    '/cgi-bin/message/custom/send',
    {
      touser: text,
      msgtype: oneOf(40008, ...TYPES),
      customservice: optional(object({ kf_account: text })),
      aimsgcontext: optional(object({ is_ai_msg: oneOf<0 | 1>(40035, 0, 1) })),
    },
    ({ account, call, fields: { touser, msgtype, customservice, aimsgcontext } }) => {
      const person = userOf(account, touser);
      if (customservice !== undefined) kfAccountOf(account, customservice.kf_account);
      // An object, as post() made sure.
      const content = readContent(call.json as Readonly<Record<string, unknown>>, msgtype, msgtype, account);
      if (person.blocked) throw new ApiRefusalError(43019);
      const refusal = useWindow(person, account.clock.now(), account.windowOverlap());
      if (refusal !== 0) throw new ApiRefusalError(refusal);
      Object.assign(person, { exchangedAt: account.clock.now(), typingUntil: -Infinity });
      const from = customservice && { KfAccount: customservice.kf_account };
      if (customservice !== undefined)
        account.part(staffLines).add(touser, customservice.kf_account, content);
      const mark = aimsgcontext?.is_ai_msg === 1 && { byAi: true as const };
      person.receive({ ...content, via: 'customer-service', ...from, ...mark });
      return undefined;
    },
    { perDay: 500_000 },
  ),

  post(
    'customerMessage.typing',
    '/cgi-bin/message/custom/typing',
    { touser: text, command: oneOf(45072, 'Typing', 'CancelTyping') },
    ({ account, fields: { touser, command } }) => {
      const person = userOf(account, touser);
      const now = account.clock.now();
      if (now - person.exchangedAt > FRESH_MS) throw new ApiRefusalError(45080);
      if (command === 'Typing' && person.typingUntil > now) throw new ApiRefusalError(45081);
      person.typingUntil = command === 'Typing' ? now + TYPING_MS : -Infinity;
      return undefined;
    },
  ),
];
