import { randomBytes } from 'node:crypto';
import { ConfigError } from '../../errors';
import type { FakeAccount } from '../api/fake-account';
import type { FakeApi } from '../api/fake-api';
import { allPermissions, permissionSetsOf } from '../api/permissions';
import type { Agreement, Authorizer, FakePlatform } from '../api/platform';
import type { PlatformAccountKind } from '../api/rights';
import type { PushFields } from '../push-types';
import type { Seen } from '../seen';
import type { SimulatedUser } from '../user';
import type { Consent } from './authorization-page';
import type { Arrival, StartPage } from './browser';

/** An account whose owner may let the platform act for it. */
export interface AuthorizerSettings {
  /**
   * Default: a new one. With that of an account of the same API that is there already, it is that account.
   */
  readonly appId?: string | undefined;
  /** `gh_…`: `ToUserName` of its pushes, `user_name` of `api_get_authorizer_info`. Default: a new one. */
  readonly originalId?: string | undefined;
  /** Default `'service'`. A test account (测试号) cannot authorise a platform. */
  readonly kind?: PlatformAccountKind | undefined;
  /** The ids of the permission sets that its owner grants. Default: all of its kind. */
  readonly permissions?: readonly number[] | undefined;
  /** The AppSecret with which the account calls by itself. Default: any is taken. */
  readonly appSecret?: string | undefined;
}

/** How the owner authorises the platform. */
export interface AuthorizeOptions {
  /**
   * The page from which the owner sets out: an address of your app that leads to WeChat's page, or the
   * address of WeChat's page itself. Default: none, and nothing of it is checked.
   */
  readonly page?: string | URL | StartPage;
  /** Where the browser goes then, without a `page`. Default `'/'`. */
  readonly redirectUri?: string;
  /** Default: those of the account. */
  readonly permissions?: readonly number[];
  /** `'redirect-first'`: the notice waits for `push()` of the result. Default `'push-first'`. */
  readonly order?: 'push-first' | 'redirect-first';
  /** Whether the notice is delivered once more. */
  readonly twice?: boolean;
  /** `'lost'`: the notice does not arrive. */
  readonly push?: 'lost';
}

/** What came of an authorisation, or of a change. */
export interface AuthorizeResult {
  /** What the app made of the notice; absent where there was none, or it did not arrive yet, or never. */
  readonly seen: Seen | undefined;
  /** The same of the repeated notice. */
  readonly again?: Seen | undefined;
  /** The `authorization_code`: in the notice and in the redirect. */
  readonly code: string;
  /** Path and query to which WeChat leads the browser, for supertest: `request(app).get(redirect)`. */
  readonly redirect: string;
  /** The `Cookie` that the browser sends there; `''` = none. */
  readonly cookie: string;
  /** Delivers the notice, or delivers it once more. Undefined where there is none: nothing has changed. */
  readonly push: () => Promise<Seen | undefined>;
}

/** An account that lets the platform act for it, or does not, and its users. */
export interface SimulatedAuthorizer {
  readonly appId: string;
  readonly originalId: string;
  readonly kind: PlatformAccountKind;
  /**
   * The ids of the permission sets that the platform has just now; none before it was authorised, and after
   * it was withdrawn.
   */
  readonly permissions: readonly number[];
  /** The API as the account's own program, or its console, sees it. */
  readonly api: FakeApi;
  /**
   * The user with that openid, always the same one; without openid a new user. What they send goes to the
   * platform.
   */
  user(openid?: string): SimulatedUser;
  /**
   * The owner authorises the platform: a notice, and a code in a redirect. A second time it is an update:
   * with other permissions the notice is `updateauthorized`, with the same ones there is none; the access
   * token ends, and the refresh token is another.
   *
   * @throws {ConfigError} WeChat's page would refuse.
   */
  authorizes(options?: AuthorizeOptions): Promise<AuthorizeResult>;
  /** The owner changes what the platform may do: the notice is `updateauthorized`. */
  changes(
    permissions: readonly number[],
    options?: Omit<AuthorizeOptions, 'page' | 'permissions'>,
  ): Promise<AuthorizeResult>;
  /** The owner withdraws: `unauthorized`. `listed`: the account stays in WeChat's list all the same. */
  withdraws(options?: {
    readonly push?: 'lost';
    readonly twice?: boolean;
    readonly listed?: boolean;
  }): Promise<Seen | undefined>;
}

/** What an authorizer needs of its platform. */
export interface AuthorizerOptions {
  readonly account: FakeAccount;
  readonly api: FakeApi;
  readonly kind: PlatformAccountKind;
  readonly permissions: readonly number[] | undefined;
  readonly platform: FakePlatform;
  readonly user: SimulatedAuthorizer['user'];
  /** Does something once the platform has its first ticket, unless the simulator is closed. */
  readonly whileOpen: <T>(work: () => Promise<T>) => Promise<T>;
  readonly notify: (name: string, fields: PushFields) => Promise<Seen | undefined>;
  /** Opens a page, up to WeChat's. */
  readonly open: (page: StartPage) => Promise<Arrival>;
  readonly visit: (arrival: Arrival, account: FakeAccount) => Consent;
}

