import { hash } from 'node:crypto';
import type { Context } from '../router/context';
import type { UserKey } from '../store/sessions';

/** The key under which a store keeps something of a user, whose openid it does not show. */
export const userKey = (ctx: Context, who: string): UserKey => keyOf(ctx, `${accountId(ctx)}\n${who}`);

/** The same for what a plugin keeps beside the user's session. */
export const recordKey = (ctx: Context, what: string, who = ctx.openid): UserKey =>
  keyOf(ctx, `${what}\n${accountId(ctx)}\n${who}`);

const accountId = ({ message: { ToUserName } }: Context): string => ToUserName;

const keyOf = (ctx: Context, id: string): UserKey => ({
  // Named as WeChat names it, `gh_…`; whatever else it may be, the key stays one word.
  account: accountId(ctx)
    .replace(/[^\w-]/g, '_')
    .slice(0, 64),
  id: hash('sha256', id),
});
