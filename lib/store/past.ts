import type { StoredAnswer } from './deliveries';

/** A message whose run is over. */
export interface Over {
  readonly answer: StoredAnswer | undefined;
  /** Its answer went another way. */
  readonly late: boolean;
  /** When it ended, monotonic. */
  readonly at: number;
  /** Who ended it: see `numberOf`. */
  readonly owner: number;
  readonly attempt: number;
}

/** An owner as a number of 32 bits (FNV-1a). */
export function numberOf(owner: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < owner.length; i++) hash = Math.imul(hash ^ owner.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const SHELVES = 5;
const PER_SHELF = 2000;
/** A power of two, and so many that hardly two messages want the same. */
const SLOTS = 4096;

/**
 * The last 8,000 to 10,000 messages whose run is over, on five shelves, the oldest of which is emptied whole. All but the
 * answers lie in numbers outside of the garbage collector's sight: objects that live for minutes cost it more than all
 * the rest of a message's way.
 */
export class Past {
  // Each made when it is needed: most processes never fill one.
  private readonly shelves: Shelf[] = [];
  private newest = -1;

  get size(): number {
    return this.shelves.reduce((sum, { size }) => sum + size, 0);
  }

  /** `id` is 64 hex digits. */
  add(id: string, over: Over): void {
    let shelf = this.shelves[this.newest];
    if (shelf === undefined || shelf.size >= PER_SHELF) {
      this.newest = (this.newest + 1) % SHELVES;
      shelf = this.shelves[this.newest] ??= new Shelf();
      shelf.clear();
    }
    shelf.add(numberIn(id), over);
  }

  recall(id: string): Over | undefined {
    const key = numberIn(id);
    // The newest first: a message may be there once more, long after it was forgotten.
    for (let i = 0; i < this.shelves.length; i++) {
      const shelf = this.shelves[(this.newest - i + SHELVES) % SHELVES];
      const slot = shelf?.find(key);
      if (shelf !== undefined && slot !== undefined) return shelf.read(slot);
    }
    return undefined;
  }
}

// 52 bits of a hash: among 10,000 messages two have them in common once in 10^8 such lots, and nobody can choose them for another user's.
const numberIn = (id: string): number => parseInt(id.slice(-13), 16);

/** A hash table with open addressing, from which nothing is taken out. */
class Shelf {
  size = 0;
  private readonly keys = new Float64Array(SLOTS);
  /** Positive; negative when the answer went another way; 0 = the slot is free. */
  private readonly times = new Float64Array(SLOTS);
  private readonly owners = new Uint32Array(SLOTS);
  private readonly attempts = new Uint8Array(SLOTS);
  private readonly answers = new Array<StoredAnswer | undefined>(SLOTS).fill(undefined);

  find(key: number): number | undefined {
    for (let slot = key % SLOTS; this.times[slot] !== 0; slot = (slot + 1) % SLOTS)
      if (this.keys[slot] === key) return slot;
    return undefined;
  }

  add(key: number, { answer, late, at, owner, attempt }: Over): void {
    let slot = key % SLOTS;
    while (this.times[slot] !== 0 && this.keys[slot] !== key) slot = (slot + 1) % SLOTS;
    if (this.times[slot] === 0) this.size++;
    this.keys[slot] = key;
    // A monotonic clock may begin at 0.
    this.times[slot] = (at + 1) * (late ? -1 : 1);
    this.owners[slot] = owner;
    this.attempts[slot] = attempt;
    this.answers[slot] = answer;
  }

  read(slot: number): Over {
    const time = this.times[slot]!;
    return {
      answer: this.answers[slot],
      late: time < 0,
      at: Math.abs(time) - 1,
      owner: this.owners[slot]!,
      attempt: this.attempts[slot]!,
    };
  }

  clear(): void {
    this.size = 0;
    this.times.fill(0);
    this.answers.fill(undefined);
  }
}