export const newAppId = (): string => `wx${randomBytes(8).toString('hex')}`;
export const newOriginalId = (): string => `gh_${randomBytes(6).toString('hex')}`;

/** Creates an account, as its owner and its users know it. */
export function createAuthorizer(options: AuthorizerOptions): SimulatedAuthorizer {
  const { account, kind, platform, whileOpen, notify } = options;
  const { appId } = account;
  const usual = checkPermissions(options.permissions ?? allPermissions(kind), kind);

  const known = (): Authorizer | undefined => platform.get(appId);

  /** What WeChat tells the platform of an agreement; nothing where nothing is new. */
  function noticeOf(before: Authorizer | undefined, permissions: readonly number[]): string | undefined {
    if (before === undefined) return 'authorized';
    const isSame = String(sorted(before.permissions)) === String(sorted(permissions));
    return isSame ? undefined : 'updateauthorized';
  }

  async function agree(asked: AuthorizeOptions): Promise<AuthorizeResult> {
    const permissions = checkPermissions(asked.permissions ?? known()?.permissions ?? usual, kind);
    const arrival = asked.page === undefined ? undefined : await options.open(toPage(asked.page));
    const consent =
      arrival === undefined
        ? { preAuthCode: platform.preAuthCode().pre_auth_code, redirectUri: toUrl(asked.redirectUri ?? '/') }
        : options.visit(arrival, account);
    const name = noticeOf(known(), permissions);
    const agreement = platform.authorize(account, permissions);
    const fields = noticeFields(agreement, consent.preAuthCode);
    const push = () => (name === undefined ? Promise.resolve(undefined) : notify(name, fields));
    const isNow = asked.push !== 'lost' && asked.order !== 'redirect-first';
    const seen = isNow ? await push() : undefined;
    return {
      seen,
      ...(isNow && asked.twice === true && { again: await push() }),
      code: agreement.code,
      redirect: redirectOf(consent.redirectUri, agreement.code),
      cookie: arrival?.cookie ?? '',
      push: () => whileOpen(push),
    };
  }

  // Dated when it happens, whenever it is delivered.
  const noticeFields = ({ code, expiresAt }: Agreement, preAuthCode: string): PushFields => ({
    CreateTime: account.seconds(),
    AuthorizerAppid: appId,
    AuthorizationCode: code,
    AuthorizationCodeExpiredTime: Math.floor(expiresAt / 1000),
    PreAuthCode: preAuthCode,
  });

  return {
    appId,
    originalId: account.originalId,
    kind,
    api: options.api,
    user: options.user,
    get permissions() {
      return known()?.permissions ?? [];
    },
    authorizes: (asked = {}) => whileOpen(() => agree(asked)),
    changes: (permissions, asked = {}) =>
      whileOpen(() => {
        if (known() === undefined)
          throw new ConfigError(
            'changes(): the account has not authorised the platform: authorizes() does it.',
          );
        return agree({ ...asked, permissions });
      }),
    withdraws: ({ push, twice = false, listed = false } = {}) =>
      whileOpen(async () => {
        if (known() === undefined)
          throw new ConfigError(
            'withdraws(): the account has not authorised the platform: authorizes() does it.',
          );
        platform.withdraw(account, listed);
        if (push === 'lost') return undefined;
        const fields = { CreateTime: account.seconds(), AuthorizerAppid: appId };
        const seen = await notify('unauthorized', fields);
        if (twice) await notify('unauthorized', fields);
        return seen;
      }),
  };
}

const sorted = (permissions: readonly number[]): number[] => [...permissions].sort((a, b) => a - b);

function checkPermissions(permissions: readonly number[], kind: PlatformAccountKind): readonly number[] {
  const sets = permissionSetsOf(kind);
  const unknown = permissions.find((id) => !Object.hasOwn(sets, id));
  if (unknown !== undefined)
    throw new ConfigError(
      `An account of the kind "${kind}" has no permission set ${unknown}: ${Object.keys(sets).join(', ')}.`,
    );
  return [...new Set(permissions)];
}

const toPage = (page: string | URL | StartPage): StartPage =>
  typeof page === 'string' || page instanceof URL ? { url: String(page) } : page;

/** A path is one of the app. */
function toUrl(address: string): URL {
  if (!URL.canParse(address, 'https://localhost'))
    throw new ConfigError('"redirectUri" is an address, or a path of the app.');
  return new URL(address, 'https://localhost');
}

/** Where the browser goes, with the code: the query that is there stays. */
function redirectOf(uri: URL, code: string): string {
  const url = new URL(uri);
  url.searchParams.set('auth_code', code);
  url.searchParams.set('expires_in', '3600');
  return url.pathname + url.search;
}
