import { ApiError, ConfigError, TransportError } from '../errors';
import { printable, quietLog } from '../logger';
import { CODE_MS } from '../store/platforms';
import { hashOf, type Codes } from './codes';
import { withTold, type Exchanges } from './exchange';
import { askInfo } from './told';
import { confirmWithdrawn } from './withdrawal';
import { withdrawnError } from './withdrawn';
import type { World } from './world';

/**
 * A notice that an account has authorised the platform, or has changed what it grants: its code is exchanged
 * once.
 */
export interface AuthorizationNotice {
  /** `AuthorizerAppid`; `undefined` where the notice does not say, and only the code tells. */
  readonly appId: string | undefined;
  /** `AuthorizationCode`. */
  readonly code: string;
  /** `CreateTime`, in seconds; 0: not known. */
  readonly createdAt: number;
  /**
   * `AuthorizationCodeExpiredTime`, in seconds; compared with `createdAt`, not with any clock of ours.
   * Default: an hour later.
   */
  readonly expiresAt?: number | undefined;
}

/** What is done with notices of authorisations. */
export interface Authorizations {
  /**
   * Remembers in the store that there is such an authorisation, before `success` is answered: from then on
   * the account is known as authorised, and its code as that of the account. Never rejects.
   */
  note(notice: AuthorizationNotice): Promise<void>;
  /**
   * Exchanges the code, as often as it takes within its hour, then asks WeChat what the account is:
   * afterwards it can be used. Resolves to its AppID.
   *
   * @throws {ApiError | TransportError | ConfigError} It cannot be used; an error was logged.
   */
  complete(notice: AuthorizationNotice): Promise<string>;
  /**
   * Sees to it that what the account is and grants is in its record; what cannot be had now comes later.
   * Never rejects.
   */
  describe(appId: string): Promise<void>;
  /** Ends the waiting between tries. */
  close(): void;
}

/** Between the tries to exchange a code; then the last one goes on. */
const WAITS_MS = [1_000, 5_000, 15_000, 60_000, 300_000] as const;

export function createAuthorizations(world: World, codes: Codes, exchanges: Exchanges): Authorizations {
  const { call, records, settings } = world;
  const { clock, logger, componentAppId } = settings;
  const log = quietLog(logger, clock);
  const closing = new AbortController();

  async function note({ appId, code, createdAt }: AuthorizationNotice): Promise<void> {
    // Codes are kept as hashes: without an account there is nothing that another process could go on with.
    if (appId === undefined) return;
    await Promise.all([
      codes.note(hashOf(code), { appId }),
      records.change(appId, (record) =>
        createdAt > record.changedAt
          ? { ...record, status: 'authorized', authorizedAt: createdAt, changedAt: createdAt }
          : record,
      ),
    ]);
  }

  async function complete(notice: AuthorizationNotice): Promise<string> {
    const { appId, code, createdAt, expiresAt } = notice;
    const life = expiresAt === undefined ? CODE_MS : (expiresAt - createdAt) * 1000;
    // A notice without a sensible end has the usual one.
    const end = clock.monotonic() + (life > 0 && life <= 24 * CODE_MS ? life : CODE_MS);
    for (let tries = 0; ; tries++) {
      if (appId !== undefined) await unlessWithdrawn(appId, createdAt);
      try {
        const exchanged = await exchanges.exchange(code);
        await describe(exchanged);
        return exchanged;
      } catch (error) {
        const wait = WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 0;
        const isLast = isFinal(error) || closing.signal.aborted || clock.monotonic() + wait >= end;
        if (isLast) return recover(appId, error);
        retrying(appId, error);
        await pause(wait);
      }
    }
  }

  /** An account that has withdrawn later, says its record; WeChat is asked, since the times may be wrong. */
  async function unlessWithdrawn(appId: string, createdAt: number): Promise<void> {
    const record = await records.read(appId).catch(() => undefined);
    if (record?.status !== 'withdrawn' || record.changedAt <= createdAt) return;
    if (await confirmWithdrawn(world, appId)) throw withdrawnError(record, clock);
    await records.change(appId, (before) =>
      before.status === 'withdrawn' ? { ...before, changedAt: createdAt } : before,
    );
  }

  /** The code is lost. If somebody has exchanged it, WeChat tells the rest. */
  async function recover(appId: string | undefined, error: unknown): Promise<string> {
    const told = appId === undefined ? undefined : await askInfo(call, appId).catch(() => undefined);
    if (appId !== undefined && told !== undefined && told.refreshToken !== '') {
      await records.change(appId, (record) => ({ ...withTold(record, told), status: 'authorized' }));
      return appId;
    }
    logger.error(
      {
        event: 'authorization-lost',
        account: componentAppId,
        ...authorizer(appId),
        ...reasonOf(error),
      },
      'The code of an authorisation could not be exchanged: this account cannot be used before it is authorised again, or sync() finds it.',
    );
    throw error;
  }

  function retrying(appId: string | undefined, error: unknown): void {
    log(
      'warn',
      {
        event: 'authorization-waits',
        account: componentAppId,
        ...authorizer(appId),
        ...reasonOf(error),
      },
      'The code of an authorisation could not be exchanged yet; it is tried again as long as it is good.',
    );
  }

  async function describe(appId: string): Promise<void> {
    try {
      const record = await records.read(appId);
      if (record !== undefined && record.userName !== '' && record.kind !== undefined) return;
      const told = await askInfo(call, appId);
      await records.change(appId, (before) => withTold(before, told));
    } catch (error) {
      log(
        'warn',
        {
          event: 'account-unknown',
          account: componentAppId,
          ...authorizer(appId),
          ...reasonOf(error),
        },
        'WeChat could not be asked what an account is; it is asked when that is needed.',
      );
    }
  }

  /** Not longer than the process lives for something else, and not beyond `close()`. */
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const end = () => {
        clock.clearTimeout(timer);
        closing.signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = clock.setTimeout(end, ms);
      closing.signal.addEventListener('abort', end, { once: true });
      if (closing.signal.aborted) end();
    });

  return { note, complete, describe, close: () => closing.abort() };
}

/** WeChat will say the same again, or this is no code. */
const isFinal = (error: unknown): boolean =>
  error instanceof ConfigError ||
  (error instanceof ApiError && FINAL.has(error.errcode) && error.since === undefined);

const FINAL: ReadonlySet<number> = new Set([61003, 61009, 61010]);

/** Only of our own errors, which hold no secret. */
const reasonOf = (error: unknown): { readonly reason?: string } =>
  error instanceof ApiError || error instanceof TransportError ? { reason: error.message } : {};

const authorizer = (appId: string | undefined): { readonly authorizer?: string } =>
  appId === undefined ? {} : { authorizer: printable(appId) };
