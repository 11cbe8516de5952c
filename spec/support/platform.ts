import express5 from 'express';
import type { Express } from 'express';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { memoryStore, platform } from 'offiaccount';
import type {
  HttpRequest,
  HttpResponse,
  LogFields,
  Platform,
  PlatformConfig,
  Store,
  Transport,
} from 'offiaccount';
import { account, openReply, push, sha1, toXml } from './push';
import type { Fields, PushParts } from './push';
import { until } from './redis';

/*
 * WeChat's side of a third-party platform, by hand: what it answers to calls, and what it pushes. From WeChat's documentation and
 * nothing of ours.
 */

export const componentAppId = 'wx9b27d3e05c8fa146';
export const componentAppSecret = 'canary-component-secret-0123456789';
export const { token, encodingAESKey } = account;

/** An account as WeChat has it. */
export interface Authorizer {
  readonly appId: string;
  readonly userName: string;
  /** A mini program. */
  readonly mini?: boolean;
  refreshToken: string;
  permissions: number[];
  isAuthorized: boolean;
  authTime: number;
}

export interface Called {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly json: Readonly<Record<string, unknown>>;
}

type Answering = (call: Called) => object | undefined;

const seconds = (): number => Math.floor(Date.now() / 1000);

/** No two secrets are alike, of however many platforms. */
let count = 0;

