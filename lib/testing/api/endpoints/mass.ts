import { ok } from '../answer';
import type { MassSpeed } from '../../../api/types';
import { alsoAt } from '../also';
import { post, postQuery } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { followersOf, userOf } from '../fake-account';
import type { FakeAccount } from '../fake-account';
import { anyText, flag, id, keep, list, number, object, oneOf, optional, text, within } from '../fields';
import { nextShortId } from '../ids';
import { LIMITS } from '../limits';
import { contentOf, sendToMany, sentToMany } from '../mass-message';
import type { MassMessage } from '../mass-message';
import { ApiRefusalError } from '../api-refusal-error';
import { taggedWith, tags } from './tag';

const PER_DAY = { perDay: 100 };

/** Ten thousand messages a minute, by speed. */
const SPEEDS = [80, 60, 45, 30, 10];

const speed = () => ({ speed: 0 as MassSpeed });
const TYPES = ['text', 'mpnews', 'voice', 'image', 'mpvideo', 'wxcard'] as const;
const message = {
  msgtype: oneOf(40008, ...TYPES),
  clientmsgid: optional(within(LIMITS.clientMsgId, anyText)),
};

function messageOf(account: FakeAccount, msg_id: string): MassMessage {
  const found = account.part(sentToMany).get(msg_id);
  if (found === undefined) throw new ApiRefusalError(40059, `"msg_id" is ${msg_id}`);
  return found;
}

const getSpeed = postQuery('mass.getSpeed', '/cgi-bin/message/mass/speed/get', {}, ({ account }) => {
  const now = account.part(speed).speed;
  return { speed: now, realspeed: SPEEDS[now] ?? 0 };
});

/** Messages to many followers (群发消息). They are sent at once after the answer. */
export const mass: readonly Endpoint[] = [
  post(
    'mass.sendAll',
    '/cgi-bin/message/mass/sendall',
    { ...message, filter: object({ is_to_all: optional(flag), tag_id: optional(number) }) },
    (asked) => {
      const { is_to_all, tag_id } = asked.fields.filter;
      if (is_to_all === true) return sendToMany(asked, followersOf(asked.account));
      if (tag_id === undefined) throw new ApiRefusalError(40035, '"filter.tag_id" is missing');
      if (!asked.account.part(tags).has(tag_id))
        throw new ApiRefusalError(40152, `there is no tag ${tag_id}`);
      return sendToMany(asked, taggedWith(asked.account, tag_id));
    },
    PER_DAY,
  ),

  post(
    'mass.send',
    '/cgi-bin/message/mass/send',
    { ...message, touser: list(text) },
    (asked) => {
      const { touser } = asked.fields;
      if (touser.length < 2) throw new ApiRefusalError(40130);
      keep(LIMITS.massOpenids, touser.length, 'touser');
      const userRecords = touser.flatMap((openid) => asked.account.userRecords.get(openid) ?? []);
      return sendToMany(
        asked,
        userRecords.filter(({ follows }) => follows),
      );
    },
    PER_DAY,
  ),

  post(
    'mass.preview',
    '/cgi-bin/message/mass/preview',
    { ...message, touser: optional(text), towxname: optional(text) },
    (asked) => {
      const { account, fields } = asked;
      // A simulated user's WeChat id is the openid.
      const openid = fields.towxname ?? fields.touser;
      if (openid === undefined) throw new ApiRefusalError(40003, 'neither "towxname" nor "touser" is there');
      const person = userOf(account, openid);
      const content = contentOf(asked, fields.msgtype);
      if (!person.follows) throw new ApiRefusalError(43004, `"${openid}" does not follow the account`);
      person.receive({ ...content, via: 'mass' });
      return ok({ errmsg: 'preview success', msg_id: nextShortId() });
    },
  ),

  post(
    'mass.delete',
    '/cgi-bin/message/mass/delete',
    { msg_id: id, article_idx: optional(number) },
    ({ account, fields }) => {
      messageOf(account, fields.msg_id).deleted = true;
      return undefined;
    },
    { perDay: 10 },
  ),

  post('mass.get', '/cgi-bin/message/mass/get', { msg_id: id }, ({ account, fields }) => {
    const { msg_id, deleted } = messageOf(account, fields.msg_id);
    return { msg_id, msg_status: deleted ? 'DELETE' : 'SEND_SUCCESS' };
  }),

  getSpeed,
  alsoAt(getSpeed, { method: 'GET' }),

  post(
    'mass.setSpeed',
    '/cgi-bin/message/mass/speed/set',
    { speed: oneOf(45083, 0, 1, 2, 3, 4) },
    ({ account, fields }) => {
      account.part(speed).speed = fields.speed;
      return undefined;
    },
  ),
];
