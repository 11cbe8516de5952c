import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import { ApiError, TransportError } from '../errors';
import type { Logger } from '../logger';
import { memoryCredentials } from '../store/memory';
import { StoreError } from '../store/store';
import type { CredentialKey, CredentialOutcome, CredentialState, CredentialStore } from '../store/store';
import { createApiError } from './api-error';
import { createCredentialLog } from './credential-log';
import { pauseError } from './pause';
import { sleep } from './timing';

/** Hands out one credential of an account, and keeps it fresh. */
export interface CredentialManager {
  /** The signal aborts when nobody waits any more; a manager with `maxWaitMs` heeds it. */
  get(signal?: AbortSignal): Promise<Credential>;
  /** Most milliseconds of a call that `get` may take, where that is more than usual. */
  readonly maxWaitMs?: number;
  /**
   * WeChat refused this value: from now on `get()` gives another. If it took the place of a refused one and has never
   * worked, everybody pauses before one of all processes asks again.
   */
  reject(value: string, error: ApiError): Promise<void>;
  /** A call went well with this value: if it is refused later, it was ended by somebody, and nothing is set up wrong. */
  prove(value: string): void;
}

/** A manager of what WeChat gives, as `createCredentialManager` makes it. */
export interface SharedCredentialManager extends CredentialManager {
  /** From now on this process does not use the value that it has. */
  forget(): void;
}

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

