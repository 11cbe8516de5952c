import { hash, randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UserKey } from '../store/sessions';
import { StoreError } from '../store/store';
import type { Store } from '../store/store';
import type { TextSeal } from '../text-seal';

/** How long one turn may last before another process may begin. */
const LEASE_MS = 12_000;
/** The most tasks that wait for one turn. */
const MAX_WAITING = 100;
/**
 * The first pause of a waiting task, with jitter. Later pauses grow, so that many waiting tasks do not slow
 * down the working one.
 */
const LOOK_MS = 40;
const MAX_LOOK_MS = 640;
/** How long a process waits for an unreachable store before it goes on alone. */
const AWAY_MS = 4000;
/** How often an unreachable store is tried again. Requests in between go on alone at once. */
const ASK_AGAIN_MS = 1000;
/**
 * After the store returns, how long other processes get to write what they know. A shorter absence is
 * ignored.
 */
const BACK_MS = 1000;
const NO_ABSENCE_MS = 300;
/** The longest time to wait for another process. */
const WAIT_MS = 15_000;

/** What the caller decides from a shared text. */
export type SharedStep<T> =
  | { readonly kind: 'found'; readonly value: T }
  /** Another process does the work. */
  | { readonly kind: 'wait' }
  /** The caller does the work, as soon as this text is stored. */
  | { readonly kind: 'take'; readonly text: string };

/** The outcome of `take`. */
export type Taken<T> =
  | { readonly kind: 'found'; readonly value: T }
  /**
   * The caller does the work. `'alone'`: other processes may do it too, since the store is unreachable. `put`
   * stores the result, unless another process has stored one meanwhile.
   */
  | { readonly kind: 'mine' | 'alone'; put(text: string): Promise<void> }
  /** Another process did not finish in time. */
  | { readonly kind: 'late' };

/**
 * What processes share about sign-ins: encrypted texts by name, and turns. If the store is unreachable, all
 * wait for it together, for at most 4 s.
 */
export interface Shared {
  /** Reads the text of a name, if there is one. `ttl` counts from now, in milliseconds. */
  read(name: string, ttl: number): Promise<string | undefined>;
  write(name: string, text: string | undefined, ttl: number): Promise<void>;
  /**
   * Gives the work to one process only. `step` decides from the text of the name; it is called again whenever
   * the text may have changed.
   */
  take<T>(name: string, ttl: number, step: (text: string | undefined) => SharedStep<T>): Promise<Taken<T>>;
  /** Calls the listener when the store is reachable again; it may have lost all data. */
  onBack(listener: () => void): void;
  /** Does the work for a name while no other process does so. Without a store each process goes on alone. */
  inTurn<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** Creates it from the ports of a store. Key names contain a hash, and texts are encrypted. */
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

  /** Repeats a task that the store cannot do now. Resolves to `undefined` if it stays unreachable. */
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
      // A slow store may have done the write although it did not answer in time.
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
        // If this call fails, the lease ends by itself.
        void Promise.resolve(turns.leave(key, ticket)).catch(() => undefined);
      }
    },
  };
}

/** Waits for another process, which uses real time. Resolves to false when the wait is too long. */
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
