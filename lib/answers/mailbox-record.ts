import { splitText } from '../model/split-text';
import { isVisible } from '../model/visible';
import { property } from '../own';

/** A message that waits. */
export interface KeptPart {
  readonly text: string;
  readonly at: number;
  /** The label below the message, and the message that it answers. */
  readonly label?: string;
  readonly by?: string;
}

/** The messages that wait for a user. */
export interface MailboxRecord {
  readonly parts: readonly KeptPart[];
  /**
   * How many messages were dropped since the user last looked, because there were too many or they were too
   * old.
   */
  readonly dropped: number;
  /**
   * The last opened part, with the message that opened it. If this message comes again, it gets the same
   * part.
   */
  readonly opened?: { readonly id: string; readonly text: string } | undefined;
  /** How many texts of the last answer are stored. A text that is handed in twice is stored once. */
  readonly kept?: KeptCount | undefined;
}

/** A number of texts of an answer. */
export interface KeptCount {
  /** A random id of the answer. */
  readonly of: string;
  readonly count: number;
}

export const MAX_PARTS = 20;
export const MAX_BYTES = 65_536;
export const KEPT_MS = 86_400_000;

const EMPTY: MailboxRecord = { parts: [], dropped: 0 };

/**
 * Reads a stored record without messages that are too old. A value that another program stored gives an empty
 * record.
 */
export function readRecord(text: string | undefined, now: number): MailboxRecord {
  if (text === undefined) return EMPTY;
  try {
    const value: unknown = JSON.parse(text);
    const parts = property(value, 'parts');
    if (!Array.isArray(parts)) return EMPTY;
    // `JSON.stringify` of a record wrote this text.
    const record = value as MailboxRecord;
    const kept = record.parts.filter(({ at }) => now - at < KEPT_MS);
    return { ...record, parts: kept, dropped: record.dropped + record.parts.length - kept.length };
  } catch {
    return EMPTY;
  }
}

/** Tells whether a text is stored already. `count` is its number in the answer. */
export const isKept = ({ kept }: MailboxRecord, { of, count }: KeptCount): boolean =>
  kept?.of === of && kept.count >= count;

/**
 * Adds a text in parts of a number of bytes. If there are too many parts, the oldest are dropped. A streamed
 * answer first fills the last part.
 */
export function addText(record: MailboxRecord, added: KeptPart, partBytes: number): MailboxRecord {
  const last = record.parts.at(-1);
  const goesOn = last?.by !== undefined && last.by === added.by;
  const before = goesOn ? record.parts.slice(0, -1) : record.parts;
  const texts = splitText(goesOn ? last.text + added.text : added.text, partBytes).filter(isVisible);
  const parts: KeptPart[] = [...before, ...texts.map((text) => ({ ...added, text }))];
  let bytes = parts.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  let { dropped } = record;
  while (parts.length > MAX_PARTS || bytes > MAX_BYTES) {
    bytes -= Buffer.byteLength(parts.shift()?.text ?? '');
    dropped++;
  }
  return { ...record, parts, dropped };
}

/** Opens the next part. The same message gets the same part again. */
export function openPart(
  record: MailboxRecord,
  id: string,
):
  | { readonly record: MailboxRecord; readonly text: string; readonly left: number; readonly dropped: number }
  | undefined {
  const { parts, opened, dropped } = record;
  if (opened?.id === id) return { record, text: opened.text, left: parts.length, dropped: 0 };
  const [first, ...rest] = parts;
  if (first === undefined) return undefined;
  const text = first.text + (first.label ?? '');
  return {
    record: { ...record, parts: rest, dropped: 0, opened: { id, text } },
    text,
    left: rest.length,
    dropped,
  };
}

/** The part that a message opened did not reach the user, so it becomes the next part again. */
export function closePart(record: MailboxRecord, id: string, now: number): MailboxRecord | undefined {
  const { opened, parts, ...rest } = record;
  if (opened?.id !== id) return undefined;
  return { ...rest, parts: [{ text: opened.text, at: now }, ...parts] };
}
