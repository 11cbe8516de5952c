import type { Clock } from '../clock';
import type { ApiError } from '../errors';
import type { Logger } from '../logger';
import type { CredentialKey, CredentialStore } from '../store/store';

/** A credential, and when it ends on the monotonic clock. */
export interface Credential {
  readonly value: string;
  readonly expiresAt: number;
}

/** A credential as WeChat gives it. */
export interface FetchedCredential {
  readonly value: string;
  /** Milliseconds it lives. */
  readonly lifetime: number;
}

/** Hands out one credential of an account, and keeps it fresh. */
export interface CredentialManager {
  /** The signal aborts when nobody waits any more; a manager with `maxWaitMs` heeds it. */
  get(signal?: AbortSignal): Promise<Credential>;
  /** Most milliseconds of a call that `get` may take, where that is more than usual. */
  readonly maxWaitMs?: number;
  /**
   * WeChat refused this value: from now on `get()` gives another. If it took the place of a refused one and
   * has never worked, everybody pauses before one of all processes asks again.
   */
  invalidate(value: string, error: ApiError): Promise<void>;
  /**
   * A call went well with this value. If WeChat refuses it later, somebody ended it, and no setting is wrong.
   */
  markUsed(value: string): void;
}

/** A manager of what WeChat gives, as `createCredentialManager` makes it. */
export interface SharedCredentialManager extends CredentialManager {
  /** From now on this process does not use the value that it has. */
  forget(): void;
}

/** Settings of a manager. */
export interface CredentialManagerOptions {
  readonly key: CredentialKey;
  /** Path of the call that gets it, for errors. */
  readonly endpoint: string;
  readonly store: CredentialStore;
  /** Asks WeChat; within 5 s, or it fails. `force` ends the former value at once. */
  readonly fetch: (force: boolean) => Promise<FetchedCredential>;
  /** How many milliseconds before its end a credential is renewed, when it lives for two hours. */
  readonly margin: number;
  /** WeChat gives everybody the same value, so that asking once too often does no harm. */
  readonly repeatable: boolean;
  /**
   * Whether a forced renewal may be asked for when WeChat insists on a value that it refuses. Default: no.
   */
  readonly force?: boolean;
  /**
   * Whether an error of `fetch` is about this credential, so that nobody should ask again for a while.
   * Default: unless it says that WeChat is busy.
   */
  readonly pausesOn?: (error: ApiError) => boolean;
  /**
   * A call waits until the lock of a process that died is over: slower, not failed. Default: it fails before.
   */
  readonly outlastsLock?: boolean;
  /** What to say when the value was ended again and again by somebody else. */
  readonly rival?: string;
  readonly clock: Clock;
  readonly logger: Logger;
}
