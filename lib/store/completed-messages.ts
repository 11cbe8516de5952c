import { KEEP_ANSWER_MS, REMEMBER_DELIVERY_MS } from './deliveries';
import type { StoredAnswer } from './deliveries';
import { noFacts } from './facts';
import type { Facts } from './facts';

/** Shelves that together remember everything long enough: one is filled while the others grow old. */
const SHELVES = 3;
/**
 * Most answers that are kept, and no longer than `KEEP_ANSWER_MS`: a message that comes again after that gets
 * none.
 */
const MAX_ANSWERS = 10_000;
/** The end of an owner's id that counts, in base 36. */
const COUNTED = 6;

/**
 * The messages of the last ten minutes, or more, whose run is over, however many. They lie in numbers outside
 * of the garbage collector's sight: objects that live for minutes cost it more than all the rest of a
 * message's way. Each takes some 80 bytes.
 */
export class CompletedMessages {
  private readonly shelves: Shelf[] = [];
  /** The beginnings of owners' ids: one for each `wechat()` that uses the store. */
  private readonly names: string[] = [];
  private readonly answers = new Array<StoredAnswer | undefined>(MAX_ANSWERS);
  private answered = 0;

  /** `remember`: for how many milliseconds. */
  constructor(private readonly remember = (): number => REMEMBER_DELIVERY_MS) {}

  get size(): number {
    return this.shelves.reduce((sum, { size }) => sum + size, 0);
  }

  /** `id` is 64 hex digits. */
  add(id: string, facts: Facts, now: number): void {
    const answer = facts.value === undefined ? -1 : this.answered++;
    if (answer !== -1) this.answers[answer % MAX_ANSWERS] = facts.value;
    this.shelfOf(now).put(keyOf(id), {
      at: now,
      owner: this.ownerIndex(facts.answer ?? ''),
      answer,
      marks:
        (facts.ack !== undefined ? ACKNOWLEDGED : 0) |
        (facts.late !== undefined ? LATE : 0) |
        (facts.taken ? TAKEN : 0),
    });
  }

  /** What is known of a message that is over. */
  find(id: string, now: number): Facts | undefined {
    const key = keyOf(id);
    // The newest first: a message may be there once more, long after it was forgotten.
    for (let i = this.shelves.length - 1; i >= 0; i--) {
      const kept = this.shelves[i]!.get(key);
      if (kept !== undefined) return now - kept.at < this.remember() ? this.factsOf(kept, now) : undefined;
    }
    return undefined;
  }

  private factsOf({ at, owner, answer, marks }: Kept, now: number): Facts {
    const who = this.nameOf(owner);
    const isKept = answer !== -1 && this.answered - answer <= MAX_ANSWERS && now - at < KEEP_ANSWER_MS;
    return {
      ...noFacts(),
      first: at,
      runs: [{ owner: who, until: at }],
      answer: who,
      value: isKept ? this.answers[answer % MAX_ANSWERS] : undefined,
      ack: marks & ACKNOWLEDGED ? who : undefined,
      late: marks & LATE ? who : undefined,
      taken: (marks & TAKEN) !== 0,
    };
  }

  private shelfOf(now: number): Shelf {
    const newest = this.shelves.at(-1);
    const remember = this.remember();
    const shelfMs = remember / (SHELVES - 1);
    if (newest !== undefined && now - newest.since < shelfMs) return newest;
    while (this.shelves[0] !== undefined && now - this.shelves[0].since >= remember + shelfMs)
      this.shelves.shift();
    const shelf = new Shelf(now);
    this.shelves.push(shelf);
    return shelf;
  }

  /** An owner's id is the process's name and a count. */
  private ownerIndex(owner: string): number {
    const name = owner.slice(0, -COUNTED);
    let at = this.names.indexOf(name);
    if (at === -1) at = this.names.push(name) - 1;
    const count = parseInt(owner.slice(-COUNTED), 36);
    return at * PER_NAME + (Number.isNaN(count) ? 0 : count);
  }

  private nameOf(owner: number): string {
    const count = (owner % PER_NAME).toString(36).padStart(COUNTED, '0');
    return `${this.names[Math.floor(owner / PER_NAME)]!}${count}`;
  }
}

const PER_NAME = 36 ** COUNTED;
const ACKNOWLEDGED = 1;
const LATE = 2;
const TAKEN = 4;

