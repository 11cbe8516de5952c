import { randomUUID } from 'node:crypto';
import { ApiError } from '../errors';
import { nextCondition, type CredentialCondition } from '../store/credential-condition';
import type { CredentialOutcome, CredentialState, CredentialStore } from '../store/store';
import { createApiError } from './api-error';
import type { CredentialManagerOptions, FetchedCredential } from './credential';
import type { CredentialLog } from './credential-log';
import type { createLocalCopy, LocalCopy } from './local-copy';
import { pauseError } from './pause';
import { sleep } from './timing';

/** Longer than the 5 s a fetch may take: its holder gives up before its lock does. */
const LOCK_MS = 8_000;
/** Shorter than the 6 s in which a call must have its token, so that it ends with an error that explains. */
const WAIT_MS = 5_500;
/** Half where everybody may ask: the rest is then enough to ask ourselves. */
const REPEATABLE_WAIT_MS = 3_000;
const WRITE_AGAIN_MS = 250;

/** How long a call may take where it waits for the lock of a process that died, and then for a fetch. */
export const OUTLASTING_WAIT_MS = LOCK_MS + WAIT_MS;

const NOTHING = { kind: 'nothing' } as const;

/**
 * Renews a credential so that one of all processes asks WeChat.
 *
 * ```
 *             ours                              fetched
 *   claim ───────────▶ lock in hand ─── fetch ───────────▶ write, unlock ──▶ value
 *     ▲  │                   │            │ failed
 *     │  │ another's         │ paused     └──▶ unlock, perhaps with a pause for all ──▶ error
 *     └──┘ 50–150 ms         └──▶ unlock ──▶ what WeChat said
 * ```
 */
export function createRenewalLock(
  options: CredentialManagerOptions,
  copy: ReturnType<typeof createLocalCopy>,
  log: CredentialLog,
) {
  const { key, clock, endpoint, pausesOn = isLasting, outlastsLock = false } = options;
  const waiting = options.repeatable ? REPEATABLE_WAIT_MS : outlastsLock ? LOCK_MS + 500 : WAIT_MS;
  const now = () => clock.monotonic();

  /**
   * Gets a value from WeChat, or from whoever asks it now. Undefined: whoever holds the lock is slow, or
   * dead.
   */
  async function obtain(store: CredentialStore): Promise<LocalCopy | undefined> {
    const owner = randomUUID();
    const end = now() + waiting;
    do {
      const state = await store.claim(key, owner, LOCK_MS);
      const found = copy.accepts(state) ? copy.adopt(state) : undefined;
      const isPaused = !found && state.pausedFor > 0;
      if (state.isOwner && (found || isPaused)) await complete(store, owner, NOTHING, state.condition);
      if (found) return found;
      if (isPaused) throw pauseError(state, endpoint, clock);
      const fetched = state.isOwner ? await replace(store, owner, state) : undefined;
      if (fetched) return fetched;
      await sleep(clock, 50 + Math.random() * 100);
    } while (now() < end);
    return undefined;
  }

  /** Renews ahead of time, unless another process does. */
  async function renew(store: CredentialStore): Promise<void> {
    const owner = randomUUID();
    const state = await store.claim(key, owner, LOCK_MS);
    const isRenewed = copy.accepts(state) && state.refreshIn > 0;
    if (isRenewed) copy.adopt(state);
    if (!state.isOwner) return;
    if (isRenewed || state.pausedFor > 0) await complete(store, owner, NOTHING, state.condition);
    else await replace(store, owner, state);
  }

  /**
   * Call this only while holding the lock. Fetches a credential and stores it. Returns undefined if the lock
   * expired and another process stored one first.
   */
  async function replace(store: CredentialStore, owner: string, state: CredentialState) {
    const known = copy.alive();
    // The store has forgotten what this process still knows. If the value is no good any more, the next call
    // will tell.
    if (state.generation === 0 && known)
      return write(store, owner, state, known.value, known.expiresAt - now());
    let started = now();
    let fetched: FetchedCredential;
    try {
      fetched = await options.fetch(false);
      if (isInsisting(fetched, state)) {
        if (!options.force || !(await store.allowForce(key))) throw insists();
        started = now();
        fetched = await options.fetch(true);
      }
    } catch (error) {
      await complete(store, owner, outcomeOf(error), state.condition);
      throw error;
    }
    copy.giveAnotherChance(fetched.value);
    // Its life began before we asked, at the earliest.
    return write(store, owner, state, fetched.value, fetched.lifetime - (now() - started));
  }

  /**
   * WeChat gives a refused value again. After a pause, WeChat's word that the value is good is taken once
   * more.
   */
  const isInsisting = ({ value }: FetchedCredential, state: CredentialState): boolean =>
    state.pauseCount === 0 && (copy.wasRefused(value) || (isEnded(state.condition) && value === state.value));

  function outcomeOf(error: unknown): CredentialOutcome {
    if (!(error instanceof ApiError) || !pausesOn(error)) return NOTHING;
    const { errcode, errmsg } = error;
    return { kind: 'refused', failure: { errcode, errmsg } };
  }

  async function write(
    store: CredentialStore,
    owner: string,
    { generation, condition }: CredentialState,
    value: string,
    expiresIn: number,
  ): Promise<LocalCopy | undefined> {
    // Short lives, as at the end of a stable token, get a margin in proportion.
    const margin = Math.min(options.margin, expiresIn / 4) * (1 - Math.random() / 5);
    const fresh = { value, expiresIn, refreshIn: expiresIn - margin };
    const expected = nextCondition(condition, 'stored');
    const stored = await complete(store, owner, { kind: 'fresh', ...fresh, generation }, expected);
    return stored && copy.adopt({ ...fresh, generation: generation + 1, condition: stored });
  }

  /**
   * Writes and gives the lock back. While the store is away the value is as good for this process, which goes
   * on with the `expected` condition.
   */
  async function complete(
    store: CredentialStore,
    owner: string,
    outcome: CredentialOutcome,
    expected: CredentialCondition,
  ): Promise<CredentialCondition | undefined> {
    const end = now() + LOCK_MS;
    try {
      return await store.completeClaim(key, owner, outcome);
    } catch (error) {
      log.storeAway(error);
      void writeLater(store, owner, outcome, end);
      return expected;
    }
  }

  /** Others wait for this lock, so it is given back as soon as the store is there. Repeating is harmless. */
  async function writeLater(store: CredentialStore, owner: string, outcome: CredentialOutcome, end: number) {
    while (now() < end) {
      await sleep(clock, WRITE_AGAIN_MS);
      const isWritten = await store.completeClaim(key, owner, outcome).then(
        () => true,
        () => false,
      );
      if (isWritten) return;
    }
  }

  function insists(): ApiError {
    const errmsg = `WeChat gives the same ${key.name} again, which it refused`;
    return createApiError({ errcode: 40001, errmsg, endpoint, credential: 'account' });
  }

  return { obtain, renew };
}

const isEnded = (condition: CredentialCondition): boolean =>
  condition === 'refused' || condition === 'replaced';

/** Codes that say nothing against the settings: the next call may ask again. */
const PASSING: ReadonlySet<number> = new Set([-1, -1000, 45011]);

/** Whether an error says something that the next call would be told as well. */
export const isLasting = ({ errcode }: ApiError): boolean => !PASSING.has(errcode);
