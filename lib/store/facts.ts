/** What came of a run: plain data, such as JSON can hold. */
export type StoredAnswer = object;

/**
 * A random id of one process's dealings with one message. A process that has forgotten a message and gets it
 * again is another owner. All ids have the same length, since lists of them are searched as text.
 */
export type Owner = string;

/** Until when a run counts as alive, in milliseconds on the clock of whoever has the facts. */
export interface Lease {
  readonly owner: Owner;
  until: number;
}

/** What is known of a message. Facts are only ever added, apart from leases, which are prolonged. */
export interface Facts {
  /**
   * The deliveries, in the order of their arrival, by ids of one length. Of more than `MAX_SEEN`, the last.
   */
  seen: string[];
  /** When the first delivery came. */
  first: number;
  /** Whose handlers were started. */
  runs: Lease[];
  /** Who told WeChat not to ask again: from here on, the answer goes as a late message only. */
  ack: Owner | undefined;
  /** Whose answer is the message's. */
  answer: Owner | undefined;
  /** That answer; absent when it is nothing, an error, or no longer kept. */
  value: StoredAnswer | undefined;
  /** Who sends it as a late message. */
  late: Owner | undefined;
  /** Who knows that it is being sent, and so sends no other. */
  readonly knows: Owner[];
  /**
   * That answer has gone out: a delivery was answered with it, or another process sends it as the late
   * message.
   */
  taken: boolean;
}

/** What a process would like to become a fact, if nothing stands against it. */
export interface Wish {
  /** To start its handlers: where nobody has (`first`), or also after somebody who has vanished (`again`). */
  readonly run: 'no' | 'first' | 'again';
  /** To tell WeChat not to ask again. */
  readonly ack: boolean;
  /** To send the late message, should there be one to send. */
  readonly send: boolean;
}

/** How long owners are waited for, in milliseconds. */
export interface Patience {
  /** How long an owner may be silent. */
  readonly lease: number;
  /** How much longer others wait for one that may have to send the answer without the store. */
  readonly grace: number;
  /** How long the message is remembered. Default: `REMEMBER_DELIVERY_MS`. */
  readonly remember?: number;
}

/** How often a message may be started: once, and once more after a crash. */
export const MAX_STARTS = 2;

/** Deliveries of which the ids are kept: WeChat delivers three times, a replay oftener. */
export const MAX_SEEN = 40;

/** What is known of a message of which nothing is known. */
export const noFacts = (): Facts => ({
  seen: [],
  first: Infinity,
  runs: [],
  ack: undefined,
  answer: undefined,
  value: undefined,
  late: undefined,
  knows: [],
  taken: false,
});

/** A copy that changes apart, on a clock that is ahead by `shift` milliseconds. */
export const copyFacts = (facts: Facts, shift = 0): Facts => ({
  seen: facts.seen.slice(),
  first: facts.first + shift,
  runs: facts.runs.map(({ owner, until }) => ({ owner, until: until + shift })),
  ack: facts.ack,
  answer: facts.answer,
  value: facts.value,
  late: facts.late,
  knows: facts.knows.slice(),
  taken: facts.taken,
});

/** Adds a delivery; of too many, the first is forgotten. */
export function addSeen(facts: Facts, id: string): void {
  // A list that is made with one thing takes less memory than one that is pushed to.
  if (facts.seen.length === 0) facts.seen = [id];
  else if (facts.seen.push(id) > MAX_SEEN) facts.seen.shift();
}

/** Adds the run of an owner that has none. */
export function addRun(facts: Facts, owner: Owner, until: number): void {
  if (facts.runs.length === 0) facts.runs = [{ owner, until }];
  else facts.runs.push({ owner, until });
}

/** The same facts on a clock that is ahead by `shift` milliseconds. */
export function moveFacts(facts: Facts, shift: number): Facts {
  facts.first += shift;
  for (const lease of facts.runs) lease.until += shift;
  return facts;
}

