import type { FakeAccount } from './fake-account';
import { randomText } from './ids';
import { ApiRefusalError } from './api-refusal-error';
import { BoundedMap } from './bounded-map';

interface Token {
  readonly value: string;
  /** A token of the account itself, or of the platform with that AppID, which acts for it. */
  readonly kind: 'classic' | 'stable' | { readonly platform: string };
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** What ended it before its time: another token, or that the account has withdrawn from the platform. */
  end: 'replaced' | 'withdrawn' | undefined;
}

/** The code of a call with a token that works no more. */
const CODES = { replaced: 40001, withdrawn: 61003 } as const;

const MINUTE_MS = 60_000;
const LIFE_MS = 120 * MINUTE_MS;
/** How long an old token still works. */
const OVERLAP_MS = 5 * MINUTE_MS;
const FORCE_INTERVAL_MS = 30_000;
const MAX_FORCED_PER_DAY = 20;
const DAY_MS = 1440 * MINUTE_MS;
const MAX_KEPT = 5000;

/**
 * Whether it has more than its last five minutes; and no more than a whole life, as it would after the clock
 * was set back.
 */
const isFresh = ({ expiresAt }: { readonly expiresAt: number }, now: number): boolean =>
  expiresAt - now > OVERLAP_MS && expiresAt - now <= LIFE_MS;

/** The access tokens of an account, of both kinds; a token of one kind does not end one of the other. */
export const tokens = (account: FakeAccount) => {
  const { clock } = account;
  const issued = new BoundedMap<Token>(MAX_KEPT);
  const newest = new Map<string, Token>();
  const nameOf = (kind: Token['kind']): string => (typeof kind === 'string' ? kind : `of ${kind.platform}`);
  let forced: number[] = [];
  let count = 0;

  function issue(kind: Token['kind']): Token {
    const value = `${++count}_${randomText(133)}`;
    const token = { value, kind, expiresAt: clock.now() + LIFE_MS, end: undefined };
    issued.set(value, token);
    account.issued(value);
    newest.set(nameOf(kind), token);
    return token;
  }

  function end(token: Token | undefined, at: number, why: NonNullable<Token['end']> = 'replaced'): void {
    if (token === undefined || token.expiresAt <= at) return;
    token.expiresAt = at;
    token.end = why;
  }

  const answer = ({ value, expiresAt }: Token) => ({
    access_token: value,
    expires_in: Math.ceil((expiresAt - clock.now()) / 1000),
  });

  /** At most 20 a day, 30 seconds apart. */
  function force(): void {
    const now = clock.now();
    // A clock that was set back has no future.
    forced = forced.filter((at) => at > now - DAY_MS && at <= now);
    if (now - (forced.at(-1) ?? -Infinity) < FORCE_INTERVAL_MS)
      throw new ApiRefusalError(45011, 'force_refresh needs 30 seconds between two calls');
    if (forced.length >= MAX_FORCED_PER_DAY)
      throw new ApiRefusalError(45009, `more than ${MAX_FORCED_PER_DAY} force_refresh a day`);
    forced.push(now);
    end(newest.get('stable'), now);
  }

  return {
    /** A new one; the one before works for five minutes more. */
    classic() {
      end(newest.get('classic'), clock.now() + OVERLAP_MS);
      return answer(issue('classic'));
    },
    /** The same one until its last five minutes, then a new one, while both work. */
    stable(forcing = false) {
      if (forcing) force();
      const stable = newest.get('stable');
      return answer(stable !== undefined && isFresh(stable, clock.now()) ? stable : issue('stable'));
    },
    /** One for the third-party platform with that AppID; the one before works for five minutes more. */
    authorizer(platform: string) {
      end(newest.get(nameOf({ platform })), clock.now() + OVERLAP_MS);
      return answer(issue({ platform }));
    },
    /** Ends all tokens of that platform at once. */
    endAuthorizer(platform: string, why: NonNullable<Token['end']>): void {
      for (const token of issued.values())
        if (nameOf(token.kind) === nameOf({ platform })) end(token, clock.now(), why);
    },
    /** Ends all tokens at once. */
    revoke(): void {
      for (const token of issued.values()) end(token, clock.now());
    },
    /** What is known of a token. */
    state(value: string): 'good' | 'expired' | 'replaced' | undefined {
      const token = issued.get(value);
      if (token === undefined || token.expiresAt > clock.now()) return token && 'good';
      return token.end === undefined ? 'expired' : 'replaced';
    },
    /** Whose token this is, if it is one of them; refused when it works no more. */
    check(value: string): Pick<Token, 'kind'> | undefined {
      const token = issued.get(value);
      if (token !== undefined && token.expiresAt <= clock.now())
        throw new ApiRefusalError(token.end === undefined ? 42001 : CODES[token.end]);
      return token;
    },
  };
};

/** Tickets of each type that are remembered after their end. */
const MAX_FORMER_TICKETS = 20;

/** The tickets of pages, one of each type at a time. */
export const tickets = ({ clock }: FakeAccount) => {
  const all = new Map<string, { readonly ticket: string; readonly expiresAt: number }[]>();
  const isGood = ({ expiresAt }: { readonly expiresAt: number }): boolean => expiresAt > clock.now();
  return {
    /** The one to use from now on. */
    get(type: string) {
      const now = clock.now();
      const issued = all.get(type) ?? [];
      all.set(type, issued);
      const last = issued.at(-1);
      const current =
        last !== undefined && isFresh(last, now)
          ? last
          : { ticket: `sM4AOVdWfPE4DxkXGEs8V${randomText(65)}`, expiresAt: now + LIFE_MS };
      if (current !== last && issued.push(current) > MAX_FORMER_TICKETS) issued.shift();
      return { ticket: current.ticket, expires_in: Math.ceil((current.expiresAt - now) / 1000) };
    },
    /** The newest one, while it works. */
    current: (type: string): string | undefined => all.get(type)?.filter(isGood).at(-1)?.ticket,
    /** Those before, and the newest once it is over. */
    former(type: string): readonly string[] {
      const issued = all.get(type) ?? [];
      const newest = issued.at(-1);
      const old = newest !== undefined && isGood(newest) ? issued.slice(0, -1) : issued;
      return old.map(({ ticket }) => ticket);
    },
  };
};
