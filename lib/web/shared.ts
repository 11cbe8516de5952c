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
/** How soon one that waits looks, with jitter; then ever later, so that many who wait do not hold up those who work. */
const LOOK_MS = 40;
const MAX_LOOK_MS = 640;
/** How long a store may be away before a process goes on alone. */
const AWAY_MS = 4000;
/** How often a store that stays away is asked; who comes in between goes on alone at once. */
const ASK_AGAIN_MS = 1000;
/** How long a store that was away is given, so that others can write to it what they have; a shorter absence is none. */
const BACK_MS = 1000;
const NO_ABSENCE_MS = 300;
/** How long one waits for another process at most. */
const WAIT_MS = 15_000;

/** What somebody makes of a text of which others may know more. */
export type SharedStep<T> =
  | { readonly kind: 'found'; readonly value: T }
  /** Another process is at work. */
  | { readonly kind: 'wait' }
  /** The work is the caller's, once this text is written down. */
  | { readonly kind: 'take'; readonly text: string };

/** What came of it. */
export type Taken<T> =
  | { readonly kind: 'found'; readonly value: T }
  /**
   * The work is the caller's; `'alone'`: and perhaps that of other processes as well, since the store is away. `put` writes down what
   * came of it, unless another has written meanwhile.
   */
  | { readonly kind: 'mine' | 'alone'; put(text: string): Promise<void> }
  /** Another process has not come to an end. */
  | { readonly kind: 'late' };

/** What processes share of sign-ins: sealed texts by name, and turns. A store that is away is waited for 4 s, by all together. */
export interface Shared {
  /** The text of that name, if there is one. `ttl` in milliseconds, from now on. */
  read(name: string, ttl: number): Promise<string | undefined>;
  write(name: string, text: string | undefined, ttl: number): Promise<void>;
  /** Gives work to one process alone. `step` says what the text of that name means; it is asked again whenever the text may be another. */
  take<T>(name: string, ttl: number, step: (text: string | undefined) => SharedStep<T>): Promise<Taken<T>>;
  /** Tells when a store is back that was away, and may have forgotten everything. */
  onBack(listener: () => void): void;
  /** Does work for a name while no other process does it for the same. Without a store each process goes on alone. */
  inTurn<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** Makes it of the ports of a store. Names of keys show a hash, and texts are sealed. */
export function createShared(
  { sessions, turns }: Pick<Store, 'sessions' | 'turns'>,
  account: string,
  seal: TextSeal,
  warn: (error: unknown) => void,
): Shared {
  const keyOf = (name: string): UserKey => ({ account, id: hash('sha256', `web\n${account}\n${name}`) });
  const open = (sealed: string | undefined) => (sealed === undefined ? undefined : seal.open(sealed));
  const listeners: (() => void)[] = [];
  let awaySince: number | undefined;
  let askedAt = -Infinity;
  let backAt = -Infinity;

  function worked(): void {
    const now = performance.now();
    const isBack = awaySince !== undefined && now - awaySince > NO_ABSENCE_MS;
    awaySince = undefined;
    if (!isBack) return;
    backAt = now;
    for (const listener of listeners) listener();
  }

  /** Repeats what a store cannot do just now; `undefined` when it stays away. */
  async function patiently<T>(task: () => T | PromiseLike<T>): Promise<{ readonly value: T } | undefined> {
    for (;;) {
      const begun = performance.now();
      if (awaySince !== undefined && begun - awaySince > AWAY_MS) {
        if (begun - askedAt < ASK_AGAIN_MS) return undefined;
        askedAt = begun;
      }
      try {
        const value = await task();
        worked();
        return { value };
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        const now = performance.now();
        awaySince ??= now;
        if (error.misconfigured || now - awaySince > AWAY_MS) {
          warn(error);
          return undefined;
        }
        await sleep(LOOK_MS * (2 + Math.random()));
      }
    }
  }

  const look = (key: UserKey, ttl: number) => patiently(() => sessions.read(key, ttl));

  async function take<T>(
    name: string,
    ttl: number,
    step: (text: string | undefined) => SharedStep<T>,
  ): Promise<Taken<T>> {
    const key = keyOf(name);
    const pause = createPause();
    for (;;) {
      const held = await look(key, ttl);
      if (held === undefined) return { kind: 'alone', put: () => Promise.resolve() };
      const next = step(open(held.value));
      if (next.kind === 'found') return next;
      if (next.kind === 'wait') {
        if (!(await pause())) return { kind: 'late' };
        continue;
      }
      const own = seal.close(next.text);
      const put = async (text: string): Promise<void> => {
        await patiently(() => sessions.replace(key, own, seal.close(text), ttl));
      };
      const taken = await patiently(() => sessions.replace(key, held.value, own, ttl));
      // A store that is slow may have done it all the same.
      if (taken === undefined) return { kind: 'alone', put };
      if (!taken.value) continue;
      if (performance.now() - backAt < BACK_MS) {
        await sleep(BACK_MS);
        const after = await look(key, ttl);
        if (after !== undefined && after.value !== own) continue;
      }
      return { kind: 'mine', put };
    }
  }

  return {
    async read(name, ttl) {
      return open((await look(keyOf(name), ttl))?.value);
    },
    async write(name, text, ttl) {
      const sealed = text === undefined ? undefined : seal.close(text);
      await patiently(() => sessions.write(keyOf(name), sealed, ttl));
    },
    take,
    onBack: (listener) => void listeners.push(listener),

    async inTurn(name, work) {
      const key = keyOf(name);
      const ticket = { id: randomBytes(9).toString('base64url'), owner: 'web' };
      const pause = createPause();
      try {
        for (;;) {
          const turn = await patiently(() => turns.ask(key, ticket, MAX_WAITING, LEASE_MS));
          if (turn === undefined || turn.value === 'mine') return await work();
          if (!(await pause())) throw new StoreError('Another process has not come to an end.');
        }
      } finally {
        // In the end its lease is over.
        void Promise.resolve(turns.leave(key, ticket)).catch(() => undefined);
      }
    },
  };
}

/** Waits for another process, whose time is real; resolves to false when that is too long. */
function createPause(): () => Promise<boolean> {
  const end = performance.now() + WAIT_MS;
  let ms = LOOK_MS;
  return async () => {
    if (performance.now() > end) return false;
    await sleep(ms * (1 + Math.random()));
    ms = Math.min(ms * 2, MAX_LOOK_MS);
    return true;
  };
}
