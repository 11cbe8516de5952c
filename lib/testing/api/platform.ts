import type { FakeAccount } from './fake-account';
import { randomText } from './ids';
import { allPermissions, permissionFor, permissionSetsOf } from './permissions';
import { ApiRefusalError } from './api-refusal-error';
import { BoundedMap } from './bounded-map';
import { tokens } from './tokens';

/** An account that lets a platform act for it, or has done so. */
export interface Authorizer {
  readonly account: FakeAccount;
  /**
   * `agreed`: the code of the authorisation has not been exchanged yet. `exchanged`: it has. `withdrawn`:
   * still in the list, as some test accounts of WeChat are, but good for nothing.
   */
  readonly state: 'agreed' | 'exchanged' | 'withdrawn';
  readonly permissions: readonly number[];
  readonly refreshToken: string;
  /** The refresh token before that one, while it works. */
  readonly former?: { readonly value: string; readonly expiresAt: number };
  /** Unix seconds. */
  readonly authTime: number;
}

/** What can be changed about a platform while it is in use. */
export interface PlatformRules {
  /** Addresses from which calls may come; absent: any. */
  readonly allow?: readonly string[] | undefined;
  /** Whether each renewal of an access token brings a new refresh token. */
  readonly rotate?: 'always' | undefined;
}

