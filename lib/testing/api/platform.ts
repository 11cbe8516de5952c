import type { FakeAccount } from './fake-account';
import { randomText } from './ids';
import { Refused } from './refused';
import { Shelf } from './shelf';

/** An account that lets a platform act for it. */
export interface Authorizer {
  readonly account: FakeAccount;
  readonly refresh_token: string;
  /** Unix seconds. */
  readonly auth_time: number;
}

interface ComponentToken {
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Ended by another token. */
  replaced: boolean;
}

interface Timed<T = unknown> {
  readonly what: T;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long a token still works when another was asked for. */
const OVERLAP = 5 * MINUTE;
const KEPT = 1000;

/** An account as a third-party platform (第三方平台). */
export const platforms = ({ clock }: FakeAccount) => {
  const tickets = new Shelf<Timed>(KEPT);
  const tokens = new Shelf<ComponentToken>(KEPT);
  let newest: ComponentToken | undefined;
  const codes = new Shelf<Timed<Authorizer>>(KEPT);
  const authorizers = new Map<string, Authorizer>();

  function put<T>(shelf: Shelf<Timed<T>>, name: string, what: T, life: number): string {
    shelf.set(name, { what, expiresAt: clock.now() + life });
    return name;
  }
  const isOver = ({ expiresAt }: Timed): boolean => expiresAt <= clock.now();

  return {
    /** A new component_verify_ticket, for twelve hours. */
    ticket: (): string => put(tickets, `ticket@@@${randomText(87)}`, undefined, 12 * HOUR),
    token(ticket: string) {
      const found = tickets.get(ticket);
      if (found === undefined) throw new Refused(61006);
      if (isOver(found)) throw new Refused(61005);
      const now = clock.now();
      // Every one that is asked for ends the former.
      if (newest !== undefined && newest.expiresAt > now + OVERLAP) {
        newest.expiresAt = now + OVERLAP;
        newest.replaced = true;
      }
      const component_access_token = randomText(138);
      newest = { expiresAt: now + 2 * HOUR, replaced: false };
      tokens.set(component_access_token, newest);
      return { component_access_token, expires_in: 7200 };
    },
    /** What is known of a token. */
    state(token: string): 'good' | 'expired' | 'replaced' | undefined {
      const found = tokens.get(token);
      if (found === undefined || found.expiresAt > clock.now()) return found && 'good';
      return found.replaced ? 'replaced' : 'expired';
    },
    /** Whether this is one of its tokens; refused when it is over. */
    check(token: string): boolean {
      const state = this.state(token);
      if (state === 'expired' || state === 'replaced') throw new Refused(state === 'expired' ? 42001 : 40001);
      return state === 'good';
    },
    preAuthCode: () => ({ pre_auth_code: `preauthcode@@@${randomText(50)}`, expires_in: 1800 }),
    /** The owner of an account agrees: the code that the platform's page gets, for an hour. */
    authorize(account: FakeAccount): string {
      if (account.appId === '') throw new Refused(40013, 'the account needs an "appId" in simulate()');
      const refresh_token = `refreshtoken@@@${randomText(43)}`;
      const made = { account, refresh_token, auth_time: account.seconds() };
      return put(codes, `queryauthcode@@@${randomText(66)}`, made, HOUR);
    },
    /** Exchanges such a code, once. */
    redeem(code: string): Authorizer {
      const found = codes.get(code);
      if (found === undefined) throw new Refused(61009);
      if (isOver(found)) throw new Refused(61010);
      codes.delete(code);
      authorizers.set(found.what.account.appId, found.what);
      return found.what;
    },
    find(appid: string): Authorizer {
      const found = authorizers.get(appid);
      if (found === undefined) throw new Refused(61003);
      return found;
    },
    all: (): Authorizer[] => [...authorizers.values()],
  };
};
