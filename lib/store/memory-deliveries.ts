import type { Clock } from '../clock';
import { KEEP_ANSWER, MAX_ATTEMPTS, REMEMBER_DELIVERY } from './deliveries';
import type { Claim, ClaimState, DeliveryKey, DeliveryStore, Finish, GiveUp } from './deliveries';
import { numberOf, Past } from './past';
import type { Over } from './past';

/** Most that are running, or whose owner has vanished. */
const MOST_RUNNING = 10_000;

interface Running {
  owner: string;
  /** 0 while nobody has claimed it. */
  attempt: number;
  until: number;
  first: number;
  /** When it was last changed. */
  touched: number;
  deliveries: number;
  acknowledged: boolean;
  parked: boolean;
}

/** The deliveries of one process. Answers at once. */
export function memoryDeliveries(clock: Clock): DeliveryStore {
  const running = new Map<string, Running>();
  const pasts = new Map<string, Past>();

  // As many as there are accounts.
  const pastOf = (account: string): Past => {
    let past = pasts.get(account);
    if (past === undefined) pasts.set(account, (past = new Past()));
    return past;
  };

  function recall({ account, id }: DeliveryKey, now: number): Over | undefined {
    const over = pastOf(account).recall(id);
    return over === undefined || now - over.at >= REMEMBER_DELIVERY ? undefined : over;
  }

  function find(id: string, now: number): Running | undefined {
    const entry = running.get(id);
    if (entry === undefined || !isForgotten(entry, now)) return entry;
    running.delete(id);
    return undefined;
  }

  function begin(id: string, now: number): Running {
    // The oldest goes where there is no room, or when its time is over.
    for (const [oldest, entry] of running) {
      if (running.size >= MOST_RUNNING || isForgotten(entry, now)) running.delete(oldest);
      break;
    }
    const entry = {
      owner: '',
      attempt: 0,
      until: now,
      first: now,
      touched: now,
      deliveries: 0,
      acknowledged: false,
      parked: false,
    };
    running.set(id, entry);
    return entry;
  }

  return {
    get remembered() {
      return [...pasts.values()].reduce((sum, { size }) => sum + size, 0);
    },

    claim(key, owner, count, lease) {
      const id = idOf(key);
      const now = clock.monotonic();
      let entry = find(id, now);
      if (entry === undefined) {
        const over = recall(key, now);
        if (over !== undefined) return claimOver(over, now);
        entry = begin(id, now);
      }
      if (count) entry.deliveries++;
      if (entry.parked) return claimOf(entry, 'parked', now);
      if (entry.attempt > 0 && entry.owner === owner) return claimOf(entry, 'run', now);
      if (entry.until > now) return claimOf(entry, 'wait', now);
      if (entry.attempt >= MAX_ATTEMPTS) {
        entry.parked = true;
        entry.touched = now;
        return claimOf(entry, 'parked', now);
      }
      own(entry, owner, entry.attempt + 1, lease, now);
      return claimOf(entry, 'run', now);
    },

    renew(key, owner, attempt, lease) {
      const id = idOf(key);
      const now = clock.monotonic();
      let entry = find(id, now);
      if (entry === undefined) {
        if (recall(key, now) !== undefined) return false;
        entry = begin(id, now);
      }
      if (entry.attempt === 0) own(entry, owner, attempt, lease, now);
      if (entry.owner !== owner) return false;
      own(entry, owner, entry.attempt, lease, now);
      return true;
    },

    finish(key, owner, answer): Finish {
      const id = idOf(key);
      const now = clock.monotonic();
      const entry = find(id, now);
      if (entry === undefined) {
        const over = recall(key, now);
        if (over !== undefined)
          return over.owner !== numberOf(owner) ? 'lost' : over.late ? 'send-late' : 'stored';
      } else if (entry.attempt > 0 && entry.owner !== owner) return 'lost';
      running.delete(id);
      const late = entry?.acknowledged ?? false;
      pastOf(key.account).add(key.id, {
        owner: numberOf(owner),
        attempt: entry?.attempt ?? 0,
        answer: late ? undefined : answer,
        late,
        at: now,
      });
      return late ? 'send-late' : 'stored';
    },

    giveUp(key): GiveUp {
      const id = idOf(key);
      const now = clock.monotonic();
      let entry = find(id, now);
      if (entry === undefined) {
        const over = recall(key, now);
        if (over !== undefined)
          return over.late ? { state: 'late' } : { state: 'answer', answer: answerOf(over, now) };
        // Forgotten while somebody runs it, who will ask what to do with the answer.
        entry = begin(id, now);
      }
      if (!entry.acknowledged) entry.touched = now;
      entry.acknowledged = true;
      return entry.parked ? { state: 'late' } : { state: 'owed' };
    },
  };
}

const isForgotten = ({ touched }: Running, now: number) => now - touched >= REMEMBER_DELIVERY;

function own(entry: Running, owner: string, attempt: number, lease: number, now: number): void {
  if (entry.attempt === 0) entry.first = now;
  entry.owner = owner;
  entry.attempt = attempt;
  entry.until = now + lease;
  entry.touched = now;
  entry.parked = false;
}

const claimOf = (entry: Running, state: ClaimState, now: number): Claim => ({
  state,
  attempt: entry.attempt,
  deliveries: entry.deliveries,
  age: now - entry.first,
  acknowledged: entry.acknowledged,
});

// Accounts may share a store, and a message's id says nothing of its account.
const idOf = ({ account, id }: DeliveryKey): string => account + id;

const answerOf = ({ answer, at }: Over, now: number) => (now - at < KEEP_ANSWER ? answer : undefined);

const claimOver = (over: Over, now: number): Claim => ({
  state: over.late ? 'late' : 'done',
  attempt: over.attempt,
  deliveries: 0,
  age: 0,
  acknowledged: over.late,
  answer: answerOf(over, now),
});
