import { keyOf } from '../answers/user-key';
import type { Context } from '../router/context';
import type { UserKey } from '../store/sessions';

/** Whose something is unless a setting says otherwise: the sender's. */
export const openidOf = ({ openid }: Context): string => openid;

/** The key under which a store keeps something of a user, whose openid it does not show. */
export const userKey = ({ message: { ToUserName } }: Context, who: string): UserKey =>
  keyOf(ToUserName, `${ToUserName}\n${who}`);

/** The same for what a plugin keeps beside the user's session. */
export const recordKey = (ctx: Context, what: string, who = ctx.openid): UserKey =>
  keyOf(ctx.message.ToUserName, `${what}\n${ctx.message.ToUserName}\n${who}`);
