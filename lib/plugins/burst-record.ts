import { property } from '../own';
import type { MergedPart } from '../router/merged';

/** One message of a burst. */
export interface BurstPart {
  /** Its delivery id. */
  readonly id: string;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  /** When it was written, in seconds since 1970. */
  readonly written: number;
  readonly part: MergedPart;
}

/** Messages of a user that came one shortly after the other. */
export interface Burst {
  readonly parts: readonly BurstPart[];
  /** `open`: more may join. `taken`: the newest is being handled for all, or has been. */
  readonly state: 'open' | 'taken';
}

/** What is kept of a user. */
export interface BurstRecord {
  /** Grows with each change, so that no two records are the same. */
  readonly revision: number;
  readonly bursts: readonly Burst[];
}

/** A taken burst is kept while its newest message may be started once more. */
export const KEPT_MS = 600_000;
/** Nobody joins a burst whose newest message came longer ago: its process may have died. */
const MAX_OPEN_MS = 60_000;
const MAX_BURSTS = 8;
const MAX_CHARACTERS = 65_536;

const EMPTY: BurstRecord = { revision: 0, bursts: [] };

/** A record as it was stored; what another program has stored there may be none. */
export function readBursts(text: string | undefined): BurstRecord {
  if (text === undefined) return EMPTY;
  try {
    const value: unknown = JSON.parse(text);
    // Written by `JSON.stringify` of a record.
    return Array.isArray(property(value, 'bursts')) ? (value as BurstRecord) : EMPTY;
  } catch {
    return EMPTY;
  }
}

const newestOf = ({ parts }: Burst): BurstPart | undefined => parts.at(-1);
const has = ({ parts }: Burst, id: string): boolean => parts.some((part) => part.id === id);

/** The burst that a message belongs to. */
export const burstOf = ({ bursts }: BurstRecord, id: string): Burst | undefined =>
  bursts.find((burst) => has(burst, id));

/** With one more message: in the burst that is open, or in a new one, which only a text begins. */
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

/** With the burst of its newest message taken. Others of the burst change nothing. */
export function takeBurst(record: BurstRecord, id: string, now: number): BurstRecord {
  const burst = burstOf(record, id);
  if (burst?.state !== 'open' || newestOf(burst)?.id !== id) return record;
  const taken = record.bursts.flatMap((each): Burst[] => {
    if (each !== burst) return [each];
    // A message alone is known by itself when it is started once more.
    return each.parts.length === 1 ? [] : [{ ...each, state: 'taken' }];
  });
  return changed(record, taken, now);
}

/** What a message's handlers answer, in the order in which it was written; `undefined`: a newer message is answered for it. */
export function partsFor(record: BurstRecord, { id, part }: BurstPart): readonly MergedPart[] | undefined {
  const burst = burstOf(record, id);
  if (burst === undefined) return [part];
  if (newestOf(burst)?.id !== id) return undefined;
  return [...burst.parts].sort((a, b) => a.written - b.written).map((each) => each.part);
}

/** The next record, without what is too old or too much. */
function changed({ revision }: BurstRecord, all: readonly Burst[], now: number): BurstRecord {
  const bursts = all.filter((burst) => now - (newestOf(burst)?.at ?? 0) < KEPT_MS).slice(-MAX_BURSTS);
  while (bursts.length > 1 && JSON.stringify(bursts).length > MAX_CHARACTERS) bursts.shift();
  return { revision: revision + 1, bursts };
}
