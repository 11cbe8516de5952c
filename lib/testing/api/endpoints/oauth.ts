import { randomBytes } from 'node:crypto';
import { json } from '../answer';
import { AUTHORIZE_PATH } from '../authorize-page';
import { showAuthorizePage } from '../authorize-html';
import type { IncomingCall } from '../call';
import { accountOf, publicEndpoint } from '../endpoint';
import type { Endpoint, EndpointContext } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import type { AuthorizeSettings, OauthScope } from '../fake-api';
import { oneOf, optional, text } from '../fields';
import type { Fields } from '../fields';
import { randomText } from '../ids';
import { platforms } from '../platform';
import { ApiRefusalError } from '../api-refusal-error';
import { BoundedMap } from '../bounded-map';
import { platformOf } from './component';
import { unionidOf } from './open';

interface Grant {
  readonly openid: string;
  readonly scope: OauthScope;
  readonly isSnapshot: boolean;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const MAX_KEPT = 5000;
const TOKEN_SECONDS = 7200;

/** What users have granted to the pages of an account. */
export const grants = (account: FakeAccount) => {
  const { clock } = account;
  const codes = new BoundedMap<Grant & { used: boolean }>(MAX_KEPT);
  const accessTokens = new BoundedMap<Grant>(MAX_KEPT);
  const refreshTokens = new BoundedMap<Grant>(MAX_KEPT);
  const isOver = ({ expiresAt }: Grant) => expiresAt <= clock.now();

  function renew({ openid, scope, isSnapshot }: Grant, refresh_token: string) {
    const access_token = randomText(86);
    const expiresAt = clock.now() + TOKEN_SECONDS * 1000;
    accessTokens.set(access_token, { openid, scope, isSnapshot, expiresAt });
    const unionid = unionidOf(account, openid);
    return {
      ...{ access_token, expires_in: TOKEN_SECONDS, refresh_token, openid, scope },
      ...(unionid !== undefined && { unionid }),
    };
  }

  return {
    /** A code as a page gets it when a user agrees: for one use, within five minutes. */
    authorize(
      openid: string,
      scope: OauthScope,
      { snapshot = false, code: fate }: AuthorizeSettings = {},
    ): string {
      const code = randomText(32);
      if (fate === 'wrong') return code;
      const user = snapshot ? `o${randomText(27)}` : openid;
      const expiresAt = fate === 'expired' ? clock.now() : clock.now() + 5 * MINUTE_MS;
      codes.set(code, { openid: user, scope, isSnapshot: snapshot, expiresAt, used: fate === 'used' });
      return code;
    },
    exchange(code: string) {
      const grant = codes.get(code);
      if (grant === undefined) throw new ApiRefusalError(40029);
      if (grant.used) throw new ApiRefusalError(40163);
      if (isOver(grant)) throw new ApiRefusalError(42003);
      grant.used = true;
      const refresh_token = randomText(86);
      refreshTokens.set(refresh_token, { ...grant, expiresAt: clock.now() + 30 * DAY_MS });
      const token = renew(grant, refresh_token);
      return grant.isSnapshot ? { ...token, is_snapshotuser: 1 as const } : token;
    },
    refresh(refresh_token: string) {
      const grant = refreshTokens.get(refresh_token);
      if (grant === undefined) throw new ApiRefusalError(40030);
      if (isOver(grant)) throw new ApiRefusalError(42002);
      return renew(grant, refresh_token);
    },
    /** What is known of an access token of a user. */
    state(access_token: string): 'good' | 'expired' | undefined {
      const grant = accessTokens.get(access_token);
      return grant && (isOver(grant) ? 'expired' : 'good');
    },
    /** What an access token of a user allows, if it is one of ours. */
    grantOf(access_token: string): Grant | undefined {
      const grant = accessTokens.get(access_token);
      if (grant !== undefined && isOver(grant)) throw new ApiRefusalError(42001);
      return grant;
    },
  };
};

function grantOf({ accounts }: EndpointContext, access_token: string, openid: string) {
  const account = accounts.find((each) => each.part(grants).grantOf(access_token) !== undefined);
  const grant = account?.part(grants).grantOf(access_token);
  if (account === undefined || grant === undefined) throw new ApiRefusalError(40001);
  if (grant.openid !== openid) throw new ApiRefusalError(40003, 'the token is of another user');
  return { account, grant };
}

/** The sns endpoints label their JSON as text. */
const plain = <const F extends object>(fields: F) => json(fields, 'text/plain');

const byPlatform = { appid: text, component_appid: text };

/**
 * The account a platform acts for. A token of an account is refused as a call without rights, one that is
 * over as a wrong one.
 */
function authorizerOf(
  context: EndpointContext,
  call: IncomingCall,
  fields: Fields<typeof byPlatform>,
): FakeAccount {
  try {
    const platform = platformOf({ call, context }, fields.component_appid, 48001);
    return platform.part(platforms).allowed(fields.appid, call.path);
  } catch (error) {
    throw error instanceof ApiRefusalError && error.errcode === 42001 ? new ApiRefusalError(40001) : error;
  }
}

/** A user of a mini program: known by a code as one of its pages is. */
function session(account: FakeAccount, code: string) {
  const { openid } = account.part(grants).exchange(code);
  return { session_key: randomBytes(16).toString('base64'), openid };
}

const token = { access_token: text, openid: text };

/** Signing in on web pages (网页授权). */
export const oauth: readonly Endpoint[] = [
  {
    method: 'GET',
    path: AUTHORIZE_PATH,
    answer: (call, { accounts }) =>
      showAuthorizePage(call, accounts, (account, openid, scope) =>
        account.part(grants).authorize(openid, scope),
      ),
  },

  publicEndpoint(
    'oauth.getAccessToken',
    'GET',
    '/sns/oauth2/access_token',
    { appid: text, secret: text, code: text, grant_type: oneOf(40002, 'authorization_code') },
    ({ context, fields: { appid, secret, code } }) =>
      plain(accountOf(context.accounts, appid, secret).part(grants).exchange(code)),
  ),

  publicEndpoint(
    'oauth.refreshToken',
    'GET',
    '/sns/oauth2/refresh_token',
    { appid: text, grant_type: oneOf(40002, 'refresh_token'), refresh_token: text },
    ({ context, fields: { appid, refresh_token } }) =>
      plain(accountOf(context.accounts, appid).part(grants).refresh(refresh_token)),
  ),

  // The same for a third-party platform, which shows its own token in place of the account's secret.
  publicEndpoint(
    'oauth.getComponentAccessToken',
    'GET',
    '/sns/oauth2/component/access_token',
    { ...byPlatform, code: text, grant_type: oneOf(40002, 'authorization_code') },
    ({ context, call, fields }) =>
      plain(authorizerOf(context, call, fields).part(grants).exchange(fields.code)),
  ),

  publicEndpoint(
    'oauth.refreshComponentToken',
    'GET',
    '/sns/oauth2/component/refresh_token',
    { ...byPlatform, grant_type: oneOf(40002, 'refresh_token'), refresh_token: text },
    ({ context, call, fields }) =>
      plain(authorizerOf(context, call, fields).part(grants).refresh(fields.refresh_token)),
  ),

  publicEndpoint(
    'oauth.jscode2session',
    'GET',
    '/sns/jscode2session',
    { appid: text, secret: text, js_code: text, grant_type: oneOf(40002, 'authorization_code') },
    ({ context, fields: { appid, secret, js_code } }) =>
      plain(session(accountOf(context.accounts, appid, secret), js_code)),
  ),

  publicEndpoint(
    'oauth.componentJscode2session',
    'GET',
    '/sns/component/jscode2session',
    { ...byPlatform, js_code: text, grant_type: oneOf(40002, 'authorization_code') },
    ({ context, call, fields }) => plain(session(authorizerOf(context, call, fields), fields.js_code)),
  ),

  publicEndpoint(
    'oauth.getUserInfo',
    'GET',
    '/sns/userinfo',
    { ...token, lang: optional(oneOf(40035, 'zh_CN', 'zh_TW', 'en')) },
    ({ context, fields: { access_token, openid } }) => {
      const { account, grant } = grantOf(context, access_token, openid);
      if (grant.scope !== 'snsapi_userinfo')
        throw new ApiRefusalError(48001, 'the user was asked for snsapi_base only');
      if (grant.isSnapshot) throw new ApiRefusalError(48001, 'this is a virtual user of the snapshot page');
      const unionid = unionidOf(account, openid);
      return plain({
        openid,
        ...(unionid !== undefined && { unionid }),
        nickname: openid.slice(0, 10),
        ...{ sex: 0, language: '', city: '', province: '', country: '' },
        headimgurl: 'https://thirdwx.qlogo.cn/mmopen/vi_32/sample/132',
        privilege: [],
      });
    },
  ),

  publicEndpoint(
    'oauth.checkAccessToken',
    'GET',
    '/sns/auth',
    token,
    ({ context, fields: { access_token, openid } }) => {
      grantOf(context, access_token, openid);
      return plain({ errcode: 0, errmsg: 'ok' });
    },
  ),
];
