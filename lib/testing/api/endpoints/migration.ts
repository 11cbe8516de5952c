import { createHash } from 'node:crypto';
import { post } from '../endpoint';
import type { Endpoint, EndpointContext } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { list, text, within } from '../fields';
import type { UserRecord } from '../../user-record';
import { LIMITS } from '../limits';
import { ApiRefusalError } from '../api-refusal-error';

/** The openid of the same user at another account: always the same one. */
const openidAt = ({ appId }: FakeAccount, from_appid: string, openid: string): string =>
  `o${createHash('sha256').update(`${appId} ${from_appid} ${openid}`).digest('base64url').slice(0, 27)}`;

/** Who followed the old account follows the new one. */
function move(account: FakeAccount, openid: string, old: UserRecord | undefined): void {
  if (account.userRecords.has(openid)) return;
  const person = account.getOrCreateUser(openid);
  if (old?.follows === false) return;
  person.follows = true;
  person.followedAt = old?.followedAt ?? account.clock.now();
}

/**
 * Whether the old account has that user. An account that shares this API knows its own; of any other, all are
 * taken for its users but those of the new account.
 */
const isOld = (account: FakeAccount, old: FakeAccount | undefined, openid: string): boolean =>
  old === undefined ? !account.userRecords.has(openid) : old.userRecords.has(openid);

const oldAccount = (
  { accounts }: EndpointContext,
  account: FakeAccount,
  appid: string,
): FakeAccount | undefined => accounts.find((each) => each !== account && each.appId === appid);

/** What follows the move of an account to another (账号迁移). */
export const migration: readonly Endpoint[] = [
  post(
    'user.changeOpenId',
    '/cgi-bin/changeopenid',
    { from_appid: text, openid_list: within(LIMITS.asked, list(text)) },
    ({ account, context, fields: { from_appid, openid_list } }) => {
      if (from_appid === account.appId)
        throw new ApiRefusalError(40013, '"from_appid" is the old account; the token is that of the new one');
      const old = oldAccount(context, account, from_appid);
      return {
        errcode: 0,
        errmsg: 'ok',
        result_list: openid_list.map((ori_openid) => {
          if (!isOld(account, old, ori_openid)) return { ori_openid, err_msg: 'ori_openid error' };
          const new_openid = openidAt(account, from_appid, ori_openid);
          move(account, new_openid, old?.userRecords.get(ori_openid));
          return { ori_openid, new_openid, err_msg: 'ok' };
        }),
      };
    },
  ),
];
