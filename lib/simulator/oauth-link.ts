import { mayCall } from '../testing/api/rights';
import { CommandError } from './command-error';
import type { SimulatorSession } from './session';

const SCOPES = ['snsapi_base', 'snsapi_userinfo'] as const;

/** Where a link leads a user: WeChat's page for signing in sends them on, with a code. */
export function openOauthLink(
  { simulator, account }: SimulatorSession,
  openid: string,
  link: string,
): string {
  const url = new URL(link);
  if (url.pathname !== '/connect/oauth2/authorize') return url.href;
  const { appid, redirect_uri = '', response_type, scope, state } = Object.fromEntries(url.searchParams);
  if (!mayCall(account.kind(), '/cgi-bin/qrcode/'))
    throw refused(10005, '该公众号没有这些scope的权限: only a service account may ask users to sign in');
  if (account.appId !== '' && appid !== account.appId)
    throw refused(10013, 'AppID 参数错误: "appid" is another');
  if (!URL.canParse(redirect_uri) || !/^https?:$/.test(new URL(redirect_uri).protocol))
    throw refused(10003, 'redirect_uri 参数错误: "redirect_uri" is no address');
  const granted = SCOPES.find((each) => each === scope);
  if (response_type !== 'code' || granted === undefined)
    throw refused(10004, 'scope 参数错误: "response_type" is code, "scope" snsapi_base or snsapi_userinfo');
  const target = new URL(redirect_uri);
  target.searchParams.set('code', simulator.api.authorize(openid, granted));
  if (state !== undefined) target.searchParams.set('state', state);
  return target.href;
}

const refused = (code: number, text: string): CommandError =>
  CommandError.because('page-refuses', { text, code });