interface Kept {
  readonly at: number;
  readonly owner: number;
  /** Its number among the answers; -1: there is none. */
  readonly answer: number;
  readonly marks: number;
}

/** 128 bits of an id, which is a hash: nobody can choose them for another message. */
type Key = readonly [number, number, number, number];
const keyOf = (id: string): Key => [hexAt(id, 0), hexAt(id, 8), hexAt(id, 16), hexAt(id, 24)];

/**
 * The number of eight hex digits. Digit by digit: a piece of text for each number would cost more than all
 * the rest.
 */
function hexAt(id: string, start: number): number {
  let number = 0;
  for (let i = start; i < start + 8; i++) {
    const code = id.charCodeAt(i);
    number = (number << 4) | ((code & 15) + (code > NINE ? 9 : 0));
  }
  return number >>> 0;
}

const NINE = 57;

/** Tables on a shelf: each grows by itself, so that none takes long to. */
const TABLES = 64;

class Shelf {
  private readonly tables = new Array<Table | undefined>(TABLES);

  constructor(readonly since: number) {}

  get size(): number {
    return this.tables.reduce((sum, table) => sum + (table?.size ?? 0), 0);
  }

  get(key: Key): Kept | undefined {
    return this.tables[key[3] % TABLES]?.get(key);
  }

  put(key: Key, kept: Kept): void {
    (this.tables[key[3] % TABLES] ??= new Table()).put(key, kept);
  }
}

/** A hash table with open addressing, from which nothing is taken out. */
class Table {
  size = 0;
  private slots = 16;
  private keys = new Uint32Array(4 * this.slots);
  /** When it was added, and who owns it: 0 = the slot is free, since a monotonic clock may begin at 0. */
  private numbers = new Float64Array(3 * this.slots);
  private marks = new Uint8Array(this.slots);

  get([a, b, c, d]: Key): Kept | undefined {
    const slot = this.find(a, b, c, d);
    const at = 3 * slot;
    if (this.numbers[at] === 0) return undefined;
    return {
      at: this.numbers[at]! - 1,
      owner: this.numbers[at + 1]!,
      answer: this.numbers[at + 2]!,
      marks: this.marks[slot]!,
    };
  }

  put(key: Key, kept: Kept): void {
    const [a, b, c, d] = key;
    let slot = this.find(a, b, c, d);
    if (this.numbers[3 * slot] === 0) {
      if (++this.size > this.slots * 0.75) {
        this.grow();
        slot = this.find(a, b, c, d);
      }
      this.label(slot, a, b, c, d);
    }
    this.numbers[3 * slot] = kept.at + 1;
    this.numbers[3 * slot + 1] = kept.owner;
    this.numbers[3 * slot + 2] = kept.answer;
    this.marks[slot] = kept.marks;
  }

  /** The slot of a key, or the free one that would be its. */
  private find(a: number, b: number, c: number, d: number): number {
    const { keys, numbers, slots } = this;
    let slot = a & (slots - 1);
    for (; numbers[3 * slot] !== 0; slot = (slot + 1) & (slots - 1)) {
      const at = 4 * slot;
      if (keys[at] === a && keys[at + 1] === b && keys[at + 2] === c && keys[at + 3] === d) break;
    }
    return slot;
  }

  private grow(): void {
    const { slots, keys, numbers, marks } = this;
    this.slots = slots * 2;
    this.keys = new Uint32Array(4 * this.slots);
    this.numbers = new Float64Array(3 * this.slots);
    this.marks = new Uint8Array(this.slots);
    for (let slot = 0; slot < slots; slot++) {
      if (numbers[3 * slot] === 0) continue;
      const at = 4 * slot;
      const [a, b, c, d] = [keys[at]!, keys[at + 1]!, keys[at + 2]!, keys[at + 3]!];
      const free = this.find(a, b, c, d);
      this.label(free, a, b, c, d);
      for (let i = 0; i < 3; i++) this.numbers[3 * free + i] = numbers[3 * slot + i]!;
      this.marks[free] = marks[slot]!;
    }
  }

  // One by one: to copy so few costs more than all the rest.
  private label(slot: number, a: number, b: number, c: number, d: number): void {
    const at = 4 * slot;
    this.keys[at] = a;
    this.keys[at + 1] = b;
    this.keys[at + 2] = c;
    this.keys[at + 3] = d;
  }
}
