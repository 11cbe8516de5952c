import type { Request, RequestHandler, Response } from 'express';
import type { Api, ApiOptions } from '../api/client';
import type { WeChatConfig } from '../config';
import type { DeliveryStats } from '../inbound/delivery';
import type { AccountKind } from '../model/account-kinds';
import type { Router } from '../router/routes';
import type { AccountStore, AuthorizerKind } from '../store/platforms';
import type { Store } from '../store/store';

/** Settings of `createPlatform`. */
export interface PlatformOptions extends Pick<
  ApiOptions,
  'host' | 'timeout' | 'proxy' | 'agent' | 'transport' | 'ledger' | 'logger' | 'clock'
> {
  /** AppID of the third-party platform (第三方平台), `wx…`. */
  readonly componentAppId: string;
  /** AppSecret of the third-party platform. */
  readonly componentAppSecret: string;
  /**
   * What processes share: `redisStore(ioredis, { secret })` for several, and for one that may be started
   * again, since a ticket comes only every 10 minutes. Default `memoryStore()`.
   */
  readonly store?: Pick<Store, 'credentials' | 'platforms'> | undefined;
  /** Where the accounts are kept, for example in your own database. Default: in `store`. */
  readonly accounts?: AccountStore | undefined;
}

/** Settings of `platform`. */
export interface PlatformConfig
  extends
    PlatformOptions,
    Readonly<
      Pick<WeChatConfig, 'bodyLimit' | 'maxAge' | 'late' | 'placeholder' | 'texts' | 'onError' | 'onLate'>
    > {
  /** 消息校验Token of the platform; several (newest first) while you change it: all are accepted. */
  readonly token: string | readonly string[];
  /** 消息加解密Key of the platform, 43 characters; several (newest first) while you change it. */
  readonly encodingAESKey: string | readonly string[];
  readonly store?: Store | undefined;
  /** Whether WeChat's test accounts are answered as the release test (全网发布接入检测) wants it. Default true. */
  readonly releaseTest?: boolean | undefined;
}

/** What an account has granted, and what it is. */
export interface AccountInfo {
  readonly appId: string;
  /** Original id, `gh_…`. */
  readonly userName: string;
  readonly kind: AuthorizerKind;
  /** Ids of the permission sets (权限集) that it has granted. */
  readonly permissions: readonly number[];
  /** When it authorised the platform; `undefined` where no notice and no list has told. */
  readonly authorizedAt: Date | undefined;
}

/** An account that has authorised the platform: an official account or a mini program. */
export interface Account<K extends AccountKind = 'service'> {
  readonly appId: string;
  /**
   * Every call, with the token that the platform has for the account. Calls of mini programs that have no
   * function go by `api.request(post('/wxa/…', { … }))`.
   */
  readonly api: Api<K>;
  /**
   * What the account is and has granted; from the store, else from WeChat.
   *
   * @throws {ApiError} 61003: it has not authorised the platform, or has withdrawn that.
   */
  info(): Promise<AccountInfo>;
  /**
   * The authorizer_access_token, for programs of yours that call WeChat themselves. Ask for it every time: it
   * changes.
   *
   * @throws {ApiError} 61003: it has not authorised the platform, or has withdrawn that.
   */
  accessToken(): Promise<string>;
}

/** Settings of `account()`. */
export interface AccountOptions {
  /**
   * What kind of account it is: calls that such accounts do not have are refused with 48001 at once, without
   * asking WeChat, and the type of its `api` is without them. Default: WeChat decides.
   */
  readonly kind?: AccountKind | undefined;
}

/** The page on which the administrator of an account authorises the platform. */
export interface AuthorizationUrlOptions {
  /**
   * Where the administrator goes then, with `auth_code`: an address of the platform's 授权发起页域名. Plain: it is
   * encoded here.
   */
  readonly redirectUri: string;
  /**
   * Kinds of accounts offered: 1 official accounts, 2 mini programs, 3 both, 4 push component, 5 channels, 6
   * all. Default: WeChat's, 3.
   */
  readonly authType?: 1 | 2 | 3 | 4 | 5 | 6 | undefined;
  /** AppID of the only account offered; then without `authType`. */
  readonly bizAppId?: string | undefined;
  /** Ids of the permission sets to ask for. Default: those of the platform. */
  readonly categories?: readonly number[] | undefined;
  /** True: the page for the browser inside WeChat; false, the default: the one with a code to scan. */
  readonly phone?: boolean | undefined;
}

/** A third-party platform without receiving: for jobs, workers and scripts. */
export interface PlatformApi {
  /** The platform's own calls, `api.component.…` above all; its token is added. */
  readonly api: Api;
  /**
   * An account, by its AppID. Asks nobody: whether it has authorised the platform shows when it is used. The
   * same object each time, as long as it is among the 1,000 last asked for and was asked for within 10
   * minutes.
   *
   * @throws {ConfigError} This is no AppID, or it is that of the platform; or there is no such kind.
   */
  account<K extends AccountKind>(appId: string, options: AccountOptions & { readonly kind: K }): Account<K>;
  account(appId: string, options?: AccountOptions): Account;
  /** All accounts that have authorised the platform, by AppID, from the store. */
  accounts(): AsyncIterable<Account>;
  /**
   * Exchanges the code of an authorisation (`auth_code`), once however many ask, in whatever process: all get
   * the same account.
   *
   * @throws {ApiError} 61009, 61010: the code is wrong, was used elsewhere, or is over.
   */
  exchange(code: string): Promise<Account>;
  /**
   * Brings the store up to date with WeChat's list of accounts; for after a loss, or once a day. Accounts
   * that are new are asked for one by one. `added`: AppIDs that can be used now and could not before; `gone`:
   * those of accounts that have withdrawn.
   */
  sync(): Promise<{ readonly added: readonly string[]; readonly gone: readonly string[] }>;
  /** The address of a page on which an administrator authorises the platform: for one view of one person. */
  authorizationUrl(page: AuthorizationUrlOptions): Promise<string>;
  /** Ends what is going on in the background; waits up to 10 s for what has to be saved. */
  close(): Promise<void>;
}

/**
 * A third-party platform: Express middleware that receives what WeChat sends it, the router that answers, and
 * its calls.
 */
export interface Platform extends PlatformApi, Router, RequestHandler {
  /** The page that leads to WeChat's authorisation page; `returnTo` is the address where `connected` is. */
  connect(
    options: Omit<AuthorizationUrlOptions, 'redirectUri' | 'phone'> & {
      readonly returnTo: string;
      /** What `connected` gets back: whose account is being connected, for example. */
      readonly state?: ((req: Request) => string) | undefined;
    },
  ): RequestHandler;
  /**
   * The page to which WeChat leads back: checks that this browser began at `connect`, and exchanges the code.
   */
  connected(
    handler: (
      result: { readonly account: Account; readonly state: string | undefined },
      req: Request,
      res: Response,
    ) => unknown,
  ): RequestHandler;
  /** What is going on right now, and what has been turned away. */
  stats(): DeliveryStats;
}
