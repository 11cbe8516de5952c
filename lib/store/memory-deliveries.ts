import type { Clock } from '../clock';
import { KEEP_ANSWER, MAX_ATTEMPTS, REMEMBER_DELIVERY } from './deliveries';
import type { Claim, ClaimState, DeliveryStore, Finish, GiveUp, StoredAnswer } from './deliveries';
import { numberOf, Past } from './past';
import type { Over } from './past';

/** Most that are running, or whose owner has vanished. */
const MOST_RUNNING = 10_000;

/** The deliveries of one process. Answers at once. */
export function memoryDeliveries(clock: Clock): DeliveryStore {
  // As many as there are accounts, whose messages' ids say nothing of them.
  const accounts = new Map<string, Messages>();

  const of = (account: string): Messages => {
    let messages = accounts.get(account);
    if (messages === undefined) accounts.set(account, (messages = new Messages()));
    return messages;
  };

  return {
    get remembered() {
      return [...accounts.values()].reduce((sum, { past }) => sum + past.size, 0);
    },
    claim: ({ account, id }, owner, count, lease) =>
      of(account).claim(id, owner, count, lease, clock.monotonic()),
    renew: ({ account, id }, owner, attempt, lease) =>
      of(account).renew(id, owner, attempt, lease, clock.monotonic()),
    finish: ({ account, id }, owner, answer, owed = false) =>
      of(account).finish(id, owner, answer, owed, clock.monotonic()),
    giveUp: ({ account, id }) => of(account).giveUp(id, clock.monotonic()),
  };
}

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

/** The messages of one account. */
class Messages {
  readonly past = new Past();
  private readonly running = new Map<string, Running>();

  claim(id: string, owner: string, count: boolean, lease: number, now: number): Claim {
    let entry = this.find(id, now);
    if (entry === undefined) {
      const over = this.recall(id, now);
      if (over !== undefined) return claimOver(over, now);
    }
    if (!count && !entry?.attempt)
      return { state: 'wait', attempt: 0, deliveries: 0, age: 0, acknowledged: entry?.acknowledged ?? false };
    entry ??= this.begin(id, now);
    if (count) entry.deliveries++;
    if (entry.attempt > 0 && entry.owner === owner) return claimOf(entry, 'run', now);
    if (entry.parked) return claimOf(entry, 'parked', now);
    if (entry.until > now) return claimOf(entry, 'wait', now);
    if (entry.attempt >= MAX_ATTEMPTS) {
      entry.parked = true;
      entry.touched = now;
      return claimOf(entry, 'parked', now);
    }
    own(entry, owner, entry.attempt + 1, lease, now);
    return claimOf(entry, 'run', now);
  }

  renew(id: string, owner: string, attempt: number, lease: number, now: number): boolean {
    let entry = this.find(id, now);
    if (entry === undefined) {
      if (this.recall(id, now) !== undefined) return false;
      entry = this.begin(id, now);
    }
    if (entry.attempt === 0) own(entry, owner, attempt, lease, now);
    if (entry.owner !== owner) return false;
    own(entry, owner, entry.attempt, lease, now);
    return true;
  }

  finish(id: string, owner: string, answer: StoredAnswer | undefined, owed: boolean, now: number): Finish {
    const entry = this.find(id, now);
    const over = entry === undefined ? this.recall(id, now) : undefined;
    if (over !== undefined) {
      if (over.owner !== numberOf(owner)) return 'lost';
      if (owed && !over.late) this.past.add(id, { ...over, answer: undefined, late: true, at: now });
      return owed || over.late ? 'send-late' : 'stored';
    }
    if (entry !== undefined && entry.attempt > 0 && entry.owner !== owner) return 'lost';
    this.running.delete(id);
    const late = owed || (entry?.acknowledged ?? false);
    this.past.add(id, {
      owner: numberOf(owner),
      attempt: entry?.attempt ?? 0,
      answer: late ? undefined : answer,
      late,
      at: now,
    });
    return late ? 'send-late' : 'stored';
  }

  giveUp(id: string, now: number): GiveUp {
    let entry = this.find(id, now);
    if (entry === undefined) {
      const over = this.recall(id, now);
      if (over !== undefined)
        return over.late ? { state: 'late' } : { state: 'answer', answer: answerOf(over, now) };
      // Forgotten while somebody runs it, who will ask what to do with the answer.
      entry = this.begin(id, now);
    }
    if (!entry.acknowledged) entry.touched = now;
    entry.acknowledged = true;
    return entry.parked ? { state: 'late' } : { state: 'owed' };
  }

  private find(id: string, now: number): Running | undefined {
    const entry = this.running.get(id);
    if (entry === undefined || !isForgotten(entry, now)) return entry;
    this.running.delete(id);
    return undefined;
  }

  private recall(id: string, now: number): Over | undefined {
    const over = this.past.recall(id);
    return over === undefined || now - over.at >= REMEMBER_DELIVERY ? undefined : over;
  }

  private begin(id: string, now: number): Running {
    // The oldest goes where there is no room, or when its time is over.
    for (const [oldest, entry] of this.running) {
      if (this.running.size >= MOST_RUNNING || isForgotten(entry, now)) this.running.delete(oldest);
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
    this.running.set(id, entry);
    return entry;
  }
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

const answerOf = ({ answer, at }: Over, now: number) => (now - at < KEEP_ANSWER ? answer : undefined);

const claimOver = (over: Over, now: number): Claim => ({
  state: over.late ? 'late' : 'done',
  attempt: over.attempt,
  deliveries: 0,
  age: 0,
  acknowledged: over.late,
  answer: answerOf(over, now),
});
