import type { OauthScope } from './fake-api';
import { mayDo } from './rights';
import type { PlayedKind } from './rights';

/** What a page asks a user for, by WeChat's authorisation page. */
export interface AuthorizeRequest {
  readonly scope: OauthScope;
  readonly redirectUri: URL;
  readonly state: string | undefined;
  /** Whether the user is asked in any case. */
  readonly isForced: boolean;
  /** The account, where a third-party platform asks for it. */
  readonly appId: string | undefined;
}

/** Why WeChat's page goes no further: what it shows, and what to do. */
export interface PageRefusal {
  /** The code that the page shows. */
  readonly code: number;
  readonly text: string;
}

/** What the page knows of the account. */
export interface PageOwner {
  /** `''`: any. */
  readonly appId: string;
  readonly kind: PlayedKind;
  /** The host that the console has under 网页授权域名; undefined: any. */
  readonly webDomain: string | undefined;
}

export const AUTHORIZE_PATH = '/connect/oauth2/authorize';
const SCOPES = ['snsapi_base', 'snsapi_userinfo'] as const;

const RULES: readonly {
  readonly code: number;
  readonly text: string;
  readonly isBroken: (query: Readonly<Record<string, string>>, owner: PageOwner) => boolean;
}[] = [
  {
    code: 10005,
    text: '该公众号没有这些scope的权限: only a verified service account may ask users to sign in',
    isBroken: (_query, { kind }) => !mayDo(kind, 'web-pages'),
  },
  {
    code: 10013,
    text: 'AppID 参数错误: "appid" is another',
    isBroken: ({ appid = '' }, owner) => appid === '' || (owner.appId !== '' && appid !== owner.appId),
  },
  {
    code: 10003,
    text: 'redirect_uri 参数错误: "redirect_uri" is no address',
    isBroken: ({ redirect_uri = '' }) =>
      !URL.canParse(redirect_uri) || !/^https?:$/.test(new URL(redirect_uri).protocol),
  },
  {
    code: 10003,
    text: 'redirect_uri 域名与后台配置不一致: its host must be exactly that of 网页授权域名, without a port',
    isBroken: ({ redirect_uri = '' }, { webDomain }) =>
      webDomain !== undefined && new URL(redirect_uri).host !== webDomain,
  },
  {
    code: 10004,
    text: 'scope 参数错误: "response_type" is code, "scope" snsapi_base or snsapi_userinfo',
    isBroken: ({ response_type, scope }) =>
      response_type !== 'code' || SCOPES.every((each) => each !== scope),
  },
  {
    code: 10001,
    text: 'state 参数错误: "state" has letters and digits only, at most 128',
    isBroken: ({ state = '' }) => !/^[a-zA-Z0-9]{0,128}$/.test(state),
  },
];

/** Reads an address of WeChat's authorisation page as WeChat does. */
export function readAuthorizePage(url: URL, owner: PageOwner): AuthorizeRequest | PageRefusal {
  const query = Object.fromEntries(url.searchParams);
  const broken = RULES.find(({ isBroken }) => isBroken(query, owner));
  if (broken !== undefined) return { code: broken.code, text: broken.text };
  return {
    scope: query.scope === 'snsapi_base' ? 'snsapi_base' : 'snsapi_userinfo',
    redirectUri: new URL(query.redirect_uri ?? ''),
    state: query.state,
    isForced: query.forcePopup === 'true',
    appId: query.component_appid === undefined ? undefined : query.appid,
  };
}

/** The address to which WeChat leads a user back. */
export function addressBack(
  { redirectUri, appId }: AuthorizeRequest,
  code: string | undefined,
  state: string | undefined,
): URL {
  const url = new URL(redirectUri);
  // Not by searchParams, which would write the parameters of the page in another way.
  const added = [
    ...(code === undefined ? [] : [`code=${code}`]),
    ...(state === undefined ? [] : [`state=${state}`]),
    ...(appId === undefined ? [] : [`appid=${appId}`]),
  ];
  if (added.length > 0) url.search = [url.search.slice(1), ...added].filter((part) => part !== '').join('&');
  return url;
}
