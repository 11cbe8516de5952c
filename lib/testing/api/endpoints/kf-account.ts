import { alsoAt } from '../also';
import { get, post, upload } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import type { UserRecord } from '../../user-record';
import { keep, text, within } from '../fields';
import { nextShortId } from '../ids';
import { LIMITS } from '../limits';
import { ApiRefusalError } from '../api-refusal-error';
import { BoundedMap } from '../bounded-map';

interface KfAccount {
  readonly kf_id: number;
  readonly kf_account: string;
  kf_nick: string;
  kf_headimgurl: string;
  /** Who was invited; they accept at once. */
  kf_wx?: string;
}

const MAX_ACCOUNTS = 100;
const HEAD = 'http://mmbiz.qpic.cn/mmbiz/sample-head/0';

interface Session {
  readonly kf_account: string;
  /** Unix seconds. */
  readonly createtime: number;
}

/** Who serves whom, by openid. */
export const sessions = () => new Map<string, Session>();

/** Whether somebody waits for the staff, or is served by one of them. */
export const staffState = (account: FakeAccount, person: UserRecord): 'waiting' | 'served' | undefined =>
  account.part(sessions).has(person.openid) ? 'served' : person.waitingSince > 0 ? 'waiting' : undefined;

/** Sessions that are over, as far as they are kept. */
export const closedSessions = () =>
  new BoundedMap<Session & { readonly openid: string; readonly closedAt: number }>(10_000);

/** The customer-service staff of an account. */
export const staff = () => new Map<string, KfAccount>();

/** The member of the staff of that name. */
export function kfAccountOf(account: FakeAccount, kf_account: string): KfAccount {
  const found = account.part(staff).get(kf_account);
  if (found === undefined) throw new ApiRefusalError(65401, `there is no "${kf_account}"`);
  return found;
}

const member = { kf_account: text, nickname: within(LIMITS.kfNickname, text) };

const removal = post(
  'kfAccount.delete',
  '/customservice/kfaccount/del',
  { kf_account: text },
  ({ account, fields }) => {
    account.part(staff).delete(kfAccountOf(account, fields.kf_account).kf_account);
    return undefined;
  },
);

const lists = [
  get('kfAccount.getKfList', '/cgi-bin/customservice/getkflist', {}, ({ account }) => ({
    kf_list: [...account.part(staff).values()],
  })),

  get('kfAccount.getOnlineKfList', '/cgi-bin/customservice/getonlinekflist', {}, ({ account }) => ({
    kf_online_list: [...account.part(staff).values()].map(({ kf_id, kf_account }) => ({
      kf_id,
      kf_account,
      status: 1,
      accepted_case: [...account.part(sessions).values()].filter((each) => each.kf_account === kf_account)
        .length,
    })),
  })),
];

/** The customer-service staff (客服管理). Who is there is online. */
export const kfAccount: readonly Endpoint[] = [
  post('kfAccount.add', '/customservice/kfaccount/add', member, ({ account, fields }) => {
    const members = account.part(staff);
    const { kf_account } = fields;
    if (!/^\w+@\w+$/.test(kf_account)) throw new ApiRefusalError(65404, '"kf_account" is name@account');
    keep(LIMITS.kfPrefix, kf_account.indexOf('@'), 'kf_account, before the @,');
    if (members.has(kf_account)) throw new ApiRefusalError(65406, `"${kf_account}"`);
    if (members.size >= MAX_ACCOUNTS) throw new ApiRefusalError(65405);
    members.set(kf_account, {
      kf_id: nextShortId(),
      kf_account,
      kf_nick: fields.nickname,
      kf_headimgurl: HEAD,
    });
    return undefined;
  }),

  post('kfAccount.update', '/customservice/kfaccount/update', member, ({ account, fields }) => {
    kfAccountOf(account, fields.kf_account).kf_nick = fields.nickname;
    return undefined;
  }),

  removal,
  // As older libraries call it, which works.
  {
    ...removal,
    method: 'GET',
    answer: (call, context) => removal.answer({ ...call, json: call.query, problem: undefined }, context),
  },

  post(
    'kfAccount.inviteWorker',
    '/customservice/kfaccount/inviteworker',
    { kf_account: text, invite_wx: text },
    ({ account, fields }) => {
      kfAccountOf(account, fields.kf_account).kf_wx = fields.invite_wx;
      return undefined;
    },
  ),

  upload(
    'kfAccount.uploadHeadImg',
    '/customservice/kfaccount/uploadheadimg',
    { kf_account: text },
    ({ account, fields, file }) => {
      if (!/\.(?:jpe?g|png)$/.test(file.filename)) throw new ApiRefusalError(40005, 'only jpg and png');
      keep(LIMITS.kfHead, file.data.length, file.filename);
      kfAccountOf(account, fields.kf_account).kf_headimgurl = `${HEAD}?size=${file.data.length}`;
      return undefined;
    },
  ),

  ...lists,
  // The rest of these paths has no /cgi-bin either.
  ...lists.map((each) => alsoAt(each, { path: each.path.replace('/cgi-bin', '') })),
];
