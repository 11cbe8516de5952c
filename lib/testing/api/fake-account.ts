import type { Clock } from '../../clock';
import type { WindowOverlap } from '../../model/service-windows';
import type { UserRecord } from '../user-record';
import type { PushFields } from '../push-types';
import type { Seen } from '../seen';
import { ApiRefusalError } from './api-refusal-error';
import type { PlayedKind } from './rights';

/** An account as the API sees it. What the chapters know of it they keep themselves, through `of`. */
export interface FakeAccount {
  /** `''`: any. */
  readonly appId: string;
  /** Absent: any. */
  readonly appSecret: string | undefined;
  /** `gh_…` */
  readonly originalId: string;
  /** Whether it is a third-party platform, and nothing else: one of `simulatePlatform()`. */
  readonly isPlatform: boolean;
  /** What kind of account it is just now. */
  readonly kind: () => PlayedKind;
  /** How windows of customer-service messages combine just now. */
  readonly windowOverlap: () => WindowOverlap;
  /** The host that the console has under 网页授权域名 just now; undefined: any. */
  readonly webDomain: () => string | undefined;
  /** The hosts that the console has under JS接口安全域名 just now; undefined: any. */
  readonly jsDomains: () => readonly string[] | undefined;
  readonly userRecords: ReadonlyMap<string, UserRecord>;
  /** The person with that openid, from now on one of the users. */
  readonly getOrCreateUser: (openid: string) => UserRecord;
  readonly clock: Clock;
  /** Unix seconds. */
  seconds(): number;
  /** Pushes an event to the app, from a user or from WeChat itself; nobody sees the reply. */
  push(event: string, fields: PushFields, openid?: string): Promise<Seen>;
  /** Pushes a notice to the third-party platform that this is; undefined when it is held back. */
  notify(name: string, fields: PushFields): Promise<Seen | undefined>;
  /** Tells the API that this token is one of the account, or of the platform that it is. */
  issued(token: string): void;
  /** Takes note of an event that is going to be pushed. */
  expect(event: Promise<Seen | undefined>): void;
  /** What `create` makes for this account: the same every time. */
  part<T>(create: (account: FakeAccount) => T): T;
}

export type FakeAccountOptions = Omit<FakeAccount, 'part' | 'seconds'>;

/** Creates an account. */
export function createFakeAccount(options: FakeAccountOptions): FakeAccount {
  const parts = new Map<unknown, unknown>();
  const account: FakeAccount = {
    ...options,
    seconds: () => Math.floor(options.clock.now() / 1000),
    part<T>(create: (account: FakeAccount) => T): T {
      if (!parts.has(create)) parts.set(create, create(account));
      // Only what `create` made is kept under its name.
      return parts.get(create) as T;
    },
  };
  return account;
}

/** The user with that openid, who need not follow the account. */
export function userOf(account: FakeAccount, openid: string): UserRecord {
  const person = account.userRecords.get(openid);
  if (person === undefined) throw new ApiRefusalError(40003, `this account has no user "${openid}"`);
  return person;
}

/** The follower with that openid. */
export function followerOf(account: FakeAccount, openid: string): UserRecord {
  const person = userOf(account, openid);
  if (!person.follows) throw new ApiRefusalError(40003, `"${openid}" does not follow the account`);
  return person;
}

/** All followers, those of longest standing first. */
export const followersOf = (account: FakeAccount): UserRecord[] =>
  [...account.userRecords.values()]
    .filter(({ follows }) => follows)
    .sort((a, b) => a.followedAt - b.followedAt);
