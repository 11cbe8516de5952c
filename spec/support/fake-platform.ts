import { fakeWeChat, type Behaviour, type FakeWeChat, type SeenRequest } from './fake-wechat';

export const PLATFORM = 'wx9b27d3e05c8fa146';
export const PLATFORM_SECRET = 'canary-component-secret';

export interface FakePlatformOptions {
  /** Seconds the tokens live. */
  readonly life?: number;
  /** Whether a refresh token is replaced with each use. */
  readonly rotate?: boolean;
  /** Whether the former token of an account ends as soon as another is asked for. Default true. */
  readonly classic?: boolean;
  readonly now?: () => number;
  readonly port?: number;
}

interface Authorizer {
  readonly appId: string;
  readonly userName: string;
  refreshToken: string;
  /** Whether its code was exchanged: only then is its refresh token told. */
  exchanged: boolean;
  permissions: number[];
  authTime: number;
  readonly tokens: Map<string, number>;
  renewals: number;
}

/** WeChat as a third-party platform sees it, on loopback. All of its secrets begin with `canary`. */
export interface FakePlatform extends FakeWeChat {
  /** A ticket that is good. */
  ticket(): string;
  /** Ends a ticket, or all. */
  endTickets(): void;
  /** The owner of an account agrees: the code. */
  authorizes(appId: string, permissions?: number[]): string;
  /** An account that has authorised the platform, and whose code was exchanged: its refresh token. */
  authorized(appId: string, permissions?: number[]): string;
  withdraws(appId: string): void;
  account(appId: string): Authorizer;
  /** Ends the platform's tokens, as another program would. */
  replaceComponentToken(): void;
  /** Ends an account's access tokens. */
  endTokens(appId: string): void;
  /** Renewals of account tokens, together. */
  renewals(): number;
  componentTokens(): number;
  /** What the platform is refused, whatever it asks; undefined: nothing any more. */
  refuse(errcode: number | undefined): void;
}

export const originalIdOf = (appId: string): string => appId.replace(/^wx/, 'gh_').slice(0, 15);

const OVERLAP_MS = 300_000;
const HOUR_MS = 3_600_000;

