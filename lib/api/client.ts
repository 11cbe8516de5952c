import { addresses } from './addresses';
import { mayCall } from '../model/account-rights';
import type { AccountKind } from '../model/account-kinds';
import { property } from '../own';
import { bind, type Bound, type Group, type Send } from './bind-groups';
import { checkOptions, createCall, type Call, type CallOptions } from './send-request';
import type { CredentialManager } from './credential';
import { startTimeout } from './call-timeout';
import { createQuotaGate, type QuotaGate } from './quota-gate';
import * as groups from './groups';
import { lazily } from './lazy';
import type { Narrowed } from './narrowed';
import { checkKind } from './not-of-kind';
import { paging } from './paging';
import { createFollowerCall } from './relay/follower';
import { rememberClient } from './relay/known-clients';
import { viaPlatform } from './platform';
import { tellLedger, tellRefusals } from './refused-now';
import type { ApiRequest } from './request';
import type { TokenOwner } from './build-request';
import { checkSettings, type ApiOptions, type ApiSettings } from './settings';
import { signing } from './signing';
import { unlessAborted } from './timing';
import {
  createGivenComponentToken,
  TICKET_PATH,
  createTicketManager,
  createTokenManager,
  type TicketType,
} from './tokens';

export type { CallOptions } from './send-request';
export type { ApiOptions } from './settings';
export type { CardExt, CardToSign, SignedPage } from './signing';

/**
 * All endpoints by group, the lists among them as iterators, and `request` for what has no function here.
 * After all of its arguments every call takes `{ timeout, signal }`:
 * `api.tag.getUsers(5, undefined, { timeout: 60_000 })`. `Api<'personal'>` is without what accounts of that
 * kind may not call.
 */
export type Api<K extends AccountKind = 'service'> = [K] extends ['service']
  ? EveryCall
  : Narrowed<EveryCall, K>;

/** All calls of the client of a verified service account, which may make all. */
export interface EveryCall extends Calls {
  /** Sends a request made with `get`, `post`, `upload` or `download`, or by a function of a group. */
  request<T>(request: ApiRequest<T>, options?: CallOptions): Promise<T>;
}

type Endpoints = Bound<typeof groups>;
type Extras = ReturnType<typeof paging> & ReturnType<typeof signing>;
/** Written out, so that editors show one object. Without `& {}` they would show its name. */
type Flat<T> = { [K in keyof T]: T[K] } & {};
type Calls = {
  readonly [G in keyof Endpoints]: G extends keyof Extras ? Flat<Endpoints[G] & Extras[G]> : Endpoints[G];
};

/**
 * Creates the client for the API of one account. With a `kind`, the calls that such accounts do not have are
 * absent.
 *
 * @example
 * const api = createApi({ appId: 'wx1', appSecret: process.env.WECHAT_APP_SECRET! });
 * const { tag } = await api.tag.create('VIP');
 *
 * @throws {ConfigError} A setting is missing, or cannot be used.
 */
export function createApi<K extends AccountKind>(options: ApiOptions & { readonly kind: K }): Api<K>;
export function createApi(options: ApiOptions): Api;
export function createApi(options: ApiOptions): Api {
  const settings = checkSettings(options, process.env);
  return createClient(settings, (call) => ({
    account: createTokenManager(settings, call),
    component: createGivenComponentToken(settings),
  }));
}

const GROUPS: Readonly<Record<string, Group>> = groups;
const lazyGroups = lazily(Object.keys(GROUPS));

/** The tokens of a client, by their owner. */
export type CredentialManagers = Readonly<Record<TokenOwner, CredentialManager>>;

/**
 * The client with settings that are checked, and the managers of its tokens. Those may need calls themselves.
 */
export function createClient(
  settings: ApiSettings,
  createManagers: (call: Call) => CredentialManagers,
  /** Called with the error of each call that failed, and waited for. */
  failed?: (error: unknown) => Promise<void>,
  gate: QuotaGate = createQuotaGate(settings.clock),
): Api {
  const { request, tokens } = createSend(settings, createManagers, gate, failed);
  const send: Send = (made, options) => request(made, options);
  const more = (name: string): readonly unknown[] => [
    property(paging(send), name),
    property(addresses(settings), name),
    property(signing(settings, request), name),
  ];
  const api = lazyGroups((name) => Object.assign(bind(GROUPS[name] ?? {}, send), ...more(name)));
  // By construction: the bound groups, with iterators and addresses merged in, and request().
  const client = Object.assign(api, { request }) as Api;
  tellRefusals(client, (path) => {
    const { kind } = settings;
    return (kind !== undefined && !mayCall(kind, path)) || gate.isUnauthorized(path);
  });
  tellLedger(client, settings.ledger);
  rememberClient(client, { appId: settings.appId, token: tokens.account });
  return client;
}

function createSend(
  settings: ApiSettings,
  createManagers: (call: Call) => CredentialManagers,
  gate: QuotaGate,
  failed: ((error: unknown) => Promise<void>) | undefined,
): { readonly request: Api['request']; readonly tokens: CredentialManagers } {
  const { clock, kind, ledger, relay } = settings;
  const call =
    relay === undefined
      ? createCall(settings, (owner) => tokens[owner], gate)
      : createFollowerCall(settings, relay);
  const tokens = createManagers(call);
  // Most clients sign no pages.
  const tickets: Partial<Record<TicketType, CredentialManager>> = {};

  const request = async <T>(request: ApiRequest<T>, given?: CallOptions): Promise<T> => {
    const options = checkOptions(given);
    checkKind(kind, request);
    const type = request.path === TICKET_PATH ? request.query?.type : undefined;
    if (type === 'jsapi' || type === 'wx_card') {
      const time = startTimeout(clock, options.timeout ?? settings.timeout, () => false, options.signal);
      try {
        const { value, expiresAt } = await unlessAborted(
          (tickets[type] ??= createTicketManager(settings, call, type)).get(),
          time.signal,
        );
        const expires_in = Math.max(0, Math.floor((expiresAt - clock.monotonic()) / 1000));
        // What this endpoint answers.
        return { ticket: value, expires_in } as T;
      } finally {
        time.close();
      }
    }
    try {
      // The request's type says what its answer is.
      const send = () => call(viaPlatform(request, settings), options) as Promise<T>;
      return await (ledger === undefined ? send() : ledger.observe(request, send));
    } catch (error) {
      await failed?.(error);
      throw error;
    }
  };
  return { request, tokens };
}
