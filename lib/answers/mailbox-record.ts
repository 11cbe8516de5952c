import { splitText } from '../model/split-text';
import { isVisible } from '../model/visible';
import { property } from '../own';

/** A message that waits. */
export interface KeptPart {
  readonly text: string;
  readonly at: number;
  /** What is said below it, and the message whose answer it is of. */
  readonly label?: string;
  readonly by?: string;
}

/** What waits for a user. */
export interface MailboxRecord {
  readonly parts: readonly KeptPart[];
  /** How many were dropped since somebody looked: of too many, or too old. */
  readonly dropped: number;
  /** What was opened last, and by which message: repeated, it gets the same. */
  readonly opened?: { readonly id: string; readonly text: string } | undefined;
  /** How many texts of the answer that was kept last are in it: told once more, the last is not kept twice. */
  readonly kept?: KeptCount | undefined;
}

/** How many texts of an answer. */
export interface KeptCount {
  /** A random id of the answer on its way here. */
  readonly of: string;
  readonly count: number;
}

export const MAX_PARTS = 20;
export const MAX_BYTES = 65_536;
export const KEPT_MS = 86_400_000;

const EMPTY: MailboxRecord = { parts: [], dropped: 0 };

/** A record as it was stored, without what is too old; what another program has stored there may be none. */
export function readRecord(text: string | undefined, now: number): MailboxRecord {
  if (text === undefined) return EMPTY;
  try {
    const value: unknown = JSON.parse(text);
    const parts = property(value, 'parts');
    if (!Array.isArray(parts)) return EMPTY;
    // Written by `JSON.stringify` of a record.
    const record = value as MailboxRecord;
    const kept = record.parts.filter(({ at }) => now - at < KEPT_MS);
    return { ...record, parts: kept, dropped: record.dropped + record.parts.length - kept.length };
  } catch {
    return EMPTY;
  }
}

/** Whether a text, the last of so many, is kept already. */
export const isKept = ({ kept }: MailboxRecord, { of, count }: KeptCount): boolean =>
  kept?.of === of && kept.count >= count;

/** With one more text, in parts of so many bytes; of too many the oldest are dropped. What comes piece by piece fills the last part first. */
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

/** The next part, which is then the opened one; the same again for the same message. */
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

/** What a message opened did not reach the user: it is the next part again. */
export function closePart(record: MailboxRecord, id: string, now: number): MailboxRecord | undefined {
  const { opened, parts, ...rest } = record;
  if (opened?.id !== id) return undefined;
  return { ...rest, parts: [{ text: opened.text, at: now }, ...parts] };
}
