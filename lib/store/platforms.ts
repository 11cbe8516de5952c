/** A ticket that WeChat pushed (component_verify_ticket). */
export interface StoredTicket {
  readonly value: string;
  /** `CreateTime` of its push: the newest is used first, in whatever order they arrive. */
  readonly createdAt: number;
}

/** How many tickets are kept: the newest, and two in case it is refused. */
export const MAX_TICKETS = 3;

/** How long a ticket is good, and kept. */
export const TICKET_MS = 12 * 3_600_000;

/** How long the code of an authorisation is good, and remembered. */
export const CODE_MS = 3_600_000;

/** Whether an account lets the platform act for it. */
export type AccountStatus = 'authorized' | 'withdrawn';

/** What kind of account it is, as far as WeChat tells a platform. */
export type AuthorizerKind = 'subscription' | 'service' | 'mini-program';

/** What a platform knows of an account that has authorised it. The refresh token is a secret. */
export interface AccountRecord {
  /** AppID of the account. */
  readonly appId: string;
  /** Original id, `gh_…`; empty as long as WeChat was not asked. */
  readonly userName: string;
  /** `undefined` as long as WeChat was not asked. */
  readonly kind: AuthorizerKind | undefined;
  /** The authorizer_refresh_token; empty when it is not known. */
  readonly refreshToken: string;
  /** Ids of the permission sets (权限集) that the account has granted. */
  readonly permissions: readonly number[];
  readonly status: AccountStatus;
  /** When it authorised the platform, in WeChat's seconds; 0: not known. */
  readonly authorizedAt: number;
  /** `CreateTime` of the newest notice that this record follows, in WeChat's seconds; 0: none did. */
  readonly changedAt: number;
  /** How often the record was saved: 1 for the first time. */
  readonly generation: number;
}

/**
 * Keeps the accounts of platforms, for ever: a table of your own database, for example, with the columns of a
 * record and (platform, appId) as its key. Refresh tokens are given and wanted in clear: encrypt what you
 * write. `platform` is the AppID of the third-party platform. Each method may be repeated, since answers get
 * lost, and rejects when the database cannot be reached: then what is known goes on, and is saved later. One
 * that has not answered within 2 s (`list`: 10 s) counts as that.
 */
export interface AccountStore {
  /** The record of an account, if there is one. */
  account(platform: string, appId: string): Promise<AccountRecord | undefined>;
  /**
   * AppID of the account with that original id (`gh_…`), whatever its status; many messages need it, so let
   * it have an index.
   */
  appIdOf(platform: string, userName: string): Promise<string | undefined>;
  /**
   * Saves a record if the one that is there has `expectedGeneration` (0: if there is none), in one step. The
   * generation of `record` is `expectedGeneration + 1`. False: another one is there, and nothing was written.
   */
  save(platform: string, record: AccountRecord, expectedGeneration: number): Promise<boolean>;
  /** At most `count` records whose AppID comes after `after` (`''`: from the first on), by AppID. */
  list(platform: string, after: string, count: number): Promise<readonly AccountRecord[]>;
}

/** What is known of the code of an authorisation. It is known by its hash: the code is a secret. */
export interface CodeState {
  /** AppID of the account: of the push that brought the code, or of the exchange. */
  readonly appId: string | undefined;
  /**
   * `new`: not sent to WeChat; `sent`: it was, and nobody knows what came of it; `exchanged`: the account's
   * record is saved.
   */
  readonly status: 'new' | 'sent' | 'exchanged';
}

/**
 * Keeps the accounts, tickets and codes of third-party platforms. Each method rejects with a `StoreError`
 * when the store is away.
 */
export interface PlatformStore extends AccountStore {
  /**
   * How the store makes room when it is full, if it says so: `allkeys-lru`, for example, in which case
   * accounts may be lost.
   */
  evictionPolicy?(platform: string): Promise<string | undefined>;
  /** The tickets that are good, newest first: at most three. */
  tickets(platform: string): Promise<readonly StoredTicket[]>;
  /**
   * Keeps a ticket for 12 hours from now, if it is among the three newest. One that is there stays as it is.
   */
  addTicket(platform: string, ticket: StoredTicket): Promise<void>;
  /** Forgets a ticket that WeChat refused. */
  dropTicket(platform: string, value: string): Promise<void>;
  /** What is known of a code; of one that nobody has heard of: `new`, of no account. */
  code(platform: string, hash: string): Promise<CodeState>;
  /**
   * Remembers for an hour what is known of a code. An account stays if none is given. With `owner`, a claim
   * of that owner ends.
   */
  noteCode(platform: string, hash: string, change: Partial<CodeState>, owner?: string): Promise<void>;
  /** Tries to become the only one who exchanges a code, for `ms`. */
  claimCode(
    platform: string,
    hash: string,
    owner: string,
    ms: number,
  ): Promise<CodeState & { readonly mine: boolean }>;
}