/** What WeChat answers. Each `override` is asked first, the newest first; `undefined`: as always. */
export function createWeChat() {
  const accounts = new Map<string, Authorizer>();
  const codes = new Map<string, { appId: string; isUsed: boolean }>();
  const tickets = new Set<string>();
  const componentTokens = new Set<string>();
  const accountTokens = new Map<string, string>();
  const overrides: Answering[] = [];
  const calls: Called[] = [];
  const next = (what: string): string => `canary-${what}-${++count}-${'x'.repeat(20)}`;

  const authorizers = () => [...accounts.values()].filter(({ isAuthorized }) => isAuthorized);
  const funcInfo = ({ permissions }: Authorizer) => permissions.map((id) => ({ funcscope_category: { id } }));

  function tokenFor(appId: string): string {
    const made = next('account-token');
    accountTokens.set(made, appId);
    return made;
  }

  function find(appid: unknown): Authorizer | undefined {
    const found = accounts.get(String(appid));
    return found?.isAuthorized === true ? found : undefined;
  }

  const refused = (errcode: number, errmsg = 'refused'): object => ({ errcode, errmsg });

  const endpoints: Readonly<Record<string, (call: Called) => object>> = {
    api_start_push_ticket: () => ({ errcode: 0, errmsg: 'ok' }),
    api_component_token: ({ json }) => {
      if (json.component_appsecret !== componentAppSecret) return refused(61011);
      if (!tickets.has(String(json.component_verify_ticket))) return refused(61006);
      const made = next('component-token');
      componentTokens.add(made);
      return { component_access_token: made, expires_in: 7200 };
    },
    api_create_preauthcode: () => ({ pre_auth_code: next('pre-auth-code'), expires_in: 1800 }),
    api_query_auth: ({ json }) => {
      const code = codes.get(String(json.authorization_code));
      const found = code && find(code.appId);
      if (code === undefined || code.isUsed || found === undefined) return refused(61009);
      code.isUsed = true;
      return {
        authorization_info: {
          authorizer_appid: found.appId,
          authorizer_access_token: tokenFor(found.appId),
          expires_in: 7200,
          authorizer_refresh_token: found.refreshToken,
          func_info: funcInfo(found),
        },
      };
    },
    api_authorizer_token: ({ json }) => {
      const found = find(json.authorizer_appid);
      if (found === undefined) return refused(61003);
      if (json.authorizer_refresh_token !== found.refreshToken) return refused(61023);
      return {
        authorizer_access_token: tokenFor(found.appId),
        expires_in: 7200,
        authorizer_refresh_token: found.refreshToken,
      };
    },
    api_get_authorizer_info: ({ json }) => {
      const found = find(json.authorizer_appid);
      if (found === undefined) return refused(61003);
      return {
        authorizer_info: {
          nick_name: '店',
          user_name: found.userName,
          service_type_info: { id: found.mini === true ? 0 : 2 },
          verify_type_info: { id: 0 },
          ...(found.mini === true && { MiniProgramInfo: { network: {}, categories: [], visit_status: 0 } }),
        },
        authorization_info: {
          authorizer_appid: found.appId,
          authorizer_refresh_token: found.refreshToken,
          func_info: funcInfo(found),
        },
      };
    },
    api_get_authorizer_list: ({ json }) => ({
      total_count: authorizers().length,
      list: authorizers()
        .slice(Number(json.offset), Number(json.offset) + Number(json.count))
        .map(({ appId, refreshToken, authTime }) => ({
          authorizer_appid: appId,
          refresh_token: refreshToken,
          auth_time: authTime,
        })),
    }),
  };

  function answerTo(call: Called): object {
    for (const override of [...overrides].reverse()) {
      const answer = override(call);
      if (answer !== undefined) return answer;
    }
    const name = call.path.replace('/cgi-bin/component/', '');
    const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
    const { component_access_token: component, access_token: token } = call.query;
    if (endpoint !== undefined) {
      const needsToken = !/start_push|component_token$/.test(name);
      if (needsToken && !componentTokens.has(component ?? token ?? '')) return refused(40001);
      return endpoint(call);
    }
    // Any other call is an account's own.
    const appId = accountTokens.get(token ?? '');
    if (appId === undefined) return refused(40001);
    return find(appId) === undefined ? refused(61003) : { errcode: 0, errmsg: 'ok' };
  }

  const transport: Transport = (request: HttpRequest): Promise<HttpResponse> => {
    const { pathname, searchParams } = new URL(request.url);
    const json = request.body === undefined ? {} : (JSON.parse(request.body.toString()) as Called['json']);
    const call = { path: pathname, query: Object.fromEntries(searchParams), json };
    calls.push(call);
    const body = Buffer.from(JSON.stringify(answerTo(call)));
    return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body });
  };

  return {
    transport,
    calls,
    /** Calls of one path's end, such as `query_auth`. */
    called: (end: string) => calls.filter(({ path }) => path.endsWith(end)),
    /** The account whose token a call had. */
    accountOf: ({ query }: Called) => accountTokens.get(query.access_token ?? ''),
    answer(override: Answering): () => void {
      overrides.push(override);
      return () => void overrides.splice(overrides.indexOf(override), 1);
    },
    refused,
    /** A new ticket, which still has to be pushed. */
    ticket(): string {
      const made = next('ticket');
      tickets.add(made);
      return made;
    },
    /** An account authorises: its code, which still has to be pushed or brought by a browser. */
    authorize(appId: string, userName: string, more: Partial<Pick<Authorizer, 'mini' | 'permissions'>> = {}) {
      accounts.set(appId, {
        appId,
        userName,
        refreshToken: next('refresh-token'),
        permissions: [1, 7, 15],
        isAuthorized: true,
        authTime: seconds(),
        ...more,
      });
      const code = next('auth-code');
      codes.set(code, { appId, isUsed: false });
      return code;
    },
    refreshTokenOf: (appId: string): string => accounts.get(appId)?.refreshToken ?? '',
    withdraw(appId: string): void {
      const found = accounts.get(appId);
      if (found !== undefined) found.isAuthorized = false;
    },
    /** Every secret that WeChat has made, and that of the platform. */
    secrets: () => ['canary-', componentAppSecret],
  };
}

export type PlayedWeChat = ReturnType<typeof createWeChat>;

export interface LogLine {
  readonly level: 'warn' | 'error';
  readonly fields: LogFields;
  readonly message: string;
}

