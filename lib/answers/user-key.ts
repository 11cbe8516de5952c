import { hash } from 'node:crypto';
import type { Context } from '../router/context';
import type { UserKey } from '../store/sessions';

/** Returns the key for data of a message's user. The key does not show the openid. */
export const ownKey = ({ message: { ToUserName }, openid }: Context, name: 'mailbox' | 'choices'): UserKey =>
  userKey(ToUserName, openid, name);

/** Returns the same key for a user of an account, which is named by its original id (`gh_…`). */
export const userKey = (account: string, openid: string, name: 'mailbox' | 'choices'): UserKey =>
  keyOf(account, `${name}\n${account}\n${openid}`);

/** Returns the key for data of the whole account. */
export const accountKey = (ctx: Context, name: 'choices'): UserKey =>
  keyOf(ctx.message.ToUserName, `${name} of all\n${ctx.message.ToUserName}`);

/** Returns the key for data of an account. The id is hashed, because stores must not show an openid. */
export const keyOf = (account: string, id: string): UserKey => ({
  // WeChat names it `gh_…`. If it is anything else, the key still stays one word.
  account: account.replace(/[^\w-]/g, '_').slice(0, 64),
  id: hash('sha256', id),
});
