import { hash, randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UserKey } from '../store/sessions';
import { StoreError } from '../store/store';
import type { Store } from '../store/store';
import type { TextSeal } from '../text-seal';

/** How long work in turn may take before another process goes ahead. */
const LEASE_MS = 12_000;
/** Most that wait for one turn. */
const MAX_WAITING = 100;
/** How often one that waits looks, with jitter. */
const LOOK_MS = 40;
/** How long a store may be away before a process goes on alone. */
const AWAY_MS = 4000;
/** How long a store that was away is given, so that others can write to it what they have. */
const BACK_MS = 1000;
/** How long one waits for its turn at most. */
const WAIT_MS = 15_000;

/** What processes share of sign-ins: sealed texts by name, and turns. */
export interface Shared {
  /** The text of that name, if there is one. `ttl` in milliseconds, from now on. */
  read(name: string, ttl: number): Promise<string | undefined>;
  write(name: string, text: string | undefined, ttl: number): Promise<void>;
  /**
   * Does work for a name while no other process does it for the same. `look` comes first, and again whenever another may have
   * done the work; the work itself is for those who see nothing. A store that is away is waited for 4 s; then this process goes
   * on alone.
   */
  inTurn<T>(name: string, look: () => Promise<T | undefined>, work: () => Promise<T>): Promise<T>;
}

/** Makes it of the ports of a store. Names of keys show a hash, and texts are sealed. */
export function createShared(
  { sessions, turns }: Pick<Store, 'sessions' | 'turns'>,
  account: string,
  seal: TextSeal,
  warn: (error: unknown) => void,
): Shared {
  const keyOf = (name: string): UserKey => ({ account, id: hash('sha256', `web\n${account}\n${name}`) });

  /** Repeats what a store cannot do just now; `undefined` when it stays away. Tells whether it was. */
  async function patiently<T>(task: () => T | PromiseLike<T>, state: Patience): Promise<T | undefined> {
    for (;;) {
      try {
        const value = await task();
        return value;
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        state.wasAway = true;
        if (error.misconfigured || performance.now() > state.until) {
          warn(error);
          return undefined;
        }
        await sleep(LOOK_MS * (2 + Math.random()));
      }
    }
  }

  const open = (sealed: string | undefined) => (sealed === undefined ? undefined : seal.open(sealed));
  const shared: Shared = {
    async read(name, ttl) {
      return open(await patiently(() => sessions.read(keyOf(name), ttl), patience()));
    },
    async write(name, text, ttl) {
      const sealed = text === undefined ? undefined : seal.close(text);
      await patiently(() => sessions.write(keyOf(name), sealed, ttl), patience());
    },

    async inTurn(name, look, work) {
      const key = keyOf(name);
      const ticket = { id: randomBytes(9).toString('base64url'), owner: 'web' };
      const end = performance.now() + WAIT_MS;
      const state = patience();
      try {
        for (;;) {
          const turn = await patiently(() => turns.ask(key, ticket, MAX_WAITING, LEASE_MS), state);
          // Who worked while the store was away writes down what came of it as soon as the store is back.
          if (turn === 'mine' && state.wasAway) await sleep(BACK_MS);
          const found = await look();
          if (found !== undefined) return found;
          if (turn === 'mine' || turn === undefined) return await work();
          if (performance.now() > end) throw new StoreError('Another process has not come to an end.');
          // Another process is waited for, whose time is real.
          await sleep(LOOK_MS * (1 + Math.random()));
        }
      } finally {
        // In the end its lease is over.
        void Promise.resolve(turns.leave(key, ticket)).catch(() => undefined);
      }
    },
  };
  return shared;
}

interface Patience {
  wasAway: boolean;
  readonly until: number;
}

const patience = (): Patience => ({ wasAway: false, until: performance.now() + AWAY_MS });
