import type { Clock } from '../clock';
import type { SessionStore, UserKey } from './sessions';

/** Most sessions, and most characters of all of them; those not used for longest are dropped first. */
const MAX_SESSIONS = 10_000;
const MAX_CHARS = 32 * 1024 * 1024;

interface Entry {
  readonly text: string;
  readonly until: number;
}

/** The sessions of one process. Answers at once. */
export function memorySessions(clock: Clock): SessionStore {
  // In the order of their last use.
  const entries = new Map<string, Entry>();
  let characters = 0;

  function drop(id: string): void {
    characters -= entries.get(id)?.text.length ?? 0;
    entries.delete(id);
  }

  function keep(id: string, text: string, until: number): void {
    drop(id);
    entries.set(id, { text, until });
    characters += text.length;
    for (const [oldest, entry] of entries) {
      const isFull = entries.size > MAX_SESSIONS || characters > MAX_CHARS;
      if (!isFull && entry.until > clock.monotonic()) break;
      drop(oldest);
    }
  }

  return {
    isShared: false,

    read(key, ttl) {
      const id = idOf(key);
      const now = clock.monotonic();
      const entry = entries.get(id);
      if (entry === undefined || entry.until <= now) return undefined;
      keep(id, entry.text, now + ttl);
      return entry.text;
    },

    write(key, text, ttl) {
      const id = idOf(key);
      if (text === undefined) drop(id);
      else keep(id, text, clock.monotonic() + ttl);
    },

    replace(key, before, after, ttl) {
      const id = idOf(key);
      const now = clock.monotonic();
      const entry = entries.get(id);
      const current = entry === undefined || entry.until <= now ? undefined : entry.text;
      if (current !== before) return false;
      keep(id, after, now + ttl);
      return true;
    },
  };
}

const idOf = ({ account, id }: UserKey): string => account + id;
