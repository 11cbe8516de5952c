import { createHash } from 'node:crypto';
import { post } from '../endpoint';
import type { Endpoint, World } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { list, text, within } from '../fields';
import type { Person } from '../../person';
import { LIMITS } from '../limits';
import { Refused } from '../refused';

/** The openid of the same user at another account: always the same one. */
const openidAt = ({ appId }: FakeAccount, from_appid: string, openid: string): string =>
  `o${createHash('sha256').update(`${appId} ${from_appid} ${openid}`).digest('base64url').slice(0, 27)}`;

/** Who followed the old account follows the new one. */
function move(account: FakeAccount, openid: string, old: Person | undefined): void {
  if (account.people.has(openid)) return;
  const person = account.meet(openid);
  if (old?.follows === false) return;
  person.follows = true;
  person.followedAt = old?.followedAt ?? account.clock.now();
}

/**
 * Whether the old account has that user. An account that shares this API knows its own; of any other, all are
 * taken for its users but those of the new account.
 */
const isOld = (account: FakeAccount, old: FakeAccount | undefined, openid: string): boolean =>
  old === undefined ? !account.people.has(openid) : old.people.has(openid);

const oldAccount = ({ accounts }: World, account: FakeAccount, appid: string): FakeAccount | undefined =>
  accounts.find((each) => each !== account && each.appId === appid);

/** What follows the move of an account to another (账号迁移). */
export const migration: readonly Endpoint[] = [
  post(
    'user.changeOpenId',
    '/cgi-bin/changeopenid',
    { from_appid: text, openid_list: within(LIMITS.asked, list(text)) },
    ({ account, world, fields: { from_appid, openid_list } }) => {
      if (from_appid === account.appId)
        throw new Refused(40013, '"from_appid" is the old account; the token is that of the new one');
      const old = oldAccount(world, account, from_appid);
      return {
        errcode: 0,
        errmsg: 'ok',
        result_list: openid_list.map((ori_openid) => {
          if (!isOld(account, old, ori_openid)) return { ori_openid, err_msg: 'ori_openid error' };
          const new_openid = openidAt(account, from_appid, ori_openid);
          move(account, new_openid, old?.people.get(ori_openid));
          return { ori_openid, new_openid, err_msg: 'ok' };
        }),
      };
    },
  ),
];
