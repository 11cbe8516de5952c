import { hash } from 'node:crypto';
import type { Context } from '../router/context';
import type { UserKey } from '../store/sessions';

/** The key under which a store keeps something of a user, whose openid it does not show. */
export const userKey = ({ message: { ToUserName } }: Context, who: string): UserKey => ({
  // Named as WeChat names it, `gh_…`; whatever else it may be, the key stays one word.
  account: ToUserName.replace(/[^\w-]/g, '_').slice(0, 64),
  id: hash('sha256', `${ToUserName}\n${who}`),
});