export async function fakePlatform(options: FakePlatformOptions = {}): Promise<FakePlatform> {
  const { life = 7200, rotate = false, classic = true, now = Date.now, port } = options;
  const fake = await fakeWeChat({ now, ...(port !== undefined && { port }) });
  let serial = 0;
  const secret = (kind: string) => `canary-${kind}-${++serial}`;
  const tickets = new Map<string, number>();
  const componentTokens = new Map<string, number>();
  const codes = new Map<string, { readonly appId: string; readonly until: number; used: boolean }>();
  const accounts = new Map<string, Authorizer>();
  /** Those that did authorise it once. */
  const withdrawn = new Map<string, Authorizer>();
  let asked = 0;
  let refused: number | undefined;

  const error = (errcode: number, errmsg = 'refused'): Behaviour => ({ json: { errcode, errmsg } });
  const given = (json: object): Behaviour => ({ json });
  const isGood = (map: Map<string, number>, key: unknown) => (map.get(String(key)) ?? -Infinity) > now();
  const shorten = (map: Map<string, number>, ms: number) => {
    for (const [token, until] of map) map.set(token, Math.min(until, now() + ms));
  };

  type Body = Readonly<Record<string, unknown>>;
  const withSecret =
    (run: (body: Body) => Behaviour) =>
    (seen: SeenRequest): Behaviour => {
      const body = JSON.parse(seen.body) as Body;
      if (refused !== undefined) return error(refused);
      if (body.component_appid !== PLATFORM) return error(61011);
      if ((body.component_appsecret ?? body.component_secret) !== PLATFORM_SECRET) return error(40125);
      return run(body);
    };
  const withToken =
    (run: (body: Body) => Behaviour) =>
    (seen: SeenRequest): Behaviour => {
      const body = JSON.parse(seen.body) as Body;
      if (refused !== undefined) return error(refused);
      if (!isGood(componentTokens, seen.query.component_access_token ?? seen.query.access_token))
        return error(40001);
      if (body.component_appid !== PLATFORM) return error(61011);
      return run(body);
    };

  const tokensOf = (account: Authorizer) => {
    const token = secret('account-token');
    if (classic) account.tokens.clear();
    account.tokens.set(token, now() + life * 1000);
    return {
      authorizer_access_token: token,
      expires_in: life,
      authorizer_refresh_token: account.refreshToken,
    };
  };
  const funcInfo = ({ permissions }: Authorizer) => permissions.map((id) => ({ funcscope_category: { id } }));

  const play = (path: string, behaviour: Behaviour) => fake.always(`/cgi-bin/component/${path}`, behaviour);
  play(
    'api_start_push_ticket',
    withSecret(() => error(0, 'ok')),
  );
  play(
    'api_component_token',
    withSecret(({ component_verify_ticket: ticket }) => {
      if (!tickets.has(String(ticket))) return error(61006);
      if (!isGood(tickets, ticket)) return error(61005);
      asked++;
      shorten(componentTokens, OVERLAP_MS);
      const token = secret('component-token');
      componentTokens.set(token, now() + life * 1000);
      return given({ component_access_token: token, expires_in: life });
    }),
  );
  play(
    'api_create_preauthcode',
    withToken(() => given({ pre_auth_code: secret('pre-auth-code'), expires_in: 1800 })),
  );
  play(
    'api_query_auth',
    withToken(({ authorization_code: code }) => {
      const found = codes.get(String(code));
      const account = found && accounts.get(found.appId);
      if (found === undefined || account === undefined || found.used) return error(61009);
      if (found.until <= now()) return error(61010);
      found.used = true;
      account.exchanged = true;
      return given({
        authorization_info: {
          authorizer_appid: account.appId,
          ...tokensOf(account),
          func_info: funcInfo(account),
        },
      });
    }),
  );
  play(
    'api_authorizer_token',
    withToken(({ authorizer_appid: appId, authorizer_refresh_token: token }) => {
      const account = accounts.get(String(appId));
      if (account === undefined) return error(61003);
      if (token !== account.refreshToken) return error(61023);
      if (rotate) account.refreshToken = secret('refresh-token');
      account.renewals++;
      return given(tokensOf(account));
    }),
  );
  play(
    'api_get_authorizer_info',
    withToken(({ authorizer_appid: appId }) => {
      const account = accounts.get(String(appId));
      if (account === undefined) return error(61003);
      return given({
        authorizer_info: { user_name: account.userName, service_type_info: { id: 2 } },
        authorization_info: {
          authorizer_appid: account.appId,
          ...(account.exchanged && { authorizer_refresh_token: account.refreshToken }),
          func_info: funcInfo(account),
        },
      });
    }),
  );
  play(
    'api_get_authorizer_list',
    withToken(({ offset, count }) => {
      const all = [...accounts.values()];
      return given({
        total_count: all.length,
        list: all.slice(Number(offset), Number(offset) + Number(count)).map((account) => ({
          authorizer_appid: account.appId,
          ...(account.exchanged && { refresh_token: account.refreshToken }),
          auth_time: account.authTime,
        })),
      });
    }),
  );
  // Whatever an account calls.
  fake.always('/cgi-bin/tags/get', ({ query }) => {
    const token = query.access_token ?? '';
    const holder = [...accounts.values(), ...withdrawn.values()].find(({ tokens }) => tokens.has(token));
    if (holder === undefined || !isGood(holder.tokens, token)) return error(40001);
    return accounts.has(holder.appId) ? given({ tags: [{ name: holder.appId }] }) : error(61003);
  });

  const authorizes = (appId: string, permissions = [1, 4]): string => {
    const account: Authorizer = {
      appId,
      userName: originalIdOf(appId),
      refreshToken: secret('refresh-token'),
      exchanged: accounts.get(appId)?.exchanged ?? false,
      permissions,
      authTime: Math.floor(now() / 1000),
      tokens: new Map(),
      renewals: accounts.get(appId)?.renewals ?? 0,
    };
    accounts.set(appId, account);
    withdrawn.delete(appId);
    const code = secret('auth-code');
    codes.set(code, { appId, until: now() + HOUR_MS, used: false });
    return code;
  };
  const account = (appId: string): Authorizer => {
    const found = accounts.get(appId);
    if (found === undefined) throw new Error(`${appId} has not authorised the platform.`);
    return found;
  };

  return {
    ...fake,
    ticket: () => {
      const ticket = secret('ticket');
      tickets.set(ticket, now() + 12 * HOUR_MS);
      return ticket;
    },
    endTickets: () => shorten(tickets, 0),
    authorizes,
    authorized: (appId, permissions) => {
      authorizes(appId, permissions);
      account(appId).exchanged = true;
      return account(appId).refreshToken;
    },
    withdraws: (appId) => {
      withdrawn.set(appId, account(appId));
      accounts.delete(appId);
    },
    account,
    replaceComponentToken: () => componentTokens.clear(),
    endTokens: (appId) => account(appId).tokens.clear(),
    renewals: () => [...accounts.values()].reduce((sum, { renewals }) => sum + renewals, 0),
    componentTokens: () => asked,
    refuse: (errcode) => (refused = errcode),
  };
}
