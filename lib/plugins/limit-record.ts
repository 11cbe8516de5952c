import { property } from '../own';

/** The windows in milliseconds, by the name of their setting. */
export const WINDOWS_MS = { perMinute: 60_000, perHour: 3_600_000, perDay: 86_400_000 } as const;

/** The name of a limit. */
export type LimitName = keyof typeof WINDOWS_MS;

/** How many messages are let through in each window. */
export type UserLimits = Readonly<Partial<Record<LimitName, number>>>;

/** The verdict on a message. `told`: refused with an answer; `refused`: refused without an answer. */
export type LimitVerdict =
  | { readonly is: 'allowed' }
  | { readonly is: 'told'; readonly limit: LimitName; readonly retryAfter: number }
  | { readonly is: 'refused' };

/** The number of a part of a window, and how many messages came in it. */
type Part = readonly [part: number, count: number];

/** The stored record of a user. */
export interface LimitRecord {
  /** Grows with each message, so that no two records are equal. */
  readonly revision: number;
  /** By window: how many messages came in each part of it, the oldest first. */
  readonly counts: Readonly<Partial<Record<LimitName, readonly Part[]>>>;
  /** The last messages with their verdicts. A message that is handled again is not counted again. */
  readonly last: readonly (readonly [id: string, verdict: LimitVerdict])[];
  /** Whether the user has been told since a message was last let through. */
  readonly isTold: boolean;
}

/** The number of parts in a window. Counts grow old part by part. */
const PARTS = 60;
/** The most messages of a user that may be handled again. */
const MAX_LAST = 16;
const ID_CHARS = 16;

const EMPTY: LimitRecord = { revision: 0, counts: {}, last: [], isTold: false };

/** Reads a stored record. A value that another program stored gives an empty record. */
export function readLimits(text: string | undefined): LimitRecord {
  if (text === undefined) return EMPTY;
  try {
    const value: unknown = JSON.parse(text);
    const counts = property(value, 'counts');
    const isRecord = Array.isArray(property(value, 'last')) && typeof counts === 'object' && counts !== null;
    // `JSON.stringify` of a record wrote this text.
    return isRecord ? (value as LimitRecord) : EMPTY;
  } catch {
    return EMPTY;
  }
}

/** Returns the names of the windows that have a limit. */
export const limitNames = (limits: UserLimits): LimitName[] =>
  // The object has exactly these names.
  (Object.keys(WINDOWS_MS) as LimitName[]).filter((name) => limits[name] !== undefined);

/** Counts a message, unless it is refused or was counted before. */
export function countMessage(
  record: LimitRecord,
  deliveryId: string,
  limits: UserLimits,
  now: number,
): { readonly record: LimitRecord; readonly verdict: LimitVerdict } {
  const id = deliveryId.slice(0, ID_CHARS);
  const before = record.last.find(([each]) => each === id);
  if (before !== undefined) return { record, verdict: before[1] };

  const kept: Partial<Record<LimitName, readonly Part[]>> = {};
  const counted: Partial<Record<LimitName, readonly Part[]>> = {};
  let full: Extract<LimitVerdict, { is: 'told' }> | undefined;
  for (const limit of limitNames(limits)) {
    const size = WINDOWS_MS[limit] / PARTS;
    const part = Math.floor(now / size);
    // If the clock was set back, counts from the future are dropped.
    const parts = (record.counts[limit] ?? []).filter(([at]) => at > part - PARTS && at <= part);
    kept[limit] = parts;
    counted[limit] = oneMore(parts, part);
    const sum = parts.reduce((all, [, count]) => all + count, 0);
    const retryAfter = ((parts[0]?.[0] ?? part) + PARTS) * size - now;
    // If several limits are reached, the user waits for the last one.
    if (sum >= limits[limit]! && retryAfter > (full?.retryAfter ?? 0))
      full = { is: 'told', limit, retryAfter };
  }
  const verdict: LimitVerdict =
    full === undefined ? { is: 'allowed' } : record.isTold ? { is: 'refused' } : full;
  return {
    record: {
      revision: record.revision + 1,
      counts: full === undefined ? counted : kept,
      last: [...record.last, [id, verdict] as const].slice(-MAX_LAST),
      isTold: full !== undefined,
    },
    verdict,
  };
}

/** Adds one message to the newest part of a window. */
function oneMore(parts: readonly Part[], now: number): readonly Part[] {
  const newest = parts.at(-1);
  return newest?.[0] === now ? [...parts.slice(0, -1), [now, newest[1] + 1]] : [...parts, [now, 1]];
}