export interface ServedOptions {
  readonly express?: typeof express5;
  readonly config?: Partial<PlatformConfig>;
  readonly store?: Store;
  readonly wechat?: PlayedWeChat;
  readonly routes?: (wx: Platform) => void;
  readonly mount?: (app: Express, wx: Platform) => void;
}

const open: { close(): Promise<void> }[] = [];

/** Ends all that `servePlatform` has started; for `afterEach`. */
export const closePlatforms = async (): Promise<void> => {
  await Promise.all(open.splice(0).map((each) => each.close()));
};

/** A platform in an app on a free port, and what WeChat sends to it. */
export async function servePlatform(options: ServedOptions = {}) {
  const { wechat = createWeChat(), express = express5 } = options;
  const lines: LogLine[] = [];
  const log = (level: LogLine['level']) => (fields: LogFields, message: string) =>
    void lines.push({ level, fields, message });
  const store = options.store ?? memoryStore();
  const wx = platform({
    ...{ componentAppId, componentAppSecret, token, encodingAESKey, store },
    transport: wechat.transport,
    logger: { warn: log('warn'), error: log('error') },
    ...options.config,
  });
  options.routes?.(wx);
  const app = express();
  if (options.mount === undefined) app.use('/wechat', wx);
  else options.mount(app, wx);
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server on a port has an address of this form.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await wx.close();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  open.push({ close });

  /** A push as WeChat sends it to a platform. */
  async function send(parts: PushParts, path = '/wechat') {
    const { query, headers, body } = push({
      mode: 'safe',
      ...parts,
      envelope: { receiveId: componentAppId, ...parts.envelope },
    });
    const response = await fetch(`${origin}${path}?${query}`, { method: 'POST', headers, body });
    const text = await response.text();
    const reply = text.includes('<Encrypt>') ? openReply(text) : undefined;
    return { status: response.status, text, type: response.headers.get('content-type'), reply };
  }

  const notice = (InfoType: string, fields: Fields = {}) =>
    send({ message: toXml({ AppId: componentAppId, CreateTime: seconds(), InfoType, ...fields }) });

  return {
    wechat,
    wx,
    app,
    origin,
    store,
    lines,
    log: () =>
      JSON.stringify(lines, (_key, value: unknown) => (value instanceof Error ? told(value) : value)),
    close,
    send,
    notice,
    ticket: (ComponentVerifyTicket = wechat.ticket(), CreateTime = seconds()) =>
      notice('component_verify_ticket', { ComponentVerifyTicket, CreateTime }),
    /** The push that an account has authorised, or has changed what it grants. */
    authorized: (AuthorizerAppid: string, AuthorizationCode: string, fields: Fields = {}) =>
      notice('authorized', {
        AuthorizerAppid,
        AuthorizationCode,
        AuthorizationCodeExpiredTime: seconds() + 3600,
        PreAuthCode: 'canary-pre-auth-code',
        ...fields,
      }),
    unauthorized: (AuthorizerAppid: string, fields: Fields = {}) =>
      notice('unauthorized', { AuthorizerAppid, ...fields }),
    /** A text of a user to the account with that original id. */
    says: (userName: string, Content: string, path?: string, fields: Fields = {}) =>
      send({ message: { ToUserName: userName, Content, ...fields } }, path),
  };
}

export type ServedPlatform = Awaited<ReturnType<typeof servePlatform>>;

/** An account authorises, and WeChat says so; yields when that has been followed. */
export async function connect(
  { wechat, wx, authorized }: Pick<ServedPlatform, 'wechat' | 'wx' | 'authorized'>,
  appId: string,
  userName: string,
): Promise<void> {
  await authorized(appId, wechat.authorize(appId, userName));
  await until(async () => (await wx.account(appId).info()).userName === userName);
}

/** All that an error tells to whoever prints it. */
const told = (error: Error): string => `${error.stack ?? error.message} ${JSON.stringify(error)}`;

export { sha1 };
