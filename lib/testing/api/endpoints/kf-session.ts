import { ok } from '../answer';
import { get, post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { userOf } from '../fake-account';
import { text } from '../fields';
import { randomText } from '../ids';
import { ApiRefusalError } from '../api-refusal-error';
import { closedSessions, kfAccountOf, sessions } from './kf-account';

const pair = { kf_account: text, openid: text };

/** Conversations between users and staff (会话控制). */
export const kfSession: readonly Endpoint[] = [
  post(
    'kfSession.create',
    '/customservice/kfsession/create',
    pair,
    ({ account, context, fields: { kf_account, openid } }) => {
      const person = userOf(account, openid);
      kfAccountOf(account, kf_account);
      const session = account.part(sessions).get(openid);
      if (session !== undefined && session.kf_account !== kf_account) throw new ApiRefusalError(65414);
      account.part(sessions).set(openid, { kf_account, createtime: account.seconds() });
      person.waitingSince = 0;
      context.after(account, () => account.push('kf_create_session', { KfAccount: kf_account }, openid));
      return undefined;
    },
  ),

  post(
    'kfSession.close',
    '/customservice/kfsession/close',
    pair,
    ({ account, context, fields: { kf_account, openid } }) => {
      const session = account.part(sessions).get(openid);
      if (session?.kf_account !== kf_account) throw new ApiRefusalError(65413);
      account.part(sessions).delete(openid);
      account.part(closedSessions).set(randomText(20), { ...session, openid, closedAt: account.clock.now() });
      context.after(account, () => account.push('kf_close_session', { KfAccount: kf_account }, openid));
      return undefined;
    },
  ),

  get(
    'kfSession.getSession',
    '/customservice/kfsession/getsession',
    { openid: text },
    ({ account, fields: { openid } }) => {
      userOf(account, openid);
      return ok(account.part(sessions).get(openid) ?? { kf_account: '', createtime: 0 });
    },
  ),

  get(
    'kfSession.getSessionList',
    '/customservice/kfsession/getsessionlist',
    { kf_account: text },
    ({ account, fields: { kf_account } }) => {
      kfAccountOf(account, kf_account);
      const mine = [...account.part(sessions)].filter(([, session]) => session.kf_account === kf_account);
      return { sessionlist: mine.map(([openid, { createtime }]) => ({ createtime, openid })) };
    },
  ),

  get('kfSession.getWaitCase', '/customservice/kfsession/getwaitcase', {}, ({ account }) => {
    const waiting = [...account.userRecords.values()].filter(({ waitingSince }) => waitingSince > 0);
    const waitcaselist = waiting.slice(0, 100).map(({ openid, waitingSince }) => ({
      latest_time: Math.floor(waitingSince / 1000),
      openid,
    }));
    return { count: waiting.length, waitcaselist };
  }),
];
