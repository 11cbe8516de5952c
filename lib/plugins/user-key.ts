import { keyOf } from '../answers/user-key';
import type { Context } from '../router/context';
import type { UserKey } from '../store/sessions';

/** The default key: the sender. */
export const openidOf = ({ openid }: Context): string => openid;

/** Returns the key under which a store keeps data of a user. The key does not show the openid. */
export const userKey = ({ message: { ToUserName } }: Context, who: string): UserKey =>
  keyOf(ToUserName, `${ToUserName}\n${who}`);

/** Returns the key for data that a plugin keeps besides the user's session. */
export const recordKey = (ctx: Context, what: string, who = ctx.openid): UserKey =>
  keyOf(ctx.message.ToUserName, `${what}\n${ctx.message.ToUserName}\n${who}`);
