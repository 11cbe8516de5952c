import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { followersOf } from '../fake-account';
import { anyText, list, optional, text } from '../fields';
import { LIMITS } from '../limits';
import { followersIn } from './tag';
import { openidPage } from './user';

const change = (plays: 'blacklist.add' | 'blacklist.remove', path: string, blocked: boolean): Endpoint =>
  post(plays, path, { openid_list: list(text) }, ({ account, fields }) => {
    for (const person of followersIn(account, fields.openid_list, LIMITS.blocked)) person.blocked = blocked;
    return undefined;
  });

/** Followers the account does not want to hear from (黑名单管理). */
export const blacklist: readonly Endpoint[] = [
  post(
    'blacklist.getList',
    '/cgi-bin/tags/members/getblacklist',
    { begin_openid: optional(anyText) },
    ({ account, fields }) => {
      const blocked = followersOf(account).filter((person) => person.blocked);
      return { total: blocked.length, ...openidPage(blocked, fields.begin_openid) };
    },
  ),
  change('blacklist.add', '/cgi-bin/tags/members/batchblacklist', true),
  change('blacklist.remove', '/cgi-bin/tags/members/batchunblacklist', false),
];