export interface CredentialManagerOptions {
  readonly key: CredentialKey;
  /** Path of the call that gets it, for errors. */
  readonly endpoint: string;
  readonly store: CredentialStore;
  /** Asks WeChat; within 5 s, or it fails. `force` ends the former value at once. */
  readonly fetch: (force: boolean) => Promise<FetchedCredential>;
  /** How long before its end a credential is renewed, when it lives for two hours. */
  readonly margin: number;
  /** WeChat gives everybody the same value, so that asking once too often does no harm. */
  readonly repeatable: boolean;
  /** Whether a forced renewal may be asked for when WeChat insists on a value that it refuses. Default: no. */
  readonly force?: boolean;
  /** Whether an error of `fetch` is about this credential, so that nobody should ask again for a while. Default: unless it says that WeChat is busy. */
  readonly pausesOn?: (error: ApiError) => boolean;
  /** A call waits until the lock of a process that died is over: slower, not failed. Default: it fails before. */
  readonly outlastsLock?: boolean;
  /** What to say when the value was ended again and again by somebody else. */
  readonly rival?: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface LocalCopy extends Credential {
  readonly generation: number;
  /** It took the place of a refused one, and has not been told to work. */
  trial: boolean;
  readonly refreshAt: number;
  /** Until then nobody need be asked whether the value has changed. */
  confirmedUntil: number;
}

type Lives = Pick<CredentialState, 'value' | 'expiresIn' | 'refreshIn' | 'generation' | 'trial'>;

const CONFIRMED = 60_000;
/** How soon a store that is away is asked again. */
const CONFIRM_AGAIN = 5_000;
/** Longer than the 5 s a fetch may take: its holder gives up before its lock does. */
const LOCK = 8_000;
/** Shorter than the 6 s in which a call must have its token, so that it ends with an error that explains. */
const PATIENCE = 5_500;
/** Half where everybody may ask: the rest is then enough to ask ourselves. */
const REPEATABLE_PATIENCE = 3_000;
/** Until a dead holder's lock is over, and what a fetch may take then. */
const OUTLASTING_PATIENCE = LOCK + PATIENCE;
const ALONE_AGAIN = 300_000;
const RETRY_RENEWAL = 10_000;

export function createCredentialManager(options: CredentialManagerOptions): SharedCredentialManager {
  const { key, store: shared, clock } = options;
  const log = createCredentialLog(options.logger, clock, key.account);
  const { pausesOn = isLasting, outlastsLock = false } = options;
  const waiting = options.repeatable ? REPEATABLE_PATIENCE : outlastsLock ? LOCK + 500 : PATIENCE;
  // For the time in which the shared store is away: the same rules, for this process.
  let ownStore: CredentialStore | undefined;
  const local = () => (ownStore ??= memoryCredentials(clock));
  /** Refused values, each with the generation in which it was: after a pause the same may be given another chance. */
  const refused = new Map<string, number>();
  let own: LocalCopy | undefined;
  let pending: Promise<LocalCopy> | undefined;
  let renewing = false;
  let renewNotBefore = -Infinity;
  let aloneNotBefore = -Infinity;

  const now = () => clock.monotonic();
  const isRefused = ({ value, generation }: { readonly value: string; readonly generation: number }) =>
    (refused.get(value) ?? -1) >= generation;
  const isAlive = (copy: LocalCopy) => copy.expiresAt > now() && !isRefused(copy);
  const isUsable = (state: CredentialState) =>
    state.value !== '' && !state.bad && state.expiresIn > 0 && !isRefused(state);

  const adopt = ({ value, expiresIn, refreshIn, generation, trial }: Lives): LocalCopy => {
    if (!isRefused({ value, generation })) refused.delete(value);
    const at = now();
    const times = { expiresAt: at + expiresIn, refreshAt: at + refreshIn, confirmedUntil: at + CONFIRMED };
    own = { value, ...times, generation, trial };
    return own;
  };

  async function get(): Promise<Credential> {
    for (;;) {
      const confirmed = own && isAlive(own) && now() < own.confirmedUntil ? own : undefined;
      const held = confirmed ?? (await (pending ??= load().finally(() => (pending = undefined))));
      // It may have been refused while it was on its way to us.
      if (isRefused(held)) continue;
      if (now() >= held.refreshAt) void renew();
      return held;
    }
  }

  async function load(): Promise<LocalCopy> {
    try {
      const state = await shared.read(key);
      return isUsable(state) ? adopt(state) : await obtain(shared);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      log.storeAway(error);
      return withoutStore();
    }
  }

  /** Gets a value from WeChat, or from whoever is already asking. */
  async function obtain(store: CredentialStore): Promise<LocalCopy> {
    const owner = randomUUID();
    const end = now() + waiting;
    do {
      const state = await store.claim(key, owner, LOCK);
      const held = isUsable(state) ? adopt(state) : undefined;
      const paused = !held && state.pausedFor > 0;
      if (state.mine && (held || paused)) await finish(store, owner, NOTHING);
      if (held) return held;
      if (paused) throw pauseError(state, options.endpoint, clock);
      const fetched = state.mine ? await replace(store, owner, state) : undefined;
      if (fetched) return fetched;
      await sleep(clock, 50 + Math.random() * 100);
    } while (now() < end);
    // Whoever holds the lock is slow or dead.
    if (options.repeatable && store === shared) return withoutStore();
    throw unavailable('another process is asking for it, and takes its time');
  }

  /** With the lock in hand: asks, and writes. Undefined: we were too slow, and somebody else has written. */
  async function replace(store: CredentialStore, owner: string, state: CredentialState) {
    if (state.generation === 0 && own && isAlive(own)) {
      // The store has forgotten what we still know. If it is no good any more, the next call will tell.
      return write(store, owner, state, own.value, own.expiresAt - now());
    }
    let started = now();
    let fetched: FetchedCredential;
    try {
      fetched = await options.fetch(false);
      const again = refused.has(fetched.value) || (state.bad && fetched.value === state.value);
      // After a pause, WeChat's word that the value is good is taken once more.
      if (again && state.strikes === 0) {
        if (!options.force || !(await store.allowForce(key))) throw insists();
        started = now();
        fetched = await options.fetch(true);
      }
    } catch (error) {
      const failure = error instanceof ApiError && pausesOn(error) ? error : undefined;
      const outcome = failure
        ? ({ kind: 'refused', failure: { errcode: failure.errcode, errmsg: failure.errmsg } } as const)
        : NOTHING;
      await finish(store, owner, outcome);
      throw error;
    }
    // WeChat's word, whatever was said before; should it be refused again, that counts for this time.
    refused.delete(fetched.value);
    // Its life began before we asked, at the earliest.
    return write(store, owner, state, fetched.value, fetched.lifetime - (now() - started));
  }

  async function write(
    store: CredentialStore,
    owner: string,
    { generation, bad }: CredentialState,
    value: string,
    expiresIn: number,
  ): Promise<LocalCopy | undefined> {
    // Short lives, as at the end of a stable token, get a margin in proportion.
    const margin = Math.min(options.margin, expiresIn / 4) * (1 - Math.random() / 5);
    const fresh = { value, expiresIn, refreshIn: expiresIn - margin };
    const saved = await finish(store, owner, { kind: 'fresh', ...fresh, generation });
    return saved ? adopt({ ...fresh, generation: generation + 1, trial: bad }) : undefined;
  }

  /** Writes and gives the lock back. When the store is away just now, the value is as good for us, and we go on. */
  async function finish(store: CredentialStore, owner: string, outcome: CredentialOutcome): Promise<boolean> {
    const end = now() + LOCK;
    try {
      return await store.settle(key, owner, outcome);
    } catch (error) {
      log.storeAway(error);
      // Others wait for this lock: it is given back as soon as may be. Repeating is harmless.
      void (async () => {
        while (now() < end) {
          await sleep(clock, 250);
          if (
            await store.settle(key, owner, outcome).then(
              () => true,
              () => false,
            )
          )
            return;
        }
      })();
      return true;
    }
  }

  /** Ahead of time and in the background, while everybody goes on with the old value. */
  async function renew(): Promise<void> {
    if (renewing || now() < renewNotBefore) return;
    renewing = true;
    // Others look again soon, to find what the one who holds the lock has got.
    renewNotBefore = now() + 1000 + Math.random() * 1000;
    try {
      await renewIn(shared).catch((error: unknown) => {
        if (!(error instanceof StoreError)) throw error;
        log.storeAway(error);
        return options.repeatable ? renewIn(local()) : undefined;
      });
    } catch (error) {
      renewNotBefore = now() + RETRY_RENEWAL;
      log.warn(
        'renewal-failed',
        `The ${key.name} could not be renewed yet; the old one is still good.`,
        error,
      );
    } finally {
      renewing = false;
    }
  }

  async function renewIn(store: CredentialStore): Promise<void> {
    const owner = randomUUID();
    const state = await store.claim(key, owner, LOCK);
    const renewed = isUsable(state) && state.refreshIn > 0;
    if (renewed) adopt(state);
    if (!state.mine) return;
    if (renewed || state.pausedFor > 0) await finish(store, owner, NOTHING);
    else await replace(store, owner, state);
  }

  async function withoutStore(): Promise<LocalCopy> {
    if (own && isAlive(own)) {
      own.confirmedUntil = now() + CONFIRM_AGAIN;
      return own;
    }
    if (options.repeatable) return obtain(local());
    if (now() < aloneNotBefore) throw unavailable('the store is away, and this process has asked already');
    aloneNotBefore = now() + ALONE_AGAIN;
    log.error(
      'unshared-token',
      `The store is away, so this process asks for a ${key.name} of its own, which ends those of the others. ` +
        "accessToken: 'stable' does not have this problem.",
    );
    try {
      return await obtain(local());
    } catch (error) {
      // What was not sent has ended nobody's.
      if (error instanceof TransportError && !error.sent) aloneNotBefore = -Infinity;
      throw error;
    }
  }

  function prove(value: string): void {
    if (!own?.trial || value !== own.value) return;
    own.trial = false;
    void ownStore?.prove(key, value);
    shared.prove(key, value).catch(log.storeAway);
  }

  function forget(): void {
    if (own) refuse(own.value);
    own = undefined;
  }

  function refuse(value: string): void {
    refused.set(value, own?.generation ?? Infinity);
    // A handful is enough: old values do not come back.
    if (refused.size > 8) refused.delete([...refused.keys()][0] ?? '');
  }

  async function reject(value: string, { errcode, errmsg }: ApiError): Promise<void> {
    if (own?.value === value ? isRefused(own) : refused.has(value)) return;
    refuse(value);
    const failure = { errcode, errmsg };
    await ownStore?.reject(key, value, failure);
    const refusals = await shared.reject(key, value, failure).catch(log.storeAway);
    if (refusals !== undefined) log.refused(key.name, refusals, options.rival);
  }

  const unavailable = (why: string): TransportError =>
    new TransportError(`No ${key.name}: ${why}.`, { sent: false, reason: 'token' });

  function insists(): ApiError {
    const errmsg = `WeChat gives the same ${key.name} again, which it refused`;
    return createApiError({ errcode: 40001, errmsg, endpoint: options.endpoint, credential: 'account' });
  }

  return { get, reject, prove, forget, ...(outlastsLock && { maxWaitMs: OUTLASTING_PATIENCE }) };
}

const NOTHING = { kind: 'nothing' } as const;

/** Codes that say nothing against the settings: the next call may ask again. */
const PASSING: ReadonlySet<number> = new Set([-1, -1000, 45011]);

/** Whether an error says something that the next call would be told as well. */
export const isLasting = ({ errcode }: ApiError): boolean => !PASSING.has(errcode);