interface Timed<T> {
  readonly what: T;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

interface ComponentToken {
  expiresAt: number;
  /** Ended by another token. */
  replaced: boolean;
}

/** An agreement of an account. */
export interface Agreement {
  readonly code: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How long a token still works when there is another. */
const OVERLAP_MS = 5 * MINUTE_MS;
const PRE_AUTH_SECONDS = 1800;
const MAX_KEPT = 1000;
const MAX_CODES = 20_000;

/** A new ticket, or token, in the form of WeChat's own. */
const newTicket = (): string => `ticket@@@${randomText(87)}`;
const newRefreshToken = (): string => `refreshtoken@@@${randomText(43)}`;

/** An account as a third-party platform (第三方平台). */
export const platforms = (self: FakeAccount) => {
  const { clock, appId: componentAppId } = self;
  const tickets = new BoundedMap<Timed<undefined>>(MAX_KEPT);
  const issued = new BoundedMap<ComponentToken>(MAX_KEPT);
  let newest: ComponentToken | undefined;
  const preAuthCodes = new BoundedMap<Timed<undefined>>(MAX_KEPT);
  const codes = new BoundedMap<Timed<string>>(MAX_CODES);
  const authorizers = new Map<string, Authorizer>();
  let rules: PlatformRules = {};
  let blanks = 0;

  const isOver = ({ expiresAt }: { readonly expiresAt: number }): boolean => expiresAt <= clock.now();

  function endToken(at: number): void {
    if (newest === undefined || newest.expiresAt <= at) return;
    newest.expiresAt = at;
    newest.replaced = true;
  }

  /** The account, as long as it lets the platform act. */
  function find(appId: string): Authorizer {
    const found = authorizers.get(appId);
    if (found === undefined || found.state === 'withdrawn') throw new ApiRefusalError(61003);
    return found;
  }

  function withNewRefreshToken(authorizer: Authorizer): Authorizer {
    const former = { value: authorizer.refreshToken, expiresAt: clock.now() + OVERLAP_MS };
    return { ...authorizer, refreshToken: newRefreshToken(), former };
  }

  function issueCode(appId: string): Agreement {
    const code = `queryauthcode@@@${randomText(66)}`;
    const expiresAt = clock.now() + HOUR_MS;
    codes.set(code, { what: appId, expiresAt });
    return { code, expiresAt };
  }

  return {
    /** Changes the rules that are named. */
    change(changes: PlatformRules): void {
      rules = { ...rules, ...changes };
    },
    /** Refuses a call from an address that is not in the list. */
    checkAddress(ip: string): void {
      if (rules.allow?.includes(ip) === false)
        throw new ApiRefusalError(61004, `requestIP: ${ip}`, `调用来源 IP 是 ${ip}`);
    },
    /** The next `count` answers to a renewal have `''` in place of the refresh token. */
    blankRefreshTokens: (count: number): void => void (blanks += count),

    /** A new component_verify_ticket, for twelve hours. */
    ticket(): string {
      const ticket = newTicket();
      tickets.set(ticket, { what: undefined, expiresAt: clock.now() + 12 * HOUR_MS });
      return ticket;
    },
    /** A new component_access_token, which ends the one before. */
    token(ticket: string) {
      const found = tickets.get(ticket);
      if (found === undefined) throw new ApiRefusalError(61006);
      if (isOver(found)) throw new ApiRefusalError(61005);
      endToken(clock.now() + OVERLAP_MS);
      const component_access_token = randomText(138);
      newest = { expiresAt: clock.now() + 2 * HOUR_MS, replaced: false };
      issued.set(component_access_token, newest);
      self.issued(component_access_token);
      return { component_access_token, expires_in: 7200 };
    },
    /** Ends the component_access_token at once. */
    revoke: (): void => endToken(clock.now()),
    /** What is known of a token. */
    state(token: string): 'good' | 'expired' | 'replaced' | undefined {
      const found = issued.get(token);
      if (found === undefined || !isOver(found)) return found && 'good';
      return found.replaced ? 'replaced' : 'expired';
    },
    /** Whether this is one of its tokens; refused when it is over. */
    check(token: string): boolean {
      const state = this.state(token);
      if (state === 'expired' || state === 'replaced')
        throw new ApiRefusalError(state === 'expired' ? 42001 : 40001);
      return state === 'good';
    },

    preAuthCode() {
      const pre_auth_code = `preauthcode@@@${randomText(50)}`;
      preAuthCodes.set(pre_auth_code, { what: undefined, expiresAt: clock.now() + PRE_AUTH_SECONDS * 1000 });
      return { pre_auth_code, expires_in: PRE_AUTH_SECONDS };
    },
    /** Takes the code of a page, once; false when there is no such code any more. */
    usePreAuthCode(code: string): boolean {
      const found = preAuthCodes.get(code);
      return found !== undefined && !isOver(found) && preAuthCodes.delete(code);
    },

    /**
     * The owner of an account agrees, or agrees anew: the code that the platform gets, for an hour. What the
     * platform holds of the account ends, but for the refresh token, which works for five minutes more.
     */
    authorize(
      account: FakeAccount,
      permissions: readonly number[] = allPermissions(account.kind()),
    ): Agreement {
      const { appId } = account;
      if (appId === '')
        throw new ApiRefusalError(
          40013,
          'the account needs an "appId" in simulate()',
          '账号在 simulate() 里要有 appId',
        );
      const known = authorizers.get(appId);
      const agreed = { account, permissions, authTime: account.seconds() };
      if (known === undefined || known.state === 'withdrawn')
        authorizers.set(appId, { ...agreed, state: 'agreed', refreshToken: newRefreshToken() });
      else authorizers.set(appId, { ...withNewRefreshToken(known), ...agreed });
      account.part(tokens).endAuthorizer(componentAppId, 'replaced');
      return issueCode(appId);
    },
    /**
     * The owner withdraws: the platform can do nothing more. `listed`: the account stays in the list all the
     * same.
     */
    withdraw(account: FakeAccount, listed = false): void {
      const known = authorizers.get(account.appId);
      if (known === undefined) return;
      if (listed) authorizers.set(account.appId, { ...known, state: 'withdrawn' });
      else authorizers.delete(account.appId);
      account.part(tokens).endAuthorizer(componentAppId, 'withdrawn');
    },
    /** Exchanges a code, once. */
    redeem(code: string): Authorizer {
      const found = codes.get(code);
      if (found === undefined) throw new ApiRefusalError(61009);
      if (isOver(found)) throw new ApiRefusalError(61010);
      const authorizer: Authorizer = { ...find(found.what), state: 'exchanged' };
      codes.delete(code);
      authorizers.set(found.what, authorizer);
      return authorizer;
    },
    /** One more code of an account that has agreed; nothing else changes. */
    anotherCode: (appId: string): string => issueCode(find(appId).account.appId).code,
    /** Whether the code waits to be exchanged. */
    isOpen: (code: string): boolean => codes.get(code) !== undefined,
    /** Takes a refresh token of the account: the one that is answered. */
    renew(
      appId: string,
      refreshToken: string,
    ): { readonly account: FakeAccount; readonly refreshToken: string } {
      const known = find(appId);
      const { former } = known;
      const isFormer = former?.value === refreshToken && !isOver(former);
      if (refreshToken !== known.refreshToken && !isFormer) throw new ApiRefusalError(61023);
      const next = rotated(known, isFormer);
      authorizers.set(appId, next);
      const isBlank = blanks > 0;
      if (isBlank) blanks--;
      return { account: known.account, refreshToken: isBlank ? '' : next.refreshToken };
    },
    find,
    /** The same; undefined where there is none. */
    get(appId: string): Authorizer | undefined {
      const known = authorizers.get(appId);
      return known?.state === 'withdrawn' ? undefined : known;
    },
    /** The account, if it lets the platform make that call. */
    allowed(appId: string, path: string): FakeAccount {
      const { account, permissions } = find(appId);
      const needed = permissionFor(account.kind(), path);
      if (needed === undefined || permissions.includes(needed)) return account;
      const { en, zh } = permissionSetsOf(account.kind())[needed] ?? { en: '', zh: '' };
      throw new ApiRefusalError(
        61007,
        `it takes permission set ${needed} (${en}), which the account has not granted`,
        `需要权限集 ${needed}（${zh}），账号没有授权`,
      );
    },
    /** Those that let it act, and those that are still listed; in the order in which they came. */
    all: (): Authorizer[] => [...authorizers.values()],
  };

  /** A former token is answered with the present one. */
  function rotated(known: Authorizer, isFormer: boolean): Authorizer {
    return rules.rotate === 'always' && !isFormer ? withNewRefreshToken(known) : known;
  }
};

/** What the fake API knows of a platform. */
export type FakePlatform = ReturnType<typeof platforms>;
