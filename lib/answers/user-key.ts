import { hash } from 'node:crypto';
import type { Context } from '../router/context';
import type { UserKey } from '../store/sessions';

/** The key under which something of a message's user is kept, which does not show the openid. */
export const ownKey = ({ message: { ToUserName }, openid }: Context, name: 'mailbox' | 'choices'): UserKey =>
  userKey(ToUserName, openid, name);

/** The same for a user of an account, which is named by its original id (`gh_…`). */
export const userKey = (account: string, openid: string, name: 'mailbox' | 'choices'): UserKey =>
  keyOf(account, `${name}\n${account}\n${openid}`);

/** The key of something of the whole account's. */
export const accountKey = (ctx: Context, name: 'choices'): UserKey =>
  keyOf(ctx.message.ToUserName, `${name} of all\n${ctx.message.ToUserName}`);

/** The key of something of an account's. Its id is hashed: stores show no openid. */
export const keyOf = (account: string, id: string): UserKey => ({
  // Named as WeChat names it, `gh_…`; whatever else it may be, the key stays one word.
  account: account.replace(/[^\w-]/g, '_').slice(0, 64),
  id: hash('sha256', id),
});
