import { hash } from 'node:crypto';
import type { Context } from '../router/context';
import type { UserKey } from '../store/sessions';

/** The key under which something of a message's user is kept, which does not show the openid. */
export const ownKey = (ctx: Context, name: 'mailbox' | 'choices'): UserKey =>
  keyOf(ctx, `${name}\n${ctx.message.ToUserName}\n${ctx.openid}`);

/** The key of something of the whole account's. */
export const accountKey = (ctx: Context, name: 'choices'): UserKey =>
  keyOf(ctx, `${name} of all\n${ctx.message.ToUserName}`);

const keyOf = ({ message: { ToUserName } }: Context, id: string): UserKey => ({
  account: ToUserName.replace(/[^\w-]/g, '_').slice(0, 64),
  id: hash('sha256', id),
});
