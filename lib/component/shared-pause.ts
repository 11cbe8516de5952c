import { randomUUID } from 'node:crypto';
import { pauseError } from '../api/pause';
import { ApiError } from '../errors';
import { quietLog } from '../logger';
import { memoryCredentials } from '../store/memory';
import { withFallback } from './fallback';
import type { PlatformSettings } from './options';
import { ACCOUNT_TOKEN_PATH } from './withdrawn';

/**
 * Codes that speak of the platform, whatever account a call is about: the IP is not in its list, or it is not
 * the platform that it says it is.
 */
const OF_PLATFORM: ReadonlySet<number> = new Set([61004, 61011, 41018, 40125]);

export const isOfPlatform = ({ errcode }: ApiError): boolean => OF_PLATFORM.has(errcode);

/**
 * One pause of all processes for what a platform asks about its accounts, after a refusal that concerns all
 * of them.
 */
export interface SharedPause {
  /** Makes a call, unless there is a pause; and begins one should WeChat's answer call for it. */
  around<T>(call: () => Promise<T>): Promise<T>;
}

const LOCK_MS = 5_000;

/** The settings that a pause needs. */
type PauseSettings = Pick<PlatformSettings, 'componentAppId' | 'store' | 'clock' | 'logger' | 'away'>;

export function createSharedPause({
  componentAppId,
  store,
  clock,
  logger,
  away,
}: PauseSettings): SharedPause {
  const key = { account: componentAppId, name: 'pause' };
  const log = quietLog(logger, clock);
  const stored = withFallback(store.credentials, memoryCredentials(clock), away);
  let isPaused = false;

  async function around<T>(call: () => Promise<T>): Promise<T> {
    const state = await stored((credentials) => credentials.read(key));
    if (state.failure !== undefined) isPaused = true;
    if (state.pausedFor > 0) throw pauseError(state, ACCOUNT_TOKEN_PATH, clock);
    try {
      const result = await call();
      if (isPaused) await end();
      return result;
    } catch (error) {
      if (error instanceof ApiError && isOfPlatform(error) && error.since === undefined) await begin(error);
      throw error;
    }
  }

  async function begin(error: ApiError): Promise<void> {
    const { errcode, errmsg, message } = error;
    isPaused = true;
    log(
      'error',
      { event: 'platform-refused', account: componentAppId, code: String(errcode), reason: message },
      'WeChat refuses what the third-party platform asks, whatever account it is about: no account can get a token before that is mended.',
    );
    const owner = randomUUID();
    await stored(async (credentials) => {
      const state = await credentials.claim(key, owner, LOCK_MS);
      // Many meet the same refusal; together they begin one pause.
      const outcome = state.pausedFor > 0 ? NOTHING : REFUSED(errcode, errmsg);
      if (state.isOwner) await credentials.completeClaim(key, owner, outcome);
    });
  }

  /** The next pause is a first one again. */
  async function end(): Promise<void> {
    isPaused = false;
    const owner = randomUUID();
    await stored(async (credentials) => {
      const { isOwner, generation } = await credentials.claim(key, owner, LOCK_MS);
      const fresh = { kind: 'fresh', value: owner, expiresIn: 1, refreshIn: 1, generation } as const;
      if (isOwner) await credentials.completeClaim(key, owner, fresh);
    });
  }

  return { around };
}

const NOTHING = { kind: 'nothing' } as const;
const REFUSED = (errcode: number, errmsg: string) =>
  ({ kind: 'refused', failure: { errcode, errmsg } }) as const;
