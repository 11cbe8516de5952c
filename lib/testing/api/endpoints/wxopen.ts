import { ok } from '../answer';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { number, oneOf, text } from '../fields';
import type { Rule } from '../fields';
import { ApiRefusalError } from '../api-refusal-error';

interface Link {
  readonly appid: string;
  readonly show_profile: 0 | 1;
}

/** The mini programs linked to an account, by AppID. */
export const linkedMiniPrograms = () => new Map<string, Link>();

/** 0 or 1, also in quotes. */
export const bit: Rule<0 | 1> = (value, name) => oneOf<0 | 1>(40035, 0, 1)(number(value, name), name);

/** The linked mini program with that AppID, or any. */
export function linkedTo(account: FakeAccount, appid?: string): Link {
  const links = account.part(linkedMiniPrograms);
  const found = appid === undefined ? [...links.values()][0] : links.get(appid);
  if (found === undefined)
    throw new ApiRefusalError(
      61007,
      `the mini program ${appid ?? ''} is not linked: wxopen.linkMiniProgram() does it`,
    );
  return found;
}

/** As it is listed. */
const listed = ({ appid, show_profile }: Link) => ({
  appid,
  username: appid.replace(/^wx/, 'gh_').slice(0, 15),
  nickname: '测试小程序',
  headimg_url: 'http://mmbiz.qpic.cn/mmbiz/sample-head/0',
  email: 'mini@example.com',
  source: 'NORMAL',
  status: 1,
  selected: show_profile,
  nearby_display_status: 0 as const,
  released: 1 as const,
  func_infos: [
    { id: 1, name: '微信认证', status: 1 },
    { id: 2, name: '微信支付', status: 0 },
  ],
});

/** Mini programs linked to the account (关联小程序). Whoever must agree does so at once. */
export const wxopen: readonly Endpoint[] = [
  post('wxopen.getLinkedMiniPrograms', '/cgi-bin/wxopen/wxamplinkget', {}, ({ account }) =>
    ok({ wxopens: { items: [...account.part(linkedMiniPrograms).values()].map(listed) } }),
  ),

  post(
    'wxopen.linkMiniProgram',
    '/cgi-bin/wxopen/wxamplink',
    { appid: text, notify_users: bit, show_profile: bit },
    ({ account, fields: { appid, show_profile } }) => {
      if (!/^wx\w+$/.test(appid)) throw new ApiRefusalError(40166, '"appid" is that of a mini program, wx…');
      account.part(linkedMiniPrograms).set(appid, { appid, show_profile });
      return undefined;
    },
  ),

  post(
    'wxopen.unlinkMiniProgram',
    '/cgi-bin/wxopen/wxampunlink',
    { appid: text },
    ({ account, fields: { appid } }) => {
      if (!account.part(linkedMiniPrograms).delete(appid))
        throw new ApiRefusalError(40166, `"${appid}" is not linked`);
      return undefined;
    },
  ),
];
