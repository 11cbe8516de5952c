import type { Clock } from '../clock';
import { KEEP_ANSWER, MAX_ATTEMPTS, REMEMBER_DELIVERY } from './deliveries';
import type {
  Claim,
  ClaimState,
  DeliveryKey,
  DeliveryStore,
  Finish,
  GiveUp,
  StoredAnswer,
} from './deliveries';

/** Most messages that are remembered when their run is over; the oldest are forgotten first. */
const MOST_OVER = 10_000;
const SHELVES = 5;
/** Most that are running, or whose owner has vanished. */
const MOST_RUNNING = 10_000;

interface Running {
  owner: string;
  attempt: number;
  until: number;
  readonly first: number;
  deliveries: number;
  acknowledged: boolean;
  parked: boolean;
}

interface Over {
  readonly owner: string;
  readonly answer: StoredAnswer | undefined;
  readonly late: boolean;
  readonly at: number;
}

/** The deliveries of one process. Answers at once. */
export function memoryDeliveries(clock: Clock): DeliveryStore {
  const running = new Map<string, Running>();
  const past = createPast();

  const claimOf = (entry: Running, state: ClaimState, now: number): Claim => ({
    state,
    attempt: entry.attempt,
    deliveries: entry.deliveries,
    age: now - entry.first,
    acknowledged: entry.acknowledged,
  });

  function begin(id: string, owner: string, attempt: number, lease: number, now: number): Running {
    if (running.size >= MOST_RUNNING) for (const [oldest] of running) if (running.delete(oldest)) break;
    const entry: Running = {
      owner,
      attempt,
      until: now + lease,
      first: now,
      deliveries: 0,
      acknowledged: false,
      parked: false,
    };
    running.set(id, entry);
    return entry;
  }

  return {
    get remembered() {
      return past.size;
    },

    claim(key, owner, count, lease) {
      const id = idOf(key);
      const now = clock.monotonic();
      let entry = running.get(id);
      if (entry === undefined) {
        const over = past.recall(id, now);
        if (over !== undefined) return claimOver(over, now);
        entry = begin(id, owner, 1, lease, now);
      }
      if (count) entry.deliveries++;
      if (entry.parked) return claimOf(entry, 'parked', now);
      if (entry.owner === owner) return claimOf(entry, 'run', now);
      if (entry.until > now) return claimOf(entry, 'wait', now);
      if (entry.attempt >= MAX_ATTEMPTS) {
        entry.parked = true;
        return claimOf(entry, 'parked', now);
      }
      entry.owner = owner;
      entry.attempt++;
      entry.until = now + lease;
      return claimOf(entry, 'run', now);
    },

    renew(key, owner, attempt, lease) {
      const id = idOf(key);
      const now = clock.monotonic();
      let entry = running.get(id);
      if (entry === undefined && past.recall(id, now) === undefined)
        entry = begin(id, owner, attempt, lease, now);
      if (entry?.owner !== owner) return false;
      entry.until = now + lease;
      entry.parked = false;
      return true;
    },

    finish(key, owner, answer): Finish {
      const id = idOf(key);
      const now = clock.monotonic();
      const entry = running.get(id);
      if (entry === undefined) {
        const over = past.recall(id, now);
        if (over !== undefined) return over.owner !== owner ? 'lost' : over.late ? 'send-late' : 'stored';
      } else if (entry.owner !== owner) return 'lost';
      running.delete(id);
      const late = entry?.acknowledged ?? false;
      past.add(id, { owner, answer: late ? undefined : answer, late, at: now });
      return late ? 'send-late' : 'stored';
    },

    giveUp(key): GiveUp {
      const id = idOf(key);
      const now = clock.monotonic();
      const entry = running.get(id);
      if (entry !== undefined) {
        entry.acknowledged = true;
        return entry.parked ? { state: 'late' } : { state: 'owed' };
      }
      const over = past.recall(id, now);
      if (over === undefined || over.late) return { state: 'late' };
      return { state: 'answer', answer: answerOf(over, now) };
    },
  };
}

// Accounts may share a store, and a message's id says nothing of its account.
const idOf = ({ account, id }: DeliveryKey): string => account + id;

const answerOf = ({ answer, at }: Over, now: number) => (now - at < KEEP_ANSWER ? answer : undefined);

const claimOver = (over: Over, now: number): Claim => ({
  state: over.late ? 'late' : 'done',
  attempt: 1,
  deliveries: 0,
  age: 0,
  acknowledged: over.late,
  answer: answerOf(over, now),
});

/**
 * What is over, in five shelves, the oldest of which is dropped whole: to take entries out one by one costs more than
 * everything else that is done with them.
 */
function createPast() {
  let shelves: readonly Map<string, Over>[] = [];
  let newest = new Map<string, Over>();
  return {
    get size(): number {
      return shelves.reduce((sum, { size }) => sum + size, 0);
    },
    add(id: string, over: Over): void {
      if (shelves.length === 0 || newest.size >= MOST_OVER / SHELVES) {
        newest = new Map();
        shelves = [newest, ...shelves.slice(0, SHELVES - 1)];
      }
      newest.set(id, over);
    },
    recall(id: string, now: number): Over | undefined {
      for (const shelf of shelves) {
        const over = shelf.get(id);
        if (over !== undefined) return now - over.at > REMEMBER_DELIVERY ? undefined : over;
      }
      return undefined;
    },
  };
}
