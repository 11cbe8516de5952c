import { property } from '../own';
import type { MergedPart } from '../router/merged';

/** One message of a burst. */
export interface BurstPart {
  /** The delivery id of the message. */
  readonly id: string;
  /** When the message arrived, in milliseconds since 1970. */
  readonly at: number;
  /** When the user wrote the message, in seconds since 1970. */
  readonly written: number;
  readonly part: MergedPart;
}

/** Messages of a user that came shortly after each other. */
export interface Burst {
  readonly parts: readonly BurstPart[];
  /** `open`: more messages may join. `taken`: the handlers of the newest message answer all of them. */
  readonly state: 'open' | 'taken';
}

/** The stored record of a user. */
export interface BurstRecord {
  /** Grows with each change, so that no two records are equal. */
  readonly revision: number;
  readonly bursts: readonly Burst[];
}

/** A taken burst is kept as long as its newest message may be started again. */
export const KEPT_MS = 600_000;
/** No message joins a burst whose newest message is older: its process may have died. */
const MAX_OPEN_MS = 60_000;
const MAX_BURSTS = 8;
const MAX_CHARACTERS = 65_536;

const EMPTY: BurstRecord = { revision: 0, bursts: [] };

/** Reads a stored record. A value that another program stored gives an empty record. */
export function readBursts(text: string | undefined): BurstRecord {
  if (text === undefined) return EMPTY;
  try {
    const value: unknown = JSON.parse(text);
    // `JSON.stringify` of a record wrote this text.
    return Array.isArray(property(value, 'bursts')) ? (value as BurstRecord) : EMPTY;
  } catch {
    return EMPTY;
  }
}

const newestOf = ({ parts }: Burst): BurstPart | undefined => parts.at(-1);
const has = ({ parts }: Burst, id: string): boolean => parts.some((part) => part.id === id);

/** Returns the burst to which a message belongs. */
export const burstOf = ({ bursts }: BurstRecord, id: string): Burst | undefined =>
  bursts.find((burst) => has(burst, id));

/** Adds a message to the open burst, or to a new one. Only a text begins a burst. */
export function joinBurst(record: BurstRecord, part: BurstPart, most: number): BurstRecord {
  if (burstOf(record, part.id) !== undefined) return record;
  const last = record.bursts.at(-1);
  const isOpen =
    last?.state === 'open' && last.parts.length < most && part.at - (newestOf(last)?.at ?? 0) < MAX_OPEN_MS;
  if (isOpen)
    return changed(
      record,
      [...record.bursts.slice(0, -1), { ...last, parts: [...last.parts, part] }],
      part.at,
    );
  if (typeof part.part !== 'string') return record;
  return changed(record, [...record.bursts, { parts: [part], state: 'open' }], part.at);
}

/** Marks the burst of its newest message as taken. Other messages of the burst change nothing. */
export function takeBurst(record: BurstRecord, id: string, now: number): BurstRecord {
  const burst = burstOf(record, id);
  if (burst?.state !== 'open' || newestOf(burst)?.id !== id) return record;
  const taken = record.bursts.flatMap((each): Burst[] => {
    if (each !== burst) return [each];
    // A burst of one message needs no record: the message itself comes again.
    return each.parts.length === 1 ? [] : [{ ...each, state: 'taken' }];
  });
  return changed(record, taken, now);
}

/**
 * Returns the parts that a message's handlers answer, in the order of writing; `undefined`: a newer message
 * is answered instead.
 */
export function partsFor(record: BurstRecord, { id, part }: BurstPart): readonly MergedPart[] | undefined {
  const burst = burstOf(record, id);
  if (burst === undefined) return [part];
  if (newestOf(burst)?.id !== id) return undefined;
  return [...burst.parts].sort((a, b) => a.written - b.written).map((each) => each.part);
}

/** Returns the next record, without bursts that are too old or too many. */
function changed({ revision }: BurstRecord, all: readonly Burst[], now: number): BurstRecord {
  const bursts = all.filter((burst) => now - (newestOf(burst)?.at ?? 0) < KEPT_MS).slice(-MAX_BURSTS);
  while (bursts.length > 1 && JSON.stringify(bursts).length > MAX_CHARACTERS) bursts.shift();
  return { revision: revision + 1, bursts };
}
