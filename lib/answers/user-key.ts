import { hash } from 'node:crypto';
import type { Context } from '../router/context';
import type { UserKey } from '../store/sessions';

/** The key of a user's mailbox, which does not show the openid. */
export const mailboxKey = ({ message: { ToUserName }, openid }: Context): UserKey => ({
  account: ToUserName.replace(/[^\w-]/g, '_').slice(0, 64),
  id: hash('sha256', `mailbox\n${ToUserName}\n${openid}`),
});
