import { TransportError } from '../errors';
import { memoryCredentials } from '../store/memory';
import { StoreError } from '../store/store';
import type { CredentialStore } from '../store/store';
import type {
  Credential,
  CredentialManager,
  CredentialManagerOptions,
  SharedCredentialManager,
} from './credential';
import { createCredentialLog } from './credential-log';
import { createLocalCopy } from './local-copy';
import type { LocalCopy } from './local-copy';
import { createRenewalLock, OUTLASTING_WAIT_MS } from './renewal-lock';

/** How soon a store that is away is asked again. */
const CONFIRM_AGAIN_MS = 5_000;
/**
 * How often this process asks for a value of its own, where that ends the value of the others; sooner only if
 * the value has reached its end.
 */
const ALONE_AGAIN_MS = 300_000;
const RENEW_AGAIN_MS = 10_000;

/**
 * Hands out a credential that all processes share.
 *
 * ```
 *            load                   60 s
 *   absent ────────▶ confirmed ◀──────────▶ unconfirmed     get() gives a confirmed value at once.
 *      ▲                 │          load                    After refreshAt it is renewed in the
 *      │  over, refused  │                                  background, while calls go on with it.
 *      └─────────────────┘
 *
 *   load   the store has a value          → take it over
 *          the store has none             → renewal lock: one of all processes asks WeChat
 *          the store is away              → keep the value until its end; then a lock within this process
 * ```
 */
export function createCredentialManager(options: CredentialManagerOptions): SharedCredentialManager {
  const { key, store: shared, clock } = options;
  const log = createCredentialLog(options.logger, clock, key.account);
  const copy = createLocalCopy(clock);
  const lock = createRenewalLock(options, copy, log);
  // For the time in which the shared store is away: the same rules, for this process.
  let localStore: CredentialStore | undefined;
  const local = () => (localStore ??= memoryCredentials(clock));
  let pending: Promise<LocalCopy> | undefined;
  let isRenewing = false;
  let renewNotBefore = -Infinity;
  let aloneNotBefore = -Infinity;

  const now = () => clock.monotonic();

  async function get(): Promise<Credential> {
    for (;;) {
      const found = copy.confirmed() ?? (await (pending ??= load().finally(() => (pending = undefined))));
      // It may have been refused while it was on its way to us.
      if (copy.isRefused(found)) continue;
      if (now() >= found.refreshAt) void renew();
      return found;
    }
  }

  async function load(): Promise<LocalCopy> {
    try {
      const state = await shared.read(key);
      if (copy.accepts(state)) return copy.adopt(state);
      const obtained = await lock.obtain(shared);
      if (obtained) return obtained;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      log.storeAway(error);
      return withoutStore();
    }
    if (options.repeatable) return withoutStore();
    throw slow();
  }

  /** Ahead of time and in the background, while everybody goes on with the old value. */
  async function renew(): Promise<void> {
    if (isRenewing || now() < renewNotBefore) return;
    isRenewing = true;
    // Others look again soon, to find what the one who holds the lock has got.
    renewNotBefore = now() + 1000 + Math.random() * 1000;
    try {
      await lock.renew(shared).catch((error: unknown) => {
        if (!(error instanceof StoreError)) throw error;
        log.storeAway(error);
        return options.repeatable ? lock.renew(local()) : undefined;
      });
    } catch (error) {
      renewNotBefore = now() + RENEW_AGAIN_MS;
      log.warn(
        'renewal-failed',
        `The ${key.name} could not be renewed yet; the old one is still good.`,
        error,
      );
    } finally {
      isRenewing = false;
    }
  }

  async function withoutStore(): Promise<LocalCopy> {
    const known = copy.alive();
    if (known) return copy.confirmFor(known, CONFIRM_AGAIN_MS);
    if (options.repeatable) return obtainAlone();
    if (now() < aloneNotBefore) throw unavailable('the store is away, and this process has asked already');
    aloneNotBefore = now() + ALONE_AGAIN_MS;
    log.error(
      'unshared-token',
      `The store is away, so this process asks for a ${key.name} of its own, which ends those of the others. ` +
        "accessToken: 'stable' does not have this problem.",
    );
    try {
      const obtained = await obtainAlone();
      aloneNotBefore = Math.min(aloneNotBefore, obtained.expiresAt);
      return obtained;
    } catch (error) {
      // What was not sent has ended nobody's.
      if (error instanceof TransportError && !error.sent) aloneNotBefore = -Infinity;
      throw error;
    }
  }

  async function obtainAlone(): Promise<LocalCopy> {
    const obtained = await lock.obtain(local());
    if (obtained) return obtained;
    throw slow();
  }

  /** There is no credential, and WeChat was not asked. */
  function unavailable(why: string): TransportError {
    return new TransportError(`No ${key.name}: ${why}.`, { sent: false, reason: 'token' });
  }

  const slow = () => unavailable('another process is asking for it, and takes its time');

  const markUsed: CredentialManager['markUsed'] = (value) => {
    if (!copy.markUsed(value)) return;
    void localStore?.markUsed(key, value);
    shared.markUsed(key, value).catch(log.storeAway);
  };

  const invalidate: CredentialManager['invalidate'] = async (value, { errcode, errmsg }) => {
    if (!copy.refuse(value)) return;
    const failure = { errcode, errmsg };
    await localStore?.invalidate(key, value, failure);
    const refusals = await shared.invalidate(key, value, failure).catch(log.storeAway);
    if (refusals !== undefined) log.refused(key.name, refusals, options.rival);
  };

  return {
    get,
    invalidate,
    markUsed,
    forget: () => copy.forget(),
    ...(options.outlastsLock === true && { maxWaitMs: OUTLASTING_WAIT_MS }),
  };
}