export const leaseOf = ({ runs }: Facts, owner: Owner): Lease | undefined =>
  runs.find((run) => run.owner === owner);

export const isAlive = (facts: Facts, owner: Owner | undefined, now: number): boolean =>
  facts.runs.some((run) => run.owner === owner && run.until > now);

/** Whether anybody's run is alive, `but` for one. */
export const someAlive = ({ runs }: Facts, now: number, but?: Owner): boolean =>
  runs.some(({ owner, until }) => owner !== but && until > now);

/** Over this message two processes have vanished. */
export const isParked = (facts: Facts, now: number): boolean =>
  facts.answer === undefined && facts.runs.length >= MAX_STARTS && !someAlive(facts, now);

/**
 * Adds to `known` what `told` has more. What is there stays; of leases, only its own is the teller's to
 * change. Another's, who was forgotten, is hearsay: it lasts until `anew` at least, since that owner may not
 * have been heard of again yet.
 */
export function merge(known: Facts, told: Facts, teller?: Owner, shift = 0, anew = -Infinity): void {
  // A copy takes less memory than a list that grows.
  if (known.seen.length === 0) known.seen = told.seen.slice(-MAX_SEEN);
  else for (const id of told.seen) if (!known.seen.includes(id)) addSeen(known, id);
  known.first = Math.min(known.first, told.first + shift);
  for (const { owner, until } of told.runs) {
    const lease = leaseOf(known, owner);
    if (lease === undefined)
      addRun(known, owner, owner === teller ? until + shift : Math.max(until + shift, anew));
    else if (owner === teller) lease.until = until + shift;
  }
  known.ack ??= told.ack;
  if (known.answer === undefined && told.answer !== undefined) {
    known.answer = told.answer;
    known.value = told.value;
  }
  known.late ??= told.late;
  for (const owner of told.knows) if (!known.knows.includes(owner)) known.knows.push(owner);
  // Where the teller has gone by itself, what it has handed in is another answer.
  known.taken ||= told.taken && (told.answer === undefined || told.answer === known.answer);
}

/**
 * The store's one operation: adds what the caller knows, and grants what it wishes if that may be. `told` is
 * on a clock that is behind by `shift`. Done twice, late, or after everything was forgotten, it adds what is
 * true.
 */
export function sync(
  known: Facts,
  me: Owner,
  told: Facts,
  shift: number,
  wish: Wish,
  now: number,
  { lease, grace }: Patience,
): void {
  merge(known, told, me, shift, now + lease);
  if (known.answer === undefined) {
    if (wish.ack) known.ack ??= me;
    if (mayRun(known, me, wish.run, now)) {
      const own = leaseOf(known, me);
      if (own === undefined) addRun(known, me, now + lease);
      else own.until = now + lease;
    }
  } else if (
    wish.send &&
    known.ack !== undefined &&
    known.late === undefined &&
    maySend(known, me, now, grace)
  ) {
    known.late = me;
    if (known.answer !== me) known.taken = true;
  }
}

/**
 * A start needs that nobody is alive, and that there were not too many; one after another's wants to be
 * wished as such.
 */
function mayRun(facts: Facts, me: Owner, run: Wish['run'], now: number): boolean {
  if (run === 'no' || someAlive(facts, now)) return false;
  if (leaseOf(facts, me) !== undefined) return true;
  return facts.runs.length < (run === 'again' ? MAX_STARTS : 1);
}

/**
 * Who made the answer sends it, unless the one who has acknowledged runs the handlers too: that one may have
 * to send its own without the store, and gets a while to say so. Others do when neither is there any more.
 */
function maySend(facts: Facts, me: Owner, now: number, grace: number): boolean {
  const isMakerGone = !isAlive(facts, facts.answer, now);
  if (facts.ack === me) return leaseOf(facts, me) !== undefined || isMakerGone;
  if (isAlive(facts, facts.ack, now - grace)) return false;
  return facts.answer === me || isMakerGone;
}
