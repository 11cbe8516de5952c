import { systemClock, type Clock } from '../clock';
import {
  beginsPause,
  endsPauses,
  isInUse,
  nextCondition,
  type CredentialCondition,
  type CredentialEvent,
} from './credential-condition';
import { memoryDeliveries } from './memory-deliveries';
import { memoryPlatforms } from './memory-platforms';
import { memorySessions } from './memory-sessions';
import { memoryTurns } from './memory-turns';
import {
  FORCE_LIMITS,
  REFUSALS,
  pauseOf,
  type CredentialFailure,
  type CredentialKey,
  type CredentialState,
  type CredentialStore,
  type Store,
} from './store';

/**
 * A store for one process.
 *
 * @example
 * const clock = movableClock();
 * const wx = wechat({ appId: 'wx1', token: 'token', store: memoryStore(clock), clock });
 */
export function memoryStore(clock: Clock = systemClock): Store {
  const store: Store = {
    credentials: memoryCredentials(clock),
    deliveries: memoryDeliveries(clock),
    platforms: memoryPlatforms(clock),
    sessions: memorySessions(clock),
    turns: memoryTurns(clock),
  };
  memories.add(store);
  return store;
}

const memories = new WeakSet<object>();

/** Whether other processes do not see what is kept. */
export const isMemoryStore = (store: object): boolean => memories.has(store);

interface Entry {
  value: string;
  expiresAt: number;
  refreshAt: number;
  generation: number;
  condition: CredentialCondition;
  pausedUntil: number;
  pauseCount: number;
  failure?: CredentialFailure;
  lock?: { readonly owner: string; readonly until: number };
  /** When WeChat refused a value, the newest last. */
  refusals: readonly number[];
  forced: { at: number; day: number; count: number };
}

/** The credentials of one process. */
export function memoryCredentials(clock: Clock): CredentialStore {
  // As many as there are accounts times four.
  const entries = new Map<string, Entry>();
  const now = () => clock.monotonic();

  const entryOf = ({ account, name }: CredentialKey): Entry => {
    const id = `${account} ${name}`;
    let entry = entries.get(id);
    if (!entry) entries.set(id, (entry = blank()));
    return entry;
  };
  const holds = (entry: Entry, owner: string) => entry.lock?.owner === owner && entry.lock.until > now();
  const pause = (entry: Entry, failure: CredentialFailure) => {
    entry.pausedUntil = now() + pauseOf(entry.pauseCount + 1);
    entry.pauseCount++;
    entry.failure = failure;
  };

  const happen = (entry: Entry, event: CredentialEvent) => {
    if (endsPauses(entry.condition, event)) entry.pauseCount = 0;
    entry.condition = nextCondition(entry.condition, event);
  };

  return {
    // `async`, so that a caller meets the same order of events as with Redis.
    read: async (key) => Promise.resolve(stateOf(entryOf(key), now())),

    claim: async (key, owner, ms) => {
      const entry = entryOf(key);
      if (!entry.lock || entry.lock.until <= now()) entry.lock = { owner, until: now() + ms };
      return Promise.resolve({ ...stateOf(entry, now()), isOwner: entry.lock.owner === owner });
    },

    completeClaim: async (key, owner, outcome) => {
      const entry = entryOf(key);
      if (!holds(entry, owner)) return Promise.resolve(undefined);
      delete entry.lock;
      if (outcome.kind === 'refused') pause(entry, outcome.failure);
      if (outcome.kind !== 'fresh') return entry.condition;
      if (outcome.generation !== entry.generation) return undefined;
      happen(entry, 'stored');
      entry.value = outcome.value;
      entry.expiresAt = now() + outcome.expiresIn;
      entry.refreshAt = now() + outcome.refreshIn;
      entry.generation++;
      entry.pausedUntil = 0;
      delete entry.failure;
      return entry.condition;
    },

    invalidate: async (key, value, failure) => {
      const entry = entryOf(key);
      if (entry.value !== value) return Promise.resolve(undefined);
      const recent = entry.refusals.filter((at) => at > now() - REFUSALS.within);
      const isNew = failure && isInUse(entry.condition);
      entry.refusals = isNew ? [...recent, now()].slice(-REFUSALS.most) : recent;
      // Many callers meet the same refusal; together they begin one pause.
      if (failure && beginsPause(entry.condition, 'refused')) pause(entry, failure);
      happen(entry, failure ? 'refused' : 'replaced');
      return entry.refusals.length;
    },

    markUsed: async (key, value) => {
      const entry = entryOf(key);
      if (entry.value === value) happen(entry, 'worked');
      return Promise.resolve();
    },

    allowForce: async (key) => {
      const { forced } = entryOf(key);
      const day = Math.floor(now() / FORCE_LIMITS.day);
      const count = forced.day === day ? forced.count : 0;
      if (now() - forced.at < FORCE_LIMITS.apart || count >= FORCE_LIMITS.perDay)
        return Promise.resolve(false);
      Object.assign(forced, { at: now(), day, count: count + 1 });
      return true;
    },
  };
}

const blank = (): Entry => ({
  value: '',
  expiresAt: 0,
  refreshAt: 0,
  generation: 0,
  condition: 'none',
  pausedUntil: 0,
  pauseCount: 0,
  refusals: [],
  forced: { at: -Infinity, day: 0, count: 0 },
});

const stateOf = (entry: Entry, now: number): CredentialState => ({
  value: entry.value,
  expiresIn: entry.expiresAt - now,
  refreshIn: entry.refreshAt - now,
  generation: entry.generation,
  condition: entry.condition,
  pausedFor: entry.pausedUntil - now,
  pauseCount: entry.pauseCount,
  ...(entry.failure && { failure: entry.failure }),
});
